"""Attempts and events as rows of the journal, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NoReturn

from console.core.call import Phases, Sent
from console.core.diagnosis.classification import (
    Act,
    Classification,
    Matched,
    Retry,
    RetryWhen,
)
from console.core.events import Event
from console.core.profile import ProfileKind
from console.core.record import AttemptRecord, LegRecord, Outcome, Step, TokensLeft

UNREADABLE = (ValueError, KeyError, TypeError, OverflowError, RecursionError)

Object = Mapping[str, object]


def header_text(record: AttemptRecord) -> str:
    """The header as JSON, in ASCII, without what is kept beside it: ticket and events.

    Of the id it has a copy, by which a damaged file can be put together again.
    """
    classification, left = record.classification, record.tokens_left
    return json.dumps(
        {
            "attempt_id": record.attempt_id,
            "started_at": record.started_at.isoformat(),
            "ended_at": None if record.ended_at is None else record.ended_at.isoformat(),
            "duration_ms": record.duration_ms,
            "profile_name": record.profile_name,
            "profile_kind": str(record.profile_kind),
            "region": record.region,
            "user_pool_id": record.user_pool_id,
            "client_id": record.client_id,
            "endpoint": record.endpoint,
            "username": record.username,
            "auth_flow": record.auth_flow,
            "path": record.path,
            "simulated": record.simulated,
            "outcome": None if record.outcome is None else str(record.outcome),
            "reason": record.reason,
            "challenges": list(record.challenges),
            "classification": None if classification is None else classification.to_json(),
            "steps": [step.to_json() for step in record.steps],
            "after": [step.to_json() for step in record.after],
            "legs": [leg.to_json() for leg in record.legs],
            "tokens_left": None if left is None else _left_row(left),
            "withheld": dict(record.withheld),
        },
        separators=(",", ":"),
    )


def record_from(
    *, attempt_id: str, ticket: str | None, header: str, events: Sequence[str] = ()
) -> AttemptRecord:
    """Reads a row back, and its events' rows. Raises one of UNREADABLE for anything else."""
    row = _loaded(header)
    kind, outcome = _text(row, "profile_kind"), _text_or_none(row, "outcome")
    return AttemptRecord(
        attempt_id=attempt_id,
        started_at=_time(row, "started_at"),
        ended_at=_time_or_none(row, "ended_at"),
        duration_ms=_number_or_none(row, "duration_ms"),
        profile_name=_text(row, "profile_name"),
        profile_kind=ProfileKind(kind),
        region=_text(row, "region"),
        user_pool_id=_text(row, "user_pool_id"),
        client_id=_text(row, "client_id"),
        endpoint=_text_or_none(row, "endpoint"),
        username=_text(row, "username"),
        auth_flow=_text(row, "auth_flow"),
        path=_text(row, "path"),
        ticket=ticket,
        simulated=_flag(row, "simulated"),
        outcome=None if outcome is None else Outcome(outcome),
        reason=_text(row, "reason"),
        challenges=_texts(row, "challenges"),
        classification=_classification(row["classification"]),
        steps=tuple(_step(item) for item in _list(row, "steps")),
        # Rows of the first versions have none of these three.
        after=tuple(_step(item) for item in _list({"after": [], **row}, "after")),
        legs=tuple(_leg(item) for item in _list({"legs": [], **row}, "legs")),
        tokens_left=_left(row.get("tokens_left")),
        withheld={key: _whole(count) for key, count in _object(row["withheld"]).items()},
        events=tuple(event_from(event) for event in events),
    )


def id_in(header: str) -> str:
    """The copy of the id; one of UNREADABLE where there is none."""
    return _text(_loaded(header), "attempt_id")


def unreadable_record(
    *, attempt_id: str, started_at: datetime, profile_name: str, username: str, ticket: str | None
) -> AttemptRecord:
    """What the columns tell of a row whose header cannot be read, so that the list still has it."""
    return AttemptRecord(
        attempt_id=attempt_id,
        started_at=started_at,
        profile_name=profile_name,
        profile_kind=ProfileKind.PRODUCTION,
        region="",
        user_pool_id="",
        client_id="",
        username=username,
        auth_flow="",
        ticket=ticket,
        simulated=False,
        reason="The record of this attempt cannot be read.",
    )


