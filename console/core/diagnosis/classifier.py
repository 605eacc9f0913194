"""From code, text and call to what an error means: text, then code, then family, then none."""

from __future__ import annotations

import re
from functools import cached_property

from console.core.diagnosis import secret_shapes
from console.core.diagnosis.catalogue import Catalogue
from console.core.diagnosis.classification import Classification, Matched
from console.core.diagnosis.entry import Entry
from console.core.diagnosis.known_texts import KnownText, known_texts
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
# A class in a text, but not what a trigger of the customer's met.
_CLASS = r"(?<!due to error )\b[A-Z][A-Za-z]{2,80}(?:Exception|Error)\b"
# Classes of SDKs for any error of any service, and of languages for any error at all.
SAYS_NOTHING = frozenset(
    {
        "",
        "error",
        "exception",
        _CLIENT_ERROR.casefold(),
        "apierror",
        "responseerror",
        "autherror",
        "authexception",
        "amazonserviceexception",
        "amazonclientexception",
        "amazoncognitoidentityproviderexception",
        "awscognitoidentityproviderexception",
        "awsserviceexception",
        "awsexception",
        "cognitoidentityproviderexception",
        "cognitoidentityproviderserviceexception",
        "sdkserviceexception",
        "sdkclientexception",
        "operationerror",
        "smithyexception",
        "runtimeexception",
        "aggregateexception",
    }
)


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
        labels = labels_of(operation)
        name = error_code(code)
        if name.casefold() in SAYS_NOTHING and (entry := self._known_text(text, labels, challenge)):
            return _classification(entry, entry.code or name, message or "", Matched.TEXT)
        name = self._name(name, text)
        entry, matched = self._find(name, text, labels, challenge, http_status)
        return _classification(entry, name, message or "", matched)

    def by_text(self, text: str, operation: str | None = None) -> Classification | None:
        """What a text means that stands alone; None where no code has it, or more than one."""
        entry = self._known_text(folded(text), labels_of(operation), None)
        if entry is None:
            return None
        return _classification(entry, entry.code or "", text, Matched.TEXT)

    @cached_property
    def known_texts(self) -> tuple[KnownText, ...]:
        """The texts that mean something without their code."""
        return known_texts(self._catalogue)

    def _known_text(self, text: str, labels: frozenset[str], challenge: str | None) -> Entry | None:
        texts = readings(text, "")
        for known in self.known_texts:
            if any(
                item.lower().startswith(known.start)
                and re.search(known.pattern, item, re.IGNORECASE)
                for item in texts
            ):
                return _narrowed(list(known.entries), labels, challenge)
        return None

    def is_fixed(self, found: Classification, message: str) -> bool:
        """Whether `message` is a sentence of Cognito's with no part that could repeat anything."""
        entry = self._catalogue.by_id(found.id)
        patterns = entry.patterns if entry is not None else ()
        text = folded(message)
        return any(
            re.fullmatch(_FIXED, pattern) and re.search(pattern, text, re.IGNORECASE)
            for pattern in patterns
        )

    def _name(self, name: str, text: str) -> str:
        """The code to look up: one inside the text where the given one says nothing."""
        says_nothing = name.casefold() in SAYS_NOTHING
        if not says_nothing and self._catalogue.of_code(name):
            return name
        inner = [error_code(wrapped_code(text))]
        if says_nothing:
            inner += re.findall(_CLASS, text)
        return next((each for each in inner if self._speaks(each)), name)

    def _speaks(self, name: str) -> bool:
        return name.casefold() not in SAYS_NOTHING and bool(self._catalogue.of_code(name))

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


def _classification(entry: Entry, name: str, message: str, matched: Matched) -> Classification:
    return Classification(
        id=entry.id,
        code=_shown_code(name, entry),
        message=_shown(message),
        matched=matched,
        meaning=entry.meaning,
        causes=entry.causes,
        act=entry.act,
        next_steps=entry.next_steps,
        retry=entry.retry,
        counts_towards_lockout=entry.counts_towards_lockout,
    )


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
