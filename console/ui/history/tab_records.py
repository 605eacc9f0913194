"""Attempts between tabs and list: opened from it, put into it, their tickets kept."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, Signal

from console.core.ports import Journal
from console.ui.desk_tabs import DeskTabs, TabDesk
from console.ui.history.keeping import Keeping
from console.ui.history.model import HistoryModel
from console.ui.strip_tasks import StripTasks


class TabRecords(QObject):
    """Says of each attempt of this window, too, whether it is on the disk."""

    record_shown = Signal(object)  # the desk that shows an attempt of the history

    def __init__(
        self,
        *,
        journal: Journal,
        keeping: Keeping,
        model: HistoryModel,
        tabs: DeskTabs,
        work: StripTasks,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._journal = journal
        self._keeping = keeping
        self._model = model
        self._tabs = tabs
        self._work = work
        # Of each desk, its attempt and the ticket that the journal has of it.
        self._kept: WeakKeyDictionary[TabDesk, tuple[str, str | None]] = WeakKeyDictionary()
        self._written: set[str] = set()  # attempts of this window that may not be saved yet
        tabs.desk_started.connect(lambda desk: self._put(desk, running=True))
        tabs.desk_finished.connect(lambda desk: self._put(desk, running=False))
        keeping.changed.connect(self._follow_saving)

    def open(self, attempt_id: str) -> None:
        """Shows an attempt: in the tab that has it already, or read from the journal."""
        for desk in self._tabs.desks:
            record = desk.record()
            if record is not None and record.attempt_id == attempt_id:
                self._tabs.show_desk(desk)
                return
        self._work.start(self._open(attempt_id), name="open attempt")

    def keep_ticket(self, desk: TabDesk) -> None:
        """Writes the tab's ticket to its attempt, where the journal has another."""
        if self._to_keep(desk) is not None:
            self._work.start(self.write_ticket(desk), name="keep ticket")

    async def write_ticket(self, desk: TabDesk) -> None:
        """The same, for one who waits for it."""
        attempt_id, ticket = self._to_keep(desk), desk.ticket
        if attempt_id is None:
            return
        self._kept[desk] = (attempt_id, ticket)
        row = self._model.row_of(attempt_id)
        if row is not None:
            running = self._model.is_running(attempt_id)
            self._model.put(replace(row.header, ticket=ticket), running=running)
        await self._journal.set_ticket(attempt_id, ticket)

    def forget(self, attempt_ids: Collection[str]) -> None:
        """These are deleted: what the tabs know of them is not written again."""
        for desk, (attempt_id, _ticket) in list(self._kept.items()):
            if attempt_id in attempt_ids:
                del self._kept[desk]
        self._written.difference_update(attempt_ids)
        self._model.remove(attempt_ids)

    def _to_keep(self, desk: TabDesk) -> str | None:
        """The id of the tab's attempt, when its ticket is not the tab's."""
        record, kept = desk.record(), self._kept.get(desk)
        if record is None or kept is None or kept[0] != record.attempt_id:
            return None
        return None if kept[1] == desk.ticket else kept[0]

    def _put(self, desk: TabDesk, *, running: bool) -> None:
        record = desk.record()
        if record is None:
            return
        known = self._kept.get(desk)
        if known is None or known[0] != record.attempt_id:
            self._kept[desk] = (record.attempt_id, record.ticket)
        self._written.add(record.attempt_id)
        self._model.put(replace(record, events=()), running=running)
        self._follow_saving()

    def _follow_saving(self) -> None:
        """While it runs, an attempt is behind the disk for a moment at each event."""
        unsaved = {name for name in self._written if not self._keeping.is_saved(name)}
        running = {name for name in self._written if self._model.is_running(name)}
        self._written = unsaved | running
        saving = self._keeping.state.saving
        self._model.show_unsaved(frozenset(unsaved - running if saving else unsaved))

    async def _open(self, attempt_id: str) -> None:
        record = await self._journal.load(attempt_id)
        desk = self._tabs.free_desk()
        desk.show_record(record)
        desk.set_ticket(record.ticket)
        self._kept[desk] = (record.attempt_id, record.ticket)
        self.record_shown.emit(desk)
