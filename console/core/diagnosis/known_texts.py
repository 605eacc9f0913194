"""Texts that say by themselves which error they are of, whatever code stands beside them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from console.core.diagnosis.entry import Entry

_SHORTEST = 15  # letters of a beginning that stands for itself
_OPTIONAL = ("?", "*", "{")


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownText:
    """A pattern of one code alone; `start` is how its texts begin, in lower case."""

    start: str
    pattern: str
    entries: tuple[Entry, ...]


def known_texts(entries: Iterable[Entry]) -> tuple[KnownText, ...]:
    """In the order of the catalogue; a text that stands under two codes decides nothing."""
    of_pattern: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        for pattern in entry.patterns:
            of_pattern[pattern].append(entry)
    return tuple(
        KnownText(start=start, pattern=pattern, entries=tuple(found))
        for pattern, found in of_pattern.items()
        if len({entry.code for entry in found}) == 1
        and len(start := "".join(_literal(pattern)).lower()) >= _SHORTEST
    )


def _literal(pattern: str) -> Iterator[str]:
    """The characters that every text of the pattern begins with."""
    if not pattern.startswith("^") or "|" in re.sub(r"\([^()]*\)", "", pattern):
        return
    at = 1
    while at < len(pattern):
        escaped = pattern[at] == "\\"
        if escaped and pattern[at + 1].isalnum():
            return
        if not escaped and pattern[at] in ".^$*+?{}[]()|":
            return
        width = 2 if escaped else 1
        if pattern[at + width : at + width + 1] in _OPTIONAL:
            return
        yield pattern[at + width - 1]
        at += width
