from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from console.core.practice_keys import PRACTICE_USER_POOL_ID
from console.practice.accounts import Checkpoint
from console.practice.clients import CLIENTS
from console.practice.pool import PracticePool
from console.practice.pools import POOLS
from console.practice.seeds import SEEDS

Refused = Callable[..., tuple[str, str]]
_LITE, _PLAIN, _TRACKING = (f"eu-west-1_PRACTICE{number}" for number in (2, 3, 5))


@pytest.fixture
def describe(pool: PracticePool) -> Callable[[str], dict[str, Any]]:
    def call(pool_id: str = PRACTICE_USER_POOL_ID) -> dict[str, Any]:
        described: dict[str, Any] = pool.handle("DescribeUserPool", {"UserPoolId": pool_id})
        shown: dict[str, Any] = described["UserPool"]
        return shown

    return call


@pytest.fixture
def client(pool: PracticePool) -> Callable[[str], dict[str, Any]]:
    def call(name: str) -> dict[str, Any]:
        asked = {"UserPoolId": PRACTICE_USER_POOL_ID, "ClientId": CLIENTS[name].id}
        shown: dict[str, Any] = pool.handle("DescribeUserPoolClient", asked)["UserPoolClient"]
        return shown

    return call


def test_the_plan_decides_what_a_pool_has(describe: Callable[..., dict[str, Any]]) -> None:
    main, lite, plain = describe(), describe(_LITE), describe(_PLAIN)
    assert [one["UserPoolTier"] for one in (main, lite, plain)] == ["PLUS", "LITE", "ESSENTIALS"]
    modes = [one["UserPoolAddOns"]["AdvancedSecurityMode"] for one in (main, lite, plain)]
    assert modes == ["ENFORCED", "OFF", "OFF"]
    assert "SignInPolicy" not in lite["Policies"]
    assert "PasswordHistorySize" not in lite["Policies"]["PasswordPolicy"]
    assert main["Policies"]["SignInPolicy"]["AllowedFirstAuthFactors"] == [
        "PASSWORD",
        "EMAIL_OTP",
        "SMS_OTP",
        "WEB_AUTHN",
    ]


def test_the_password_policy_is_the_one_that_is_checked(
    describe: Callable[..., dict[str, Any]],
    initiate: Callable[..., dict[str, Any]],
    respond: Callable[..., dict[str, Any]],
    refused: Refused,
) -> None:
    policy = describe()["Policies"]["PasswordPolicy"]
    asked = initiate(USERNAME="zack", PASSWORD="Zesty-Harvest-16!")
    right = "Aa1!" + "x" * (policy["MinimumLength"] - 4)
    for wrong, rule in (
        (right[:-1], "MinimumLength"),
        (right.lower(), "RequireUppercase"),
        (right.upper(), "RequireLowercase"),
        (right.replace("1", "x"), "RequireNumbers"),
        (right.replace("!", "x"), "RequireSymbols"),
    ):
        assert policy[rule]
        answer = {"USERNAME": "zack", "NEW_PASSWORD": wrong, "userAttributes_name": "Zack"}
        code, _ = refused(respond, "NEW_PASSWORD_REQUIRED", asked["Session"], **answer)
        assert code == "InvalidPasswordException", rule


def test_the_schema_requires_what_a_new_user_is_asked_for(
    describe: Callable[..., dict[str, Any]],
) -> None:
    schema = {one["Name"]: one for one in describe()["SchemaAttributes"]}
    required = {name for name, one in schema.items() if one["Required"]}
    assert required == {"sub", "email", "name"}
    assert schema["email_verified"]["AttributeDataType"] == "Boolean"
    assert schema["updated_at"]["AttributeDataType"] == "Number"
    assert all(name in schema for seed in SEEDS for name in seed.attributes)


def test_every_trigger_that_a_user_shows_is_configured(
    describe: Callable[..., dict[str, Any]],
) -> None:
    configured = set(describe()["LambdaConfig"])
    shown = {
        refusal.message.split(maxsplit=1)[0]
        for seed in SEEDS
        for refusal in seed.refusals
        if refusal.is_of_trigger and refusal.code != "InvalidLambdaResponseException"
    }
    assert shown == configured
    assert describe(_PLAIN)["LambdaConfig"] == {}
    assert any(seed.migrates for seed in SEEDS)
    assert any(seed.claims for seed in SEEDS)
    assert {Checkpoint.VERIFY_ANSWER, Checkpoint.MIGRATION} <= {
        refusal.at for seed in SEEDS for refusal in seed.refusals
    }


