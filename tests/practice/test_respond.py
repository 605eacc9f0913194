from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pyotp
import pytest

from console.practice.clients import CLIENTS
from console.practice.errors import PracticeError
from console.practice.pool import PracticePool

Call = Callable[..., dict[str, Any]]
_SEED = "ERSGKHLZYZYBUBLSFPP6SRR4LJGLNHOD"
_DAVE = {"USERNAME": "dave", "PASSWORD": "Dusty-Compass-76!"}
_ERIN = {"USERNAME": "erin", "PASSWORD": "Early-Orchard-19!"}
_GRACE = {"USERNAME": "grace", "PASSWORD": "Gentle-Rudder-37!"}
_TOTP, _SMS, _NEW = "SOFTWARE_TOKEN_MFA", "SMS_MFA", "NEW_PASSWORD_REQUIRED"
_NEW_PASSWORD = "Fresh-Meadow-77!"


def _refused(call: Call, *args: str | None, **responses: str) -> tuple[str, str]:
    with pytest.raises(PracticeError) as caught:
        call(*args, **responses)
    return caught.value.code, caught.value.message


def _other(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def _sms(initiate: Call, pool: PracticePool) -> tuple[str, str]:
    session: str = initiate(**_ERIN)["Session"]
    return session, pool.outbox()[-1]["code"]


def test_a_wrong_sms_code_keeps_the_session_and_a_right_one_spends_it(
    initiate: Call, respond: Call, pool: PracticePool
) -> None:
    session, code = _sms(initiate, pool)
    for _ in range(2):
        assert _refused(respond, _SMS, session, USERNAME="erin", SMS_MFA_CODE=_other(code)) == (
            "CodeMismatchException",
            "Invalid code or auth state for the user.",
        )
    signed = respond(_SMS, session, USERNAME="erin", SMS_MFA_CODE=code)
    assert "RefreshToken" in signed["AuthenticationResult"]
    assert _refused(respond, _SMS, session, USERNAME="erin", SMS_MFA_CODE=code) == (
        "NotAuthorizedException",
        "Invalid session for the user, session can only be used once.",
    )


def test_an_older_sessions_code_is_not_good_for_a_newer_one(
    initiate: Call, respond: Call, pool: PracticePool
) -> None:
    old, old_code = _sms(initiate, pool)
    new, new_code = _sms(initiate, pool)
    while new_code == old_code:  # once in a million
        new, new_code = _sms(initiate, pool)
    assert _refused(respond, _SMS, new, USERNAME="erin", SMS_MFA_CODE=old_code)[0] == (
        "CodeMismatchException"
    )
    assert "AuthenticationResult" in respond(_SMS, old, USERNAME="erin", SMS_MFA_CODE=old_code)


@pytest.mark.parametrize("drift", [-30, 0, 30])
def test_totp_is_taken_within_one_step(
    initiate: Call, respond: Call, now: Callable[[], datetime], drift: int
) -> None:
    code = pyotp.TOTP(_SEED).at(now() + timedelta(seconds=drift))
    session = initiate(**_DAVE)["Session"]
    signed = respond(_TOTP, session, USERNAME="dave", SOFTWARE_TOKEN_MFA_CODE=code)
    assert "AuthenticationResult" in signed


def test_a_wrong_totp_code_keeps_the_session(
    initiate: Call, respond: Call, now: Callable[[], datetime]
) -> None:
    session = initiate(**_DAVE)["Session"]
    totp = pyotp.TOTP(_SEED)
    right = totp.at(now())
    fullwidth = "".join(chr(ord(digit) + 0xFEE0) for digit in right)
    for code in (totp.at(now() + timedelta(seconds=300)), "12345", "abcdef", fullwidth):
        assert _refused(respond, _TOTP, session, USERNAME="dave", SOFTWARE_TOKEN_MFA_CODE=code) == (
            "CodeMismatchException",
            "Invalid code received for user",
        )
    assert "AuthenticationResult" in respond(
        _TOTP, session, USERNAME="dave", SOFTWARE_TOKEN_MFA_CODE=right
    )


def test_a_session_expires_by_the_clients_validity(
    initiate: Call, respond: Call, now: Callable[[], datetime], advance: Callable[[float], None]
) -> None:
    early, late = initiate(**_DAVE)["Session"], initiate(**_DAVE)["Session"]
    advance(CLIENTS["public"].session_validity_s - 1)
    code = pyotp.TOTP(_SEED).at(now())
    assert "AuthenticationResult" in respond(
        _TOTP, early, USERNAME="dave", SOFTWARE_TOKEN_MFA_CODE=code
    )
    advance(1)
    assert _refused(respond, _TOTP, late, USERNAME="dave", SOFTWARE_TOKEN_MFA_CODE=code) == (
        "NotAuthorizedException",
        "Invalid session for the user, session is expired.",
    )


def test_a_session_is_good_for_its_user_and_challenge_only(initiate: Call, respond: Call) -> None:
    session = initiate(**_DAVE)["Session"]
    invalid = ("NotAuthorizedException", "Invalid session for the user.")
    for challenge, username in ((_TOTP, "alice"), (_SMS, "dave"), ("EMAIL_OTP", "dave")):
        assert _refused(respond, challenge, session, USERNAME=username) == invalid
    assert _refused(respond, _TOTP, "x" * 40, USERNAME="dave") == invalid


def test_a_session_is_good_for_its_client_only(
    initiate: Call, respond: Call, secret_hash: Callable[..., str]
) -> None:
    session = initiate(**_DAVE)["Session"]
    assert _refused(
        respond,
        _TOTP,
        session,
        "confidential",
        USERNAME="dave",
        SECRET_HASH=secret_hash("dave"),
    ) == ("NotAuthorizedException", "Invalid session for the user.")


def test_what_is_missing_is_named_and_keeps_the_session(
    initiate: Call, respond: Call, now: Callable[[], datetime], pool: PracticePool
) -> None:
    code = "InvalidParameterException"
    session = initiate(**_DAVE)["Session"]
    assert _refused(respond, _TOTP, session) == (code, "Missing required parameter USERNAME")
    assert _refused(respond, _TOTP, None, USERNAME="dave") == (
        code,
        "Missing required parameter Session",
    )
    assert _refused(respond, _TOTP, session, USERNAME="dave") == (
        code,
        "Missing required parameter SOFTWARE_TOKEN_MFA_CODE",
    )
    sms_session, _ = _sms(initiate, pool)
    assert _refused(respond, _SMS, sms_session, USERNAME="erin") == (
        code,
        "Missing required parameter SMS_MFA_CODE",
    )
    right = pyotp.TOTP(_SEED).at(now())
    assert "AuthenticationResult" in respond(
        _TOTP, session, USERNAME="dave", SOFTWARE_TOKEN_MFA_CODE=right
    )


def test_an_answer_of_a_confidential_client_needs_the_hash(
    initiate: Call,
    respond: Call,
    secret_hash: Callable[..., str],
    now: Callable[[], datetime],
) -> None:
    client = "confidential"
    session = initiate(
        "ADMIN_USER_PASSWORD_AUTH",
        client,
        USERNAME="frank",
        PASSWORD="Frosty-Pulley-84!",
        SECRET_HASH=secret_hash("frank"),
    )["Session"]
    answer = {
        "USERNAME": "frank",
        "SOFTWARE_TOKEN_MFA_CODE": pyotp.TOTP("ZWHPVTUYM4R7Y6QIAYAPZF6K2XUN2CKR").at(now()),
    }
    client_id = CLIENTS[client].id
    assert _refused(respond, _TOTP, session, client, **answer) == (
        "NotAuthorizedException",
        f"Client {client_id} is configured with secret but SECRET_HASH was not received",
    )
    assert _refused(respond, _TOTP, session, client, **answer, SECRET_HASH="bm8=") == (
        "NotAuthorizedException",
        f"Unable to verify secret hash for client {client_id}",
    )
    assert "AuthenticationResult" in respond(
        _TOTP, session, client, **answer, SECRET_HASH=secret_hash("frank")
    )


def test_a_new_password_confirms_the_user_and_replaces_the_old_one(
    initiate: Call, respond: Call
) -> None:
    session = initiate(**_GRACE)["Session"]
    answer = {"USERNAME": "grace", "NEW_PASSWORD": _NEW_PASSWORD, "userAttributes_name": "Grace"}
    assert "AuthenticationResult" in respond(_NEW, session, **answer)
    assert _refused(respond, _NEW, session, **answer)[1] == (
        "Invalid session for the user, session can only be used once."
    )
    assert _refused(initiate, **_GRACE)[1] == "Incorrect username or password."
    again = initiate(USERNAME="grace", PASSWORD=_NEW_PASSWORD)
    assert "AuthenticationResult" in again


def test_a_new_password_leads_on_to_the_second_factor(
    initiate: Call, respond: Call, now: Callable[[], datetime]
) -> None:
    first = initiate(USERNAME="heidi", PASSWORD="Humble-Trellis-62!")
    second = respond(
        _NEW,
        first["Session"],
        USERNAME="heidi",
        NEW_PASSWORD=_NEW_PASSWORD,
        userAttributes_name="Heidi",
    )
    assert second["ChallengeName"] == _TOTP
    assert second["Session"] != first["Session"]
    code = pyotp.TOTP("JAYT4PGDAVLKTKDGMTK6TEBKVSZT7J2U").at(now())
    assert "AuthenticationResult" in respond(
        _TOTP, second["Session"], USERNAME="heidi", SOFTWARE_TOKEN_MFA_CODE=code
    )


@pytest.mark.parametrize(
    ("responses", "code", "text"),
    [
        (
            {"userAttributes_name": "Grace"},
            "InvalidParameterException",
            "Invalid attributes given, new password should be given with key NEW_PASSWORD.",
        ),
        (
            {"NEW_PASSWORD": "Short1!", "userAttributes_name": "Grace"},
            "InvalidPasswordException",
            "Password does not conform to policy: Password not long enough",
        ),
        (
            {"NEW_PASSWORD": _NEW_PASSWORD},
            "InvalidParameterException",
            "Invalid attributes given, name is missing",
        ),
        (
            {"NEW_PASSWORD": _NEW_PASSWORD, "userAttributes_name": ""},
            "InvalidParameterException",
            "Invalid attributes given, name is missing",
        ),
        (
            {"NEW_PASSWORD": _NEW_PASSWORD, "userAttributes_email": "g@example.com"},
            "NotAuthorizedException",
            "Cannot modify an already provided email",
        ),
        (
            {"NEW_PASSWORD": _NEW_PASSWORD, "userAttributes_sub": "1"},
            "NotAuthorizedException",
            "A client attempted to write unauthorized attribute",
        ),
    ],
)
def test_a_refused_new_password_changes_nothing_and_keeps_the_session(
    initiate: Call, respond: Call, responses: dict[str, str], code: str, text: str
) -> None:
    session = initiate(**_GRACE)["Session"]
    assert _refused(respond, _NEW, session, USERNAME="grace", **responses) == (code, text)
    assert initiate(**_GRACE)["ChallengeName"] == _NEW
    assert "AuthenticationResult" in respond(
        _NEW,
        session,
        USERNAME="grace",
        NEW_PASSWORD=_NEW_PASSWORD,
        userAttributes_name="Grace",
    )
