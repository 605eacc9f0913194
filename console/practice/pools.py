"""The pools that the app clients stand for: what DescribeUserPool says of each is theirs."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from console.core.practice_keys import PRACTICE_REGION, PRACTICE_USER_POOL_ID
from console.practice.clients import CLIENTS, Client
from console.practice.errors import PracticeError

ACCOUNT_ID: Final = "123456789012"  # the account of AWS's own examples


def _settings() -> dict[str, Client]:
    """By pool id, one of its clients: they agree on what is the pool's own setting."""
    found: dict[str, Client] = {}
    for client in CLIENTS.values():
        found.setdefault(client.user_pool_id, client)
    return found


# All have the same users. The practice pool itself is the first one; its id finds the clients of
# the others too, so that one profile reaches every client.
POOLS: Final[Mapping[str, Client]] = MappingProxyType(_settings())


def pool_arn(user_pool_id: str) -> str:
    """As IAM policies and refusals name a pool."""
    return f"arn:aws:cognito-idp:{PRACTICE_REGION}:{ACCOUNT_ID}:userpool/{user_pool_id}"


def pool_name(user_pool_id: str) -> str:
    """A name for people: what the pool's clients are called."""
    settings = known_pool(user_pool_id)
    return "practice" if user_pool_id == PRACTICE_USER_POOL_ID else f"practice-{settings.name}"


def known_pool(user_pool_id: str) -> Client:
    """One client with the settings of that pool, or ResourceNotFoundException."""
    settings = POOLS.get(user_pool_id)
    if settings is None:
        raise PracticeError(
            "ResourceNotFoundException", f"User pool {user_pool_id} does not exist."
        )
    return settings


def clients_of(user_pool_id: str) -> tuple[Client, ...]:
    """The app clients of that pool; a deleted one is there no longer."""
    return tuple(
        client
        for client in CLIENTS.values()
        if client.user_pool_id == user_pool_id and not client.deleted
    )
