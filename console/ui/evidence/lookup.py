"""A look-up as plain values: of whom, how far it is, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from console.core.diagnosis.evidence import Evidence, Probe
from console.core.profile import Profile
from console.core.secret import Secret


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
class Gathered:
    """What came of it. `failures_seen`: refusals of the user here, in the last minutes."""

    subject: Subject
    evidence: Evidence
    failures_seen: int = 0
    stopped: bool = False

    def evidence_on(self, subject: Subject) -> Evidence:
        """What it tells of a request for `subject`, whose device may be another one."""
        devices = self.evidence.devices
        if devices is None or self.subject.device_key == subject.device_key:
            return self.evidence
        unknown = tuple(replace(device, key_matches=None) for device in devices)
        return replace(self.evidence, devices=unknown)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """How far it is. `refused` says why none can be made."""

    under_way: bool = False
    probes: tuple[Probe, ...] = ()
    at: datetime | None = None  # of its end
    stopped: bool = False
    refused: str = ""


NOT_BEGUN = Lookup()


def lookup_of(gathered: Gathered) -> Lookup:
    """The look-up that has ended with this."""
    evidence = gathered.evidence
    return Lookup(probes=evidence.probes, at=evidence.gathered_at, stopped=gathered.stopped)
