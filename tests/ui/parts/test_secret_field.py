"""A password is shown only while the button is held, and cannot be copied."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from console.ui.parts.secret_field import SecretField

VALUE = "correct-horse-1"
Echo = QLineEdit.EchoMode


@pytest.fixture
def field(qtbot: QtBot) -> SecretField:
    made = SecretField(name="passwordField", accessible_name="Password")
    made.resize(300, 28)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def test_typed_text_is_hidden(field: SecretField) -> None:
    QTest.keyClicks(field, VALUE)
    assert field.secret().reveal() == VALUE
    assert VALUE not in field.displayText()
    assert len(set(field.displayText())) == 1


def test_shown_only_while_the_mouse_button_is_held(field: SecretField) -> None:
    QTest.keyClicks(field, VALUE)
    QTest.mousePress(field.show_button, Qt.MouseButton.LeftButton)
    assert field.displayText() == VALUE
    QTest.mouseRelease(field.show_button, Qt.MouseButton.LeftButton)
    assert field.echoMode() == Echo.Password


def test_shown_only_while_the_space_bar_is_held(field: SecretField) -> None:
    QTest.keyClicks(field, VALUE)
    field.show_button.setFocus()
    QTest.keyPress(field.show_button, Qt.Key.Key_Space)
    assert field.displayText() == VALUE
    QTest.keyRelease(field.show_button, Qt.Key.Key_Space)
    assert field.echoMode() == Echo.Password


def test_hidden_again_when_the_focus_leaves_a_held_button(field: SecretField) -> None:
    QTest.keyClicks(field, VALUE)
    field.show_button.setFocus()
    QTest.keyPress(field.show_button, Qt.Key.Key_Space)
    field.setFocus()
    assert field.echoMode() == Echo.Password


def test_hidden_again_when_the_field_goes_out_of_sight(field: SecretField) -> None:
    QTest.keyClicks(field, VALUE)
    QTest.mousePress(field.show_button, Qt.MouseButton.LeftButton)
    field.hide()
    assert field.echoMode() == Echo.Password


def test_there_is_nothing_to_show_while_it_is_empty(field: SecretField) -> None:
    assert field.show_button.isHidden()
    QTest.keyClicks(field, "x")
    assert field.show_button.isVisible()
    field.clear()
    assert field.show_button.isHidden()


@pytest.mark.parametrize("shown", [False, True])
@pytest.mark.parametrize("key", [Qt.Key.Key_C, Qt.Key.Key_X])
def test_nothing_reaches_the_clipboard(field: SecretField, *, shown: bool, key: Qt.Key) -> None:
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("before")
    QTest.keyClicks(field, VALUE)
    if shown:
        QTest.mousePress(field.show_button, Qt.MouseButton.LeftButton)
    field.selectAll()
    QTest.keyClick(field, key, Qt.KeyboardModifier.ControlModifier)
    assert clipboard.text() == "before"
    assert field.secret().reveal() == VALUE


def test_undo_brings_no_earlier_text_back(field: SecretField) -> None:
    QTest.keyClicks(field, VALUE)
    field.clear()
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not field.secret()


@pytest.mark.parametrize("shown", [False, True])
def test_input_methods_are_told_not_to_learn(field: SecretField, *, shown: bool) -> None:
    QTest.keyClicks(field, VALUE)
    if shown:
        QTest.mousePress(field.show_button, Qt.MouseButton.LeftButton)
    assert field.inputMethodHints() & Qt.InputMethodHint.ImhSensitiveData


def test_blanks_of_a_password_are_kept_and_those_of_a_token_are_not(qtbot: QtBot) -> None:
    password = SecretField(name="a", accessible_name="Password")
    token = SecretField(name="b", accessible_name="Refresh token", blanks=False)
    for field in (password, token):
        qtbot.addWidget(field)
        data = QMimeData()
        data.setText(" eyJ\r\nabc\n def \n")
        QGuiApplication.clipboard().setMimeData(data)
        field.paste()
    assert password.secret().reveal() == " eyJ\r\nabc\n def \n"
    assert token.secret().reveal() == "eyJabcdef"
