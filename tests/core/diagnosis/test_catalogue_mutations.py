"""Tests that a changed sample of the catalogue still lands on its entry."""

from __future__ import annotations

import re

import pytest

from console.core.call import ADMIN_RESPOND
from console.core.diagnosis.catalogue import Catalogue
from console.core.diagnosis.classification import Matched
from console.core.diagnosis.classifier import Classifier
from console.core.diagnosis.entry import Entry
from console.core.diagnosis.pasted import findings
from tests.core.diagnosis.mutations import FORMS, MUTATIONS


def samples(catalogue: Catalogue) -> list[Entry]:
    return [entry for entry in catalogue if entry.code and entry.sample]


def text_entries(catalogue: Catalogue) -> list[Entry]:
    return [entry for entry in catalogue if entry.patterns]


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_a_changed_sample_still_lands_on_its_entry(
    catalogue: Catalogue, classifier: Classifier, mutation: str
) -> None:
    for entry in samples(catalogue):
        for text in MUTATIONS[mutation](entry):
            found = classifier.classify(code=entry.code or "", message=text)
            expected = Matched.TEXT if entry.patterns else Matched.CODE
            assert (found.id, found.matched) == (entry.id, expected), text


def test_there_are_enough_mutations(catalogue: Catalogue) -> None:
    of_texts = {
        (entry.id, text)
        for entry in text_entries(catalogue)
        for mutate in MUTATIONS.values()
        for text in mutate(entry)
    }
    assert len(of_texts) >= 300
    for name in ("another trigger's name", "other quoted ids"):
        assert sum(len(MUTATIONS[name](entry)) for entry in text_entries(catalogue)) >= 10


def test_a_mutation_of_a_mutation_lands_there_too(
    catalogue: Catalogue, classifier: Classifier
) -> None:
    for entry in text_entries(catalogue):
        for form in FORMS.values():
            text = form(entry, (entry.sample or "").removesuffix(".").upper().replace(" ", "  "))
            assert classifier.classify(code=entry.code or "", message=text).id == entry.id, text


@pytest.mark.parametrize("form", FORMS)
def test_a_sample_in_an_sdk_s_form_is_found_in_a_log(
    catalogue: Catalogue, classifier: Classifier, form: str
) -> None:
    for entry in samples(catalogue):
        # Other names are no classes of exceptions: a log has them where botocore writes codes.
        if form != "Python" and not re.search("(Exception|Error|Timeout)$", entry.code or ""):
            continue
        log = f"before\n{FORMS[form](entry, entry.sample or '')}\nafter\n"
        found = [each.classification.id for each in findings(classifier, log)]
        assert entry.id in found, log


@pytest.mark.parametrize("message", ["", "A text nobody has seen yet", "\u202e\0", None])
def test_an_unknown_text_of_a_known_code_is_never_unknown(
    catalogue: Catalogue, classifier: Classifier, message: str | None
) -> None:
    for entry in catalogue:
        for code in filter(None, (entry.code, *entry.aliases)):
            for operation in (None, ADMIN_RESPOND, "GetUser", "ListUsers", "X"):
                found = classifier.classify(code=code, message=message, operation=operation)
                assert found.matched is Matched.CODE, code
