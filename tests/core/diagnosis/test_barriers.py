"""Tests of what refuses a request whatever the password."""

from __future__ import annotations

from typing import Any

import pytest

from console.core.call import Path
from console.core.diagnosis.barriers import Stage, at_the_door, at_the_user, may_migrate
from console.core.diagnosis.evidence import AuthEventFacts, TrailFacts
from console.core.pool_settings import PoolSettings
from tests.core.diagnosis.situations import missing, situation
from tests.fakes import profile

PUBLIC = {"path": Path.PUBLIC}


@pytest.mark.parametrize(
    ("flow", "changes", "refusal"),
    [
        ("ADMIN_USER_PASSWORD_AUTH", {}, None),
        ("ADMIN_USER_PASSWORD_AUTH", {"evidence": {"pool_missing": True}}, "RN02"),
        ("USER_SRP_AUTH", PUBLIC | {"evidence": {"pool_missing": True}}, None),
        ("USER_SRP_AUTH", PUBLIC | {"evidence": {"client_missing": True}}, "RN01"),
        ("ADMIN_NO_SRP_AUTH", PUBLIC, "IP06"),
        ("USER_PASSWORD_AUTH", {}, "IP06"),
        ("USER_PASSWORD_AUTH", PUBLIC, None),
        ("USER_PASSWORD_AUTH", PUBLIC | {"client": {"auth_flows": ("ALLOW_USER_AUTH",)}}, "IP50"),
        ("ADMIN_NO_SRP_AUTH", {"client": {"auth_flows": ("ALLOW_USER_AUTH",)}}, "IP08"),
        ("USER_SRP_AUTH", {"client": {"auth_flows": ("ALLOW_USER_AUTH",)}}, "IP09"),
        ("CUSTOM_AUTH", {"client": {"auth_flows": ("ALLOW_USER_AUTH",)}}, "IP10"),
        ("USER_AUTH", {"client": {"auth_flows": ("ALLOW_CUSTOM_AUTH",)}}, "IP13"),
        # A client whose flows were never set allows SRP and custom, and no password.
        ("USER_SRP_AUTH", {"client": {"auth_flows": ()}}, None),
        ("ADMIN_USER_PASSWORD_AUTH", {"client": {"auth_flows": ()}}, "IP08"),
        ("REFRESH_TOKEN_AUTH", {"client": {"rotates_refresh": True}}, "IP08"),
        ("GetTokensFromRefreshToken", {"client": {"rotates_refresh": True}}, None),
        ("USER_AUTH", {"pool": {"tier": "LITE"}}, "FT01"),
        ("USER_SRP_AUTH", {"pool": {"tier": "LITE"}}, None),
        ("USER_SRP_AUTH", {"client": {"has_secret": True}}, "NA05"),
        (
            "USER_SRP_AUTH",
            {"client": {"has_secret": True, "secret_matches": False}, "has_client_secret": True},
            "NA04",
        ),
        (
            "REFRESH_TOKEN_AUTH",
            {"client": {"has_secret": True, "secret_matches": False}, "has_client_secret": True},
            "NA07",
        ),
        (
            "USER_SRP_AUTH",
            {"client": {"has_secret": True, "secret_matches": True}, "has_client_secret": True},
            None,
        ),
        ("CUSTOM_AUTH", {"pool": {"triggers": ("DefineAuthChallenge",)}}, "IP12"),
        ("CUSTOM_AUTH", {"pool": None}, None),
        ("REFRESH_TOKEN_AUTH", {"pool": {"device_tracking": True}}, "NA13"),
        (
            "REFRESH_TOKEN_AUTH",
            {"pool": {"device_tracking": True}, "parameters": frozenset({"DEVICE_KEY"})},
            None,
        ),
        ("A_FLOW_OF_TOMORROW", {}, None),
    ],
)
def test_at_the_door(flow: str, changes: dict[str, Any], refusal: str | None) -> None:
    found = at_the_door(situation(flow, **changes))
    assert (found and found.id) == refusal
    assert found is None or found.stage is Stage.REQUEST


