"""The ranked causes of a failed sign-in, or of one that is to come. Pure: values in, values out.

Each family of rules is a file in `rules`, with the words of its causes and the rules that find
them; CAUSES lists all of them by id. An id never changes its meaning.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from console.core.diagnosis.cause import Cause, Rule
from console.core.diagnosis.finding import Confidence, Finding
from console.core.diagnosis.rules import (
    accounts,
    aliases,
    apps,
    flows,
    messages,
    mfa,
    names,
    new_passwords,
    operator,
    passwords,
    proofs,
    refresh,
    secret_hash,
    sessions,
    text_messages,
    triggers,
)
from console.core.diagnosis.situation import Situation
from console.core.diagnosis.trail_grounds import with_trail
from console.core.record import Outcome

# In the order in which Cognito checks, so that of equals the one comes first that would strike
# first; within a family the order is the file's own.
_FAMILIES: Final = (
    operator,
    apps,
    refresh,
    flows,
    secret_hash,
    sessions,
    aliases,
    names,
    accounts,
    triggers,
    messages,
    text_messages,
    passwords,
    proofs,
    mfa,
    new_passwords,
)
RULES: Final[tuple[Rule, ...]] = tuple(rule for family in _FAMILIES for rule in family.RULES)
CAUSES: Final[Mapping[str, Cause]] = MappingProxyType(
    {cause.id: cause for family in _FAMILIES for cause in family.CAUSES}
)
_ORDER: Final = (Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW)


def find(situation: Situation) -> tuple[Finding, ...]:
    """The causes that fit: decided ones first, then by confidence, then as Cognito checks.

    After a success there is nothing to explain. At most one finding has an id.
    """
    if situation.outcome is Outcome.SIGNED_IN:
        return ()
    found: dict[str, Finding] = {}
    for rule in RULES:
        if (finding := rule(situation)) is not None:
            found.setdefault(finding.id, apps.seen_by_the_app(finding, situation))
    return _ranked(with_trail(situation, _ranked(found.values())))


def _ranked(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda one: (not one.decided, _ORDER.index(one.confidence))))
