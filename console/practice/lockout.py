"""Cognito's lockout: after five failures each further one locks the user for twice as long."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from console.practice.errors import not_authorized

FREE_FAILURES: Final = 5
LONGEST_S: Final = 900
_QUIET_S: Final = 900  # without a failure for so long, all is forgotten


@dataclass(frozen=True, slots=True)
class _Failures:
    count: int
    last_at: float  # monotonic seconds

    @property
    def locked_until(self) -> float:
        if self.count < FREE_FAILURES:
            return self.last_at
        # The exponent is bounded too: nobody should compute 2 to the power of a million.
        return self.last_at + min(1 << min(self.count - FREE_FAILURES, 10), LONGEST_S)


class Lockout:
    """Counts each user's wrong passwords on both paths together."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._failures: dict[str, _Failures] = {}

    def check(self, username: str) -> None:
        """Refuse a locked user whatever the password; such a try does not lengthen the lock."""
        failures = self._recent(username)
        if failures is not None and self._clock() < failures.locked_until:
            raise not_authorized("Password attempts exceeded")

    def failed(self, username: str) -> None:
        """Count one wrong password."""
        before = self._recent(username)
        count = 1 if before is None else before.count + 1
        self._failures[username] = _Failures(count, self._clock())

    def succeeded(self, username: str) -> None:
        """A right password outside a lock clears the account."""
        self._failures.pop(username, None)

    def _recent(self, username: str) -> _Failures | None:
        failures = self._failures.get(username)
        if failures is not None and self._clock() >= failures.last_at + _QUIET_S:
            del self._failures[username]
            return None
        return failures
