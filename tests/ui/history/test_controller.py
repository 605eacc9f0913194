"""History between journal, list and tabs."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from console.core.errors import UserFacingError
from console.core.record import AttemptRecord, Outcome
from console.ui.deps import Deps
from console.ui.desk_tabs import DeskTabs, TabDesk
from console.ui.history.controller import HistoryController
from console.ui.history.model import HistoryModel
from console.ui.message_strip import MessageStrip
from console.ui.strip_tasks import StripTasks
from tests.fakes import MemoryJournal
from tests.ui.fakes_ui import FakeDesk, header, settled


class Bench:
    """The controller with tabs of fake desks."""

    def __init__(self, deps: Deps, window: QWidget) -> None:
        self.window = window
        self.strip = MessageStrip()
        self.strip.setParent(window)
        self.tabs = DeskTabs(desk_factory=FakeDesk)
        self.tabs.setParent(window)
        self.model = HistoryModel(clock=deps.clock)
        work = StripTasks(tasks=deps.tasks, strip=self.strip)
        work.open()
        self.controller = HistoryController(
            journal=deps.journal, model=self.model, tabs=self.tabs, work=work, parent=window
        )
        self.shown: list[TabDesk] = []
        self.controller.record_shown.connect(self.shown.append)
        self.tabs.add_desk()

    @property
    def desk(self) -> FakeDesk:
        desk = self.tabs.current
        assert isinstance(desk, FakeDesk)
        return desk

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


async def test_the_newest_attempts_are_listed(bench: Bench) -> None:
    loaded: list[bool] = []
    bench.controller.history_loaded.connect(lambda: loaded.append(True))
    bench.controller.load()
    await settled()
    assert bench.titles() == ["alice · signed in"] * 2
    assert bench.model.record_at(bench.model.index(0)) == header("2", ticket="CS-2")
    assert loaded == [True]


async def test_an_attempt_is_listed_while_it_runs_and_when_it_has_ended(bench: Bench) -> None:
    bench.desk.begin("9", username="bert")
    assert bench.titles() == ["bert · running"]
    bench.desk.end(Outcome.CANCELLED)
    assert bench.titles() == ["bert · cancelled"]
    record = bench.model.record_at(bench.model.index(0))
    assert record is not None
    assert record.events == ()


async def test_an_attempt_opens_in_the_current_tab_with_its_ticket(bench: Bench) -> None:
    bench.desk.set_ticket("CS-old")
    bench.controller.open("1")
    await settled()
    assert bench.desk.record() == header("1", ticket="CS-1")
    assert bench.desk.ticket == "CS-1"
    assert bench.shown == [bench.desk]
    assert len(bench.tabs.desks) == 1


async def test_while_one_runs_another_opens_in_a_new_tab(bench: Bench) -> None:
    busy = bench.desk
    busy.begin("9")
    bench.controller.open("1")
    await settled()
    assert bench.desk is not busy
    assert bench.desk.record() == header("1", ticket="CS-1")


async def test_what_a_tab_shows_already_is_brought_to_the_front(bench: Bench) -> None:
    first = bench.desk
    first.begin("9")
    bench.tabs.add_desk()
    bench.controller.open("9")
    await settled()
    assert bench.tabs.current is first
    assert bench.shown == []


async def test_an_attempt_that_cannot_be_read_is_said(
    bench: Bench, journal: MemoryJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def load(_attempt_id: str) -> AttemptRecord:
        raise UserFacingError("The journal could not be read.")

    monkeypatch.setattr(journal, "load", load)
    bench.controller.open("1")
    await settled()
    assert [m.title for m in bench.strip.messages] == ["The journal could not be read."]
    assert bench.desk.record() is None


async def test_a_ticket_is_kept_where_it_is_another(bench: Bench, journal: MemoryJournal) -> None:
    bench.controller.load()
    bench.controller.open("1")
    await settled()
    bench.desk.set_ticket("CS-77")
    bench.controller.keep_ticket(bench.desk)
    await settled()
    assert journal.headers["1"].ticket == "CS-77"
    assert bench.model.header("1") == header("1", ticket="CS-77")
    journal.headers.clear()  # a further write would raise
    bench.controller.keep_ticket(bench.desk)
    await settled()


async def test_a_running_attempt_keeps_running_when_its_ticket_changes(
    bench: Bench, journal: MemoryJournal
) -> None:
    attempt = bench.desk.begin("9")
    await journal.begin(attempt.record())
    bench.desk.set_ticket("CS-9")
    await bench.controller.write_ticket(bench.desk)
    assert journal.headers["9"].ticket == "CS-9"
    assert bench.titles() == ["alice · running"]


async def test_without_an_attempt_there_is_no_ticket_to_keep(bench: Bench) -> None:
    bench.desk.set_ticket("CS-1")
    bench.controller.keep_ticket(bench.desk)
    await bench.controller.write_ticket(bench.desk)
    assert bench.strip.messages == ()
