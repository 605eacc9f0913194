"""The first call on either path: the flows, and the order in which Cognito checks them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from console.practice.calls import InitiateCall, Path, initiate_call
from console.practice.checks import judge_password, look_up
from console.practice.choice import USER_AUTH, begin_choice
from console.practice.clients import (
    ADMIN_PASSWORD,
    CHOICE,
    CUSTOM,
    PASSWORD,
    REFRESH,
    SRP,
    Client,
)
from console.practice.custom import CUSTOM_AUTH, begin_custom
from console.practice.devices import DEVICE_KEY
from console.practice.errors import beyond_tier, invalid_parameter, not_authorized
from console.practice.signin import SignIn
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
from console.practice.threat import judged_address, refuse_barred
from console.practice.verifying import begin_srp

_NOT_SUPPORTED: Final = "Initiate Auth method not supported."


def initiate(state: PoolState, body: Mapping[str, object], path: Path) -> Result:
    """One first call: pool, client, flow, then the flow's own checks."""
    call = initiate_call(body, path)
    client = known_client(call.user_pool_id, call.client_id)
    flow = _FLOWS[call.auth_flow]
    if path not in flow.paths:
        raise invalid_parameter(_NOT_SUPPORTED)
    if flow.setting not in client.auth_flows:
        raise invalid_parameter(flow.not_enabled)
    refuse_barred(client, judged_address(client, body, path))
    if call.auth_flow == USER_AUTH and not client.has_essentials:
        raise beyond_tier()
    require_hash(client, call.parameters)
    return flow.begin(state, call, client, path)


def _password(state: PoolState, call: InitiateCall, client: Client, path: Path) -> Result:
    username = required(call.parameters, "USERNAME")
    verify_hash(client, username, call.parameters)
    password = required(call.parameters, "PASSWORD")
    sign_in = look_up(state, call, client=client, path=path)
    judge_password(state, sign_in, right=same_text(sign_in.account.password, password))
    return after_password(state, sign_in)


def _named(
    begin: Callable[[PoolState, SignIn, Mapping[str, str]], Result],
) -> Callable[[PoolState, InitiateCall, Client, Path], Result]:
    """A flow that begins with the user's name and keeps its secrets for later."""

    def run(state: PoolState, call: InitiateCall, client: Client, path: Path) -> Result:
        username = required(call.parameters, "USERNAME")
        verify_hash(client, username, call.parameters)
        sign_in = look_up(state, call, client=client, path=path)
        return begin(state, sign_in, call.parameters)

    return run


def _srp(state: PoolState, sign_in: SignIn, parameters: Mapping[str, str]) -> Result:
    return begin_srp(state, sign_in, parameters, with_session=False)


def _refresh(state: PoolState, call: InitiateCall, client: Client, path: Path) -> Result:
    """New id and access tokens; the refresh token stays as it is and is not sent again."""
    token = required(call.parameters, "REFRESH_TOKEN")
    grant = state.refresh_tokens.find(token, client=client, now=state.now())
    # No USERNAME comes with this flow: the hash is over the real user name behind the token.
    if not hash_is_right(client, grant.username, call.parameters):
        raise not_authorized(f"SecretHash does not match for the client: {client.id}")
    if not state.devices.may_refresh(client, grant, call.parameters.get(DEVICE_KEY)):
        raise not_authorized("Invalid Refresh Token")
    account = state.accounts[grant.username]
    tokens = state.mint.tokens(account, client, grant, state.now())
    return {"ChallengeParameters": {}, "AuthenticationResult": tokens}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Flow:
    """What a client must allow for a flow, how Cognito words that it does not, and the flow."""

    setting: str
    begin: Callable[[PoolState, InitiateCall, Client, Path], Result]
    not_enabled: str = "Auth flow not enabled for this client"
    paths: tuple[Path, ...] = tuple(Path)


_ADMIN_PASSWORD: Final = _Flow(setting=ADMIN_PASSWORD, begin=_password, paths=(Path.ADMIN,))
_FLOWS: Final[Mapping[str, _Flow]] = {
    "ADMIN_USER_PASSWORD_AUTH": _ADMIN_PASSWORD,
    "ADMIN_NO_SRP_AUTH": _ADMIN_PASSWORD,
    "USER_PASSWORD_AUTH": _Flow(
        setting=PASSWORD,
        begin=_password,
        not_enabled="USER_PASSWORD_AUTH flow not enabled for this client",
        paths=(Path.PUBLIC,),
    ),
    "USER_SRP_AUTH": _Flow(
        setting=SRP, begin=_named(_srp), not_enabled="USER_SRP_AUTH is not enabled for the client."
    ),
    CUSTOM_AUTH: _Flow(
        setting=CUSTOM,
        begin=_named(begin_custom),
        not_enabled="CUSTOM_AUTH is not enabled for the client.",
    ),
    USER_AUTH: _Flow(
        setting=CHOICE,
        begin=_named(begin_choice),
        not_enabled="USER_AUTH flow not enabled for this client",
    ),
    "REFRESH_TOKEN_AUTH": _Flow(setting=REFRESH, begin=_refresh),
    "REFRESH_TOKEN": _Flow(setting=REFRESH, begin=_refresh),
}
