"""AWS's wordings of a denied call, and that nothing but an action is ever read from them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.core.diagnosis.missing_action import missing_action

WHO = "User: arn:aws:sts::123456789012:assumed-role/support/alice"
POOL = "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_Ab12Cd34E"
ACTION = "cognito-idp:AdminGetUser"
NOT = f"{WHO} is not authorized to perform: {ACTION}"
ON = f"{NOT} on resource: {POOL}"


@pytest.mark.parametrize(
    "message",
    [
        NOT,
        ON,
        f"{ON} because no identity-based policy allows the {ACTION} action",
        f"{ON} because no resource-based policy allows the {ACTION} action",
        f"{ON} because no session policy allows the {ACTION} action",
        f"{ON} because no permissions boundary allows the {ACTION} action",
        f"{ON} because no service control policy allows the {ACTION} action",
        f"{ON} because no resource control policy allows the {ACTION} action",
        f"{ON} because no VPC endpoint policy allows the {ACTION} action",
        f"{ON} with an explicit deny",
        f"{ON} with an explicit deny in an identity-based policy",
        f"{ON} with an explicit deny in a service control policy: arn:aws:organizations::1:p/o",
        f"{ON} with an explicit deny in a permissions boundary",
        f"{ON} with an explicit deny in a VPC endpoint policy",
        f"{NOT} with an explicit deny in a resource-based policy",
        f"{WHO} is not authorized to perform {ACTION}",
        f"{WHO} is not authorized to perform:\n {ACTION} on resource: *",
        f"USER: x IS NOT AUTHORIZED TO PERFORM: {ACTION}",
        f"Access denied because no identity-based policy allows the {ACTION} action",
        f"You don't have permission to perform: '{ACTION}'",
        f"An error occurred (AccessDeniedException) when calling the X operation: {ON}",
    ],
)
def test_the_action_is_read(message: str) -> None:
    assert missing_action(message, "ListUsers") == ACTION


@pytest.mark.parametrize(
    ("message", "action"),
    [
        ("is not authorized to perform: iam:PassRole on resource: *", "iam:PassRole"),
        ("is not authorized to perform: kms:Decrypt on this resource", "kms:Decrypt"),
        ("is not authorized to perform: SNS:Publish on resource: *", "sns:Publish"),
        ("no identity-based policy allows the SNS:GetSMSAttributes action", "sns:GetSMSAttributes"),
        ("is not authorized to perform: logs:FilterLogEvents on x", "logs:FilterLogEvents"),
        (
            "is not authorized to perform: sms-voice:SendTextMessage on x",
            "sms-voice:SendTextMessage",
        ),
    ],
)
def test_another_services_action_is_what_was_missing(message: str, action: str) -> None:
    assert missing_action(message, "AdminGetUser") == action


@pytest.mark.parametrize(
    "message",
    [
        "",
        "Access Denied",
        "User is not authorized to access this resource",
        f"is not authorized to perform: {POOL}",
        "is not authorized to perform: arn:aws",
        "is not authorized to perform: ARN:aws",
        "is not authorized to perform: 123456789012:user",
        f"{WHO} is not authorized to perform: a thing",
        "is not authorized to perform: cognito-idp:*",
        "is not authorized to perform: cognito-idp:Admin*",
        "is not authorized to perform: " + "x" * 64 + ":Get",
        "is not authorized to perform: cognito-idp:" + "G" * 200,
        "x" * 9000 + NOT,
    ],
)
def test_without_an_action_it_is_that_of_the_operation(message: str) -> None:
    assert missing_action(message, "AdminGetUser") == ACTION


@pytest.mark.parametrize(
    ("operation", "action"),
    [
        ("GetCallerIdentity", "sts:GetCallerIdentity"),
        ("LookupEvents", "cloudtrail:LookupEvents"),
        ("FilterLogEvents", "logs:FilterLogEvents"),
        ("CheckIfPhoneNumberIsOptedOut", "sns:CheckIfPhoneNumberIsOptedOut"),
        ("ListUsers", "cognito-idp:ListUsers"),
    ],
)
def test_the_fallback_knows_whose_operation_it_is(operation: str, action: str) -> None:
    assert missing_action("", operation) == action


@given(
    st.lists(
        st.sampled_from(
            [
                WHO,
                POOL,
                " is not authorized to perform: ",
                "allows the ",
                " action",
                ":",
                "123456789012",
            ]
        )
        | st.text(max_size=20),
        max_size=8,
    ).map("".join)
)
def test_whatever_it_says_no_more_than_an_action_comes_out(message: str) -> None:
    found = missing_action(message, "AdminGetUser")
    assert re.fullmatch(r"[a-z0-9-]{2,63}:[A-Za-z0-9]{2,128}", found)
    assert not found.startswith("arn:")
    assert "123456789012:" not in found
