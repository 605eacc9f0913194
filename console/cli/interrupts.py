"""Ctrl-C and SIGTERM of a command: what they end at each moment."""

from __future__ import annotations

import signal
from collections.abc import Callable
from types import FrameType, TracebackType


def interrupt() -> None:
    """Ends the command as Ctrl-C does."""
    raise KeyboardInterrupt


class Interrupts:
    """While entered, both signals call `action`. Only the main thread may enter it.

    A command sets `action` as it goes on: to nothing once its result must not be lost any more.
    """

    def __init__(self, action: Callable[[], object] = interrupt) -> None:
        self.action = action
        self._before: dict[int, object] = {}

    def __enter__(self) -> Interrupts:
        for number in (signal.SIGINT, signal.SIGTERM):
            self._before[number] = signal.signal(number, self._caught)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]  # as it was given to us

    def ignore(self) -> None:
        """From now on both signals do nothing."""
        self.action = _nothing

    def _caught(self, _number: int, _frame: FrameType | None) -> None:
        self.action()


def _nothing() -> None:
    return
