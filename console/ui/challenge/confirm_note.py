"""The second step before what cannot be taken back: asked in the page, not in a dialog."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from console.ui.parts.plain_label import PlainLabel
from console.ui.parts.widget_state import restyle


class ConfirmNote(QFrame):
    """Hidden until asked. Enter does not confirm: a second Enter must not change a user."""

    confirmed = Signal()
    declined = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("confirmNote")
        self._text = PlainLabel(role="bold", name="confirmText")
        self._yes = QPushButton()
        self._yes.setObjectName("confirmButton")
        self._no = QPushButton("&Back")
        self._no.setObjectName("backButton")
        self._no.setAccessibleName("Back")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._yes)
        buttons.addWidget(self._no)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 12)
        layout.setSpacing(8)
        layout.addWidget(self._text)
        layout.addLayout(buttons)
        self._yes.clicked.connect(self.confirmed)
        self._no.clicked.connect(self.declined)
        self.hide()

    def ask(self, question: str, *, strong: bool, yes: str = "&Set it") -> None:
        """Shows the question; `strong` where a mistake would hit a customer.

        `yes` is the text of the button that confirms, with its mnemonic.
        """
        self._text.show_text(question)
        self._yes.setText(yes)
        self._yes.setAccessibleName(yes.replace("&", ""))
        tone = "bad" if strong else "warn"
        restyle(self, "note", tone)
        restyle(self._text, "tone", tone)
        self._yes.setAccessibleDescription(question)
        self.show()
        self._yes.setFocus()
