"""Each challenge in plain sentences, with texts from outside escaped."""

from __future__ import annotations

import pytest

from console.core.call import Origin, Sent
from console.core.conversation.challenges import ANSWERED, Challenge
from console.ui.challenge.challenge_words import (
    button_words,
    change_words,
    choice_words,
    detail_words,
    expired_words,
    head_words,
    refusal_words,
    resend_words,
    setup_note_words,
    title_words,
)
from tests.fakes import failure, refusal
from tests.ui.challenges import (
    APP,
    CHOOSE,
    DEVICE,
    EMAIL,
    NEW_PASSWORD,
    PASSKEY,
    SMS,
    TOTP,
    UNKNOWN,
)
from tests.ui.challenges import (
    asked as challenge,
)

CHOICES = {"MFAS_CAN_CHOOSE": '["SMS_MFA","SOFTWARE_TOKEN_MFA"]'}
VERIFIER = challenge("PASSWORD_VERIFIER")


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
        (challenge("NEW_IN_2030\u202e"), "Answer NEW_IN_2030\\u202e"),
        (challenge("ADMIN_NO_SRP_AUTH"), "Answer ADMIN_NO_SRP_AUTH"),
        (CHOOSE, "Set up a second factor"),
        (APP, "Add an authenticator app for alice"),
        (EMAIL, "Set alice’s e-mail for sign-in codes"),
        (PASSKEY, "Answer with alice’s passkey"),
        (DEVICE, "Enter the keys of the user’s device"),
        (VERIFIER, "PASSWORD_VERIFIER cannot be answered as it came"),
        (challenge("SELECT_MFA_TYPE"), "SELECT_MFA_TYPE cannot be answered as it came"),
    ],
)
def test_titles(asked: Challenge, title: str) -> None:
    assert title_words(asked, "alice") == title


def test_a_user_without_a_name_and_one_with_a_hostile_one() -> None:
    assert title_words(TOTP, "") == "Enter the code from the user’s authenticator app"
    assert "\u202e" not in title_words(TOTP, "a\u202eb")
    assert title_words(TOTP, "{name}") == "Enter the code from {name}’s authenticator app"
    assert len(title_words(TOTP, "x" * 500)) < 120


def test_the_head_counts_the_challenges() -> None:
    assert head_words(TOTP) == "Challenge 1 · SOFTWARE_TOKEN_MFA"


def test_details_help_to_do_it() -> None:
    with_device = challenge("SOFTWARE_TOKEN_MFA", device_name="iPhone alice")
    assert detail_words(with_device, "alice") == "Device “iPhone alice”. Each code works once."
    assert "“grace”" in detail_words(NEW_PASSWORD, "grace")
    assert "attempt ends here" in detail_words(VERIFIER, "alice")
    assert "names nothing" in detail_words(challenge("SELECT_MFA_TYPE"), "alice")
    assert "never sent" in detail_words(DEVICE, "alice")
    assert "does not know it" in detail_words(UNKNOWN, "alice")


@pytest.mark.parametrize("name", ANSWERED)
def test_each_challenge_has_words_of_its_own(name: str) -> None:
    offered = {"MFAS_CAN_SETUP": '["EMAIL_OTP"]', "MFAS_CAN_CHOOSE": '["EMAIL_OTP"]'}
    stage = CHOOSE.stage if name == "MFA_SETUP" else TOTP.stage
    question = challenge(name, offered, ("EMAIL_OTP",), stage=stage)
    assert title_words(question, "alice") != f"Answer {name}"
    assert "{" not in title_words(question, "alice")
    detail = detail_words(question, "alice")
    assert detail
    assert "{" not in detail
    assert "does not know it" not in detail


def test_what_cannot_be_set_up_is_named_in_one_sentence() -> None:
    assert setup_note_words(CHOOSE) == (
        "Text message · SMS_MFA is offered too, but cannot be set up in a sign-in: it needs a "
        "phone number, which an administrator sets."
    )
    odd = challenge("MFA_SETUP", stage=CHOOSE.stage, setup_choices=("SMS_MFA", "PIGEON\n"))
    assert "PIGEON\\n are offered too" in setup_note_words(odd)
    assert setup_note_words(APP) == setup_note_words(TOTP) == ""


def test_changes_are_asked_about_in_their_own_words() -> None:
    assert change_words(NEW_PASSWORD, " in “X”") == (
        "This changes the user's password in “X”.",
        "&Set it",
    )
    assert change_words(APP, "")[0].startswith("This adds an authenticator app to the user.")
    assert change_words(EMAIL, "")[0] == "This sets the user's e-mail for sign-in codes."
    assert "another message is sent" in resend_words()[0]


def test_the_end_of_a_session_says_how_long_it_was_good() -> None:
    known = challenge("SMS_MFA", session_known=True, session_life_s=300.0)
    title, text = expired_words(known, messages=True)
    assert title == "✕ The session has expired."
    assert "good for 5 min" in text
    assert text.endswith("and Cognito sends another message.")
    assert "longest" in expired_words(TOTP, messages=False)[1]
    assert "message" not in expired_words(TOTP, messages=False)[1]


@pytest.mark.parametrize(
    ("asked", "asks_first", "button"),
    [
        (TOTP, False, "Send code"),
        (NEW_PASSWORD, True, "Set password…"),
        (NEW_PASSWORD, False, "Set password"),
        (challenge("SELECT_MFA_TYPE", CHOICES), False, "Send choice"),
        (CHOOSE, True, "Continue"),
        (APP, True, "Add the app…"),
        (EMAIL, False, "Set e-mail"),
        (SMS, False, "Send code"),
        (PASSKEY, False, "Send answer"),
        (DEVICE, False, "Send answer"),
        (UNKNOWN, False, "Send answer"),
        (VERIFIER, False, "Send answer"),
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
