"""Known names complete what is typed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from console.ui.parts.name_completer import NameCompleter


@pytest.fixture
def field(qtbot: QtBot) -> QLineEdit:
    made = QLineEdit()
    made.setObjectName("userField")
    qtbot.addWidget(made)
    return made


@pytest.fixture
def completer(field: QLineEdit) -> NameCompleter:
    made = NameCompleter(field, title="Users", names=["alice", "Bob"])
    field.setCompleter(made)
    return made


@pytest.mark.parametrize(("typed", "found"), [("OB", "Bob"), ("lic", "alice"), ("x", "")])
def test_wherever_it_stands_in_a_name(completer: NameCompleter, typed: str, found: str) -> None:
    completer.setCompletionPrefix(typed)
    assert completer.currentCompletion() == found


def test_other_names_take_their_place(completer: NameCompleter) -> None:
    completer.offer(["carl"])
    completer.setCompletionPrefix("a")
    assert (completer.completionCount(), completer.currentCompletion()) == (1, "carl")


def test_the_list_has_a_name(completer: NameCompleter) -> None:
    popup = completer.popup()
    assert popup is not None
    assert (popup.objectName(), popup.accessibleName()) == ("userFieldNames", "Users")


class Form(QWidget):
    """Counts the keys that come through to it."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: list[int] = []

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        self.keys.append(event.key())


def test_control_enter_goes_through_an_open_list_to_the_form(qtbot: QtBot) -> None:
    form = Form()
    qtbot.addWidget(form)
    field = QLineEdit(form)
    completer = NameCompleter(field, title="Users", names=["alice"])
    field.setCompleter(completer)
    form.show()
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    field.setFocus()
    QTest.keyClicks(field, "al")
    popup = completer.popup()
    assert popup is not None
    assert popup.isVisible()
    QTest.keyClick(popup, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not popup.isVisible()
    assert (form.keys, field.text()) == ([Qt.Key.Key_Return], "al")
    QTest.keyClicks(field, "i")
    assert popup.isVisible()
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert field.text() == "alice"
