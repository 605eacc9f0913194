"""Open SRP exchanges by their secret block: kept for a minute, and judged once."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from console.practice.signin import SignIn
from console.practice.srp import ServerKeys

LIFE_S: Final = 60  # Cognito's own is "a few seconds", and unpublished
_BLOCK_BYTES: Final = 1_200
_KEPT: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """What the server must remember between SRP_A and the proof."""

    sign_in: SignIn
    keys: ServerKeys
    begun_at: float  # monotonic seconds
    with_session: bool
    block: bytes = field(repr=False)


class Exchanges:
    """The exchanges whose proof is awaited."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._open: dict[str, Exchange] = {}

    def begin(self, sign_in: SignIn, keys: ServerKeys, *, with_session: bool) -> str:
        """A new SECRET_BLOCK, in base64."""
        block = secrets.token_bytes(_BLOCK_BYTES)
        text = base64.b64encode(block).decode()
        self._open[text] = Exchange(
            sign_in=sign_in,
            keys=keys,
            begun_at=self._clock(),
            with_session=with_session,
            block=block,
        )
        if len(self._open) > _KEPT:
            del self._open[next(iter(self._open))]
        return text

    def take(self, block: str) -> Exchange | None:
        """The exchange behind `block`, this once; None when it is unknown, used or too old."""
        exchange = self._open.pop(block, None)
        if exchange is None or self._clock() >= exchange.begun_at + LIFE_S:
            return None
        return exchange
