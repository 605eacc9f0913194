"""What is deleted is asked for first, with what will be gone, and shown nowhere after."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from console.core.errors import UserFacingError
from console.core.history import Annotations, Row
from console.ui.deps import Deps
from console.ui.desk_tabs import DeskTabs
from console.ui.history.deleting import HistoryDeletion, what_goes
from console.ui.message_strip import MessageStrip
from console.ui.strip_tasks import StripTasks
from tests.fakes import START, MemoryJournal
from tests.ui.fakes_ui import FakeDesk, child, header, opened, settled

ROWS = tuple(
    Row(header=header(str(n), username=name, started_at=START - timedelta(minutes=n)))
    for n, name in enumerate(("alice", "bert", "Alice "), 1)
)


class Bench:
    def __init__(self, deps: Deps, window: QWidget) -> None:
        self.strip = MessageStrip()
        self.strip.setParent(window)
        self.tabs = DeskTabs(desk_factory=FakeDesk)
        self.tabs.setParent(window)
        work = StripTasks(tasks=deps.tasks, strip=self.strip)
        work.open()
        self.deletion = HistoryDeletion(
            journal=deps.journal, tabs=self.tabs, work=work, strip=self.strip, window=window
        )
        self.deleted: list[object] = []
        self.deletion.deleted.connect(self.deleted.append)
        self.tabs.add_desk()

    @property
    def desk(self) -> FakeDesk:
        desk = self.tabs.current
        assert isinstance(desk, FakeDesk)
        return desk

    def said(self) -> list[str]:
        return [message.title for message in self.strip.messages]


async def answer(*, sure: bool) -> str:
    """Answers the question; what it said."""
    question = await opened(QMessageBox)
    text = f"{question.text()} {question.informativeText()}"
    if sure:
        button = child(question, QPushButton, "confirmButton")
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    else:
        question.reject()
    await settled()
    return text


@pytest.fixture
def bench(deps: Deps, qtbot: QtBot, journal: MemoryJournal) -> Bench:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    for row in ROWS:
        journal.headers[row.header.attempt_id] = row.header
        journal.events[row.header.attempt_id] = []
    return Bench(deps, window)


@pytest.mark.parametrize("sure", [True, False])
async def test_selected_attempts_go_after_a_question(
    bench: Bench, journal: MemoryJournal, sure: bool
) -> None:
    bench.desk.show_record(ROWS[0].header)
    bench.deletion.delete(ROWS[:2])
    text = await answer(sure=sure)
    assert "2 attempts of alice, bert will be gone" in text
    assert "cannot be taken back" in text
    assert list(journal.headers) == (["3"] if sure else ["1", "2", "3"])
    assert bench.deleted == ([{"1", "2"}] if sure else [])
    assert bench.said() == (["2 attempts deleted."] if sure else [])
    assert bench.desk.asked == (["new request"] if sure else []), "no tab shows what is gone"


async def test_everything_of_a_customer(bench: Bench, journal: MemoryJournal) -> None:
    bench.desk.show_record(ROWS[2].header)
    other = bench.tabs.add_desk()
    other.show_record(ROWS[1].header)
    bench.deletion.delete_customer("alice")
    text = await answer(sure=True)
    assert "Delete everything of alice? 2 attempts of alice will be gone" in text
    assert "wherever else the journal has it" in text
    assert bench.deleted == [{"3"}]
    assert bench.said() == ["Everything of alice is deleted: one attempt."]
    assert isinstance(other, FakeDesk)
    assert other.asked == [], "bert's tab stays as it is"
    assert "1" not in journal.headers


async def test_the_whole_history(bench: Bench, journal: MemoryJournal) -> None:
    bench.deletion.delete_all()
    text = await answer(sure=True)
    assert "3 attempts will be gone" in text
    assert "Profiles and kept secrets stay." in text
    assert journal.headers == {}
    assert bench.deleted == [set()]


@pytest.mark.parametrize("which", ["customer", "all"])
async def test_nothing_is_deleted_without_a_yes(
    bench: Bench, journal: MemoryJournal, which: str
) -> None:
    if which == "customer":
        bench.deletion.delete_customer("alice")
    else:
        bench.deletion.delete_all()
    await answer(sure=False)
    assert len(journal.headers) == 3
    assert (bench.deleted, bench.said()) == ([], [])


async def test_what_runs_is_not_deleted(bench: Bench, journal: MemoryJournal) -> None:
    bench.desk.begin("1", username="alice")
    bench.deletion.delete(ROWS[:2])
    bench.deletion.delete_customer("ALICE")
    bench.deletion.delete_all()
    await settled()
    assert bench.said() == ["Nothing was deleted."]
    assert len(journal.headers) == 3
    bench.deletion.delete(ROWS[1:2])
    await answer(sure=True)
    assert "2" not in journal.headers, "another's attempt has nothing to do with it"
    bench.desk.end()


async def test_what_began_during_the_question_is_not_deleted(
    bench: Bench, journal: MemoryJournal
) -> None:
    bench.deletion.delete_all()
    await opened(QMessageBox)
    bench.desk.begin("9")
    await answer(sure=True)
    assert bench.said() == ["Nothing was deleted."]
    assert len(journal.headers) == 3
    bench.desk.end()


async def test_what_the_journal_refuses_is_said(bench: Bench, journal: MemoryJournal) -> None:
    journal.refuse = UserFacingError("The journal is busy.")
    bench.deletion.delete(ROWS[:1])
    await answer(sure=True)
    assert (bench.said(), bench.deleted) == (["The journal is busy."], [])


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (ROWS[:1], "One attempt of alice will be gone, with its timeline, tags and note."),
        ((Row(header=header("1"), annotations=Annotations(pinned=True)),), "It is pinned."),
        ((ROWS[0], Row(header=header("1"), annotations=Annotations(pinned=True))),
         "1 of them pinned."),
        (tuple(Row(header=header(str(n), username=f"u{n}")) for n in range(5)),
         "5 attempts of u0, u1, u2 and 2 more will be gone"),
        ((Row(header=header("1", username="")),), "One attempt of no user name"),
        ((Row(header=header("1", username="a\u202eb")),), "of a\\u202eb will"),
    ],
)  # fmt: skip
def test_what_goes(rows: tuple[Row, ...], words: str) -> None:
    assert words in what_goes(rows)
