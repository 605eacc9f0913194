"""AdminInitiateAuth: the flows, and the order in which Cognito checks them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from console.practice.accounts import Account, Checkpoint, Status
from console.practice.calls import InitiateCall, initiate_call
from console.practice.clients import ADMIN_PASSWORD, REFRESH, Client
from console.practice.errors import PracticeError, invalid_parameter, not_authorized
from console.practice.state import (
    PoolState,
    hash_is_right,
    known_client,
    require_hash,
    required,
    same_text,
    verify_hash,
)
from console.practice.steps import Result, after_password

# Cognito's three wordings for one fault, by flow; no client here allows these.
_NOT_ENABLED: Final = {
    "USER_SRP_AUTH": "USER_SRP_AUTH is not enabled for the client.",
    "CUSTOM_AUTH": "CUSTOM_AUTH is not enabled for the client.",
    "USER_AUTH": "USER_AUTH flow not enabled for this client",
    # The admin operation refuses this one whatever the client allows.
    "USER_PASSWORD_AUTH": "Initiate Auth method not supported.",
}


def initiate(state: PoolState, body: Mapping[str, object]) -> Result:
    """One AdminInitiateAuth: pool, client, flow, then the flow's own checks."""
    call = initiate_call(body)
    client = known_client(call.user_pool_id, call.client_id)
    if call.auth_flow in _NOT_ENABLED:
        raise invalid_parameter(_NOT_ENABLED[call.auth_flow])
    setting, flow = _FLOWS[call.auth_flow]
    if setting not in client.auth_flows:
        raise invalid_parameter("Auth flow not enabled for this client")
    require_hash(client, call.parameters)
    return flow(state, call, client)


def _password(state: PoolState, call: InitiateCall, client: Client) -> Result:
    username = required(call.parameters, "USERNAME")
    verify_hash(client, username, call.parameters)
    password = required(call.parameters, "PASSWORD")
    account = state.accounts.get(username)
    if account is None:
        raise PracticeError("UserNotFoundException", "User does not exist.")
    _before_password(account)
    if not same_text(account.password, password):
        raise not_authorized("Incorrect username or password.")
    return after_password(state, account, client)


def _before_password(account: Account) -> None:
    """What is refused without a look at the password, so it says nothing about the password."""
    _meet(account, Checkpoint.LOOKUP)
    _meet(account, Checkpoint.PRE_AUTHENTICATION)
    if not account.enabled:
        raise not_authorized("User is disabled.")
    if account.status is Status.UNCONFIRMED:
        raise PracticeError("UserNotConfirmedException", "User is not confirmed.")
    if account.status is Status.RESET_REQUIRED:
        raise PracticeError(
            "PasswordResetRequiredException", "Password reset required for the user"
        )
    _meet(account, Checkpoint.PASSWORD)


def _meet(account: Account, at: Checkpoint) -> None:
    refusal = account.refusal(at)
    if refusal is not None:
        raise PracticeError(refusal.code, refusal.message)


def _refresh(state: PoolState, call: InitiateCall, client: Client) -> Result:
    """New id and access tokens; the refresh token stays as it is and is not sent again."""
    token = required(call.parameters, "REFRESH_TOKEN")
    grant = state.refresh_tokens.find(token, client_id=client.id)
    # No USERNAME comes with this flow: the hash is over the real user name behind the token.
    if not hash_is_right(client, grant.username, call.parameters):
        raise not_authorized(f"SecretHash does not match for the client: {client.id}")
    account = state.accounts[grant.username]
    tokens = state.mint.tokens(account, client, grant, state.now())
    return {"ChallengeParameters": {}, "AuthenticationResult": tokens}


_FLOWS: Final[Mapping[str, tuple[str, Callable[[PoolState, InitiateCall, Client], Result]]]] = {
    "ADMIN_USER_PASSWORD_AUTH": (ADMIN_PASSWORD, _password),
    "ADMIN_NO_SRP_AUTH": (ADMIN_PASSWORD, _password),
    "REFRESH_TOKEN_AUTH": (REFRESH, _refresh),
    "REFRESH_TOKEN": (REFRESH, _refresh),
}
