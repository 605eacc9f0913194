"""A flow of the list, or one that is typed."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from console.core.fields import FieldProblem
from console.ui.request.flow_choice import FlowChoice
from console.ui.theme import Theme
from tests.ui.fakes_ui import child, texts

NEW = "USER_TOMORROW_AUTH"


@pytest.fixture
def choice(qtbot: QtBot, theme: Theme) -> FlowChoice:
    made = FlowChoice(theme=theme)
    made.edited.connect(made.follow)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def name(choice: FlowChoice) -> QLineEdit:
    return child(choice, QLineEdit, "otherFlowField")


def test_a_flow_of_the_list_has_no_name_to_type(choice: FlowChoice) -> None:
    choice.choose("USER_SRP_AUTH")
    assert (choice.flow(), choice.another) == ("USER_SRP_AUTH", False)
    assert not name(choice).isVisible()
    assert texts(choice, "flowComboHint") == ["The password proves itself and is not sent."]


def test_any_other_name_goes_into_the_field(choice: FlowChoice) -> None:
    choice.choose(NEW)
    assert (choice.flow(), choice.another) == (NEW, True)
    assert name(choice).isVisible()
    assert child(choice, QComboBox, "flowCombo").currentText() == "Another flow…"
    assert choice.problems() == ()
    choice.choose("USER_AUTH")
    assert name(choice).text() == ""


def test_typing_the_name_is_told(choice: FlowChoice, qtbot: QtBot) -> None:
    choice.choose("")
    assert choice.flow() == ""
    with qtbot.waitSignal(choice.edited):
        QTest.keyClicks(name(choice), " X_AUTH ")
    assert choice.flow() == "X_AUTH"


def test_a_typed_flow_of_the_list_is_sent_back_there(choice: FlowChoice) -> None:
    choice.choose(NEW)
    name(choice).setText("USER_SRP_AUTH")
    assert choice.another, "the form does not jump while a longer name is typed"
    (problem,) = choice.problems()
    assert problem.sentence == "USER_SRP_AUTH is in the list above: choose it there."
    assert problem.field in choice.fields()


def test_a_problem_stands_where_it_can_be_mended(choice: FlowChoice) -> None:
    problem = FieldProblem(field="auth_flow", sentence="Wrong.")
    choice.show_problems([problem])
    assert shown_errors(choice) == {"flowComboErrors"}
    choice.focus_field()
    assert child(choice, QComboBox, "flowCombo").hasFocus()
    choice.choose(NEW)
    choice.show_problems([problem])
    assert shown_errors(choice) == {"otherFlowFieldErrors"}
    choice.focus_field()
    assert name(choice).hasFocus()


def shown_errors(choice: FlowChoice) -> set[str]:
    labels = choice.findChildren(QLabel)
    return {w.objectName() for w in labels if w.objectName().endswith("Errors") and w.isVisible()}
