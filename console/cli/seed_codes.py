"""Codes made from TOTP seeds: a code is taken once, so a second one waits for the next step."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from console.cli.output import say
from console.core.ports import Clock
from console.core.secret import Secret
from console.core.totp import totp_code

STEP_S = 30.0


class SeedCodes:
    """One run's codes; two sign-ins of one run, one a path, may need two of the same seed."""

    def __init__(
        self, clock: Clock, wait: Callable[[float], Awaitable[None]] | None = None
    ) -> None:
        """`wait` waits for that many seconds, or until `interrupt`."""
        self._clock = clock
        self._wait = wait or self._wait_here
        self._made: list[Secret] = []
        self._interrupted = asyncio.Event()

    async def code(self, seed: Secret) -> Secret | None:
        """A code that was not given before; None after an interrupt."""
        made = totp_code(seed, self._clock.now())
        if made in self._made:
            left = STEP_S - self._clock.now().timestamp() % STEP_S
            say(f"waiting {left:.0f} s for the next code: each is taken once")
            await self._wait(left)
            made = totp_code(seed, self._clock.now())
        if self._interrupted.is_set():
            return None
        self._made.append(made)
        return made

    def interrupt(self) -> None:
        """Ends a waiting `code`."""
        self._interrupted.set()

    async def _wait_here(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._interrupted.wait()
