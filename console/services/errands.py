"""Work that nobody can cancel, done in daemon threads that may be left behind."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from typing import Final, NoReturn, TypeVar

from console.services.exchange import Exchange
from console.services.faults import ClientFaultError

T = TypeVar("T")

LEFT_BEHIND_LIMIT: Final = 4
EXHAUSTED: Final = "LookUpsExhausted"


class ErrandsExhaustedError(ClientFaultError):
    """Too many earlier errands were left behind and still hang."""

    def __init__(self) -> None:
        super().__init__(
            EXHAUSTED,
            f"{LEFT_BEHIND_LIMIT} earlier look-ups of names or credentials have not come back, so "
            "that no further one was begun.",
        )


class Errands:
    """Runs look-ups of names and credentials; a stop leaves their thread behind and returns."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._left: list[threading.Thread] = []

    @property
    def left_behind(self) -> int:
        """How many threads were left and have not ended yet."""
        with self._lock:
            self._left = [thread for thread in self._left if thread.is_alive()]
            return len(self._left)

    def run(
        self,
        work: Callable[[], T],
        *,
        name: str,
        exchange: Exchange,
        until: float | None = None,
        left_behind: Callable[[], None] | None = None,
    ) -> T:
        """Gives the result of `work` or raises its exception.

        Raises CallStoppedError after a stop, TimeoutError at `until` (of `time.monotonic`); where
        the thread is left for it, `left_behind` is called first, in the thread of the stop. Raises
        ErrandsExhaustedError where too many were left.
        """
        if self.left_behind >= LEFT_BEHIND_LIMIT:
            raise ErrandsExhaustedError
        box: queue.SimpleQueue[Callable[[], T] | None] = queue.SimpleQueue()
        thread = threading.Thread(target=_do, args=(work, box.put), name=name, daemon=True)

        def leave() -> None:
            if left_behind is not None and box.empty():
                left_behind()
            box.put(None)

        with exchange.interruptible(leave):
            thread.start()
            try:
                came = box.get(timeout=_left_s(until))
            except queue.Empty:
                leave()
                came = None
        if came is None:
            with self._lock:
                self._left.append(thread)
            exchange.check()
            raise TimeoutError(f"{name} took too long")
        thread.join()
        exchange.check()
        return came()


def _left_s(until: float | None) -> float | None:
    return None if until is None else max(0.0, until - time.monotonic())


def _do(work: Callable[[], T], put: Callable[[Callable[[], T]], None]) -> None:
    try:
        result = work()
    except BaseException as error:  # noqa: BLE001 - raised again where the result is asked for
        failure = error
        put(lambda: _raise(failure))
    else:
        put(lambda: result)


def _raise(error: BaseException) -> NoReturn:
    raise error
