"""The fault table: what each fault has to give. `make docs` publishes it as docs/faults.md."""

from __future__ import annotations

import csv
import functools
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final

from tests.faults.registry import FAMILIES

_FILE: Final = Path(__file__).with_name("table.csv")
_INTRO: Final = """\
# Faults

What the console says of each fault that can be staged on this machine: names, connections, TLS, proxies, pages of the network, refusals, and answers that no Cognito gives.
Made by `make docs` from `tests/faults/table.csv`; every test run stages every fault and compares each column.

- **sent**: whether the request of the last step left this machine. `maybe`: its bytes were on the way.
- **outcome**: `not_sent` only where nothing left; `unknown` where it left and no believable answer came, so that the try may have counted; never `failed` without Cognito's own word.
- **requests**: HTTP requests that left, counted by a proxy in front of the fault. One a step, never more: nothing is repeated.
- A sign-in in two steps answers an SMS code in the second. "–": there is nothing to classify.
"""  # noqa: E501  # a line of Markdown is a paragraph


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One fault and what it has to give, as text."""

    fault: str
    staged: str
    sent: str
    outcome: str
    classification: str
    next_step: str
    requests: str


@functools.cache
def rows() -> tuple[Row, ...]:
    """The rows in the order of the file."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return tuple(Row(**row) for row in csv.DictReader(file))


def document() -> Path:
    """docs/faults.md."""
    return Path(__file__).parents[2] / "docs" / "faults.md"


def page() -> str:
    """The table as Markdown, a section a family."""
    by_name = {row.fault: row for row in rows()}
    lines = [_INTRO]
    for family, faults in FAMILIES.items():
        lines += [f"## {family}", "", *_section([by_name[name] for name in faults]), ""]
    return "\n".join(lines).rstrip() + "\n"


def _section(found: list[Row]) -> Iterator[str]:
    names = [field.name for field in fields(Row)]
    yield "| " + " | ".join(name.replace("_", " ") for name in names) + " |"
    yield "|" + "---|" * len(names)
    for row in found:
        cells = [f"`{row.fault}`", *(getattr(row, name) for name in names[1:])]
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    document().write_text(page(), encoding="utf-8")
