"""The ranked causes of a failed sign-in, or of one that is to come. Pure: values in, values out.

Each family of rules is a file in `rules`, with the words of its causes and the rules that find
them; CAUSES lists all of them by id. An id never changes its meaning.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from console.core.diagnosis.cause import Cause, Rule
from console.core.diagnosis.finding import Confidence, Finding
from console.core.diagnosis.rules import (
    accounts,
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
    triggers,
)
from console.core.diagnosis.situation import Situation
from console.core.record import Outcome

# In the order in which Cognito checks, so that of equals the one comes first that would strike
# first; within a family the order is the file's own.
_FAMILIES: Final = (
    operator,
    refresh,
    flows,
    secret_hash,
    sessions,
    names,
    accounts,
    triggers,
    messages,
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
            found.setdefault(finding.id, finding)
    return tuple(
        sorted(found.values(), key=lambda one: (not one.decided, _ORDER.index(one.confidence)))
    )
