"""A small link that copies a text, and says that it did."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from console.ui.parts.tooltip import plain_tooltip

_COPIED = "Copied"


class CopyLink(QPushButton):
    """`what` is said to assistive technology: "Copy the query for ListUsers"."""

    def __init__(self, words: str, *, name: str, what: str) -> None:
        super().__init__(words)
        self._words = words
        self._text = ""
        self.setObjectName(name)
        self.setAccessibleName(what)
        self.setProperty("link", "true")
        self.setAutoDefault(False)
        self.clicked.connect(self._copy)

    def set_text_to_copy(self, text: str) -> None:
        """What is copied; another text has not been copied yet."""
        if text != self._text:
            self._text = text
            self.setText(self._words)
            self.setToolTip(plain_tooltip(*text.splitlines()))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text)
        self.setText(_COPIED)
