"""Labels for texts of any origin: shown letter by letter, wrapped to their column."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy

from console.core.text import visible_lines

_RUN = 28
_LONG_RUN = re.compile(rf"\S{{{_RUN}}}(?=\S)")
_BREAK = "\u200b"  # ours alone: `visible` turns one that comes from outside into an escape


class PlainLabel(QLabel):
    """`role` is a property of the style sheet. Escape outside texts with `visible` first."""

    def __init__(
        self, text: str = "", *, role: str = "", name: str = "", wrap: bool = True
    ) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if wrap:
            policy = self.sizePolicy()
            policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
            self.setSizePolicy(policy)
        if role:
            self.setProperty("role", role)
        if name:
            self.setObjectName(name)
        self.show_text(text)

    def show_text(self, text: str) -> None:
        """Shows `text`, whose line feeds are kept and whose other hidden characters are escaped."""
        self.setText(breakable(visible_lines(text)))


def breakable(text: str) -> str:
    """`text` with a place to break in every run that a narrow column could not hold."""
    return _LONG_RUN.sub(lambda match: match.group() + _BREAK, text)
