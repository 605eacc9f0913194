"""Events with labels in place of names."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from console.core import events
from console.core.events import Event, EventKind
from console.core.labelled_events import RULES, labelled_event, names_in
from console.core.labelling import Labels
from console.core.masking import Json

KIND = EventKind.CALL_ENDED


def make(data: dict[str, Json]) -> Event:
    return Event(
        seq=1,
        kind=KIND,
        at=datetime(2026, 1, 1, tzinfo=UTC),
        offset_ms=0.0,
        step=1,
        data=data,
        withheld={"code": 1},
    )


def shown(data: dict[str, Json], *, username: str = "alice") -> Event:
    return labelled_event(make(data), Labels(username))


def test_every_field_that_an_event_may_have_has_a_rule() -> None:
    assert {name for rules in events._FIELDS.values() for name in rules} == set(RULES)


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
        ("request_id", "05d2e49f-0d61-420c-98c1-09c3e9e3fb98", None),
        ("request_id", "alice", "USER-1"),
        ("remote", "10.1.2.3:443", None),
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
    assert event.data == {name: value if expected is None else expected}
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


def test_whom_a_request_names_is_known_in_the_texts_that_follow() -> None:
    labels = Labels("alice@example.com")
    request: dict[str, Json] = {
        "ChallengeResponses": {"USERNAME": "j.doe", "SMS_MFA_CODE": "‹withheld›"},
        "ContextData": {"IpAddress": "203.0.113.7", "ServerName": "shop"},
        "UserContextData": {"IpAddress": "not an address"},
    }
    event = make({"request": request})
    assert list(names_in(event)) == ["j.doe"]
    shown = labelled_event(event, labels)
    assert shown.data["request"] == {
        "ChallengeResponses": {"USERNAME": "USER-2", "SMS_MFA_CODE": "‹withheld›"},
        "ContextData": {"IpAddress": "203.0.113.0/24", "ServerName": "shop"},
        "UserContextData": {"IpAddress": "‹withheld›"},
    }
    assert shown.withheld == {"code": 1, "user_name": 1, "ip_address": 2}
    told = labelled_event(make({"message": "J.DOE is disabled"}), labels)
    assert told.data == {"message": "USER-2 is disabled"}


def test_a_sub_as_the_name_stays() -> None:
    sub = "5b7e3d52-0b7e-4a0a-9d0a-6a1d2f3c4b5e"
    data: dict[str, Json] = {"request": {"AuthParameters": {"USERNAME": sub}}, "message": sub}
    assert labelled_event(make(data), Labels(sub)).data == data


def test_the_address_of_a_proxy_is_cut_and_that_of_aws_is_not() -> None:
    labels = Labels("")
    data: dict[str, Json] = {"remote": "10.1.2.3:3128", "proxied": True}
    assert labelled_event(make(data), labels).data == {**data, "remote": "10.1.2.0/24:3128"}
    data = {"remote": "52.1.2.3:443", "proxied": False}
    assert labelled_event(make(data), labels).data == data
