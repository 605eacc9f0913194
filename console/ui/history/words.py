"""How a row of the history tells an attempt: short words for outcome, question and time."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from console.core.diagnosis.classification import Classification
from console.core.record import AttemptRecord, Outcome
from console.core.telling import MARKS, OUTCOME_WORDS, State
from console.core.text import visible
from console.ui.history.wanted import Cause

_TEXT_LIMIT = 128
_SHORT = {
    "ADMIN_USER_PASSWORD_AUTH": "password",
    "ADMIN_NO_SRP_AUTH": "password",
    "REFRESH_TOKEN_AUTH": "refresh",
    "REFRESH_TOKEN": "refresh",
    "GetTokensFromRefreshToken": "refresh",
    "USER_PASSWORD_AUTH": "password",
    "USER_SRP_AUTH": "SRP",
    "PASSWORD_VERIFIER": "SRP",
    "DEVICE_SRP_AUTH": "device",
    "DEVICE_PASSWORD_VERIFIER": "device",
    "WEB_AUTHN": "passkey",
    "MFA_SETUP": "MFA set-up",
    "SELECT_MFA_TYPE": "choice",
    "SELECT_CHALLENGE": "choice",
    "USER_AUTH": "choice",
    "SOFTWARE_TOKEN_MFA": "TOTP",
    "SMS_MFA": "SMS",
    "EMAIL_OTP": "e-mail code",
    "SMS_OTP": "SMS code",
    "NEW_PASSWORD_REQUIRED": "new password",
}
# What an operator calls it; any other exception is told by its own name.
_CODES = {
    "CodeMismatchException": "wrong code",
    "ExpiredCodeException": "code expired",
    "InternalErrorException": "internal error",
    "PasswordResetRequiredException": "reset required",
    "TooManyRequestsException": "throttled",
    "UserLambdaValidationException": "trigger refused",
    "UserNotConfirmedException": "not confirmed",
}
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def outcome_words(record: AttemptRecord, *, running: bool) -> tuple[str, State]:
    """What became of the attempt, and its mark."""
    if record.outcome is None:
        return ("running", State.PLAIN) if running else ("interrupted", State.UNKNOWN)
    words, state = OUTCOME_WORDS[record.outcome]
    if record.outcome is Outcome.FAILED and record.classification is not None:
        words = code_words(record.classification.code) or words
    return words, state


def code_words(code: str) -> str:
    """An exception's name as words: NotAuthorizedException is "not authorized"."""
    if code in _CODES:
        return _CODES[code]
    plain = visible(code, _TEXT_LIMIT).removesuffix("Exception").removesuffix("Error")
    words = _WORD.findall(plain)
    return " ".join(word if len(word) > 1 and word.isupper() else word.lower() for word in words)


def cause_of(found: Classification) -> Cause:
    """A classification as one to choose."""
    return Cause(id=found.id, words=code_words(found.code))


def mark(state: State) -> str:
    """The state's sign; an attempt that still runs has dots."""
    return MARKS[state] or "…"


def title(record: AttemptRecord, *, running: bool) -> str:
    """User name and outcome."""
    name = visible(record.username, _TEXT_LIMIT) or "no user name"
    return f"{name} · {outcome_words(record, running=running)[0]}"


def second_line(record: AttemptRecord, now: datetime) -> str:
    """Time, the ticket, and the last challenge or else the flow: what matters most comes first."""
    asked = record.challenges[-1] if record.challenges else record.auth_flow
    parts = [when(record.started_at, now)]
    if record.ticket:
        parts.append(visible(record.ticket, _TEXT_LIMIT))
    parts.append(short_name(asked))
    return " · ".join(parts)


def short_name(name: str) -> str:
    """A flow or a challenge in a word."""
    return _SHORT.get(name) or visible(name, _TEXT_LIMIT).replace("_", " ").lower()


def when(at: datetime, now: datetime) -> str:
    """Local time of today, "yesterday", or the date."""
    local, today = at.astimezone(), now.astimezone().date()
    if local.date() == today:
        return f"{local:%H:%M}"
    if local.date() == today - timedelta(days=1):
        return "yesterday"
    return local.date().isoformat()
