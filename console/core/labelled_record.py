"""A record with labels in place of names, as a case has it and a journal that is not encrypted."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from console.core.diagnosis.classification import Classification
from console.core.labelled_events import labelled_event, names_in, request_id_of
from console.core.labelling import Labels
from console.core.record import AttemptRecord, LegRecord, Step
from console.core.text import visible
from console.core.timeline import withheld_of


def labelled_record(record: AttemptRecord, labels: Labels) -> AttemptRecord:
    """Every text of it made visible, with labels for names; `withheld` has all that it lost.

    Ids of AWS, names of the API and our own sentences stay.
    """
    for event in record.events:
        for name in names_in(event):
            labels.learn(name)
    header = replace(
        record,
        attempt_id=visible(record.attempt_id),
        username=labels.name(record.username),
        profile_name=labels.text(record.profile_name),
        region=visible(record.region),
        user_pool_id=labels.id(record.user_pool_id),
        client_id=labels.id(record.client_id),
        endpoint=None if record.endpoint is None else labels.text(record.endpoint),
        auth_flow=visible(record.auth_flow),
        path=visible(record.path),
        ticket=None if record.ticket is None else labels.text(record.ticket),
        reason=labels.word(record.reason),
        challenges=tuple(labels.word(name) for name in record.challenges),
        classification=_classification(record.classification, labels),
        steps=tuple(_step(step, labels) for step in record.steps),
        after=tuple(_step(step, labels) for step in record.after),
        legs=tuple(_leg(leg, labels) for leg in record.legs),
    )
    withheld = Counter(labels.take_counts())
    events = tuple(labelled_event(event, labels) for event in record.events)
    withheld.update(withheld_of(events) if events else record.withheld)
    counts = {kind: number for kind, number in sorted(withheld.items()) if number}
    return replace(header, events=events, withheld=counts)


def _step(step: Step, labels: Labels) -> Step:
    request_id = step.request_id
    return replace(
        step,
        operation=visible(step.operation),
        path=visible(step.path),
        request_id=None if request_id is None else request_id_of(labels, request_id),
    )


def _leg(leg: LegRecord, labels: Labels) -> LegRecord:
    found = leg.classification
    return replace(
        leg,
        path=visible(leg.path),
        reason=labels.word(leg.reason),
        classification=None if found is None else visible(found),
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
