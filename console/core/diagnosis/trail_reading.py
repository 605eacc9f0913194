"""What CloudTrail tells of a sign-in: its own events, and the refusals that came before it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from console.core.diagnosis.evidence import TrailEvent, TrailFacts
from console.core.diagnosis.evidence_reading import Details, moment, objects
from console.core.diagnosis.occurrence import Occurrence
from console.core.diagnosis.probe_plan_beyond import LOCKOUT
from console.core.masking import LiveSecrets

_TEXT_LIMIT = 1024
_NAME_LIMIT = 128
_COUNTS = "NotAuthorizedException"  # what a wrong password gives; a wrong code gives another
_ROUNDING = timedelta(seconds=2)  # CloudTrail's times have no fractions, and clocks differ


def read_trail(pages: Iterable[Details]) -> tuple[TrailEvent, ...]:
    """Events of LookupEvents, oldest first, each once."""
    found = (_event(each) for page in pages for each in objects(page, "Events"))
    oldest = datetime.min.replace(tzinfo=UTC)
    return tuple(sorted(dict.fromkeys(found), key=lambda event: event.at or oldest))


def _event(details: Details) -> TrailEvent:
    return TrailEvent(
        at=moment(details.get("EventTime")),
        event_name=_text(details, "EventName", _NAME_LIMIT) or "",
        request_id=_text(details, "RequestId", _NAME_LIMIT),
        error_code=_text(details, "ErrorCode", _NAME_LIMIT),
        error_text=_text(details, "ErrorMessage", _TEXT_LIMIT) or "",
        sub=_text(details, "Sub", _NAME_LIMIT),
    )


def _text(details: Details, name: str, limit: int) -> str | None:
    value = details.get(name)
    return value[:limit] if isinstance(value, str) and value else None


def trail_facts(
    events: Sequence[TrailEvent],
    occurrence: Occurrence,
    *,
    sub: str | None,
    whole: bool,
    live: LiveSecrets,
) -> TrailFacts:
    """`sub` is the user's, where none of the sign-in's own events tells it.

    An error's text may be a trigger's, and repeat what was sent: then it is withheld.
    """
    own = tuple(
        replace(event, error_text=live.safe(event.error_text))
        for event in events
        if event.request_id in occurrence.request_ids
    )
    sub = next((event.sub for event in own if event.sub is not None), sub)
    refusals = None if sub is None else _refusals(events, occurrence, sub)
    return TrailFacts(own=own, refusals=refusals, whole=whole)


def _refusals(events: Sequence[TrailEvent], occurrence: Occurrence, sub: str) -> int:
    """After which of them the user signed in is not looked at: each is counted."""
    start, end = occurrence.ended - LOCKOUT - _ROUNDING, occurrence.ended + _ROUNDING
    return sum(
        event.sub == sub
        and event.error_code == _COUNTS
        and (event.at is None or start <= event.at <= end)
        for event in events
    )


def merged(before: TrailFacts | None, now: TrailFacts) -> TrailFacts:
    """What CloudTrail once told stays told, also where a later look read less of it."""
    if before is None:
        return now
    oldest = datetime.min.replace(tzinfo=UTC)
    own = sorted(dict.fromkeys((*before.own, *now.own)), key=lambda event: event.at or oldest)
    counts = [each for each in (before.refusals, now.refusals) if each is not None]
    return TrailFacts(own=tuple(own), refusals=max(counts, default=None), whole=now.whole)
