"""Asks for a secret on the terminal, without echo, while the attempt stays cancellable."""

from __future__ import annotations

import asyncio
import getpass
import sys
import threading
from collections.abc import Callable

from console.cli.output import say
from console.core.secret import Secret
from console.core.text import visible


class TerminalPrompt:
    """The read runs in a daemon thread: nothing else can end a blocked read of a terminal."""

    def __init__(self) -> None:
        self._waiting: asyncio.Future[Secret | None] | None = None

    async def __call__(self, label: str) -> Secret | None:
        """What was typed; None for an empty line, an end of input or an interrupt."""
        loop = asyncio.get_running_loop()
        waiting: asyncio.Future[Secret | None] = loop.create_future()
        self._waiting = waiting
        restore = _terminal_state()

        def read() -> None:
            try:
                text = getpass.getpass(f"{visible(label, 120)}: ", stream=sys.stderr)
            except (EOFError, OSError):
                text = ""
                say("")  # the prompt's own line was not ended by anyone
            try:
                loop.call_soon_threadsafe(_settle, waiting, Secret(text) if text else None)
            except RuntimeError:
                return  # the loop has ended: nobody waits any more

        threading.Thread(target=read, name="prompt", daemon=True).start()
        try:
            return await waiting
        finally:
            self._waiting = None
            restore()

    def interrupt(self) -> None:
        """Ends a waiting prompt as if its line had been empty."""
        if self._waiting is not None:
            _settle(self._waiting, None)


def _settle(waiting: asyncio.Future[Secret | None], value: Secret | None) -> None:
    if not waiting.done():
        waiting.set_result(value)


def _terminal_state() -> Callable[[], None]:
    """A function that switches the terminal's echo back on, as the abandoned read cannot."""
    try:
        import termios
    except ImportError:
        return lambda: None
    try:
        number = sys.stdin.fileno()
        state = termios.tcgetattr(number)
    except (termios.error, OSError, ValueError):
        return lambda: None
    return lambda: termios.tcsetattr(number, termios.TCSADRAIN, state)
