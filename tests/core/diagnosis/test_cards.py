"""What was read, in words; what was not, says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from console.core.diagnosis.cards import CLIENT, POOL, USER, cards, found_users
from console.core.diagnosis.evidence import AuthEventFacts, DeviceFacts, Evidence
from tests.core.diagnosis.situations import CLIENT as CLIENT_FACTS
from tests.core.diagnosis.situations import POOL as POOL_FACTS
from tests.core.diagnosis.situations import USER as ALICE

AT = datetime(2026, 11, 24, 14, 2, tzinfo=UTC)
BOB = replace(ALICE, username="bob", matched_by="email")
WHOLE = Evidence(
    user=replace(ALICE, created=AT, mfa_methods=("SMS_MFA",)),
    pool=replace(POOL_FACTS, has_sms_role=True, sns_region="eu-west-1", email_failure="Bad"),
    client=replace(CLIENT_FACTS, name="web", session_validity_s=180.0),
    devices=(DeviceFacts(),),
    auth_events=(AuthEventFacts(at=AT, event_type="SignIn", response="Fail"),),
    mfa_config={"sms": True, "app": False},
)


def values(evidence: Evidence, title: str) -> dict[str, str]:
    (card,) = [each for each in cards(evidence) if each.title == title]
    return {row.name: row.value for row in card.rows}


def test_the_user() -> None:
    said = values(WHOLE, USER)
    assert said["Found"] == "by user name or alias"
    assert (said["Status"], said["Enabled"], said["MFA methods"]) == ("CONFIRMED", "yes", "SMS_MFA")
    assert (said["E-mail"], said["E-mail address"]) == ("verified", "a***@e***")
    assert said["Created"] == "2026-11-24 14:02 UTC"
    assert (said["Changed"], said["Preferred MFA"]) == ("not known", "none")
    assert said["Devices"] == "1"
    assert said["Last try"] == "SignIn: Fail, 2026-11-24 14:02 UTC"
    poor = values(replace(WHOLE, user=replace(ALICE, has_phone=False, email_verified=False)), USER)
    assert (poor["Phone"], poor["E-mail"]) == ("none", "not verified")
    assert values(replace(WHOLE, auth_events=()), USER)["Last try"] == "none"


def test_the_pool_and_the_client() -> None:
    pool, client = values(WHOLE, POOL), values(WHOLE, CLIENT)
    assert (pool["Plan"], pool["MFA"], pool["Second factors"]) == ("PLUS", "OPTIONAL", "sms")
    assert pool["Triggers"].startswith("PreAuthentication, ")
    assert (pool["SMS"], pool["E-mail sending"]) == ("eu-west-1", "at fault: Bad")
    assert (client["Name"], client["Session life"], client["Has a secret"]) == (
        "web",
        "3 min",
        "no",
    )


def test_what_is_not_known_says_so_under_the_same_names() -> None:
    for title in (USER, POOL, CLIENT):
        assert list(values(Evidence(), title)) == list(values(WHOLE, title))
    nothing = {**values(Evidence(), POOL), **values(Evidence(), CLIENT)}
    assert set(nothing.values()) == {"not known"}


def test_of_nobody_there_is_nothing_to_be_known() -> None:
    assert values(Evidence(user_missing=True), USER) == {"Found": "no such user"}
    assert "Status" in values(Evidence(user_missing=True, alias_users=(BOB,)), USER)


@pytest.mark.parametrize(
    ("evidence", "words"),
    [
        (Evidence(), "not known"),
        (Evidence(user_missing=True), "no such user"),
        (
            Evidence(user_missing=True, found_in=("eu-west-1_B",)),
            "not here, but in eu-west-1_B",
        ),
        (Evidence(user_missing=True, alias_users=(BOB,)), "by email"),
    ],
)
def test_how_it_was_found(evidence: Evidence, words: str) -> None:
    assert values(evidence, USER)["Found"] == words


def test_whom_a_name_means() -> None:
    like = replace(BOB, username="alice2", matched_by="username prefix")
    found = found_users(Evidence(user=ALICE, alias_users=(BOB, replace(BOB), ALICE, like)))
    assert [user.username for user in found] == ["alice", "bob"]
    assert values(Evidence(user=ALICE, alias_users=(BOB,)), USER)["Others with this alias"] == (
        "bob (CONFIRMED)"
    )
    assert found_users(Evidence()) == ()


def test_texts_from_outside_are_made_visible() -> None:
    odd = replace(ALICE, username="a\u202e\n" + "x" * 999)
    said = values(Evidence(user=odd), USER)["User name"]
    assert said.startswith("a\\u202e\\n")
    assert len(said) < 220
