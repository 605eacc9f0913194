"""Where rows would stand: one sentence, and at most one button."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from console.ui.parts.plain_label import PlainLabel


class EmptyPage(QWidget):
    """Says what to do next."""

    pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._sentence = PlainLabel(role="hint", name="historyEmpty")
        self._button = QPushButton()
        self._button.setObjectName("historyEmptyButton")
        self._button.setProperty("link", "true")
        self._button.setAutoDefault(False)
        self._button.hide()
        self._button.clicked.connect(self.pressed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(8)
        layout.addWidget(self._sentence)
        layout.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)

    def show_sentence(self, sentence: str, button: str) -> None:
        """`button` is empty where there is nothing to do."""
        self._sentence.show_text(sentence)
        self._button.setText(button)
        self._button.setVisible(bool(button))
