"""The challenges in the middle column, as an operator answers them: by keyboard alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.core.conversation.challenges import Challenge
from console.core.ports import Answer
from console.core.profile import ProfileKind
from console.core.secret import Secret
from console.core.totp import totp_code
from console.ui.challenge.credential_field import CredentialField
from console.ui.theme import Theme
from tests.fakes import FakeClock, profile, refusal
from tests.ui.challenges import (
    APP,
    CHOOSE,
    CREDENTIAL,
    DEVICE,
    EMAIL,
    KEY,
    PASSKEY,
    SEED,
    SMS,
    TOTP,
    UNKNOWN,
    asked,
)
from tests.ui.columns import CTRL, Screen, open_screen, send_first_request, shown_texts, widest


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def screen(qtbot: QtBot, theme: Theme, clock: FakeClock) -> Screen:
    return open_screen(qtbot, theme, clock)


def test_an_authenticator_is_set_up_by_keyboard_alone(screen: Screen, clock: FakeClock) -> None:
    send_first_request(screen)
    screen.ask(CHOOSE)
    screen.press(Qt.Key.Key_Space)
    assert screen.text("willSendOperation") == "AssociateSoftwareToken"
    screen.press(Qt.Key.Key_Return)
    screen.ask(APP)
    assert screen.line("codeField").hasFocus()
    assert screen.text("requestWords") == "two requests"
    screen.type("123456")
    screen.press(Qt.Key.Key_Tab)
    screen.type("iPhone")
    assert "FriendlyDeviceName as typed" in screen.text("willSendKeys")
    screen.press(Qt.Key.Key_Return)
    assert screen.text("confirmText").startswith("This adds an authenticator app")
    screen.press(Qt.Key.Key_Return, CTRL)
    assert (len(screen.answers), screen.seeds) == (1, []), "Enter confirms nothing"
    screen.press(Qt.Key.Key_Space)
    code: dict[str, str | Secret] = {
        "SOFTWARE_TOKEN_MFA_CODE": Secret("123456"),
        "FRIENDLY_DEVICE_NAME": "iPhone",
    }
    assert screen.answers == [
        Answer(responses={"ANSWER": "SOFTWARE_TOKEN_MFA"}),
        Answer(responses=code),
    ]
    assert screen.seeds == [KEY]


def test_in_the_address_page_nothing_is_sent_yet_and_enter_sends(screen: Screen) -> None:
    screen.column.set_profile(profile(kind=ProfileKind.PRACTICE), None)
    send_first_request(screen)
    screen.ask(CHOOSE)
    screen.press(Qt.Key.Key_Down)
    screen.press(Qt.Key.Key_Space)
    assert screen.text("requestWords") == "no request yet"
    screen.press(Qt.Key.Key_Return)
    screen.ask(EMAIL)
    screen.type("alice@example.com")
    screen.press(Qt.Key.Key_Return)
    assert screen.answers[-1] == Answer(responses={"EMAIL": Secret("alice@example.com")})


def test_a_passkeys_credential_is_sent_by_enter(screen: Screen) -> None:
    send_first_request(screen)
    screen.ask(PASSKEY)
    field = screen.column.findChild(CredentialField, "credentialField")
    assert field is not None
    assert field.hasFocus()
    field.setPlainText(CREDENTIAL)
    screen.press(Qt.Key.Key_Return)
    screen.press(Qt.Key.Key_Return, CTRL)
    assert screen.answers == [Answer(responses={"CREDENTIAL": Secret(CREDENTIAL)})]


def test_an_unknown_challenge_by_keyboard(screen: Screen) -> None:
    send_first_request(screen)
    screen.ask(UNKNOWN)
    screen.press(Qt.Key.Key_Return, CTRL)
    assert screen.answers == []
    screen.type("SCAN_RESULT")
    screen.press(Qt.Key.Key_Return)
    screen.type("yes")
    screen.press(Qt.Key.Key_Return)
    assert screen.answers == [Answer(responses={"SCAN_RESULT": Secret("yes")})]


def test_the_keys_of_a_device_by_keyboard(screen: Screen) -> None:
    send_first_request(screen)
    screen.ask(DEVICE)
    for text in ("key", "group", "password"):
        screen.type(text)
        screen.press(Qt.Key.Key_Return)
    (answer,) = screen.answers
    assert list(answer.responses) == ["DEVICE_KEY", "DEVICE_GROUP_KEY", "DEVICE_PASSWORD"]
    assert screen.text("requestWords") == "under way…"


def test_a_known_password_makes_the_choice_of_its_proof_two_requests(screen: Screen) -> None:
    send_first_request(screen)
    select = asked("SELECT_CHALLENGE", {}, ("PASSWORD_SRP", "EMAIL_OTP"))
    screen.ask(select, password_known=True)
    assert screen.text("requestWords") == "one request"
    screen.press(Qt.Key.Key_Space)
    assert screen.text("requestWords") == "two requests"


def expire(screen: Screen, clock: FakeClock) -> None:
    send_first_request(screen)
    screen.ask(replace(TOTP, session_known=True))
    screen.type("123456")
    clock.advance(181)


def test_an_expired_session_sends_nothing_and_starts_over_once(
    screen: Screen, clock: FakeClock
) -> None:
    expire(screen, clock)
    screen.press(Qt.Key.Key_Return)
    assert screen.answers == []
    assert screen.states() == {"answerButton": False, "cancelButton": True}
    assert screen.text("expiredNoteTitle") == "✕ The session has expired."
    restart = screen.button("restartButton")
    restart.setFocus()
    screen.press(Qt.Key.Key_Space)
    restart.click()
    screen.press(Qt.Key.Key_Return, CTRL)
    assert (screen.restarts, screen.answers, len(screen.requests)) == (1, [], 1)


def test_the_button_goes_off_when_the_clock_runs_out(screen: Screen, clock: FakeClock) -> None:
    expire(screen, clock)
    assert screen.states()["answerButton"] is True
    assert screen.text("requestWords") == "one request"
    screen.column._challenge._session._timer.timeout.emit()
    assert screen.states()["answerButton"] is False
    assert screen.text("requestWords") == ""


def test_an_assumed_life_only_warns(screen: Screen, clock: FakeClock) -> None:
    send_first_request(screen)
    screen.ask(TOTP)
    screen.type("123456")
    clock.advance(200)
    screen.column._challenge._session._timer.timeout.emit()
    assert "probably expired" in screen.text("sessionWords")
    screen.press(Qt.Key.Key_Return)
    assert len(screen.answers) == 1


def test_an_answer_under_way_is_not_called_expired(screen: Screen, clock: FakeClock) -> None:
    send_first_request(screen)
    screen.ask(replace(SMS, session_known=True))
    screen.type("123456")
    screen.press(Qt.Key.Key_Return)
    clock.advance(500)
    screen.column._challenge._session.refresh()
    assert screen.text("expiredNoteTitle") == ""
    assert not screen.button("resendLink").isEnabled()
    assert len(screen.answers) == 1


def test_another_code_starts_over_after_a_second_step(screen: Screen) -> None:
    send_first_request(screen)
    screen.ask(SMS)
    screen.press(Qt.Key.Key_Tab)
    assert screen.button("resendLink").hasFocus()
    screen.press(Qt.Key.Key_Space)
    assert screen.states()["answerButton"] is False
    screen.press(Qt.Key.Key_Escape)
    assert (screen.restarts, screen.cancels) == (0, 0)
    assert screen.line("codeField").hasFocus()
    screen.button("resendLink").click()
    screen.press(Qt.Key.Key_Space)
    screen.button("resendLink").click()
    assert screen.restarts == 1


def test_a_typed_key_makes_codes_and_is_kept_when_asked(screen: Screen, clock: FakeClock) -> None:
    send_first_request(screen)
    screen.ask(TOTP)
    screen.press(Qt.Key.Key_Tab)
    screen.press(Qt.Key.Key_Space)
    screen.type(SEED.reveal())
    screen.press(Qt.Key.Key_Return)
    assert screen.line("codeField").hasFocus()
    assert screen.answers == [], "Enter in the key's field only makes the code"
    for _ in range(3):  # the key, its button to show it, the box
        screen.press(Qt.Key.Key_Tab)
    screen.press(Qt.Key.Key_Space)
    screen.line("codeField").setFocus()
    screen.press(Qt.Key.Key_Return)
    code = totp_code(SEED, clock.now())
    assert screen.seeds == [SEED]
    assert screen.answers == [Answer(responses={"SOFTWARE_TOKEN_MFA_CODE": code}, from_seed=True)]


def test_the_key_of_an_app_is_in_no_text_until_it_is_shown(screen: Screen) -> None:
    send_first_request(screen)
    screen.ask(APP)
    groups = " ".join(KEY.reveal()[at : at + 4] for at in range(0, 52, 4))
    shown = shown_texts(screen.column)
    assert groups not in shown
    assert KEY.reveal() not in shown
    screen.button("showKeyButton").click()
    assert groups in shown_texts(screen.column)
    screen.column.show_request()
    assert groups not in shown_texts(screen.column)


def test_what_cognito_repeats_of_the_new_key_is_withheld(screen: Screen) -> None:
    send_first_request(screen)
    screen.ask(APP)
    said = refusal("EnableSoftwareTokenMFAException", f"bad seed {KEY.reveal()}")
    screen.ask(replace(APP, try_number=2, refusal=said))
    assert KEY.reveal() not in screen.text("refusalNoteText")


@pytest.mark.parametrize("width", [300, 352])
@pytest.mark.parametrize(
    "question", [CHOOSE, APP, EMAIL, PASSKEY, DEVICE, UNKNOWN, SMS, TOTP], ids=lambda c: c.name
)
def test_no_page_is_wider_than_the_column(screen: Screen, question: Challenge, width: int) -> None:
    screen.column.resize(width, 784)
    send_first_request(screen)
    screen.ask(question, outbox=True)
    if question.name == "SOFTWARE_TOKEN_MFA":
        screen.button("keyLink").click()
    assert widest(screen.column, 1) <= 0
    assert screen.column.minimumSizeHint().width() <= 300


def test_the_question_is_brought_into_view(qtbot: QtBot, screen: Screen) -> None:
    screen.column.resize(352, 500)
    send_first_request(screen)
    screen.ask(APP)
    screen.type("123456")
    screen.press(Qt.Key.Key_Return)
    yes = screen.button("confirmButton")
    qtbot.waitUntil(lambda: not yes.visibleRegion().isEmpty())
