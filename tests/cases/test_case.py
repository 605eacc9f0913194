"""A case made of an attempt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, replace

import pytest

from console.cases.case import Case, CaseContext
from console.cases.case_diagnosis import Diagnosis
from console.cases.self_check import SelfCheck
from console.core.diagnosis.evidence import Evidence, UserFacts
from console.core.labelled_record import labelled_record
from console.core.labelling import Labels
from console.core.record import AttemptRecord
from console.core.text import visible
from tests.core.corpus import MUST_SURVIVE

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
    for kind in ("password", "code", "session", "client_metadata", "message_size", "user_name"):
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
    made = Case.from_record(make_record(text=odd, username=odd), context)
    case = replace(made, self_check=SelfCheck())
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


PERSONAL = "alice at bob@x.org, +12025550123 and 203.0.113.7"


def test_names_stay_where_they_are_asked_for(make_record: MakeRecord, context: CaseContext) -> None:
    record = make_record(text=PERSONAL)
    case = Case.from_record(record, context, names=True)
    assert (case.user, case.ticket) == ("alice", PERSONAL.replace("203.0.113.7", "203.0.113.0/24"))
    assert case.names_shown
    assert {"user_name", "email", "phone"}.isdisjoint(case.withheld)
    hidden = Case.from_record(record, context)
    assert hidden.ticket == "USER-1 at EMAIL-1, PHONE-1 and 203.0.113.0/24"
    assert {"user_name", "email", "phone", "ip_address"} <= set(hidden.withheld)


def test_pool_and_client_are_labels_where_they_are_not_to_be_named(
    make_record: MakeRecord, context: CaseContext
) -> None:
    record = make_record(message="Unable to verify secret hash for client 1example23456789")
    case = Case.from_record(record, context, ids=False)
    assert (case.user_pool_id, case.client_id, case.ids_shown) == ("POOL-1", "CLIENT-1", False)
    shown = replace(case, self_check=SelfCheck())
    assert not any("1example" in text or "Ab12" in text for text in texts(asdict(shown)))
    assert case.classification is not None
    assert case.classification.message == "Unable to verify secret hash for client CLIENT-1"
    assert case.region == "eu-west-1"
    assert case.withheld["id"] > 4


def test_a_text_that_looks_like_a_secret_is_withheld_wherever_it_was_typed(
    make_record: MakeRecord, context: CaseContext
) -> None:
    record = replace(make_record(), ticket="CS-1 password=hunter2hunter2", endpoint="AKIA" * 6)
    record = replace(record, profile_name="key AKIA1234567890ABCDEF")
    case = Case.from_record(record, context)
    assert (case.ticket, case.endpoint) == ("‹withheld›", "‹withheld›")
    assert case.profile_name == "key ****CDEF"
    assert (case.withheld["server_text"], case.withheld["access_key_id"]) == (2, 1)


def test_a_name_that_only_the_evidence_has_is_known_in_all_texts(
    make_record: MakeRecord, context: CaseContext
) -> None:
    record = make_record(username="alice@example.com", message="User j.doe is disabled.")
    found = UserFacts(username="j.doe", status="CONFIRMED", enabled=False)
    diagnosis = Diagnosis.of_record(record, Evidence(user=found, clock_skew_s=3.0))
    case = Case.from_record(record, context, diagnosis=diagnosis)
    assert case.classification is not None
    assert case.classification.message == "User USER-2 is disabled."
    assert case.clock_skew_s == -75.5  # the attempt's own goes before what was gathered later


def test_the_clock_is_told_from_the_evidence_where_the_attempt_says_nothing(
    make_record: MakeRecord, context: CaseContext
) -> None:
    record = replace(make_record(), events=())
    diagnosis = Diagnosis(evidence=Evidence(clock_skew_s=3.0))
    assert Case.from_record(record, context, diagnosis=diagnosis).clock_skew_s == 3.0
    assert Case.from_record(record, context).clock_skew_s is None


def test_a_record_that_has_labels_already_is_a_case_as_it_is(
    make_record: MakeRecord, context: CaseContext
) -> None:
    record = labelled_record(make_record(text="of alice, bob@x.org"), Labels("alice"))
    case = Case.from_record(record, context)
    assert (case.user, case.ticket) == ("USER-1", "of USER-1, EMAIL-1")
    assert case.self_check.people == ()


@pytest.mark.parametrize("text", MUST_SURVIVE)
def test_what_explains_is_in_the_case(
    make_record: MakeRecord, context: CaseContext, text: str
) -> None:
    case = Case.from_record(make_record(text=text), context)
    assert case.classification is not None
    assert case.classification.message == text
    assert [event.text("message") for event in case.events if event.text("message")] == [text]
