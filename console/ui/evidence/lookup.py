"""A look-up as plain values: of whom, how far it is, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from console.core.call import FILTER_LOG_EVENTS, LOOKUP_EVENTS
from console.core.diagnosis.evidence import Evidence, Probe
from console.core.diagnosis.occurrence import Occurrence
from console.core.masking import LiveSecrets
from console.core.profile import Profile
from console.core.secret import Secret
from console.ui.evidence.late_events import LateEvents, late_events

if TYPE_CHECKING:
    from console.core.diagnosis.ready_queries import ReadyQuery

_OF_AN_ATTEMPT = (LOOKUP_EVENTS, FILTER_LOG_EVENTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whom the calls ask about, and what the answers are compared with."""

    profile: Profile
    username: str
    client_secret: Secret | None = None
    device_key: Secret | None = None

    def is_about(self, other: Subject) -> bool:
        """Whether what was read for one is good for the other: name and target are the same."""
        mine, others = (replace(one.profile, known=None) for one in (self, other))
        return (mine, self.username, self.client_secret) == (
            others,
            other.username,
            other.client_secret,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A sign-in of which the account's own logs may tell. `ended`: by this machine's clock.

    `request_ids` are those that CloudTrail can have.
    """

    occurrence: Occurrence
    ended: datetime
    request_ids: frozenset[str] = frozenset()
    challenge: str | None = None  # the one that was open at its end
    live: LiveSecrets | None = None  # of an attempt of this run: logs may repeat them


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What came of it.

    `looked_at`: when CloudTrail was looked into last, by this machine's clock; `look_failed` says
    why a later look there told nothing. `queries` are for who may make the calls that were denied,
    by operation; `policy` is the smallest that would permit them.
    """

    subject: Subject
    evidence: Evidence
    stopped: bool = False
    tried: Tried | None = None
    looked_at: datetime | None = None
    look_failed: str = ""
    queries: Mapping[str, ReadyQuery] = field(default_factory=dict)
    policy: str | None = None

    def evidence_on(self, subject: Subject) -> Evidence:
        """What it tells of a request for `subject`, whose device may be another one."""
        devices = self.evidence.devices
        if devices is None or self.subject.device_key == subject.device_key:
            return self.evidence
        unknown = tuple(replace(device, key_matches=None) for device in devices)
        return replace(self.evidence, devices=unknown)

    def for_attempt_of(self, subject: Subject) -> Gathered:
        """What it tells of an attempt that was made after it."""
        kept = self.of_no_attempt()
        return replace(kept, subject=subject, evidence=kept.evidence_on(subject))

    def of_no_attempt(self) -> Gathered:
        """Without what tells of one attempt alone: it says nothing of the next."""
        kept = tuple(one for one in self.evidence.probes if one.operation not in _OF_AN_ATTEMPT)
        evidence = replace(self.evidence, probes=kept, trail=None, log_lines=None)
        queries = {name: one for name, one in self.queries.items() if name not in _OF_AN_ATTEMPT}
        return replace(
            self, evidence=evidence, tried=None, looked_at=None, look_failed="", queries=queries
        )

    def late(self, now: datetime) -> LateEvents | None:
        """Whether CloudTrail is worth another look."""
        if self.tried is None or self.looked_at is None:
            return None
        found = late_events(
            self.tried.request_ids,
            self.evidence,
            ended=self.tried.ended,
            looked_at=self.looked_at,
            now=now,
        )
        if found is None or not self.look_failed:
            return found
        return replace(found, words=f"{found.words} The last look failed. {self.look_failed}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """How far it is. `refused` says why none can be made.

    `again`: what is under way looks into CloudTrail alone, for what `probes` have not told.
    """

    under_way: bool = False
    again: bool = False
    probes: tuple[Probe, ...] = ()
    at: datetime | None = None  # of its end
    stopped: bool = False
    refused: str = ""
    late: LateEvents | None = None
    queries: Mapping[str, ReadyQuery] = field(default_factory=dict)
    policy: str | None = None


NOT_BEGUN = Lookup()


def lookup_of(gathered: Gathered, now: datetime) -> Lookup:
    """The look-up that has ended with this."""
    evidence = gathered.evidence
    return Lookup(
        probes=evidence.probes,
        at=evidence.gathered_at,
        stopped=gathered.stopped,
        late=gathered.late(now),
        queries=gathered.queries,
        policy=gathered.policy,
    )
