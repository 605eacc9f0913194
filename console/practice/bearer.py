"""Who a call with an access token is from: its signature, its life, and that it was not revoked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from console.practice.accounts import Account
from console.practice.calls import Member
from console.practice.clients import Client, client_by_id
from console.practice.errors import not_authorized
from console.practice.state import PoolState
from console.practice.tokens import Access

ACCESS_TOKEN: Final = Member(name="AccessToken", pattern="[A-Za-z0-9-_=.]+", sensitive=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """The user and the client behind a good access token."""

    account: Account
    client: Client
    access: Access


def bearer(state: PoolState, token: str) -> Bearer:
    """Whoever `token` was given to, or NotAuthorizedException with the reason Cognito gives."""
    access = state.mint.read_access(token)
    client = None if access is None else client_by_id(access.client_id)
    if access is None or client is None:
        raise not_authorized("Invalid Access Token")
    if state.now().timestamp() >= access.expires:
        raise not_authorized("Access Token has expired")
    if access.origin_jti is not None and state.refresh_tokens.is_revoked(access.origin_jti):
        raise not_authorized("Access Token has been revoked")
    if state.refresh_tokens.is_signed_out(access.event_id):
        raise not_authorized("Access Token has been revoked")
    return Bearer(account=state.accounts[access.username], client=client, access=access)
