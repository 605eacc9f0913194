"""The history as a whole: list, search, tags and notes, deletion, and what the tabs show of it."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from console.core.errors import UserFacingError
from console.core.ports import Clock, Journal
from console.ui.desk_tabs import DeskTabs, TabDesk
from console.ui.history.deleting import HistoryDeletion
from console.ui.history.keeping import Keeping
from console.ui.history.model import HistoryModel
from console.ui.history.notes import HistoryNotes
from console.ui.history.panel import HistoryPanel
from console.ui.history.search import HistorySearch
from console.ui.history.tab_records import TabRecords
from console.ui.message_strip import MessageStrip
from console.ui.strip_tasks import StripTasks


class HistoryController(QObject):
    """Joins the parts, each of which knows the journal and nothing of the others."""

    history_loaded = Signal()
    record_shown = Signal(object)  # the desk that shows an attempt of the history

    def __init__(
        self,
        *,
        journal: Journal,
        clock: Clock,
        keeping: Keeping,
        model: HistoryModel,
        panel: HistoryPanel,
        tabs: DeskTabs,
        work: StripTasks,
        strip: MessageStrip,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._model = model
        self._panel = panel
        self._strip = strip
        self._search = HistorySearch(
            journal=journal, model=model, clock=clock, work=work, parent=self
        )
        self._records = TabRecords(
            journal=journal, keeping=keeping, model=model, tabs=tabs, work=work, parent=self
        )
        self._notes = HistoryNotes(
            journal=journal, model=model, seen=panel.seen, work=work, window=window
        )
        self._deletion = HistoryDeletion(
            journal=journal, tabs=tabs, work=work, strip=strip, window=window
        )
        self._connect()

    def load(self) -> None:
        """Reads the newest attempts."""
        self._search.refresh()

    def delete_all(self) -> None:
        """Removes everything, after a question."""
        self._deletion.delete_all()

    def keep_ticket(self, desk: TabDesk) -> None:
        """Writes the tab's ticket to its attempt, where the journal has another."""
        self._records.keep_ticket(desk)

    async def write_ticket(self, desk: TabDesk) -> None:
        """The same, for one who waits for it."""
        await self._records.write_ticket(desk)

    def _connect(self) -> None:
        panel, search = self._panel, self._search
        panel.record_requested.connect(self._records.open)
        panel.wanted_changed.connect(search.ask)
        panel.notes_requested.connect(self._notes.edit)
        panel.pin_requested.connect(self._notes.pin)
        panel.delete_requested.connect(self._deletion.delete)
        panel.customer_requested.connect(self._deletion.delete_customer)
        search.loaded.connect(self.history_loaded)
        search.told.connect(self._strip.show_error)
        search.failed.connect(self._on_failed)
        self._records.record_shown.connect(self.record_shown)
        self._deletion.deleted.connect(self._on_deleted)

    def _on_failed(self, error: UserFacingError) -> None:
        self._panel.show_unreadable(error)
        if self._model.rowCount():  # there is no empty place that could say it
            self._strip.show_error(error)

    def _on_deleted(self, attempt_ids: Collection[str]) -> None:
        self._records.forget(attempt_ids)
        self._panel.seen.forget()
        self._search.refresh()
