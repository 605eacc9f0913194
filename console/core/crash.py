"""The report of a bug: where it happened, without any value that the program held."""

from __future__ import annotations

import traceback
from pathlib import PurePath

from console import __version__


def masked_report(error: BaseException) -> str:
    """Exception classes and code positions of `error` and its causes: no texts, no variables.

    An exception's text may quote a password, so it is left out; file names are cut to those
    below their package, so no home directory is told.
    """
    lines = [f"signin-console {__version__}"]
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        lines.append(type(current).__name__)
        lines += [
            f"  {_short(frame.filename)}:{frame.lineno} in {frame.name}"
            for frame in traceback.extract_tb(current.__traceback__)
        ]
        current = current.__cause__ or current.__context__
    return "\n".join(lines)


def _short(filename: str) -> str:
    parts = PurePath(filename).parts
    for anchor in ("console", "site-packages", "lib"):
        if anchor in parts:
            start = len(parts) - 1 - parts[::-1].index(anchor)
            return "/".join(parts[start:])
    return parts[-1] if parts else filename
