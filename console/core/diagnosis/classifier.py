"""From code, text and call to what an error means: text, then code, then family, then none."""

from __future__ import annotations

import re

from console.core.diagnosis import secret_shapes
from console.core.diagnosis.catalogue import Catalogue
from console.core.diagnosis.classification import Classification, Matched
from console.core.diagnosis.entry import Entry
from console.core.diagnosis.operations import labels_of
from console.core.diagnosis.readings import (
    error_code,
    folded,
    readings,
    wrapped_code,
)
from console.core.secret import WITHHELD

__all__ = ["Classification", "Classifier"]

_FIXED = r"\^(?:[^\\.*+?{}()\[\]|$^]|\\\.\??|,\?)*\$"  # a pattern of letters and punctuation alone
_CLIENT_ERROR = "ClientError"  # botocore's class for every service error: says nothing by itself


class Classifier:
    """Asks the catalogue; never raises, whatever the texts are."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def classify(
        self,
        *,
        code: str,
        message: str | None = None,
        operation: str | None = None,
        challenge: str | None = None,
        http_status: int | None = None,
    ) -> Classification:
        """What this error means. `code` is Cognito's exception, botocore's class or one of ours."""
        text = folded(message or "")
        name = self._name(code, text)
        labels = labels_of(operation)
        entry, matched = self._find(name, text, labels, challenge, http_status)
        return Classification(
            id=entry.id,
            code=_shown_code(name, entry),
            message=_shown(message or ""),
            matched=matched,
            meaning=entry.meaning,
            causes=entry.causes,
            act=entry.act,
            next_steps=entry.next_steps,
            retry=entry.retry,
            counts_towards_lockout=entry.counts_towards_lockout,
        )

    def is_fixed(self, found: Classification, message: str) -> bool:
        """Whether `message` is a sentence of Cognito's with no part that could repeat anything."""
        entry = self._catalogue.by_id(found.id)
        patterns = entry.patterns if entry is not None else ()
        text = folded(message)
        return any(
            re.fullmatch(_FIXED, pattern) and re.search(pattern, text, re.IGNORECASE)
            for pattern in patterns
        )

    def _name(self, code: str, text: str) -> str:
        """The code to look up: the one inside the text where the given one says nothing."""
        name = error_code(code)
        if name == _CLIENT_ERROR or not self._catalogue.of_code(name):
            inner = error_code(wrapped_code(text))
            if self._catalogue.of_code(inner):
                return inner
        return name

    def _find(
        self,
        name: str,
        text: str,
        labels: frozenset[str],
        challenge: str | None,
        http_status: int | None,
    ) -> tuple[Entry, Matched]:
        known = self._catalogue.of_code(name)
        if same_text := _of_text(known, readings(text, name)):
            return _narrowed(same_text, labels, challenge), Matched.TEXT
        if any_text := [entry for entry in known if not entry.patterns]:
            return _narrowed(any_text, labels, challenge), Matched.CODE
        if family := self._family(name, http_status):
            return family, Matched.FAMILY
        return self._catalogue.unknown, Matched.NONE

    def _family(self, name: str, http_status: int | None) -> Entry | None:
        if http_status is None and re.fullmatch(r"[1-5][0-9]{2}", name):
            http_status = int(name)  # botocore's code for an answer that names no exception
        for entry in self._catalogue.families:
            if entry.code_pattern is not None and re.search(entry.code_pattern, name):
                return entry
            span = entry.http_status
            if span is not None and http_status is not None and span[0] <= http_status <= span[1]:
                return entry
        return None


def _of_text(known: tuple[Entry, ...], texts: tuple[str, ...]) -> list[Entry]:
    """The first entry one of whose patterns is found, and those that share this pattern with it.

    The patterns are compiled here, on demand, and kept by the re module.
    """
    for entry in known:
        for pattern in entry.patterns:
            if any(re.search(pattern, text, re.IGNORECASE) for text in texts):
                return [other for other in known if pattern in other.patterns]
    return []


def _narrowed(entries: list[Entry], labels: frozenset[str], challenge: str | None) -> Entry:
    """The first that fits the call; where none does, the last, which is the most general."""
    return next((entry for entry in entries if entry.fits(labels, challenge)), entries[-1])


def _shown_code(name: str, entry: Entry) -> str:
    if entry.code is not None and entry.code.casefold() == name.casefold():
        return entry.code
    return WITHHELD if secret_shapes.find(name) else name


def _shown(message: str) -> str:
    """Unchanged, or the marker: also for what is too long to be searched."""
    if len(message) > secret_shapes.LIMIT or secret_shapes.find(message):
        return WITHHELD
    return message
