"""Finds the exceptions in a pasted log and classifies each."""

from __future__ import annotations

import re
from dataclasses import dataclass

from console.core.diagnosis.classifier import Classification, Classifier
from console.core.diagnosis.secret_shapes import find as find_secret_shape
from console.core.secret import WITHHELD
from console.core.text import visible

_FINDINGS_LIMIT = 1000
_LINE_LIMIT = 8192
_LINE_END = re.compile(r"\r\n|\r|\n")  # as editors count, not by Unicode's other separators
_EXCERPT_LIMIT = 200
_RUN_LIMIT = 8192
_COVER = "…"
_CODE = re.compile(r"\b[A-Z][A-Za-z]{2,80}(?:Exception|Error|Timeout)\b")
_OPERATION = re.compile(r"\b(?:calling the|operation:?) (?P<name>[A-Z][A-Za-z]{2,60})\b")
# What stands between a code and its text in the forms that SDKs log, and what follows the text.
_LEAD = re.compile(
    r"^[\s:;,)\]\"'\-–>]*(?:\([^)]{0,80}\))?[\s:;,\"'\-–>]*(?:[Mm](?:essage|sg)[\"']?\s*[:=]\s*)?"
)
_CALLING = re.compile(r"^when calling the \w+ operation(?: \(reached max retries: \d+\))?:\s*")
_TAIL = re.compile(
    r"\s*(?:\((?:Service|RequestId|Request ID)\b.*|[\"'}\]]+,?\s*|,\s*\"?\w+\"?\s*:.*)$"
)


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
    """Every exception name that stands in `text`, in order; at most a thousand."""
    found: list[PastedFinding] = []
    run = ""
    for number, whole in enumerate(_LINE_END.split(text), start=1):
        line = whole[:_LINE_LIMIT]
        run, line = _unwrapped(run, line)
        found += _in_line(classifier, number, line)
        if len(found) >= _FINDINGS_LIMIT:
            break
    return tuple(found[:_FINDINGS_LIMIT])


def _unwrapped(run: str, line: str) -> tuple[str, str]:
    """The value that may go on in the next line, and `line` without the end of one from above.

    Terminals and mailers wrap long values. `run` is the unbroken text that ended the line above.
    """
    words = line.split()
    if not words:
        return "", line
    head = words[0]
    if run and find_secret_shape(run + head) is not None and _CODE.search(head) is None:
        # As long as it was, so that columns stay right.
        line = line.replace(head, _COVER * len(head), 1)
    return (run + head if len(words) == 1 else words[-1])[-_RUN_LIMIT:], line


def _in_line(classifier: Classifier, number: int, line: str) -> list[PastedFinding]:
    operation = _OPERATION.search(line)
    found = []
    matches = list(_CODE.finditer(line))
    for position, match in enumerate(matches):
        end = matches[position + 1].start() if position + 1 < len(matches) else len(line)
        classification = classifier.classify(
            code=match.group(),
            message=_message(line[match.end() : end]) or None,
            operation=operation["name"] if operation else None,
        )
        if classification.matched == "none":
            continue  # some other program's exception
        found.append(
            PastedFinding(
                classification=classification,
                line=number,
                column=match.start() + 1,
                excerpt=_excerpt(line, match.start()),
            )
        )
    return _once(found)


def _once(found: list[PastedFinding]) -> list[PastedFinding]:
    """One finding an error: log lines name its code twice, and the text follows one of them."""
    by_text = {each.classification.code for each in found if each.classification.matched == "text"}
    kept: dict[str, PastedFinding] = {}
    for each in found:
        classification = each.classification
        if classification.matched == "text" or classification.code not in by_text:
            kept.setdefault(classification.id, each)
    return list(kept.values())


def _message(rest: str) -> str:
    printable = "".join(char for char in rest if char.isprintable())
    text = _CALLING.sub("", _LEAD.sub("", printable, count=1), count=1)
    return _TAIL.sub("", text).strip().strip("\"'")


def _excerpt(line: str, start: int) -> str:
    if find_secret_shape(line) is not None:
        return WITHHELD
    return visible(line[max(0, start - 40) :].strip(), _EXCERPT_LIMIT)