def test_devices_are_tracked_where_a_client_says_so(
    describe: Callable[..., dict[str, Any]],
) -> None:
    assert "DeviceConfiguration" not in describe()
    assert describe(_TRACKING)["DeviceConfiguration"] == {
        "ChallengeRequiredOnNewDevice": True,
        "DeviceOnlyRememberedOnUserPrompt": True,
    }


def test_a_client_is_described_as_it_behaves(client: Callable[[str], dict[str, Any]]) -> None:
    public = client("public")
    assert public["ExplicitAuthFlows"] == list(CLIENTS["public"].auth_flows)
    assert "ClientSecret" not in public
    assert public["PreventUserExistenceErrors"] == "LEGACY"
    assert public["AuthSessionValidity"] == 3
    assert (public["AccessTokenValidity"], public["RefreshTokenValidity"]) == (1, 30)
    assert public["TokenValidityUnits"] == {
        "AccessToken": "hours",
        "IdToken": "hours",
        "RefreshToken": "days",
    }
    assert "RefreshTokenRotation" not in public
    assert not public["EnableTokenRevocation"]
    assert client("revocable")["EnableTokenRevocation"]
    assert client("confidential")["ClientSecret"] == CLIENTS["confidential"].secret
    assert client("hidden-users")["PreventUserExistenceErrors"] == "ENABLED"
    assert client("rotating")["RefreshTokenRotation"]["Feature"] == "ENABLED"
    assert client("lite")["UserPoolId"] == _LITE
    assert "name" in public["WriteAttributes"]
    assert "email_verified" in set(public["ReadAttributes"]) - set(public["WriteAttributes"])


def test_lists_tell_ids_and_names_alone(pool: PracticePool) -> None:
    asked = {"UserPoolId": PRACTICE_USER_POOL_ID, "MaxResults": 3}
    first = pool.handle("ListUserPoolClients", asked)
    assert len(first["UserPoolClients"]) == 3
    rest = pool.handle(
        "ListUserPoolClients", asked | {"MaxResults": 60, "NextToken": first["NextToken"]}
    )
    assert "NextToken" not in rest
    shown = first["UserPoolClients"] + rest["UserPoolClients"]
    assert all(set(one) == {"ClientId", "UserPoolId", "ClientName"} for one in shown)
    names = {one["ClientName"] for one in shown}
    assert {"public", "confidential"} <= names
    assert not {"lite", "deleted"} & names
    listed = pool.handle("ListUserPools", {"MaxResults": 60})["UserPools"]
    assert [one["Id"] for one in listed] == list(POOLS)


def test_second_factors_and_risk_follow_the_plan(pool: PracticePool, refused: Refused) -> None:
    main = pool.handle("GetUserPoolMfaConfig", {"UserPoolId": PRACTICE_USER_POOL_ID})
    lite = pool.handle("GetUserPoolMfaConfig", {"UserPoolId": _LITE})
    assert main["WebAuthnConfiguration"]["RelyingPartyId"] == "practice.example"
    assert "EmailMfaConfiguration" in main
    assert not {"EmailMfaConfiguration", "WebAuthnConfiguration"} & lite.keys()
    risk = pool.handle("DescribeRiskConfiguration", {"UserPoolId": PRACTICE_USER_POOL_ID})
    exceptions = risk["RiskConfiguration"]["RiskExceptionConfiguration"]
    assert "203.0.113.0/24" in exceptions["BlockedIPRangeList"]
    lite_client = {"UserPoolId": PRACTICE_USER_POOL_ID, "ClientId": CLIENTS["lite"].id}
    for asked in ({"UserPoolId": _LITE}, lite_client):
        assert refused(pool.handle, "DescribeRiskConfiguration", asked)[0] == (
            "UserPoolAddOnNotEnabledException"
        )
