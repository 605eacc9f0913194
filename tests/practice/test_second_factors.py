from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pyotp
import pytest

from console.practice.pool import PracticePool

Call = Callable[..., dict[str, Any]]
Refused = Callable[..., tuple[str, str]]
_SEED = "ERSGKHLZYZYBUBLSFPP6SRR4LJGLNHOD"
_DAVE = {"USERNAME": "dave", "PASSWORD": "Dusty-Compass-76!"}
_WALTER = {"USERNAME": "walter", "PASSWORD": "Walnut-Bridge-94!"}
_TOTP = "SOFTWARE_TOKEN_MFA"


def test_a_software_token_is_good_once_and_the_next_one_again(
    initiate: Call,
    respond: Call,
    now: Callable[[], datetime],
    advance: Callable[[float], None],
    refused: Refused,
) -> None:
    code = pyotp.TOTP(_SEED).at(now())
    answer = {"USERNAME": "dave", "SOFTWARE_TOKEN_MFA_CODE": code}
    assert "AuthenticationResult" in respond(_TOTP, initiate(**_DAVE)["Session"], **answer)
    session = initiate(**_DAVE)["Session"]
    for path_session in (session, session):  # the refusal keeps the session
        assert refused(respond, _TOTP, path_session, **answer) == (
            "ExpiredCodeException",
            "Your software token has already been used once.",
        )
    advance(30)
    assert refused(respond, _TOTP, session, **answer)[0] == "ExpiredCodeException"
    answer["SOFTWARE_TOKEN_MFA_CODE"] = pyotp.TOTP(_SEED).at(now())
    assert "AuthenticationResult" in respond(_TOTP, session, **answer)


def test_a_used_code_of_the_other_path_is_used_too(
    initiate: Call, respond: Call, now: Callable[[], datetime], refused: Refused
) -> None:
    code = pyotp.TOTP(_SEED).at(now())
    answer = {"USERNAME": "dave", "SOFTWARE_TOKEN_MFA_CODE": code}
    assert "AuthenticationResult" in respond(_TOTP, initiate(**_DAVE)["Session"], **answer)
    session = initiate("USER_PASSWORD_AUTH", path="public", **_DAVE)["Session"]
    assert refused(respond, _TOTP, session, path="public", **answer)[0] == "ExpiredCodeException"


def test_email_is_a_second_factor_with_six_digits(
    initiate: Call, respond: Call, pool: PracticePool, refused: Refused
) -> None:
    reply = initiate(USERNAME="victor", PASSWORD="Velvet-Beacon-21!")
    assert reply["ChallengeName"] == "EMAIL_OTP"
    assert reply["ChallengeParameters"] == {
        "CODE_DELIVERY_DELIVERY_MEDIUM": "EMAIL",
        "CODE_DELIVERY_DESTINATION": "v***@e***",
        "USER_ID_FOR_SRP": "victor",
    }
    (message,) = pool.outbox()
    assert (message["medium"], len(message["code"])) == ("EMAIL", 6)
    answer = {"USERNAME": "victor", "EMAIL_OTP_CODE": "wrong"}
    assert refused(respond, "EMAIL_OTP", reply["Session"], **answer) == (
        "CodeMismatchException",
        "Invalid code or auth state for the user.",
    )
    answer["EMAIL_OTP_CODE"] = message["code"]
    assert "AuthenticationResult" in respond("EMAIL_OTP", reply["Session"], **answer)


@pytest.mark.parametrize("chosen", ["SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP"])
def test_one_of_several_factors_is_chosen(
    initiate: Call,
    respond: Call,
    pool: PracticePool,
    now: Callable[[], datetime],
    chosen: str,
) -> None:
    reply = initiate(**_WALTER)
    assert reply["ChallengeName"] == "SELECT_MFA_TYPE"
    offered = json.loads(reply["ChallengeParameters"]["MFAS_CAN_CHOOSE"])
    assert offered == ["SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP"]
    asked = respond("SELECT_MFA_TYPE", reply["Session"], USERNAME="walter", ANSWER=chosen)
    assert asked["ChallengeName"] == chosen
    if chosen == _TOTP:
        code = pyotp.TOTP("K7WZ3PFQ2MXN6TYLB4RVSJ5CHDEUAG2O").at(now() + timedelta(seconds=30))
    else:
        code = pool.outbox()[-1]["code"]
    answer = {"USERNAME": "walter", f"{chosen}_CODE": code}
    assert "AuthenticationResult" in respond(chosen, asked["Session"], **answer)


def test_another_factor_cannot_be_chosen_and_none_twice(
    initiate: Call, respond: Call, refused: Refused
) -> None:
    session = initiate(**_WALTER)["Session"]
    # EMAIL_MFA is in the model's prose alone.
    assert refused(respond, "SELECT_MFA_TYPE", session, USERNAME="walter", ANSWER="EMAIL_MFA") == (
        "InvalidParameterException",
        "Invalid input given",
    )
    respond("SELECT_MFA_TYPE", session, USERNAME="walter", ANSWER="EMAIL_OTP")
    assert refused(respond, "SELECT_MFA_TYPE", session, USERNAME="walter", ANSWER="SMS_MFA")[1] == (
        "Invalid session for the user, session can only be used once."
    )


def test_a_token_that_was_taken_away_is_missed(
    initiate: Call, respond: Call, refused: Refused
) -> None:
    reply = initiate(USERNAME="no-token", PASSWORD="Nutty-Tower-28!")
    answer = {"USERNAME": "no-token", "SOFTWARE_TOKEN_MFA_CODE": "123456"}
    assert refused(respond, _TOTP, reply["Session"], **answer) == (
        "SoftwareTokenMFANotFoundException",
        "Software Token MFA does not exist for the user.",
    )
