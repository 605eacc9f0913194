"""Keeps the window's keys its own: Qt's text fields take some, as Ctrl+E for the end of a line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget


class OwnKeys(QObject):
    """Watches only the widget that has the focus, so that nothing else costs anything."""

    def __init__(self, *, window: QWidget, actions: Sequence[QAction]) -> None:
        super().__init__(window)
        self._window = window
        self._actions = tuple(actions)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
        if before is not None:
            before.removeEventFilter(self)
        if now is not None and now.window() is self._window:
            now.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Does not let a field claim an action's Ctrl key; all other keys are the field's."""
        if (
            event.type() != QEvent.Type.ShortcutOverride
            or not isinstance(event, QKeyEvent)
            or not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            return False
        keys = QKeySequence(event.keyCombination())
        if not any(action.isEnabled() and action.shortcut() == keys for action in self._actions):
            return False
        event.ignore()  # it goes on to whom the field stands in, and then to the action
        return True
