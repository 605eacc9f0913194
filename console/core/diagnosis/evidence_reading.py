"""From the listed members of replies to facts: nothing is believed that is not of the right type.

The members are Cognito's own; any may be missing. Personal values are looked at and not kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from console.core.diagnosis.evidence import (
    AuthEventFacts,
    CallerFacts,
    ClientFacts,
    DeviceFacts,
    PoolFacts,
    UserFacts,
)
from console.core.secret import Secret
from console.core.settings_reading import settings_of

Details = Mapping[str, object]

_TEXT_LIMIT = 256
_FUNCTION = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
_REMEMBERED = "dev:device_remembered_status"
# In LambdaConfig, but no trigger; and the newer form of one that has an older form too.
_NO_TRIGGER = frozenset({"KMSKeyID"})
_NEWER = {"PreTokenGenerationConfig": "PreTokenGeneration"}


def read_caller(details: Details) -> CallerFacts | None:
    """GetCallerIdentity; None where it says nothing."""
    account, arn = _text(details, "Account"), _text(details, "Arn")
    return None if account is None or arn is None else CallerFacts(account=account, arn=arn)


def read_pool(details: Details, pool_id: str) -> PoolFacts:
    """UserPool of DescribeUserPool."""
    policies, sms = _object(details, "Policies"), _object(details, "SmsConfiguration")
    sender = _object(sms, "EumsSms")
    return PoolFacts(
        pool_id=_text(details, "Id") or pool_id,
        tier=_text(details, "UserPoolTier"),
        mfa=_text(details, "MfaConfiguration"),
        triggers=_triggers(_object(details, "LambdaConfig")),
        functions=_functions(_object(details, "LambdaConfig")),
        alias_attributes=_texts(details, "AliasAttributes"),
        username_attributes=_texts(details, "UsernameAttributes"),
        case_sensitive=_flag(_object(details, "UsernameConfiguration"), "CaseSensitive"),
        device_tracking=isinstance(details.get("DeviceConfiguration"), Mapping),
        device_opt_in=_flag(
            _object(details, "DeviceConfiguration"), "DeviceOnlyRememberedOnUserPrompt"
        )
        is True,
        threat_protection=_text(_object(details, "UserPoolAddOns"), "AdvancedSecurityMode"),
        sms_failure=_text(details, "SmsConfigurationFailure"),
        email_failure=_text(details, "EmailConfigurationFailure"),
        sns_region=_text(sms, "SnsRegion") or _text(sender, "Region"),
        has_sms_role=bool(sms.get("SnsCallerArn") or sender.get("CallerArn")),
        email_account=_text(_object(details, "EmailConfiguration"), "EmailSendingAccount"),
        first_factors=_texts(_object(policies, "SignInPolicy"), "AllowedFirstAuthFactors"),
        temporary_password_days=_days(_object(policies, "PasswordPolicy")),
        settings=settings_of(client={}, pool=details),
    )


def _triggers(configured: Details) -> tuple[str, ...]:
    names = (
        _NEWER.get(name, name)
        for name, value in configured.items()
        if value and name not in _NO_TRIGGER
    )
    return tuple(dict.fromkeys(name[:_TEXT_LIMIT] for name in names))


def _functions(configured: Details) -> Mapping[str, str]:
    """Names of functions by trigger; both forms of one trigger name the same function."""
    found: dict[str, str] = {}
    for trigger, value in configured.items():
        name = value.get("LambdaArn") if isinstance(value, Mapping) else value
        if isinstance(name, str) and _FUNCTION.fullmatch(name) and trigger not in _NO_TRIGGER:
            found.setdefault(_NEWER.get(trigger, trigger)[:_TEXT_LIMIT], name)
    return found


def _days(policy: Details) -> int | None:
    days = policy.get("TemporaryPasswordValidityDays")
    if isinstance(days, bool) or not isinstance(days, int) or not 0 <= days <= 365:
        return None
    return days


def read_client(details: Details, client_id: str, given: Secret | None) -> ClientFacts:
    """UserPoolClient of DescribeUserPoolClient; its secret is compared with `given`, not kept."""
    kept = details.get("ClientSecret")
    secret = kept if isinstance(kept, Secret) and kept else None
    settings = settings_of(client=details, pool={})
    hides = _text(details, "PreventUserExistenceErrors")
    return ClientFacts(
        client_id=_text(details, "ClientId") or client_id,
        name=_text(details, "ClientName") or "",
        auth_flows=settings.auth_flows,
        has_secret=secret is not None,
        secret_matches=None if secret is None or given is None else secret == given,
        hides_users=None if hides is None else hides == "ENABLED",
        session_validity_s=settings.session_validity_s,
        rotates_refresh=settings.rotates_refresh,
        token_revocation=settings.token_revocation,
        refresh_validity_s=settings.refresh_validity_s,
    )


def read_user(details: Details) -> UserFacts | None:
    """AdminGetUser; None where it names nobody."""
    return _user(details, "UserAttributes")


def read_number(details: Details) -> Secret | None:
    """The phone number of AdminGetUser, for the question whether it takes messages at all."""
    for each in objects(details, "UserAttributes"):
        number = each.get("Number")
        if each.get("Name") == "phone_number" and isinstance(number, Secret) and number:
            return number
    return None


def read_users(details: Details) -> tuple[UserFacts, ...]:
    """Users of ListUsers."""
    found = (_user(each, "Attributes") for each in objects(details, "Users"))
    return tuple(user for user in found if user is not None)


def _user(details: Details, member: str) -> UserFacts | None:
    attributes, masked = _attributes(details, member), _attributes(details, member, "Masked")
    name = _text(details, "Username")
    if name is None:
        return None
    return UserFacts(
        username=name,
        status=_text(details, "UserStatus") or "UNKNOWN",
        enabled=details.get("Enabled") is not False,
        sub=attributes.get("sub") or None,
        created=moment(details.get("UserCreateDate")),
        modified=moment(details.get("UserLastModifiedDate")),
        mfa_methods=_texts(details, "UserMFASettingList"),
        preferred_mfa=_text(details, "PreferredMfaSetting"),
        has_email="email" in attributes,
        has_phone="phone_number" in attributes,
        email_verified=attributes.get("email_verified") == "true",
        phone_verified=attributes.get("phone_number_verified") == "true",
        email_masked=masked.get("email") or None,
        phone_masked=masked.get("phone_number") or None,
    )


def read_devices(details: Details, key: Secret | None) -> tuple[DeviceFacts, ...]:
    """Devices of AdminListDevices, compared with the request's DEVICE_KEY."""
    return tuple(
        DeviceFacts(
            key_matches=_same(each.get("DeviceKey"), key),
            remembered=_remembered(_attributes(each, "DeviceAttributes")),
        )
        for each in objects(details, "Devices")
    )


