"""What is kept of descriptions: listed members alone, of the right types."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.core.pool_settings import PasswordPolicy, PoolSettings
from console.core.secret import Secret
from console.core.settings_reading import settings_of
from console.services.described import CLIENT, DESCRIBED, POOL, described
from console.services.replies import NotBelievableError

LAMBDA = "arn:aws:lambda:eu-west-1:123456789012:function"
CLIENT_TYPE: dict[str, Any] = {
    "UserPoolId": "eu-west-1_Ab12Cd34E",
    "ClientName": "web",
    "ClientId": "1example23456789",
    "ClientSecret": "canary-of-the-client",
    "RefreshTokenValidity": 12,
    "TokenValidityUnits": {"RefreshToken": "hours", "Odd": "x"},
    "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    "CallbackURLs": ["https://example.com"],
    "EnableTokenRevocation": True,
    "AuthSessionValidity": 5,
    "RefreshTokenRotation": {"Feature": "ENABLED", "RetryGracePeriodSeconds": 10},
    "CreationDate": 1700000000.5,
}
POOL_TYPE: dict[str, Any] = {
    "Id": "eu-west-1_Ab12Cd34E",
    "Name": "a customer's pool",
    "Arn": "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/x",
    "LambdaConfig": {
        "PreSignUp": "arn:aws:lambda:eu-west-1:123456789012:function:x",
        "PreTokenGenerationConfig": {"LambdaVersion": "V2_0", "LambdaArn": "arn"},
        "CustomMessage": "",
        "KMSKeyID": "arn",
        "Later": "arn",
    },
    "UserPoolTier": "PLUS",
    "MfaConfiguration": "OPTIONAL",
    "AliasAttributes": ["email"],
    "UsernameAttributes": ["phone_number"],
    "UsernameConfiguration": {"CaseSensitive": False},
    "UserPoolAddOns": {
        "AdvancedSecurityMode": "AUDIT",
        "AdvancedSecurityAdditionalFlows": {"CustomAuthMode": "ENFORCED"},
    },
    "SmsConfiguration": {
        "SnsCallerArn": "arn",
        "ExternalId": "canary",
        "SnsRegion": "eu-west-1",
        "EumsSms": {"CallerArn": "arn", "Region": "eu-north-1", "OriginationIdentity": "canary"},
    },
    "SmsConfigurationFailure": "SNSSandbox",
    "EmailConfiguration": {"EmailSendingAccount": "DEVELOPER", "From": "canary"},
    "EmailConfigurationFailure": "the role arn:canary may not",
    "Policies": {
        "PasswordPolicy": {
            "MinimumLength": 12,
            "RequireUppercase": True,
            "RequireLowercase": False,
            "RequireNumbers": True,
            "RequireSymbols": False,
            "TemporaryPasswordValidityDays": 7,
        },
        "SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD"]},
    },
    "DeviceConfiguration": {"ChallengeRequiredOnNewDevice": True},
    "SchemaAttributes": [
        {"Name": "email", "AttributeDataType": "String", "Mutable": True},
        {"Name": "custom:age", "AttributeDataType": "Number"},
    ],
    "EstimatedNumberOfUsers": 1234567,
}


def client(**changes: object) -> dict[str, Any]:
    return {"UserPoolClient": {**CLIENT_TYPE, **changes}}


def pool(**changes: object) -> dict[str, Any]:
    return {"UserPool": {**POOL_TYPE, **changes}}


def test_what_the_settings_are_read_from_is_kept() -> None:
    settings = settings_of(
        client=described(client(), "UserPoolClient", CLIENT),
        pool=described(pool(), "UserPool", POOL),
    )
    assert settings == PoolSettings(
        session_validity_s=300,
        token_revocation=True,
        rotates_refresh=True,
        refresh_validity_s=12 * 3600,
        auth_flows=("ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"),
        device_tracking=True,
        password_policy=PasswordPolicy(
            minimum_length=12, require_uppercase=True, require_numbers=True
        ),
        attribute_types=(("email", "String"), ("custom:age", "Number")),
    )


def test_nothing_else_is_kept() -> None:
    kept = repr(
        (described(client(), "UserPoolClient", CLIENT), described(pool(), "UserPool", POOL))
    )
    for dropped in ("canary", "example.com", "arn", "customer", "1234567", "KMS"):
        assert dropped not in kept
    assert "Odd" not in kept


def test_a_pool_that_sets_nothing_is_told_from_one_that_was_not_read() -> None:
    bare = {"UserPool": {"Id": "eu-west-1_x", "DeviceConfiguration": None}}
    details = described(bare, "UserPool", POOL)
    assert details == {"Id": "eu-west-1_x"}
    assert settings_of(client={}, pool=details).device_tracking is False


def test_what_a_diagnosis_asks_of_a_pool() -> None:
    kept = described(pool(), "UserPool", POOL)
    assert kept["LambdaConfig"] == {"PreSignUp": "x", "PreTokenGeneration": True}
    assert (kept["UserPoolTier"], kept["MfaConfiguration"]) == ("PLUS", "OPTIONAL")
    assert (kept["AliasAttributes"], kept["UsernameAttributes"]) == (("email",), ("phone_number",))
    assert kept["UsernameConfiguration"] == {"CaseSensitive": False}
    assert kept["UserPoolAddOns"] == POOL_TYPE["UserPoolAddOns"]
    assert kept["SmsConfiguration"] == {
        "SnsCallerArn": True,
        "SnsRegion": "eu-west-1",
        "EumsSms": {"CallerArn": True, "Region": "eu-north-1"},
    }
    assert kept["SmsConfigurationFailure"] == "SNSSandbox"
    assert kept["EmailConfigurationFailure"] == "Unnamed"
    assert kept["EmailConfiguration"] == {"EmailSendingAccount": "DEVELOPER"}
    policies = kept["Policies"]
    assert isinstance(policies, dict)
    assert policies["PasswordPolicy"]["TemporaryPasswordValidityDays"] == 7
    assert policies["SignInPolicy"] == {"AllowedFirstAuthFactors": ("PASSWORD",)}


@pytest.mark.parametrize(
    ("configured", "kept"),
    [
        ({"UserMigration": f"{LAMBDA}:sign-in_2"}, {"UserMigration": "sign-in_2"}),
        ({"UserMigration": f"{LAMBDA}:sign-in:live"}, {"UserMigration": "sign-in"}),
        ({"UserMigration": f"{LAMBDA}:sign-in:$LATEST"}, {"UserMigration": "sign-in"}),
        ({"UserMigration": "arn:canary"}, {"UserMigration": True}),
        ({"UserMigration": ""}, {}),
        ({"CustomSMSSender": {"LambdaArn": f"{LAMBDA}:sms"}}, {"CustomSMSSender": "sms"}),
        ({"CustomSMSSender": {"LambdaArn": 5}}, {"CustomSMSSender": True}),
        ({"CustomSMSSender": {}}, {}),
        (
            {"PreTokenGenerationConfig": {"LambdaArn": f"{LAMBDA}:v2"}},
            {"PreTokenGeneration": "v2"},
        ),
        (
            {
                "PreTokenGeneration": f"{LAMBDA}:v1",
                "PreTokenGenerationConfig": {"LambdaArn": f"{LAMBDA}:v2"},
            },
            {"PreTokenGeneration": "v2"},
        ),
        (
            {"PreTokenGeneration": f"{LAMBDA}:v1", "PreTokenGenerationConfig": {"LambdaArn": "x"}},
            {"PreTokenGeneration": "v1"},
        ),
    ],
)
def test_a_trigger_is_kept_with_the_name_of_its_function(
    configured: dict[str, object], kept: dict[str, object]
) -> None:
    assert described(pool(LambdaConfig=configured), "UserPool", POOL)["LambdaConfig"] == kept


def test_what_a_diagnosis_asks_of_a_client() -> None:
    kept = described(client(PreventUserExistenceErrors="ENABLED"), "UserPoolClient", CLIENT)
    assert kept["ClientSecret"] == Secret("canary-of-the-client")
    assert (kept["ClientName"], kept["PreventUserExistenceErrors"]) == ("web", "ENABLED")


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"AuthSessionValidity": "3"}, "AuthSessionValidity"),
        ({"AuthSessionValidity": True}, "AuthSessionValidity"),
        ({"AuthSessionValidity": -1}, "AuthSessionValidity"),
        ({"AuthSessionValidity": 10**400}, "AuthSessionValidity"),
        ({"RefreshTokenValidity": 1.5}, "RefreshTokenValidity"),
        ({"EnableTokenRevocation": "true"}, "EnableTokenRevocation"),
        ({"ExplicitAuthFlows": "ALLOW"}, "ExplicitAuthFlows"),
        ({"ExplicitAuthFlows": [5]}, "ExplicitAuthFlows"),
        ({"ExplicitAuthFlows": ["x" * 129]}, "ExplicitAuthFlows"),
        ({"RefreshTokenRotation": []}, "RefreshTokenRotation"),
        ({"RefreshTokenRotation": {"Feature": 5}}, "Feature"),
        ({"TokenValidityUnits": {"RefreshToken": ["days"]}}, "RefreshToken"),
        ({"ClientId": {}}, "ClientId"),
    ],
)
def test_a_wrong_type_is_named_and_not_quoted(change: dict[str, object], named: str) -> None:
    with pytest.raises(NotBelievableError) as caught:
        described(client(**change), "UserPoolClient", CLIENT)
    assert caught.value.code == "NotCognitoReply"
    assert caught.value.sentence == f"In the answer, {named} is of the wrong type."


@pytest.mark.parametrize(
    "change",
    [
        {"Policies": []},
        {"Policies": {"PasswordPolicy": 5}},
        {"Policies": {"PasswordPolicy": {"MinimumLength": "8"}}},
        {"Policies": {"PasswordPolicy": {"RequireSymbols": 1}}},
        {"DeviceConfiguration": "on"},
        {"SchemaAttributes": {}},
        {"SchemaAttributes": ["email"]},
        {"SchemaAttributes": [{"Name": 5}]},
        {"LambdaConfig": ["PreSignUp"]},
        {"LambdaConfig": {"PreSignUp": 5}},
        {"UserPoolTier": {}},
        {"AliasAttributes": "email"},
        {"UsernameConfiguration": {"CaseSensitive": "no"}},
        {"SmsConfiguration": {"SnsCallerArn": 5}},
        {"SmsConfigurationFailure": ["SNSSandbox"]},
        {"Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": {}}}},
    ],
)
def test_wrong_types_of_a_pool(change: dict[str, object]) -> None:
    with pytest.raises(NotBelievableError):
        described(pool(**change), "UserPool", POOL)


@pytest.mark.parametrize("content", [{}, {"UserPool": None}, {"UserPool": []}, {"UserPool": "x"}])
def test_no_description(content: dict[str, object]) -> None:
    with pytest.raises(NotBelievableError, match="NotCognitoReply"):
        described(content, "UserPool", POOL)


def test_that_addresses_are_blocked_is_kept_and_which_ones_is_not() -> None:
    exceptions = {"BlockedIPRangeList": ["192.0.2.0/24"], "SkippedIPRangeList": ["198.51.100.0/24"]}
    content = {"RiskConfiguration": {"RiskExceptionConfiguration": exceptions}}
    assert DESCRIBED["DescribeRiskConfiguration"](content) == {
        "RiskConfiguration": {"RiskExceptionConfiguration": {"BlockedIPRangeList": (True,)}}
    }


def test_long_lists_are_cut() -> None:
    many = [{"Name": f"a{number}", "AttributeDataType": "String"} for number in range(100_000)]
    kept = described(pool(SchemaAttributes=many), "UserPool", POOL)["SchemaAttributes"]
    assert isinstance(kept, tuple)
    assert len(kept) == 200


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*POOL]), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from([*POOL, *CLIENT]), VALUES))
def test_any_description_is_kept_or_refused(content: dict[str, Any]) -> None:
    for members in (POOL, CLIENT):
        try:
            kept = described({"X": content}, "X", members)
        except NotBelievableError:
            continue
        assert set(kept) <= set(members)
        settings_of(client=kept, pool=kept)
