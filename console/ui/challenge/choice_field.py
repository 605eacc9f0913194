"""Radio buttons for one of the values that Cognito offers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QSizePolicy, QVBoxLayout, QWidget

from console.ui.challenge.challenge_words import choice_words
from console.ui.parts.tooltip import plain_menu_text, plain_tooltip


class ChoiceField(QWidget):
    """Nothing is chosen at first, so that nothing is sent by accident."""

    chosen = Signal()

    def __init__(self, *, name: str, choices: Sequence[str]) -> None:
        super().__init__()
        self.setObjectName(name)
        self._choices = tuple(choices)
        self._group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for number, choice in enumerate(self._choices):
            button = QRadioButton(plain_menu_text(choice_words(choice)))
            button.setObjectName(f"{name}Choice{number + 1}")
            button.setAccessibleName(choice_words(choice))
            button.setToolTip(plain_tooltip(choice_words(choice)))
            # A long name from outside is cut, so that it does not widen the column.
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            self._group.addButton(button, number)
            layout.addWidget(button)
        self._group.idToggled.connect(lambda _number, _on: self.chosen.emit())

    def focus_first(self) -> None:
        """Goes to the first; a focus proxy would keep Tab from the rest of the window."""
        buttons = self._group.buttons()
        if buttons:
            buttons[0].setFocus()

    def choice(self) -> str:
        """Cognito's own name of what is chosen, or ""."""
        number = self._group.checkedId()
        return self._choices[number] if number >= 0 else ""
