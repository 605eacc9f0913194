"""Finds the exceptions in a pasted log and classifies each."""

from __future__ import annotations

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest

from console.core.diagnosis.classifier import SAYS_NOTHING, Classification, Classifier
from console.core.diagnosis.pasted_forms import CODE, GOES_ON, OPERATION, message_after
from console.core.diagnosis.secret_shapes import find as find_secret_shape
from console.core.diagnosis.text_within import text_within
from console.core.secret import WITHHELD
from console.core.text import visible

FINDINGS_LIMIT = 1000
_LINE_LIMIT = 8192  # characters of a line that are looked at in one go
_LEAD, _OVERLAP = 256, 1024  # what stands before a code; how long a text is
_LINE_END = re.compile(r"\r\n|\r|\n")  # as editors count, not by Unicode's other separators
_EXCERPT_LIMIT = 200
_RUN_LIMIT = 8192
_COVER = "…"
_NEAR = 20  # lines: a stack or a dump that belongs to one error


@dataclass(frozen=True, slots=True, kw_only=True)
class PastedFinding:
    """A classified exception and where it stands; line and column count from 1."""

    classification: Classification
    line: int
    column: int
    excerpt: str

    def to_json(self) -> dict[str, object]:
        """The object of `classify` with line, column and excerpt added."""
        return {
            **self.classification.to_json(),
            "line": self.line,
            "column": self.column,
            "excerpt": self.excerpt,
        }


def findings(classifier: Classifier, text: str) -> tuple[PastedFinding, ...]:
    """Every error that stands in `text`, in order; at most a thousand."""
    reader = _Reader(classifier, text)
    run = ""
    for number, whole in enumerate(_LINE_END.split(text), start=1):
        run, first = _unwrapped(run, whole[:_LINE_LIMIT])
        reader.read(number, first + whole[_LINE_LIMIT:])
        if len(reader.found) >= FINDINGS_LIMIT:
            break
    return tuple(_told_once(reader.found)[:FINDINGS_LIMIT])


def _pieces(line: str) -> Iterator[tuple[int, str]]:
    """A long line bit by bit, and where each bit begins: as long as texts are, they overlap."""
    step = _LINE_LIMIT - _LEAD - _OVERLAP
    yield 0, line[:_LINE_LIMIT]
    for begin in range(step, len(line) - _LEAD - _OVERLAP, step):
        yield begin, line[begin : begin + _LINE_LIMIT]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A finding; `bare`: its code stood there without a text."""

    finding: PastedFinding
    bare: bool = False


class _Reader:
    """Reads line after line; looks for those known texts that occur anywhere in the log at all."""

    def __init__(self, classifier: Classifier, text: str) -> None:
        self._classifier = classifier
        lowered = text.lower()
        self._known = [known for known in classifier.known_texts if known.start in lowered]
        starts = {known.start for known in self._known}
        self._starts = tuple(sorted(starts, key=len, reverse=True))
        self.found: list[_Found] = []

    def read(self, number: int, line: str) -> None:
        """Adds what the line says, but not what it only says again."""
        for begin, piece in _pieces(line):
            found = self._by_code(number, piece) or self._by_text(number, piece)
            # What stands at the end of a bit is read whole in the next one, which has the rest.
            first = begin + _LEAD + 1 if begin else 1
            last = begin + _LINE_LIMIT - _OVERLAP
            more = begin + _LINE_LIMIT < len(line)
            placed = [_moved(each, begin) for each in found]
            self._add(
                number,
                piece,
                [
                    each
                    for each in placed
                    if first <= each.finding.column and (each.finding.column <= last or not more)
                ],
            )
            if len(self.found) >= FINDINGS_LIMIT:
                break

    def _add(self, number: int, line: str, found: list[_Found]) -> None:
        if found and self.found and GOES_ON.search(line):
            last = self.found[-1].finding
            near = number - last.line <= _NEAR
            found = [
                each
                for each in found
                if not (near and each.finding.classification.id == last.classification.id)
            ]
        self.found += found

    def _by_code(self, number: int, line: str) -> list[_Found]:
        matches = list(CODE.finditer(line))
        operation = OPERATION.search(line) if matches else None
        name = operation["name"] if operation else None
        found: list[_Found] = []
        inner = False
        for match, following in zip_longest(matches, matches[1:]):
            if inner:  # the code is part of the text before it
                inner = False
                continue
            end = len(line) if following is None else following.start()
            message = message_after(line[match.end() : end])
            classification = self._classify(match.group(), message, name)
            if following is not None and classification.matched != "text":
                whole = message_after(line[match.end() :])
                instead = self._classify(match.group(), whole, name)
                if instead.matched == "text":
                    message, classification, inner = whole, instead, True
            if classification.matched != "text":
                whole = line if len(matches) == 1 else line[match.end() : end]
                classification = self._within(match.group(), whole, name) or classification
            if classification.matched == "none":
                continue  # some other program's exception
            finding = _finding(classification, number, line, match.start())
            bare = not message and classification.matched != "text"
            found.append(_Found(finding=finding, bare=bare))
        return _once(found)

    def _classify(self, code: str, message: str, operation: str | None) -> Classification:
        return self._classifier.classify(code=code, message=message or None, operation=operation)

    def _within(self, code: str, line: str, operation: str | None) -> Classification | None:
        """By a text of that code, which the log's own format surrounds."""
        silent = code.casefold() in SAYS_NOTHING
        known = [each for each in self._known if silent or each.entries[0].code == code]
        found = text_within(line, known, sentence=True)
        if found is None:
            return None
        classification = self._classify(code, found[1], operation)
        return classification if classification.matched == "text" else None

    def _by_text(self, number: int, line: str) -> list[_Found]:
        """A text of Cognito's that stands without its code."""
        if not self._starts:
            return []
        lowered = line.lower()
        for start in self._starts:
            at = lowered.find(start)
            if at < 0 or (at and lowered[at - 1].isalnum()):
                continue
            text = message_after(
                line[at:].partition(")")[0] if line[:at].endswith("(") else line[at:]
            )
            classification = self._classifier.by_text(text)
            if classification is not None:
                return [_Found(finding=_finding(classification, number, line, at))]
        within = text_within(line, self._known)
        classification = None if within is None else self._classifier.by_text(within[1])
        if within is None or classification is None:
            return []
        return [_Found(finding=_finding(classification, number, line, within[0]))]


