from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pyotp
import pytest

from console.practice.pool import PracticePool

Call = Callable[..., dict[str, Any]]
Refused = Callable[..., tuple[str, str]]
_YVONNE = {"USERNAME": "yvonne", "PASSWORD": "Yellow-Marble-29!"}
_YUSUF = {"USERNAME": "yusuf", "PASSWORD": "Yonder-Pillar-63!"}
_INVALID = ("NotAuthorizedException", "Invalid session for the user.")
_ONCE = (
    "NotAuthorizedException",
    "Invalid session for the user, session can only be used once.",
)


@pytest.fixture
def follow(pool: PracticePool) -> Call:
    """AssociateSoftwareToken or VerifySoftwareToken on the plain pool."""

    def call(operation: str, **body: object) -> dict[str, Any]:
        return pool.handle(f"{operation}SoftwareToken", body)

    return call


@pytest.mark.parametrize("path", ["admin", "public"])
def test_an_authenticator_is_set_up_and_asked_for_the_next_time(
    initiate: Call, respond: Call, follow: Call, now: Callable[[], datetime], path: str
) -> None:
    flow = "ADMIN_USER_PASSWORD_AUTH" if path == "admin" else "USER_PASSWORD_AUTH"
    begun = initiate(flow, path=path, **_YVONNE)
    assert begun["ChallengeName"] == "MFA_SETUP"
    assert json.loads(begun["ChallengeParameters"]["MFAS_CAN_SETUP"]) == [
        "SOFTWARE_TOKEN_MFA",
        "EMAIL_OTP",
    ]
    given = follow("Associate", Session=begun["Session"])
    assert len(base64.b32decode(given["SecretCode"] + "====")) >= 10
    code = pyotp.TOTP(given["SecretCode"]).at(now())
    verified = follow("Verify", Session=given["Session"], UserCode=code, FriendlyDeviceName="x")
    assert verified["Status"] == "SUCCESS"
    signed = respond("MFA_SETUP", verified["Session"], path=path, USERNAME="yvonne")
    assert "AuthenticationResult" in signed
    asked = initiate(flow, path=path, **_YVONNE)
    assert asked["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
    assert asked["ChallengeParameters"]["FRIENDLY_DEVICE_NAME"] == "x"


def test_only_the_session_of_the_step_before_leads_on(
    initiate: Call, respond: Call, follow: Call, now: Callable[[], datetime], refused: Refused
) -> None:
    first = initiate(**_YVONNE)["Session"]
    assert refused(respond, "MFA_SETUP", first, USERNAME="yvonne") == _INVALID
    assert refused(follow, "Verify", Session=first, UserCode="123456") == _INVALID
    given = follow("Associate", Session=first)
    assert refused(follow, "Associate", Session=first) == _ONCE
    assert refused(respond, "MFA_SETUP", given["Session"], USERNAME="yvonne") == _INVALID
    code = pyotp.TOTP(given["SecretCode"]).at(now())
    third = follow("Verify", Session=given["Session"], UserCode=code)["Session"]
    assert refused(follow, "Verify", Session=given["Session"], UserCode=code) == _ONCE
    assert refused(respond, "MFA_SETUP", third, USERNAME="yusuf") == _INVALID
    assert refused(respond, "MFA_SETUP", third, path="public", USERNAME="yvonne") == _INVALID
    assert "AuthenticationResult" in respond("MFA_SETUP", third, USERNAME="yvonne")
    assert refused(respond, "MFA_SETUP", third, USERNAME="yvonne") == _ONCE


def test_a_wrong_first_code_keeps_the_session(
    initiate: Call, follow: Call, now: Callable[[], datetime], refused: Refused
) -> None:
    given = follow("Associate", Session=initiate(**_YVONNE)["Session"])
    right = pyotp.TOTP(given["SecretCode"]).at(now())
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    assert refused(follow, "Verify", Session=given["Session"], UserCode=wrong) == (
        "EnableSoftwareTokenMFAException",
        "Code mismatch and fail enable Software Token MFA",
    )
    assert follow("Verify", Session=given["Session"], UserCode=right)["Status"] == "SUCCESS"


def test_what_was_not_finished_is_not_set_up(
    initiate: Call, follow: Call, now: Callable[[], datetime]
) -> None:
    given = follow("Associate", Session=initiate(**_YVONNE)["Session"])
    follow("Verify", Session=given["Session"], UserCode=pyotp.TOTP(given["SecretCode"]).at(now()))
    assert initiate(**_YVONNE)["ChallengeName"] == "MFA_SETUP"


def test_an_address_is_set_up_by_the_code_sent_to_it(
    initiate: Call, respond: Call, pool: PracticePool
) -> None:
    begun = initiate(**_YUSUF)
    asked = respond("MFA_SETUP", begun["Session"], USERNAME="yusuf", EMAIL="yusuf@example.com")
    assert asked["ChallengeName"] == "EMAIL_OTP"
    assert asked["ChallengeParameters"]["CODE_DELIVERY_DESTINATION"] == "y***@e***"
    (message,) = pool.outbox()
    answer = {"USERNAME": "yusuf", "EMAIL_OTP_CODE": message["code"]}
    assert "AuthenticationResult" in respond("EMAIL_OTP", asked["Session"], **answer)
    again = initiate(USERNAME="yusuf@example.com", PASSWORD=_YUSUF["PASSWORD"])
    assert again["ChallengeName"] == "EMAIL_OTP"


def test_sessions_and_codes_are_held_against_the_model(follow: Call, refused: Refused) -> None:
    missing = ("InvalidParameterException", "Missing required parameter Session")
    assert refused(follow, "Associate") == missing
    assert refused(follow, "Verify", UserCode="123456") == missing
    code, text = refused(follow, "Verify", Session="s" * 20, UserCode="12345x")
    assert (code, text.count("userCode")) == ("InvalidParameterException", 1)
    assert refused(follow, "Associate", Session="s" * 20) == _INVALID


def test_the_steps_expire_like_any_session(
    initiate: Call, follow: Call, advance: Callable[[float], None], refused: Refused
) -> None:
    first = initiate(**_YVONNE)["Session"]
    advance(180)
    assert refused(follow, "Associate", Session=first) == (
        "NotAuthorizedException",
        "Invalid session for the user, session is expired.",
    )
