"""Attempts and events as rows."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.core.call import Phases, Sent
from console.core.diagnosis.classification import (
    Act,
    Classification,
    Matched,
    Retry,
    RetryWhen,
)
from console.core.events import Event, EventKind
from console.core.profile import ProfileKind
from console.core.record import AttemptRecord, LegRecord, Outcome, Step, TokensLeft
from console.services.journal_rows import (
    UNREADABLE,
    event_from,
    event_text,
    header_text,
    record_from,
)

TEXT = st.text(st.characters(exclude_categories=()), max_size=12)  # lone surrogates too
MS = st.floats(0, 1e6).map(lambda ms: round(ms, 3))
TIMES = st.builds(
    lambda us, zone: (datetime(2000, 1, 1, tzinfo=UTC) + timedelta(microseconds=us)).astimezone(
        zone
    ),
    st.integers(0, 10**16),
    st.sampled_from([UTC, timezone(timedelta(hours=2))]),
)
PHASES = st.builds(
    Phases, **{name: st.none() | MS for name in ("dns_ms", "connect_ms", "tls_ms", "first_byte_ms")}
)
STEPS = st.builds(
    Step,
    operation=TEXT,
    path=TEXT,
    sent=st.sampled_from(Sent),
    request_id=st.none() | TEXT,
    http_status=st.none() | st.integers(100, 599),
    duration_ms=MS,
    wire_tries=st.integers(0, 3),
    phases=PHASES,
)
CLASSIFICATIONS = st.builds(
    Classification,
    id=TEXT,
    code=TEXT,
    message=TEXT,
    matched=st.sampled_from(Matched),
    meaning=TEXT,
    causes=st.tuples(TEXT, TEXT),
    act=st.tuples(st.sampled_from(Act)),
    next_steps=st.tuples(TEXT),
    retry=st.builds(Retry, when=st.sampled_from(RetryWhen), after_s=st.none() | st.integers(0, 99)),
    counts_towards_lockout=st.none() | st.booleans(),
)
LEGS = st.builds(
    LegRecord,
    path=TEXT,
    outcome=st.sampled_from(Outcome),
    reason=TEXT,
    classification=st.none() | TEXT,
)
LEFT = st.builds(
    TokensLeft,
    valid_until=st.none() | TIMES,
    assumed=st.booleans(),
    revoked_at=st.none() | TIMES,
)
EVENTS = st.builds(
    Event,
    seq=st.integers(1, 99),
    kind=st.sampled_from(EventKind),
    at=TIMES.map(lambda at: at.replace(microsecond=at.microsecond // 1000 * 1000)),
    offset_ms=MS,
    step=st.none() | st.integers(1, 9),
    data=st.dictionaries(TEXT, st.none() | st.booleans() | MS | TEXT | st.lists(TEXT), max_size=3),
    withheld=st.dictionaries(TEXT, st.integers(0, 9), max_size=2),
)
RECORDS = st.builds(
    AttemptRecord,
    attempt_id=TEXT,
    started_at=TIMES,
    ended_at=st.none() | TIMES,
    duration_ms=st.none() | MS,
    profile_name=TEXT,
    profile_kind=st.sampled_from(ProfileKind),
    region=TEXT,
    user_pool_id=TEXT,
    client_id=TEXT,
    endpoint=st.none() | TEXT,
    username=TEXT,
    auth_flow=TEXT,
    path=TEXT,
    ticket=st.none() | TEXT,
    simulated=st.booleans(),
    outcome=st.none() | st.sampled_from(Outcome),
    reason=TEXT,
    challenges=st.tuples(TEXT, TEXT),
    classification=st.none() | CLASSIFICATIONS,
    steps=st.tuples(STEPS),
    after=st.lists(STEPS, max_size=2).map(tuple),
    legs=st.lists(LEGS, max_size=2).map(tuple),
    tokens_left=st.none() | LEFT,
    withheld=st.dictionaries(TEXT, st.integers(0, 9), max_size=2),
    events=st.lists(EVENTS, max_size=2).map(tuple),
)


def back(record: AttemptRecord, header: str) -> AttemptRecord:
    return record_from(
        attempt_id=record.attempt_id,
        ticket=record.ticket,
        header=header,
        events=[event_text(event) for event in record.events],
    )


@given(RECORDS)
def test_any_record_is_read_back_the_same(record: AttemptRecord) -> None:
    header = header_text(record)
    assert header.isascii()
    assert back(record, header) == record


RECORD = AttemptRecord(
    attempt_id="a",
    started_at=datetime(2026, 1, 2, tzinfo=UTC),
    profile_name="Acme",
    profile_kind=ProfileKind.LAB,
    region="eu-west-1",
    user_pool_id="eu-west-1_Ab12Cd34E",
    client_id="client",
    username="alice",
    auth_flow="ADMIN_USER_PASSWORD_AUTH",
    simulated=False,
    outcome=Outcome.FAILED,
    classification=Classification(
        id="x",
        code="X",
        message="m",
        matched=Matched.CODE,
        meaning="",
        causes=(),
        act=(),
        next_steps=(),
        retry=Retry(when=RetryWhen.NO),
        counts_towards_lockout=None,
    ),
    steps=(
        Step(
            operation="AdminInitiateAuth",
            path="admin",
            sent=Sent.YES,
            request_id=None,
            http_status=400,
            duration_ms=1.0,
            wire_tries=1,
            phases=Phases(),
        ),
    ),
    legs=(LegRecord(path="admin", outcome=Outcome.FAILED, reason="r"),),
    tokens_left=TokensLeft(valid_until=datetime(2026, 2, 1, tzinfo=UTC)),
)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("started_at",), "2026-01-02T00:00:00"),
        (("started_at",), "yesterday"),
        (("duration_ms",), "long"),
        (("profile_kind",), "moon"),
        (("username",), None),
        (("endpoint",), 7),
        (("simulated",), 1),
        (("outcome",), "won"),
        (("challenges",), "SMS_MFA"),
        (("challenges",), [1]),
        (("withheld",), {"password": 1.5}),
        (("withheld",), []),
        (("classification",), "x"),
        (("classification", "act"), ["moon"]),
        (("classification", "retry"), None),
        (("classification", "retry", "after_s"), True),
        (("classification", "counts_towards_lockout"), "no"),
        (("steps",), {}),
        (("steps", 0, "sent"), "perhaps"),
        (("steps", 0, "http_status"), 400.5),
        (("steps", 0, "phases"), []),
        (("steps", 0, "phases", "dns_ms"), float("nan")),
        (("steps", 0, "duration_ms"), False),
        (("after",), {}),
        (("after",), [7]),
        (("legs", 0, "outcome"), "won"),
        (("legs", 0, "reason"), None),
        (("tokens_left",), "later"),
        (("tokens_left", "assumed"), 1),
        (("tokens_left", "valid_until"), "2026-02-01"),
        (("tokens_left", "revoked_at"), 7),
    ],
)
def test_a_header_that_was_changed_is_refused(place: tuple[Any, ...], value: object) -> None:
    row = json.loads(header_text(RECORD))
    inner = row
    for key in place[:-1]:
        inner = inner[key]
    assert inner[place[-1]] != value
    inner[place[-1]] = value
    with pytest.raises(UNREADABLE):
        back(RECORD, json.dumps(row))


LATER = {"after", "legs", "tokens_left", "attempt_id"}


def test_a_row_of_the_first_version_is_read_too() -> None:
    row = json.loads(header_text(RECORD))
    old = {key: value for key, value in row.items() if key not in LATER}
    assert len(old) == len(row) - len(LATER)
    assert back(RECORD, json.dumps(old)) == replace(RECORD, legs=(), tokens_left=None)


def test_a_header_that_lacks_a_key_is_refused() -> None:
    row = json.loads(header_text(RECORD))
    for key in row.keys() - LATER:
        with pytest.raises(UNREADABLE):
            back(RECORD, json.dumps({name: row[name] for name in row if name != key}))


@given(st.text() | st.recursive(st.none() | st.text(), st.lists).map(json.dumps))
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in (event_from, lambda header: back(RECORD, header)):
        with pytest.raises(UNREADABLE):
            read(text)


def test_a_bomb_of_brackets_is_refused() -> None:
    with pytest.raises(UNREADABLE):
        event_from("[" * 100_000)
