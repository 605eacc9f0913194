"""Tasks of the window's controllers: what they cannot do is told on the message strip."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any, TypeAlias

from console.core.errors import UserFacingError
from console.ui.message_strip import MessageStrip
from console.ui.tasks import Tasks

Work: TypeAlias = Coroutine[Any, Any, object]


class StripTasks:
    """A UserFacingError ends the task and is shown; anything else is a bug and goes on.

    The window is painted before asyncio runs: what is asked of it until then waits for `open`.
    """

    def __init__(self, *, tasks: Tasks, strip: MessageStrip) -> None:
        self._tasks = tasks
        self._strip = strip
        self._waiting: list[tuple[Work, str]] | None = []

    def start(self, work: Work, *, name: str) -> None:
        """Runs `work` on the running loop, or keeps it until there is one."""
        if self._waiting is None:
            self._tasks.start(self._told(work), name=name)
        else:
            self._waiting.append((work, name))

    def open(self) -> None:
        """The loop runs: begins what waited."""
        waiting, self._waiting = self._waiting or [], None
        for work, name in waiting:
            self.start(work, name=name)

    async def _told(self, work: Work) -> None:
        try:
            await work
        except UserFacingError as error:
            self._strip.show_error(error)
