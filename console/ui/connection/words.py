"""The words and marks of the connection test."""

from __future__ import annotations

from collections.abc import Sequence

from console.core.diagnosis.connection import CheckStatus, ConnectionCheck
from console.core.profile import Profile
from console.core.telling import MARKS, State
from console.core.text import visible

STATES = {
    CheckStatus.OK: State.DONE,
    CheckStatus.WARN: State.WARNING,
    CheckStatus.FAIL: State.REFUSED,
    CheckStatus.SKIPPED: State.CANCELLED,
}
WORDS = {
    CheckStatus.OK: "fine",
    CheckStatus.WARN: "look here",
    CheckStatus.FAIL: "at fault",
    CheckStatus.SKIPPED: "not known",
}
SIMULATED = "Simulated: the practice pool’s answers are evidence of nothing."
_LIMIT = 80
_BEFORE = (
    "Read-only calls with {who}: {calls}DescribeUserPool, DescribeUserPoolClient, "
    "GetUserPoolMfaConfig, ListUserPools, ListUserPoolClients, and DescribeRiskConfiguration where "
    "threat protection is on. They change nothing, touch no user and count towards no lockout. "
    "No sign-in is sent. The client secret that comes with DescribeUserPoolClient is compared and "
    "dropped."
)


def mark(status: CheckStatus) -> str:
    """The sign that stands before a check."""
    return MARKS[STATES[status]]


def before(profile: Profile) -> str:
    """What will be asked, and as whom."""
    calls = "" if profile.simulated else "GetCallerIdentity, "
    said = _BEFORE.format(who=who(profile), calls=calls)
    return f"{SIMULATED} {said}" if profile.simulated else said


def who(profile: Profile) -> str:
    """Whose credentials sign the calls."""
    if profile.simulated:
        return "the practice pool’s own credentials"
    if profile.aws_profile is not None:
        return f"the AWS profile “{visible(profile.aws_profile, _LIMIT)}”"
    return "the AWS credentials that botocore finds"


def verdict(checks: Sequence[ConnectionCheck]) -> str:
    """One sentence on all of them."""
    failed = sum(check.status is CheckStatus.FAIL for check in checks)
    warned = sum(check.status is CheckStatus.WARN for check in checks)
    if failed:
        return f"{_count(failed)} at fault{f', {warned} to look at' if warned else ''}."
    if warned:
        return f"Nothing is at fault, {_count(warned)} to look at."
    return "Nothing is at fault."


def whole_verdict(checks: Sequence[ConnectionCheck]) -> str:
    """The same, and how many tell nothing of it."""
    unknown = sum(check.status is CheckStatus.SKIPPED for check in checks)
    if unknown == len(checks):
        return "Nothing could be checked."
    rest = f" {unknown} of {len(checks)} were not checked." if unknown else ""
    return f"{verdict(checks)}{rest}"


def _count(number: int) -> str:
    return f"{number} {'check is' if number == 1 else 'checks are'}"


def to_text(profile: Profile, checks: Sequence[ConnectionCheck], policy: str | None) -> str:
    """All of it as plain text."""
    where = f"{profile.user_pool_id} · {profile.client_id}"
    lines = [f"Connection test: {visible(profile.name, _LIMIT)}", visible(where, 2 * _LIMIT)]
    lines += [SIMULATED, ""] if profile.simulated else [""]
    for check in checks:
        lines.append(f"{mark(check.status)} {check.name} ({WORDS[check.status]}): {check.detail}")
        lines += [f"    {check.hint}"] * bool(check.hint)
    if policy is not None:
        lines += ["", "The smallest IAM policy that is missing:", policy]
    return "\n".join(lines) + "\n"
