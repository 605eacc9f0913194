"""Tests of texts that say by themselves which error they are of."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from console.core.diagnosis.catalogue import Catalogue
from console.core.diagnosis.entry import Entry
from console.core.diagnosis.known_texts import known_texts


def starts(entries: list[Entry]) -> list[str]:
    return [known.start for known in known_texts(entries)]


@pytest.fixture
def entry(catalogue: Catalogue) -> Entry:
    found = catalogue.by_id("NA01")
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("pattern", "start"),
    [
        (r"^Incorrect username or password\.?$", "incorrect username or password"),
        (r"^Only custom auth \(lambda driven\) is enabled", "only custom auth (lambda driven) is"),
        (r"^User cannot be confirmed\. Current", "user cannot be confirmed. current"),
        (r"^Unable to verify secret hash for client (?P<client>\S+)", "unable to verify secret"),
        (r"^PreAuthentication failed with error\b", "preauthentication failed with error"),
    ],
)
def test_how_the_texts_of_a_pattern_begin(entry: Entry, pattern: str, start: str) -> None:
    (found,) = starts([replace(entry, patterns=(pattern,))])
    assert found.startswith(start)


@pytest.mark.parametrize(
    "pattern",
    [
        r"certificate (has expired|is not yet valid)",  # anywhere in a text
        r"^(?P<trigger>\w+) failed with error\b",
        r"^Code mismatch\.?$",  # too short to stand alone
        r"^\d+ validation errors? detected: ",
    ],
)
def test_what_does_not_stand_for_itself(entry: Entry, pattern: str) -> None:
    assert starts([replace(entry, patterns=(pattern,))]) == []


def test_a_text_of_two_codes_decides_nothing(entry: Entry) -> None:
    other = replace(entry, id="X1", code="ThrottlingException")
    same = replace(entry, id="X2")
    assert starts([entry, other]) == []
    (found,) = known_texts([entry, same])
    assert [each.id for each in found.entries] == ["NA01", "X2"]


def test_the_beginnings_are_those_of_the_samples(catalogue: Catalogue) -> None:
    found = known_texts(catalogue)
    assert len(found) > 70
    for known in found:
        for entry in known.entries:
            sample = entry.sample or ""
            if re.search(known.pattern, sample, re.IGNORECASE):
                assert sample.lower().startswith(known.start), entry.id
