"""A call under way: its result, awaited on any loop, its stop, and its deadline."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

from console.core.call import Failure
from console.services.deadlines import Deadlines
from console.services.exchange import Exchange
from console.services.failures import stopped
from console.services.stops import Cause

T = TypeVar("T")


class WorkerCall(Generic[T]):
    """Satisfies PendingCall where T is a Reply. `run` is for the worker's thread alone."""

    def __init__(
        self,
        exchange: Exchange,
        perform: Callable[[Exchange], T | Failure],
        *,
        deadlines: Deadlines,
        limit_s: float,
    ) -> None:
        """`limit_s` is for the whole call and counts from now on."""
        self._exchange = exchange
        self._perform: Callable[[Exchange], T | Failure] | None = perform
        self._lock = threading.Lock()
        self._future: Future[T | Failure] = Future()
        self._future.set_running_or_notify_cancel()  # a cancelled waiter must not cancel the call
        self._deadline = deadlines.after(limit_s, lambda: self._end(Cause.DEADLINE))

    async def result(self) -> T | Failure:
        """Waits for the end of the call, whatever it is."""
        import asyncio  # here, so that the window is painted before it is loaded

        return await asyncio.wrap_future(self._future)

    def stop(self) -> None:
        """Ends the call; before its request was begun the result is there at once."""
        self._end(Cause.STOPPED)

    def run(self) -> None:
        """Makes the call, unless it was ended while it waited for its turn."""
        perform, self._perform = self._perform, None
        try:
            if perform is not None and not self._future.done():
                self._finish(perform(self._exchange))
        except BaseException as error:  # noqa: BLE001 - a bug, raised where the result is awaited
            self._fail(error)

    def _end(self, cause: Cause) -> None:
        exchange = self._exchange
        exchange.stop(cause)
        # Nothing begins at the wire after a stop, so that the worker is not needed for this.
        was = exchange.stopped()
        if was is not None and not exchange.at_the_wire:
            self._finish(stopped(exchange.record(), was.cause))

    def _finish(self, result: T | Failure) -> None:
        self._deadline.cancel()
        with self._lock:
            if not self._future.done():
                self._future.set_result(result)

    def _fail(self, error: BaseException) -> None:
        self._deadline.cancel()
        with self._lock:
            if not self._future.done():
                self._future.set_exception(error)
