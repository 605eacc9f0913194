"""Read-only calls about pools and app clients: what evidence is drawn from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from console.core.practice_keys import PRACTICE_REGION
from console.practice.calls import CLIENT_ID, USER_POOL_ID, Member, read_texts
from console.practice.clients import DAY_S, MINUTE_S, Client, PasskeySupport
from console.practice.new_password import WRITABLE
from console.practice.pages import page, page_size
from console.practice.passwords import MIN_LENGTH
from console.practice.pools import (
    ACCOUNT_ID,
    POOLS,
    clients_of,
    known_pool,
    pool_arn,
    pool_name,
)
from console.practice.seeds_held import PRACTICE_RELYING_PARTY
from console.practice.state import PoolState, known_client
from console.practice.steps import REQUIRED_ATTRIBUTES, Result
from console.practice.threat import BLOCKED_RANGES, require_add_on

MADE_AT: Final = 1_736_931_600.0  # when pools, clients and seeded users were made, 2025-01-15
NEXT_TOKEN: Final = Member(
    name="NextToken", required=False, min_length=1, max_length=131_072, pattern=r"\S+"
)
_TRIGGERS: Final = (
    "PreAuthentication",
    "PostAuthentication",
    "DefineAuthChallenge",
    "CreateAuthChallenge",
    "VerifyAuthChallengeResponse",
    "PreTokenGeneration",
    "UserMigration",
    "CustomMessage",
)
_READABLE: Final = sorted(WRITABLE | {"email_verified", "phone_number_verified"})
_MFA: Final = "OPTIONAL"
_SMS: Final = {
    "SnsCallerArn": f"arn:aws:iam::{ACCOUNT_ID}:role/practice-sms",
    "ExternalId": "practice",
    "SnsRegion": PRACTICE_REGION,
}


def list_user_pools(state: PoolState, body: Mapping[str, object]) -> Result:
    """ListUserPools: every pool that a client stands for."""
    size = page_size(body, "MaxResults", least=1, required=True)
    token = read_texts(body, replace(NEXT_TOKEN, max_length=None)).get("NextToken")
    shown, following = page(tuple(POOLS), size, token)
    pools = [
        {
            "Id": pool_id,
            "Name": pool_name(pool_id),
            "LambdaConfig": _lambdas(POOLS[pool_id]),
            "LastModifiedDate": MADE_AT,
            "CreationDate": MADE_AT,
        }
        for pool_id in shown
    ]
    return with_token({"UserPools": pools}, "NextToken", following)


def list_user_pool_clients(state: PoolState, body: Mapping[str, object]) -> Result:
    """ListUserPoolClients: names and ids, never a secret."""
    texts = read_texts(body, USER_POOL_ID, NEXT_TOKEN)
    pool_id = texts["UserPoolId"]
    known_pool(pool_id)
    size = page_size(body, "MaxResults", least=1)
    shown, following = page(clients_of(pool_id), size, texts.get("NextToken"))
    clients = [
        {"ClientId": client.id, "UserPoolId": pool_id, "ClientName": client.name}
        for client in shown
    ]
    return with_token({"UserPoolClients": clients}, "NextToken", following)


def describe_user_pool(state: PoolState, body: Mapping[str, object]) -> Result:
    """DescribeUserPool."""
    pool_id = read_texts(body, USER_POOL_ID)["UserPoolId"]
    settings = known_pool(pool_id)
    pool: Result = {
        "Id": pool_id,
        "Name": pool_name(pool_id),
        "Arn": pool_arn(pool_id),
        "UserPoolTier": str(settings.tier),
        "Policies": _policies(settings),
        "DeletionProtection": "INACTIVE",
        "LambdaConfig": _lambdas(settings),
        "LastModifiedDate": MADE_AT,
        "CreationDate": MADE_AT,
        "SchemaAttributes": _schema(),
        "AutoVerifiedAttributes": ["email"],
        "AliasAttributes": ["email", "phone_number"],
        "UsernameConfiguration": {"CaseSensitive": True},
        "MfaConfiguration": _MFA,
        "EstimatedNumberOfUsers": len(state.members(pool_id)),
        "EmailConfiguration": {"EmailSendingAccount": "COGNITO_DEFAULT"},
        "SmsConfiguration": _SMS,
        "UserPoolTags": {},
        "AdminCreateUserConfig": {
            "AllowAdminCreateUserOnly": True,
            "UnusedAccountValidityDays": 7,
        },
        "AccountRecoverySetting": {
            "RecoveryMechanisms": [{"Priority": 1, "Name": "verified_email"}]
        },
        "UserPoolAddOns": {"AdvancedSecurityMode": "ENFORCED" if settings.judges_risk else "OFF"},
    }
    if settings.tracks_devices:
        pool["DeviceConfiguration"] = {
            "ChallengeRequiredOnNewDevice": True,
            "DeviceOnlyRememberedOnUserPrompt": settings.asks_to_remember,
        }
    return {"UserPool": pool}


def describe_user_pool_client(state: PoolState, body: Mapping[str, object]) -> Result:
    """DescribeUserPoolClient, with the secret in clear, as Cognito gives it."""
    texts = read_texts(body, USER_POOL_ID, CLIENT_ID)
    client = known_client(texts["UserPoolId"], texts["ClientId"])
    access, access_unit = _duration(client.token_validity_s)
    refresh, refresh_unit = _duration(client.refresh_validity_s)
    shown: Result = {
        "UserPoolId": client.user_pool_id,
        "ClientName": client.name,
        "ClientId": client.id,
        "LastModifiedDate": MADE_AT,
        "CreationDate": MADE_AT,
        "RefreshTokenValidity": refresh,
        "AccessTokenValidity": access,
        "IdTokenValidity": access,
        "TokenValidityUnits": {
            "AccessToken": access_unit,
            "IdToken": access_unit,
            "RefreshToken": refresh_unit,
        },
        "ReadAttributes": _READABLE,
        "WriteAttributes": sorted(WRITABLE),
        "ExplicitAuthFlows": list(client.auth_flows),
        "AllowedOAuthFlowsUserPoolClient": False,
        "PreventUserExistenceErrors": "ENABLED" if client.hides_users else "LEGACY",
        "EnableTokenRevocation": client.revokes_tokens,
        "EnablePropagateAdditionalUserContextData": client.propagates_context,
        "AuthSessionValidity": client.session_validity_s // MINUTE_S,
    }
    if client.own_secret is not None:
        shown["ClientSecret"] = client.own_secret
    if client.rotates_refresh:
        shown["RefreshTokenRotation"] = {"Feature": "ENABLED", "RetryGracePeriodSeconds": 0}
    return {"UserPoolClient": shown}


def get_user_pool_mfa_config(state: PoolState, body: Mapping[str, object]) -> Result:
    """GetUserPoolMfaConfig."""
    settings = known_pool(read_texts(body, USER_POOL_ID)["UserPoolId"])
    shown: Result = {
        "SmsMfaConfiguration": {"SmsConfiguration": _SMS},
        "SoftwareTokenMfaConfiguration": {"Enabled": True},
        "MfaConfiguration": _MFA,
    }
    if settings.has_essentials:
        shown["EmailMfaConfiguration"] = {}
    if settings.passkeys is PasskeySupport.ON:
        shown["WebAuthnConfiguration"] = {
            "RelyingPartyId": PRACTICE_RELYING_PARTY,
            "UserVerification": "preferred",
        }
    return shown


def describe_risk_configuration(state: PoolState, body: Mapping[str, object]) -> Result:
    """DescribeRiskConfiguration: what is blocked always, and what a risk leads to."""
    texts = read_texts(body, USER_POOL_ID, replace(CLIENT_ID, required=False))
    settings = known_pool(texts["UserPoolId"])
    if "ClientId" in texts:
        settings = known_client(texts["UserPoolId"], texts["ClientId"])
    require_add_on(settings)
    actions = {"LowAction": "NO_ACTION", "MediumAction": "MFA_REQUIRED", "HighAction": "BLOCK"}
    return {
        "RiskConfiguration": {
            "UserPoolId": texts["UserPoolId"],
            "CompromisedCredentialsRiskConfiguration": {"Actions": {"EventAction": "NO_ACTION"}},
            "AccountTakeoverRiskConfiguration": {
                "Actions": {
                    level: {"Notify": False, "EventAction": action}
                    for level, action in actions.items()
                }
            },
            "RiskExceptionConfiguration": {"BlockedIPRangeList": list(BLOCKED_RANGES)},
            "LastModifiedDate": MADE_AT,
        }
    }


def with_token(result: Result, name: str, token: str | None) -> Result:
    """The result, with the token of the page after it where there is one."""
    return result if token is None else result | {name: token}


def _lambdas(settings: Client) -> dict[str, str]:
    if not settings.has_custom_triggers:
        return {}
    arn = f"arn:aws:lambda:{PRACTICE_REGION}:{ACCOUNT_ID}:function:practice-"
    return {trigger: arn + trigger for trigger in _TRIGGERS}


def _policies(settings: Client) -> Result:
    password: Result = {
        "MinimumLength": MIN_LENGTH,
        "RequireUppercase": True,
        "RequireLowercase": True,
        "RequireNumbers": True,
        "RequireSymbols": True,
        "TemporaryPasswordValidityDays": 7,
    }
    if not settings.has_essentials:
        return {"PasswordPolicy": password}
    factors = ["PASSWORD", "EMAIL_OTP", "SMS_OTP"]
    if settings.passkeys is not PasskeySupport.OFF:
        factors.append("WEB_AUTHN")
    return {
        "PasswordPolicy": password | {"PasswordHistorySize": 2},
        "SignInPolicy": {"AllowedFirstAuthFactors": factors},
    }


def _schema() -> list[Result]:
    booleans = {"email_verified", "phone_number_verified"}
    attributes: list[Result] = [
        {
            "Name": name,
            "AttributeDataType": "Boolean" if name in booleans else "String",
            "DeveloperOnlyAttribute": False,
            "Mutable": True,
            "Required": name in REQUIRED_ATTRIBUTES,
        }
        for name in _READABLE
        if name != "updated_at"
    ]
    sub: Result = {
        "Name": "sub",
        "AttributeDataType": "String",
        "DeveloperOnlyAttribute": False,
        "Mutable": False,
        "Required": True,
        "StringAttributeConstraints": {"MinLength": "1", "MaxLength": "2048"},
    }
    updated: Result = {
        "Name": "updated_at",
        "AttributeDataType": "Number",
        "DeveloperOnlyAttribute": False,
        "Mutable": True,
        "Required": False,
        "NumberAttributeConstraints": {"MinValue": "0"},
    }
    return [sub, *attributes, updated]


def _duration(seconds: int) -> tuple[int, str]:
    """A number and the largest unit that tells it whole."""
    for unit_s, unit in ((DAY_S, "days"), (60 * MINUTE_S, "hours"), (MINUTE_S, "minutes")):
        if seconds % unit_s == 0:
            return seconds // unit_s, unit
    return seconds, "seconds"
