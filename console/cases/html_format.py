"""The case as one HTML file: no script, nothing loaded from anywhere, the timeline drawn."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import BinaryIO

from console.cases.case import Case
from console.cases.case_report import case_report
from console.cases.html_style import STYLE
from console.cases.html_text import escaped, line
from console.cases.html_waterfall import waterfall
from console.cases.report import Block, Bullets, Figure, Paragraph, Report, Table

# Whatever a mistake let into the file: a browser runs no script and loads nothing for it.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_TAG = re.compile(r"<[^>]*>")


class HtmlFormat:
    """For people, to read and to print."""

    name = "html"
    suffix = ".html"
    title = "HTML (to read and print)"

    def write(self, case: Case, stream: BinaryIO) -> None:
        """Writes UTF-8."""
        lines = "".join(f"{each}\n" for each in _page(case, case_report(case)))
        stream.write(lines.encode())

    def texts(self, document: str) -> Iterator[str]:
        """What is read between its tags; the style is ours, and attributes have numbers alone."""
        body = document.partition("</style>")[2]
        for text in dict.fromkeys(_TAG.split(body)):
            yield html.unescape(text)


def _page(case: Case, report: Report) -> Iterator[str]:
    yield "<!DOCTYPE html>"
    yield '<html lang="en">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="viewport" content="width=device-width">'
    yield '<meta name="referrer" content="no-referrer">'
    title = f"{report.title} {case.ticket or ''}".strip()
    yield f"<title>{escaped(title)}</title>"
    yield f"<style>{STYLE}</style>"
    yield "</head>"
    yield "<body>"
    yield f"<h1><bdi>{escaped(title)}</bdi></h1>"
    if report.warning:
        yield f'<p class="warning">{line(report.warning)}</p>'
    yield f'<p class="summary">{line(report.summary)}</p>'
    for section in report.sections:
        yield f"<section><h2>{escaped(section.title)}</h2>"
        for block in section.blocks:
            yield from _block(case, block)
        yield "</section>"
    yield "</body>"
    yield "</html>"


def _block(case: Case, block: Block) -> Iterator[str]:
    if isinstance(block, Figure):
        yield from waterfall(case.events)
    elif isinstance(block, Paragraph):
        yield f"<p>{line(block.line)}</p>"
    elif isinstance(block, Table):
        yield from _table(block)
    elif isinstance(block, Bullets):
        yield from _bullets(block)


def _table(block: Table) -> Iterator[str]:
    head = "".join(f'<th scope="col">{escaped(name)}</th>' for name in block.columns)
    yield f"<table><thead><tr>{head}</tr></thead><tbody>"
    for row in block.rows:
        yield f"<tr>{''.join(f'<td>{line(cell)}</td>' for cell in row)}</tr>"
    yield "</tbody></table>"


def _bullets(block: Bullets) -> Iterator[str]:
    yield "<ul>"
    for item in block.items:
        below = ' class="below"' if item.depth else ""
        yield f"<li{below}>{line(item.line)}</li>"
    yield "</ul>"
