"""Each challenge in plain sentences, with texts from outside escaped."""

from __future__ import annotations

import pytest

from console.core.call import Origin, Sent
from console.core.conversation.challenges import Challenge, answer_fields
from console.ui.challenge.challenge_words import (
    button_words,
    choice_words,
    detail_words,
    head_words,
    refusal_words,
    title_words,
    will_send_words,
)
from tests.fakes import failure, refusal


def challenge(name: str, parameters: dict[str, str] | None = None, **more: object) -> Challenge:
    made = {"name": name, "fields": answer_fields(name, parameters or {}), "number": 2}
    return Challenge(**(made | more))  # type: ignore[arg-type]


TOTP = challenge("SOFTWARE_TOKEN_MFA")
CHOICES = {"MFAS_CAN_CHOOSE": '["SMS_MFA","SOFTWARE_TOKEN_MFA"]'}
NEW_PASSWORD = challenge("NEW_PASSWORD_REQUIRED", {"requiredAttributes": '["name"]'})


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        (TOTP, "Enter the code from alice’s authenticator app"),
        (
            challenge("SMS_MFA", medium="SMS", destination="+*******1234"),
            "Enter the code sent by SMS to +*******1234",
        ),
        (challenge("SMS_MFA"), "Enter the code sent by SMS"),
        (
            challenge("EMAIL_OTP", medium="EMAIL", destination="a***@e***"),
            "Enter the code sent by e-mail to a***@e***",
        ),
        (NEW_PASSWORD, "Cognito asks for a new password"),
        (challenge("SELECT_MFA_TYPE", CHOICES), "Choose a second factor"),
        (challenge("NEW_IN_2030\u202e"), "This version cannot answer NEW_IN_2030\\u202e"),
    ],
)
def test_titles(asked: Challenge, title: str) -> None:
    assert title_words(asked, "alice") == title


def test_a_user_without_a_name_and_one_with_a_hostile_one() -> None:
    assert title_words(TOTP, "") == "Enter the code from the user’s authenticator app"
    assert "\u202e" not in title_words(TOTP, "a\u202eb")
    assert len(title_words(TOTP, "x" * 500)) < 120


def test_the_head_counts_the_challenges() -> None:
    assert head_words(TOTP) == "Challenge 2 · SOFTWARE_TOKEN_MFA"


def test_details_help_to_do_it() -> None:
    with_device = challenge("SOFTWARE_TOKEN_MFA", device_name="iPhone alice")
    assert detail_words(with_device, "alice") == "Device “iPhone alice”. Each code works once."
    assert "“grace”" in detail_words(NEW_PASSWORD, "grace")
    assert "attempt ends here" in detail_words(challenge("WEB_AUTHN"), "alice")


@pytest.mark.parametrize(
    ("asked", "asks_first", "button"),
    [
        (TOTP, False, "Send code"),
        (NEW_PASSWORD, True, "Set new password…"),
        (NEW_PASSWORD, False, "Set new password"),
        (challenge("SELECT_MFA_TYPE", CHOICES), False, "Send choice"),
        (challenge("WEB_AUTHN"), False, "Send answer"),
    ],
)
def test_buttons(asked: Challenge, asks_first: bool, button: str) -> None:
    assert button_words(asked, asks_first=asks_first) == button


def test_choices_carry_cognitos_own_name() -> None:
    assert choice_words("SMS_MFA") == "Text message · SMS_MFA"
    assert choice_words("PIGEON\n") == "PIGEON\\n"


def test_a_wrong_code() -> None:
    again = challenge("SOFTWARE_TOKEN_MFA", try_number=2)
    said = refusal("CodeMismatchException", "Invalid code received for user")
    title, text = refusal_words(again, said, lambda text: text)
    assert title == "That code was not accepted."
    assert text == (
        "CodeMismatchException: “Invalid code received for user”. "
        "The session is still good; this is try 2."
    )


def test_cognitos_text_is_shown_only_as_made_safe() -> None:
    said = refusal("Odd\u202eException", "secret")
    _, text = refusal_words(TOTP, said, lambda _: "‹withheld›")
    assert "“‹withheld›”" in text
    assert "secret" not in text
    assert "\u202e" not in text


def test_an_answer_that_never_left() -> None:
    unsent = failure(Origin.CLIENT, "EndpointConnectionError", Sent.NO)
    title, _ = refusal_words(TOTP, unsent, lambda text: text)
    assert title == "The answer was not sent."


def test_what_will_be_sent_is_masked() -> None:
    assert will_send_words(TOTP, "alice", confidential=True) == (
        "AdminRespondToAuthChallenge",
        "USERNAME alice · SOFTWARE_TOKEN_MFA_CODE ‹withheld› · SECRET_HASH ‹computed›",
    )
    _, keys = will_send_words(challenge("SELECT_MFA_TYPE", CHOICES), "a", confidential=False)
    assert keys == "USERNAME a · ANSWER as chosen"
