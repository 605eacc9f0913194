"""A case as lines of text: its report, or its bare content for a comparison."""

from __future__ import annotations

from collections.abc import Iterator

from console.cases.case import Case
from console.cases.case_report import case_report
from console.cases.json_format import Object
from console.cases.report import Block, Bullets, Line, Paragraph, Table
from console.cases.schema import steady
from console.core.text import visible

_INDENT = "  "


def report_lines(case: Case) -> Iterator[str]:
    """What the formats for people say, without their marks."""
    report = case_report(case)
    yield _line(report.summary)
    if report.warning:
        yield from ("", _line(report.warning))
    for section in report.sections:
        yield from ("", section.title.upper())
        for block in section.blocks:
            yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield _line(block.line)
    elif isinstance(block, Bullets):
        yield from (f"{_INDENT * item.depth}- {_line(item.line)}" for item in block.items)
    elif isinstance(block, Table):
        yield from _table(block)


def _table(block: Table) -> Iterator[str]:
    rows = [block.columns, *(tuple(map(_line, row)) for row in block.rows)]
    if block.columns == ("Field", "Value"):
        del rows[0]
    widths = [max(len(row[column]) for row in rows) for column in range(len(block.columns))]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield f"{_INDENT}{_INDENT.join(cells)}".rstrip()


def _line(line: Line) -> str:
    return visible("".join(text for _, text in line))


def normalized_lines(content: Object) -> Iterator[str]:
    """The content as it is in every run of the same scenario, a value to a line."""
    yield from _tree(steady(content), "")


def _tree(value: object, indent: str) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _member(f"{indent}{visible(name)}:", inner, indent)
    elif isinstance(value, list):
        for inner in value:
            yield from _member(f"{indent}-", inner, indent)


def _member(head: str, value: object, indent: str) -> Iterator[str]:
    if isinstance(value, dict | list) and value:
        yield head
        yield from _tree(value, indent + _INDENT)
    else:
        yield f"{head} {_word(value)}"


def _word(value: object) -> str:
    if value is None or isinstance(value, bool):
        return {None: "none", True: "yes", False: "no"}[value]
    if isinstance(value, dict | list):
        return "none of any"
    return visible(str(value))
