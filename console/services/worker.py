"""One thread for one resource: work is done in the order given, and awaited on any loop."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Final, TypeVar

T = TypeVar("T")

Job = Callable[[], None]
_REST_S: Final = 0.5


class Worker:
    """A daemon thread that starts with the first work. Given work is done, awaited or not.

    asyncio's shared pool is not used: a hung call there would keep the journal waiting.
    """

    def __init__(self, name: str, *, idle: Callable[[], float | None] | None = None) -> None:
        """`idle` is called on the thread while there is no work: first after a short rest, then
        after as many seconds as it says, and after None only once there was work again."""
        self._name = name
        self._idle = idle
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._closed = False

    async def run(self, work: Callable[[], T]) -> T:
        """Does `work` on the thread and gives its result or raises its exception here.

        A cancelled caller stops waiting; the work is done nevertheless.
        """
        import asyncio  # here, so that the window is painted before it is loaded

        future: Future[T] = Future()
        self._give(lambda: _do(work, future))
        return await asyncio.wrap_future(future)

    def post(self, work: Job) -> None:
        """Does `work` on the thread, and nobody waits for it; not at all once it is closed."""
        with self._lock:
            if not self._closed and self._thread is not None:
                self._jobs.put(work)

    def close(self, last: Callable[[], None] | None = None) -> None:
        """Ends the thread after everything given so far and `last`, and waits for its end."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            thread = self._thread
        if thread is None:
            return
        if last is not None:
            self._jobs.put(last)
        self._jobs.put(None)
        thread.join()

    def _give(self, job: Job) -> None:
        with self._lock:
            if self._closed:
                raise RuntimeError(f"the worker {self._name} is closed")
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name=self._name, daemon=True)
                self._thread.start()
            self._jobs.put(job)

    def _work(self) -> None:
        rest: float | None = None
        while True:
            try:
                job = self._jobs.get(timeout=rest)
            except queue.Empty:
                rest = None if self._idle is None else self._idle()
                continue
            if job is None:
                return
            job()
            rest = None if self._idle is None else _REST_S


def _do(work: Callable[[], T], future: Future[T]) -> None:
    awaited = future.set_running_or_notify_cancel()
    try:
        result = work()
    except BaseException as error:  # noqa: BLE001  # raised where it is awaited
        if awaited:
            future.set_exception(error)
    else:
        if awaited:
            future.set_result(result)
