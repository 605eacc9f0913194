"""What comes next for a user who has shown enough so far: a challenge, or tokens."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final, TypeAlias

from console.core.practice_keys import PRACTICE_DEVICE_GROUP_KEY
from console.practice.accounts import (
    EMAIL_OTP,
    MFA_SETUP,
    SMS_MFA,
    SOFTWARE_TOKEN_MFA,
    Account,
    Checkpoint,
    Status,
)
from console.practice.checks import meet
from console.practice.devices import new_key
from console.practice.errors import not_authorized
from console.practice.sessions import Ticket
from console.practice.signin import SignIn
from console.practice.state import PoolState
from console.practice.threat import demanded_factor
from console.practice.tokens import new_grant

Result: TypeAlias = dict[str, Any]

NEW_PASSWORD_REQUIRED: Final = "NEW_PASSWORD_REQUIRED"  # noqa: S105 - a challenge's name
SELECT_MFA_TYPE: Final = "SELECT_MFA_TYPE"
SMS_OTP: Final = "SMS_OTP"
DEVICE_SRP_AUTH: Final = "DEVICE_SRP_AUTH"
REQUIRED_ATTRIBUTES: Final = ("email", "name")
ATTRIBUTE_PREFIX: Final = "userAttributes."
_MFA_DIGITS: Final = 6
_OTP_DIGITS: Final = 8


def missing_attributes(account: Account) -> tuple[str, ...]:
    """The attributes that the pool requires and the user lacks."""
    return tuple(name for name in REQUIRED_ATTRIBUTES if name not in account.attributes)


def after_password(state: PoolState, sign_in: SignIn) -> Result:
    """The step after the right password: a temporary one must be replaced first."""
    account = sign_in.account
    if account.status is not Status.FORCE_CHANGE_PASSWORD:
        return after_first_factor(state, sign_in)
    if account.temporary_password_expired:
        raise not_authorized(
            "Temporary password has expired and must be reset by an administrator."
        )
    lacking = [ATTRIBUTE_PREFIX + name for name in missing_attributes(account)]
    parameters = {
        "requiredAttributes": json.dumps(lacking),
        "userAttributes": json.dumps(dict(account.attributes)),
    }
    return challenge(state, sign_in, sign_in.ticket(NEW_PASSWORD_REQUIRED), parameters)


def after_first_factor(state: PoolState, sign_in: SignIn) -> Result:
    """The user's second factor, the choice among several, or else tokens."""
    meet(sign_in, Checkpoint.SECOND_FACTOR)
    account = sign_in.account
    if state.devices.remembered(sign_in) is not None:
        return signed_in(state, sign_in)  # which asks for the device's proof first
    if account.mfa is not None:
        return ask_factor(state, sign_in, account.mfa)
    if account.mfa_choices:
        offered = [name for name in account.mfa_choices if _in_tier(sign_in, name)]
        parameters = {"MFAS_CAN_CHOOSE": json.dumps(offered)}
        return challenge(state, sign_in, sign_in.ticket(SELECT_MFA_TYPE), parameters)
    demanded = demanded_factor(sign_in)
    if demanded is not None:
        return ask_factor(state, sign_in, demanded)
    return signed_in(state, sign_in)


def ask_factor(state: PoolState, sign_in: SignIn, name: str) -> Result:
    """The challenge for that second factor, its code sent where it needs one."""
    return _SECOND_FACTORS[name](state, sign_in)


def signed_in(state: PoolState, sign_in: SignIn) -> Result:
    """All three tokens, once a remembered device has proved itself."""
    device = state.devices.tracked(sign_in)
    if device is None:
        return tokens_won(state, sign_in)
    if not device.remembered:  # it is no new device, but proves nothing
        state.devices.keep(replace(device, authenticated=state.now()))
        return tokens_won(state, sign_in, device_key=device.key)
    state.devices.await_proof(sign_in, device.key)
    return {"ChallengeName": DEVICE_SRP_AUTH, "ChallengeParameters": {}}  # without a session


