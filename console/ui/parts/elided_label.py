"""One line of text from outside that is shortened where the place is short."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from console.core.text import visible
from console.ui.parts.tooltip import plain_tooltip
from console.ui.parts.widget_state import set_shown

_LIMIT = 300
_LEAST_PX = 48


class ElidedLabel(QLabel):
    """The whole text is in the tool tip and for assistive technology."""

    def __init__(self, *, name: str, role: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        if role:
            self.setProperty("role", role)

    def show_text(self, text: str, *, tip: str = "") -> None:
        """Shows `text`; hidden where it is empty."""
        shown = visible(text, _LIMIT)
        self.setText(shown)
        self.setToolTip(plain_tooltip(tip or text))
        set_shown(self, bool(shown))  # never a window of its own before it has a parent

    def minimumSizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(min(_LEAST_PX, hint.width()), hint.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        place = self.contentsRect()
        elide = Qt.TextElideMode.ElideRight
        shown = self.fontMetrics().elidedText(self.text(), elide, place.width())
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        self.style().drawItemText(
            painter, place, align, self.palette(), self.isEnabled(), shown, self.foregroundRole()
        )
