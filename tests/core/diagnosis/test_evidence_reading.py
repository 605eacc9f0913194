from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.core.diagnosis import evidence_reading as reading
from console.core.diagnosis.evidence import AuthEventFacts, CallerFacts, DeviceFacts
from console.core.secret import Secret

AT = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)


def test_the_caller() -> None:
    arn = "arn:aws:iam::123456789012:user/x"
    found = reading.read_caller({"Account": "123456789012", "Arn": arn})
    assert found == CallerFacts(account="123456789012", arn=arn)
    assert reading.read_caller({"Account": "123456789012"}) is None


def test_a_pool_with_everything() -> None:
    pool = reading.read_pool(
        {
            "Id": "eu-west-1_A",
            "UserPoolTier": "PLUS",
            "MfaConfiguration": "OPTIONAL",
            "LambdaConfig": {
                "PreAuthentication": True,
                "PreTokenGenerationConfig": {"LambdaVersion": "V2_0"},
                "PreTokenGeneration": True,
                "KMSKeyID": "key",
                "UserMigration": "",
            },
            "AliasAttributes": ("email",),
            "UsernameAttributes": ["phone_number"],
            "UsernameConfiguration": {"CaseSensitive": True},
            "DeviceConfiguration": {"DeviceOnlyRememberedOnUserPrompt": True},
            "UserPoolAddOns": {"AdvancedSecurityMode": "AUDIT"},
            "SmsConfigurationFailure": "SNSSandbox",
            "EmailConfigurationFailure": "SES",
            "SmsConfiguration": {"SnsRegion": "us-east-1", "SnsCallerArn": True},
            "EmailConfiguration": {"EmailSendingAccount": "DEVELOPER"},
            "Policies": {
                "PasswordPolicy": {"MinimumLength": 12, "TemporaryPasswordValidityDays": 7},
                "SignInPolicy": {"AllowedFirstAuthFactors": ("PASSWORD", "EMAIL_OTP")},
            },
        },
        "typed",
    )
    assert (pool.pool_id, pool.tier, pool.mfa) == ("eu-west-1_A", "PLUS", "OPTIONAL")
    assert pool.triggers == ("PreAuthentication", "PreTokenGeneration")
    assert (pool.alias_attributes, pool.username_attributes) == (("email",), ("phone_number",))
    assert (pool.case_sensitive, pool.device_tracking, pool.device_opt_in) == (True, True, True)
    assert pool.threat_protection == "AUDIT"
    assert (pool.sms_failure, pool.email_failure) == ("SNSSandbox", "SES")
    assert (pool.sns_region, pool.has_sms_role) == ("us-east-1", True)
    assert (pool.email_account, pool.temporary_password_days) == ("DEVELOPER", 7)
    assert pool.first_factors == ("PASSWORD", "EMAIL_OTP")
    assert pool.settings.password_policy is not None
    assert pool.settings.password_policy.minimum_length == 12


def test_a_pool_of_which_nothing_is_said_is_not_guessed() -> None:
    pool = reading.read_pool({}, "eu-west-1_A")
    assert pool.pool_id == "eu-west-1_A"
    assert (pool.tier, pool.case_sensitive, pool.threat_protection) == (None, None, None)
    assert (pool.device_tracking, pool.has_sms_role) == (False, False)
    sender = {"EumsSms": {"CallerArn": True, "Region": "eu-central-1"}}
    newer = reading.read_pool({"SmsConfiguration": sender}, "x")
    assert (newer.has_sms_role, newer.sns_region) == (True, "eu-central-1")


@pytest.mark.parametrize(
    ("kept", "given_", "has", "matches"),
    [
        (Secret("s3cret"), Secret("s3cret"), True, True),
        (Secret("s3cret"), Secret("other"), True, False),
        (Secret("s3cret"), None, True, None),
        (None, Secret("s3cret"), False, None),
        (Secret(""), Secret("s3cret"), False, None),
        ("s3cret", Secret("s3cret"), False, None),
    ],
)
def test_the_secret_is_compared_and_dropped(
    kept: object, given_: Secret | None, has: bool, matches: bool | None
) -> None:
    client = reading.read_client({"ClientSecret": kept, "ClientName": "app"}, "id", given_)
    assert (client.client_id, client.name) == ("id", "app")
    assert (client.has_secret, client.secret_matches) == (has, matches)
    assert "s3cret" not in repr(client)


