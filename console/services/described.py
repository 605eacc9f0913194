"""What is kept of the replies to read-only calls: listed members, of the right types.

Everything else is dropped where it comes in: addresses and names of users, ARNs, message templates.
A client's secret is kept, wrapped, for the one comparison with the profile's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from console.core.call import (
    ADMIN_GET_USER,
    ADMIN_LIST_DEVICES,
    ADMIN_LIST_USER_AUTH_EVENTS,
    DESCRIBE_RISK_CONFIGURATION,
    DESCRIBE_USER_POOL,
    DESCRIBE_USER_POOL_CLIENT,
    GET_USER_POOL_MFA_CONFIG,
    LIST_USER_POOL_CLIENTS,
    LIST_USER_POOLS,
    LIST_USERS,
)
from console.services.keepers import (
    Content,
    Members,
    Reader,
    a_list,
    an_object,
    attributes,
    code,
    flag,
    function,
    members_of,
    number,
    page_token,
    presence,
    secret,
    text,
    time,
    whole,
)
from console.services.replies import not_cognito

_LATER_VERSION: Final = "PreTokenGenerationConfig"  # of PreTokenGeneration
_TRIGGERS: Final = (
    "PreSignUp",
    "PostConfirmation",
    "PreAuthentication",
    "PostAuthentication",
    "CustomMessage",
    "DefineAuthChallenge",
    "CreateAuthChallenge",
    "VerifyAuthChallengeResponse",
    "PreTokenGeneration",
    "UserMigration",
    "CustomSMSSender",
    "CustomEmailSender",
    "InboundFederation",
)
_LAMBDAS: Final[Members] = dict.fromkeys((*_TRIGGERS, _LATER_VERSION), function)


def described(content: Content, member: str, members: Members) -> Mapping[str, object]:
    """The listed members of the object that `content` has as `member`.

    Raises NotBelievableError where it has none, or where a listed one is of a wrong type.
    """
    if not isinstance(content.get(member), dict):
        raise not_cognito(f"The answer has no {member} that can be read.")
    return members_of(members, member, content[member])


def _triggers(name: str, value: object) -> Mapping[str, object]:
    """The triggers that are set, and the names of their functions: their logs are named so."""
    found = {each: of for each, of in members_of(_LAMBDAS, name, value).items() if of}
    later = found.pop(_LATER_VERSION, None)
    if isinstance(later, str) or (later and "PreTokenGeneration" not in found):
        found["PreTokenGeneration"] = later
    return found


_SMS: Final = an_object(
    {
        "SnsCallerArn": presence,
        "SnsRegion": text,
        "EumsSms": an_object({"CallerArn": presence, "Region": text}),
    }
)
_PLAIN: Final = ("sub", "email_verified", "phone_number_verified")
_USER: Final[Members] = {
    "Username": text,
    "UserStatus": text,
    "Enabled": flag,
    "UserCreateDate": time,
    "UserLastModifiedDate": time,
}
_RISK_ACTION: Final = an_object({"EventAction": text})
CLIENT: Final[Members] = {
    "ClientId": text,
    "ClientName": text,
    "ClientSecret": secret,
    "AuthSessionValidity": number,
    "EnableTokenRevocation": flag,
    "ExplicitAuthFlows": a_list(text),
    "PreventUserExistenceErrors": text,
    "RefreshTokenRotation": an_object({"Feature": text, "RetryGracePeriodSeconds": number}),
    "RefreshTokenValidity": number,
    "TokenValidityUnits": an_object({"AccessToken": text, "IdToken": text, "RefreshToken": text}),
}
POOL: Final[Members] = {
    "Id": text,
    "UserPoolTier": text,
    "MfaConfiguration": text,
    "LambdaConfig": _triggers,
    "AliasAttributes": a_list(text),
    "UsernameAttributes": a_list(text),
    "UsernameConfiguration": an_object({"CaseSensitive": flag}),
    "DeviceConfiguration": an_object(
        {"ChallengeRequiredOnNewDevice": flag, "DeviceOnlyRememberedOnUserPrompt": flag}
    ),
    "UserPoolAddOns": an_object(
        {
            "AdvancedSecurityMode": text,
            "AdvancedSecurityAdditionalFlows": an_object({"CustomAuthMode": text}),
        }
    ),
    "SmsConfiguration": _SMS,
    "SmsConfigurationFailure": code,
    "EmailConfiguration": an_object({"EmailSendingAccount": text}),
    "EmailConfigurationFailure": code,
    "Policies": an_object(
        {
            "PasswordPolicy": an_object(
                {
                    "MinimumLength": number,
                    "RequireUppercase": flag,
                    "RequireLowercase": flag,
                    "RequireNumbers": flag,
                    "RequireSymbols": flag,
                    "TemporaryPasswordValidityDays": number,
                }
            ),
            "SignInPolicy": an_object({"AllowedFirstAuthFactors": a_list(text)}),
        }
    ),
    "SchemaAttributes": a_list(an_object({"Name": text, "AttributeDataType": text})),
}
_MFA: Final[Members] = {
    "MfaConfiguration": text,
    "SmsMfaConfiguration": an_object({"SmsConfiguration": _SMS}),
    "SoftwareTokenMfaConfiguration": an_object({"Enabled": flag}),
    "EmailMfaConfiguration": an_object({}),  # that it is there says that it is on
    "WebAuthnConfiguration": an_object({"UserVerification": text, "FactorConfiguration": text}),
}
_RISK: Final[Members] = {
    "CompromisedCredentialsRiskConfiguration": an_object(
        {"EventFilter": a_list(text), "Actions": _RISK_ACTION}
    ),
    "AccountTakeoverRiskConfiguration": an_object(
        {
            "Actions": an_object(
                dict.fromkeys(("LowAction", "MediumAction", "HighAction"), _RISK_ACTION)
            )
        }
    ),
    "RiskExceptionConfiguration": an_object({"BlockedIPRangeList": a_list(presence)}),
}
_AUTH_EVENT: Final[Members] = {  # without its address, its place and its device
    "EventType": text,
    "CreationDate": time,
    "EventResponse": text,
    "EventRisk": an_object(
        {"RiskDecision": text, "RiskLevel": text, "CompromisedCredentialsDetected": flag}
    ),
    "ChallengeResponses": a_list(an_object({"ChallengeName": text, "ChallengeResponse": text})),
}
_DEVICE: Final[Members] = {
    "DeviceKey": secret,
    "DeviceAttributes": attributes("device_status", "dev:device_remembered_status"),
    "DeviceCreateDate": time,
    "DeviceLastModifiedDate": time,
    "DeviceLastAuthenticatedDate": time,
}

DESCRIBED: Final[Mapping[str, Reader]] = {
    DESCRIBE_USER_POOL: lambda content: described(content, "UserPool", POOL),
    DESCRIBE_USER_POOL_CLIENT: lambda content: described(content, "UserPoolClient", CLIENT),
    GET_USER_POOL_MFA_CONFIG: whole(_MFA, "MfaConfiguration"),
    DESCRIBE_RISK_CONFIGURATION: whole(
        {"RiskConfiguration": an_object(_RISK)}, "RiskConfiguration"
    ),
    LIST_USER_POOLS: whole(
        {"UserPools": a_list(an_object({"Id": text})), "NextToken": page_token}, "UserPools"
    ),
    LIST_USER_POOL_CLIENTS: whole(
        {
            "UserPoolClients": a_list(an_object({"ClientId": text, "ClientName": text})),
            "NextToken": page_token,
        },
        "UserPoolClients",
    ),
    ADMIN_GET_USER: whole(
        {
            **_USER,
            "UserAttributes": attributes(*_PLAIN, number_too=True),
            "UserMFASettingList": a_list(text),
            "PreferredMfaSetting": text,
        },
        "Username",
        "UserStatus",
    ),
    LIST_USERS: whole(
        {
            "Users": a_list(an_object({**_USER, "Attributes": attributes(*_PLAIN)})),
            "PaginationToken": page_token,
        },
        "Users",
    ),
    ADMIN_LIST_DEVICES: whole(
        {"Devices": a_list(an_object(_DEVICE)), "PaginationToken": page_token}, "Devices"
    ),
    ADMIN_LIST_USER_AUTH_EVENTS: whole(
        {"AuthEvents": a_list(an_object(_AUTH_EVENT)), "NextToken": page_token}, "AuthEvents"
    ),
}
