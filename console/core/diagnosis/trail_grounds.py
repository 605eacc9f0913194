"""What CloudTrail says of a refusal: the same error or another, the same user, how many before."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from console.core.diagnosis.evidence import TrailEvent
from console.core.diagnosis.finding import Finding
from console.core.diagnosis.situation import Situation

_AGREES: Final = "CloudTrail has the refused call, with the same error."
_DIFFERS: Final = "CloudTrail has another error for the refused call than the one that was seen."


def trail_refusals(situation: Situation) -> int:
    """Refused calls of the user within 15 minutes, from anywhere; 0 where that is not known."""
    trail = situation.evidence.trail
    return 0 if trail is None else trail.refusals or 0


def trail_counts(situation: Situation) -> bool:
    """Whether CloudTrail was read to the end for the user's refusals, and has come so far.

    Events come minutes late: those before the refused call are there once that call is.
    """
    trail = situation.evidence.trail
    if trail is None or trail.refusals is None or not trail.whole:
        return False
    # Of a customer's call the request id is rarely known.
    return bool(trail.own) or (situation.seen_elsewhere and trail.refusals > 0)


def trail_names_other(situation: Situation) -> bool:
    """Whether the call was of another user than the one who was looked up."""
    user = situation.evidence.user
    if user is None or user.sub is None:
        return False
    subs = {event.sub for event in _refused(situation) if event.sub is not None}
    return bool(subs) and user.sub not in subs


def with_trail(situation: Situation, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The same with what CloudTrail has of the refused call; nothing while it has not got it.

    An error that was pasted may be of another call than it was said to be, so that another one in
    CloudTrail leaves no cause of it decided. What Cognito answered here is first-hand.
    """
    agrees = _agrees(situation)
    if agrees is None or not findings:
        return findings
    if agrees:
        first, *others = findings
        return (replace(first, for_=(*first.for_, _AGREES)), *others)
    told = tuple(replace(one, against=(*one.against, _DIFFERS)) for one in findings)
    if not situation.seen_elsewhere:
        return told
    again = situation.path.initiate
    return tuple(
        replace(one, decided=False, would_decide=one.would_decide or again) for one in told
    )


def _agrees(situation: Situation) -> bool | None:
    # Calls of the same name that succeeded are other steps; the refused one may come later.
    codes = {event.error_code for event in _refused(situation) if event.error_code is not None}
    found = situation.classification
    if not codes or found is None or not found.code:
        return None
    return found.code in codes


def _refused(situation: Situation) -> tuple[TrailEvent, ...]:
    """The attempt's own events that are of the operation which was refused."""
    trail = situation.evidence.trail
    if trail is None or situation.classification is None:
        return ()
    return tuple(event for event in trail.own if event.event_name == situation.operation)
