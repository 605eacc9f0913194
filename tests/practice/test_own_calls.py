from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pyotp
import pytest

from console.practice.pool import PracticePool
from console.practice.tokens import subject

Call = Callable[..., dict[str, Any]]
Refused = Callable[..., tuple[str, str]]
_XENIA = {"USERNAME": "xenia", "PASSWORD": "Xylo-Garden-48!"}


@pytest.fixture
def ask(pool: PracticePool, initiate: Call) -> Call:
    """A call of xenia's own with her access token."""
    token = initiate(**_XENIA)["AuthenticationResult"]["AccessToken"]

    def call(operation: str, **body: object) -> dict[str, Any]:
        return pool.handle(operation, {"AccessToken": token} | body)

    return call


def test_a_user_sees_the_own_profile(ask: Call) -> None:
    user = ask("GetUser")
    assert user["Username"] == "xenia"
    assert {"Name": "sub", "Value": subject("xenia")} in user["UserAttributes"]
    assert ask("GetUserAuthFactors") == {
        "Username": "xenia",
        "ConfiguredUserAuthFactors": ["PASSWORD", "EMAIL_OTP", "SMS_OTP"],
    }


def test_a_factor_is_switched_on_and_off(
    ask: Call, initiate: Call, refused: Refused, now: Callable[[], datetime]
) -> None:
    on, off = {"Enabled": True}, {"Enabled": False}
    assert refused(ask, "SetUserMFAPreference", SoftwareTokenMfaSettings=on) == (
        "InvalidParameterException",
        "User does not have delivery config set to turn on SOFTWARE_TOKEN_MFA",
    )
    ask("SetUserMFAPreference", SMSMfaSettings=on)
    assert initiate(**_XENIA)["ChallengeName"] == "SMS_MFA"
    assert ask("GetUser")["PreferredMfaSetting"] == "SMS_MFA"
    ask("SetUserMFAPreference", EmailMfaSettings=on | {"PreferredMfa": True})
    assert initiate(**_XENIA)["ChallengeName"] == "EMAIL_OTP"
    ask("SetUserMFAPreference", SMSMfaSettings=off, EmailMfaSettings=off)
    assert "AuthenticationResult" in initiate(**_XENIA)
    for odd in ("x", {"Enabled": "yes"}):
        assert refused(ask, "SetUserMFAPreference", SMSMfaSettings=odd)[0] == (
            "SerializationException"
        )


def test_several_factors_without_a_preferred_one_are_a_choice(ask: Call, initiate: Call) -> None:
    on = {"Enabled": True}
    ask("SetUserMFAPreference", SMSMfaSettings=on, EmailMfaSettings=on)
    assert initiate(**_XENIA)["ChallengeName"] == "SELECT_MFA_TYPE"
    assert ask("GetUser")["UserMFASettingList"] == ["SMS_MFA", "EMAIL_OTP"]


def test_an_app_is_registered_unasked_and_then_switched_on(
    ask: Call, initiate: Call, respond: Call, now: Callable[[], datetime], refused: Refused
) -> None:
    wrong_code = (
        "EnableSoftwareTokenMFAException",
        "Code mismatch and fail enable Software Token MFA",
    )
    assert refused(ask, "VerifySoftwareToken", UserCode="123456") == wrong_code
    given = ask("AssociateSoftwareToken")
    assert set(given) == {"SecretCode"}
    totp = pyotp.TOTP(given["SecretCode"])
    code = totp.at(now())
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    assert refused(ask, "VerifySoftwareToken", UserCode=wrong) == wrong_code
    verified = ask("VerifySoftwareToken", UserCode=code, FriendlyDeviceName="Xenia's phone")
    assert verified == {"Status": "SUCCESS"}
    assert "AuthenticationResult" in initiate(**_XENIA)  # registered, but not switched on
    ask("SetUserMFAPreference", SoftwareTokenMfaSettings={"Enabled": True})
    asked = initiate(**_XENIA)
    assert asked["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
    assert asked["ChallengeParameters"]["FRIENDLY_DEVICE_NAME"] == "Xenia's phone"
    used = {"USERNAME": "xenia", "SOFTWARE_TOKEN_MFA_CODE": code}
    assert refused(respond, "SOFTWARE_TOKEN_MFA", asked["Session"], **used) == (
        "ExpiredCodeException",
        "Your software token has already been used once.",
    )
    following = totp.at(now() + timedelta(seconds=30))
    answer = {"USERNAME": "xenia", "SOFTWARE_TOKEN_MFA_CODE": following}
    assert "AuthenticationResult" in respond("SOFTWARE_TOKEN_MFA", asked["Session"], **answer)


def test_signing_out_ends_every_token(
    ask: Call, initiate: Call, refused: Refused, pool: PracticePool
) -> None:
    other = initiate(**_XENIA)["AuthenticationResult"]
    assert ask("GlobalSignOut") == {}
    revoked = ("NotAuthorizedException", "Access Token has been revoked")
    assert refused(ask, "GetUser") == revoked
    assert refused(initiate, "REFRESH_TOKEN_AUTH", REFRESH_TOKEN=other["RefreshToken"]) == (
        "NotAuthorizedException",
        "Refresh Token has been revoked",
    )
    again = initiate(**_XENIA)["AuthenticationResult"]["AccessToken"]
    assert pool.handle("GetUser", {"AccessToken": again})["Username"] == "xenia"


@pytest.mark.parametrize(
    "operation",
    ["GetUser", "GlobalSignOut", "AssociateSoftwareToken", "SetUserMFAPreference"],
)
def test_no_other_token_will_do(
    pool: PracticePool, initiate: Call, refused: Refused, operation: str
) -> None:
    tokens = initiate(**_XENIA)["AuthenticationResult"]
    for token in (tokens["IdToken"], "abc.def.ghi"):
        assert refused(pool.handle, operation, {"AccessToken": token}) == (
            "NotAuthorizedException",
            "Invalid Access Token",
        )


def test_a_token_expires(ask: Call, refused: Refused, advance: Callable[[float], None]) -> None:
    advance(3600)
    assert refused(ask, "GetUser") == ("NotAuthorizedException", "Access Token has expired")
