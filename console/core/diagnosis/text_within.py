"""A known text inside a line: log formats set fields and words of their own around it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from console.core.diagnosis.known_texts import KnownText

_FIXED_END = r"\.?$"  # of a pattern whose text ends as it is known
_LOOKED_AT = 1024  # characters of a text
# What may stand behind it: the end of a quotation or list, a mark, another field.
_BEHIND = re.compile(
    r"\s*$|[\"'`\\|)\]}>;]|\s+(?:[\"'`\\|({\[<]|-+\s|at\s|[\w.@-]{1,40}[=:])", re.ASCII
)


def text_within(
    line: str, known: Iterable[KnownText], *, sentence: bool = False
) -> tuple[int, str] | None:
    """Where in `line` a known text begins, and the text; the longest where there are several.

    `sentence`: behind a full stop of its own anything may follow.
    """
    lowered = line.lower()
    found: tuple[int, str] | None = None
    for each in known:
        at = lowered.find(each.start)
        if at < 0 or (at and lowered[at - 1].isalnum()):
            continue
        text = _matched(line[at : at + _LOOKED_AT], each.pattern, sentence=sentence)
        if text is not None and (found is None or len(text) > len(found[1])):
            found = (at, text)
    return found


def _matched(rest: str, pattern: str, *, sentence: bool) -> str | None:
    if not pattern.endswith(_FIXED_END):
        return None
    match = re.match(pattern.removesuffix("$"), rest, re.IGNORECASE)
    if match is None:
        return None
    ends = sentence and match.group().endswith(".") and rest[match.end() :][:1].isspace()
    return match.group() if ends or _BEHIND.match(rest, match.end()) else None
