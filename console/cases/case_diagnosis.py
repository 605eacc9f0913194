"""What was found out about an attempt, as a case may hold it: it names nobody."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from console.core.diagnosis.evidence import (
    CallerFacts,
    Evidence,
    Probe,
    TrailFacts,
    UserFacts,
)
from console.core.diagnosis.finding import Finding
from console.core.diagnosis.forecast import Forecast
from console.core.diagnosis.not_exercised import NotExercised, not_exercised_by
from console.core.labelling import Labels
from console.core.record import AttemptRecord
from console.core.text import visible

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Made = TypeVar("Made", bound=DataclassInstance)


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """`evidence` is None where nothing was gathered, `forecast` where none was made."""

    findings: tuple[Finding, ...] = ()
    evidence: Evidence | None = None
    forecast: Forecast | None = None
    not_exercised: tuple[NotExercised, ...] = ()

    @property
    def caller(self) -> CallerFacts | None:
        """As whom the calls were signed, where that was asked."""
        return None if self.evidence is None else self.evidence.caller

    @classmethod
    def of_record(
        cls,
        record: AttemptRecord,
        evidence: Evidence | None = None,
        forecast: Forecast | None = None,
        *,
        findings: Sequence[Finding] | None = None,
    ) -> Diagnosis:
        """What a record with its events speaks for; `findings` where more was known of it."""
        if findings is None:
            from console.core.diagnosis.findings import find  # the rules are many
            from console.core.diagnosis.situations import situation_of_record

            findings = find(situation_of_record(record, evidence))
        return cls(
            findings=tuple(findings),
            evidence=evidence,
            forecast=forecast,
            not_exercised=not_exercised_by(record, evidence),
        )


def names_in_evidence(evidence: Evidence | None) -> tuple[str, ...]:
    """Whom it names in fields that hold a user's name."""
    if evidence is None:
        return ()
    users = (evidence.user, *(evidence.alias_users or ()))
    return tuple(user.username for user in users if user is not None)


def labelled_diagnosis(found: Diagnosis, labels: Labels) -> Diagnosis:
    """Without names. The sentences of findings and layers are our own and quote nothing."""
    evidence = found.evidence
    return Diagnosis(
        findings=tuple(_each_text(finding, visible) for finding in found.findings),
        evidence=None if evidence is None else _evidence(evidence, labels),
        forecast=None if found.forecast is None else _forecast(found.forecast, labels),
        not_exercised=tuple(_each_text(layer, visible) for layer in found.not_exercised),
    )


def _forecast(forecast: Forecast, labels: Labels) -> Forecast:
    shown = _each_text(forecast, labels.word)
    return replace(shown, expects=visible(forecast.expects))


def _evidence(evidence: Evidence, labels: Labels) -> Evidence:
    """Names as labels, also where none is expected; the sub of a user stays."""
    user, aliases, lines = evidence.user, evidence.alias_users, evidence.log_lines
    pool, trail = evidence.pool, evidence.trail
    named = replace(
        evidence,
        user=None if user is None else _named(user, labels),
        alias_users=None if aliases is None else tuple(_named(each, labels) for each in aliases),
        pool=None if pool is None else replace(pool, functions={}),
        trail=None if trail is None else _trail(trail),
        log_lines=None if lines is None else tuple(replace(line, text="") for line in lines),
    )
    shown = _each_text(named, labels.word)
    probes = zip(evidence.probes, shown.probes, strict=True)
    return replace(shown, probes=tuple(_probe(before, after) for before, after in probes))


def _named(user: UserFacts, labels: Labels) -> UserFacts:
    return replace(user, username=labels.name(user.username))


def _trail(trail: TrailFacts) -> TrailFacts:
    return replace(trail, own=tuple(replace(each, error_text="", sub=None) for each in trail.own))


def _probe(before: Probe, after: Probe) -> Probe:
    """Without a code the reason is a sentence of our own."""
    return after if before.code is not None else replace(after, reason=visible(before.reason))


def _each_text(value: Made, shown: Callable[[str], str]) -> Made:
    """A dataclass with `shown` of each text in it, however deep; words of our own stay."""
    changed = {each.name: _shown(getattr(value, each.name), shown) for each in fields(value)}
    return replace(value, **changed)


def _shown(value: object, shown: Callable[[str], str]) -> object:
    if isinstance(value, StrEnum):
        return value
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, tuple):
        return tuple(_shown(each, shown) for each in value)
    if isinstance(value, Mapping):
        return {_shown(name, shown): _shown(each, shown) for name, each in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return _each_text(value, shown)
    return value
