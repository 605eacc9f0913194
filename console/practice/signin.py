"""One sign-in on its way, and one answer that is known to belong to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from console.core.practice_keys import PRACTICE_USER_POOL_ID
from console.practice.accounts import Account
from console.practice.calls import Path
from console.practice.clients import Client
from console.practice.sessions import Ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """Who signs in, with which client, on which path, and by which flow it began."""

    account: Account
    client: Client
    path: Path
    flow: str
    srp: bool = False  # device tracking knows only sign-ins whose password was proved by SRP
    device_key: str | None = None
    user_pool_id: str = PRACTICE_USER_POOL_ID  # PoolState.pool_of

    @property
    def realm(self) -> str:
        """What SRP calls the pool: its id after the underscore."""
        return self.user_pool_id.partition("_")[2]

    def by_srp(self, device_key: str | None) -> SignIn:
        """The same sign-in with the password proved by SRP, from that device if from any."""
        return replace(self, srp=True, device_key=device_key)

    def as_user(self, account: Account) -> SignIn:
        """The same sign-in after a change to its user."""
        return replace(self, account=account)

    def ticket(self, challenge: str) -> Ticket:
        """What a session of this sign-in for `challenge` stands for."""
        return Ticket(
            username=self.account.username,
            client_id=self.client.id,
            path=self.path,
            flow=self.flow,
            challenge=challenge,
            phantom=self.account.phantom,
            srp=self.srp,
            device_key=self.device_key,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer whose session, user, client and path are already known to fit together."""

    sign_in: SignIn
    ticket: Ticket
    session: str = field(repr=False)
    responses: Mapping[str, str] = field(repr=False)
