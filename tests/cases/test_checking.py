"""Whether a case is sound."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from console.cases.case import Case, CaseContext
from console.cases.checking import Checked, check_case_file
from console.cases.json_format import JsonFormat, case_object
from console.core.call import ADMIN_INITIATE_AUTH
from console.core.errors import UserFacingError
from console.core.events import EventKind
from console.core.record import AttemptRecord
from tests.cases import conftest
from tests.cases.diagnosed import diagnosis

MakeRecord = Callable[..., AttemptRecord]
SOUND = {
    "schema": "ok",
    "digest": "ok",
    "secrets_found": 0,
    "names_found": 0,
    "complete": True,
}


@pytest.fixture
def case(make_record: MakeRecord, context: CaseContext) -> Case:
    """Of an attempt of two calls, both of whose ends are among its events."""
    record = make_record()
    return Case.from_record(replace(record, after=()), context, diagnosis=diagnosis())


def checked(tmp_path: Path, content: Any) -> Checked:
    path = tmp_path / "case.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return check_case_file(path)


def resigned(case: Case, **changes: object) -> dict[str, object]:
    """A case with changes whose digest fits."""
    return case_object(replace(case, **changes))  # type: ignore[arg-type]


def test_a_case_as_it_was_written_is_sound(tmp_path: Path, case: Case) -> None:
    path = tmp_path / "case.json"
    with path.open("wb") as stream:
        JsonFormat().write(case, stream)
    found = check_case_file(path)
    assert found.to_json() == SOUND
    assert found.sound


def test_a_changed_case_does_not_fit_its_digest(tmp_path: Path, case: Case) -> None:
    content = {**case_object(case), "reason": "All went well."}
    found = checked(tmp_path, content)
    assert found.to_json() == {**SOUND, "digest": "mismatch"}
    assert not found.sound


def test_what_breaks_the_schema_is_named(tmp_path: Path, case: Case) -> None:
    found = checked(tmp_path, {**case_object(case), "surprise": 1})
    assert found.schema == "surprise is not known here"
    assert not found.sound


@pytest.mark.parametrize(
    "key", ["eyJraWQiOiJhYmNkZWZnaCJ9.eyJzdWIiOiJhYmNkZWZnaGlqIn0.c2lnbmF0dXJl", "joe@example.com"]
)
def test_the_word_on_the_schema_repeats_no_secret_and_no_name(
    tmp_path: Path, case: Case, key: str
) -> None:
    found = checked(tmp_path, {**case_object(case), key: 1})
    assert key not in json.dumps(found.to_json())
    assert "not known here" in found.schema
    assert not found.sound


@pytest.mark.parametrize(
    ("ticket", "secrets", "names"),
    [
        ("password=hunter2", 1, 0),
        ("eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJlLW9mLWl0", 1, 0),
        ("AKIAIOSFODNN7EXAMPLE", 1, 0),
        ("bob@example.com", 0, 1),
        ("+12025550123", 0, 1),
        ("CS-48213", 0, 0),
    ],
)
def test_secrets_and_names_are_counted(
    tmp_path: Path, case: Case, ticket: str, secrets: int, names: int
) -> None:
    found = checked(tmp_path, resigned(case, ticket=ticket))
    assert (found.secrets_found, found.names_found) == (secrets, names)
    assert found.sound is not bool(secrets or names)
    assert found.digest_fits
    shown = checked(tmp_path, resigned(case, ticket=ticket, names_shown=True))
    assert (shown.secrets_found, shown.names_found) == (secrets, 0)


def test_a_case_that_lacks_something_is_not_complete(tmp_path: Path, case: Case) -> None:
    assert checked(tmp_path, resigned(case)).complete
    first, *others = case.events
    ended = next(event for event in others if event.kind is EventKind.ATTEMPT_ENDED)
    called = next(event for event in others if event.kind is EventKind.CALL_ENDED)
    lacking: list[dict[str, object]] = [
        {"events": tuple(others)},
        {"events": tuple(others), "events_recorded": len(others)},
        {"events_recorded": len(case.events) + 1},
        {"events": (replace(first, seq=2), *others)},
        {"steps": case.steps[:1]},
        {"events": numbered(event for event in case.events if event is not ended)},
        {"events": numbered(event for event in case.events if event is not called)},
        {"outcome": None},
    ]
    for changes in lacking:
        if "events_recorded" not in changes and len(changes.get("events", ())) == 15:  # type: ignore[arg-type]
            changes["events_recorded"] = 15
        found = checked(tmp_path, resigned(case, **changes))
        assert not found.complete, changes.keys()
        assert found.digest_fits
        assert not found.sound


def numbered(events: Any) -> tuple[Any, ...]:
    return tuple(replace(event, seq=number) for number, event in enumerate(events, start=1))


def test_an_attempt_that_has_not_ended_can_be_complete(tmp_path: Path, case: Case) -> None:
    events = numbered(e for e in case.events if e.kind is not EventKind.ATTEMPT_ENDED)
    running = resigned(case, outcome=None, events=events, events_recorded=len(events))
    assert checked(tmp_path, running).complete


def test_what_followed_counts_as_calls_too(tmp_path: Path, case: Case) -> None:
    after = (conftest.step(ADMIN_INITIATE_AUTH, 200, "r"),)
    assert not checked(tmp_path, resigned(case, after=after)).complete


@pytest.mark.parametrize("data", [b"", b"[]", b"7", b"\x89PNG", b"[" * 100_000, b'{"a": NaN}'])
def test_what_is_no_json_object_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "case.json"
    path.write_bytes(data)
    with pytest.raises(UserFacingError, match=r"The case cannot be read\."):
        check_case_file(path)


def test_a_file_that_is_a_json_object_of_any_kind_is_checked(tmp_path: Path) -> None:
    found = checked(tmp_path, {"events": [1, {}], "events_recorded": 2})
    assert found.schema.endswith("is missing")
    assert (found.digest_fits, found.complete) == (False, False)
    assert checked(tmp_path, {"events": "x"}).complete is False


def test_a_case_in_another_unicode_form_is_read(tmp_path: Path, case: Case) -> None:
    path = tmp_path / "case.json"
    stream = io.BytesIO()
    JsonFormat().write(case, stream)
    path.write_bytes(stream.getvalue().decode().encode("utf-16"))
    assert check_case_file(path).sound
