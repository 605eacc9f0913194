"""A value inside a file of JSON with the place where it stands, so that what is wrong is named."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import NoReturn, TypeVar

from console.core.errors import UserFacingError
from console.core.masking import Json
from console.core.text import visible

E = TypeVar("E", bound=StrEnum)

_TEXT_LIMIT = 64 * 1024
_NUMBER_LIMIT = 10**15
_ITEMS_LIMIT = 200_000
_NAME_LIMIT = 80
TITLE = "The case cannot be read."
HINT = "Take the file as the console wrote it, with the suffix .json."


def parse(data: bytes) -> Node:
    """The whole of `data`; UserFacingError where it is no JSON."""
    try:
        value = json.loads(data, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        where = "" if line is None else f" from line {line} on"
        raise UserFacingError(TITLE, f"The file is no JSON in UTF-8{where}.", HINT) from None
    return Node(value, "the file")


def _refuse_constant(_name: str) -> NoReturn:
    raise ValueError("no number of JSON")


class Node:
    """Each accessor gives the value as the type asked for, or raises UserFacingError."""

    def __init__(self, value: Json, where: str) -> None:
        self._value = value
        self._where = where

    def at(self, name: str) -> Node:
        """The member `name` of an object; None within where it is missing."""
        if not isinstance(self._value, dict):
            raise self.wrong("an object")
        inside = name if self._where == "the file" else f"{self._where}.{name}"
        return Node(self._value.get(name), inside)

    @property
    def is_null(self) -> bool:
        """Whether it is null or missing."""
        return self._value is None

    def items(self) -> Iterator[Node]:
        """The entries of a list."""
        if not isinstance(self._value, list) or len(self._value) > _ITEMS_LIMIT:
            raise self.wrong(f"a list of at most {_ITEMS_LIMIT} entries")
        for number, each in enumerate(self._value):
            yield Node(each, f"{self._where}[{number}]")

    def names(self) -> tuple[str, ...]:
        """The names of an object's members."""
        if not isinstance(self._value, dict):
            raise self.wrong("an object")
        return tuple(self._value)

    def text(self) -> str:
        """A text, its hidden characters as visible escapes."""
        if not isinstance(self._value, str) or len(self._value) > _TEXT_LIMIT:
            raise self.wrong(f"a text of at most {_TEXT_LIMIT} characters")
        return visible(self._value)

    def text_or_none(self) -> str | None:
        """A text, or None for null."""
        return None if self.is_null else self.text()

    def texts(self) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(each.text() for each in self.items())

    def word(self, kind: type[E]) -> E:
        """One of the words of `kind`."""
        try:
            return kind(str(self._value))
        except ValueError:
            raise self.wrong(f"one of {', '.join(kind)}") from None

    def flag(self) -> bool:
        """true or false."""
        if not isinstance(self._value, bool):
            raise self.wrong("true or false")
        return self._value

    def number(self) -> float:
        """A number that can be counted with."""
        value = self._value
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.wrong("a number")
        if not -_NUMBER_LIMIT <= value <= _NUMBER_LIMIT:  # false for what is no number, too
            raise self.wrong("a number within bounds")
        return value

    def integer(self) -> int:
        """A whole number."""
        value = self.number()
        if not isinstance(value, int):
            raise self.wrong("a whole number")
        return value

    def moment(self) -> datetime:
        """A time with its zone, in ISO 8601."""
        try:
            value = datetime.fromisoformat(self.text())
        except ValueError:
            raise self.wrong("a time as 2026-01-02T03:04:05.678+00:00") from None
        if value.tzinfo is None:
            raise self.wrong("a time with its zone")
        return value

    def raw(self) -> Json:
        """The value as it is."""
        return self._value

    def wrong(self, expected: str) -> UserFacingError:
        """What is not as it must be, without the value: it may be anything."""
        what = "is missing or null" if self._value is None else "is something else"
        where = visible(self._where, _NAME_LIMIT)
        return UserFacingError(TITLE, f"{where} {what}: expected {expected}.", HINT)
