"""Bugs that no caller hears of, told as masked reports: Python's own would quote texts."""

from __future__ import annotations

import sys
import threading
from collections.abc import Mapping

from console.cli.output import say


def report_masked() -> None:
    """From now on the process tells such bugs of threads, destructors and the main module so."""
    threading.excepthook = lambda args: tell_bug(args.exc_value)
    sys.unraisablehook = lambda args: tell_bug(args.exc_value)
    sys.excepthook = lambda _kind, error, _trace: tell_bug(error)


def on_loop_error(_loop: object, context: Mapping[str, object]) -> None:
    """What asyncio found, for `set_exception_handler`; without an exception it found no bug."""
    error = context.get("exception")
    if isinstance(error, BaseException):
        tell_bug(error)


def tell_bug(error: BaseException | None) -> None:
    """Writes the report to stderr."""
    from console.core.crash import masked_report

    say("internal error")
    for line in masked_report(error).splitlines() if error is not None else ():
        say(line)
