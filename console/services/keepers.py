"""How single members of a reply are kept: types checked, texts and lists bounded, secrets wrapped.

A keeper takes a member's name and value and gives what is kept of it. It sees a value twice: as it
came in JSON, and as botocore read it, where times are datetimes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeAlias

from console.core.secret import Secret
from console.services.destinations import masked
from console.services.failures import shortened
from console.services.replies import COGNITO, NAME_LIMIT, NotBelievableError, not_cognito

_NUMBER_LIMIT = 10**9  # of minutes, days or characters; Cognito's are far below
_LIST_LIMIT = 200  # a pool has 70 attributes at most, a page 60 entries
_TOKEN_LIMIT = 128 * 1024  # characters of a page's token (PaginationKey)
_LATEST_S = 253_402_300_799  # the last second that a datetime can tell
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.]{0,127}", re.ASCII)
_PHONE = re.compile(r"\+?[0-9]{1,20}", re.ASCII)  # E.164, and what SNS takes beyond it
_FUNCTION = re.compile(  # by its ARN, with or without a version or an alias
    r"arn:[\w-]{1,40}:lambda:[\w-]{1,40}:\d{12}:function:"
    r"(?P<name>[A-Za-z0-9_-]{1,64})(?::[A-Za-z0-9$_-]{1,128})?",
    re.ASCII,
)
_UNNAMED = "Unnamed"

Content: TypeAlias = Mapping[str, Any]
# These raise NotBelievableError. A reader goes from a reply's content to Reply.details.
Keeper: TypeAlias = Callable[[str, object], object]
Members: TypeAlias = Mapping[str, Keeper]
Reader: TypeAlias = Callable[[Content], Mapping[str, object]]


def members_of(members: Members, name: str, value: object) -> Mapping[str, object]:
    """The listed members of the object `value`; those that are null count as missing."""
    if not isinstance(value, dict):
        raise wrong_type(name)
    return {
        key: keep(key, value[key]) for key, keep in members.items() if value.get(key) is not None
    }


def whole(members: Members, *needed: str, sender: str = COGNITO) -> Reader:
    """Reads the listed members of the reply itself, of which it must have the `needed`."""

    def read(content: Content) -> Mapping[str, object]:
        for name in needed:
            if content.get(name) is None:
                raise not_cognito(f"The answer has no {name}, which {sender} always sends.")
        return members_of(members, "the whole", content)

    return read


def an_object(members: Members) -> Keeper:
    """Keeps the listed members of an object."""
    return lambda name, value: members_of(members, name, value)


def a_list(keep: Keeper, most: int = _LIST_LIMIT) -> Keeper:
    """Keeps each entry, up to a number that no list of Cognito has."""

    def kept(name: str, value: object) -> object:
        if not isinstance(value, list):
            raise wrong_type(name)
        return tuple(keep(name, each) for each in value[:most])

    return kept


def text(name: str, value: object) -> str:
    """Keeps a name, an id or a word."""
    if not isinstance(value, str) or len(value) > NAME_LIMIT:
        raise wrong_type(name)
    return value


def sentences(limit: int) -> Keeper:
    """Keeps the first `limit` characters of what somebody wrote, cut at a blank."""

    def kept(name: str, value: object) -> object:
        if not isinstance(value, str):
            raise wrong_type(name)
        return shortened(value, limit)

    return kept


def number(name: str, value: object) -> int:
    """Keeps a whole number that is not negative."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _NUMBER_LIMIT:
        raise wrong_type(name)
    return value


def flag(name: str, value: object) -> bool:
    """Keeps true or false."""
    if not isinstance(value, bool):
        raise wrong_type(name)
    return value


def time(name: str, value: object) -> datetime:
    """Keeps a time, which JSON has as seconds since 1970, as an aware one in UTC."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise wrong_type(name)
    if not 0 <= value <= _LATEST_S:  # false for what is no number, too
        raise wrong_type(name)
    return datetime.fromtimestamp(value, UTC)


def time_in_ms(name: str, value: object) -> datetime:
    """Keeps a time that is told as a whole number of milliseconds since 1970."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise wrong_type(name)
    if not 0 <= value <= _LATEST_S * 1000:
        raise wrong_type(name)
    return datetime.fromtimestamp(value / 1000, UTC)


def presence(name: str, value: object) -> bool:
    """Keeps only that something is set, as of an ARN."""
    if not isinstance(value, str | dict):
        raise wrong_type(name)
    return bool(value)


def function(name: str, value: object) -> str | bool:
    """Keeps the name of a function of Lambda; of an ARN that cannot be read, that it is set."""
    if not presence(name, value):
        return False
    told = value.get("LambdaArn") if isinstance(value, dict) else value
    arn = _FUNCTION.fullmatch(told) if isinstance(told, str) else None
    return arn["name"] if arn else True


def code(name: str, value: object) -> str:
    """Keeps a reason that is one word, as SNSSandbox; a sentence could quote anything."""
    if not isinstance(value, str):
        raise wrong_type(name)
    return value if not value or _CODE.fullmatch(value) else _UNNAMED


def secret(name: str, value: object) -> Secret:
    """Keeps a short text that nobody may see."""
    return Secret(text(name, value))


def page_token(name: str, value: object) -> Secret:
    """Keeps the token that asks for the next page; what is in it is Cognito's."""
    if not isinstance(value, str) or len(value) > _TOKEN_LIMIT:
        raise wrong_type(name)
    return Secret(value)


def phone(name: str, value: object) -> Secret:
    """Keeps a phone number, which nobody may see."""
    if not isinstance(value, str) or not _PHONE.fullmatch(value):
        raise wrong_type(name)
    return Secret(value)


def attributes(*plain: str, number_too: bool = False) -> Keeper:
    """Keeps the names of attributes, and values of the `plain` ones alone.

    Of an e-mail address and a phone number it keeps under "Masked" what Cognito itself would show;
    with `number_too`, under "Number" the phone number, as a secret: to ask what SNS says of it.
    """
    return a_list(lambda name, value: _attribute(frozenset(plain), number_too, name, value))


def _attribute(
    plain: frozenset[str], number_too: bool, name: str, value: object
) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise wrong_type(name)
    own = text("Name", value.get("Name"))
    kept: dict[str, object] = {"Name": own}
    told = value.get("Value")
    if told is not None and not isinstance(told, str):
        raise wrong_type("Value")
    if told and own in plain:
        kept["Value"] = text("Value", told)
    elif told and (shown := masked(own, told)) is not None:
        kept["Masked"] = shown
        if number_too and own == "phone_number" and _PHONE.fullmatch(told):
            kept["Number"] = Secret(told)
    return kept


def wrong_type(name: str) -> NotBelievableError:
    """The member is not what Cognito sends there; its value is not quoted."""
    return not_cognito(f"In the answer, {name} is of the wrong type.")
