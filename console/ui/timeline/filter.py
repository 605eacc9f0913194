"""The filter of the timeline: words, `kind:error`, `code:CodeMismatch`, `slow>500ms`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from console.core.text import visible
from console.ui.timeline.rows import ERROR_WORD, KIND_WORDS, WARNING_WORD, Row

KINDS = tuple(dict.fromkeys((ERROR_WORD, WARNING_WORD, *KIND_WORDS.values())))
_PART = re.compile(r'(?:[^\s"]|"[^"]*"?)+')
_SLOW = re.compile(r"slow>(\d{1,9}(?:\.\d{1,6})?)(ms|s)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFilter:
    """All words must be found; of several kinds or codes one must. `problem` is a sentence."""

    words: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    slower_than_ms: float | None = None
    problem: str = ""

    @property
    def active(self) -> bool:
        """Whether it hides anything."""
        return self != RowFilter()

    def matches(self, row: Row) -> bool:
        """Whether the line is to be shown."""
        if self.problem:
            return False
        if self.kinds and not any(kind in row.kinds for kind in self.kinds):
            return False
        if self.slower_than_ms is not None and (row.duration_ms or 0.0) <= self.slower_than_ms:
            return False
        if self.codes and not any(code in row.codes for code in self.codes):
            return False
        return all(word in row.haystack for word in self.words)


def parse_filter(text: str) -> RowFilter:
    """Reads what was typed; parts that are not finished yet count as absent."""
    words: list[str] = []
    kinds: list[str] = []
    codes: list[str] = []
    slow: float | None = None
    problem = ""
    for part in _PART.findall(text):
        quoted = part.startswith('"')
        plain = part.replace('"', "")
        folded = plain.casefold()
        if not plain:
            continue
        if not quoted and folded.startswith("kind:"):
            found = _kinds(folded.removeprefix("kind:"))
            kinds += found
            if not found:
                problem = _kind_problem(plain)
        elif not quoted and folded.startswith("code:"):
            codes += [folded.removeprefix("code:")] if folded != "code:" else []
        elif not quoted and folded.startswith("slow>"):
            slow, wrong = _slow(folded)
            problem = problem or wrong
        else:
            words.append(folded)
    return RowFilter(
        words=tuple(words),
        kinds=tuple(kinds) if len(kinds) < len(KINDS) else (),
        codes=tuple(codes),
        slower_than_ms=slow,
        problem=problem,
    )


def _kinds(word: str) -> list[str]:
    return [kind for kind in KINDS if kind.startswith(word)]


def _kind_problem(part: str) -> str:
    return f"{visible(part, 60)} is not known; the kinds are {', '.join(KINDS)}."


def _slow(part: str) -> tuple[float | None, str]:
    if part == "slow>":
        return None, ""
    match = _SLOW.fullmatch(part)
    if match is None:
        return None, f"{visible(part, 60)} is not a time; write slow>500ms or slow>2s."
    number = float(match.group(1))
    return number * (1000 if match.group(2) == "s" else 1), ""
