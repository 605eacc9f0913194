"""Keeps Python's search for cycles from stopping the window: what was loaded is set aside."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_NEVER: Final = 1_000_000


class StillHeap:
    """Of a process with a window. A search through all of it would take 50 ms, at any moment.

    Nothing is lost for good: `search` finds what has become a cycle among the things set aside.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loaded = False

    def set_aside(self) -> None:
        """Whatever there is now is not searched any more."""
        gc.freeze()

    @contextmanager
    def loading(self) -> Iterator[None]:
        """Within it, the first time, libraries are loaded: no whole search, then they are aside."""
        with self._lock:
            first, self._loaded = not self._loaded, True
        if not first:
            yield
            return
        young, middle, old = gc.get_threshold()
        gc.set_threshold(young, middle, _NEVER)
        try:
            yield
        finally:
            gc.set_threshold(young, middle, old)
            self.set_aside()

    def search(self) -> None:
        """Frees every cycle there is; for the moment after something large was closed."""
        gc.unfreeze()
        gc.collect()
        self.set_aside()