def _same(shown: object, key: Secret | None) -> bool | None:
    shown = Secret(shown) if isinstance(shown, str) else shown
    return shown == key if isinstance(shown, Secret) and key is not None else None


def _remembered(attributes: Mapping[str, str]) -> bool | None:
    status = attributes.get(_REMEMBERED)
    return None if status is None else status == "remembered"


def read_auth_events(details: Details) -> tuple[AuthEventFacts, ...]:
    """AuthEvents of AdminListUserAuthEvents, newest first whatever their order was."""
    found = [_auth_event(each) for each in objects(details, "AuthEvents")]
    oldest = datetime.min.replace(tzinfo=UTC)
    return tuple(sorted(found, key=lambda event: event.at or oldest, reverse=True))


def _auth_event(details: Details) -> AuthEventFacts:
    risk = _object(details, "EventRisk")
    shown = (
        (_text(each, "ChallengeName"), _text(each, "ChallengeResponse"))
        for each in objects(details, "ChallengeResponses")
    )
    return AuthEventFacts(
        at=moment(details.get("CreationDate")),
        event_type=_text(details, "EventType") or "",
        response=_text(details, "EventResponse") or "",
        risk_decision=_text(risk, "RiskDecision"),
        risk_level=_text(risk, "RiskLevel"),
        compromised=risk.get("CompromisedCredentialsDetected") is True,
        challenges={name: result for name, result in shown if name and result},
    )


def read_mfa_config(details: Details) -> Mapping[str, bool]:
    """GetUserPoolMfaConfig: which second factors the pool allows."""
    app = _object(details, "SoftwareTokenMfaConfiguration")
    return {
        "sms": isinstance(details.get("SmsMfaConfiguration"), Mapping),
        "app": app.get("Enabled") is True,
        "email": isinstance(details.get("EmailMfaConfiguration"), Mapping),
    }


def read_blocks_compromised(details: Details) -> bool | None:
    """DescribeRiskConfiguration: whether a sign-in with a leaked password is blocked."""
    risk = _object(details, "RiskConfiguration")
    actions = _object(_object(risk, "CompromisedCredentialsRiskConfiguration"), "Actions")
    action = _text(actions, "EventAction")
    return None if action is None else action == "BLOCK"


def read_blocks_addresses(details: Details) -> bool | None:
    """DescribeRiskConfiguration: whether there are addresses that are always blocked."""
    risk = _object(_object(details, "RiskConfiguration"), "RiskExceptionConfiguration")
    return bool(risk["BlockedIPRangeList"]) if "BlockedIPRangeList" in risk else None


def read_ids(details: Details, member: str, name: str) -> tuple[str, ...]:
    """`name` of each object in the list `member`: the ids of pools or clients."""
    found = (_text(each, name) for each in objects(details, member))
    return tuple(each for each in found if each is not None)


def read_token(details: Details, name: str) -> Secret | None:
    """Where the next page begins; None after the last."""
    token = details.get(name)
    token = Secret(token) if isinstance(token, str) else token
    return token if isinstance(token, Secret) and token else None


def _attributes(details: Details, member: str, kept: str = "Value") -> Mapping[str, str]:
    """Values by name; an empty one where none was kept."""
    pairs = ((_text(each, "Name"), _text(each, kept)) for each in objects(details, member))
    return {name: value or "" for name, value in pairs if name is not None}


def moment(value: object) -> datetime | None:
    """A time, or seconds since 1970; None for one that no calendar has."""
    try:
        if isinstance(value, datetime):
            return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value, UTC)
    except (OverflowError, OSError, ValueError):
        return None
    return None


def objects(details: Details, name: str) -> Iterator[Details]:
    """The objects of the list `name`; none where it is no list."""
    value = details.get(name)
    if isinstance(value, list | tuple):
        yield from (each for each in value if isinstance(each, Mapping))


def _object(details: Details, name: str) -> Details:
    value = details.get(name)
    return value if isinstance(value, Mapping) else {}


def _text(details: Details, name: str) -> str | None:
    value = details.get(name)
    return value[:_TEXT_LIMIT] if isinstance(value, str) and value else None


def _texts(details: Details, name: str) -> tuple[str, ...]:
    value = details.get(name)
    if not isinstance(value, list | tuple):
        return ()
    return tuple(each[:_TEXT_LIMIT] for each in value if isinstance(each, str))


def _flag(details: Details, name: str) -> bool | None:
    value = details.get(name)
    return value if isinstance(value, bool) else None
