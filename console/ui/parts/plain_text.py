"""Read-only text that can be selected and copied; as plain text, whatever it says."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QTextOption
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy

from console.core.text import visible_lines
from console.ui.theme import fixed_font

_LEAST_LINES, _FRAME_PX = 1, 2


class PlainText(QPlainTextEdit):
    """Monospace, for what Cognito or the wire said. `fit`: as high as its text, in a page."""

    def __init__(self, *, name: str, title: str, fit: bool = False) -> None:
        super().__init__()
        self._fit = fit
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setFont(fixed_font())
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        if fit:
            self.setProperty("bare", "true")
            self.setFrameShape(QFrame.Shape.NoFrame)
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.document().setDocumentMargin(0)
        else:
            self.setProperty("sunken", "true")

    def show_text(self, text: str) -> None:
        """Shows `text`; line feeds are kept, other hidden characters become escapes."""
        shown = visible_lines(text)
        if shown != self.toPlainText():
            self.setPlainText(shown)
        if self._fit:
            self._fit_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fit and event.size().width() != event.oldSize().width():
            self._fit_height()

    def _fit_height(self) -> None:
        # A plain-text document measures its height in lines.
        lines = max(_LEAST_LINES, round(self.document().size().height()))
        height = lines * self.fontMetrics().lineSpacing() + 2 * _FRAME_PX
        if height != self.height():
            self.setFixedHeight(height)
