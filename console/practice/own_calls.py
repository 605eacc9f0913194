"""Calls that a user makes about the own profile, with an access token alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from console.practice.accounts import EMAIL_OTP, MFA_SETUP, SMS_MFA, SOFTWARE_TOKEN_MFA, Account
from console.practice.bearer import ACCESS_TOKEN, Bearer, bearer
from console.practice.calls import Path, read_texts
from console.practice.choice import PASSWORD_SRP, USER_AUTH, available
from console.practice.errors import invalid_parameter, unreadable
from console.practice.signin import SignIn
from console.practice.state import PoolState
from console.practice.steps import Result
from console.practice.user_calls import attributes, factors

_SETTINGS: Final = {
    "SMSMfaSettings": SMS_MFA,
    "SoftwareTokenMfaSettings": SOFTWARE_TOKEN_MFA,
    "EmailMfaSettings": EMAIL_OTP,
}


def get_user(state: PoolState, body: Mapping[str, object]) -> Result:
    """GetUser."""
    account = _caller(state, body).account
    shown = factors(account)
    return {"Username": account.username, "UserAttributes": attributes(account)} | shown


def get_user_auth_factors(state: PoolState, body: Mapping[str, object]) -> Result:
    """GetUserAuthFactors: first factors as USER_AUTH offers them, and second ones."""
    caller = _caller(state, body)
    sign_in = SignIn(account=caller.account, client=caller.client, path=Path.PUBLIC, flow=USER_AUTH)
    shown = factors(caller.account)
    shown.pop("MFAOptions", None)
    first = [name for name in available(state, sign_in) if name != PASSWORD_SRP]
    return {"Username": caller.account.username, "ConfiguredUserAuthFactors": first} | shown


def set_user_mfa_preference(state: PoolState, body: Mapping[str, object]) -> Result:
    """SetUserMFAPreference: second factors on and off, and the one that is asked for."""
    account = _caller(state, body).account
    active = [account.mfa] if account.mfa not in (None, MFA_SETUP) else list(account.mfa_choices)
    preferred: str | None = account.mfa if account.mfa in active else None
    for member, factor in _SETTINGS.items():
        enabled, prefers = _setting(body, member)
        if enabled is None:
            continue
        if enabled and not _delivers(account, factor):
            raise invalid_parameter(f"User does not have delivery config set to turn on {factor}")
        active = [name for name in active if name != factor] + [factor] * enabled
        if prefers:
            preferred = factor
    if preferred not in active:
        preferred = active[0] if len(active) == 1 else None
    choices = () if preferred is not None else tuple(name for name in active if name)
    state.save(replace(account, mfa=preferred, mfa_choices=choices))
    return {}


def global_sign_out(state: PoolState, body: Mapping[str, object]) -> Result:
    """GlobalSignOut: every token of the user is good no more."""
    state.refresh_tokens.revoke_user(_caller(state, body).account.username)
    return {}


def _caller(state: PoolState, body: Mapping[str, object]) -> Bearer:
    return bearer(state, read_texts(body, ACCESS_TOKEN)["AccessToken"])


def _setting(body: Mapping[str, object], member: str) -> tuple[bool | None, bool]:
    """Whether a factor is to be on (None: nothing is said), and whether it is preferred."""
    setting = body.get(member)
    if setting is None:
        return None, False
    if not isinstance(setting, dict):
        raise unreadable(f"{member} must be a structure.")
    enabled, prefers = setting.get("Enabled"), setting.get("PreferredMfa")
    if not all(value is None or isinstance(value, bool) for value in (enabled, prefers)):
        raise unreadable(f"{member} must have booleans.")
    return bool(enabled), bool(prefers)


def _delivers(account: Account, factor: str) -> bool:
    if factor == SOFTWARE_TOKEN_MFA:
        return account.totp_seed is not None
    return ("email" if factor == EMAIL_OTP else "phone_number") in account.attributes
