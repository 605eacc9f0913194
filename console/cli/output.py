"""Where headless output goes: one JSON line to stdout, words to stderr, all characters visible."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress

from console.core.errors import UserFacingError
from console.core.text import visible


class OutputLostError(Exception):
    """The result cannot be written; `reason` is None when nobody reads it any more."""

    def __init__(self, reason: str | None) -> None:
        super().__init__(reason)
        self.reason = reason


def print_json(value: Mapping[str, object]) -> None:
    """One object on one line, in ASCII, so that no character of it can act on a terminal."""
    _write(json.dumps(value, ensure_ascii=True))


def print_line(text: str) -> None:
    """A line of the command's result on stdout."""
    _write(visible(text))


def say(text: str) -> None:
    """A line beside the result, on stderr; without a stderr it is lost."""
    if sys.stderr is None:
        return
    with suppress(OSError):
        sys.stderr.write(_encodable(visible(text), sys.stderr.encoding) + "\n")
        sys.stderr.flush()


def _write(line: str) -> None:
    if sys.stdout is None:
        raise OutputLostError("it is closed")
    try:
        sys.stdout.write(_encodable(line, sys.stdout.encoding) + "\n")
        sys.stdout.flush()
    except OSError as error:
        # Python writes what is left at its end, and would fail once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        gone = isinstance(error, BrokenPipeError)
        reason = error.strerror or type(error).__name__
        raise OutputLostError(None if gone else reason) from None


def say_error(error: UserFacingError) -> None:
    """What happened, why we think so, what to do."""
    say(f"signin-console: {error.title}")
    for part in (error.detail, error.hint):
        if part:
            say(f"  {part}")


def _encodable(text: str, encoding: str | None) -> str:
    """A terminal without Unicode shows escapes rather than ending the program."""
    name = encoding or "utf-8"
    return text.encode(name, "backslashreplace").decode(name)
