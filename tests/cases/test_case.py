"""A case made of an attempt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, replace

import pytest

from console.cases.case import Case, CaseContext
from console.core.record import AttemptRecord
from console.core.text import visible

MakeRecord = Callable[..., AttemptRecord]


def test_the_case_is_the_attempt_with_a_label_for_the_user(
    make_record: MakeRecord, context: CaseContext
) -> None:
    record = make_record(message="User alice is disabled.")
    case = Case.from_record(record, context)
    assert case.user == "USER-1"
    assert case.classification is not None
    assert case.classification.message == "User USER-1 is disabled."
    assert "alice" not in repr(case).lower()
    assert (case.outcome, case.profile_kind, case.ticket) == ("failed", "staging", "quiet")
    assert (case.steps, case.after) == (record.steps, record.after)
    assert (case.legs, case.tokens_left) == (record.legs, record.tokens_left)
    assert [event.seq for event in case.events] == [event.seq for event in record.events]
    assert case.context == context


@pytest.mark.parametrize("form", ["alice", "ALICE", "alice@example.com", "%61 alice"])
def test_the_name_in_any_text_of_others_is_gone(
    make_record: MakeRecord, context: CaseContext, form: str
) -> None:
    record = replace(make_record(text=f"of {form}!"), ticket="CS-1", endpoint=None)
    steps = tuple(replace(step, request_id="r-1") for step in record.steps)
    classification = record.classification
    assert classification is not None
    ours = replace(classification, meaning="m", causes=(), next_steps=())
    record = replace(record, steps=steps, after=steps, classification=ours)
    case = Case.from_record(record, context)
    events = tuple(replace(each, data={**each.data, "request_id": ""}) for each in case.events)
    assert "alice" not in repr(replace(case, events=events)).lower()


def test_what_was_withheld_is_summed_over_everything(
    make_record: MakeRecord, context: CaseContext
) -> None:
    record = make_record(message="User alice is disabled.")
    case = Case.from_record(record, context)
    in_events: Counter[str] = Counter()
    for event in case.events:
        in_events.update(event.withheld)
    # The header's user, and the classification's message, are the two outside of the events.
    assert case.withheld == {**in_events, "user_name": in_events["user_name"] + 2}
    assert list(case.withheld) == sorted(case.withheld)
    for kind in ("password", "code", "session", "client_metadata", "size", "user_name"):
        assert case.withheld[kind] >= 1
    for kind, count in record.withheld.items():
        assert case.withheld[kind] == count


def test_an_attempt_without_events_keeps_its_own_counts(
    make_record: MakeRecord, context: CaseContext
) -> None:
    record = replace(make_record(), events=(), withheld={"password": 2})
    assert Case.from_record(record, context).withheld == {"password": 2, "user_name": 1}


def test_an_attempt_that_did_not_end_and_named_nobody_is_a_case_too(
    make_record: MakeRecord, context: CaseContext
) -> None:
    record = replace(
        make_record(username=""), outcome=None, classification=None, ended_at=None, duration_ms=None
    )
    case = Case.from_record(record, context)
    assert (case.user, case.outcome, case.classification) == (None, None, None)
    assert "user_name" not in case.withheld


def test_nothing_hidden_is_left_in_any_text(make_record: MakeRecord) -> None:
    odd = "a\u202eb\x1b[2J\n\u2028\ud800"
    context = CaseContext(
        program_version=odd,
        python_version=odd,
        platform=odd,
        time_zone=odd,
        exported_at=make_record().started_at,
    )
    case = Case.from_record(make_record(text=odd, username=odd), context)
    assert len(texts(asdict(case))) > 50
    for text in texts(asdict(case)):
        assert text == visible(text)


def texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for pair in value.items() for item in pair for text in texts(item)]
    if isinstance(value, list | tuple):
        return [text for item in value for text in texts(item)]
    return []


def test_the_length_of_a_secret_changes_nothing(
    make_record: MakeRecord, context: CaseContext
) -> None:
    short, long = make_record(size=400), make_record(size=437)
    assert short != long
    assert Case.from_record(short, context) == Case.from_record(long, context)
