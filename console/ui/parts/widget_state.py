"""Whether a widget is seen and how it looks, changed only where there is something to change."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def restyle(widget: QWidget, name: str, value: str | None) -> None:
    """Sets a property that the style sheet looks at, and has the widget drawn by it."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()


def set_shown(widget: QWidget, shown: bool) -> None:
    """As `setVisible`, but leaves alone what is seen with its parent anyway.

    `setVisible(True)` lays a widget out, and so styles everything in it; while a window is built
    that is done again at each change of parent, and made up most of the time.
    """
    if shown and not widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
        return
    widget.setVisible(shown)