def _moved(found: _Found, columns: int) -> _Found:
    finding = found.finding
    return replace(found, finding=replace(finding, column=finding.column + columns))


def _finding(classification: Classification, number: int, line: str, start: int) -> PastedFinding:
    return PastedFinding(
        classification=classification,
        line=number,
        column=start + 1,
        excerpt=_excerpt(line, start),
    )


def _told_once(found: list[_Found]) -> list[PastedFinding]:
    """Without what only repeats: a bare code near its text, an SDK's own class near a code."""
    texts: dict[str, list[int]] = defaultdict(list)
    codes: list[int] = []
    for each in found:
        classification = each.finding.classification
        if classification.matched == "text":
            texts[classification.code].append(each.finding.line)
        if not _says_nothing(each):
            codes.append(each.finding.line)
    kept = []
    for each in found:
        of_code = texts.get(each.finding.classification.code, [])
        said = codes if _says_nothing(each) else of_code if each.bare else []
        if not _is_near(said, each):
            kept.append(each.finding)
    return kept


def _says_nothing(found: _Found) -> bool:
    classification = found.finding.classification
    return classification.matched != "text" and classification.code.casefold() in SAYS_NOTHING


def _is_near(lines: list[int], each: _Found) -> bool:
    at = bisect(lines, each.finding.line)
    return any(abs(line - each.finding.line) <= _NEAR for line in lines[max(0, at - 1) : at + 1])


def _unwrapped(run: str, line: str) -> tuple[str, str]:
    """The value that may go on in the next line, and `line` without the end of one from above.

    Terminals and mailers wrap long values. `run` is the unbroken text that ended the line above.
    """
    words = line.split()
    if not words:
        return "", line
    head = words[0]
    if run and find_secret_shape(run + head) is not None and CODE.search(head) is None:
        # As long as it was, so that columns stay right.
        line = line.replace(head, _COVER * len(head), 1)
    return (run + head if len(words) == 1 else words[-1])[-_RUN_LIMIT:], line


def _once(found: list[_Found]) -> list[_Found]:
    """One finding an error: log lines name its code twice, and the text follows one of them."""
    by_text = {
        each.finding.classification.code
        for each in found
        if each.finding.classification.matched == "text"
    }
    kept: dict[str, _Found] = {}
    for each in found:
        classification = each.finding.classification
        if classification.matched == "text" or classification.code not in by_text:
            kept.setdefault(classification.id, each)
    return list(kept.values())


def _excerpt(line: str, start: int) -> str:
    if find_secret_shape(line) is not None:
        return WITHHELD
    return visible(line[max(0, start - 40) :].strip(), _EXCERPT_LIMIT)
