"""What is kept of one attempt: the header that history lists, its steps and its events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from console.core.call import Phases, Sent
from console.core.diagnosis.classifier import Classification
from console.core.events import Event
from console.core.masking import Json
from console.core.profile import ProfileKind


class Outcome(StrEnum):
    """How an attempt ended."""

    SIGNED_IN = "signed_in"
    FAILED = "failed"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"
    ABANDONED = "abandoned"
    NOT_SENT = "not_sent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One API call of an attempt, without its texts."""

    operation: str
    path: str
    sent: Sent
    request_id: str | None
    http_status: int | None
    duration_ms: float
    wire_tries: int
    phases: Phases

    def to_json(self) -> dict[str, Json]:
        """The form of the public interface."""
        phases = self.phases
        return {
            "operation": self.operation,
            "path": self.path,
            "sent": str(self.sent),
            "request_id": self.request_id,
            "http_status": self.http_status,
            "duration_ms": round(self.duration_ms, 3),
            "wire_tries": self.wire_tries,
            "phases": {
                "dns_ms": _rounded(phases.dns_ms),
                "connect_ms": _rounded(phases.connect_ms),
                "tls_ms": _rounded(phases.tls_ms),
                "first_byte_ms": _rounded(phases.first_byte_ms),
                "transfer_ms": _rounded(phases.transfer_ms),
            },
        }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class LegRecord:
    """How the sign-in on one path ended, of an attempt that took both."""

    path: str
    outcome: Outcome
    reason: str
    classification: str | None = None  # its id in the catalogue

    def to_json(self) -> dict[str, Json]:
        """The form of the public interface."""
        return {
            "path": self.path,
            "outcome": str(self.outcome),
            "reason": self.reason,
            "classification": self.classification,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class TokensLeft:
    """Tokens of a sign-in are a real session until they end or are revoked.

    `valid_until` is when the last of them ends by itself; `assumed` says that it counts with
    Cognito's default life of a refresh token, since the client's own is not known.
    """

    valid_until: datetime | None
    assumed: bool = False
    revoked_at: datetime | None = None

    def to_json(self) -> dict[str, Json]:
        """The form of the public interface."""
        left = None if self.revoked_at is not None else _moment(self.valid_until)
        return {
            "tokens_left_valid_until": left,
            "tokens_left_assumed": self.assumed,
            "tokens_revoked_at": _moment(self.revoked_at),
        }


def _moment(value: datetime | None) -> str | None:
    return None if value is None else value.isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptRecord:
    """Everything that journal and exports may know. `outcome` is None while the attempt runs.

    `events` is empty in the rows of the history list.
    """

    attempt_id: str
    started_at: datetime
    ended_at: datetime | None = None
    duration_ms: float | None = None
    profile_name: str
    profile_kind: ProfileKind
    region: str
    user_pool_id: str
    client_id: str
    endpoint: str | None = None
    username: str
    auth_flow: str
    path: str = "admin"
    ticket: str | None = None
    simulated: bool
    outcome: Outcome | None = None
    reason: str = ""
    challenges: tuple[str, ...] = ()
    classification: Classification | None = None
    steps: tuple[Step, ...] = ()
    after: tuple[Step, ...] = ()  # calls that followed the outcome: refresh, revoke, device
    legs: tuple[LegRecord, ...] = ()  # each path's end, where both were tried
    tokens_left: TokensLeft | None = None  # None where no tokens came
    withheld: Mapping[str, int] = field(default_factory=dict)
    events: tuple[Event, ...] = ()

    def run_json(self) -> dict[str, Json]:
        """The object that `run --json` prints, without `exports`."""
        classification, left = self.classification, self.tokens_left
        return {
            "schema_version": 1,
            "attempt_id": self.attempt_id,
            "ticket": self.ticket,
            "simulated": self.simulated,
            "outcome": None if self.outcome is None else str(self.outcome),
            "challenges": list(self.challenges),
            "classification": None if classification is None else classification.to_json(),
            "steps": [step.to_json() for step in self.steps],
            "after": [step.to_json() for step in self.after],
            **({} if left is None else left.to_json()),
            **({"paths": [leg.to_json() for leg in self.legs]} if self.legs else {}),
        }


def outcome_of(record: AttemptRecord) -> Outcome:
    """The outcome; an attempt that never came to one (the program died) is unknown."""
    return Outcome.UNKNOWN if record.outcome is None else record.outcome
