"""The case as JSON."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console import resources
from console.cases.case import Case, CaseContext
from console.cases.json_format import JsonFormat, verify_digest
from console.core import events
from console.core.events import EventKind
from console.core.masking import Json
from console.core.record import AttemptRecord, Outcome

MakeRecord = Callable[..., AttemptRecord]
SCHEMA: dict[str, Any] = json.loads(resources.read_bytes("case.schema.json"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def written(case: Case) -> bytes:
    stream = io.BytesIO()
    JsonFormat().write(case, stream)
    return stream.getvalue()


@pytest.fixture
def case(make_record: MakeRecord, context: CaseContext) -> Case:
    return Case.from_record(make_record(), context)


def test_the_file_is_what_its_schema_says(case: Case) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    content = json.loads(written(case))
    VALIDATOR.validate(content)
    assert content["schema_version"] == 1
    assert content["kind"] == "signin-console-case"
    assert content["simulated"] is False
    assert content["header"]["user"] == "USER-1"
    assert content["outcome"] == "failed"
    assert content["challenges"] == ["SMS_MFA", "quiet"]
    assert content["steps"][1]["http_status"] == 400
    assert content["steps"][0]["duration_ms"] == 12.346
    assert content["classification"]["id"] == "code-mismatch"
    assert [each["operation"] for each in content["after"]] == ["RevokeToken"]
    assert [(each["path"], each["outcome"]) for each in content["paths"]] == [
        ("admin", "signed_in"),
        ("public", "failed"),
    ]
    assert content["tokens_left_valid_until"] == "2026-02-01T03:04:05+00:00"
    assert content["tokens_left_assumed"] is True
    assert content["tokens_revoked_at"] is None
    assert content["events_recorded"] == len(content["events"]) == 16
    assert content["withheld"]["password"] == 2
    assert content["environment"]["exported_at"] == "2026-01-02T12:00:00.000+01:00"
    assert {event["kind"] for event in content["events"]} == set(EventKind)


def test_a_bare_attempt_fits_the_schema_too(make_record: MakeRecord, context: CaseContext) -> None:
    record = replace(
        make_record(username=""),
        ended_at=None,
        duration_ms=None,
        endpoint=None,
        ticket=None,
        outcome=None,
        reason="",
        challenges=(),
        classification=None,
        steps=(),
        after=(),
        legs=(),
        tokens_left=None,
        events=(),
        withheld={},
        simulated=True,
    )
    content = json.loads(written(Case.from_record(record, context)))
    VALIDATOR.validate(content)
    assert content["simulated"] is True
    assert content["header"]["user"] is None
    assert (content["after"], content["paths"]) == ([], [])
    assert content["tokens_left_valid_until"] is None


def test_revoked_tokens_are_left_no_more(case: Case) -> None:
    assert case.tokens_left is not None
    revoked = replace(case.tokens_left, revoked_at=case.started_at)
    content = json.loads(written(replace(case, tokens_left=revoked)))
    VALIDATOR.validate(content)
    assert content["tokens_left_valid_until"] is None
    assert content["tokens_revoked_at"] == "2026-01-02T03:04:05+00:00"


def test_a_case_of_the_first_version_fits_the_schema_still(case: Case) -> None:
    content = json.loads(written(case))
    for key in ("after", "paths", "tokens_left_valid_until", "tokens_left_assumed"):
        del content[key]
    del content["tokens_revoked_at"]
    VALIDATOR.validate(content)


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_fits_the_schema(case: Case, outcome: Outcome) -> None:
    VALIDATOR.validate(json.loads(written(replace(case, outcome=str(outcome)))))


def test_the_schema_knows_every_field_of_an_event_but_the_withheld_size() -> None:
    for kind, rules in events._FIELDS.items():
        known = set(SCHEMA["$defs"][f"{kind}_data"]["properties"])
        assert known == set(rules) - {"request_bytes"}


def test_what_was_withheld_inside_of_an_event_fits_the_schema(case: Case) -> None:
    marked = tuple(
        replace(event, data={name: marker(name) for name in event.data}) for event in case.events
    )
    VALIDATOR.validate(json.loads(written(replace(case, events=marked))))


def marker(_name: str) -> Json:
    return "‹withheld›"


def test_an_unknown_field_anywhere_breaks_the_schema(case: Case) -> None:
    content = json.loads(written(case))
    places = [content, content["header"], content["steps"][0], content["events"][0]]
    places += [content["after"][0], content["paths"][0]]
    places += [event["data"] for event in content["events"]]
    places += [content["events"][0]["data"], content["environment"], content["classification"]]
    for place in places:
        place["surprise"] = 1
        assert not VALIDATOR.is_valid(content)
        del place["surprise"]
    assert VALIDATOR.is_valid(content)


def volatile(schema: object, path: str = "") -> Iterator[str]:
    if isinstance(schema, dict):
        if schema.get("x-volatile") is True:
            yield path.rsplit("/", 1)[-1]
        for key, inner in schema.items():
            yield from volatile(inner, f"{path}/{key}")
    elif isinstance(schema, list):
        for inner in schema:
            yield from volatile(inner, path)


def test_ids_times_and_durations_are_marked_volatile_and_nothing_that_explains() -> None:
    marked = set(volatile(SCHEMA))
    ids, times = {"attempt_id", "request_id"}, {"started_at", "ended_at", "exported_at", "at"}
    times |= {"tokens_left_valid_until", "tokens_revoked_at", "expires_at", "auth_time", "sub"}
    assert ids | times | {"duration_ms", "offset_ms", "start_ms", "phases", "value"} <= marked
    assert marked.isdisjoint(
        {"outcome", "code", "message", "http_status", "user", "kind", "withheld", "simulated"}
    )


def test_hidden_characters_are_visible_escapes_in_the_file(
    make_record: MakeRecord, context: CaseContext
) -> None:
    data = written(Case.from_record(make_record(text="a\u202e\x1b\ud800 ü日"), context))
    assert "\\\\u202e\\\\x1b\\\\ud800 ü日" in data.decode()
    assert verify_digest(data)


def test_the_digest_holds_whatever_way_the_file_is_laid_out(case: Case) -> None:
    data = written(case)
    assert verify_digest(data)
    content = json.loads(data)
    turned = dict(reversed(content.items()))
    assert verify_digest(json.dumps(turned).encode())
    assert verify_digest(json.dumps(turned).encode("utf-16"))


def leaves(value: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    items = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    found = False
    for key, inner in items:
        found = True
        yield from leaves(inner, (*path, key))
    if not found:
        yield path


def test_any_change_of_one_value_breaks_the_digest(case: Case) -> None:
    data = written(case)
    content = json.loads(data)
    paths = list(leaves(content))
    assert len(paths) > 150
    for path in paths:
        inner: Any = content
        for key in path[:-1]:
            inner = inner[key]
        before = inner[path[-1]]
        inner[path[-1]] = "changed"
        assert not verify_digest(json.dumps(content).encode()), path
        inner[path[-1]] = before
    assert verify_digest(json.dumps(content).encode())
    content["events"].pop()
    assert not verify_digest(json.dumps(content).encode())


@given(
    st.binary()
    | st.recursive(st.none() | st.text() | st.integers(), st.lists).map(
        lambda value: json.dumps({"digest": value}).encode()
    )
)
def test_what_is_no_case_has_no_valid_digest(data: bytes) -> None:
    assert not verify_digest(data)


def test_a_bomb_of_brackets_has_no_valid_digest() -> None:
    assert not verify_digest(b"[" * 100_000)
    assert not verify_digest(b'{"digest": {"algorithm": "sha-256", "value": "\xc3\xbc"}}')


@settings(max_examples=30, deadline=None)
@given(text=st.text(st.characters(exclude_categories=()), max_size=40), name=st.text(max_size=9))
def test_any_text_fits_the_schema_and_the_digest(
    make_record: MakeRecord, context: CaseContext, text: str, name: str
) -> None:
    data = written(Case.from_record(make_record(text=text, username=name), context))
    VALIDATOR.validate(json.loads(data))
    assert verify_digest(data)