def event_text(event: Event) -> str:
    """One event as JSON, in ASCII."""
    return json.dumps(event.to_json(), separators=(",", ":"))


def event_from(text: str) -> Event:
    """Reads `event_text`; raises one of UNREADABLE for anything else."""
    return Event.from_json(json.loads(text, parse_constant=_no_number))


def _loaded(text: str) -> Object:
    return _object(json.loads(text, parse_constant=_no_number))


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number")


def _classification(value: object) -> Classification | None:
    if value is None:
        return None
    row = _object(value)
    retry, counts = _object(row["retry"]), row["counts_towards_lockout"]
    after_s = retry["after_s"]
    return Classification(
        id=_text(row, "id"),
        code=_text(row, "code"),
        message=_text(row, "message"),
        matched=Matched(_text(row, "matched")),
        meaning=_text(row, "meaning"),
        causes=_texts(row, "causes"),
        act=tuple(Act(act) for act in _texts(row, "act")),
        next_steps=_texts(row, "next_steps"),
        retry=Retry(
            when=RetryWhen(_text(retry, "when")),
            after_s=None if after_s is None else _whole(after_s),
        ),
        counts_towards_lockout=None if counts is None else _flag(row, "counts_towards_lockout"),
    )


def _step(value: object) -> Step:
    row = _object(value)
    phases, status = _object(row["phases"]), row["http_status"]
    return Step(
        operation=_text(row, "operation"),
        path=_text(row, "path"),
        sent=Sent(_text(row, "sent")),
        request_id=_text_or_none(row, "request_id"),
        http_status=None if status is None else _whole(status),
        duration_ms=_number(row["duration_ms"]),
        wire_tries=_whole(row["wire_tries"]),
        phases=Phases(
            dns_ms=_number_or_none(phases, "dns_ms"),
            connect_ms=_number_or_none(phases, "connect_ms"),
            tls_ms=_number_or_none(phases, "tls_ms"),
            first_byte_ms=_number_or_none(phases, "first_byte_ms"),
            transfer_ms=_number_or_none(phases, "transfer_ms"),
        ),
    )


def _leg(value: object) -> LegRecord:
    row = _object(value)
    return LegRecord(
        path=_text(row, "path"),
        outcome=Outcome(_text(row, "outcome")),
        reason=_text(row, "reason"),
        classification=_text_or_none(row, "classification"),
    )


def _left_row(left: TokensLeft) -> Object:
    """Both times, also where the public form leaves the first out because of the second."""
    until, revoked = left.valid_until, left.revoked_at
    return {
        "valid_until": None if until is None else until.isoformat(),
        "assumed": left.assumed,
        "revoked_at": None if revoked is None else revoked.isoformat(),
    }


def _left(value: object) -> TokensLeft | None:
    if value is None:
        return None
    row = _object(value)
    return TokensLeft(
        valid_until=_time_or_none(row, "valid_until"),
        assumed=_flag(row, "assumed"),
        revoked_at=_time_or_none(row, "revoked_at"),
    )


def _object(value: object) -> Object:
    if not isinstance(value, dict):
        raise TypeError("an object was expected")
    return value


def _list(row: Object, key: str) -> list[object]:
    value = row[key]
    if not isinstance(value, list):
        raise TypeError(f"{key} is not a list")
    return value


def _text(row: Object, key: str) -> str:
    value = row[key]
    if not isinstance(value, str):
        raise TypeError(f"{key} is not a text")
    return value


def _texts(row: Object, key: str) -> tuple[str, ...]:
    items = _list(row, key)
    return tuple(_text({key: item}, key) for item in items)


def _text_or_none(row: Object, key: str) -> str | None:
    return None if row[key] is None else _text(row, key)


def _time(row: Object, key: str) -> datetime:
    value = datetime.fromisoformat(_text(row, key))
    if value.tzinfo is None:
        raise ValueError(f"{key} has no time zone")
    return value


def _time_or_none(row: Object, key: str) -> datetime | None:
    return None if row[key] is None else _time(row, key)


def _flag(row: Object, key: str) -> bool:
    value = row[key]
    if not isinstance(value, bool):
        raise TypeError(f"{key} is neither true nor false")
    return value


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError("a number was expected")
    return float(value)


def _number_or_none(row: Object, key: str) -> float | None:
    return None if row[key] is None else _number(row[key])


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError("a whole number was expected")
    return value
