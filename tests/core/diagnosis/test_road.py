"""Tests of the challenges that lie ahead of a user whom nothing refuses."""

from __future__ import annotations

from typing import Any

import pytest

from console.core.diagnosis.evidence import DeviceFacts
from console.core.diagnosis.road import road
from tests.core.diagnosis.situations import situation

VERIFIER, NEW, SELECT = "PASSWORD_VERIFIER", "NEW_PASSWORD_REQUIRED", "SELECT_CHALLENGE"
APP, SMS, EMAIL = "SOFTWARE_TOKEN_MFA", "SMS_MFA", "EMAIL_OTP"
BOTH = {"mfa_methods": (SMS, APP)}
TEMPORARY = {"status": "FORCE_CHANGE_PASSWORD"}
SRP_FIRST = {"CHALLENGE_NAME": "SRP_A"}


def prefers(name: str) -> dict[str, Any]:
    return {"chosen": {"PREFERRED_CHALLENGE": name}}


@pytest.mark.parametrize(
    ("flow", "changes", "challenges"),
    [
        ("ADMIN_USER_PASSWORD_AUTH", {}, ()),
        ("ADMIN_USER_PASSWORD_AUTH", {"user": {"mfa_methods": (APP,)}}, (APP,)),
        ("ADMIN_USER_PASSWORD_AUTH", {"user": BOTH}, ("SELECT_MFA_TYPE",)),
        ("ADMIN_USER_PASSWORD_AUTH", {"user": BOTH | {"preferred_mfa": SMS}}, (SMS,)),
        ("ADMIN_USER_PASSWORD_AUTH", {"user": BOTH | {"preferred_mfa": "X"}}, ("SELECT_MFA_TYPE",)),
        (
            "ADMIN_USER_PASSWORD_AUTH",
            {"user": BOTH, "chosen": {"SELECT_MFA_TYPE": APP}},
            ("SELECT_MFA_TYPE", APP),
        ),
        ("ADMIN_USER_PASSWORD_AUTH", {"user": BOTH, "pool": {"mfa": "OFF"}}, ()),
        ("ADMIN_USER_PASSWORD_AUTH", {"pool": {"mfa": "ON"}}, ("MFA_SETUP",)),
        ("ADMIN_USER_PASSWORD_AUTH", {"user": TEMPORARY | BOTH}, (NEW, "SELECT_MFA_TYPE")),
        ("USER_SRP_AUTH", {}, (VERIFIER,)),
        ("USER_SRP_AUTH", {"user": TEMPORARY | {"mfa_methods": (APP,)}}, (VERIFIER, NEW, APP)),
        ("CUSTOM_AUTH", {}, ("CUSTOM_CHALLENGE",)),
        ("CUSTOM_AUTH", {"chosen": SRP_FIRST}, (VERIFIER, "CUSTOM_CHALLENGE")),
        ("CUSTOM_AUTH", {"chosen": SRP_FIRST, "user": {"mfa_methods": (SMS,)}}, (VERIFIER, SMS)),
        ("USER_AUTH", {}, (SELECT,)),
        ("USER_AUTH", {"chosen": {SELECT: EMAIL}}, (SELECT, EMAIL)),
        ("USER_AUTH", {"chosen": {SELECT: "PASSWORD"}}, (SELECT, "PASSWORD")),
        (
            "USER_AUTH",
            {"chosen": {SELECT: "PASSWORD_SRP"}},
            (SELECT, "PASSWORD_SRP", VERIFIER),
        ),
        ("USER_AUTH", prefers("PASSWORD"), ()),
        ("USER_AUTH", prefers("PASSWORD_SRP"), (VERIFIER,)),
        ("USER_AUTH", prefers(EMAIL), (EMAIL,)),
        ("USER_AUTH", prefers("SMS_OTP"), ("SMS_OTP",)),
        ("USER_AUTH", prefers("WEB_AUTHN"), ("WEB_AUTHN",)),
        # A factor that the user cannot begin with gives the choice.
        ("USER_AUTH", prefers(EMAIL) | {"user": {"email_verified": False}}, (SELECT,)),
        ("USER_AUTH", prefers("SMS_OTP") | {"user": {"mfa_methods": (APP,)}}, (SELECT,)),
        ("USER_AUTH", prefers(EMAIL) | {"user": TEMPORARY}, (SELECT,)),
        ("USER_AUTH", prefers(EMAIL) | {"pool": {"first_factors": ("PASSWORD",)}}, (SELECT,)),
    ],
)
def test_the_challenges_ahead(
    flow: str, changes: dict[str, Any], challenges: tuple[str, ...]
) -> None:
    found = road(situation(flow, **changes))
    assert found.challenges == challenges
    assert found.barrier is None


@pytest.mark.parametrize(
    ("flow", "changes"),
    [
        ("ADMIN_USER_PASSWORD_AUTH", {"user": None}),
        ("ADMIN_USER_PASSWORD_AUTH", {"pool": None}),
        ("ADMIN_USER_PASSWORD_AUTH", {"pool": {"mfa": "ON"}}),  # the user has a number
        ("USER_AUTH", prefers("WEB_AUTHN")),  # whether there is a passkey nobody tells
        ("CUSTOM_AUTH", {}),
    ],
)
def test_what_evidence_does_not_settle_is_not_sure(flow: str, changes: dict[str, Any]) -> None:
    assert not road(situation(flow, **changes)).sure
    assert road(situation()).sure


@pytest.mark.parametrize(
    ("devices", "challenges", "refusal", "sure"),
    [
        (
            (DeviceFacts(key_matches=True, remembered=True),),
            (VERIFIER, "DEVICE_SRP_AUTH", "DEVICE_PASSWORD_VERIFIER"),
            None,
            True,
        ),
        ((DeviceFacts(key_matches=True, remembered=False),), (VERIFIER, SMS), None, True),
        ((DeviceFacts(key_matches=False, remembered=True),), (VERIFIER,), "RN50", True),
        ((), (VERIFIER,), "RN50", True),
        ((DeviceFacts(remembered=True),), (VERIFIER, SMS), None, False),
        (None, (VERIFIER, SMS), None, False),
    ],
)
def test_a_remembered_device_comes_in_place_of_the_second_factor(
    devices: tuple[DeviceFacts, ...] | None,
    challenges: tuple[str, ...],
    refusal: str | None,
    sure: bool,
) -> None:
    found = road(
        situation(
            "USER_SRP_AUTH",
            user={"mfa_methods": (SMS,)},
            pool={"device_tracking": True},
            parameters=frozenset({"PASSWORD", "DEVICE_KEY"}),
            evidence={"devices": devices},
        )
    )
    assert (found.challenges, found.sure) == (challenges, sure)
    assert (found.barrier and found.barrier.id) == refusal


def test_a_plan_without_e_mail_codes_refuses_them() -> None:
    found = road(situation(user={"mfa_methods": (EMAIL,)}, pool={"tier": "LITE"}))
    assert found.challenges == ()
    assert found.barrier is not None
    assert found.barrier.id == "FT01"
