"""A coloured note in the page, which is told aloud too."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from console.ui.parts.plain_label import PlainLabel


class Note(QFrame):
    """Hidden until there is something to say; `button` is what can be done about it."""

    pressed = Signal()

    def __init__(self, *, name: str, tone: str, button: QPushButton | None = None) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("note", tone)
        self._title = PlainLabel(role="bold", name=f"{name}Title")
        self._text = PlainLabel(role="small", name=f"{name}Text")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(2)
        for label in (self._title, self._text):
            label.setProperty("tone", tone)
            layout.addWidget(label)
        if button is not None:
            row = QHBoxLayout()
            row.setContentsMargins(0, 6, 0, 4)
            row.addWidget(button)
            row.addStretch(1)
            layout.addLayout(row)
            button.clicked.connect(self.pressed)
        self.hide()

    def show_words(self, title: str, text: str) -> None:
        """`title` is bold. Told aloud too: the focus stays where it is."""
        self._title.show_text(title)
        self._text.show_text(text)
        self.setAccessibleName(f"{title} {text}")
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
