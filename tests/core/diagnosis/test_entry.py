"""Tests of the reading of one entry: every fault names the entry and the field."""

from __future__ import annotations

from typing import Any

import pytest

from console.core.diagnosis.classification import Act, Retry, RetryWhen
from console.core.diagnosis.entry import CatalogueError, Confidence, read_entry


def raw(**changes: object) -> dict[str, Any]:
    """A sound entry with `changes`; a field changed to ... is left out."""
    entry = {
        "id": "XX01",
        "code": "SomeException",
        "patterns": ["^some text"],
        "operations": ["AdminInitiateAuth"],
        "challenges": ["SMS_MFA"],
        "meaning": "Something happened.",
        "causes": ["The first.", "The second."],
        "act": ["user", "aws"],
        "next_steps": ["Do this."],
        "retry": {"when": "wait", "after_s": 900},
        "counts_towards_lockout": None,
        "docs": "https://docs.aws.amazon.com/page.html",
        "confidence": "documented",
        "sample": "Some text.",
    }
    return {key: value for key, value in (entry | changes).items() if value is not ...}


def test_all_fields_are_read() -> None:
    entry = read_entry(raw(aliases=["Other"]), 1)
    assert (entry.id, entry.code, entry.aliases) == ("XX01", "SomeException", ("Other",))
    assert entry.patterns == ("^some text",)
    assert entry.operations == {"AdminInitiateAuth"}
    assert entry.challenges == {"SMS_MFA"}
    assert entry.causes == ("The first.", "The second.")
    assert entry.act == (Act.USER, Act.AWS)
    assert entry.next_steps == ("Do this.",)
    assert entry.retry == Retry(when=RetryWhen.WAIT, after_s=900)
    assert entry.counts_towards_lockout is None
    assert entry.confidence is Confidence.DOCUMENTED
    assert (entry.docs, entry.sample) == ("https://docs.aws.amazon.com/page.html", "Some text.")


def test_optional_fields_may_be_absent() -> None:
    absent = dict.fromkeys(("patterns", "operations", "challenges", "docs", "sample"), ...)
    entry = read_entry(raw(**absent), 1)
    assert (entry.patterns, entry.operations, entry.challenges) == ((), frozenset(), frozenset())
    assert (entry.docs, entry.sample) == (None, None)


def test_a_family_has_a_pattern_of_codes_or_a_span_of_statuses() -> None:
    family = {"code": ..., "patterns": ...}
    assert read_entry(raw(**family, code_pattern="Lambda"), 1).code_pattern == "Lambda"
    assert read_entry(raw(**family, http_status=[500, 599]), 1).http_status == (500, 599)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"meaning": ...}, "without meaning"),
        ({"colour": "red"}, "unknown field 'colour'"),
        ({"meaning": " "}, "meaning is not a text"),
        ({"code": 5}, "code is not a text"),
        ({"patterns": "^x"}, "patterns is not a list of texts"),
        ({"patterns": [1]}, "patterns is not a list of texts"),
        ({"causes": []}, "causes is empty"),
        ({"next_steps": None}, "next_steps is not a list of texts"),
        ({"act": ["boss"]}, "act has an unknown word 'boss'"),
        ({"operations": ["Sign"]}, "operations has an unknown word 'Sign'"),
        ({"retry": "no"}, "retry does not have exactly"),
        ({"retry": {"when": "no"}}, "retry does not have exactly"),
        ({"retry": {"when": "never", "after_s": None}}, "retry.when has an unknown word"),
        ({"retry": {"when": ["no"], "after_s": None}}, "retry.when has an unknown word"),
        ({"retry": {"when": "no", "after_s": -1}}, "retry.after_s"),
        ({"retry": {"when": "no", "after_s": True}}, "retry.after_s"),
        ({"counts_towards_lockout": 1}, "counts_towards_lockout is none of"),
        ({"confidence": "sure"}, "confidence has an unknown word"),
        ({"docs": "https://docs.aws.amazon.com.example.com/"}, "docs does not begin with"),
        ({"http_status": [400, 400]}, "needs one of code, code_pattern, http_status"),
        ({"code": ..., "patterns": ..., "http_status": [599, 500]}, "http_status is not"),
        ({"code": ..., "patterns": ..., "http_status": [True, 500]}, "http_status is not"),
        ({"code": ..., "patterns": ...}, "needs one of code"),
        ({"id": "UNKNOWN"}, "needs one of code"),
        ({"code": ..., "code_pattern": "Lambda"}, "patterns or aliases without a code"),
    ],
)
def test_a_fault_names_entry_and_field(changes: dict[str, object], problem: str) -> None:
    with pytest.raises(CatalogueError) as caught:
        read_entry(raw(**changes), 7)
    assert problem in caught.value.detail
    assert f"entry {changes.get('id', 'XX01')}" in caught.value.detail
    assert caught.value.hint


@pytest.mark.parametrize("thing", [None, [], "text", {}, {"id": 3}])
def test_what_has_no_id_is_named_by_its_number(thing: object) -> None:
    with pytest.raises(CatalogueError) as caught:
        read_entry(thing, 7)
    assert "entry number 7" in caught.value.detail


@pytest.mark.parametrize(
    ("labels", "challenge", "fits"),
    [
        ({"AdminInitiateAuth"}, "SMS_MFA", True),
        ({"AdminInitiateAuth", "public"}, "SMS_MFA", True),
        ({"evidence"}, "SMS_MFA", False),
        ({"AdminInitiateAuth"}, "PASSWORD", False),
        ({"AdminInitiateAuth"}, None, False),
        (frozenset(), "SMS_MFA", False),
    ],
)
def test_an_entry_with_preferences_is_for_such_calls(
    labels: frozenset[str], challenge: str | None, fits: bool
) -> None:
    assert read_entry(raw(), 1).fits(frozenset(labels), challenge) is fits


def test_an_entry_without_preferences_is_for_every_call() -> None:
    entry = read_entry(raw(operations=..., challenges=...), 1)
    assert entry.fits(frozenset(), None)
    assert entry.fits(frozenset({"public"}), "SMS_MFA")