def tokens_won(state: PoolState, sign_in: SignIn, *, device_key: str | None = None) -> Result:
    """All three tokens, for a known device, or with the keys of a new one where it is tracked."""
    meet(sign_in, Checkpoint.TOKENS)
    now = state.now()
    is_new = device_key is None and sign_in.srp and sign_in.client.tracks_devices
    key = new_key() if is_new else device_key
    grant = new_grant(
        sign_in.account,
        sign_in.client,
        now,
        device_key=key,
        user_pool_id=sign_in.user_pool_id,
    )
    tokens = state.mint.tokens(sign_in.account, sign_in.client, grant, now)
    tokens["RefreshToken"] = state.refresh_tokens.issue(grant)
    if is_new:
        group = PRACTICE_DEVICE_GROUP_KEY
        tokens["NewDeviceMetadata"] = {"DeviceKey": key, "DeviceGroupKey": group}
    return {"ChallengeParameters": {}, "AuthenticationResult": tokens}


def challenge(
    state: PoolState, sign_in: SignIn, ticket: Ticket, parameters: Mapping[str, str]
) -> Result:
    """The challenge of `ticket` under a new session."""
    session = state.sessions.issue(ticket, valid_s=sign_in.client.session_validity_s)
    return {
        "ChallengeName": ticket.challenge,
        "Session": session,
        "ChallengeParameters": {**parameters, "USER_ID_FOR_SRP": sign_in.account.username},
    }


def one_time_password(state: PoolState, sign_in: SignIn, name: str) -> Result:
    """EMAIL_OTP or SMS_OTP as the only factor, with Cognito's longer code."""
    medium, attribute = ("EMAIL", "email") if name == EMAIL_OTP else ("SMS", "phone_number")
    to = sign_in.account.attributes[attribute]
    return code_challenge(state, sign_in, name, medium=medium, to=to, digits=_OTP_DIGITS)


def code_challenge(
    state: PoolState,
    sign_in: SignIn,
    name: str,
    *,
    medium: str,
    to: str,
    digits: int = _MFA_DIGITS,
    email: str | None = None,
) -> Result:
    """Send a code and ask for it; nothing goes to a user that does not exist."""
    meet(sign_in, Checkpoint.SEND)
    # Never all zeros: that is the wrong code that rows of the list give.
    code = f"{1 + secrets.randbelow(10**digits - 1):0{digits}d}"
    if not sign_in.account.phantom:
        state.outbox.send(to=sign_in.account.username, medium=medium, code=code)
    ticket = replace(sign_in.ticket(name), code=code, email=email)
    parameters = {
        "CODE_DELIVERY_DELIVERY_MEDIUM": medium,
        "CODE_DELIVERY_DESTINATION": masked_phone(to) if medium == "SMS" else masked_email(to),
    }
    return challenge(state, sign_in, ticket, parameters)


def masked_phone(number: str) -> str:
    """`+12025550134` as Cognito shows it: `+*******0134`."""
    return "+" + "*" * (len(number) - 5) + number[-4:]


def masked_email(address: str) -> str:
    """`alice@example.com` as Cognito shows it: `a***@e***`."""
    name, _, domain = address.partition("@")
    return f"{name[:1]}***@{domain[:1]}***"


def _sms_mfa(state: PoolState, sign_in: SignIn) -> Result:
    to = sign_in.account.attributes["phone_number"]
    return code_challenge(state, sign_in, SMS_MFA, medium="SMS", to=to)


def _email_otp(state: PoolState, sign_in: SignIn) -> Result:
    to = sign_in.account.attributes["email"]
    return code_challenge(state, sign_in, EMAIL_OTP, medium="EMAIL", to=to)


def _software_token_mfa(state: PoolState, sign_in: SignIn) -> Result:
    name = sign_in.account.totp_name
    parameters = {} if name is None else {"FRIENDLY_DEVICE_NAME": name}
    return challenge(state, sign_in, sign_in.ticket(SOFTWARE_TOKEN_MFA), parameters)


def _in_tier(sign_in: SignIn, factor: str) -> bool:
    """Whether the pool's plan has that second factor."""
    return factor != EMAIL_OTP or sign_in.client.has_essentials


def _mfa_setup(state: PoolState, sign_in: SignIn) -> Result:
    offered = [name for name in (SOFTWARE_TOKEN_MFA, EMAIL_OTP) if _in_tier(sign_in, name)]
    parameters = {"MFAS_CAN_SETUP": json.dumps(offered)}
    return challenge(state, sign_in, sign_in.ticket(MFA_SETUP), parameters)


_SECOND_FACTORS: Final[Mapping[str, Callable[[PoolState, SignIn], Result]]] = {
    SMS_MFA: _sms_mfa,
    EMAIL_OTP: _email_otp,
    SOFTWARE_TOKEN_MFA: _software_token_mfa,
    MFA_SETUP: _mfa_setup,
}
