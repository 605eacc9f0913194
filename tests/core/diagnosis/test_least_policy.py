"""The policy has what was denied and nothing more, on the pool alone."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from console.core.diagnosis.evidence import CallerFacts, Evidence, Probe, ProbeStatus
from console.core.diagnosis.least_policy import least_policy, pool_arn
from tests.core.diagnosis.situations import POOL
from tests.fakes import profile

CALLER = CallerFacts(account="123456789012", arn="arn:aws:iam::123456789012:user/x")


def denied(operation: str, action: str | None = None) -> Probe:
    return Probe(operation=operation, status=ProbeStatus.DENIED, missing_action=action)


def test_what_was_denied_is_allowed_on_the_pool_alone() -> None:
    probes = (
        denied("ListUserPools", "cognito-idp:ListUserPools"),
        denied("ListUsers", "cognito-idp:ListUsers"),
        denied("DescribeUserPool"),
        Probe(operation="GetUserPoolMfaConfig", status=ProbeStatus.OK),
        Probe(operation="AdminGetUser", status=ProbeStatus.SKIPPED),
        Probe(operation="ListUserPoolClients", status=ProbeStatus.FAILED),
    )
    text = least_policy(profile(), Evidence(probes=probes, caller=CALLER))
    assert text is not None
    assert json.loads(text) == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "ReadThePool",
                "Effect": "Allow",
                "Action": ["cognito-idp:DescribeUserPool", "cognito-idp:ListUsers"],
                "Resource": "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/"
                "eu-west-1_Ab12Cd34E",
            },
            {
                "Sid": "FindPools",
                "Effect": "Allow",
                "Action": ["cognito-idp:ListUserPools"],
                "Resource": "*",
            },
        ],
    }


def test_what_lies_beyond_the_pool_is_allowed_as_narrowly_as_it_can_be() -> None:
    probes = (
        denied("LookupEvents"),
        denied("GetSMSAttributes", "sns:GetSMSAttributes"),
        denied("FilterLogEvents", "logs:FilterLogEvents"),
    )
    logs, account = statements(Evidence(probes=probes, caller=CALLER))
    start = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/"
    assert logs == {
        "Sid": "ReadTheLogs",
        "Effect": "Allow",
        "Action": ["logs:FilterLogEvents"],
        "Resource": f"{start}*:*",
    }
    assert account == {
        "Sid": "ReadTheAccount",
        "Effect": "Allow",
        "Action": ["cloudtrail:LookupEvents", "sns:GetSMSAttributes"],
        "Resource": "*",
    }
    pool = replace(POOL, functions={"PreAuthentication": "b", "CustomMessage": "a", "x": "b"})
    logs, _ = statements(Evidence(probes=probes, caller=CALLER, pool=pool))
    assert logs["Resource"] == [f"{start}a:*", f"{start}b:*"]


def statements(evidence: Evidence) -> list[dict[str, object]]:
    text = least_policy(profile(), evidence)
    assert text is not None
    found: list[dict[str, object]] = json.loads(text)["Statement"]
    return found


def test_nothing_denied_needs_no_policy() -> None:
    fine = Probe(operation="DescribeUserPool", status=ProbeStatus.OK)
    assert least_policy(profile(), Evidence(probes=(fine,))) is None
    assert least_policy(profile(), Evidence()) is None


@pytest.mark.parametrize(
    ("pool_id", "caller", "arn"),
    [
        ("eu-west-1_A", None, "arn:aws:cognito-idp:eu-west-1:ACCOUNT_ID:userpool/eu-west-1_A"),
        (
            "us-gov-west-1_A",
            None,
            "arn:aws-us-gov:cognito-idp:us-gov-west-1:ACCOUNT_ID:userpool/us-gov-west-1_A",
        ),
        (
            "eusc-de-east-1_A",
            None,
            "arn:aws-eusc:cognito-idp:eusc-de-east-1:ACCOUNT_ID:userpool/eusc-de-east-1_A",
        ),
        (
            "cn-north-1_A",
            CallerFacts(account="123456789012", arn="arn:aws-cn:iam::123456789012:user/x"),
            "arn:aws-cn:cognito-idp:cn-north-1:123456789012:userpool/cn-north-1_A",
        ),
        (
            "eu-west-1_A",
            CallerFacts(account='1"}', arn='arn:aws"*:x'),
            "arn:aws:cognito-idp:eu-west-1:ACCOUNT_ID:userpool/eu-west-1_A",
        ),
        ("odd", None, "arn:aws:cognito-idp:eu-west-1:ACCOUNT_ID:userpool/odd"),
    ],
)
def test_the_pool_is_named_whole(pool_id: str, caller: CallerFacts | None, arn: str) -> None:
    assert pool_arn(profile(user_pool_id=pool_id), Evidence(caller=caller)) == arn
