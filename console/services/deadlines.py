"""Time limits of calls, watched by one thread: a timer for each would cost each a thread."""

from __future__ import annotations

import heapq
import itertools
import threading
import time
from collections.abc import Callable


class Deadline:
    """One time limit. After `cancel` its action is forgotten."""

    __slots__ = ("action",)

    def __init__(self, action: Callable[[], None]) -> None:
        self.action: Callable[[], None] | None = action

    def cancel(self) -> None:
        self.action = None


class Deadlines:
    """Does each action when its time has come, in a daemon thread that starts with the first."""

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, Deadline]] = []
        self._order = itertools.count()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._closed = False

    def after(self, seconds: float, action: Callable[[], None]) -> Deadline:
        """Does `action`, which must not block, unless cancelled before. Not after `close`."""
        deadline = Deadline(action)
        with self._changed:
            if self._closed:
                return deadline
            heapq.heappush(self._heap, (time.monotonic() + seconds, next(self._order), deadline))
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._watch, name="signin-deadlines", daemon=True
                )
                self._thread.start()
            # The thread sleeps until the earliest one, cancelled or not, so that a call that ends
            # in time does not wake it.
            if self._heap[0][2] is deadline:
                self._changed.notify()
        return deadline

    def close(self) -> None:
        """Ends the thread; what was not due is never done."""
        with self._changed:
            self._closed = True
            self._changed.notify()
            thread = self._thread
        if thread is not None:
            thread.join()

    def _watch(self) -> None:
        while (due := self._next_due()) is not None:
            due()

    def _next_due(self) -> Callable[[], None] | None:
        with self._changed:
            while not self._closed:
                while self._heap and self._heap[0][2].action is None:
                    heapq.heappop(self._heap)
                if not self._heap:
                    self._changed.wait()
                    continue
                left_s = self._heap[0][0] - time.monotonic()
                if left_s > 0:
                    self._changed.wait(left_s)
                    continue
                action = heapq.heappop(self._heap)[2].action
                if action is not None:
                    return action
        return None
