"""What AdminListUserAuthEvents tells of sign-ins that were tried here."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from console.core.practice_keys import PRACTICE_USER_POOL_ID
from console.practice.clients import CLIENTS
from console.practice.errors import PracticeError
from console.practice.pool import PracticePool

Call = Callable[..., dict[str, Any]]
Refused = Callable[..., tuple[str, str]]
_ALICE = {"USERNAME": "alice", "PASSWORD": "Amber-Kettle-41!"}
_ERIN = {"USERNAME": "erin", "PASSWORD": "Early-Orchard-19!"}


@pytest.fixture
def events(pool: PracticePool) -> Callable[[str], list[dict[str, Any]]]:
    def call(username: str) -> list[dict[str, Any]]:
        asked = {"UserPoolId": PRACTICE_USER_POOL_ID, "Username": username}
        found: list[dict[str, Any]] = pool.handle("AdminListUserAuthEvents", asked)["AuthEvents"]
        return found

    return call


def _told(event: dict[str, Any]) -> tuple[str, list[tuple[str, str]]]:
    shown = event["ChallengeResponses"]
    return event["EventResponse"], [
        (one["ChallengeName"], one["ChallengeResponse"]) for one in shown
    ]


Events = Callable[[str], list[dict[str, Any]]]


def test_each_sign_in_is_one_event_newest_first(
    initiate: Call, refused: Refused, events: Events, now: Callable[[], datetime]
) -> None:
    assert events("alice") == []
    refused(initiate, **_ALICE | {"PASSWORD": "wrong"})
    initiate("USER_PASSWORD_AUTH", path="public", **_ALICE)
    newest, oldest = events("alice")
    assert _told(oldest) == ("Fail", [("Password", "Failure")])
    assert _told(newest) == ("Pass", [("Password", "Success")])
    assert newest["CreationDate"] == now().timestamp()
    assert newest["EventRisk"]["RiskDecision"] == "NoRisk"
    assert newest["EventId"] != oldest["EventId"]


def test_a_second_factor_goes_on_with_the_event(
    initiate: Call, respond: Call, refused: Refused, events: Events, pool: PracticePool
) -> None:
    asked = initiate(**_ERIN)
    assert _told(events("erin")[0]) == ("InProgress", [("Password", "Success")])
    answer = {"USERNAME": "erin"}
    refused(respond, "SMS_MFA", asked["Session"], SMS_MFA_CODE="000000", **answer)
    (message,) = pool.outbox()
    respond("SMS_MFA", asked["Session"], SMS_MFA_CODE=message["code"], **answer)
    (event,) = events("erin")
    assert _told(event) == (
        "Pass",
        [("Password", "Success"), ("Mfa", "Failure"), ("Mfa", "Success")],
    )


def test_a_proof_is_a_password(
    initiate: Call,
    respond: Call,
    refused: Refused,
    events: Events,
    prover: Callable[..., Any],
    now: Callable[[], datetime],
) -> None:
    for password, verdict in (("wrong", "Fail"), ("Amber-Kettle-41!", "Pass")):
        srp = prover()
        begun = initiate("USER_SRP_AUTH", USERNAME="alice", SRP_A=srp.srp_a)
        answer = srp.answer(begun["ChallengeParameters"], password, now())
        if verdict == "Fail":
            refused(respond, "PASSWORD_VERIFIER", None, **answer)
        else:
            respond("PASSWORD_VERIFIER", None, **answer)
        right = "Success" if verdict == "Pass" else "Failure"
        assert _told(events("alice")[0]) == (verdict, [("Password", right)])


@pytest.mark.parametrize(
    ("username", "password", "decision", "level"),
    [
        ("risky", "Rapid-Tower-15!", "Block", "High"),
        ("suspect", "Sober-Tower-31!", "AccountTakeover", "Medium"),
    ],
)
def test_the_risk_is_told(
    pool: PracticePool, events: Events, username: str, password: str, decision: str, level: str
) -> None:
    call = {
        "UserPoolId": PRACTICE_USER_POOL_ID,
        "ClientId": CLIENTS["public"].id,
        "AuthFlow": "ADMIN_USER_PASSWORD_AUTH",
        "AuthParameters": {"USERNAME": username, "PASSWORD": password},
        "ContextData": {"IpAddress": "198.51.100.4"},
    }
    with contextlib.suppress(PracticeError):
        pool.handle("AdminInitiateAuth", call)
    (event,) = events(username)
    assert event["EventRisk"]["RiskDecision"] == decision
    assert event["EventRisk"]["RiskLevel"] == level
    assert event["EventContextData"]["IpAddress"] == "198.51.100.4"


def test_what_is_not_the_users_doing_is_no_event(
    initiate: Call, refused: Refused, events: Events
) -> None:
    refused(initiate, client="no-password-flow", **_ALICE)
    refused(initiate, USERNAME="alice")
    refused(initiate, USERNAME="nobody", PASSWORD="x")
    initiate(client="lite", **_ALICE)  # a plan without a history
    assert events("alice") == []


def test_a_refresh_is_no_sign_in(initiate: Call, events: Events) -> None:
    tokens = initiate(**_ALICE)["AuthenticationResult"]
    initiate("REFRESH_TOKEN_AUTH", REFRESH_TOKEN=tokens["RefreshToken"])
    assert len(events("alice")) == 1


def test_a_refusal_after_the_password_ends_the_event(
    initiate: Call, refused: Refused, events: Events
) -> None:
    refused(initiate, USERNAME="post-trigger", PASSWORD="Plush-Tower-24!")
    assert _told(events("post-trigger")[0]) == ("Fail", [])


def test_a_pool_without_threat_protection_keeps_no_history(
    pool: PracticePool, refused: Refused
) -> None:
    asked = {"UserPoolId": "eu-west-1_PRACTICE2", "Username": "alice"}
    assert refused(pool.handle, "AdminListUserAuthEvents", asked)[0] == (
        "UserPoolAddOnNotEnabledException"
    )
