"""Tags, a note and a pin are typed, checked and saved."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from console.core.errors import UserFacingError
from console.core.history import NOTE_LIMIT, Annotations
from console.ui.history.notes_dialog import NotesDialog
from console.ui.theme import Theme
from tests.ui.fakes_ui import child, texts

KEPT = Annotations(tags=("vip", "late"), note="Called.\nAgain at 3.", pinned=True)


@pytest.fixture
def dialog(qtbot: QtBot, theme: Theme) -> NotesDialog:
    assert theme is not None
    made = NotesDialog(
        None, title="alice <b> · refused", notes=KEPT, known_tags=["vip", "second line"]
    )
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def saved(dialog: NotesDialog) -> list[Annotations]:
    heard: list[Annotations] = []
    dialog.save_requested.connect(heard.append)
    return heard


def tags(dialog: NotesDialog) -> QLineEdit:
    return child(dialog, QLineEdit, "tagsField")


def press_save(dialog: NotesDialog) -> None:
    QTest.mouseClick(child(dialog, QPushButton, "saveNotesButton"), Qt.MouseButton.LeftButton)


def test_what_is_kept_is_shown_and_comes_back_as_it_was(dialog: NotesDialog) -> None:
    assert texts(dialog, "notesHead") == ["alice <b> · refused"]
    assert tags(dialog).text() == "vip, late"
    assert dialog.annotations() == KEPT


def test_tags_are_parted_by_commas(dialog: NotesDialog) -> None:
    tags(dialog).setText(" #vip ,, second line; vip,")
    assert dialog.annotations().tags == ("vip", "second line")


def test_save_asks_once_and_waits(dialog: NotesDialog, saved: list[Annotations]) -> None:
    child(dialog, QPlainTextEdit, "noteField").setPlainText(" New. ")
    QTest.keyClick(child(dialog, QCheckBox, "pinnedBox"), Qt.Key.Key_Space)
    press_save(dialog)
    press_save(dialog)
    assert saved == [Annotations(tags=("vip", "late"), note="New.")]
    assert dialog.isVisible()
    dialog.show_problem(UserFacingError("Not kept.", "It holds a secret."))
    assert texts(dialog, "notesProblem") == ["✕ Not kept. It holds a secret."]
    press_save(dialog)
    assert len(saved) == 2


def test_control_enter_saves_from_the_note(dialog: NotesDialog, saved: list[Annotations]) -> None:
    note = child(dialog, QPlainTextEdit, "noteField")
    note.setFocus()
    QTest.keyClick(note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert saved == [KEPT]


def test_a_note_that_is_too_long_is_said_at_once(
    dialog: NotesDialog, saved: list[Annotations]
) -> None:
    child(dialog, QPlainTextEdit, "noteField").setPlainText("x" * (NOTE_LIMIT + 1))
    press_save(dialog)
    assert saved == []
    assert "at most" in texts(dialog, "notesProblem")[0]


def test_a_known_tag_completes_what_stands_after_the_last_comma(dialog: NotesDialog) -> None:
    field = tags(dialog)
    field.setFocus()
    field.setText("late, se")
    completer = field.completer()
    assert completer is not None
    completer.setCompletionPrefix(completer.splitPath(field.text())[0])
    assert completer.completionCount() == 1
    assert completer.currentCompletion() == "late, second line"
    field.setText("#vi")
    completer.setCompletionPrefix(completer.splitPath(field.text())[0])
    assert completer.currentCompletion() == "vip"


def test_cancel_and_escape_leave_everything(dialog: NotesDialog, saved: list[Annotations]) -> None:
    assert not dialog.ended
    QTest.keyClick(tags(dialog), Qt.Key.Key_Escape)
    assert (dialog.ended, dialog.isVisible(), saved) == (True, False, [])
