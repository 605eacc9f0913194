"""Whether CloudTrail is worth another look: its events come minutes after their calls."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta

from console.core.call import LOOKUP_EVENTS
from console.core.diagnosis.evidence import Evidence
from console.core.diagnosis.occurrence import DUE_AFTER_S


@dataclass(frozen=True, slots=True, kw_only=True)
class LateEvents:
    """An event of the attempt was not there when CloudTrail was looked into.

    `anew`: a moment has come since then, after which it is usually there. `next_s`: how long until
    the next such moment; None where there is none.
    """

    words: str
    anew: bool = False
    next_s: float | None = None


def late_events(
    request_ids: AbstractSet[str],
    evidence: Evidence,
    *,
    ended: datetime,
    looked_at: datetime,
    now: datetime,
) -> LateEvents | None:
    """None where CloudTrail was not read, or has all of `request_ids`, those of the attempt.

    The times are of one clock, by which the attempt `ended` too.
    """
    if evidence.trail is None or not evidence.known(LOOKUP_EVENTS):
        return None
    if request_ids <= {event.request_id for event in evidence.trail.own}:
        return None
    due = [ended + timedelta(seconds=each) for each in DUE_AFTER_S]
    anew = any(looked_at < moment <= now for moment in due)
    coming = [(moment - now).total_seconds() for moment in due if moment > now]
    return LateEvents(
        words=_words(
            some=bool(evidence.trail.own), anew=anew, over=looked_at >= due[-1], at=looked_at
        ),
        anew=anew,
        next_s=min(coming, default=None),
    )


def _words(*, some: bool, anew: bool, over: bool, at: datetime) -> str:
    what = "The rest of this attempt" if some else "This attempt"
    if anew:
        start = f"{what} may be in CloudTrail by now"
    else:
        start = f"{what} is {'still not' if over else 'not yet'} in CloudTrail"
    first, last = DUE_AFTER_S[0] / 60, DUE_AFTER_S[-1] / 60
    late = f"events come {first:.0f} to {last:.0f} minutes late"
    return f"{start}: {late}; looked at {at.astimezone():%H:%M}."
