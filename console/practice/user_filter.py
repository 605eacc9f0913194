"""The Filter of ListUsers: one attribute, equal to a value or beginning with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from console.practice.accounts import Account
from console.practice.errors import invalid_parameter
from console.practice.tokens import subject

_FILTER: Final = re.compile(
    r'\s*"?(?P<name>[\w:]+)"?\s*(?P<how>\^?=)\s*"(?P<value>(?:[^"\\]|\\.)*)"\s*', re.ASCII
)
_ESCAPED: Final = re.compile(r"\\(.)")


def _status(account: Account) -> str:
    return "Enabled" if account.enabled else "Disabled"


# Read with a function; the rest of what can be searched is attributes of the user's own.
_OWN: Final[Mapping[str, Callable[[Account], str | None]]] = {
    "username": lambda account: account.username,
    "sub": lambda account: subject(account.username),
    "cognito:user_status": lambda account: str(account.status),
    "status": _status,
}
_ATTRIBUTES: Final = frozenset(
    {"email", "phone_number", "name", "given_name", "family_name", "preferred_username"}
)


def matcher(text: str) -> Callable[[Account], bool]:
    """Whether a user fits the filter `text`; an empty one lets everybody through."""
    if not text.strip():
        return lambda account: True
    match = _FILTER.fullmatch(text)
    if match is None:
        raise invalid_parameter("Error while parsing filter.")
    name, value = match["name"], _ESCAPED.sub(r"\1", match["value"])
    if name not in _OWN and name not in _ATTRIBUTES:
        raise invalid_parameter(f"Invalid search attribute: {name}")
    whole = match["how"] == "="

    def fits(account: Account) -> bool:
        own = _OWN.get(name)
        found = account.attributes.get(name) if own is None else own(account)
        return found is not None and (found == value if whole else found.startswith(value))

    return fits
