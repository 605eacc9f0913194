"""Answers challenges with what the operator types in the wizard."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from console.core.conversation.challenges import Challenge
from console.core.ports import Answer, GiveUp

if TYPE_CHECKING:
    import asyncio

_GIVEN_UP = "Given up at the challenge."


class WizardAnswerer:
    """Satisfies ports.Answerer; one of them an attempt, used on the GUI thread."""

    def __init__(self, show: Callable[[Challenge], None]) -> None:
        """`show` brings the challenge to the screen; the answer comes by `give`."""
        self._show = show
        self.reason = _GIVEN_UP  # what an interrupt says
        self._waiting: asyncio.Future[Answer | GiveUp] | None = None

    @property
    def waiting(self) -> bool:
        """Whether a question is open."""
        return self._waiting is not None and not self._waiting.done()

    async def answer(self, challenge: Challenge) -> Answer | GiveUp:
        """Shows the challenge and waits for `give` or `interrupt`."""
        import asyncio

        self._waiting = asyncio.get_running_loop().create_future()
        self._show(challenge)
        try:
            return await self._waiting
        finally:
            self._waiting = None

    def give(self, answer: Answer) -> None:
        """The operator's answer; without an open question it is dropped, so nothing goes twice."""
        self._settle(answer)

    def interrupt(self) -> None:
        """The operator gave up."""
        self._settle(GiveUp(reason=self.reason))

    def _settle(self, value: Answer | GiveUp) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(value)
