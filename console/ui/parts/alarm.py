"""Something that is done once, after a while, unless it is called off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QTimer


class Alarm(Protocol):
    """One at a time: to set it calls off what was set before."""

    def set(self, after_s: float, action: Callable[[], object]) -> None:
        """Does `action` after that time; it may come a little early."""
        ...

    def off(self) -> None:
        """Nothing is done any more."""
        ...


class QtAlarm(QTimer):
    """By Qt's timer; it ends with its parent."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._action: Callable[[], object] | None = None
        self.setSingleShot(True)
        self.timeout.connect(self._ring)

    def set(self, after_s: float, action: Callable[[], object]) -> None:
        """Does `action` after that time."""
        self._action = action
        self.start(round(after_s * 1000))

    def off(self) -> None:
        """Nothing is done any more."""
        self.stop()
        self._action = None

    def _ring(self) -> None:
        action, self._action = self._action, None
        if action is not None:
            action()
