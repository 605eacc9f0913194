"""A sign-in that took place, as the account's own logs can be searched for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from console.core.call import Sent
from console.core.events import EventKind
from console.core.record import AttemptRecord

# CloudTrail has most events after 5 minutes and nearly all after 15: when it is worth a look again.
DUE_AFTER_S: Final = (300.0, 900.0)  # from the end


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """When it was, which operations were called, and the request ids that Cognito gave them.

    An attempt of the console's, or the customer's own of which an error tells. `auth_flow` and
    `challenges` say which triggers it can have run; without a flow, all of them.
    """

    operations: tuple[str, ...]
    began: datetime
    ended: datetime
    request_ids: frozenset[str] = frozenset()
    auth_flow: str | None = None
    challenges: tuple[str, ...] = ()


def occurrence_of(record: AttemptRecord) -> Occurrence | None:
    """By the service's clock, as far as it is known; None where nothing reached Cognito."""
    sent = tuple(step for step in record.steps if step.sent is not Sent.NO)
    if not sent:
        return None
    ahead = timedelta(seconds=_skew_s(record))
    lasted = timedelta(milliseconds=record.duration_ms or 0.0)
    return Occurrence(
        operations=tuple(dict.fromkeys(step.operation for step in sent)),
        began=record.started_at - ahead,
        ended=(record.ended_at or record.started_at + lasted) - ahead,
        request_ids=frozenset(step.request_id for step in sent if step.request_id),
        auth_flow=record.auth_flow or None,
        challenges=record.challenges,
    )


def _skew_s(record: AttemptRecord) -> float:
    """By how much this machine's clock was ahead, where it was by much."""
    told = (event.number("skew_s") for event in record.events if event.kind is EventKind.CLOCK_SKEW)
    return next((skew for skew in told if skew is not None), 0.0)
