"""The shipped schema, held against a whole implementation of JSON Schema."""

from __future__ import annotations

import copy
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.cases.case import Case, CaseContext
from console.cases.json_format import JsonFormat
from console.cases.schema import VOLATILE, case_schema, first_problem, steady
from console.core.record import AttemptRecord
from tests.cases.conftest import build
from tests.cases.diagnosed import diagnosis

MakeRecord = Callable[..., AttemptRecord]
KNOWN = {
    "$schema", "$id", "$defs", "title", "description", "format", VOLATILE, "type", "enum", "const",
    "properties", "required", "additionalProperties", "items", "anyOf", "allOf", "if", "then",
    "pattern", "minimum", "$ref",
}  # fmt: skip
JUNK: list[Any] = [None, True, False, 0, 1, -1, 1.0, 1.5, "", "x", "ok", [], {}, [None], {"x": 1}]


@pytest.fixture(scope="module")
def content(context: CaseContext) -> dict[str, Any]:
    stream = io.BytesIO()
    JsonFormat().write(Case.from_record(build(), context, diagnosis=diagnosis()), stream)
    made = json.loads(stream.getvalue())
    assert isinstance(made, dict)
    return made


def schemas(schema: Any) -> Iterator[dict[str, Any]]:
    yield schema
    for key, inner in schema.items():
        if key in ("properties", "$defs"):
            for each in inner.values():
                yield from schemas(each)
        elif key in ("items", "if", "then", "additionalProperties") and isinstance(inner, dict):
            yield from schemas(inner)
        elif key in ("anyOf", "allOf"):
            for each in inner:
                yield from schemas(each)


def test_the_schema_uses_no_word_that_is_not_understood() -> None:
    jsonschema.Draft202012Validator.check_schema(case_schema())
    assert {word for schema in schemas(case_schema()) for word in schema} <= KNOWN


def test_a_case_fits_it(content: dict[str, Any]) -> None:
    assert first_problem(content) is None
    jsonschema.Draft202012Validator(case_schema()).validate(content)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "x"}, "kind is not signin-console-case"),
        ({"ticket": 7}, "ticket is no string, null"),
        ({"outcome": "won"}, "outcome is none of signed_in,"),
        ({"events_recorded": -1}, "events_recorded is less than 0"),
        ({"events_recorded": True}, "events_recorded is no integer"),
        ({"extra": 1}, "extra is not known here"),
        ({"classification": {}}, "classification fits none of what is allowed there"),
        ({"digest": {"algorithm": "sha-256", "value": "x"}}, "digest.value has not the form"),
        ({"withheld": {"code": 0}}, "withheld.code is less than 1"),
        ({"steps": [{}]}, "steps[0].operation is missing"),
    ],
)
def test_the_first_thing_that_is_wrong_is_named(
    content: dict[str, Any], change: dict[str, Any], said: str
) -> None:
    assert str(first_problem({**content, **change})).startswith(said)


def test_other_files_break_it_too() -> None:
    assert first_problem([]) == "the file is no object"
    assert str(first_problem({})).endswith(" is missing")


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    members = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in members:
        yield (*path, key)
        if isinstance(inner, dict | list):
            yield from places(inner, (*path, key))


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_it_agrees_with_a_whole_implementation(
    content: dict[str, Any], data: st.DataObject
) -> None:
    changed = copy.deepcopy(content)
    place = data.draw(st.sampled_from(list(places(content))))
    target = changed
    for key in place[:-1]:
        target = target[key]
    if data.draw(st.booleans()):
        target[place[-1]] = data.draw(st.sampled_from(JUNK))
    else:
        del target[place[-1]]
    whole = jsonschema.Draft202012Validator(case_schema()).is_valid(changed)
    assert (first_problem(changed) is None) is whole, place


def leaves(value: object) -> Iterator[object]:
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from leaves(inner)
    else:
        yield value


def test_what_stays_has_no_times_ids_or_durations(content: dict[str, Any]) -> None:
    left = steady(content)
    assert isinstance(left, dict)
    text = json.dumps(left)
    for gone in ("2026-", "01J0000000", "duration_ms", "offset_ms", "phases", "request_id", "5b7e"):
        assert gone not in text, gone
    for stays in ("http_status", "USER-1", "code-mismatch", "withheld", "operation", "challenge"):
        assert stays in text, stays
    assert left["digest"] == {"algorithm": "sha-256"}
    assert [event["kind"] for event in left["events"]] == [e["kind"] for e in content["events"]]
    assert set(left["events"][0]) == {"seq", "kind", "step", "data", "withheld"}
    assert len(list(leaves(left))) > 150


def test_what_the_schema_does_not_know_stays() -> None:
    assert steady({"new": {"duration_ms": 1}, "events": [{"at": "x", "kind": "odd"}]}) == {
        "new": {"duration_ms": 1},
        "events": [{"kind": "odd"}],
    }
    assert steady([1]) == [1]


def test_the_page_on_cases_names_every_member() -> None:
    page = (Path(__file__).parents[2] / "docs" / "case.md").read_text(encoding="utf-8")
    missing = [name for name in case_schema()["properties"] if f"`{name}`" not in page]
    assert missing == []
