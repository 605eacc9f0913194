"""Lists a page at a time, and the numbers and tokens that say which page."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from typing import Final, TypeVar

from console.practice.errors import invalid_parameter, unreadable

LARGEST: Final = 60
_T = TypeVar("_T")


def page_size(
    body: Mapping[str, object],
    name: str,
    *,
    least: int = 0,
    largest: int = LARGEST,
    required: bool = False,
) -> int:
    """The number of entries asked for; the largest where none is given, or 0 where allowed."""
    value = body.get(name)
    member = name[0].lower() + name[1:]
    if value is None:
        if required:
            raise _invalid(f"Value null at '{member}'", "not be null")
        return largest
    if not isinstance(value, int) or isinstance(value, bool):
        raise unreadable(f"{name} must be an integer.")
    if value > largest:
        raise _invalid(
            f"Value '{value}' at '{member}'", f"have value less than or equal to {largest}"
        )
    if value < least:
        raise _invalid(
            f"Value '{value}' at '{member}'", f"have value greater than or equal to {least}"
        )
    return value or largest


def page(entries: Sequence[_T], size: int, token: str | None) -> tuple[list[_T], str | None]:
    """The entries from `token` on, and the token of the page after them, if there is one."""
    start = 0 if token is None else _position(token)
    end = start + size
    following = (
        None if end >= len(entries) else base64.urlsafe_b64encode(str(end).encode()).decode()
    )
    return list(entries[start:end]), following


def _position(token: str) -> int:
    try:
        text = base64.urlsafe_b64decode(token).decode("ascii")
    except (ValueError, binascii.Error):
        text = ""
    if not text.isdigit() or len(text) > 9:
        raise invalid_parameter("Invalid pagination token given.")
    return int(text)


def _invalid(what: str, must: str) -> Exception:
    return invalid_parameter(
        f"1 validation error detected: {what} failed to satisfy constraint: Member must {must}"
    )
