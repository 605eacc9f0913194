"""A combo box with an arrow: the style sheet takes that away with the border of its button."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox

_ARROW_EDGE = 12


class ArrowCombo(QComboBox):
    """Turning the wheel over it scrolls the form and changes nothing."""

    def __init__(self, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(self.palette().placeholderText().color())
        place = self.rect().adjusted(0, 0, -_ARROW_EDGE, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, "▾")

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
