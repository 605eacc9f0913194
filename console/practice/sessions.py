"""Challenge sessions: random, bound to user, client, path and challenge, spent, short-lived."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from console.practice.calls import Path
from console.practice.errors import not_authorized

# Cognito's are about 1,500 characters of url-safe Base64 that begin like this.
_PREFIX: Final = "AYABe"
_RANDOM_BYTES: Final = 768
_KEPT: Final = 10_000  # spent and expired ones are remembered so long, for Cognito's own words


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """What a session string stands for; `expires_at` is in the clock's monotonic seconds."""

    username: str
    client_id: str
    path: Path
    flow: str
    challenge: str
    expires_at: float = 0.0  # set when the ticket is issued
    code: str | None = field(default=None, repr=False)
    seed: str | None = field(default=None, repr=False)  # of an authenticator being set up
    passkey_challenge: str | None = field(default=None, repr=False)
    email: str | None = field(default=None, repr=False)  # of an e-mail factor being set up
    device_name: str | None = None  # that the authenticator being set up was given
    rounds_done: int = 0
    rounds_failed: int = 0
    phantom: bool = False
    srp: bool = False
    device_key: str | None = None
    spent: bool = False


class Sessions:
    """The sessions that the pool has given out."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._tickets: dict[str, Ticket] = {}

    def issue(self, ticket: Ticket, *, valid_s: float) -> str:
        """A new session string, good for one right answer within `valid_s` seconds."""
        session = _PREFIX + secrets.token_urlsafe(_RANDOM_BYTES)
        self._tickets[session] = replace(ticket, expires_at=self._clock() + valid_s)
        if len(self._tickets) > _KEPT:
            del self._tickets[next(iter(self._tickets))]
        return session

    def find(
        self, session: str, *, username: str, client_id: str, path: Path, challenge: str
    ) -> Ticket:
        """The open ticket of `session`, or NotAuthorizedException with the reason Cognito gives."""
        ticket = self._tickets.get(session)
        asked = (username, client_id, path, challenge)
        if ticket is None or asked != (
            ticket.username,
            ticket.client_id,
            ticket.path,
            ticket.challenge,
        ):
            raise not_authorized("Invalid session for the user.")
        return self._open(ticket)

    def find_step(self, session: str, *, challenge: str) -> Ticket:
        """The open ticket of a call that names neither user nor client."""
        ticket = self._tickets.get(session)
        if ticket is None or ticket.challenge != challenge:
            raise not_authorized("Invalid session for the user.")
        return self._open(ticket)

    def challenge_of(self, session: str) -> str | None:
        """What a session is for, whoever asks; None for an unknown one."""
        ticket = self._tickets.get(session)
        return None if ticket is None else ticket.challenge

    def _open(self, ticket: Ticket) -> Ticket:
        if ticket.spent:
            raise not_authorized("Invalid session for the user, session can only be used once.")
        if self._clock() >= ticket.expires_at:
            raise not_authorized("Invalid session for the user, session is expired.")
        return ticket

    def spend(self, session: str) -> None:
        """Mark `session` as answered rightly."""
        self._tickets[session] = replace(self._tickets[session], spent=True)
