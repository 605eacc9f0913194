"""Small widgets side by side, that go on in a new line where the width ends."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from console.ui.parts.widget_state import set_shown


class FlowRow(QWidget):
    """For short rows of small things, whose texts grow with counts or language.

    A widget, not a QLayout: items of a layout written in Python outlive their C++ side.
    """

    def __init__(self, *, gap: int, line_gap: int) -> None:
        super().__init__()
        self._gap, self._line_gap = gap, line_gap
        self._widgets: list[QWidget] = []
        self._away: set[QWidget] = set()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, widget: QWidget) -> None:
        """Puts it behind the others."""
        widget.setParent(self)
        self._widgets.append(widget)
        if self.isVisible():  # else the first resize does it: a size asked for now costs a polish
            widget.show()
            self._place()

    def set_offered(self, widget: QWidget, offered: bool) -> None:
        """Without it, the others close up."""
        if (widget not in self._away) is offered:
            return
        (self._away.discard if offered else self._away.add)(widget)
        set_shown(widget, offered)
        self._place()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        places = self._places(width)
        return max((place.bottom() + 1 for place in places), default=0)

    def sizeHint(self) -> QSize:
        hints = [widget.sizeHint() for widget in self._offered()]
        width = sum(hint.width() for hint in hints) + self._gap * max(0, len(hints) - 1)
        return QSize(width, self.heightForWidth(max(width, self.width())))

    def minimumSizeHint(self) -> QSize:
        widths = [_least(widget) for widget in self._offered()]
        return QSize(max(widths, default=0), self.heightForWidth(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # a text has changed
            self._place()
        return super().event(event)

    def _place(self) -> None:
        for widget, place in zip(self._offered(), self._places(self.width()), strict=True):
            widget.setGeometry(place)
        self.updateGeometry()

    def _offered(self) -> list[QWidget]:
        return [widget for widget in self._widgets if widget not in self._away]

    def _places(self, width: int) -> list[QRect]:
        places = []
        x = y = line = 0
        for widget in self._offered():
            hint = widget.sizeHint()
            if x and x + hint.width() > width:
                x, y, line = 0, y + line + self._line_gap, 0
            hint.setWidth(max(min(hint.width(), width), _least(widget)))
            places.append(QRect(QPoint(x, y), hint))
            x += hint.width() + self._gap
            line = max(line, hint.height())
        return places


def _least(widget: QWidget) -> int:
    """What it cannot do without: less than its hint where it can shrink, as what elides can."""
    shrinks = widget.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Maximum
    return (widget.minimumSizeHint() if shrinks else widget.sizeHint()).width()
