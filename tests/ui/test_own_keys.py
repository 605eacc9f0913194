"""Ctrl keys of the window work while a text field has the focus."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QMainWindow
from pytestqt.qtbot import QtBot

from console.ui.own_keys import OwnKeys

CTRL = Qt.KeyboardModifier.ControlModifier


class Window(QMainWindow):
    """A field, and an action whose key Qt's fields know as their own."""

    def __init__(self) -> None:
        super().__init__()
        self.field = QLineEdit("alice")
        self.setCentralWidget(self.field)
        self.done: list[str] = []
        self.export = QAction("Export", self)
        self.export.setShortcut(QKeySequence("Ctrl+E"))
        self.export.triggered.connect(lambda: self.done.append("export"))
        self.addAction(self.export)
        OwnKeys(window=self, actions=(self.export,))


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    made = Window()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.field.setFocus()
    return made


def test_the_field_leaves_an_actions_key_to_the_action(window: Window) -> None:
    QTest.keyClick(window.field, Qt.Key.Key_E, CTRL)
    assert window.done == ["export"]


def test_the_fields_other_keys_are_its_own(window: Window) -> None:
    QTest.keyClick(window.field, Qt.Key.Key_A, CTRL)
    QTest.keyClicks(window.field, "e")
    assert (window.field.text(), window.done) == ("e", [])


def test_a_dialogs_field_keeps_all(window: Window, qtbot: QtBot) -> None:
    dialog = QDialog(window)
    field = QLineEdit("alice", dialog)
    field.home(False)
    with qtbot.waitActive(dialog):
        dialog.open()
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_E, CTRL)
    assert window.done == []
    dialog.close()
