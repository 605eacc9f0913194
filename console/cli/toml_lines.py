"""Which line of a TOML text a table or key stands on, for errors that name it."""

from __future__ import annotations

import re

_HEADER = re.compile(r"^\s*\[\[?\s*(?P<path>[^\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(
    r"""^\s*(?P<path>(?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*="""
)
_PART = re.compile(r"""\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[\w-]+))\s*\.?""")

Path = tuple[str, ...]


def line_of(text: str, path: Path, occurrence: int = 0) -> int | None:
    """The 1-based line of the table or key `path`; of the `occurrence`-th `[[table]]` if repeated.

    A key inside an inline table is given its table's line; None when nothing of the path stands
    in the text.
    """
    lines = _positions(text)
    for length in range(len(path), 0, -1):
        found = lines.get(path[:length])
        if found:
            return found[min(occurrence, len(found) - 1)]
    return None


def _positions(text: str) -> dict[Path, list[int]]:
    found: dict[Path, list[int]] = {}
    table: Path = ()
    for number, line in enumerate(text.splitlines(), start=1):
        header = _HEADER.match(line)
        if header is not None:
            table = _parts(header["path"])
            found.setdefault(table, []).append(number)
            continue
        key = _KEY.match(line)
        if key is not None:
            found.setdefault((*table, *_parts(key["path"])), []).append(number)
    return found


def _parts(path: str) -> Path:
    return tuple(
        next(part for part in match.groups() if part is not None) for match in _PART.finditer(path)
    )
