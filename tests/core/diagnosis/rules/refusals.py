"""What the tests of all rules need: a refusal by its id, calls that were not permitted."""

from __future__ import annotations

from dataclasses import replace

from console.core.diagnosis.classification import Classification, Matched, Retry, RetryWhen
from console.core.diagnosis.evidence import Probe, ProbeStatus
from console.core.diagnosis.finding import Finding
from console.core.diagnosis.findings import find
from console.core.diagnosis.situation import Situation
from console.core.record import Outcome


def refused(situation: Situation, entry: str, challenge: str | None = None) -> Situation:
    """The same, refused with that entry of the catalogue, perhaps in answer to a challenge."""
    classification = Classification(
        id=entry,
        code="",
        message="",
        matched=Matched.TEXT,
        meaning="",
        causes=(),
        act=(),
        next_steps=(),
        retry=Retry(when=RetryWhen.NO),
        counts_towards_lockout=None,
    )
    return replace(
        situation,
        outcome=Outcome.FAILED,
        classification=classification,
        challenge=challenge,
        challenges=(challenge,) if challenge else (),
    )


def given_up(situation: Situation, challenge: str) -> Situation:
    """The same, abandoned at a challenge."""
    return replace(
        situation, outcome=Outcome.ABANDONED, challenge=challenge, challenges=(challenge,)
    )


def lacking(
    situation: Situation, *operations: str, status: ProbeStatus = ProbeStatus.DENIED
) -> Situation:
    """The same, those calls not having answered."""
    probes = tuple(Probe(operation=name, status=status) for name in operations)
    return replace(situation, evidence=replace(situation.evidence, probes=probes))


def found(situation: Situation, cause: str) -> Finding | None:
    """The finding with that id, if it is among those that are found."""
    return next((finding for finding in find(situation) if finding.id == cause), None)


def first(situation: Situation) -> tuple[str, bool]:
    """Id and `decided` of the first finding."""
    finding = find(situation)[0]
    return finding.id, finding.decided
