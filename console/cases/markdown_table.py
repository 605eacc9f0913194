"""Tables of Markdown; the cells are safe already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def table(columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """The lines of a table."""
    yield _row(columns)
    yield _row(("---",) * len(columns))
    for row in rows:
        yield _row(row)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
