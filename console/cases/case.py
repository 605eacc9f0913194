"""A case: one attempt as it may leave this machine, made from an allowlist of typed fields."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from console.cases.case_events import shown_event
from console.cases.labels import USER_LABEL, Labels
from console.core.diagnosis.classification import Classification
from console.core.events import Event
from console.core.record import AttemptRecord, LegRecord, Step, TokensLeft
from console.core.text import visible
from console.core.timeline import withheld_of


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseContext:
    """What a reader of the ticket needs to know of the program; no name of machine or account."""

    program_version: str
    python_version: str
    platform: str
    time_zone: str
    exported_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Every text in it is safe to show; `user` is a label, None where no name was given.

    `outcome` is None for an attempt that did not end: it still ran, or the program stopped.
    `after` are the calls that followed the outcome, `legs` the ends of both paths where both were
    tried, `tokens_left` says how long the tokens that were won are good (None where none were).
    `withheld` counts by kind what was there and is not here.
    """

    context: CaseContext
    attempt_id: str
    started_at: datetime
    ended_at: datetime | None
    duration_ms: float | None
    profile_name: str
    profile_kind: str
    region: str
    user_pool_id: str
    client_id: str
    endpoint: str | None
    user: str | None
    auth_flow: str
    path: str
    ticket: str | None
    simulated: bool
    outcome: str | None
    reason: str
    challenges: tuple[str, ...]
    classification: Classification | None
    steps: tuple[Step, ...]
    after: tuple[Step, ...]
    legs: tuple[LegRecord, ...]
    tokens_left: TokensLeft | None
    events: tuple[Event, ...]
    withheld: Mapping[str, int]

    @classmethod
    def from_record(cls, record: AttemptRecord, context: CaseContext) -> Case:
        """The case of `record`, which must have its events."""
        labels = Labels(record.username)
        events = tuple(shown_event(event, labels) for event in record.events)
        withheld = Counter(withheld_of(events) if events else record.withheld)
        case = cls(
            context=_context(context),
            attempt_id=visible(record.attempt_id),
            started_at=record.started_at,
            ended_at=record.ended_at,
            duration_ms=record.duration_ms,
            profile_name=labels.text(record.profile_name),
            profile_kind=str(record.profile_kind),
            region=visible(record.region),
            user_pool_id=visible(record.user_pool_id),
            client_id=visible(record.client_id),
            endpoint=_or_none(record.endpoint),
            user=USER_LABEL if record.username else None,
            auth_flow=visible(record.auth_flow),
            path=visible(record.path),
            ticket=_or_none(record.ticket),
            simulated=record.simulated,
            outcome=None if record.outcome is None else str(record.outcome),
            reason=labels.word(record.reason),
            challenges=tuple(labels.word(name) for name in record.challenges),
            classification=_classification(record.classification, labels),
            steps=tuple(_step(step) for step in record.steps),
            after=tuple(_step(step) for step in record.after),
            legs=tuple(_leg(leg, labels) for leg in record.legs),
            tokens_left=record.tokens_left,
            events=events,
            withheld={},
        )
        withheld["user_name"] += labels.take_count() + (0 if case.user is None else 1)
        return replace(case, withheld={kind: n for kind, n in sorted(withheld.items()) if n})


def _context(context: CaseContext) -> CaseContext:
    return CaseContext(
        program_version=visible(context.program_version),
        python_version=visible(context.python_version),
        platform=visible(context.platform),
        time_zone=visible(context.time_zone),
        exported_at=context.exported_at,
    )


def _or_none(text: str | None) -> str | None:
    return None if text is None else visible(text)


def _step(step: Step) -> Step:
    return replace(
        step,
        operation=visible(step.operation),
        path=visible(step.path),
        request_id=_or_none(step.request_id),
    )


def _leg(leg: LegRecord, labels: Labels) -> LegRecord:
    return replace(
        leg,
        path=visible(leg.path),
        reason=labels.word(leg.reason),
        classification=_or_none(leg.classification),
    )


def _classification(found: Classification | None, labels: Labels) -> Classification | None:
    """The catalogue's own sentences name nobody; code and message are Cognito's."""
    if found is None:
        return None
    return replace(
        found,
        code=labels.word(found.code),
        message=labels.text(found.message),
        id=visible(found.id),
        meaning=visible(found.meaning),
        causes=tuple(visible(cause) for cause in found.causes),
        next_steps=tuple(visible(step) for step in found.next_steps),
    )
