"""Which line of a TOML text a table or key stands on, for errors that name it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass

_PART = r"""(?:"(?:\\.|[^"\\])*"|'[^']*'|[\w-]+)"""
_DOTTED = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_HEADER = re.compile(rf"^[ \t]*\[\[?[ \t]*(?P<path>{_DOTTED})[ \t]*\]\]?[ \t\r]*(?:#.*)?$")
_KEY = re.compile(rf"^[ \t]*(?P<path>{_DOTTED})[ \t]*=")
# Texts and comments as wholes, so that quotes inside them begin nothing.
_STRING = re.compile(
    r'''(?P<long>"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\')'''
    r"""|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|\#[^\n]*""",
    re.DOTALL,
)

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A table or key: its line, and in which of several tables of one name it stands."""

    line: int
    path: Path
    occurrence: int


def line_of(text: str, path: Path, occurrence: int = 0) -> int | None:
    """The 1-based line of the table or key `path`; of the `occurrence`-th `[[table]]` if repeated.

    A table that only its own tables name has the line of the first of them. A key inside an inline
    table is given its table's line; None when nothing of the path stands in the text.
    """
    places = _places(text)
    for length in range(len(path), 0, -1):
        wanted = path[:length]
        found = [place for place in places if place.path == wanted]
        found = found or [place for place in places if place.path[:length] == wanted]
        here = [place for place in found if place.occurrence == occurrence]
        if found:
            return min(place.line for place in here or found)
    return None


def _places(text: str) -> list[_Place]:
    found: list[_Place] = []
    counts: dict[Path, int] = {}
    table: Path = ()
    occurrence = 0
    # Only line feeds end a line of TOML: a text may hold Unicode's other separators.
    for number, line in enumerate(_without_long_texts(text).split("\n"), start=1):
        header = _HEADER.match(line)
        key = None if header is not None else _KEY.match(line)
        if header is not None:
            table = _parts(header["path"])
            occurrence = counts.get(table, 0)
            counts[table] = occurrence + 1
            found.append(_Place(line=number, path=table, occurrence=occurrence))
        elif key is not None:
            path = (*table, *_parts(key["path"]))
            found.append(_Place(line=number, path=path, occurrence=occurrence))
    return found


def _without_long_texts(text: str) -> str:
    """`text` with its texts of several lines emptied: what stands in them looks like keys."""

    def emptied(match: re.Match[str]) -> str:
        whole = match.group()
        return '""' + "\n" * whole.count("\n") if match["long"] else whole

    return _STRING.sub(emptied, text)


def _parts(path: str) -> Path:
    return tuple(_name(part) for part in re.findall(_PART, path))


def _name(part: str) -> str:
    if part[0] not in "\"'":
        return part
    try:
        name = tomllib.loads(f"name = {part}")["name"]
    except tomllib.TOMLDecodeError:
        return part[1:-1]
    return str(name)
