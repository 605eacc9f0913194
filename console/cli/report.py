"""The result of a run as lines for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from console.cases.write import Written
from console.core.record import AttemptRecord, Outcome, outcome_of
from console.core.telling import OUTCOME_WORDS


def lines(record: AttemptRecord, exports: Sequence[Written]) -> list[str]:
    """Outcome, cause and next steps, steps, and where the case was written."""
    words, _state = OUTCOME_WORDS[outcome_of(record)]
    told = [f"{words.capitalize()}. {record.reason}"]
    if record.simulated:
        told.append("Simulated: the answers came from a practice pool.")
    told += _cause(record)
    for number, step in enumerate(record.steps, start=1):
        told.append(
            f"step {number}: {step.operation} sent={step.sent} http={step.http_status or '-'} "
            f"{step.duration_ms:.0f} ms request id {step.request_id or '-'}"
        )
    told += [f"written: {written.file}" for written in exports]
    return told


def _cause(record: AttemptRecord) -> list[str]:
    classification = record.classification
    if classification is None:
        return []
    told = [f"{classification.code} ({classification.id}): {classification.meaning}"]
    if classification.message:
        who = "Cognito" if record.outcome is Outcome.FAILED else "This machine"
        told.append(f"{who} said: {classification.message}")
    told += [f"cause: {cause}" for cause in classification.causes]
    told += [f"next: {step}" for step in classification.next_steps]
    return told
