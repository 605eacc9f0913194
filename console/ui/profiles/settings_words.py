"""What was read of a pool and its client, in words; and why a part of it could not be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from console.core.call import DESCRIBE_USER_POOL, DESCRIBE_USER_POOL_CLIENT, Failure, Sent
from console.core.masking import LiveSecrets
from console.core.pool_settings import PoolSettings
from console.core.settings_reading import Reading
from console.core.text import visible

T = TypeVar("T")

UNKNOWN = "not known"
# Codes by which IAM, not Cognito's own checks, refuses a signed call.
_DENIED = frozenset({"AccessDeniedException", "AccessDenied", "UnauthorizedOperation"})
# What each of the two calls tells.
_CALLS = {
    DESCRIBE_USER_POOL_CLIENT: (
        "session_validity_s",
        "token_revocation",
        "rotates_refresh",
        "refresh_validity_s",
        "auth_flows",
    ),
    DESCRIBE_USER_POOL: ("device_tracking", "password_policy", "attribute_types"),
}
_UNITS = ((86400, "day"), (3600, "hour"), (60, "minute"), (1, "second"))
_CODE_LIMIT, _MESSAGE_LIMIT = 80, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One line: its name, and its value in words."""

    name: str
    value: str
    known: bool


def settings_in_words(settings: PoolSettings | None) -> tuple[Setting, ...]:
    """Every setting that a sign-in depends on, in the order of the dialog."""
    read = settings or PoolSettings()
    policy = read.password_policy
    rules = None if policy is None else ", ".join(words for words, _ in policy.rules())
    return (
        _setting("Session validity", read.session_validity_s, duration),
        _setting("Allowed flows", "\n".join(map(_shown, read.auth_flows)) or None),
        _setting("Refresh token life", read.refresh_validity_s, duration),
        _setting("Refresh token rotation", read.rotates_refresh, _on_or_off),
        _setting("Token revocation", read.token_revocation, _on_or_off),
        _setting("Password policy", rules),
        _setting("Device tracking", read.device_tracking, _on_or_off),
    )


def kept_settings(earlier: PoolSettings | None, reading: Reading) -> PoolSettings | None:
    """What was read now; of an operation that failed, what was known before."""
    if len(reading.failures) == len(_CALLS):
        return earlier
    kept: dict[str, object] = {}
    for operation, names in _CALLS.items():
        if operation in reading.failures and earlier is not None:
            kept |= {name: getattr(earlier, name) for name in names}
    return replace(reading.settings, **kept)  # type: ignore[arg-type]  # by the names of its fields


def failure_sentence(operation: str, failure: Failure) -> str:
    """What became of one of the two calls, and what to do about it."""
    if failure.code in _DENIED:
        return (
            f"{operation} was denied: your AWS identity lacks cognito-idp:{operation} "
            "for this user pool."
        )
    if failure.record.sent is Sent.NO:
        how = f"{operation} was not sent"
    elif failure.record.http_status is None:
        how = f"{operation} got no answer"
    else:
        how = f"{operation} was refused"
    message = LiveSecrets().shown(failure.message[:_MESSAGE_LIMIT])
    said = f": {message}" if message else ""
    return f"{how} ({visible(failure.code, _CODE_LIMIT)}){said}"


def duration(seconds: float) -> str:
    """`3 minutes`, in the largest unit that tells it whole."""
    whole = round(seconds)
    size, unit = next((pair for pair in _UNITS if whole % pair[0] == 0), _UNITS[-1])
    count = whole // size
    return f"{count} {unit}{'' if count == 1 else 's'}"


def _setting(name: str, value: T | None, words: Callable[[T], str] = str) -> Setting:
    if value is None:
        return Setting(name=name, value=UNKNOWN, known=False)
    return Setting(name=name, value=words(value), known=True)


def _on_or_off(value: bool) -> str:
    return "on" if value else "off"


def _shown(flow: str) -> str:
    return visible(flow, _CODE_LIMIT)
