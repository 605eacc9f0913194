from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from console.cli.findings_report import diagnosis_json, diagnosis_lines
from console.core.diagnosis.classification import Act
from console.core.diagnosis.evidence import Evidence, Probe, ProbeStatus
from console.core.diagnosis.finding import Confidence, Finding
from console.core.diagnosis.forecast import Forecast, SendsMessage
from console.core.diagnosis.least_policy import least_policy
from console.core.diagnosis.not_exercised import lines, not_exercised
from console.core.diagnosis.occurrence import Occurrence
from console.core.diagnosis.situation import Situation
from console.core.errors import UserFacingError
from console.core.profile import ProfileKind
from tests.core.test_runner import CLASSIFIER
from tests.fakes import profile

PROBES = (
    Probe(operation="AdminGetUser", status=ProbeStatus.OK, duration_ms=12.34567),
    Probe(
        operation="ListUsers",
        status=ProbeStatus.DENIED,
        missing_action="cognito-idp:ListUsers",
        duration_ms=3.0,
        reason="It is missing.",
    ),
    Probe(operation="GetCallerIdentity", status=ProbeStatus.SKIPPED, reason="There is no STS."),
)
FINDING = Finding(
    id="wrong_password",
    title="The password is wrong",
    confidence=Confidence.HIGH,
    decided=False,
    for_=("It was refused.",),
    against=("It was right before.",),
    not_checked=("Whether there is such a user.",),
    act=(Act.USER, Act.CUSTOMER_ADMIN),
    next_step="Type it again.",
    would_decide="AdminGetUser",
    for_customer="Please type it again.",
)
FORECAST = Forecast(
    challenge="SMS_MFA",
    sends_message=SendsMessage(medium="SMS", destination_masked="+*******0134"),
    changes_user=False,
    counts_towards_lockout=True,
    triggers=("PreAuthentication",),
    expects="A code by SMS.",
)
REFUSED = Situation(
    profile=profile(kind=ProfileKind.PRACTICE),
    auth_flow="ADMIN_USER_PASSWORD_AUTH",
    classification=CLASSIFIER.classify(code="UserNotFoundException"),
    evidence=Evidence(probes=PROBES),
)


def test_the_object_is_that_of_the_public_interface() -> None:
    error = UserFacingError("Interrupted.", "", "Nothing more was sent.")
    value = json.loads(json.dumps(diagnosis_json(REFUSED, (FINDING,), FORECAST, error)))
    assert value["schema_version"] == 1
    assert value["simulated"] is True
    assert value["classification"]["code"] == "UserNotFoundException"
    assert value["probes"][0] == {
        "operation": "AdminGetUser",
        "status": "ok",
        "missing_action": None,
        "duration_ms": 12.346,
    }
    assert set(value["probes"][1]) == {*value["probes"][0], "link", "query"}
    assert value["probes"][1]["missing_action"] == "cognito-idp:ListUsers"
    assert value["probes"][1]["query"].startswith("aws cognito-idp list-users ")
    assert value["probes"][1]["link"].startswith("https://")
    assert "cognito-idp:ListUsers" in value["policy"]
    (finding,) = value["findings"]
    assert {"id", "title", "confidence", "decided", "for", "against", "not_checked", "act"} < set(
        finding
    )
    assert (finding["would_decide"], finding["act"]) == ("AdminGetUser", ["user", "customer_admin"])
    assert value["forecast"]["challenge"] == "SMS_MFA"
    assert value["forecast"]["sends_message"] == {
        **value["forecast"]["sends_message"],
        "medium": "SMS",
        "destination_masked": "+*******0134",
    }
    assert value["error"]["title"] == "Interrupted."


def test_without_a_forecast_or_an_error_the_object_says_so() -> None:
    plain = Situation(profile=profile(), auth_flow="USER_SRP_AUTH")
    assert diagnosis_json(plain, (), None) == {
        "schema_version": 1,
        "simulated": False,
        "classification": None,
        "probes": [],
        "policy": None,
        "trail": None,
        "log_lines": None,
        "sms": None,
        "findings": [],
        "forecast": None,
    }
    assert list(diagnosis_lines(plain, (), None)) == ["No cause was found."]


def test_what_a_sign_in_did_not_go_through_stands_at_the_end() -> None:
    plain = Situation(profile=profile(), auth_flow="USER_SRP_AUTH")
    left_out = not_exercised(signed_in=True, paths=["admin"], auth_flow="USER_SRP_AUTH")
    value = diagnosis_json(plain, (), None, left_out=left_out)
    assert value["not_exercised"] == [each.to_json() for each in left_out]
    told = list(diagnosis_lines(plain, (), None, lines(left_out)))
    assert told[-len(left_out) - 1].startswith("A sign-in here does not prove")
    assert told[-1] == f"- {left_out[-1].sentence}"


def test_the_words_for_a_person() -> None:
    told = list(diagnosis_lines(REFUSED, (FINDING,), FORECAST))
    assert told[0].startswith("Simulated")
    assert told[1].startswith("UserNotFoundException (")
    assert told[2:5] == [
        "OPERATION          STATUS   MS  WHY",
        "AdminGetUser       ok       12",
        "ListUsers          denied    3  It is missing.",
    ]
    assert told[5].startswith("   ask: aws cognito-idp list-users ")
    assert told[6].startswith("   or look: https://")
    assert told[7] == "GetCallerIdentity  skipped   -  There is no STS."
    assert told[8] == "1. The password is wrong (wrong_password, high, not decided)"
    assert told[9:17] == [
        "   for: It was refused.",
        "   against: It was right before.",
        "   not checked: Whether there is such a user.",
        "   next: Type it again.",
        "   would decide: AdminGetUser",
        "   who: user, customer_admin",
        "   for the customer: Please type it again.",
        "forecast: A code by SMS.",
    ]
    assert "   sends: SMS +*******0134" in told
    assert "   counts towards lockout: yes" in told


def test_the_missing_policy_stands_once_at_the_end() -> None:
    told = list(diagnosis_lines(REFUSED, (FINDING,), FORECAST))
    policy = least_policy(REFUSED.profile, REFUSED.evidence)
    assert policy is not None
    start = told.index("What was denied is allowed by this policy:") + 1
    assert "\n".join(told[start:]) == policy


def test_a_denied_search_of_the_logs_is_asked_for_in_the_time_of_the_failure() -> None:
    began = datetime(2026, 3, 31, 12, 3, tzinfo=UTC)
    failed = Occurrence(
        operations=("AdminInitiateAuth",), began=began, ended=began + timedelta(minutes=4)
    )
    denied = Probe(operation="LookupEvents", status=ProbeStatus.DENIED)
    situation = replace(REFUSED, evidence=Evidence(probes=(denied,)))
    (value,) = json.loads(json.dumps(diagnosis_json(situation, (), None, occurrence=failed)))[
        "probes"
    ]
    assert "lookup-events" in value["query"]
    assert "AdminInitiateAuth" in value["query"]
    assert "2026-03-31T12:0" in value["query"]
    told = "\n".join(diagnosis_lines(situation, (), None, occurrence=failed))
    assert all(line in told for line in value["query"].split("\n"))
