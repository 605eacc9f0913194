"""Asks the journal what the operator wants to see, the newest wish first."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from console.core.errors import UserFacingError
from console.core.history import Page, Query, place
from console.core.ports import Clock, Journal
from console.ui.history.model import HistoryModel
from console.ui.history.wanted import Wanted
from console.ui.strip_tasks import StripTasks


class HistorySearch(QObject):
    """One question at a time: what is typed while one is under way is asked when it has ended.

    So nothing waits for a clock, and no answer overtakes a later one.
    """

    loaded = Signal()
    failed = Signal(object)  # UserFacingError: the journal cannot be read
    told = Signal(object)  # UserFacingError: it could, and has something to say

    def __init__(
        self,
        *,
        journal: Journal,
        model: HistoryModel,
        clock: Clock,
        work: StripTasks,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._journal = journal
        self._model = model
        self._clock = clock
        self._work = work
        self._wanted = Wanted()
        self._query = Query()  # whose rows are shown
        self._under_way = False
        self._again = False
        model.more_wanted.connect(self._on_more_wanted)

    def ask(self, wanted: Wanted) -> None:
        """Shows what fits `wanted`."""
        self._wanted = wanted
        self.refresh()

    def refresh(self) -> None:
        """Asks once more for the same: the journal has changed."""
        self._again = True
        if not self._under_way:
            self._under_way = True
            self._work.start(self._run(), name="search history")

    # Inside

    async def _run(self) -> None:
        try:
            while self._again:
                self._again = False
                await self._ask()
        finally:
            self._under_way = False

    async def _ask(self) -> None:
        query = self._wanted.query(self._clock.now())
        self._model.note_asked()
        try:
            page = await self._page(query)
        except UserFacingError as error:
            self._model.end_pages()
            self.failed.emit(error)
            return
        if not self._again:
            self._query = query
            self._model.show_page(page, query)
            self.loaded.emit()

    async def _page(self, query: Query) -> Page:
        """A journal that found damage says so once, and answers the next time."""
        try:
            return await self._journal.search(query)
        except UserFacingError as error:
            page = await self._journal.search(query)
            self.told.emit(error)
            return page

    def _on_more_wanted(self) -> None:
        self._work.start(self._read_on(), name="read on in the history")

    async def _read_on(self) -> None:
        query, last = self._query, self._model.last()
        if last is None:
            return
        try:
            page = await self._journal.search(replace(query, before=place(last)))
        except UserFacingError:
            self._model.end_pages()
            raise
        if query is self._query:  # else the list is another by now
            self._model.add_page(page)
