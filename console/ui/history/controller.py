"""The history: reads it from the journal, shows attempts in tabs, keeps ticket numbers."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from console.core.ports import Journal
from console.core.record import AttemptRecord
from console.ui.desk_tabs import DeskTabs, TabDesk
from console.ui.history.model import HistoryModel
from console.ui.strip_tasks import StripTasks

RECENT = 200


class HistoryController(QObject):
    """Between journal, list and tabs."""

    history_loaded = Signal()
    record_shown = Signal(object)  # the desk that shows an attempt of the history

    def __init__(
        self,
        *,
        journal: Journal,
        model: HistoryModel,
        tabs: DeskTabs,
        work: StripTasks,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._journal = journal
        self._model = model
        self._tabs = tabs
        self._work = work
        tabs.desk_started.connect(lambda desk: self._put(desk, running=True))
        tabs.desk_finished.connect(lambda desk: self._put(desk, running=False))

    def load(self) -> None:
        """Reads the newest attempts."""
        self._work.start(self._load(), name="load history")

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
        if self._changed(desk) is not None:
            self._work.start(self.write_ticket(desk), name="keep ticket")

    async def write_ticket(self, desk: TabDesk) -> None:
        """The same, for one who waits for it."""
        header, ticket = self._changed(desk), desk.ticket
        if header is not None:
            running = self._model.is_running(header.attempt_id)
            self._model.put(replace(header, ticket=ticket), running=running)
            await self._journal.set_ticket(header.attempt_id, ticket)

    def _changed(self, desk: TabDesk) -> AttemptRecord | None:
        """The header of the tab's attempt, when its ticket is not the tab's."""
        record = desk.record()
        header = None if record is None else self._model.header(record.attempt_id)
        return None if header is None or header.ticket == desk.ticket else header

    def _put(self, desk: TabDesk, *, running: bool) -> None:
        record = desk.record()
        if record is not None:
            self._model.put(replace(record, events=()), running=running)

    async def _load(self) -> None:
        self._model.show_headers(await self._journal.recent(RECENT))
        self.history_loaded.emit()

    async def _open(self, attempt_id: str) -> None:
        record = await self._journal.load(attempt_id)
        desk = self._tabs.free_desk()
        desk.show_record(record)
        desk.set_ticket(record.ticket)
        self.record_shown.emit(desk)
