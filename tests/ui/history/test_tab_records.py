"""Attempts between tabs, list and journal."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from console.core.errors import UserFacingError
from console.core.history import JournalState, Query
from console.core.history import Keeping as How
from console.core.record import AttemptRecord, Outcome
from console.ui.deps import Deps
from console.ui.desk_tabs import DeskTabs, TabDesk
from console.ui.history.keeping import Keeping
from console.ui.history.model import HistoryModel
from console.ui.history.row_words import NOT_SAVED
from console.ui.history.tab_records import TabRecords
from console.ui.message_strip import MessageStrip
from console.ui.parts.row_list import RowRole
from console.ui.strip_tasks import StripTasks
from tests.fakes import MemoryJournal
from tests.ui.fakes_ui import FakeDesk, header, settled, until


class Bench:
    """Tabs of fake desks beside a list."""

    def __init__(self, deps: Deps, window: QWidget) -> None:
        self.window = window
        self.strip = MessageStrip()
        self.strip.setParent(window)
        self.tabs = DeskTabs(desk_factory=FakeDesk)
        self.tabs.setParent(window)
        self.model = HistoryModel(clock=deps.clock)
        work = StripTasks(tasks=deps.tasks, strip=self.strip)
        work.open()
        self.keeping = Keeping(journal=deps.journal, parent=window)
        self.records = TabRecords(
            journal=deps.journal,
            keeping=self.keeping,
            model=self.model,
            tabs=self.tabs,
            work=work,
            parent=window,
        )
        self.shown: list[TabDesk] = []
        self.records.record_shown.connect(self.shown.append)
        self.tabs.add_desk()

    @property
    def desk(self) -> FakeDesk:
        desk = self.tabs.current
        assert isinstance(desk, FakeDesk)
        return desk

    def second_line(self) -> str:
        return str(self.model.index(0).data(RowRole.SECOND_LINE))

    def titles(self) -> list[str]:
        return [self.model.index(row).data() for row in range(self.model.rowCount())]


@pytest.fixture
def bench(deps: Deps, qtbot: QtBot, journal: MemoryJournal) -> Bench:
    window = QWidget()
    qtbot.addWidget(window)
    for number in "12":
        kept = header(number, ticket=f"CS-{number}")
        journal.headers[number] = kept
        journal.events[number] = []
    return Bench(deps, window)


async def test_an_attempt_is_listed_while_it_runs_and_when_it_has_ended(bench: Bench) -> None:
    bench.desk.begin("9", username="bert")
    assert bench.titles() == ["bert · running"]
    bench.desk.end(Outcome.CANCELLED)
    assert bench.titles() == ["bert · cancelled"]
    row = bench.model.row_of("9")
    assert row is not None
    assert row.header.events == ()


async def test_an_attempt_opens_in_the_current_tab_with_its_ticket(bench: Bench) -> None:
    bench.desk.set_ticket("CS-old")
    bench.records.open("1")
    await settled()
    assert bench.desk.record() == header("1", ticket="CS-1")
    assert bench.desk.ticket == "CS-1"
    assert bench.shown == [bench.desk]
    assert len(bench.tabs.desks) == 1


async def test_while_one_runs_another_opens_in_a_new_tab(bench: Bench) -> None:
    busy = bench.desk
    busy.begin("9")
    bench.records.open("1")
    await settled()
    assert bench.desk is not busy
    assert bench.desk.record() == header("1", ticket="CS-1")


async def test_what_a_tab_shows_already_is_brought_to_the_front(bench: Bench) -> None:
    first = bench.desk
    first.begin("9")
    bench.tabs.add_desk()
    bench.records.open("9")
    await settled()
    assert bench.tabs.current is first
    assert bench.shown == []


async def test_an_attempt_that_cannot_be_read_is_said(
    bench: Bench, journal: MemoryJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def load(_attempt_id: str) -> AttemptRecord:
        raise UserFacingError("The journal could not be read.")

    monkeypatch.setattr(journal, "load", load)
    bench.records.open("1")
    await settled()
    assert [m.title for m in bench.strip.messages] == ["The journal could not be read."]
    assert bench.desk.record() is None


async def test_a_ticket_is_kept_where_it_is_another(bench: Bench, journal: MemoryJournal) -> None:
    bench.model.show_page(await journal.search(Query()), Query())
    bench.records.open("1")
    await settled()
    bench.desk.set_ticket("CS-77")
    bench.records.keep_ticket(bench.desk)
    await settled()
    assert journal.headers["1"].ticket == "CS-77"
    row = bench.model.row_of("1")
    assert row is not None
    assert row.header.ticket == "CS-77"
    journal.headers.clear()  # a further write would raise
    bench.records.keep_ticket(bench.desk)
    await settled()


async def test_a_running_attempt_keeps_running_when_its_ticket_changes(
    bench: Bench, journal: MemoryJournal
) -> None:
    attempt = bench.desk.begin("9")
    await journal.begin(attempt.record())
    bench.desk.set_ticket("CS-9")
    await bench.records.write_ticket(bench.desk)
    assert journal.headers["9"].ticket == "CS-9"
    assert bench.titles() == ["alice · running"]


async def test_without_an_attempt_there_is_no_ticket_to_keep(bench: Bench) -> None:
    bench.desk.set_ticket("CS-1")
    bench.records.keep_ticket(bench.desk)
    await bench.records.write_ticket(bench.desk)
    assert bench.strip.messages == ()


async def test_a_ticket_is_kept_of_an_attempt_that_the_list_does_not_show(
    bench: Bench, journal: MemoryJournal
) -> None:
    bench.records.open("1")
    await settled()
    assert bench.model.rowCount() == 0
    bench.desk.set_ticket("CS-78")
    await bench.records.write_ticket(bench.desk)
    assert journal.headers["1"].ticket == "CS-78"


async def test_what_was_deleted_is_not_written_again(bench: Bench, journal: MemoryJournal) -> None:
    bench.model.show_page(await journal.search(Query()), Query())
    bench.records.open("1")
    await settled()
    await journal.delete(["1"])
    bench.records.forget({"1"})
    bench.desk.set_ticket("CS-79")
    await bench.records.write_ticket(bench.desk)
    assert list(journal.headers) == ["2"]
    assert bench.model.row_of("1") is None


async def test_a_row_says_that_it_is_not_saved_until_it_is(
    bench: Bench, journal: MemoryJournal
) -> None:
    journal.unsaved.add("9")
    attempt = bench.desk.begin("9")
    assert NOT_SAVED not in bench.second_line(), "while it runs it is behind for moments"
    await journal.begin(attempt.record())
    bench.desk.end(Outcome.FAILED)
    assert bench.second_line().startswith(NOT_SAVED)
    journal.unsaved.clear()
    await journal.finish(attempt.record())
    await until(lambda: NOT_SAVED not in bench.second_line())
    assert bench.records._written == set()


async def test_while_nothing_can_be_saved_a_running_attempt_says_so_too(
    bench: Bench, journal: MemoryJournal
) -> None:
    bench.desk.begin("9")
    journal.unsaved.add("9")
    journal.change(JournalState(keeping=How.NOT_KEPT))
    await until(lambda: bench.second_line().startswith(NOT_SAVED))
    bench.desk.end()
