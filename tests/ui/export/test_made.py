"""The texts of an export: what the switches promise, checked once more, with a name of ours."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from console.cases.case import Case
from console.cases.case_diagnosis import Diagnosis
from console.cases.code import Language
from console.cases.registry import FORMATS
from console.core.diagnosis.finding import Confidence, Finding
from console.core.masking import LiveSecrets
from console.core.record import Outcome
from console.core.secret import Secret
from console.core.text import visible_lines
from console.ui.export.made import Choices, Exportable, file_name, make
from tests.ui.export.texts import CONTEXT, RECORD, sent
from tests.ui.fakes_ui import header

POOL, CLIENT = RECORD.user_pool_id, RECORD.client_id


def texts(choices: Choices, source: Exportable | None = None) -> dict[str, str]:
    done = make(source or Exportable(record=RECORD), choices, CONTEXT)
    assert done.choices == choices
    assert [text.problem for text in done.texts] == [None] * len(FORMATS)
    return {text.name: text.text for text in done.texts}


@pytest.mark.parametrize("name", FORMATS)
def test_without_a_choice_nobody_is_named(name: str) -> None:
    text = texts(Choices())[name]
    assert "USER-1" in text
    assert "alice" not in text
    assert POOL in text


@pytest.mark.parametrize("name", FORMATS)
def test_names_stand_in_it_where_that_is_chosen(name: str) -> None:
    assert "alice.a" in texts(Choices(names=True))[name]


@pytest.mark.parametrize("name", FORMATS)
def test_pool_and_client_can_be_masked(name: str) -> None:
    text = texts(Choices(ids=False))[name]
    assert POOL not in text
    assert CLIENT not in text
    assert "POOL-1" in text


@pytest.mark.parametrize("name", FORMATS)
def test_what_the_screen_shows_is_the_file_letter_by_letter(name: str) -> None:
    hostile = replace(sent(), reason="It <b>ended</b>\u202e\x07 | `so`.", ticket="CS-1")
    text = texts(Choices(), Exportable(record=hostile))[name]
    assert visible_lines(text) == text, "the preview shows what it escapes otherwise"


def test_what_was_found_out_goes_along() -> None:
    cause = Finding(
        id="wrong_password", title="The password is wrong", confidence=Confidence.HIGH, decided=True
    )
    told = texts(Choices(), Exportable(record=sent(), diagnosis=Diagnosis(findings=(cause,))))
    assert [each["id"] for each in json.loads(told["json"])["findings"]] == ["wrong_password"]
    assert all("The password is wrong" in text for text in told.values())


def test_the_first_request_can_be_had_as_code() -> None:
    codes = make(Exportable(record=sent()), Choices(), CONTEXT).codes
    assert set(codes) == set(Language)
    assert all("<PASSWORD>" in code and "alice" not in code for code in codes.values())
    named = make(Exportable(record=sent()), Choices(names=True), CONTEXT).codes
    assert all("alice.a" in code for code in named.values())


def test_an_attempt_that_sent_nothing_has_no_code() -> None:
    assert make(Exportable(record=RECORD), Choices(), CONTEXT).codes == {}


def test_a_text_that_would_give_something_away_is_not_offered() -> None:
    live = LiveSecrets()
    live.add([Secret("correct-horse-battery")])
    leaking = replace(sent(), ticket="correct-horse-battery")
    done = make(Exportable(record=leaking, live=live), Choices(), CONTEXT)
    for text in done.texts:
        assert text.problem is not None
        assert "correct-horse" not in text.problem.sentence()


@pytest.mark.parametrize(
    ("ticket", "outcome", "name"),
    [
        ("CS-48213", Outcome.FAILED, "CS-48213_failed"),
        (None, Outcome.SIGNED_IN, "signed_in"),
        ("../a b:c#", None, "a-b-c_running"),
        ("alice.a", Outcome.FAILED, "USER-1_failed"),
    ],
)
def test_the_name_of_the_file_is_safe(
    ticket: str | None, outcome: Outcome | None, name: str
) -> None:
    record = header(
        "1", username="alice.a", ticket=ticket, outcome=outcome, started_at=datetime.now(UTC)
    )
    day = record.started_at.astimezone().date().isoformat()
    assert file_name(Case.from_record(record, CONTEXT), ".md") == f"{day}_{name}.md"


def test_an_attempt_that_has_not_ended_is_noted() -> None:
    assert "not ended" in Exportable(record=header("1", outcome=None)).note
    assert Exportable(record=RECORD).note == ""
