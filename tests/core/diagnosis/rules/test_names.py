from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from console.core.diagnosis.evidence import TrailEvent, TrailFacts, UserFacts
from console.core.diagnosis.finding import Confidence
from console.core.diagnosis.findings import find
from console.core.diagnosis.situation import Situation
from tests.core.diagnosis.rules.refusals import first, found, lacking, refused
from tests.core.diagnosis.situations import USER, missing, situation

HIDES = {"hides_users": True}
TAKES_EMAIL: dict[str, Any] = {"alias_attributes": ("email",)}


def other(name: str, by: str = "email", *, verified: bool = False) -> UserFacts:
    return replace(
        USER, username=name, matched_by=by, email_verified=verified, phone_verified=False
    )


def by_email(*users: UserFacts, **changes: Any) -> Situation:
    """Nobody has the typed address as a name; ListUsers found these."""
    pool = changes.pop("pool", TAKES_EMAIL)
    return missing(username="al@example.com", pool=pool, evidence={"alias_users": users}, **changes)


def test_nobody_where_users_are_hidden_and_where_not() -> None:
    hidden = missing(client=HIDES)
    assert first(hidden) == first(refused(hidden, "NA01")) == ("user_unknown_hidden", True)
    plain = missing()
    assert first(plain) == first(refused(plain, "UN01")) == ("user_unknown", True)
    assert found(plain, "user_unknown_hidden") is None
    later = found(refused(situation(), "UN01"), "user_unknown")
    assert later is not None
    assert not later.decided  # the user is there by now
    # That the client hides it is but likely where the client was not read.
    unread = found(refused(missing(client=None), "NA01"), "user_unknown_hidden")
    assert unread is not None
    assert (unread.decided, unread.would_decide) == (False, "DescribeUserPoolClient")
    assert found(situation(client=HIDES), "user_unknown_hidden") is None
    assert found(refused(hidden, "NA02"), "user_unknown_hidden") is None


def test_nobody_is_not_certain_where_something_nearer_fits() -> None:
    for changes in (
        {"evidence": {"alias_users": (other("ALICE", "username"),)}},
        {"evidence": {"found_in": ("eu-west-1_B",)}},
        {"username_findings": ("ends with a blank",)},
        {"pool": {"triggers": ("UserMigration",)}},
    ):
        finding = found(missing(client=HIDES, **changes), "user_unknown_hidden")
        assert finding is not None
        assert (finding.confidence, finding.decided) == (Confidence.LOW, False)
        assert finding.against


def test_nobody_is_a_guess_without_admin_get_user() -> None:
    finding = found(
        lacking(situation(user=None, client=HIDES), "AdminGetUser"), "user_unknown_hidden"
    )
    assert finding is not None
    assert (finding.confidence, finding.decided) == (Confidence.LOW, False)
    assert finding.would_decide == "AdminGetUser"
    (sentence,) = finding.not_checked
    assert sentence.endswith("is not known: AdminGetUser was not permitted.")


def test_another_pool() -> None:
    nobody: dict[str, Any] = {"alias_users": (), "other_pools": ("eu-west-1_B",)}
    known = nobody | {"found_in": ("eu-west-1_B",)}
    there = missing(username="al@example.com", client=HIDES, evidence=known)
    assert first(there) == first(refused(there, "NA01")) == ("other_pool", True)
    plain = missing(client=HIDES, evidence=known)
    assert first(plain) == first(refused(plain, "NA01")) == ("other_pool", False)
    unasked = found(missing(evidence=nobody), "other_pool")
    assert unasked is not None
    assert (unasked.confidence, unasked.would_decide) == (Confidence.LOW, "ListUsers")
    for evidence in (
        {"other_pools": ("eu-west-1_B",), "found_in": ()},
        {"other_pools": ()},
        {"alias_users": (other("ALICE", "username"),), "found_in": ("eu-west-1_B",)},
    ):
        assert found(missing(evidence=evidence), "other_pool") is None


def test_an_app_that_asks_elsewhere_finds_nobody_where_there_is_one() -> None:
    asked = replace(refused(situation(), "UN01"), seen_elsewhere=True)
    assert first(asked) == ("app_points_elsewhere", False)
    finding = found(asked, "app_points_elsewhere")
    assert finding is not None
    assert (finding.confidence, finding.would_decide) == (Confidence.MEDIUM, "LookupEvents")
    denied = found(lacking(asked, "AdminGetUser"), "app_points_elsewhere")
    assert denied is not None
    assert denied.would_decide == "AdminGetUser"
    call = TrailEvent(at=None, event_name="InitiateAuth", request_id="r")
    logged = replace(asked.evidence, trail=TrailFacts(own=(call,)))
    here = found(replace(asked, evidence=logged), "app_points_elsewhere")
    assert here is not None
    assert (here.confidence, here.would_decide) == (Confidence.LOW, "ListUserPools")
    for other in (
        refused(situation(), "UN01"),  # the console itself asked here
        replace(refused(missing(), "UN01"), seen_elsewhere=True),
        replace(refused(situation(), "NA01"), seen_elsewhere=True),
        replace(refused(situation(username=USER.sub), "UN01"), seen_elsewhere=True),
    ):
        assert found(other, "app_points_elsewhere") is None


@pytest.mark.parametrize("entry", [None, "UN01", "NA01"])
def test_a_sub_as_the_name(entry: str | None) -> None:
    asked = situation(username=USER.sub, client={"hides_users": entry == "NA01"})
    asked = asked if entry is None else refused(asked, entry)
    assert first(asked) == ("sub_as_name", True)
    its_own_name = situation(username=USER.sub, user={"username": USER.sub})
    assert found(its_own_name, "sub_as_name") is None


def test_nobody_is_decided_only_where_no_other_name_can_be_meant() -> None:
    denied = {"alias_users": None}
    for asked in (
        missing(client=HIDES, evidence=denied),
        refused(missing(client=HIDES, evidence=denied), "NA01"),
        refused(missing(evidence=denied), "UN01"),
    ):
        finding = find(asked)[0]
        assert finding.id.startswith("user_unknown")
        assert (finding.decided, finding.would_decide) == (False, "ListUsers")


@pytest.mark.parametrize("flow", ["USER_SRP_AUTH", "CUSTOM_AUTH"])
def test_a_flow_that_hands_over_no_password_brings_nobody_in(flow: str) -> None:
    pool = {"triggers": ("UserMigration",)}
    asked = refused(missing(flow, client=HIDES, pool=pool), "NA01", "PASSWORD_VERIFIER")
    assert [one.id for one in find(asked)][:2] == [
        "user_unknown_hidden", "migration_needs_password",
    ]  # fmt: skip
    assert not any(one.decided for one in find(asked))
    for other_one in (
        missing(client=HIDES, pool=pool),
        missing(flow, client=HIDES),
        situation(flow, pool=pool),
        refused(missing("REFRESH_TOKEN_AUTH", pool=pool), "UN01"),
    ):
        assert found(other_one, "migration_needs_password") is None


def test_something_that_is_not_there_is_looked_for_among_what_the_app_names() -> None:
    asked = refused(situation(), "RN00")
    assert found(asked, "app_points_elsewhere") is None  # the console itself asked here
    assert first(replace(asked, seen_elsewhere=True)) == ("app_points_elsewhere", False)
    no_client = refused(situation(client=None, evidence={"client_missing": True}), "RN00")
    assert first(replace(no_client, seen_elsewhere=True)) == ("client_not_found", True)
    no_pool = refused(situation(pool=None, evidence={"pool_missing": True}), "RN00")
    assert "pool_not_found" in [one.id for one in find(no_pool)]
