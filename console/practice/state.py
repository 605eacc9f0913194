"""What the practice pool knows and remembers, and the checks that every call begins with."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from console.core.practice_keys import PRACTICE_USER_POOL_ID
from console.practice.accounts import Account
from console.practice.auth_events import AuthEvents
from console.practice.clients import CLIENTS, Client, client_by_id
from console.practice.devices import Devices
from console.practice.errors import PracticeError, missing_parameter, not_authorized
from console.practice.exchanges import Exchanges
from console.practice.lockout import Lockout
from console.practice.outbox import Outbox
from console.practice.passkeys import Passkeys
from console.practice.pools import known_pool
from console.practice.seeds import SEEDS
from console.practice.seeds_refresh import OLD_TOKENS
from console.practice.sessions import Sessions
from console.practice.tokens import RefreshTokens, TokenMint, new_grant
from console.practice.used_codes import UsedCodes


@dataclass(slots=True, kw_only=True)
class PoolState:
    """The pool's memory; only the pool's lock holder may touch it."""

    sessions: Sessions
    exchanges: Exchanges
    devices: Devices
    device_exchanges: Exchanges
    passkeys: Passkeys
    lockout: Lockout
    outbox: Outbox
    now: Callable[[], datetime]
    mint: TokenMint = field(default_factory=TokenMint)
    refresh_tokens: RefreshTokens = field(default_factory=RefreshTokens)
    used_codes: UsedCodes = field(default_factory=UsedCodes)
    accounts: dict[str, Account] = field(
        default_factory=lambda: {seed.username: seed for seed in SEEDS if not seed.migrates}
    )
    migrating: dict[str, Account] = field(
        default_factory=lambda: {seed.username: seed for seed in SEEDS if seed.migrates}
    )

    # When a user came in or was last changed after the start; absent is: never.
    joined: dict[str, datetime] = field(default_factory=dict)
    changed: dict[str, datetime] = field(default_factory=dict)
    pending_seeds: dict[str, str] = field(default_factory=dict)  # AssociateSoftwareToken's
    auth_events: AuthEvents = field(default_factory=AuthEvents)
    named_pools: dict[str, str] = field(default_factory=dict)  # by client id, the last one named

    def __post_init__(self) -> None:
        """The refresh tokens of the list are as old as they are when the pool begins."""
        for old in OLD_TOKENS:
            account, client = self.accounts[old.username], CLIENTS[old.client]
            grant = new_grant(account, client, self.now() - old.age)
            self.refresh_tokens.keep(old.token, grant, revoked=old.revoked)

    def save(self, account: Account) -> None:
        """Take in a new user, or what has changed about a known one."""
        if account.username not in self.accounts:
            self.joined[account.username] = self.now()
        self.accounts[account.username] = account
        self.changed[account.username] = self.now()

    def pool_of(self, client: Client, named: str | None) -> str:
        """The pool's id that goes into proofs and tokens.

        The public path names none. Each client is reached by its own pool's id and by that of the
        practice pool, so what the caller takes it for is what a signed call last said.
        """
        if named is not None:
            self.named_pools[client.id] = named
        return self.named_pools.get(client.id, PRACTICE_USER_POOL_ID)

    def find(self, typed: str, user_pool_id: str | None = None) -> Account | None:
        """The user of that name, or with that verified e-mail address or number as an alias.

        Where a pool is named, one that is in it.
        """
        known = self.members(user_pool_id)
        account = next((one for one in known if one.username == typed), None)
        attribute = "email" if "@" in typed else "phone_number" if typed[:1] == "+" else None
        if account is not None or attribute is None:
            return account
        return next((one for one in known if _is_alias(attribute, typed, one.attributes)), None)

    def members(self, user_pool_id: str | None) -> list[Account]:
        """The users of that pool; of all for None."""
        return [
            account
            for account in self.accounts.values()
            if user_pool_id is None or account.only_in in (None, user_pool_id)
        ]


def _is_alias(attribute: str, typed: str, attributes: Mapping[str, str]) -> bool:
    verified = attributes.get(f"{attribute}_verified") == "true"
    return verified and attributes.get(attribute) == typed


def known_client(user_pool_id: str | None, client_id: str) -> Client:
    """The client, once its pool (None: none was named) and it are known to exist."""
    if user_pool_id is not None:
        known_pool(user_pool_id)
    client = client_by_id(client_id)
    own = (None, PRACTICE_USER_POOL_ID, client.user_pool_id if client else None)
    if client is None or user_pool_id not in own:
        raise PracticeError(
            "ResourceNotFoundException", f"User pool client {client_id} does not exist."
        )
    return client


def required(parameters: Mapping[str, str], name: str) -> str:
    """The value of a key that may be neither absent nor empty."""
    value = parameters.get(name)
    if not value:
        raise missing_parameter(name)
    return value


def require_hash(client: Client, parameters: Mapping[str, str]) -> None:
    """A confidential client's call must carry a SECRET_HASH at all."""
    if client.own_secret is not None and not parameters.get("SECRET_HASH"):
        raise not_authorized(
            f"Client {client.id} is configured with secret but SECRET_HASH was not received"
        )


def hash_is_right(client: Client, username: str, parameters: Mapping[str, str]) -> bool:
    """Whether SECRET_HASH was made over `username` with this client's secret.

    What Cognito does with a hash that a public client sends is not known; it is ignored here.
    """
    secret = client.own_secret
    if secret is None:
        return True
    message = (username + client.id).encode()
    expected = base64.b64encode(hmac.digest(secret.encode(), message, "sha256"))
    return same_text(expected.decode(), parameters.get("SECRET_HASH", ""))


def verify_hash(client: Client, username: str, parameters: Mapping[str, str]) -> None:
    """Refuse a wrong SECRET_HASH of a sign-in or of an answer."""
    if not hash_is_right(client, username, parameters):
        raise not_authorized(f"Unable to verify secret hash for client {client.id}")


def same_text(ours: str, theirs: str) -> bool:
    """Compare without telling by its duration how far the two agree."""
    return hmac.compare_digest(ours.encode(), theirs.encode())
