from __future__ import annotations

from dataclasses import replace
from typing import Any

from console.core.diagnosis.evidence import UserFacts
from console.core.diagnosis.finding import Confidence
from console.core.diagnosis.situation import Situation
from tests.core.diagnosis.rules.refusals import first, found, given_up, lacking, refused
from tests.core.diagnosis.situations import POOL, USER, hidden, missing, situation

TAKES_EMAIL: dict[str, Any] = {"alias_attributes": ("email",)}


def other(name: str, by: str = "email", *, verified: bool = False) -> UserFacts:
    return replace(
        USER, username=name, matched_by=by, email_verified=verified, phone_verified=False
    )


def by_email(*users: UserFacts, **changes: Any) -> Situation:
    """Nobody has the typed address as a name; ListUsers found these."""
    pool = changes.pop("pool", TAKES_EMAIL)
    return hidden(username="al@example.com", pool=pool, evidence={"alias_users": users}, **changes)


def test_another_letter_case() -> None:
    spelled = hidden(username="Alice", evidence={"alias_users": (other("alice", "username"),)})
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
    asked = hidden(username="0012025550134", pool=takes, evidence=known)
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


def test_nothing_about_a_name_is_decided_where_the_refusal_hides_what_the_client_shows() -> None:
    spelled = {"alias_users": (other("alice", "username"),)}
    unverified = {"alias_users": (other("alice"),)}
    for asked, cause in (
        (missing(username="Alice", evidence=spelled), "letter_case"),
        (
            missing(username="al@example.com", pool=TAKES_EMAIL, evidence=unverified),
            "alias_not_verified",
        ),
        (missing(username="al@example.com", evidence=unverified), "alias_not_accepted"),
    ):
        assert first(asked) == (cause, True)
        assert first(refused(asked, "UN01")) == (cause, True)
        finding = found(refused(asked, "NA01"), cause)
        assert finding is not None
        assert (finding.decided, finding.confidence) == (False, Confidence.MEDIUM)
        assert finding.against == (
            "The app client does not hide who exists, and the refusal does.",
        )


def test_words_that_nobody_knows_decide_nothing_about_a_name() -> None:
    asked = refused(by_email(other("alice")), "NA00")
    finding = found(asked, "alias_not_verified")
    assert finding is not None
    assert not finding.decided
    assert "not known" in finding.against[0]


def test_what_else_is_in_the_way_of_an_unverified_alias() -> None:
    for owner, words in (
        (replace(other("alice"), status="UNCONFIRMED"), "never confirmed"),
        (replace(other("alice"), enabled=False), "disabled"),
    ):
        finding = found(by_email(owner), "alias_not_verified")
        assert finding is not None
        assert words in finding.for_[-1]


def test_a_preferred_name_that_is_no_name_to_sign_in_with() -> None:
    known: dict[str, Any] = {"alias_users": (other("u1", "preferred_username"),)}
    asked = hidden(username="ally", evidence=known)
    assert first(asked) == first(refused(asked, "NA01")) == ("alias_not_accepted", True)
    takes = hidden(
        username="ally", evidence=known, pool={"alias_attributes": ("preferred_username",)}
    )
    assert found(takes, "alias_not_accepted") is None


def test_an_address_at_a_provider_s_profile_is_nobody_s_alias_here() -> None:
    federated = replace(other("google_1"), status="EXTERNAL_PROVIDER")
    asked = by_email(federated)
    for cause in ("alias_not_verified", "alias_not_accepted", "alias_moved"):
        assert found(asked, cause) is None
    both = situation(
        username="al@example.com",
        pool=TAKES_EMAIL,
        evidence={"alias_users": (other("alice", verified=True), federated)},
    )
    assert found(both, "alias_moved") is None


def test_a_code_for_nobody_is_explained_by_the_name_where_that_leads_nowhere() -> None:
    asked = given_up(by_email(other("alice"), flow="USER_AUTH"), "EMAIL_OTP")
    assert first(asked) == ("alias_not_verified", True)
    finding = found(asked, "simulated_delivery")
    assert finding is not None
    assert (finding.decided, bool(finding.against)) == (False, True)
