"""The calls beyond Cognito, held against the models of their services."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from botocore.validate import ParamValidator

from console.core.call import READ_ONLY, SERVICES, ApiCall, ParamValue
from console.core.diagnosis import probe_plan_beyond as plan
from console.core.diagnosis.probe_plan import OPERATIONS
from console.core.secret import Secret
from tests.api_model import api_model
from tests.core.diagnosis.by_operation import AT, NUMBER, OCCURRENCE
from tests.core.diagnosis.situations import POOL
from tests.fakes import profile

CALLS = (
    plan.trail_call("AdminInitiateAuth", OCCURRENCE),
    plan.log_call("pre-auth", OCCURRENCE),
    *(plan.sms_call(each, "us-east-1", NUMBER) for each in plan.OF_SMS),
)


def plain(value: ParamValue) -> object:
    if isinstance(value, Secret):
        return value.reveal()
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, tuple) else value


@pytest.mark.parametrize("call", CALLS, ids=lambda call: str(call.operation))
def test_the_parameters_are_those_of_the_model(call: ApiCall) -> None:
    shape = api_model(call.service).operation_model(call.operation).input_shape
    assert shape is not None
    params = {name: plain(value) for name, value in call.params.items()}
    assert not ParamValidator().validate(params, shape).has_errors()
    for name, value in call.params.items():
        if isinstance(value, int):
            allowed = shape.members[name].metadata
            assert allowed.get("min", 0) <= value <= allowed.get("max", 10**15)


def test_every_call_beyond_is_thought_of_once_and_shown_last() -> None:
    assert [call.operation for call in CALLS] == list(plan.BEYOND)
    assert OPERATIONS[-len(plan.BEYOND) :] == plan.BEYOND
    assert set(plan.BEYOND) | {"GetCallerIdentity"} == set(SERVICES)
    assert set(plan.BEYOND) < READ_ONLY


def test_where_and_when_is_looked() -> None:
    trail, log = CALLS[:2]
    at = int(AT.timestamp())
    assert (trail.params["StartTime"], trail.params["EndTime"]) == (at - 900, at + 120)
    assert trail.params["LookupAttributes"] == (
        {"AttributeKey": "EventName", "AttributeValue": "AdminInitiateAuth"},
    )
    assert (log.params["startTime"], log.params["endTime"]) == (
        (at - 5) * 1000,
        (at + 30) * 1000,
    )
    assert log.params["logGroupName"] == "/aws/lambda/pre-auth"
    assert {call.region for call in CALLS} == {None, "us-east-1"}


def test_sign_in_calls_alone_are_traced() -> None:
    called = ("ConfirmDevice", "RespondToAuthChallenge", "InitiateAuth", "RevokeToken")
    occurrence = replace(OCCURRENCE, operations=called)
    assert plan.traced(occurrence) == ("InitiateAuth", "RespondToAuthChallenge")


def test_each_function_that_can_have_run_is_asked_once() -> None:
    functions = {
        "PostAuthentication": "shared",
        "PreAuthentication": "shared",
        "VerifyAuthChallengeResponse": "verify",
        "PreSignUp": "sign-up",
    }
    pool = replace(POOL, functions=functions)
    assert plan.functions_of(pool, OCCURRENCE) == {"shared": "PreAuthentication"}
    found = plan.functions_of(pool, OCCURRENCE, ("CUSTOM_CHALLENGE",))
    assert found == {"shared": "PreAuthentication", "verify": "VerifyAuthChallengeResponse"}
    later = replace(OCCURRENCE, challenges=("CUSTOM_CHALLENGE",), ended=AT + timedelta(minutes=1))
    assert plan.functions_of(pool, later) == found


@pytest.mark.parametrize(
    ("named", "region"),
    [
        ("us-east-1", "us-east-1"),
        (None, "eu-west-1"),
        ("us-east-1.example.com/", "eu-west-1"),
        ("", "eu-west-1"),
    ],
)
def test_only_what_is_a_region_is_asked(named: str | None, region: str) -> None:
    assert plan.sms_region(replace(POOL, sns_region=named), profile()) == region
