"""A case as text."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from console.cases.case import Case, CaseContext
from console.cases.case_diagnosis import Diagnosis
from console.cases.json_format import JsonFormat, case_object
from console.cases.reading import read_case
from console.cases.show_text import normalized_lines, report_lines
from console.core.record import AttemptRecord
from tests.cases.diagnosed import diagnosis
from tests.core.corpus import HOSTILE

MakeRecord = Callable[..., AttemptRecord]


def shown(case: Case) -> list[str]:
    """As `show` prints the written file."""
    stream = io.BytesIO()
    JsonFormat().write(case, stream)
    return list(report_lines(read_case(stream.getvalue()).case))


@pytest.fixture
def case(make_record: MakeRecord, context: CaseContext) -> Case:
    return Case.from_record(make_record(), context, diagnosis=diagnosis())


def test_the_report_of_a_file_is_that_of_the_case(case: Case) -> None:
    assert shown(case) == list(report_lines(replace(case, diagnosis=read_back(case))))
    lines = shown(case)
    assert lines[0].startswith("Tried: sign-in of USER-1 with ADMIN_USER_PASSWORD_AUTH at pool")
    for line in (
        "ATTEMPT",
        "  Outcome     refused",
        "  Clock       76 s behind the server's",
        "LIKELY CAUSES",
        "- 1) The password is wrong quiet (high, decided) wrong_password",
        "  - for: It was refused quiet.",
        "EVIDENCE",
        "FORECAST OF A FURTHER TRY",
        "  Counts towards the lockout  yes",
        "- 1 ms AdminInitiateAuth begun",
        "TIMELINE",
    ):
        assert line in lines, line
    assert any(line.startswith("  Step  Operation") for line in lines)


def read_back(case: Case) -> Diagnosis:
    stream = io.BytesIO()
    JsonFormat().write(case, stream)
    return read_case(stream.getvalue()).diagnosis


def test_a_case_of_the_first_version_is_shown(case: Case) -> None:
    content = case_object(case)
    for name in ("findings", "evidence", "forecast", "not_exercised", "names_shown", "ids_shown"):
        del content[name]
    environment = content["environment"]
    assert isinstance(environment, dict)
    for name in ("sdk_version", "clock_skew_s"):
        del environment[name]
    lines = list(report_lines(read_case(json.dumps(content).encode()).case))
    assert "LIKELY CAUSES" not in lines
    assert any("as the server's, to a minute" in line for line in lines)


def test_two_runs_of_one_scenario_are_the_same_when_normalized(case: Case) -> None:
    later = replace(
        case,
        attempt_id="another",
        started_at=case.started_at + timedelta(days=1),
        duration_ms=7.0,
        endpoint="127.0.0.1:1",
        steps=tuple(replace(step, duration_ms=1.0, request_id="x") for step in case.steps),
        events=tuple(
            replace(event, at=event.at + timedelta(days=1), offset_ms=9.0) for event in case.events
        ),
    )
    assert list(report_lines(case)) != list(report_lines(later))
    lines = list(normalized_lines(case_object(case)))
    assert lines == list(normalized_lines(case_object(later)))
    for line in ("schema_version: 1", "  user: USER-1", "    http_status: 400", "simulated: no"):
        assert line in lines
    changed = replace(case, outcome="cancelled")
    assert lines != list(normalized_lines(case_object(changed)))


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_acts_on_a_terminal_or_forges_a_line(
    make_record: MakeRecord, context: CaseContext, text: str
) -> None:
    loud = Case.from_record(make_record(text=text), context, diagnosis=diagnosis(text))
    quiet = Case.from_record(make_record(), context, diagnosis=diagnosis())
    assert_same_shape(shown(loud), shown(quiet))
    assert_same_shape(bare(loud), bare(quiet))


def bare(case: Case) -> list[str]:
    return list(normalized_lines(case_object(case)))


def assert_same_shape(loud: list[str], quiet: list[str]) -> None:
    assert len(loud) == len(quiet)
    assert all(line.isprintable() for line in loud)
