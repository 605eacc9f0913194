"""Which ListUsers filters may find whom a typed name means."""

from __future__ import annotations

import re
from dataclasses import dataclass

from console.core.diagnosis.evidence import UserFacts

_FILTER_LIMIT = 256  # of Cognito's UserFilterType
_LEAST_PREFIX = 3  # with fewer characters half a pool begins alike
_SUB = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)
_PHONE = re.compile(r"(?:\+|00)[\d ()./-]{6,30}", re.ASCII)
_SPELLED = "username"
PREFIX = "username prefix"


@dataclass(frozen=True, slots=True, kw_only=True)
class UserFilter:
    """One search: an attribute that equals a value, or begins with it."""

    attribute: str
    value: str
    begins: bool = False

    @property
    def text(self) -> str:
        """As the parameter Filter has it."""
        escaped = self.value.replace("\\", "\\\\").replace('"', '\\"')
        return f'{self.attribute} {"^=" if self.begins else "="} "{escaped}"'


def filters_for(typed: str) -> tuple[UserFilter, ...]:
    """The searches for a typed name, by what it looks like; empty where nothing can be asked."""
    name = typed.strip()
    if not name.isprintable():
        return ()
    if "@" in name:
        found = _of_email(name)
    elif _PHONE.fullmatch(name):
        found = [UserFilter(attribute="phone_number", value=_phone(name))]
    elif _SUB.fullmatch(name):
        found = [UserFilter(attribute="sub", value=name.lower())]
    else:
        found = _of_name(name)
    found += [UserFilter(attribute="username", value=other) for other in _spellings(name, typed)]
    wanted = (each for each in found if each.value and len(each.text) <= _FILTER_LIMIT)
    return tuple(dict.fromkeys(wanted))


def whole_name(typed: str) -> UserFilter | None:
    """The one search for exactly what was typed; None where nothing can be asked."""
    name = typed.strip()
    attribute = _SPELLED
    if "@" in name:
        attribute = "email"
    elif _PHONE.fullmatch(name):
        attribute, name = "phone_number", _phone(name)
    elif _SUB.fullmatch(name):
        attribute, name = "sub", name.lower()
    found = UserFilter(attribute=attribute, value=name)
    return found if name and name.isprintable() and len(found.text) <= _FILTER_LIMIT else None


def _of_email(name: str) -> list[UserFilter]:
    found = [UserFilter(attribute="email", value=each) for each in (name, name.lower())]
    local = name.partition("@")[0]
    if len(local) >= _LEAST_PREFIX:
        found.append(UserFilter(attribute="username", value=local, begins=True))
    return found


def _of_name(name: str) -> list[UserFilter]:
    found = [UserFilter(attribute="preferred_username", value=name)]
    if len(name) >= _LEAST_PREFIX:
        found.append(UserFilter(attribute="username", value=name, begins=True))
    return found


def _spellings(name: str, typed: str) -> list[str]:
    """Other ways to write it; which of them a pool tells apart depends on the pool."""
    written = [name, name.lower()]
    if "@" not in name and not _PHONE.fullmatch(name) and not _SUB.fullmatch(name):
        written += [name.upper(), name[:1].upper() + name[1:].lower()]
    return [each for each in dict.fromkeys(written) if each != typed]


def _phone(name: str) -> str:
    """In the form of E.164, as the attribute has it."""
    digits = re.sub(r"\D", "", name)
    return "+" + (digits[2:] if name.startswith("00") else digits)


def found_by(asked: UserFilter, user: UserFacts, typed: str) -> str | None:
    """The `matched_by` of a user that `asked` found; None for the typed name itself."""
    if asked.attribute != _SPELLED:
        return asked.attribute
    if user.username == typed:
        return None
    return _SPELLED if user.username.casefold() == typed.strip().casefold() else PREFIX