def test_a_client() -> None:
    details = {
        "ClientId": "c1",
        "ExplicitAuthFlows": ("ALLOW_USER_SRP_AUTH",),
        "PreventUserExistenceErrors": "ENABLED",
        "AuthSessionValidity": 5,
        "EnableTokenRevocation": True,
        "RefreshTokenRotation": {"Feature": "ENABLED"},
        "RefreshTokenValidity": 30,
    }
    client = reading.read_client(details, "typed", None)
    assert (client.client_id, client.auth_flows) == ("c1", ("ALLOW_USER_SRP_AUTH",))
    assert (client.hides_users, client.session_validity_s) == (True, 300)
    assert (client.rotates_refresh, client.token_revocation) == (True, True)
    assert client.refresh_validity_s == 30 * 86400
    legacy = {**details, "PreventUserExistenceErrors": "LEGACY"}
    assert reading.read_client(legacy, "typed", None).hides_users is False
    assert reading.read_client({}, "typed", None).hides_users is None


def test_users_have_marks_and_no_addresses() -> None:
    user: dict[str, Any] = {
        "Username": "alice",
        "UserStatus": "CONFIRMED",
        "Enabled": False,
        "UserCreateDate": AT.timestamp(),
        "UserLastModifiedDate": AT.astimezone(timezone(timedelta(hours=2))),
        "UserMFASettingList": ("SMS_MFA",),
        "PreferredMfaSetting": "SMS_MFA",
    }
    attributes = [
        {"Name": "sub", "Value": "5b7e"},
        {"Name": "email", "Value": "alice@example.com", "Masked": "a***@e***"},
        {"Name": "email_verified", "Value": "true"},
        {"Name": "phone_number", "Masked": "+*******0134"},
        {"Name": "phone_number_verified", "Value": "false"},
    ]
    found = reading.read_user({**user, "UserAttributes": attributes})
    assert found is not None
    assert (found.username, found.status, found.enabled, found.sub) == (
        "alice",
        "CONFIRMED",
        False,
        "5b7e",
    )
    assert found.created == found.modified == AT
    assert (found.mfa_methods, found.preferred_mfa) == (("SMS_MFA",), "SMS_MFA")
    assert (found.has_email, found.email_verified) == (True, True)
    assert (found.has_phone, found.phone_verified) == (True, False)
    assert (found.email_masked, found.phone_masked) == ("a***@e***", "+*******0134")
    assert "alice@example.com" not in repr(found)
    listed = reading.read_users({"Users": [{**user, "Attributes": attributes}, {"Enabled": True}]})
    assert listed == (found,)


def test_devices_are_compared_with_the_requests_key() -> None:
    attribute = {"Name": "dev:device_remembered_status", "Value": "remembered"}
    devices: dict[str, object] = {
        "Devices": (
            {"DeviceKey": Secret("key-1"), "DeviceAttributes": (attribute,)},
            {"DeviceKey": "key-2", "DeviceAttributes": ({**attribute, "Value": "not"},)},
            {},
        )
    }
    assert reading.read_devices(devices, Secret("key-2")) == (
        DeviceFacts(key_matches=False, remembered=True),
        DeviceFacts(key_matches=True, remembered=False),
        DeviceFacts(),
    )
    assert reading.read_devices(devices, None)[0].key_matches is None


def test_events_are_told_newest_first() -> None:
    events = {
        "AuthEvents": [
            {"CreationDate": AT, "EventType": "SignIn", "EventResponse": "Pass"},
            {
                "CreationDate": AT + timedelta(seconds=9),
                "EventType": "SignIn",
                "EventResponse": "Fail",
                "EventRisk": {
                    "RiskDecision": "Block",
                    "RiskLevel": "High",
                    "CompromisedCredentialsDetected": True,
                },
                "ChallengeResponses": [
                    {"ChallengeName": "Password", "ChallengeResponse": "Failure"}
                ],
            },
            {"EventType": "SignUp"},
        ]
    }
    newest, older, timeless = reading.read_auth_events(events)
    assert newest == AuthEventFacts(
        at=AT + timedelta(seconds=9),
        event_type="SignIn",
        response="Fail",
        risk_decision="Block",
        risk_level="High",
        compromised=True,
        challenges={"Password": "Failure"},
    )
    assert (older.at, older.response) == (AT, "Pass")
    assert (timeless.at, timeless.event_type) == (None, "SignUp")


def test_factors_risk_ids_and_pages() -> None:
    assert reading.read_mfa_config(
        {
            "SmsMfaConfiguration": {},
            "SoftwareTokenMfaConfiguration": {"Enabled": True},
            "EmailMfaConfiguration": {},
        }
    ) == {"sms": True, "app": True, "email": True}
    assert reading.read_mfa_config({}) == {"sms": False, "app": False, "email": False}
    for action, blocks in (("BLOCK", True), ("NO_ACTION", False), (None, None)):
        actions = {"Actions": {"EventAction": action}}
        risk = {"RiskConfiguration": {"CompromisedCredentialsRiskConfiguration": actions}}
        assert reading.read_blocks_compromised(risk) is blocks
    pools = {"UserPools": [{"Id": "a"}, {"Name": "b"}, {"Id": "c"}], "NextToken": "more"}
    assert reading.read_ids(pools, "UserPools", "Id") == ("a", "c")
    assert reading.read_token(pools, "NextToken") == Secret("more")
    assert reading.read_token({"NextToken": Secret("x")}, "NextToken") == Secret("x")
    assert reading.read_token({"NextToken": Secret("")}, "NextToken") is None
    assert reading.read_token({}, "NextToken") is None


