from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from console.core.diagnosis.evidence import UserFacts
from console.core.diagnosis.finding import Confidence
from console.core.diagnosis.findings import find
from console.core.diagnosis.situation import Situation
from tests.core.diagnosis.rules.refusals import first, found, lacking, refused
from tests.core.diagnosis.situations import COUNTED, POOL, USER, hidden, situation

HIDES = {"hides_users": True}
FEDERATED = replace(
    USER, username="google_1", status="EXTERNAL_PROVIDER", matched_by="email", email_verified=False
)
STATES = {
    "UNCONFIRMED": "user_unconfirmed",
    "EXTERNAL_PROVIDER": "external_provider",
    "ARCHIVED": "user_archived",
    "COMPROMISED": "user_compromised",
    "RESET_REQUIRED": "password_reset_required",
}


@pytest.mark.parametrize(("status", "cause"), STATES.items())
def test_a_state_is_told_beforehand_and_decided_by_the_look_at_the_user(
    status: str, cause: str
) -> None:
    asked = situation(user={"status": status})
    assert first(asked) == (cause, True)
    assert first(lacking(asked, "AdminGetUser")) == (cause, False)
    assert found(situation(), cause) is None
    assert found(refused(asked, "NA03"), cause) is None


@pytest.mark.parametrize(
    ("entry", "cause"),
    [
        ("NA02", "user_disabled"),
        ("UC01", "user_unconfirmed"),
        ("PR01", "password_reset_required"),
    ],
)
def test_cognito_s_own_words_need_no_look(entry: str, cause: str) -> None:
    asked = lacking(refused(situation(user=None), entry), "AdminGetUser")
    assert first(asked) == (cause, True)


def test_a_disabled_user() -> None:
    asked = situation(user={"enabled": False})
    assert first(asked) == first(refused(asked, "NA02")) == ("user_disabled", True)
    # What Cognito says of a disabled user's wrong password is not known: both may be the cause.
    assert first(refused(asked, "NA01")) == ("user_disabled", False)
    finding = found(refused(asked, "NA01"), "user_disabled")
    assert finding is not None
    assert (finding.would_decide, bool(finding.against)) == ("AdminInitiateAuth", True)
    denied = found(lacking(refused(asked, "NA01"), "AdminGetUser"), "user_disabled")
    assert denied is not None
    assert denied.would_decide == "AdminGetUser"
    assert found(situation(), "user_disabled") is None


def test_a_due_reset_reads_like_a_wrong_password_where_users_are_hidden() -> None:
    hides = situation(user={"status": "RESET_REQUIRED"}, client=HIDES)
    assert first(hides) == first(refused(hides, "NA01")) == ("imported_reset_required", True)
    assert found(hides, "password_reset_required") is None
    plain = situation(user={"status": "RESET_REQUIRED"})
    # The words of a wrong password, where a due reset has words of its own.
    assert first(refused(plain, "NA01")) == ("password_reset_required", False)
    assert first(refused(plain, "PR01")) == ("password_reset_required", True)
    assert first(refused(plain, "IP21")) == ("password_reset_required", True)


def test_a_federated_user_has_no_password_to_be_wrong() -> None:
    asked = refused(situation(user={"status": "EXTERNAL_PROVIDER"}), "NA01")
    assert first(asked) == ("external_provider", True)
    assert found(asked, "wrong_password") is None


def of_address(*users: UserFacts, **changes: Any) -> Situation:
    """Nobody has the typed address as a name; ListUsers found these."""
    pool = {"alias_attributes": ("email",)}
    return hidden(username="al@example.com", pool=pool, evidence={"alias_users": users}, **changes)


@pytest.mark.parametrize("named_by_it", [True, False])
def test_whoever_comes_in_through_a_provider_types_the_address(named_by_it: bool) -> None:
    asked = of_address(FEDERATED)
    if named_by_it:
        pool = replace(POOL, username_attributes=("email",))
        asked = replace(asked, evidence=replace(asked.evidence, pool=pool))
    assert first(asked) == first(refused(asked, "NA01")) == ("external_provider", True)
    denied = lacking(refused(asked, "NA01"), "ListUsers")
    assert find(denied)[0].would_decide == "ListUsers"


def test_a_profile_of_the_pool_s_own_comes_before_that_of_a_provider() -> None:
    own = replace(USER, matched_by="email")
    unverified = of_address(replace(own, email_verified=False), FEDERATED)
    assert first(refused(unverified, "NA01")) == ("alias_not_verified", True)
    known = {**COUNTED, "alias_users": (own, FEDERATED)}
    reached = situation(username="al@example.com", evidence=known)
    for asked in (unverified, reached):
        finding = found(refused(asked, "NA01"), "external_provider")
        assert finding is not None
        assert (finding.confidence, finding.decided) == (Confidence.LOW, False)


def test_what_list_users_tells_of_a_state_decides_nothing_but_is_told() -> None:
    for changes, cause in (
        ({"enabled": False}, "user_disabled"),
        ({"status": "UNCONFIRMED"}, "user_unconfirmed"),
        ({"status": "RESET_REQUIRED"}, "imported_reset_required"),
    ):
        asked = of_address(replace(USER, matched_by="email", **changes))
        unread = replace(asked, evidence=replace(asked.evidence, user_missing=False))
        finding = found(lacking(refused(unread, "NA01"), "AdminGetUser"), cause)
        assert finding is not None
        assert (finding.decided, finding.would_decide) == (False, "AdminGetUser")


@pytest.mark.parametrize("entry", ["NA02", "UC01", "PR01"])
def test_a_state_that_the_app_met_and_that_is_over_decides_nothing(entry: str) -> None:
    here = refused(situation(), entry)
    assert find(here)[0].decided
    finding = find(replace(here, seen_elsewhere=True))[0]
    assert (finding.decided, finding.confidence) == (False, Confidence.MEDIUM)
    assert finding.against[0].endswith("by now.")
