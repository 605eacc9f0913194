"""How paths and attempts end: outcome, reason and classification, written once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from console.core.attempt import Attempt, Won
from console.core.calling import Caller
from console.core.course import Leg
from console.core.events import EventKind
from console.core.record import LegRecord, Outcome
from console.core.tokens_left import tokens_left


def end_leg(attempt: Attempt, leg: Leg, caller: Caller) -> None:
    """The end of one path of an attempt that takes both."""
    found = leg.classification
    kept = LegRecord(
        path=str(leg.path),
        outcome=leg.outcome,
        reason=leg.reason,
        classification=None if found is None else found.id,
    )
    attempt.legs.append(kept)
    caller.tell(EventKind.PATH_ENDED, kept.to_json())


def end_attempt(attempt: Attempt, legs: Sequence[Leg], caller: Caller, *, now: datetime) -> None:
    """The end of the attempt: that of its first path that did not sign in, or of all of them.

    A path that could not be tried decides only where none could: something was sent otherwise.
    """
    tried = [leg for leg in legs if leg.outcome is not Outcome.NOT_SENT] or list(legs)
    deciding = next((leg for leg in tried if leg.outcome is not Outcome.SIGNED_IN), tried[-1])
    attempt.challenge = None
    attempt.ended_at = now
    attempt.duration_ms = caller.offset_ms()
    attempt.outcome = deciding.outcome
    attempt.reason = _reason(legs, deciding)
    attempt.classification = deciding.classification
    attempt.won = [Won(path=leg.path, tokens=leg.tokens) for leg in legs if leg.tokens is not None]
    attempt.tokens_left = tokens_left(attempt, now=now)
    caller.tell(
        EventKind.ATTEMPT_ENDED,
        {
            "outcome": str(deciding.outcome),
            "reason": attempt.reason,
            "classification": None
            if deciding.classification is None
            else deciding.classification.id,
            "duration_ms": attempt.duration_ms,
        },
    )


def _reason(legs: Sequence[Leg], deciding: Leg) -> str:
    if len(legs) == 1:
        return deciding.reason
    return " ".join(f"{str(leg.path).capitalize()} path: {leg.reason}" for leg in legs)
