"""Where headless output goes: one JSON line to stdout, words to stderr, all characters visible."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping

from console.core.errors import UserFacingError
from console.core.text import visible


def print_json(value: Mapping[str, object]) -> None:
    """One object on one line, in ASCII, so that no character of it can act on a terminal."""
    sys.stdout.write(json.dumps(value, ensure_ascii=True) + "\n")
    sys.stdout.flush()


def print_line(text: str) -> None:
    """A line of the command's result on stdout."""
    sys.stdout.write(_encodable(visible(text), sys.stdout.encoding) + "\n")


def say(text: str) -> None:
    """A line beside the result, on stderr."""
    sys.stderr.write(_encodable(visible(text), sys.stderr.encoding) + "\n")
    sys.stderr.flush()


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
