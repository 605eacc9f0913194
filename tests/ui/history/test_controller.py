"""The parts of the history together: list, search, notes, deletion, tabs."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from console.core.errors import UserFacingError
from console.core.history import Page, Query
from console.ui.deps import Deps
from console.ui.desk_tabs import DeskTabs, TabDesk
from console.ui.history.controller import HistoryController
from console.ui.history.keeping import Keeping
from console.ui.history.model import HistoryModel
from console.ui.history.notes_dialog import NotesDialog
from console.ui.history.panel import HistoryPanel
from console.ui.message_strip import MessageStrip
from console.ui.strip_tasks import StripTasks
from tests.fakes import START, MemoryJournal
from tests.ui.fakes_ui import FakeDesk, child, header, opened, settled, texts

LOCKED = UserFacingError("The journal could not be read.", "It is locked.")


class Bench:
    def __init__(self, deps: Deps, window: QWidget) -> None:
        self.strip = MessageStrip()
        self.strip.setParent(window)
        self.tabs = DeskTabs(desk_factory=FakeDesk)
        self.tabs.setParent(window)
        self.model = HistoryModel(clock=deps.clock)
        self.panel = HistoryPanel(theme=deps.theme, model=self.model)
        self.panel.setParent(window)
        work = StripTasks(tasks=deps.tasks, strip=self.strip)
        work.open()
        self.history = HistoryController(
            journal=deps.journal,
            clock=deps.clock,
            keeping=Keeping(journal=deps.journal, parent=window),
            model=self.model,
            panel=self.panel,
            tabs=self.tabs,
            work=work,
            strip=self.strip,
            window=window,
        )
        self.shown: list[TabDesk] = []
        self.history.record_shown.connect(self.shown.append)
        self.tabs.add_desk()

    def titles(self) -> list[str]:
        return [self.model.index(row).data() for row in range(self.model.rowCount())]


@pytest.fixture
def bench(deps: Deps, qtbot: QtBot, journal: MemoryJournal) -> Bench:
    window = QWidget()
    qtbot.addWidget(window)
    for number, name in enumerate(("anna", "bert", "carl")):
        kept = header(str(number), username=name, started_at=START.replace(second=number))
        journal.headers[kept.attempt_id] = kept
        journal.events[kept.attempt_id] = []
    made = Bench(deps, window)
    window.show()
    return made


async def test_loading_lists_the_newest_attempts(bench: Bench) -> None:
    loaded: list[bool] = []
    bench.history.history_loaded.connect(lambda: loaded.append(True))
    bench.history.load()
    await settled()
    assert bench.titles() == ["carl · signed in", "bert · signed in", "anna · signed in"]
    assert loaded == [True]


async def test_what_is_searched_is_asked_of_the_journal(
    bench: Bench, journal: MemoryJournal
) -> None:
    bench.history.load()
    await settled()
    child(bench.panel, QLineEdit, "historyFilter").setText("bert")
    await settled()
    assert bench.titles() == ["bert · signed in"]
    assert [query.text for query in journal.asked] == ["", "bert"]


async def test_a_row_opens_in_a_tab(bench: Bench) -> None:
    bench.panel.record_requested.emit("1")
    await settled()
    assert bench.shown == [bench.tabs.current]


async def test_a_ticket_is_kept(bench: Bench, journal: MemoryJournal) -> None:
    bench.panel.record_requested.emit("1")
    await settled()
    bench.tabs.current.set_ticket("CS-5")
    bench.history.keep_ticket(bench.tabs.current)
    await settled()
    assert journal.headers["1"].ticket == "CS-5"
    bench.tabs.current.set_ticket("CS-6")
    await bench.history.write_ticket(bench.tabs.current)
    assert journal.headers["1"].ticket == "CS-6"


async def test_notes_and_pins(bench: Bench, journal: MemoryJournal) -> None:
    bench.history.load()
    await settled()
    bench.panel.notes_requested.emit(bench.model.rows[0])
    (await opened(NotesDialog)).reject()
    bench.panel.pin_requested.emit(bench.model.rows[:1])
    await settled()
    assert journal.notes["2"].pinned


@pytest.mark.parametrize("which", ["rows", "customer", "all"])
async def test_after_a_deletion_the_list_is_read_again(
    bench: Bench, journal: MemoryJournal, which: str
) -> None:
    bench.history.load()
    await settled()
    if which == "rows":
        bench.panel.delete_requested.emit(bench.model.rows[1:2])
    elif which == "customer":
        bench.panel.customer_requested.emit("bert")
    else:
        bench.history.delete_all()
    question = await opened(QMessageBox)
    QTest.mouseClick(child(question, QPushButton, "confirmButton"), Qt.MouseButton.LeftButton)
    await settled()
    left = [] if which == "all" else ["carl · signed in", "anna · signed in"]
    assert bench.titles() == left
    assert "bert" not in bench.panel.seen.texts("user")
    assert bench.panel.seen.texts("user") == [title.split(" ")[0] for title in left]
    assert len(journal.headers) == len(left)


async def test_a_journal_that_cannot_be_read_is_said_where_the_rows_would_be(
    bench: Bench, journal: MemoryJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(_query: Query) -> Page:
        raise LOCKED

    with monkeypatch.context() as patch:
        patch.setattr(journal, "search", refuse)
        bench.history.load()
        await settled()
    assert texts(bench.panel, "historyEmpty") == [LOCKED.sentence()]
    assert bench.strip.isHidden()
    bench.history.load()
    await settled()
    monkeypatch.setattr(journal, "search", refuse)
    bench.history.load()
    await settled()
    (said,) = bench.strip.messages
    assert said.title == LOCKED.title
    assert len(bench.titles()) == 3, "what was read stays"
