"""Evidence in a case."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import jsonschema
import pytest

from console import resources
from console.cases import evidence_table as tables
from console.cases.case import Case, CaseContext
from console.cases.case_diagnosis import Diagnosis
from console.cases.case_evidence import evidence_object, read_evidence
from console.cases.case_nodes import Node
from console.cases.json_format import JsonFormat
from console.cases.reading import read_case
from console.core.diagnosis.evidence import Evidence
from console.core.diagnosis.findings import find
from console.core.diagnosis.situations import situation_of_record
from console.core.record import AttemptRecord, Outcome
from tests.cases.diagnosed import diagnosis, evidence

MakeRecord = Callable[..., AttemptRecord]
SCHEMA: dict[str, Any] = json.loads(resources.read_bytes("case.schema.json"))
DEFINED = {
    "caller_facts": tables.CALLER, "pool_facts": tables.POOL, "client_facts": tables.CLIENT,
    "user_facts": tables.USER, "device_facts": tables.DEVICE, "log_line": tables.LOG_LINE,
    "auth_event_facts": tables.AUTH_EVENT, "trail_event": tables.TRAIL_EVENT,
    "sms_facts": tables.SMS,
}  # fmt: skip
TEXT = "of alice, bob@x.org and +12025550123"


def written(case: Case) -> dict[str, Any]:
    stream = io.BytesIO()
    JsonFormat().write(case, stream)
    content = json.loads(stream.getvalue())
    jsonschema.Draft202012Validator(SCHEMA).validate(content)
    assert isinstance(content, dict)
    return content


@pytest.fixture
def content(make_record: MakeRecord, context: CaseContext) -> dict[str, Any]:
    return written(Case.from_record(make_record(), context, diagnosis=diagnosis(TEXT)))


@pytest.mark.parametrize("name", DEFINED)
def test_the_schema_has_exactly_the_fields_of_the_table(name: str) -> None:
    definition = SCHEMA["$defs"][name]
    assert list(definition["properties"]) == list(DEFINED[name])
    assert definition["required"] == list(DEFINED[name])


def test_the_facts_name_nobody(content: dict[str, Any]) -> None:
    ahead = {**content["forecast"], "expects": ""}  # a sentence of our own
    text = json.dumps(content["evidence"]) + json.dumps(ahead)
    for gone in ("alice", "bob@", "2025550123", "111122223333"):
        assert gone not in text
    facts = content["evidence"]["facts"]
    assert facts["caller"]["account"] == "********3333"
    assert facts["pool"]["mfa"] == "ON"
    assert facts["user"]["sub"] == "5b7e3d52-0b7e-4a0a-9d0a-6a1d2f3c4b5e"
    assert (facts["other_pools"], facts["found_in"], facts["pool_clients"]) == (2, 0, None)
    assert facts["trail"] == {"own": facts["trail"]["own"], "refusals": 3, "whole": True}
    assert "functions" not in facts["pool"]
    assert "name" not in facts["client"]
    assert set(facts["log_lines"][0]) == {"at", "trigger", "kind", "error_type"}


def test_probes_stand_by_name_whatever_ended_first(content: dict[str, Any]) -> None:
    first, second = content["evidence"]["probes"]
    assert (first["operation"], second["operation"]) == ("AdminGetUser", "ListUsers")
    assert (first["status"], first["sent"], second["duration_ms"]) == ("denied", "yes", 1.235)
    turned = evidence("x")
    turned = replace(turned, probes=turned.probes[::-1])
    assert evidence_object(turned) == evidence_object(evidence("x"))


def test_who_has_no_evidence_says_so(make_record: MakeRecord, context: CaseContext) -> None:
    bare = written(Case.from_record(make_record(), context))
    assert (bare["evidence"], bare["forecast"], bare["findings"]) == (None, None, [])
    empty = evidence_object(Evidence())
    assert empty["probes"] == []
    assert read_evidence(Node(empty, "evidence")) == Evidence()


def test_what_was_written_is_read(make_record: MakeRecord, context: CaseContext) -> None:
    case = Case.from_record(make_record(), context, diagnosis=diagnosis("quiet"))
    read = read_case(json.dumps(written(case)).encode()).diagnosis
    made = case.diagnosis
    assert made is not None
    assert read.findings == made.findings
    assert read.forecast == made.forecast
    assert read.not_exercised == made.not_exercised
    assert read.evidence is not None
    assert made.evidence is not None
    assert evidence_object(read.evidence) == {
        **evidence_object(made.evidence),
        "facts": {
            **evidence_object(made.evidence)["facts"],  # type: ignore[dict-item]
            "other_pools": None,
            "found_in": None,
        },
    }
    (user,) = read.evidence.alias_users or ()
    assert user == read.evidence.user


def test_what_a_record_speaks_for_is_found_without_evidence(make_record: MakeRecord) -> None:
    record = make_record()
    assert Diagnosis.of_record(record).findings == find(situation_of_record(record))
    signed_in = replace(record, outcome=Outcome.SIGNED_IN, path="admin", legs=())
    assert Diagnosis.of_record(signed_in).findings == ()
    assert Diagnosis.of_record(signed_in).not_exercised
    given = diagnosis().findings
    assert Diagnosis.of_record(record, findings=given).findings == given
