from __future__ import annotations

import json
from datetime import UTC, datetime

from console.cli.evidence_report import evidence_json, evidence_lines
from console.core.diagnosis.evidence import (
    Evidence,
    LogKind,
    LogLine,
    SmsFacts,
    TrailEvent,
    TrailFacts,
)
from console.core.diagnosis.occurrence import Occurrence

AT = datetime(2026, 3, 31, 12, 5, 1, 250_000, tzinfo=UTC)
OWN = TrailEvent(
    at=AT,
    event_name="AdminInitiateAuth",
    request_id="0f0e0d0c-1111-2222-3333-444455556666",
    error_code="NotAuthorizedException",
    error_text="Incorrect username or password.",
    sub="11111111-2222-3333-4444-555566667777",
)
LINE = LogLine(
    at=AT,
    trigger="PreAuthentication",
    kind=LogKind.ERROR,
    error_type="KeyError",
    text="alice has no \u202eplan\x1b[31m" + "x" * 600,
)
TOLD = Evidence(
    trail=TrailFacts(own=(OWN,), refusals=3, whole=False),
    log_lines=(LINE,),
    sms=SmsFacts(
        region="eu-west-1",
        in_sandbox=True,
        verified_in_sandbox=False,
        monthly_limit_usd=1.0,
        origination_numbers=0,
    ),
)


def test_what_was_not_read_is_null_and_no_line() -> None:
    assert evidence_json(Evidence()) == {"trail": None, "log_lines": None, "sms": None}
    assert list(evidence_lines(Evidence())) == []


def test_the_object_has_no_text_and_no_name_of_a_person() -> None:
    value = evidence_json(TOLD)
    assert value == {
        "trail": {
            "own": [
                {
                    "at": "2026-03-31T12:05:01.250Z",
                    "event_name": "AdminInitiateAuth",
                    "error_code": "NotAuthorizedException",
                }
            ],
            "refusals": 3,
            "whole": False,
        },
        "log_lines": [
            {
                "at": "2026-03-31T12:05:01.250Z",
                "trigger": "PreAuthentication",
                "kind": "error",
                "error_type": "KeyError",
            }
        ],
        "sms": {
            "region": "eu-west-1",
            "in_sandbox": True,
            "verified_in_sandbox": False,
            "monthly_limit_usd": 1.0,
            "origination_numbers": 0,
            "opted_out": None,
        },
    }
    assert "alice" not in json.dumps(value)


def test_a_person_sees_each_line_of_a_log_on_one_line() -> None:
    lines = list(evidence_lines(TOLD))
    assert lines[:5] == [
        "CloudTrail:",
        "   2026-03-31T12:05:01.250Z  AdminInitiateAuth  NotAuthorizedException",
        "   refusals of this user in the 15 minutes before: 3",
        "   there were more events than were read",
        "Logs of the triggers:",
    ]
    shown = lines[5]
    head = (
        "   2026-03-31T12:05:01.250Z  PreAuthentication  error KeyError  alice has no \\u202eplan"
    )
    assert shown.startswith(f"{head}\\x1b[31mxxx")
    assert shown.endswith("…")
    assert len(shown) < 600
    assert lines[6:] == [
        "SNS in eu-west-1:",
        "   in the SMS sandbox: yes",
        "   the user's number verified there: no",
        "   monthly limit: 1 USD",
        "   origination numbers: 0",
    ]


def test_nothing_found_is_said_as_that() -> None:
    nothing = Evidence(trail=TrailFacts(), log_lines=())
    assert list(evidence_lines(nothing)) == [
        "CloudTrail:",
        "   no event with a request id of this sign-in; events come up to 15 minutes late",
        "Logs of the triggers:",
        "   no line in that time",
    ]


def test_without_a_request_id_no_call_is_told_from_others() -> None:
    looked = Occurrence(operations=("AdminInitiateAuth",), began=AT, ended=AT)
    lines = list(evidence_lines(Evidence(trail=TrailFacts(refusals=2)), looked))
    assert lines == [
        "CloudTrail:",
        "   the call itself can be found by its --request-id alone",
        "   refusals of this user in the 15 minutes before: 2",
    ]
