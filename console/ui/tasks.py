"""The only place that starts asyncio tasks: named, referenced, reported, cancelled on close."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import asyncio

T = TypeVar("T")

Report = Callable[[BaseException, str], None]


class Tasks:
    """Holds strong references, so that no task is garbage-collected in mid-await."""

    def __init__(self, report: Report) -> None:
        """`report` is told of every exception that a task let through, with the task's name."""
        self._report = report
        self._running: set[asyncio.Task[Any]] = set()

    def __len__(self) -> int:
        return len(self._running)

    def start(self, work: Coroutine[Any, Any, T], *, name: str) -> asyncio.Task[T]:
        """Runs `work` on the running loop."""
        import asyncio  # after the first paint: it costs as much as the window

        task = asyncio.get_running_loop().create_task(work, name=name)
        self._running.add(task)
        task.add_done_callback(self._finished)
        return task

    async def close(self) -> None:
        """Cancels what still runs and waits for its end."""
        import asyncio

        left = [task for task in self._running if task is not asyncio.current_task()]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    def _finished(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if error is not None:
            self._report(error, task.get_name())
