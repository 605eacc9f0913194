from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from console.core.diagnosis.evidence import UserFacts
from console.core.diagnosis.finding import Confidence
from console.core.diagnosis.situation import Situation
from tests.core.diagnosis.rules.refusals import first, found, lacking, refused
from tests.core.diagnosis.situations import POOL, USER, missing, situation

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
    # Cognito's own words settle it where the client was not read.
    assert first(refused(missing(client=None), "NA01")) == ("user_unknown_hidden", True)
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


def test_another_letter_case() -> None:
    spelled = missing(username="Alice", evidence={"alias_users": (other("alice", "username"),)})
    assert first(spelled) == first(refused(spelled, "NA01")) == ("letter_case", True)
    folds = replace(
        spelled,
        evidence=replace(spelled.evidence, pool=replace(POOL, case_sensitive=False)),
    )
    assert found(folds, "letter_case") is None
    # A verified address is found by its small letters alone.
    address = by_email(other("u1", verified=True))
    assert found(address, "letter_case") is None
    assert first(replace(address, username="Al@example.com")) == ("letter_case", True)
    denied = lacking(
        situation(
            user=None, username="Alice", evidence={"alias_users": (other("alice", "username"),)}
        ),
        "AdminGetUser",
    )
    assert first(denied) == ("letter_case", False)


def test_an_alias_that_is_not_verified() -> None:
    asked = by_email(other("alice"))
    assert first(asked) == first(refused(asked, "NA01")) == ("alias_not_verified", True)
    assert found(by_email(other("alice", verified=True)), "alias_not_verified") is None
    assert found(by_email(other("alice", "username prefix")), "alias_not_verified") is None
    phone = missing(
        username="+12025550134",
        pool={"alias_attributes": ("phone_number",)},
        evidence={"alias_users": (other("alice", "phone_number"),)},
    )
    assert first(phone) == ("alias_not_verified", True)
    denied = lacking(
        situation(
            user=None, username="al@example.com", evidence={"alias_users": (other("alice"),)}
        ),
        "AdminGetUser",
        "DescribeUserPool",
    )
    denied = replace(denied, evidence=replace(denied.evidence, pool=None))
    assert first(denied) == ("alias_not_verified", False)


def test_an_alias_that_the_pool_does_not_take() -> None:
    asked = by_email(other("alice", verified=True), pool={})
    assert first(asked) == ("alias_not_accepted", True)
    assert found(by_email(other("alice", verified=True)), "alias_not_accepted") is None
    assert found(asked, "alias_not_verified") is None


def test_a_number_in_another_form() -> None:
    owner = other("alice", "phone_number", verified=True)
    known: dict[str, Any] = {"alias_users": (replace(owner, phone_verified=True),)}
    takes = {"alias_attributes": ("phone_number",)}
    asked = missing(username="0012025550134", pool=takes, evidence=known)
    assert first(asked) == first(refused(asked, "NA01")) == ("phone_form", True)
    assert found(replace(asked, username="+12025550134"), "phone_form") is None
    assert found(missing(username="0012025550134", evidence=known), "phone_form") is None
    unverified = {"alias_users": (owner,)}
    other_owner = missing(username="0012025550134", pool=takes, evidence=unverified)
    assert found(other_owner, "phone_form") is None
    denied = lacking(
        situation(user=None, username="0012025550134", pool=takes, evidence=known), "AdminGetUser"
    )
    assert first(denied) == ("phone_form", False)


def test_an_alias_that_moved() -> None:
    owners = (other("old"), other("alice", verified=True))
    asked = situation(
        username="al@example.com",
        pool={"alias_attributes": ("email",)},
        evidence={"alias_users": owners},
    )
    assert first(asked) == first(refused(asked, "NA01")) == ("alias_moved", False)
    assert first(lacking(asked, "AdminGetUser")) == ("alias_moved", False)
    for users in (owners[1:], (other("old"), other("older"))):
        alone = situation(username="al@example.com", evidence={"alias_users": users})
        assert found(alone, "alias_moved") is None
    reached = situation(
        username="al@example.com",
        evidence={"alias_users": (other("old"), other("third", verified=True))},
    )
    assert found(reached, "alias_moved") is None  # the address leads to neither


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


@pytest.mark.parametrize("entry", [None, "UN01", "NA01"])
def test_a_sub_as_the_name(entry: str | None) -> None:
    asked = situation(username=USER.sub)
    asked = asked if entry is None else refused(asked, entry)
    assert first(asked) == ("sub_as_name", True)
    its_own_name = situation(username=USER.sub, user={"username": USER.sub})
    assert found(its_own_name, "sub_as_name") is None
