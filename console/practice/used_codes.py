"""Codes of authenticator apps: one step of drift either way, and each code good once."""

from __future__ import annotations

import hmac
from datetime import datetime
from typing import Final

import pyotp

from console.practice.errors import PracticeError

STEP_S: Final = 30
_DRIFT: Final = (0, -1, 1)


def matching_step(seed: str, code: str, now: datetime) -> int | None:
    """The time step that `code` is right for within one step of `now`, or None."""
    current = int(now.timestamp()) // STEP_S
    totp = pyotp.TOTP(seed)
    return next(
        (
            current + drift
            for drift in _DRIFT
            if hmac.compare_digest(totp.generate_otp(current + drift).encode(), code.encode())
        ),
        None,
    )


class UsedCodes:
    """The steps whose code a user has already signed in with."""

    def __init__(self) -> None:
        self._used: dict[str, set[int]] = {}

    def use(self, username: str, step: int) -> None:
        """Mark the code as used, or refuse it because it was."""
        used = self._used.setdefault(username, set())
        if step in used:
            raise PracticeError(
                "ExpiredCodeException", "Your software token has already been used once."
            )
        # What lies further back cannot match any more.
        self._used[username] = {known for known in used if known >= step - 2} | {step}
