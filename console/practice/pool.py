"""The practice pool without a network: an operation and its input in, a result or a refusal out."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from types import MappingProxyType
from typing import Final

from console.practice.calls import Path
from console.practice.errors import PracticeError
from console.practice.exchanges import Exchanges
from console.practice.initiate import initiate
from console.practice.lockout import Lockout
from console.practice.mfa_setup import associate, verify
from console.practice.outbox import Outbox
from console.practice.respond import respond
from console.practice.sessions import Sessions
from console.practice.state import PoolState
from console.practice.steps import Result
from console.practice.token_calls import refresh_with_rotation, revoke


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation of the API; a signed one needs AWS credentials."""

    run: Callable[[PoolState, Mapping[str, object]], Result]
    signed: bool


OPERATIONS: Final[Mapping[str, Operation]] = MappingProxyType(
    {
        "AdminInitiateAuth": Operation(run=partial(initiate, path=Path.ADMIN), signed=True),
        "AdminRespondToAuthChallenge": Operation(
            run=partial(respond, path=Path.ADMIN), signed=True
        ),
        "InitiateAuth": Operation(run=partial(initiate, path=Path.PUBLIC), signed=False),
        "RespondToAuthChallenge": Operation(run=partial(respond, path=Path.PUBLIC), signed=False),
        "AssociateSoftwareToken": Operation(run=associate, signed=False),
        "VerifySoftwareToken": Operation(run=verify, signed=False),
        "GetTokensFromRefreshToken": Operation(run=refresh_with_rotation, signed=False),
        "RevokeToken": Operation(run=revoke, signed=False),
    }
)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class PracticePool:
    """A user pool of its own, with its own users, sessions, messages and keys.

    `clock` gives monotonic seconds (sessions, locks), `now` aware UTC time (tokens, TOTP, outbox).
    Every method may be called from any thread.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._lock = threading.Lock()
        self._state = PoolState(
            sessions=Sessions(clock),
            exchanges=Exchanges(clock),
            lockout=Lockout(clock),
            outbox=Outbox(now),
            now=now,
        )

    def handle(self, operation: str, body: Mapping[str, object]) -> Result:
        """The operation's output, as plain JSON values; raises PracticeError for a refusal."""
        known = OPERATIONS.get(operation)
        if known is None:
            raise PracticeError("UnknownOperationException", "Unknown operation.")
        with self._lock:
            return known.run(self._state, body)

    def outbox(self) -> list[dict[str, str]]:
        """The codes that were "sent", oldest first."""
        with self._lock:
            return self._state.outbox.to_json()

    def jwks(self) -> dict[str, list[dict[str, str]]]:
        """The public key of the tokens."""
        with self._lock:
            return self._state.mint.jwks()
