"""What comes next for a user who has shown enough so far: a challenge, or tokens."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from console.practice.accounts import SMS_MFA, SOFTWARE_TOKEN_MFA, Account, Status
from console.practice.clients import Client
from console.practice.errors import not_authorized
from console.practice.state import PoolState
from console.practice.tokens import new_grant

Result: TypeAlias = dict[str, Any]

NEW_PASSWORD_REQUIRED: Final = "NEW_PASSWORD_REQUIRED"  # noqa: S105 - a challenge's name
REQUIRED_ATTRIBUTES: Final = ("email", "name")
ATTRIBUTE_PREFIX: Final = "userAttributes."


def missing_attributes(account: Account) -> tuple[str, ...]:
    """The attributes that the pool requires and the user lacks."""
    return tuple(name for name in REQUIRED_ATTRIBUTES if name not in account.attributes)


def after_password(state: PoolState, account: Account, client: Client) -> Result:
    """The step after the right password: a temporary one must be replaced first."""
    if account.status is not Status.FORCE_CHANGE_PASSWORD:
        return after_first_factor(state, account, client)
    if account.temporary_password_expired:
        raise not_authorized(
            "Temporary password has expired and must be reset by an administrator."
        )
    lacking = [ATTRIBUTE_PREFIX + name for name in missing_attributes(account)]
    parameters = {
        "requiredAttributes": json.dumps(lacking),
        "userAttributes": json.dumps(dict(account.attributes)),
    }
    return _challenge(state, account, client, NEW_PASSWORD_REQUIRED, parameters)


def after_first_factor(state: PoolState, account: Account, client: Client) -> Result:
    """The user's second factor if there is one, else tokens."""
    ask = _SECOND_FACTORS.get(account.mfa or "", signed_in)
    return ask(state, account, client)


def signed_in(state: PoolState, account: Account, client: Client) -> Result:
    """All three tokens."""
    now = state.now()
    grant = new_grant(account, client, now)
    tokens = state.mint.tokens(account, client, grant, now)
    tokens["RefreshToken"] = state.refresh_tokens.issue(grant)
    return {"ChallengeParameters": {}, "AuthenticationResult": tokens}


def _sms_mfa(state: PoolState, account: Account, client: Client) -> Result:
    code = f"{secrets.randbelow(1_000_000):06d}"
    state.outbox.send(to=account.username, medium="SMS", code=code)
    parameters = {
        "CODE_DELIVERY_DELIVERY_MEDIUM": "SMS",
        "CODE_DELIVERY_DESTINATION": masked_phone(account.attributes["phone_number"]),
    }
    return _challenge(state, account, client, SMS_MFA, parameters, code=code)


def _software_token_mfa(state: PoolState, account: Account, client: Client) -> Result:
    return _challenge(state, account, client, SOFTWARE_TOKEN_MFA, {})


_SECOND_FACTORS: Final[Mapping[str, Callable[[PoolState, Account, Client], Result]]] = {
    SMS_MFA: _sms_mfa,
    SOFTWARE_TOKEN_MFA: _software_token_mfa,
}


def masked_phone(number: str) -> str:
    """`+12025550134` as Cognito shows it: `+*******0134`."""
    return "+" + "*" * (len(number) - 5) + number[-4:]


def _challenge(
    state: PoolState,
    account: Account,
    client: Client,
    name: str,
    parameters: Mapping[str, str],
    code: str | None = None,
) -> Result:
    session = state.sessions.issue(
        username=account.username,
        client_id=client.id,
        challenge=name,
        valid_s=client.session_validity_s,
        code=code,
    )
    return {
        "ChallengeName": name,
        "Session": session,
        "ChallengeParameters": {**parameters, "USER_ID_FOR_SRP": account.username},
    }
