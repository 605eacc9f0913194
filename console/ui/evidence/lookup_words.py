"""What is said of a look-up: before it, while it goes on, and of each call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from console.core.call import SERVICES
from console.core.diagnosis.evidence import Probe, ProbeStatus
from console.core.diagnosis.probe_plan import OPERATIONS
from console.core.telling import State
from console.core.text import visible
from console.ui.evidence.lookup import Lookup

PROBE_STATES = {
    ProbeStatus.OK: State.DONE,
    ProbeStatus.DENIED: State.REFUSED,
    ProbeStatus.FAILED: State.WARNING,
    ProbeStatus.TIMEOUT: State.UNKNOWN,
    ProbeStatus.SKIPPED: State.CANCELLED,
}
OFFER = (
    f"Up to {len(OPERATIONS)} read-only operations, in production too: nothing is changed, no "
    "sign-in is sent."
)
FURTHER = (
    "Some take a few calls: a list has pages, and a missing user is looked for in up to 10 other "
    "pools of the account. Reading a user makes Cognito count it as active in that month."
)
LOOKS_AGAIN = "Looking into CloudTrail for the events of this attempt…"
_REASON_LIMIT = 300
_COGNITO = "Cognito and the account"
_GROUPS = {
    "cloudtrail": "CloudTrail: calls on record",
    "logs": "CloudWatch Logs: what the triggers wrote",
    "sns": "SNS: text messages",
}


def lookup_words(lookup: Lookup) -> str:
    """One line on how far it is."""
    if lookup.again:
        return LOOKS_AGAIN
    if lookup.under_way:
        return f"{len(lookup.probes)} of {len(OPERATIONS)} operations have ended…"
    if lookup.refused:
        return lookup.refused
    if not lookup.probes:
        return OFFER
    when = "" if lookup.at is None else f" at {lookup.at.astimezone():%H:%M:%S}"
    start = f"Stopped{when}; what was read until then counts" if lookup.stopped else f"Read{when}"
    return f"{start}: {counts(lookup.probes)}."


def counts(probes: Sequence[Probe]) -> str:
    """How many of them ended how, those that were not asked last."""
    by_status = Counter(probe.status for probe in probes)
    return ", ".join(f"{by_status[status]} {status}" for status in ProbeStatus if by_status[status])


def reason_of(probe: Probe) -> str:
    """Why it is not ok, or what the answer was where there is nothing to read."""
    return visible(probe.reason, _REASON_LIMIT)


def took(probe: Probe) -> str:
    """Its time, where it was asked."""
    if probe.status is ProbeStatus.SKIPPED:
        return ""
    spent = probe.duration_ms
    return f"{spent:.0f} ms" if spent < 1000 else f"{spent / 1000:.1f} s"


def missing_words(probe: Probe) -> str:
    """The action that a denied call lacks."""
    if probe.missing_action is None:
        return reason_of(probe)
    return visible(probe.missing_action, _REASON_LIMIT)


def group_of(operation: str) -> str:
    """The heading that an operation stands under."""
    return _GROUPS.get(SERVICES.get(operation, ""), _COGNITO)


def common_reason(probes: Sequence[Probe | None]) -> str:
    """Why none of several was asked, where that is one reason; empty for a single one."""
    reasons = {
        reason_of(probe) if probe is not None and probe.status is ProbeStatus.SKIPPED else ""
        for probe in probes
    }
    return reasons.pop() if len(probes) > 1 and len(reasons) == 1 else ""
