"""The case as Markdown for a ticket: one paragraph first, then what stands behind it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO

from console.cases.case import Case
from console.cases.case_report import case_report
from console.cases.markdown_table import table
from console.cases.markdown_text import code, prose
from console.cases.report import Block, Bullets, Figure, Kind, Line, Paragraph, Report, Table

_TIME = re.compile(r"^ *- \d+ ms ", re.MULTILINE)


class MarkdownFormat:
    """For people, to paste into a ticket."""

    name = "md"
    suffix = ".md"
    title = "Markdown (for a ticket)"

    def write(self, case: Case, stream: BinaryIO) -> None:
        """Writes UTF-8."""
        stream.write("".join(f"{line}\n" for line in _lines(case_report(case))).encode())

    def texts(self, document: str) -> Iterator[str]:
        """Its lines, those of the timeline without their times."""
        yield from _TIME.sub("", document).split("\n")


def _lines(report: Report) -> Iterator[str]:
    yield _line(report.summary)
    if report.warning:
        yield from ("", _line(report.warning))
    for section in report.sections:
        yield from ("", f"## {section.title}")
        for block in section.blocks:
            if not isinstance(block, Figure):
                yield ""
                yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield _line(block.line)
    elif isinstance(block, Table):
        yield from table(block.columns, (tuple(map(_line, row)) for row in block.rows))
    elif isinstance(block, Bullets):
        yield from (f"{'  ' * item.depth}- {_line(item.line)}" for item in block.items)


def _line(line: Line) -> str:
    return "".join(_RENDERERS[kind](text) for kind, text in line)


def _strong(text: str) -> str:
    return f"**{text}**"


# By the span's kind: others' texts form no structure.
_RENDERERS: dict[Kind, Callable[[str], str]] = {
    Kind.OURS: str,
    Kind.STRONG: _strong,
    Kind.CODE: code,
    Kind.PROSE: prose,
}
