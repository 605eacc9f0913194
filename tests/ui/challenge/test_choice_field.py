"""Choices: none at first, plain names, Cognito's own value."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QRadioButton
from pytestqt.qtbot import QtBot

from console.ui.challenge.choice_field import ChoiceField


def test_a_choice_is_made_by_keyboard(qtbot: QtBot) -> None:
    field = ChoiceField(name="factor", choices=("SMS_MFA", "<b>&\n"))
    qtbot.addWidget(field)
    buttons = field.findChildren(QRadioButton)
    assert field.choice() == ""
    assert [button.text() for button in buttons] == ["Text message · SMS_MFA", "<b>&&\\n"]
    with qtbot.waitSignal(field.chosen):
        QTest.keyClick(buttons[1], Qt.Key.Key_Space)
    assert field.choice() == "<b>&\n"
    assert buttons[1].objectName() == "factorChoice2"


def test_without_choices_there_is_nothing_to_choose(qtbot: QtBot) -> None:
    field = ChoiceField(name="factor", choices=())
    qtbot.addWidget(field)
    assert field.choice() == ""
