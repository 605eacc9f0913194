"""A note in the page: said in words, and with its button."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from console.ui.challenge.note import Note
from tests.ui.fakes_ui import child


def test_it_says_both_lines_aloud_and_offers_its_button(qtbot: QtBot) -> None:
    button = QPushButton("Do it")
    note = Note(name="someNote", tone="bad", button=button)
    qtbot.addWidget(note)
    assert note.isHidden()
    note.show_words("Over.", "Because <b>.")
    assert child(note, QLabel, "someNoteTitle").text() == "Over."
    assert child(note, QLabel, "someNoteText").text() == "Because <b>."
    assert note.accessibleName() == "Over. Because <b>."
    with qtbot.waitSignal(note.pressed):
        button.click()
