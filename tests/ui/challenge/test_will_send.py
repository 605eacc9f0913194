"""What an answer sends: true operation, true keys, true number of requests."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from console.core.conversation.challenges import Challenge
from console.core.secret import Secret
from console.ui.challenge.will_send import Sending, WillSendBox, request_words, sending
from tests.ui.challenges import (
    APP,
    CHOOSE,
    DEVICE,
    EMAIL,
    NEW_PASSWORD,
    PASSKEY,
    TOTP,
    UNKNOWN,
    asked,
)
from tests.ui.fakes_ui import child

SELECT = asked("SELECT_CHALLENGE", {}, ("PASSWORD", "PASSWORD_SRP", "EMAIL_OTP"))
RESPOND = "AdminRespondToAuthChallenge"
NAMED = "USERNAME as Cognito named it"


def sent(
    challenge: Challenge,
    responses: dict[str, str | Secret] | None = None,
    *,
    confidential: bool = False,
    known: bool = False,
) -> tuple[str, str, int]:
    found = sending(challenge, responses or {}, confidential=confidential, password_known=known)
    return found.operation, found.keys, found.requests


def test_a_code_with_the_hash() -> None:
    keys = f"{NAMED} · SOFTWARE_TOKEN_MFA_CODE ‹withheld› · SECRET_HASH ‹computed›"
    assert sent(TOTP, confidential=True) == (RESPOND, keys, 1)


def test_the_set_up_of_an_app() -> None:
    session = "Session ‹withheld›"
    assert sent(CHOOSE)[1] == "nothing is chosen yet"
    chosen = sent(CHOOSE, {"ANSWER": "SOFTWARE_TOKEN_MFA"}, confidential=True)
    assert chosen == ("AssociateSoftwareToken", session, 1)
    keys = f"{session} · UserCode ‹withheld›"
    then = ", then the answer to MFA_SETUP"
    code: dict[str, str | Secret] = {"SOFTWARE_TOKEN_MFA_CODE": Secret("123456")}
    assert sent(APP, code) == ("VerifySoftwareToken", keys + then, 2)
    named = {**code, "FRIENDLY_DEVICE_NAME": "iPhone"}
    assert sent(APP, named)[1] == f"{keys} · FriendlyDeviceName as typed{then}"


def test_an_address_is_asked_for_before_anything_is_sent() -> None:
    assert sent(CHOOSE, {"ANSWER": "EMAIL_OTP"}) == (
        "nothing yet",
        "the address is asked for first",
        0,
    )
    assert sent(EMAIL) == (RESPOND, f"{NAMED} · EMAIL ‹withheld›", 1)


@pytest.mark.parametrize(
    ("choice", "known", "rest", "requests"),
    [
        ("", True, "ANSWER as chosen", 1),
        ("EMAIL_OTP", True, "ANSWER EMAIL_OTP", 1),
        ("PASSWORD", False, "ANSWER PASSWORD", 1),
        ("PASSWORD", True, "ANSWER PASSWORD · PASSWORD ‹withheld›", 1),
        ("PASSWORD_SRP", False, "ANSWER PASSWORD_SRP", 1),
        (
            "PASSWORD_SRP",
            True,
            "ANSWER PASSWORD_SRP · SRP_A ‹computed›, then the password’s proof",
            2,
        ),
    ],
)
def test_a_known_password_goes_with_the_choice(
    choice: str, known: bool, rest: str, requests: int
) -> None:
    found = sent(SELECT, {"ANSWER": choice}, known=known)
    assert found == (RESPOND, f"{NAMED} · {rest}", requests)


def test_of_a_proof_only_its_parts_are_sent() -> None:
    keys = f"{NAMED} · SRP_A ‹computed›, then the password’s proof"
    assert sent(asked("PASSWORD_SRP")) == (RESPOND, keys, 2)
    device = f"{NAMED} · DEVICE_KEY ‹withheld› · SRP_A ‹computed›, then the device’s proof"
    assert sent(DEVICE) == (RESPOND, device, 2)


def test_the_rest_by_their_keys() -> None:
    assert sent(PASSKEY)[1] == f"{NAMED} · CREDENTIAL ‹withheld›"
    wanted = f"{NAMED} · NEW_PASSWORD ‹withheld› · userAttributes.name ‹withheld›"
    assert sent(NEW_PASSWORD)[1] == wanted
    assert sent(UNKNOWN)[1] == NAMED
    typed: dict[str, str | Secret] = {"A\u202e": Secret("x"), "USERNAME": Secret("bob")}
    assert sent(UNKNOWN, typed)[1] == "A\\u202e ‹withheld› · USERNAME ‹withheld›"


def test_numbers_in_words() -> None:
    words = [request_words(number) for number in (0, 1, 2, 3, 4)]
    assert words[:3] == ["no request yet", "one request", "two requests"]
    assert words[3:] == ["3 requests", "four requests"]


def test_the_box(qtbot: QtBot) -> None:
    box = WillSendBox()
    qtbot.addWidget(box)
    box.show_sending(Sending(operation="Op", keys="A · B"))
    assert child(box, QLabel, "willSendOperation").text() == "Op"
    assert child(box, QLabel, "willSendKeys").text() == "A · B"
