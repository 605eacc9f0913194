"""Calls with tokens in hand: refresh with rotation, and revocation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from console.practice.calls import CLIENT_ID, DEVICE_KEY, Member, read_texts
from console.practice.clients import Client
from console.practice.errors import PracticeError, not_authorized
from console.practice.state import PoolState, known_client, same_text
from console.practice.steps import Result

_TOKEN_PATTERN: Final = "[A-Za-z0-9-_=.]+"  # noqa: S105 - a pattern
_REFRESH_TOKEN: Final = Member(name="RefreshToken", pattern=_TOKEN_PATTERN, sensitive=True)
_TOKEN: Final = Member(name="Token", pattern=_TOKEN_PATTERN, sensitive=True)
_CLIENT_SECRET: Final = Member(
    name="ClientSecret",
    required=False,
    min_length=24,
    max_length=64,
    pattern=r"[\w+]+",
    sensitive=True,
)
_DEVICE_KEY: Final = replace(DEVICE_KEY, required=False)


def refresh_with_rotation(state: PoolState, body: Mapping[str, object]) -> Result:
    """GetTokensFromRefreshToken: new tokens; a rotating client's refresh token is new as well."""
    texts = read_texts(body, CLIENT_ID, _REFRESH_TOKEN, _CLIENT_SECRET, _DEVICE_KEY)
    client = known_client(None, texts["ClientId"])
    if not _secret_is_right(client, texts):
        raise not_authorized(f"Unable to verify secret hash for client {client.id}")
    token = texts["RefreshToken"]
    grant = state.refresh_tokens.find(token, client=client, now=state.now())
    if not state.devices.may_refresh(client, grant, texts.get("DeviceKey")):
        raise not_authorized("Invalid Refresh Token")
    tokens = state.mint.tokens(state.accounts[grant.username], client, grant, state.now())
    if client.rotates_refresh:
        tokens["RefreshToken"] = state.refresh_tokens.rotate(token)
    return {"AuthenticationResult": tokens}


def revoke(state: PoolState, body: Mapping[str, object]) -> Result:
    """RevokeToken: the refresh token and all that came of it; an unknown one is no error."""
    texts = read_texts(body, CLIENT_ID, _TOKEN, _CLIENT_SECRET)
    client = known_client(None, texts["ClientId"])
    if not _secret_is_right(client, texts):
        raise PracticeError("UnauthorizedException", "Invalid client secret.")
    if not client.revokes_tokens:
        # No text of Cognito's own is known for this code.
        raise PracticeError(
            "UnsupportedOperationException", "Token revocation is not enabled for this client."
        )
    if texts["Token"].count(".") == 2:  # a JWT: an access or an id token
        raise PracticeError("UnsupportedTokenTypeException", "Only refresh tokens can be revoked.")
    state.refresh_tokens.revoke(texts["Token"], client_id=client.id)
    return {}


def _secret_is_right(client: Client, texts: Mapping[str, str]) -> bool:
    secret = client.own_secret
    return secret is None or same_text(secret, texts.get("ClientSecret", ""))
