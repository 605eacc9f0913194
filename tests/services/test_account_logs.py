"""What is kept of CloudTrail's events and of log lines: no address, no name, no ARN, no more."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.core.call import FILTER_LOG_EVENTS, LOOKUP_EVENTS
from console.core.secret import Secret
from console.services.account_logs import LOGGED
from console.services.replies import NotBelievableError

SUB = "11111111-2222-3333-4444-555555555555"
REQUEST_ID = "0f0e0d0c-1111-2222-3333-444455556666"
INNER: dict[str, Any] = {
    "eventVersion": "1.08",
    "userIdentity": {
        "type": "AssumedRole",
        "arn": "arn:aws:sts::1:assumed-role/canary",
        "accessKeyId": "AKIACANARY",
    },
    "eventTime": "2026-03-06T12:00:00Z",
    "eventSource": "cognito-idp.amazonaws.com",
    "eventName": "AdminInitiateAuth",
    "sourceIPAddress": "192.0.2.1",
    "userAgent": "canary",
    "errorCode": "NotAuthorizedException",
    "errorMessage": "Incorrect username or password.",
    "requestParameters": {"userPoolId": "eu-west-1_canary", "clientId": "canary"},
    "responseElements": None,
    "additionalEventData": {"sub": SUB, "ip": "192.0.2.1"},
    "requestID": REQUEST_ID,
    "recipientAccountId": "123456789012",
}
EVENT: dict[str, Any] = {
    "EventId": "canary",
    "EventName": "AdminInitiateAuth",
    "ReadOnly": "false",
    "AccessKeyId": "AKIACANARY",
    "EventTime": 1_772_798_400.0,
    "EventSource": "cognito-idp.amazonaws.com",
    "Username": "canary",
    "Resources": [{"ResourceType": "a", "ResourceName": "arn:canary"}],
}
AT = datetime(2026, 3, 6, 12, tzinfo=UTC)
KEPT = {
    "EventName": "AdminInitiateAuth",
    "EventTime": AT,
    "RequestId": REQUEST_ID,
    "ErrorCode": "NotAuthorizedException",
    "ErrorMessage": "Incorrect username or password.",
    "Sub": SUB,
}
LINE = {
    "logStreamName": "2026/03/06/[$LATEST]canary",
    "timestamp": 1_772_798_400_250,
    "message": "Task timed out after 3.00 seconds\n\n",
    "ingestionTime": 1,
    "eventId": "canary",
}


def trail(told: object = None, **changes: object) -> dict[str, Any]:
    told = json.dumps(INNER) if told is None else told
    return {"Events": [{**EVENT, "CloudTrailEvent": told, **changes}]}


def event(told: object = None, **changes: object) -> dict[str, Any]:
    found: Any = LOGGED[LOOKUP_EVENTS](trail(told, **changes))["Events"]
    (only,) = found
    return dict(only)


def inner(**changes: object) -> str:
    return json.dumps({**INNER, **changes})


def refused(operation: str, content: dict[str, Any]) -> str:
    with pytest.raises(NotBelievableError) as caught:
        LOGGED[operation](content)
    assert caught.value.code == "NotCognitoReply"
    assert "canary" not in caught.value.sentence
    return caught.value.sentence


def test_what_is_kept_of_an_event_and_nothing_else() -> None:
    found = LOGGED[LOOKUP_EVENTS]({**trail(), "NextToken": "canary"})
    assert found == {"Events": (KEPT,), "NextToken": Secret("canary")}
    for dropped in ("canary", "CANARY", "192.0.2", "arn", "123456789012"):
        assert dropped not in repr(found)


def test_the_time_as_botocore_reads_it_is_the_same() -> None:
    assert event(EventTime=AT.astimezone())["EventTime"] == AT
    assert event(EventTime=AT.astimezone())["EventTime"].tzinfo is UTC


@pytest.mark.parametrize(
    ("changes", "kept"),
    [
        ({"errorCode": ""}, {"ErrorCode": None}),
        ({"errorCode": "arn:aws:canary x"}, {"ErrorCode": "Unnamed"}),
        ({"errorCode": None, "errorMessage": None}, {"ErrorCode": None, "ErrorMessage": None}),
        ({"errorMessage": "x " * 600}, {"ErrorMessage": "x " * 512 + "…"}),
        ({"errorMessage": "\u202e\x1b[31m"}, {"ErrorMessage": "\u202e\x1b[31m"}),
        ({"additionalEventData": None}, {"Sub": None}),
        ({"additionalEventData": {}}, {"Sub": None}),
        ({"additionalEventData": {"sub": "alice@example.com"}}, {"Sub": None}),
        ({"additionalEventData": {"sub": SUB + "\n"}}, {"Sub": None}),
        ({"requestID": None}, {"RequestId": None}),
    ],
)
def test_parts_that_are_missing_or_odd(changes: dict[str, Any], kept: dict[str, Any]) -> None:
    found = event(inner(**changes))
    assert {key: found.get(key) for key in kept} == kept
    assert found["EventName"] == "AdminInitiateAuth"


@pytest.mark.parametrize(
    "told",
    [
        "",
        "canary",
        "[]",
        "null",
        5,
        {"requestID": "canary"},
        "[" * 100_000,
        json.dumps({"a": "x" * 256 * 1024}),
        inner(requestID=5),
        inner(requestID="canary" * 22),
        inner(errorCode=["canary"]),
        inner(errorMessage={"canary": 1}),
        inner(additionalEventData="canary"),
        inner(additionalEventData={"sub": 5}),
    ],
)
def test_an_event_that_is_none(told: object) -> None:
    assert "is of the wrong type" in refused(LOOKUP_EVENTS, trail(told))


def test_an_event_without_its_own_text_keeps_what_it_has() -> None:
    found = LOGGED[LOOKUP_EVENTS]({"Events": [EVENT]})
    assert found == {"Events": ({"EventName": "AdminInitiateAuth", "EventTime": AT},)}


def test_what_is_kept_of_a_log_line_and_nothing_else() -> None:
    page = {"events": [LINE], "nextToken": "canary", "searchedLogStreams": [{"a": "canary"}]}
    found = LOGGED[FILTER_LOG_EVENTS](page)
    assert found == {
        "events": ({"Timestamp": AT.replace(microsecond=250_000), "Message": LINE["message"]},),
        "nextToken": Secret("canary"),
    }
    assert "canary" not in repr(found)


def test_a_line_is_cut_and_a_page_has_an_end() -> None:
    lines = [{"timestamp": 1, "message": "word " * 1000}] * 1200
    found: Any = LOGGED[FILTER_LOG_EVENTS]({"events": lines})["events"]
    assert len(found) == 1000
    assert found[0]["Message"] == "word " * 409 + "…"


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"events": None},
        {"events": {}},
        {"events": ["canary"]},
        {"events": [{"message": 5}]},
        {"events": [{"timestamp": "canary"}]},
        {"events": [{"timestamp": 1.5}]},
        {"events": [{"timestamp": 10**20}]},
        {"events": [], "nextToken": 5},
    ],
)
def test_lines_that_are_none(content: dict[str, Any]) -> None:
    sentence = refused(FILTER_LOG_EVENTS, content)
    assert "of the wrong type" in sentence or "CloudWatch Logs always sends" in sentence


def test_no_events_is_an_answer_and_no_list_is_none() -> None:
    assert LOGGED[LOOKUP_EVENTS]({"Events": []}) == {"Events": ()}
    assert "which CloudTrail always sends" in refused(LOOKUP_EVENTS, {})


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*EVENT, *LINE, *INNER, "sub"]), inner, max_size=4)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from([*INNER]), VALUES), VALUES | st.text())
def test_any_event_is_kept_or_refused(changes: dict[str, Any], other: object) -> None:
    for told in (inner(**changes), other):
        try:
            found = event(told)
        except NotBelievableError:
            continue
        assert set(found) <= set(KEPT)


@given(st.sampled_from(sorted(LOGGED)), VALUES)
def test_any_page_is_kept_or_refused(operation: str, value: object) -> None:
    for content in ({"Events": value, "events": value}, {"Events": [value], "events": [value]}):
        try:
            kept = LOGGED[operation](content)
        except NotBelievableError:
            continue
        assert set(kept) <= {"Events", "events"}
