"""The events of a case."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from console.cases.case_events import RULES, shown_event
from console.cases.labels import Labels
from console.core import events
from console.core.events import Event, EventKind
from console.core.masking import Json

KIND = EventKind.CALL_ENDED


def shown(data: dict[str, Json], *, username: str = "alice") -> Event:
    event = Event(
        seq=1,
        kind=KIND,
        at=datetime(2026, 1, 1, tzinfo=UTC),
        offset_ms=0.0,
        step=1,
        data=data,
        withheld={"code": 1},
    )
    return shown_event(event, Labels(username))


def test_every_field_that_an_event_may_have_has_a_rule_or_is_a_size() -> None:
    known = {name for rules in events._FIELDS.values() for name in rules}
    assert known - set(RULES) == {"request_bytes"}
    assert set(RULES) <= known


def test_a_field_that_is_not_listed_leaves_no_trace_but_the_count() -> None:
    event = shown({"password": "Canary-91b2-Zq", "sent": "yes"})
    assert event.data == {"sent": "yes"}
    assert event.withheld == {"code": 1, "other": 1}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("number", "7"),
        ("simulated", None),
        ("sent", ["yes"]),
        ("phases", "1"),
        ("phases", {"dns_ms": "x"}),
        ("request", []),
        ("code", {"alice": 1}),
    ],
)
def test_a_value_that_does_not_fit_is_withheld(name: str, value: Json) -> None:
    event = shown({name: value})
    marked = {"dns_ms": "‹withheld›"} if isinstance(value, dict) and name == "phases" else None
    assert event.data == {name: marked or "‹withheld›"}
    assert marked or event.withheld["other"] == 1


def test_a_marker_stays_and_is_not_counted_twice() -> None:
    event = shown({"number": "‹withheld›", "message": "‹withheld›", "phases": "‹withheld›"})
    assert set(event.data.values()) == {"‹withheld›"}
    assert event.withheld == {"code": 1}


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("username", "alice", "USER-1"),
        ("message", "alice: no", "USER-1: no"),
        ("warnings", ["of alice", "b"], ["of USER-1", "b"]),
        ("keys", ["userAttributes.alice"], ["userAttributes.USER-1"]),
        ("request_id", "alice", "alice"),
        ("sub", "5b7e3d52-alicf", "5b7e3d52-alicf"),
        ("sub", "alice", "USER-1"),
        ("groups", ["team-alice", "malice"], ["team-USER-1", "malice"]),
        ("claims", ["sub", "custom:alice"], ["sub", "custom:USER-1"]),
        ("signature", "not_checked", "not_checked"),
        ("signature_reason", "no key of alice", "no key of USER-1"),
        ("expires_at", "2026-01-01T00:00:00+00:00", "2026-01-01T00:00:00+00:00"),
        ("kept", True, True),
        ("user_pool_id", "eu-west-1_alice", "eu-west-1_alice"),
        ("phases", {"dns_ms": 1.5, "tls_ms": None}, {"dns_ms": 1.5, "tls_ms": None}),
        ("tls_issuer", "CN=a\u202eb", "CN=a\\u202eb"),
        (
            "request",
            {"ClientId": "alice", "AuthParameters": {"USERNAME": "alice"}, "X": ["alice"]},
            {"ClientId": "alice", "AuthParameters": {"USERNAME": "USER-1"}, "X": ["USER-1"]},
        ),
        ("request", {"ClientMetadata": {"alice": "x"}}, {"ClientMetadata": {"USER-1": "x"}}),
    ],
)
def test_the_name_is_replaced_but_ids_stay(name: str, value: Json, expected: Json) -> None:
    event = shown({name: value})
    assert event.data == {name: expected}
    changed = str(expected).count("USER-1")
    assert event.withheld.get("user_name", 0) == changed


def test_names_of_the_api_survive_a_user_of_that_name() -> None:
    data: dict[str, Json] = {
        "operation": "AdminInitiateAuth",
        "code": "UserLambdaValidationException",
        "flow": "ADMIN_USER_PASSWORD_AUTH",
        "request": {"AuthFlow": "ADMIN_USER_PASSWORD_AUTH", "AuthParameters": {}},
    }
    data |= {
        "scopes": ["aws.cognito.signin.user.admin", "phone"],
        "claims": ["cognito:username", "email"],
    }
    names = ("admin", "lambda", "ADMIN_USER_PASSWORD_AUTH", "phone", "username")
    for username in names:
        assert shown(data, username=username).data == data


@pytest.mark.parametrize(("status", "kept"), [(200, set()), (None, set()), (400, {"reply_bytes"})])
def test_sizes_that_tell_of_a_secrets_length_are_withheld(
    status: int | None, kept: set[str]
) -> None:
    event = shown(
        {"request_bytes": 411, "reply_bytes": 90, "http_status": status or 0}
        if status
        else {"request_bytes": 411, "reply_bytes": 90}
    )
    assert set(event.data) - {"http_status"} == kept
    assert event.withheld["size"] == 2 - len(kept)
