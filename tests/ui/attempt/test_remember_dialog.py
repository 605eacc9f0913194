"""Before a device is added to an account, it is said so."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from console.ui.attempt.remember_dialog import NAME_LIMIT, RememberDialog
from console.ui.theme import Theme
from tests.ui.fakes_ui import child, texts
from tests.ui.timelines import HOSTILE


def test_it_says_what_it_does_and_takes_a_name(qtbot: QtBot, theme: Theme) -> None:
    assert theme is not None
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = RememberDialog(parent, username=HOSTILE, where="Secrets are kept in the keyring.")
    dialog.show()
    assert "\u202e" not in texts(dialog, "rememberTitle")[0]
    assert texts(dialog, "rememberTitle")[0].startswith("This adds a device to the account of")
    assert "One request" in texts(dialog, "rememberText")[0]
    assert texts(dialog, "deviceNameFieldHint") == ["Secrets are kept in the keyring."]
    field = child(dialog, QLineEdit, "deviceNameField")
    assert field.maxLength() == NAME_LIMIT
    field.selectAll()
    QTest.keyClicks(field, "  desk 4 ")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.device_name == "desk 4"


def test_escape_sends_nothing(qtbot: QtBot, theme: Theme) -> None:
    assert theme is not None
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = RememberDialog(parent, username="alice", where="")
    dialog.show()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.result() == QDialog.DialogCode.Rejected
