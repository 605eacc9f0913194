"""What a case says to people, before it has the form of any format: sections of typed parts.

A format renders spans, and so decides once for all how texts of others are made harmless.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple, TypeAlias

NOTHING = "–"


class Kind(Enum):
    """Whose words a span has."""

    OURS = 1
    STRONG = 2  # ours, to be seen first
    CODE = 3  # of others, verbatim
    PROSE = 4  # a sentence that may have words of others in it


class Span(NamedTuple):
    """A piece of a line."""

    kind: Kind
    text: str


Line: TypeAlias = tuple[Span, ...]


class Bullet(NamedTuple):
    """An entry of a list; one of depth 1 belongs to the one before it."""

    line: Line
    depth: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullets:
    """A list."""

    items: tuple[Bullet, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of as many cells as there are columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One line of text."""

    line: Line


class Figure(Enum):
    """A place where a format that can draw draws."""

    WATERFALL = "waterfall"


Block: TypeAlias = "Bullets | Table | Paragraph | Figure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A title, and what stands below it."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """`summary` is one paragraph; `warning` says that the case is no evidence, where it is none."""

    title: str
    summary: Line
    warning: Line
    sections: tuple[Section, ...]


def ours(text: str) -> Span:
    """Words of the program."""
    return Span(Kind.OURS, text)


def strong(text: str) -> Span:
    """Words of the program that stand out."""
    return Span(Kind.STRONG, text)


def code(text: str) -> Span:
    """A text of others, verbatim; a dash where it is empty."""
    return Span(Kind.CODE, text) if text else ours(NOTHING)


def prose(text: str) -> Span:
    """A sentence; a dash where it is empty."""
    return Span(Kind.PROSE, text) if text.strip() else ours(NOTHING)


def spaced(*spans: Span) -> Line:
    """The spans with a blank between each two."""
    line: list[Span] = []
    for span in spans:
        line += [ours(" "), span] if line else [span]
    return tuple(line)


def pairs(rows: list[tuple[str, Line]]) -> Table:
    """A table of names and values."""
    return Table(
        columns=("Field", "Value"), rows=tuple(((ours(name),), value) for name, value in rows)
    )
