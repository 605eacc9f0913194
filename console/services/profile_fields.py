"""Single values of a profile's row in the file, each of the right type or refused by name."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from console.core.text import visible

TEXT_LIMIT = 2000
LIST_LIMIT = 200


class BrokenError(Exception):
    """One profile is of no use; the text is a sentence that says why."""


def known_keys(row: Mapping[str, object], keys: Collection[str]) -> None:
    """Refuses a row with a key that no field has."""
    for key in row:
        if key not in keys:
            raise BrokenError(f"Its key {quoted(key)} is unknown.")


def text(row: Mapping[str, object], key: str) -> str:
    """A text of bounded length, which must be there."""
    value = row.get(key)
    if not isinstance(value, str):
        raise BrokenError(f"Its {key} is missing or not a text.")
    if len(value) > TEXT_LIMIT:
        raise BrokenError(f"Its {key} is too long.")
    return value


def optional(row: Mapping[str, object], key: str) -> str | None:
    """A text, or None."""
    return None if row.get(key) is None else text(row, key)


def flag(row: Mapping[str, object], key: str) -> bool:
    """True or false; false where it is not there."""
    value = row.get(key, False)
    if not isinstance(value, bool):
        raise BrokenError(f"Its {key} is neither true nor false.")
    return value


def optional_flag(row: Mapping[str, object], key: str) -> bool | None:
    """True or false, or None."""
    return None if row.get(key) is None else flag(row, key)


def seconds(row: Mapping[str, object], key: str, default: object) -> float:
    """A number of seconds."""
    value = row.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BrokenError(f"Its {key} is not a number of seconds.")
    try:
        return float(value)
    except OverflowError:
        raise BrokenError(f"Its {key} is too large.") from None


def items(row: Mapping[str, object], key: str) -> list[object]:
    """A list of bounded length; empty where it is not there."""
    value = row.get(key, [])
    if not isinstance(value, list):
        raise BrokenError(f"Its {key} is not a list.")
    if len(value) > LIST_LIMIT:
        raise BrokenError(f"Its {key} is too long.")
    return value


def optional_object(row: Mapping[str, object], key: str) -> Mapping[str, object] | None:
    """An object, or None."""
    value = row.get(key)
    if value is not None and not isinstance(value, dict):
        raise BrokenError(f"Its {key} is not a JSON object.")
    return value


def quoted(words: str) -> str:
    """A text of the file, safe to show."""
    return f"“{visible(words, 80)}”"
