"""What a look-up of a person found, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from console.core.call import ADMIN_GET_USER
from console.core.characters import character_findings
from console.core.conversation.flows import AuthFlow
from console.core.diagnosis.cards import cards, found_users
from console.core.diagnosis.comparing import ComparedCard, compare
from console.core.diagnosis.evidence import Evidence
from console.core.diagnosis.finding import Finding
from console.core.diagnosis.findings import find
from console.core.diagnosis.grounds import unread
from console.core.diagnosis.least_policy import least_policy
from console.core.diagnosis.situation import Situation
from console.core.profile import Profile

# What is left where everything else is in order; no password is typed here to be wrong.
_OF_A_PASSWORD = frozenset({"wrong_password"})
FLOW = AuthFlow.ADMIN_USER_PASSWORD_AUTH  # of the sign-in that findings speak of


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """`username` is the user's own, None where nobody was found; `other` is whom to compare.

    `unread` says what was not answered where it is not known whether there is such a user.
    """

    username: str | None
    cards: tuple[ComparedCard, ...]
    findings: tuple[Finding, ...]
    other: str | None = None
    unread: str = ""
    policy: str | None = None  # the smallest that would allow what was denied


def found(
    profile: Profile,
    name: str,
    evidence: Evidence,
    *,
    other: str | None = None,
    other_evidence: Evidence | None = None,
) -> Found:
    """The cards of one or two users, and what would stand in the way of the first."""
    users = found_users(evidence)
    mine = cards(evidence)
    situation = Situation(
        profile=profile,
        auth_flow=FLOW,
        username=name,
        username_findings=character_findings(name),
        parameters=frozenset({"PASSWORD"}),
        has_client_secret=profile.has_client_secret,
        skew_s=evidence.clock_skew_s,
        evidence=evidence,
    )
    return Found(
        username=users[0].username if users else None,
        cards=compare(mine, mine if other_evidence is None else cards(other_evidence)),
        findings=tuple(one for one in find(situation) if one.id not in _OF_A_PASSWORD),
        other=other if other_evidence is not None else None,
        unread="" if users or evidence.user_missing else unread(evidence, ADMIN_GET_USER),
        policy=least_policy(profile, evidence),
    )
