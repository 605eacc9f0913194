"""A thread of its own for one piece of work that may hang: it is awaited for a while, then left."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")


async def in_thread(work: Callable[[], T], deadline_s: float, *, name: str) -> T:
    """`work` in a daemon thread that is left to itself after `deadline_s` (TimeoutError)."""
    import asyncio  # here, so that the window is painted before it is loaded

    future: Future[T] = Future()

    def run() -> None:
        if not future.set_running_or_notify_cancel():
            return
        try:
            result = work()
        except BaseException as error:  # noqa: BLE001  # raised where it is awaited
            future.set_exception(error)
        else:
            future.set_result(result)

    threading.Thread(target=run, name=name, daemon=True).start()
    async with asyncio.timeout(deadline_s):
        return await asyncio.wrap_future(future)