def test_what_the_profile_knows_of_the_client_counts_where_it_was_not_read() -> None:
    known = profile(known=PoolSettings(auth_flows=("ALLOW_USER_SRP_AUTH",)))
    found = at_the_door(situation(client=None, profile=known))
    assert found is not None
    assert (found.id, found.sure) == ("IP08", False)


def test_the_first_check_speaks() -> None:
    found = at_the_door(situation("USER_PASSWORD_AUTH", client={"auth_flows": ("ALLOW_X",)}))
    assert found is not None
    assert found.id == "IP06"


@pytest.mark.parametrize(
    ("changes", "refusal", "sure"),
    [
        ({}, None, True),
        ({"user": {"enabled": False, "status": "UNCONFIRMED"}}, "NA02", True),
        ({"user": {"status": "UNCONFIRMED"}}, "UC01", True),
        ({"user": {"status": "RESET_REQUIRED"}}, "PR01", True),
        ({"user": {"status": "RESET_REQUIRED"}, "client": {"hides_users": True}}, "NA01", False),
        ({"user": {"status": "RESET_REQUIRED"}, "client": None}, "PR01", False),
        ({"user": {"status": "EXTERNAL_PROVIDER"}}, "NA01", False),
        ({"user": {"status": "FORCE_CHANGE_PASSWORD"}}, None, True),
        ({"failures_seen": 9}, None, True),
        ({"failures_seen": 10}, "NA03", False),
        ({"evidence": {"trail": TrailFacts(refusals=9)}}, None, True),
        ({"evidence": {"trail": TrailFacts(refusals=10)}}, "NA03", False),
        # A sub finds the user in a look-up and is no name to sign in with.
        ({"username": "0f9619ff-8b86-4011-b42d-00c04fc964ff"}, "UN01", True),
        ({"user": None}, None, True),
    ],
)
def test_at_the_user(changes: dict[str, Any], refusal: str | None, sure: bool) -> None:
    found = at_the_user(situation(**changes))
    assert (found and found.id) == refusal
    assert found is None or found.sure is sure


@pytest.mark.parametrize(
    ("mode", "decision", "refusal"),
    [("ENFORCED", "Block", "NA20"), ("AUDIT", "Block", None), ("ENFORCED", "NoRisk", None)],
)
def test_what_threat_protection_blocked_it_most_likely_blocks_again(
    mode: str, decision: str, refusal: str | None
) -> None:
    event = AuthEventFacts(at=None, event_type="SignIn", response="Fail", risk_decision=decision)
    asked = situation(pool={"threat_protection": mode}, evidence={"auth_events": (event,)})
    found = at_the_user(asked)
    assert (found and found.id) == refusal


@pytest.mark.parametrize(
    ("hides", "refusal", "stage", "sure"),
    [
        (True, "NA01", Stage.PASSWORD, True),
        (False, "UN01", Stage.LOOKUP, True),
        (None, "UN01", Stage.LOOKUP, False),
    ],
)
def test_an_absent_user(hides: bool | None, refusal: str, stage: Stage, sure: bool) -> None:
    found = at_the_user(missing(client={"hides_users": hides}))
    assert found is not None
    assert (found.id, found.stage, found.sure) == (refusal, stage, sure)


@pytest.mark.parametrize(
    ("flow", "chosen", "asked"),
    [
        ("ADMIN_USER_PASSWORD_AUTH", {}, True),
        ("USER_SRP_AUTH", {}, False),
        ("CUSTOM_AUTH", {"CHALLENGE_NAME": "SRP_A"}, False),
        ("USER_AUTH", {"PREFERRED_CHALLENGE": "PASSWORD"}, True),
        ("USER_AUTH", {"PREFERRED_CHALLENGE": "PASSWORD_SRP"}, False),
    ],
)
def test_migration_is_asked_where_the_password_goes_along(
    flow: str, chosen: dict[str, str], asked: bool
) -> None:
    found = missing(flow, chosen=chosen, pool={"triggers": ("UserMigration",)})
    assert may_migrate(found) is asked
    assert (at_the_user(found) is None) is asked
    assert not may_migrate(missing(flow, chosen=chosen))
