"""One question at a time, and the last one is what is shown."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from console.core.errors import UserFacingError
from console.core.history import Page, Query
from console.ui.deps import Deps
from console.ui.history import wanted as module
from console.ui.history.model import HistoryModel
from console.ui.history.search import HistorySearch
from console.ui.history.wanted import Span, Wanted
from console.ui.message_strip import MessageStrip
from console.ui.strip_tasks import StripTasks
from tests.fakes import START, MemoryJournal
from tests.ui.fakes_ui import header, settled

DAMAGED = UserFacingError("The journal was damaged.")


class Bench:
    def __init__(self, deps: Deps, window: QWidget) -> None:
        self.window = window
        self.model = HistoryModel(clock=deps.clock)
        strip = MessageStrip()
        strip.setParent(window)
        self.strip = strip
        work = StripTasks(tasks=deps.tasks, strip=strip)
        work.open()
        self.search = HistorySearch(
            journal=deps.journal, model=self.model, clock=deps.clock, work=work, parent=window
        )
        self.loaded = 0
        self.failed: list[UserFacingError] = []
        self.told: list[UserFacingError] = []
        self.search.loaded.connect(self._count)
        self.search.failed.connect(self.failed.append)
        self.search.told.connect(self.told.append)

    def _count(self) -> None:
        self.loaded += 1

    def ids(self) -> list[str]:
        return [row.header.attempt_id for row in self.model.rows]


@pytest.fixture
def bench(deps: Deps, qtbot: QtBot, journal: MemoryJournal) -> Bench:
    window = QWidget()
    qtbot.addWidget(window)
    for number, name in enumerate(("anna", "bert", "carl", "dora", "emil")):
        kept = header(str(number), username=name, started_at=START.replace(minute=number))
        journal.headers[kept.attempt_id] = kept
    return Bench(deps, window)


class Slow:
    """Answers a search when a test says so."""

    def __init__(self, journal: MemoryJournal, monkeypatch: pytest.MonkeyPatch) -> None:
        self.answer = journal.search
        self.gate = asyncio.Event()
        self.errors: list[UserFacingError] = []
        self.asked: list[Query] = []
        monkeypatch.setattr(journal, "search", self.search)

    async def search(self, query: Query) -> Page:
        self.asked.append(query)
        await self.gate.wait()
        if self.errors:
            raise self.errors.pop(0)
        return await self.answer(query)


async def test_the_newest_are_listed(bench: Bench, journal: MemoryJournal) -> None:
    bench.search.refresh()
    await settled()
    assert bench.ids() == ["4", "3", "2", "1", "0"]
    assert bench.loaded == 1
    assert journal.asked == [Wanted().query(START)]


async def test_what_is_typed_while_a_question_is_under_way_is_asked_after_it(
    bench: Bench, journal: MemoryJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Slow(journal, monkeypatch)
    for text in ("b", "be", "ber"):
        bench.search.ask(Wanted(text=text))
        await asyncio.sleep(0)
    slow.gate.set()
    await settled()
    assert [query.text for query in slow.asked] == ["b", "ber"]
    assert bench.ids() == ["1"]
    assert bench.loaded == 1, "the first answer was to a question of before"


async def test_spans_end_at_the_moment_of_the_question(
    bench: Bench, journal: MemoryJournal
) -> None:
    bench.search.ask(Wanted(span=Span.WEEK))
    await settled()
    assert journal.asked[0].since == Span.WEEK.since(START)


async def test_further_pages_go_on_behind_the_last_row(
    bench: Bench, journal: MemoryJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PAGE", 2)
    bench.search.refresh()
    await settled()
    assert bench.ids() == ["4", "3"]
    for more in (["4", "3", "2", "1"], ["4", "3", "2", "1", "0"]):
        assert bench.model.canFetchMore(QModelIndex())
        bench.model.fetchMore(QModelIndex())
        await settled()
        assert bench.ids() == more
    assert not bench.model.canFetchMore(QModelIndex())
    assert journal.asked[1] == replace(journal.asked[0], before=(START.replace(minute=3), "3"))


async def test_a_page_of_another_list_is_dropped(
    bench: Bench, journal: MemoryJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PAGE", 2)
    bench.search.refresh()
    await settled()
    slow = Slow(journal, monkeypatch)
    bench.model.fetchMore(QModelIndex())
    bench.search.ask(Wanted(user="anna"))
    slow.gate.set()
    await settled()
    assert bench.ids() == ["0"]


async def test_a_page_that_cannot_be_read_is_said_and_not_asked_for_again(
    bench: Bench, journal: MemoryJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PAGE", 2)
    bench.search.refresh()
    await settled()
    slow = Slow(journal, monkeypatch)
    slow.gate.set()
    slow.errors.append(DAMAGED)
    bench.model.fetchMore(QModelIndex())
    await settled()
    assert [m.title for m in bench.strip.messages] == ["The journal was damaged."]
    assert not bench.model.canFetchMore(QModelIndex())


async def test_a_journal_that_says_something_once_is_asked_again(
    bench: Bench, journal: MemoryJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Slow(journal, monkeypatch)
    slow.gate.set()
    slow.errors.append(DAMAGED)
    bench.search.refresh()
    await settled()
    assert (bench.told, bench.failed, bench.loaded) == ([DAMAGED], [], 1)


async def test_one_that_cannot_be_read_is_told_and_can_be_tried_again(
    bench: Bench, journal: MemoryJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Slow(journal, monkeypatch)
    slow.gate.set()
    slow.errors += [DAMAGED, DAMAGED]
    bench.search.refresh()
    await settled()
    assert (bench.told, bench.failed, bench.loaded) == ([], [DAMAGED], 0)
    bench.search.refresh()
    await settled()
    assert bench.loaded == 1


async def test_an_empty_list_has_nothing_to_go_on_behind(
    bench: Bench, journal: MemoryJournal
) -> None:
    journal.headers.clear()
    bench.search.refresh()
    await settled()
    bench.model.more_wanted.emit()
    await settled()
    assert len(journal.asked) == 1
