"""Refresh tokens that are no longer good, or not good here: published, for practice only."""
# ruff: noqa: S106 - nothing here opens anything but the practice pool

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class OldToken:
    """A refresh token of a sign-in that lies `age` back, won by that user with that client."""

    token: str = field(repr=False)
    username: str
    client: str
    age: timedelta = timedelta(hours=1)
    revoked: bool = False


EXPIRED: Final = OldToken(
    token="practice.refresh.expired-a-month-ago",
    username="alice",
    client="public",
    age=timedelta(days=31),
)
REVOKED: Final = OldToken(
    token="practice.refresh.revoked-by-a-sign-out",
    username="alice",
    client="revocable",
    revoked=True,
)
OF_OTHER_CLIENT: Final = OldToken(
    token="practice.refresh.won-with-the-revocable-client",
    username="alice",
    client="revocable",
)
WITHOUT_DEVICE: Final = OldToken(
    token="practice.refresh.won-where-devices-are-tracked",
    username="carol",
    client="device-always",
)
OLD_TOKENS: Final = (EXPIRED, REVOKED, OF_OTHER_CLIENT, WITHOUT_DEVICE)
