"""What an attribute's value looks like, and whether a typed one can be of its type."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from console.core.conversation.challenges import ATTRIBUTE_PREFIX

_REFUSED = "Cognito may refuse this one."
_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_SECONDS = re.compile(r"\d+", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_PHONE = re.compile(r"\+\d{1,15}", re.ASCII)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")


@dataclass(frozen=True, slots=True)
class _Format:
    """`rule` is the sentence for a value that does not fit."""

    hint: str
    rule: str = ""
    fits: Callable[[str], bool] = lambda _text: True


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return _DATE.fullmatch(text) is not None


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _whole(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: pattern.fullmatch(text) is not None


_WEB = _Format("A web address, as https://example.com")
# Cognito keeps OpenID Connect's formats for the standard attributes.
_STANDARD: Mapping[str, _Format] = {
    "birthdate": _Format("A date, as 1990-12-31", "A birthdate is YYYY-MM-DD.", _is_date),
    "email": _Format("An e-mail address", "An e-mail address has an @ inside.", _whole(_EMAIL)),
    "phone_number": _Format(
        "With + and the country code, as +441632960000",
        "A phone number is + and digits, without blanks.",
        _whole(_PHONE),
    ),
    "updated_at": _Format(
        "Seconds since 1970, as 1735689600", "updated_at is a number of seconds.", _whole(_SECONDS)
    ),
    "zoneinfo": _Format("A time zone, as Europe/Berlin"),
    "locale": _Format("A language, as en-GB"),
    "gender": _Format("A word, as female or male"),
    "website": _WEB,
    "picture": _WEB,
    "profile": _WEB,
}
_OF_TYPE: Mapping[str, _Format] = {
    "Number": _Format("A number", "The pool’s schema says Number.", _whole(_NUMBER)),
    "DateTime": _Format(
        "A date and time, as 2025-01-31T12:00:00Z", "The pool’s schema says DateTime.", _is_moment
    ),
    "Boolean": _Format(
        "true or false", "The pool’s schema says Boolean.", lambda text: text in ("true", "false")
    ),
}


def attribute_of(key: str) -> str | None:
    """The attribute that an answer's key sets, or None."""
    if key == "EMAIL":
        return "email"
    return key.removeprefix(ATTRIBUTE_PREFIX) if key.startswith(ATTRIBUTE_PREFIX) else None


def attribute_hint(name: str, kind: str | None) -> str:
    """How a value is written, or an empty text; `kind` is the schema's type where it is known."""
    found = _format(name, kind)
    return found.hint if found is not None else ""


def attribute_problem(name: str, kind: str | None, value: str) -> str | None:
    """Why `value` cannot be of its type, as a sentence without it; None where it can."""
    found = _format(name, kind)
    if found is None or not value or found.fits(value):
        return None
    return f"{found.rule} {_REFUSED}"


def _format(name: str, kind: str | None) -> _Format | None:
    return _STANDARD.get(name) or _OF_TYPE.get(kind or "")
