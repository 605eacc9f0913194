"""What speaks for another cause of the words for a wrong password, and what excludes it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from console.core.diagnosis.evidence import AuthEventFacts, Probe, ProbeStatus, TrailFacts
from console.core.diagnosis.password_grounds import (
    doubts,
    failures_here,
    is_in_order,
    is_recent,
    tries_are_known,
)
from tests.core.diagnosis.rules.refusals import found, refused
from tests.core.diagnosis.situations import COUNTED, USER, situation

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"password_seen": False}, "could not be looked at"),
        ({"username": USER.sub, "user": {}}, "internal id"),
        ({"client": {"has_secret": True}}, "compared with nothing"),
        ({"client": {"has_secret": True, "secret_matches": False}}, "does not match"),
        ({"client": {"auth_flows": ("ALLOW_USER_SRP_AUTH",)}}, "does not allow this flow"),
        ({"user": {"created": NOW}, "pool": {"triggers": ("UserMigration",)}}, "migration"),
        ({"user": {"created": NOW}, "pool": None}, "migration"),
        ({"challenge": None, "operation": "RespondToAuthChallenge"}, "Which challenge"),
    ],
)
def test_each_other_cause_of_the_same_words_has_to_be_excluded(
    changes: dict[str, Any], words: str
) -> None:
    asked = refused(situation(evidence=COUNTED | {"gathered_at": NOW}, **changes), "NA01")
    asked = replace(asked, operation=changes.get("operation"))
    finding = found(asked, "wrong_password")
    assert finding is not None
    assert not finding.decided
    assert any(words in sentence for sentence in finding.against)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"user": {"created": NOW - timedelta(days=1)}, "pool": {"triggers": ("UserMigration",)}},
        {"user": {"created": NOW}},
        {"client": {"has_secret": True, "secret_matches": True}},
    ],
)
def test_what_was_read_to_the_contrary_leaves_no_doubt(changes: dict[str, Any]) -> None:
    asked = refused(situation(evidence=COUNTED | {"gathered_at": NOW}, **changes), "NA01")
    assert doubts(asked) == ()
    finding = found(asked, "wrong_password")
    assert finding is not None
    assert finding.decided


def test_an_account_that_lets_a_right_password_through() -> None:
    assert is_in_order(situation())
    assert is_in_order(situation(user={"status": "FORCE_CHANGE_PASSWORD"}))
    for other in ({"enabled": False}, {"status": "RESET_REQUIRED"}, None):
        assert not is_in_order(situation(user=other))


def test_tries_of_others_are_known_from_cloudtrail_or_the_history_alone() -> None:
    assert not tries_are_known(situation(failures_seen=3))
    assert tries_are_known(situation(evidence=COUNTED))
    assert tries_are_known(situation(evidence={"auth_events": ()}))
    denied = Probe(operation="AdminListUserAuthEvents", status=ProbeStatus.DENIED)
    assert not tries_are_known(situation(evidence={"probes": (denied,)}))
    for trail in (TrailFacts(), TrailFacts(refusals=1)):
        assert not tries_are_known(situation(evidence={"trail": trail}))


def test_failures_here_are_those_of_this_workstation_or_of_the_history() -> None:
    wrong = AuthEventFacts(
        at=NOW, event_type="SignIn", response="Fail", challenges={"Password": "Failure"}
    )
    known = {"auth_events": (wrong, wrong), "gathered_at": NOW}
    assert failures_here(situation(evidence=known)) == 2
    assert failures_here(situation(evidence=known, failures_seen=3)) == 3
    assert is_recent(wrong, NOW)
    assert not is_recent(wrong, NOW + timedelta(minutes=15))
    assert not is_recent(replace(wrong, at=None), NOW)
