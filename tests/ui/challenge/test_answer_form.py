"""The fields of an answer: made from the challenge, checked, wrapped."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from console.core.conversation.challenges import AnswerField, FieldKind, answer_fields
from console.core.secret import Secret
from console.ui.challenge.answer_form import AnswerForm
from console.ui.challenge.credential_field import CredentialField
from console.ui.parts.secret_field import SecretField
from tests.ui.challenges import APP, CREDENTIAL, DEVICE, KNOWN, PASSKEY, UNKNOWN

NEW_PASSWORD = answer_fields("NEW_PASSWORD_REQUIRED", {"requiredAttributes": '["name"]'})
CHOICE = answer_fields("SELECT_MFA_TYPE", {"MFAS_CAN_CHOOSE": '["SMS_MFA","<b>A&B</b>"]'})


@pytest.fixture
def form(qtbot: QtBot) -> AnswerForm:
    made = AnswerForm()
    made.resize(320, 200)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def line(form: AnswerForm, name: str) -> QLineEdit:
    found = form.findChild(QLineEdit, name)
    assert found is not None, name
    return found


def problems(form: AnswerForm) -> list[str]:
    roles = ("error", "warning")
    return [
        label.text()
        for label in form.findChildren(QLabel)
        if label.property("role") in roles and label.isVisible()
    ]


def test_a_code(form: AnswerForm) -> None:
    form.show_fields(answer_fields("SOFTWARE_TOKEN_MFA", {}))
    form.focus_first()
    assert line(form, "codeField").hasFocus()
    QTest.keyClicks(line(form, "codeField"), "123 456")
    assert form.checked_responses() == {"SOFTWARE_TOKEN_MFA_CODE": Secret("123456")}


def test_a_new_password_with_its_attributes_is_all_secret(form: AnswerForm) -> None:
    form.show_fields(NEW_PASSWORD)
    assert isinstance(line(form, "newPasswordField"), SecretField)
    line(form, "newPasswordField").setText("New-Pass-1!")
    line(form, "answerField2").setText("Grace")
    responses = form.checked_responses()
    assert responses == {
        "NEW_PASSWORD": Secret("New-Pass-1!"),
        "userAttributes.name": Secret("Grace"),
    }
    assert "Grace" not in repr(responses)


def test_a_choice_is_made_by_keyboard_and_sent_as_cognito_named_it(form: AnswerForm) -> None:
    form.show_fields(CHOICE)
    buttons = form.findChildren(QRadioButton)
    assert [b.text() for b in buttons] == ["Text message · SMS_MFA", "<b>A&&B</b>"]
    assert form.checked_responses() is None, "nothing is chosen at first"
    assert problems(form) == ["✕ Choose one."]
    form.focus_first()
    QTest.keyClick(buttons[0], Qt.Key.Key_Down)
    QTest.keyClick(buttons[1], Qt.Key.Key_Space)
    assert form.checked_responses() == {"ANSWER": "<b>A&B</b>"}
    assert problems(form) == []


def test_errors_come_with_the_first_try_and_the_cursor_goes_there(form: AnswerForm) -> None:
    form.show_fields(NEW_PASSWORD)
    line(form, "newPasswordField").setText("x")
    assert problems(form) == []
    assert form.checked_responses() is None
    assert problems(form) == ["✕ Type a value: the pool asks for it."]
    assert line(form, "answerField2").hasFocus()


def test_odd_characters_are_warned_of_at_once_and_sent(form: AnswerForm) -> None:
    form.show_fields(answer_fields("NEW_PASSWORD_REQUIRED", {}))
    line(form, "newPasswordField").setText(" pass")
    assert problems(form) == ["! The password begins with a blank."]
    assert form.checked_responses() == {"NEW_PASSWORD": Secret(" pass")}


@pytest.mark.parametrize("code", ["12a456", "١٢٣٤٥٦"])
def test_a_code_with_something_else_than_digits(form: AnswerForm, code: str) -> None:
    form.show_fields(answer_fields("SMS_MFA", {}))
    line(form, "codeField").setText(code)
    assert "digits only" in problems(form)[0]
    assert form.checked_responses() == {"SMS_MFA_CODE": Secret(code)}


def test_too_long_a_value_is_not_sent(form: AnswerForm) -> None:
    form.show_fields(answer_fields("NEW_PASSWORD_REQUIRED", {}))
    line(form, "newPasswordField").setText("x" * 257)
    assert form.checked_responses() is None
    assert problems(form) == ["✕ At most 256 characters fit."]


def test_enter_leads_through_the_fields(form: AnswerForm) -> None:
    form.show_fields(NEW_PASSWORD)
    form.focus_first()
    assert form.focus_after(QApplication.focusWidget())
    assert line(form, "answerField2").hasFocus()
    assert not form.focus_after(QApplication.focusWidget())
    assert form.holds(QApplication.focusWidget())
    assert not form.holds(form)


def test_the_names_of_two_code_fields_differ(form: AnswerForm) -> None:
    form.show_fields(
        [
            AnswerField(key="A_CODE", label="One", kind=FieldKind.CODE),
            AnswerField(key="B_CODE", label="Two", kind=FieldKind.CODE),
        ]
    )
    assert [f.objectName() for f in form.findChildren(QLineEdit)] == ["codeField", "answerField2"]


def test_new_fields_know_nothing_of_the_old(form: AnswerForm) -> None:
    form.show_fields(answer_fields("SMS_MFA", {}))
    old = line(form, "codeField")
    old.setText("123456")
    form.show_fields(answer_fields("SMS_MFA", {}))
    assert old.text() == ""
    assert form.code_field() is not old
    assert form.responses() == {"SMS_MFA_CODE": Secret("")}
    form.clear()
    assert form.responses() == {}


def test_a_told_problem_stays_until_the_next_change(form: AnswerForm) -> None:
    form.show_fields(answer_fields("SMS_MFA", {}))
    form.show_problem("The TOTP seed is not a base32 text.")
    assert problems(form) == ["✕ The TOTP seed is not a base32 text."]
    line(form, "codeField").setText("1")
    assert problems(form) == []


def test_tab_goes_through_the_fields_and_then_on(qtbot: QtBot) -> None:
    window = QWidget()
    column = QVBoxLayout(window)
    before, form, after = QLineEdit(), AnswerForm(), QLineEdit()
    for widget in (before, form, after):
        column.addWidget(widget)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    for _ in range(2):  # fields that are made anew are no exception
        form.show_fields(NEW_PASSWORD)
        line(form, "newPasswordField").setText("x")  # its button to show it can be reached
        before.setFocus()
        order = []
        for _ in range(4):
            QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
            focus = QApplication.focusWidget()
            order.append("" if focus is None else focus.objectName())
        assert order[0] == "newPasswordField"
        assert order[2:] == ["answerField2", ""]
        assert after.hasFocus()


def test_another_try_empties_the_code_alone(form: AnswerForm) -> None:
    form.show_fields(APP.fields)
    line(form, "codeField").setText("123456")
    line(form, "answerField2").setText("iPhone")
    form.checked_responses()
    form.ask_again()
    assert line(form, "codeField").text() == ""
    assert problems(form) == [], "an empty field is no mistake yet"
    line(form, "codeField").setText("654321")
    assert form.checked_responses() == {
        "SOFTWARE_TOKEN_MFA_CODE": Secret("654321"),
        "FRIENDLY_DEVICE_NAME": "iPhone",
    }


def test_an_optional_field_is_left_out_and_not_waited_for(form: AnswerForm) -> None:
    form.show_fields(APP.fields)
    form.focus_first()
    line(form, "codeField").setText("123456")
    assert not form.focus_after(QApplication.focusWidget()), "Enter sends from the code"
    assert form.checked_responses() == {"SOFTWARE_TOKEN_MFA_CODE": Secret("123456")}


def test_the_keys_of_a_device(form: AnswerForm) -> None:
    form.show_fields(DEVICE.fields)
    assert form.checked_responses() is None
    assert len(problems(form)) == 3
    for number, text in ((1, "key"), (2, "group"), (3, "pass")):
        line(form, f"answerField{number}").setText(text)
    assert isinstance(line(form, "answerField3"), SecretField)
    assert form.checked_responses() == {
        "DEVICE_KEY": Secret("key"),
        "DEVICE_GROUP_KEY": Secret("group"),
        "DEVICE_PASSWORD": Secret("pass"),
    }


def test_pairs_are_typed_for_a_challenge_that_nobody_knows(form: AnswerForm) -> None:
    form.show_fields(UNKNOWN.fields)
    assert form.checked_responses() is None
    assert problems(form) == ["✕ Type one key at least, and its value."]
    assert line(form, "responseKey1").hasFocus()
    QTest.keyClicks(line(form, "responseKey1"), "SCAN_RESULT")
    assert problems(form) == []
    assert form.focus_after(QApplication.focusWidget())
    QTest.keyClicks(line(form, "responseValue1"), "yes")
    assert isinstance(line(form, "responseValue1"), SecretField)
    assert not form.focus_after(QApplication.focusWidget())
    responses = form.checked_responses()
    assert responses == {"SCAN_RESULT": Secret("yes")}
    assert "yes" not in repr(responses)


def test_a_credential_is_checked_and_cleaned(form: AnswerForm) -> None:
    form.show_fields(PASSKEY.fields)
    field = form.findChild(CredentialField, "credentialField")
    assert field is not None
    assert form.checked_responses() is None
    assert field.hasFocus()
    field.setPlainText(CREDENTIAL[:-1])
    assert "no JSON object" in problems(form)[0]
    field.setPlainText(f"'{CREDENTIAL}'")
    assert problems(form) == []
    assert form.checked_responses() == {"CREDENTIAL": Secret(CREDENTIAL)}
    form.clear()
    assert field.toPlainText() == ""


def test_attributes_are_labelled_hinted_and_warned_of(form: AnswerForm) -> None:
    required = '["birthdate","custom:tenant","email"]'
    form.show_fields(
        answer_fields("NEW_PASSWORD_REQUIRED", {"requiredAttributes": required}), known=KNOWN
    )
    shown = [label.text() for label in form.findChildren(QLabel) if label.isVisible()]
    assert "Attribute birthdate · String" in shown
    assert "Attribute custom:tenant · Number" in shown
    assert "Attribute email" in shown
    assert "A date, as 1990-12-31" in shown
    line(form, "newPasswordField").setText("New-Pass-1!")
    for number, text in ((2, "1.1.90"), (3, "many"), (4, "alice")):
        line(form, f"answerField{number}").setText(text)
    assert len(problems(form)) == 3
    assert all(problem.startswith("! ") for problem in problems(form))
    assert form.checked_responses() is not None, "warned, but not kept from it"


def test_the_password_policy_follows_the_new_password_alone(form: AnswerForm) -> None:
    form.show_fields(NEW_PASSWORD, known=KNOWN)
    rule = form.findChild(QLabel, "policyRule1")
    assert rule is not None
    line(form, "newPasswordField").setText("New-Pass-1!")
    assert rule.text() == "✓ at least 8 characters · met"
    form.show_fields(answer_fields("PASSWORD", {}), known=KNOWN)
    assert form.findChild(QLabel, "policyRule1") is None


def test_only_what_is_typed_in_sends_by_enter(form: AnswerForm) -> None:
    form.show_fields(UNKNOWN.fields)
    line(form, "responseValue1").setText("x")
    for kind in (QPushButton, QToolButton):
        for button in form.findChildren(kind):
            assert not form.holds(button)
    assert form.holds(line(form, "responseKey1"))
