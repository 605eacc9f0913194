"""What is to be explained: the request, what came of it if it was sent, and the evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from console.core.call import Path
from console.core.diagnosis.classification import Classification
from console.core.diagnosis.evidence import Evidence
from console.core.profile import Profile
from console.core.record import Outcome


class AliasKind(StrEnum):
    """How a typed name reads."""

    EMAIL = "email"
    PHONE = "phone"
    SUB = "sub"
    NAME = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Plain values. `classification` is None before anything was sent, or where it signed in.

    `parameters` are the keys of the request alone. `failures_seen` counts refusals of this user in
    this pool in the last 15 minutes, by this workstation. `password_seen` is False where the typed
    password could not be looked at, so that no oddity of it says nothing.
    """

    profile: Profile
    auth_flow: str
    path: Path = Path.ADMIN
    username: str = ""
    parameters: frozenset[str] = frozenset()
    password_findings: tuple[str, ...] = ()  # what is odd about the typed password's characters
    password_seen: bool = True
    username_findings: tuple[str, ...] = ()
    has_client_secret: bool = False
    outcome: Outcome | None = None
    classification: Classification | None = None
    operation: str | None = None  # the call that was refused
    challenge: str | None = None  # the challenge that was open
    challenges: tuple[str, ...] = ()
    code_from_seed: bool = False  # the code that was refused was made here
    failures_seen: int = 0
    skew_s: float | None = None
    seen_elsewhere: bool = False  # the refusal is one that the customer saw; we sent nothing
    evidence: Evidence = field(default_factory=Evidence)
    # PREFERRED_CHALLENGE and CHALLENGE_NAME of the request; SELECT_CHALLENGE and SELECT_MFA_TYPE:
    # what will be answered, where that is known beforehand
    chosen: Mapping[str, str] = field(default_factory=dict)

    @property
    def code_id(self) -> str:
        """The catalogue's id of the refusal, or an empty text."""
        return "" if self.classification is None else self.classification.id

    @property
    def alias_kind(self) -> AliasKind:
        """What the typed name looks like."""
        name = self.username
        if "@" in name:
            return AliasKind.EMAIL
        if name.startswith("+") and name[1:].isdigit():
            return AliasKind.PHONE
        if len(name) == 36 and name.count("-") == 4:
            return AliasKind.SUB
        return AliasKind.NAME