NAMES = st.sampled_from([
    "Id", "UserPoolTier", "LambdaConfig", "AliasAttributes", "UsernameConfiguration", "Policies",
    "CaseSensitive", "DeviceConfiguration", "UserPoolAddOns", "AdvancedSecurityMode", "Masked",
    "SmsConfiguration", "EumsSms", "Name", "Value", "PasswordPolicy", "SignInPolicy", "NextToken",
    "TemporaryPasswordValidityDays", "AllowedFirstAuthFactors", "ClientSecret", "SchemaAttributes",
    "ExplicitAuthFlows", "AuthSessionValidity", "RefreshTokenValidity", "TokenValidityUnits",
    "RefreshToken", "RefreshTokenRotation", "Username", "UserStatus", "Enabled", "UserCreateDate",
    "UserMFASettingList", "Users", "UserAttributes", "Attributes", "Devices", "DeviceKey",
    "DeviceAttributes", "AuthEvents", "CreationDate", "EventRisk", "ChallengeResponses", "Actions",
    "ChallengeName", "ChallengeResponse", "SoftwareTokenMfaConfiguration", "RiskConfiguration",
    "CompromisedCredentialsRiskConfiguration", "EventAction", "Account", "Arn", "UserPools",
    "PreventUserExistenceErrors",
])  # fmt: skip
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.datetimes()
    | st.datetimes(timezones=st.timezones())
    | st.builds(Secret, st.text(max_size=8))
)
JUNK = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(NAMES, inner, max_size=6)
    ),
    max_leaves=30,
)
READERS: tuple[Callable[[dict[str, Any]], object], ...] = (
    reading.read_caller,
    lambda details: reading.read_pool(details, "pool"),
    lambda details: reading.read_client(details, "client", Secret("given")),
    reading.read_user,
    reading.read_users,
    lambda details: reading.read_devices(details, Secret("key")),
    reading.read_auth_events,
    reading.read_mfa_config,
    reading.read_blocks_compromised,
    lambda details: reading.read_ids(details, "UserPools", "Id"),
    lambda details: reading.read_token(details, "NextToken"),
)


@given(st.dictionaries(NAMES, JUNK, max_size=12), st.sampled_from(READERS))
def test_junk_is_read_as_nothing_and_never_raises(
    details: dict[str, Any], read: Callable[[dict[str, Any]], object]
) -> None:
    read(details)


def test_the_functions_of_triggers_that_were_named() -> None:
    pool = reading.read_pool(
        {
            "LambdaConfig": {
                "PreAuthentication": "pre-auth",
                "PreTokenGenerationConfig": {"LambdaVersion": "V2_0", "LambdaArn": "tokens"},
                "CustomSMSSender": {"LambdaArn": "sender_1"},
                "PostAuthentication": True,
                "CustomMessage": "arn:aws:lambda:eu-west-1:123456789012:function:x",
                "UserMigration": "x" * 65,
                "KMSKeyID": "key",
            }
        },
        "p",
    )
    assert pool.functions == {
        "PreAuthentication": "pre-auth",
        "PreTokenGeneration": "tokens",
        "CustomSMSSender": "sender_1",
    }
    assert set(pool.functions) < set(pool.triggers)


def test_the_number_is_read_where_it_is_a_secret() -> None:
    number = Secret("+15550100134")
    others = ({"Name": "email", "Number": Secret("x")}, {"Name": "phone_number"})
    found = {"Name": "phone_number", "Number": number}
    assert reading.read_number({"UserAttributes": (*others, found)}) is number
    assert reading.read_number({"UserAttributes": others}) is None
    assert reading.read_number({"UserAttributes": ({**found, "Number": "+1555"},)}) is None


@pytest.mark.parametrize(
    ("risk", "blocks"),
    [
        ({"BlockedIPRangeList": (True, True)}, True),
        ({"BlockedIPRangeList": ()}, False),
        ({"SkippedIPRangeList": (True,)}, None),
        (None, None),
    ],
)
def test_whether_addresses_are_blocked(risk: object, blocks: bool | None) -> None:
    details = {"RiskConfiguration": {"RiskExceptionConfiguration": risk}}
    assert reading.read_blocks_addresses(details) is blocks
