"""How attempts are being kept, told to the window as it changes."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal

from console.core.history import JournalState
from console.core.ports import Journal


class Keeping(QObject):
    """The journal tells on a thread of its own; here it is heard on the window's."""

    changed = Signal()
    _told = Signal()

    def __init__(self, *, journal: Journal, parent: QObject) -> None:
        super().__init__(parent)
        self._journal = journal
        self._pending = False  # told, and not looked at yet
        self._told.connect(self._look, Qt.ConnectionType.QueuedConnection)
        self._end = journal.watch(self._on_told)

    @property
    def state(self) -> JournalState:
        """At this moment."""
        return self._journal.state()

    def is_saved(self, attempt_id: str) -> bool:
        """Whether all that is known of the attempt is on the disk."""
        return self._journal.is_saved(attempt_id)

    def close(self) -> None:
        """Hears nothing any more."""
        self._end()

    def _on_told(self) -> None:
        if not self._pending:  # many commits, one look
            self._pending = True
            self._told.emit()

    def _look(self) -> None:
        self._pending = False
        self.changed.emit()
