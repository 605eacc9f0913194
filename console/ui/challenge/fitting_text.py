"""Read-only text in a page, as high as it is, up to a number of lines."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent

from console.ui.parts.plain_text import PlainText

_PADDING_PX = 9  # above and below the text, by the style sheet


class FittingText(PlainText):
    """Scrolls what does not fit. Its bar is always there or never: one by need changes the fit."""

    def __init__(self, *, name: str, title: str, lines: int) -> None:
        super().__init__(name=name, title=title)
        self._most = lines
        self.document().setDocumentMargin(0)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_text(self, text: str) -> None:
        """Shows `text`; line feeds are kept, other hidden characters become escapes."""
        super().show_text(text)
        self._fit_lines()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_lines()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit_lines()

    def _fit_lines(self) -> None:
        lines = max(1, round(self.document().size().height()))  # a plain text counts in lines
        policy = Qt.ScrollBarPolicy
        fits = lines <= self._most
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAlwaysOff if fits else policy.ScrollBarAlwaysOn
        )
        height = min(lines, self._most) * self.fontMetrics().lineSpacing() + 2 * _PADDING_PX
        if height != self.height():
            self.setFixedHeight(height)
