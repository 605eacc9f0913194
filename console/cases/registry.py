"""The formats of a case, by name and by the suffix of a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import BinaryIO, Protocol

from console.cases.case import Case
from console.cases.html_format import HtmlFormat
from console.cases.json_format import JsonFormat
from console.cases.markdown_format import MarkdownFormat
from console.core.errors import UserFacingError
from console.core.text import visible


class CaseFormat(Protocol):
    """One way to write a case; `title` is for a choice on screen."""

    @property
    def name(self) -> str: ...
    @property
    def suffix(self) -> str: ...
    @property
    def title(self) -> str: ...

    def write(self, case: Case, stream: BinaryIO) -> None: ...

    def texts(self, document: str) -> Iterator[str]:
        """What a written file says, without the syntax of the format."""
        ...


_ALL: tuple[CaseFormat, ...] = (JsonFormat(), MarkdownFormat(), HtmlFormat())
FORMATS: dict[str, CaseFormat] = {each.name: each for each in _ALL}


def by_name(name: str) -> CaseFormat:
    """The format of this name; UserFacingError for another."""
    if name in FORMATS:
        return FORMATS[name]
    raise UserFacingError(
        f"A case cannot be written as {visible(name, 40)}.",
        f"The formats are {', '.join(FORMATS)}.",
        "Choose one of them.",
    )


def by_suffix(path: PurePath) -> CaseFormat:
    """The format that the file's name asks for; UserFacingError where it asks for none."""
    for each in _ALL:
        if path.suffix.lower() == each.suffix:
            return each
    suffixes = f"{', '.join(each.suffix for each in _ALL[:-1])} or {_ALL[-1].suffix}"
    raise UserFacingError(
        f"The file name {visible(path.name, 120)} says no format.",
        f"The format follows the suffix, which is {suffixes}.",
        "Give the file one of these suffixes.",
    )
