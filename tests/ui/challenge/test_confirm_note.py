"""The question before a user is changed: by mouse, space bar and mnemonic, never by Enter."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from console.ui.challenge.confirm_note import ConfirmNote


@pytest.fixture
def note(qtbot: QtBot) -> ConfirmNote:
    made = ConfirmNote()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.ask("This changes <b>it</b>.", strong=True)
        made.activateWindow()
    return made


def button(note: ConfirmNote, name: str) -> QPushButton:
    found = note.findChild(QPushButton, name)
    assert found is not None
    return found


def test_the_question_is_plain_and_strong(note: ConfirmNote) -> None:
    label = note.findChild(QLabel, "confirmText")
    assert label is not None
    assert label.text() == "This changes <b>it</b>."
    assert note.property("note") == "bad"
    note.ask("Again?", strong=False)
    assert note.property("note") == "warn"


def test_the_space_bar_confirms_and_enter_does_not(qtbot: QtBot, note: ConfirmNote) -> None:
    yes = button(note, "confirmButton")
    assert yes.hasFocus()
    with qtbot.assertNotEmitted(note.confirmed):
        QTest.keyClick(yes, Qt.Key.Key_Return)
        QTest.keyClick(yes, Qt.Key.Key_Enter)
    with qtbot.waitSignal(note.confirmed):
        QTest.keyClick(yes, Qt.Key.Key_Space)


def test_the_mnemonics(qtbot: QtBot, note: ConfirmNote) -> None:
    with qtbot.waitSignal(note.declined):
        QTest.keyClick(note, Qt.Key.Key_B, Qt.KeyboardModifier.AltModifier)
    with qtbot.waitSignal(note.confirmed):
        QTest.keyClick(note, Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)


def test_the_button_says_what_it_does(note: ConfirmNote) -> None:
    yes = button(note, "confirmButton")
    assert (yes.text(), yes.accessibleName()) == ("&Set it", "Set it")
    note.ask("Again?", strong=False, yes="&Start over")
    assert (yes.text(), yes.accessibleName()) == ("&Start over", "Start over")


def test_it_can_be_declined(qtbot: QtBot, note: ConfirmNote) -> None:
    with qtbot.waitSignal(note.declined):
        QTest.mouseClick(button(note, "backButton"), Qt.MouseButton.LeftButton)
