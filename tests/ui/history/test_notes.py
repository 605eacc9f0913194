"""Tags, notes and pins on their way to the journal."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from console.core.errors import UserFacingError
from console.core.history import Annotations, Page, Query, Row
from console.ui.deps import Deps
from console.ui.history.model import HistoryModel
from console.ui.history.notes import HistoryNotes
from console.ui.history.notes_dialog import NotesDialog
from console.ui.history.seen import Seen
from console.ui.message_strip import MessageStrip
from console.ui.parts.row_list import RowRole
from console.ui.strip_tasks import StripTasks
from tests.fakes import MemoryJournal
from tests.ui.fakes_ui import child, header, opened, settled, texts, until

ROWS = (Row(header=header("2")), Row(header=header("1")))
FULL = UserFacingError("The note was not kept.", "The disk is full.")


class Bench:
    def __init__(self, deps: Deps, window: QWidget) -> None:
        self.window = window
        self.model = HistoryModel(clock=deps.clock)
        self.model.show_page(Page(rows=ROWS, total=2), Query())
        self.seen = Seen()
        self.strip = MessageStrip()
        self.strip.setParent(window)
        work = StripTasks(tasks=deps.tasks, strip=self.strip)
        work.open()
        self.notes = HistoryNotes(
            journal=deps.journal, model=self.model, seen=self.seen, work=work, window=window
        )

    def signs(self) -> list[str]:
        return [self.model.index(row).data(RowRole.NOTES) for row in (0, 1)]


@pytest.fixture
def bench(deps: Deps, qtbot: QtBot, journal: MemoryJournal) -> Bench:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    for row in ROWS:
        journal.headers[row.header.attempt_id] = row.header
    return Bench(deps, window)


async def test_what_is_saved_is_in_the_journal_and_in_the_row(
    bench: Bench, journal: MemoryJournal
) -> None:
    journal.notes["2"] = Annotations(tags=("vip",), note="old")
    bench.notes.edit(ROWS[0])
    dialog = await opened(NotesDialog)
    assert dialog.annotations() == journal.notes["2"], "not what the row said"
    child(dialog, QPlainTextEdit, "noteField").setPlainText("new")
    dialog.save_requested.emit(dialog.annotations())
    await settled()
    assert journal.notes["2"] == Annotations(tags=("vip",), note="new")
    assert bench.signs() == ["✎", ""]
    assert bench.seen.texts("tag") == ["vip"]
    assert dialog.ended


async def test_what_is_refused_is_said_in_the_dialog(bench: Bench, journal: MemoryJournal) -> None:
    bench.notes.edit(ROWS[0])
    dialog = await opened(NotesDialog)
    journal.refuse = FULL
    dialog.save_requested.emit(Annotations(note="x"))
    await until(lambda: texts(dialog, "notesProblem") != [])
    assert texts(dialog, "notesProblem") == ["✕ The note was not kept. The disk is full."]
    dialog.reject()
    await settled()
    assert bench.signs() == ["", ""]


async def test_what_is_refused_after_the_dialog_was_left_is_said_on_the_strip(
    bench: Bench, journal: MemoryJournal
) -> None:
    bench.notes.edit(ROWS[0])
    dialog = await opened(NotesDialog)
    journal.refuse = FULL
    dialog.save_requested.emit(Annotations(note="x"))
    dialog.reject()
    await settled()
    assert [m.title for m in bench.strip.messages] == ["The note was not kept."]


async def test_a_note_with_a_secret_is_refused(bench: Bench, journal: MemoryJournal) -> None:
    bench.notes.edit(ROWS[0])
    dialog = await opened(NotesDialog)
    dialog.save_requested.emit(
        Annotations(note="eyJhbGciOiJSUzI1NiJ9." + "a" * 40 + "." + "b" * 40)
    )
    await until(lambda: texts(dialog, "notesProblem") != [])
    dialog.reject()
    await settled()
    assert journal.notes == {}


async def test_pins_are_set_and_let_go_and_leave_the_rest(
    bench: Bench, journal: MemoryJournal
) -> None:
    journal.notes["1"] = Annotations(note="typed elsewhere", pinned=True)
    bench.model.annotate("1", Annotations(pinned=True))
    bench.notes.pin(bench.model.rows)
    await settled()
    assert bench.signs() == ["★", "★✎"]
    bench.notes.pin(bench.model.rows)
    await settled()
    assert journal.notes["1"] == Annotations(note="typed elsewhere")
    assert bench.signs() == ["", "✎"]
