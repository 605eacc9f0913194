"""What is kept of users, devices and events: no address, no name, no place, no token in clear."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.core import call
from console.core.secret import Secret
from console.services.described import DESCRIBED
from console.services.replies import NotBelievableError

PERSON: list[dict[str, Any]] = [
    {"Name": "sub", "Value": "11111111-2222-3333-4444-555555555555"},
    {"Name": "email", "Value": "canary@example.com"},
    {"Name": "email_verified", "Value": "true"},
    {"Name": "phone_number", "Value": "+12025550134"},
    {"Name": "name", "Value": "canary"},
    {"Name": "custom:plan", "Value": "canary"},
    {"Name": "given_name"},
]
KEPT = (
    {"Name": "sub", "Value": "11111111-2222-3333-4444-555555555555"},
    {"Name": "email", "Masked": "c***@e***"},
    {"Name": "email_verified", "Value": "true"},
    {"Name": "phone_number", "Masked": "+*******0134"},
    {"Name": "name"},
    {"Name": "custom:plan"},
    {"Name": "given_name"},
)
USER: dict[str, Any] = {
    "Username": "alice",
    "UserCreateDate": 1_700_000_000.25,
    "UserLastModifiedDate": 1_700_000_001,
    "Enabled": False,
    "UserStatus": "CONFIRMED",
    "MFAOptions": [{"DeliveryMedium": "SMS", "AttributeName": "phone_number"}],
}
SEEN: dict[str, Any] = {
    "Username": "alice",
    "UserStatus": "CONFIRMED",
    "Enabled": False,
    "UserCreateDate": datetime(2023, 11, 14, 22, 13, 20, 250_000, tzinfo=UTC),
    "UserLastModifiedDate": datetime(2023, 11, 14, 22, 13, 21, tzinfo=UTC),
}
# By operation: a reply, and all that is kept of it.
READ: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    call.ADMIN_GET_USER: (
        {
            **USER,
            "UserAttributes": PERSON,
            "UserMFASettingList": ["SMS_MFA"],
            "PreferredMfaSetting": "SMS_MFA",
        },
        {
            **SEEN,
            "UserAttributes": tuple(
                {**each, "Number": Secret("+12025550134")}
                if each["Name"] == "phone_number"
                else each
                for each in KEPT
            ),
            "UserMFASettingList": ("SMS_MFA",),
            "PreferredMfaSetting": "SMS_MFA",
        },
    ),
    call.LIST_USERS: (
        {"Users": [{**USER, "Attributes": PERSON}], "PaginationToken": "canary"},
        {"Users": ({**SEEN, "Attributes": KEPT},), "PaginationToken": Secret("canary")},
    ),
    call.GET_USER_POOL_MFA_CONFIG: (
        {
            "MfaConfiguration": "ON",
            "SmsMfaConfiguration": {
                "SmsAuthenticationMessage": "canary {####}",
                "SmsConfiguration": {"SnsCallerArn": "arn:canary", "SnsRegion": "eu-west-1"},
            },
            "SoftwareTokenMfaConfiguration": {"Enabled": True},
            "EmailMfaConfiguration": {"Message": "canary", "Subject": "canary"},
            "WebAuthnConfiguration": {
                "RelyingPartyId": "canary.example",
                "UserVerification": "required",
            },
        },
        {
            "MfaConfiguration": "ON",
            "SmsMfaConfiguration": {
                "SmsConfiguration": {"SnsCallerArn": True, "SnsRegion": "eu-west-1"}
            },
            "SoftwareTokenMfaConfiguration": {"Enabled": True},
            "EmailMfaConfiguration": {},
            "WebAuthnConfiguration": {"UserVerification": "required"},
        },
    ),
    call.ADMIN_LIST_DEVICES: (
        {
            "Devices": [
                {
                    "DeviceKey": "eu-west-1_canary",
                    "DeviceAttributes": [
                        {"Name": "device_status", "Value": "valid"},
                        {"Name": "device_name", "Value": "canary"},
                        {"Name": "dev:device_remembered_status", "Value": "remembered"},
                        {"Name": "last_ip_used", "Value": "192.0.2.1"},
                    ],
                    "DeviceCreateDate": 1_700_000_000,
                }
            ]
        },
        {
            "Devices": (
                {
                    "DeviceKey": Secret("eu-west-1_canary"),
                    "DeviceAttributes": (
                        {"Name": "device_status", "Value": "valid"},
                        {"Name": "device_name"},
                        {"Name": "dev:device_remembered_status", "Value": "remembered"},
                        {"Name": "last_ip_used"},
                    ),
                    "DeviceCreateDate": datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC),
                },
            )
        },
    ),
    call.ADMIN_LIST_USER_AUTH_EVENTS: (
        {
            "AuthEvents": [
                {
                    "EventId": "canary",
                    "EventType": "SignIn",
                    "CreationDate": 1_700_000_000,
                    "EventResponse": "Fail",
                    "EventRisk": {"RiskDecision": "Block", "CompromisedCredentialsDetected": True},
                    "ChallengeResponses": [
                        {"ChallengeName": "Password", "ChallengeResponse": "Failure"}
                    ],
                    "EventContextData": {"IpAddress": "192.0.2.1", "City": "canary"},
                    "EventFeedback": {"FeedbackValue": "Valid", "Provider": "canary"},
                }
            ],
            "NextToken": "canary",
        },
        {
            "AuthEvents": (
                {
                    "EventType": "SignIn",
                    "CreationDate": datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC),
                    "EventResponse": "Fail",
                    "EventRisk": {"RiskDecision": "Block", "CompromisedCredentialsDetected": True},
                    "ChallengeResponses": (
                        {"ChallengeName": "Password", "ChallengeResponse": "Failure"},
                    ),
                },
            ),
            "NextToken": Secret("canary"),
        },
    ),
    call.DESCRIBE_RISK_CONFIGURATION: (
        {
            "RiskConfiguration": {
                "UserPoolId": "canary",
                "CompromisedCredentialsRiskConfiguration": {
                    "EventFilter": ["SIGN_IN"],
                    "Actions": {"EventAction": "BLOCK"},
                },
                "AccountTakeoverRiskConfiguration": {
                    "NotifyConfiguration": {"From": "canary@example.com"},
                    "Actions": {"HighAction": {"Notify": True, "EventAction": "MFA_REQUIRED"}},
                },
                "RiskExceptionConfiguration": {"BlockedIPRangeList": ["192.0.2.0/24"]},
            }
        },
        {
            "RiskConfiguration": {
                "CompromisedCredentialsRiskConfiguration": {
                    "EventFilter": ("SIGN_IN",),
                    "Actions": {"EventAction": "BLOCK"},
                },
                "AccountTakeoverRiskConfiguration": {
                    "Actions": {"HighAction": {"EventAction": "MFA_REQUIRED"}}
                },
                "RiskExceptionConfiguration": {"BlockedIPRangeList": (True,)},
            }
        },
    ),
    call.LIST_USER_POOLS: (
        {"UserPools": [{"Id": "eu-west-1_a", "Name": "canary"}], "NextToken": "canary"},
        {"UserPools": ({"Id": "eu-west-1_a"},), "NextToken": Secret("canary")},
    ),
    call.LIST_USER_POOL_CLIENTS: (
        {
            "UserPoolClients": [
                {"ClientId": "1a", "ClientName": "web", "UserPoolId": "canary", "More": "canary"}
            ]
        },
        {"UserPoolClients": ({"ClientId": "1a", "ClientName": "web"},)},
    ),
}


@pytest.mark.parametrize("operation", READ)
def test_what_is_kept_of_evidence_and_nothing_else(operation: str) -> None:
    reply, kept = READ[operation]
    found = DESCRIBED[operation](reply)
    assert found == kept
    for dropped in ("canary", "192.0.2", "arn", "5550"):
        assert dropped not in repr(found)


@pytest.mark.parametrize("operation", READ)
@pytest.mark.parametrize(
    "content", [{}, {"__type": "SomeException"}, {"Users": None, "Devices": None}]
)
def test_no_evidence_is_no_success(operation: str, content: dict[str, Any]) -> None:
    with pytest.raises(NotBelievableError) as caught:
        DESCRIBED[operation](content)
    assert "which Cognito always sends" in caught.value.sentence


@pytest.mark.parametrize("operation", READ)
def test_lists_may_be_empty_and_optional_members_missing(operation: str) -> None:
    reply, _ = READ[operation]
    bare = {name: [] if isinstance(value, list) else value for name, value in reply.items()}
    DESCRIBED[operation](bare)


@pytest.mark.parametrize(
    ("operation", "change"),
    [
        (call.ADMIN_GET_USER, {"Enabled": "true"}),
        (call.ADMIN_GET_USER, {"Username": "x" * 129}),
        (call.ADMIN_GET_USER, {"UserCreateDate": "2026-01-01"}),
        (call.ADMIN_GET_USER, {"UserAttributes": {"sub": "x"}}),
        (call.ADMIN_GET_USER, {"UserMFASettingList": "SMS_MFA"}),
        (call.LIST_USERS, {"Users": {}}),
        (call.LIST_USERS, {"Users": ["alice"]}),
        (call.LIST_USERS, {"PaginationToken": 5}),
        (call.ADMIN_LIST_DEVICES, {"Devices": [{"DeviceKey": 5}]}),
        (call.ADMIN_LIST_USER_AUTH_EVENTS, {"AuthEvents": [{"EventRisk": "Block"}]}),
        (call.DESCRIBE_RISK_CONFIGURATION, {"RiskConfiguration": []}),
        (call.LIST_USER_POOLS, {"UserPools": [{"Id": 5}]}),
        (call.LIST_USER_POOL_CLIENTS, {"UserPoolClients": "web"}),
        (call.GET_USER_POOL_MFA_CONFIG, {"EmailMfaConfiguration": True}),
    ],
)
def test_wrong_types_of_evidence(operation: str, change: dict[str, object]) -> None:
    with pytest.raises(NotBelievableError, match="NotCognitoReply"):
        DESCRIBED[operation]({**READ[operation][0], **change})


NAMES = sorted({name for reply, _ in READ.values() for name in reply})
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner),
    max_leaves=8,
)


@given(st.sampled_from(sorted(READ)), st.dictionaries(st.sampled_from(NAMES), VALUES))
def test_any_evidence_is_kept_or_refused(operation: str, content: dict[str, Any]) -> None:
    reply, _ = READ[operation]
    try:
        kept = DESCRIBED[operation]({**reply, **content})
    except NotBelievableError:
        return
    assert set(kept) <= set(reply) | set(content)
