"""The words of the check of this workstation."""

from __future__ import annotations

from collections.abc import Sequence

from console.core.diagnosis.connection_check import ConnectionCheck
from console.core.doctor.report import to_lines
from console.core.profile import Profile
from console.core.text import visible

_LIMIT = 80
_SENT = (
    "Nothing of a sign-in is sent, and nothing is changed. One unsigned GET goes to Cognito’s "
    "address"
)


def before(profile: Profile | None) -> str:
    """What is asked, and for which profile."""
    if profile is None:
        return f"{_SENT} in the region of the AWS configuration."
    name = visible(profile.name, _LIMIT)
    if profile.simulated:
        return f"{_SENT} in “{name}”, which is on this machine."
    return f"{_SENT} as the profile “{name}” has it, and GetCallerIdentity is asked."


def to_text(profile: Profile | None, version: str, checks: Sequence[ConnectionCheck]) -> str:
    """All of it as plain text."""
    head = f"Check of a workstation, sign-in console {version}"
    lines = [head if profile is None else f"{head}, profile “{visible(profile.name, _LIMIT)}”", ""]
    for each in checks:
        lines += to_lines(each)
    return "\n".join(lines) + "\n"
