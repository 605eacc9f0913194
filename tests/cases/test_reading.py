"""A case read back: by the console itself, and from files of others."""

from __future__ import annotations

import copy
import io
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console import resources
from console.cases import reading
from console.cases.case import Case, CaseContext
from console.cases.json_format import JsonFormat
from console.cases.reading import ReadCase, read_case, read_case_file
from console.core.errors import UserFacingError
from console.core.record import AttemptRecord, TokensLeft
from tests.cases.conftest import build
from tests.cases.diagnosed import diagnosis

MakeRecord = Callable[..., AttemptRecord]
VALIDATOR = jsonschema.Draft202012Validator(json.loads(resources.read_bytes("case.schema.json")))
_BEYOND = 10**400
_TIMES = (
    "at", "started_at", "ended_at", "exported_at", "tokens_left_valid_until", "tokens_revoked_at",
    "gathered_at", "created", "modified",
)  # fmt: skip
_JUNK: list[Any] = [None, True, -1, 1.5, _BEYOND, "", "x", [], {}, [None], {"x": 1}]


@pytest.fixture(scope="session")
def written(context: CaseContext) -> bytes:
    stream = io.BytesIO()
    JsonFormat().write(Case.from_record(build(), context, diagnosis=diagnosis()), stream)
    return stream.getvalue()


def test_what_was_written_is_read(written: bytes, make_record: MakeRecord) -> None:
    made, case = make_record(), read_case(written)
    read = case.record
    assert case.intact is True
    assert read.username == "USER-1"
    for name in (
        "attempt_id", "profile_name", "profile_kind", "region", "user_pool_id", "client_id",
        "endpoint", "auth_flow", "path", "ticket", "simulated", "outcome", "reason", "challenges",
        "classification", "legs",
    ):  # fmt: skip
        assert getattr(read, name) == getattr(made, name), name
    assert read.tokens_left is not None
    assert made.tokens_left is not None
    assert read.tokens_left.to_json() == made.tokens_left.to_json()
    assert abs(read.started_at - made.started_at).total_seconds() < 0.001
    assert [step.to_json() for step in read.steps] == [step.to_json() for step in made.steps]
    assert [step.to_json() for step in read.after] == [step.to_json() for step in made.after]
    assert [event.kind for event in read.events] == [event.kind for event in made.events]
    assert [event.to_json() for event in read.events] == json.loads(written)["events"]


def test_a_changed_case_is_read_and_known_as_changed(written: bytes) -> None:
    changed = json.loads(written)
    changed["reason"] = "All went well."
    changed["of a later version"] = {"x": 1}
    case = read_case(json.dumps(changed).encode())
    assert case.intact is False
    assert case.record.reason == "All went well."


def test_a_case_of_before_follow_up_calls_is_read(written: bytes) -> None:
    older = json.loads(written)
    for name in ("after", "paths", "tokens_left_valid_until"):
        del older[name]
    record = read_case(json.dumps(older).encode()).record
    assert (record.after, record.legs) == ((), ())
    assert record.tokens_left == TokensLeft(valid_until=None, assumed=True)


def test_tokens_are_left_only_where_some_came(written: bytes) -> None:
    content = json.loads(written)
    none = {"tokens_left_valid_until": None, "tokens_revoked_at": None}
    revoked = {**none, "tokens_revoked_at": "2026-01-02T03:04:05+00:00"}
    left = read_case(json.dumps({**content, **revoked}).encode()).record.tokens_left
    assert left is not None
    assert left.revoked_at == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    events = [event for event in content["events"] if event["kind"] != "tokens"]
    record = read_case(json.dumps({**content, **none, "events": events}).encode()).record
    assert record.tokens_left is None


def test_the_case_that_was_read_is_the_one_that_was_written(
    make_record: MakeRecord, context: CaseContext
) -> None:
    for names, ids in ((False, True), (True, False)):
        made = Case.from_record(
            make_record(text="of bob@x.org"), context, names=names, ids=ids, diagnosis=diagnosis()
        )
        stream = io.BytesIO()
        JsonFormat().write(made, stream)
        again = io.BytesIO()
        JsonFormat().write(read_case(stream.getvalue()).case, again)
        first, second = json.loads(stream.getvalue()), json.loads(again.getvalue())
        for content in (first, second):
            del content["digest"]  # counted ids of the evidence are not known again
            facts = content["evidence"]["facts"]
            facts.update(dict.fromkeys(("other_pools", "found_in", "pool_clients")))
        assert first == second


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kind": "something"}, "no case of the sign-in console"),
        ({"schema_version": 2}, "schema_version 2"),
        ({"schema_version": "1"}, "schema_version is something else"),
        ({"outcome": "won"}, "outcome is something else: expected one of signed_in"),
        ({"header": None}, "header is missing or null"),
        ({"events": [{"seq": 1}]}, "events[0]"),
        ({"events": {}}, "events is something else"),
        ({"classification": {"id": "NA01"}}, "classification."),
    ],
)
def test_what_is_wrong_is_named(written: bytes, change: dict[str, Any], words: str) -> None:
    wrong = {**json.loads(written), **change}
    with pytest.raises(UserFacingError) as caught:
        read_case(json.dumps(wrong).encode())
    assert words in caught.value.detail
    assert caught.value.hint


@pytest.mark.parametrize("data", [b"", b"[]", b"null", b"{}", b"\x00\x01", b"<html>"])
def test_other_files_are_refused(data: bytes) -> None:
    with pytest.raises(UserFacingError):
        read_case(data)


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    members = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in members:
        yield (*path, key)
        if isinstance(inner, dict | list):
            yield from _places(inner, (*path, key))


@settings(deadline=None)
@given(st.data())
def test_any_change_is_read_or_refused_in_words(written: bytes, data: st.DataObject) -> None:
    whole = json.loads(written)
    changed = copy.deepcopy(whole)
    place = data.draw(st.sampled_from(list(_places(whole))))
    target = changed
    for key in place[:-1]:
        target = target[key]
    if data.draw(st.booleans()):
        target[place[-1]] = data.draw(st.sampled_from(_JUNK))
        beyond = target[place[-1]] == _BEYOND
    else:
        beyond = False
        del target[place[-1]]
    error, case = told(json.dumps(changed).encode())
    if case is not None:
        # As text: to Python, true equals 1.0.
        assert case.intact is (json.dumps(changed) == json.dumps(whole))
    else:
        assert error
        # No schema says that a text is a time, or that a number fits into a float.
        unsaid = beyond or place[-1] in _TIMES
        assert unsaid or not VALIDATOR.is_valid(changed)


def told(data: bytes) -> tuple[str, ReadCase | None]:
    """The case, or what was wrong with it."""
    try:
        return "", read_case(data)
    except UserFacingError as error:
        return error.detail, None


def test_files_are_bounded_and_what_cannot_be_opened_is_said(
    tmp_path: Path, written: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "case.json"
    file.write_bytes(written)
    assert read_case_file(file).intact
    for path in (tmp_path / "absent.json", tmp_path, Path("nul\0")):
        with pytest.raises(UserFacingError, match=r"The case cannot be read\."):
            read_case_file(path)
    monkeypatch.setattr(reading, "SIZE_LIMIT", 100)
    with pytest.raises(UserFacingError) as caught:
        read_case_file(file)
    assert "at most" in caught.value.detail
