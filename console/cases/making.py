"""Makes the case of a record: names become labels, and what tells of secrets is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from console.cases.case import Case, CaseContext
from console.cases.case_diagnosis import Diagnosis, labelled_diagnosis, names_in_evidence
from console.cases.case_events import shown_event
from console.cases.self_check import SelfCheck
from console.core.diagnosis.evidence import Evidence
from console.core.diagnosis.secret_shapes import find as find_secret_shape
from console.core.events import Event, EventKind
from console.core.label_shapes import is_sub
from console.core.labelled_events import names_in
from console.core.labelled_record import labelled_record
from console.core.labelling import Labels, is_label
from console.core.masking import LiveSecrets
from console.core.record import AttemptRecord
from console.core.text import visible
from console.core.timeline import withheld_of


def make_case(
    record: AttemptRecord,
    context: CaseContext,
    *,
    names: bool,
    ids: bool,
    diagnosis: Diagnosis | None,
    live: LiveSecrets | None,
) -> Case:
    """See `Case.from_record`."""
    labels = _labels(record, names=names, ids=ids)
    evidence = None if diagnosis is None else diagnosis.evidence
    people = tuple(_people(record, evidence))
    for name in people:
        labels.learn(name)
    shown = labelled_record(record, labels)
    events = tuple(shown_event(event) for event in shown.events)
    found = None if diagnosis is None else labelled_diagnosis(diagnosis, labels)
    withheld = Counter(shown.withheld)
    if events:
        withheld["message_size"] = withheld_of(events).get("message_size", 0)
    withheld.update(labels.take_counts())
    made = Case.of_shown(
        replace(shown, events=events, withheld=withheld),
        _context(context),
        events_recorded=len(record.events),
        clock_skew_s=_skew(events, evidence),
        diagnosis=found,
        names_shown=names,
        ids_shown=ids,
    )
    checks = replace(_self_check(record, context, live), people=people, names_shown=names)
    return replace(made, self_check=checks)


def _labels(record: AttemptRecord, *, names: bool, ids: bool) -> Labels:
    hidden = ((record.user_pool_id, "POOL-1"), (record.client_id, "CLIENT-1"))
    return Labels(
        record.username,
        names=names,
        ids=() if ids else hidden,
        screen=lambda text: find_secret_shape(text) is not None,
    )


def _people(record: AttemptRecord, evidence: Evidence | None) -> Iterator[str]:
    """Whom the record and the evidence name in fields that hold a user's name.

    A sub is no name, and neither is the label that stands in a journal that is not encrypted.
    """
    named = (name for event in record.events for name in names_in(event))
    for name in dict.fromkeys((record.username, *named, *names_in_evidence(evidence))):
        bare = name.strip()
        if bare and not is_sub(bare) and not is_label(bare):
            yield bare


def _context(context: CaseContext) -> CaseContext:
    return CaseContext(
        program_version=visible(context.program_version),
        python_version=visible(context.python_version),
        platform=visible(context.platform),
        time_zone=visible(context.time_zone),
        exported_at=context.exported_at,
        sdk_version=visible(context.sdk_version),
    )


def _skew(events: Iterable[Event], evidence: Evidence | None) -> float | None:
    """From the attempt itself, else from what was gathered for it."""
    told = (e.number("skew_s") for e in events if e.kind is EventKind.CLOCK_SKEW)
    gathered = None if evidence is None else evidence.clock_skew_s
    return next((skew for skew in told if skew is not None), gathered)


def _self_check(record: AttemptRecord, context: CaseContext, live: LiveSecrets | None) -> SelfCheck:
    """Made of the record as it came, so that a mistake in what the case shows hides nothing."""
    found = record.classification
    texts = (record.ticket, record.profile_name, record.endpoint)
    ids = (record.region, record.user_pool_id, record.client_id, record.auth_flow)
    versions = (context.program_version, context.python_version, context.sdk_version)
    return SelfCheck(
        live=live,
        ids=(*ids, *versions, record.attempt_id, context.platform, context.time_zone),
        sentences=()
        if found is None
        else (found.id, found.meaning, *found.causes, *found.next_steps),
        texts=tuple(text for text in texts if text),
    )
