"""The field for a one-time code: large, monospace, cleaned of what people paste with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLineEdit

from console.core.conversation.challenges import clean_code
from console.core.secret import Secret
from console.ui.theme import LARGE_PX, fixed_font

_SPACING_PX = 6


class CodeField(QLineEdit):
    """Pasting " 123 456\\n" gives 123456. Knows whether its code is still the one made here."""

    code_changed = Signal()

    def __init__(self, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("code", "true")
        font = fixed_font(LARGE_PX)
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, _SPACING_PX)
        self.setFont(font)
        self.setDragEnabled(False)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhPreferNumbers
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self._made: Secret | None = None
        self.textChanged.connect(self._clean)

    def code(self) -> Secret:
        """What was typed, without blanks and dashes."""
        return Secret(clean_code(self.text()))

    def set_code(self, code: Secret, *, from_seed: bool = False) -> None:
        """Fills the field, as if typed."""
        self._made = code if from_seed else None
        self.setText(code.reveal())

    @property
    def from_seed(self) -> bool:
        """Whether the code is one that was made from a seed, unchanged."""
        return self._made is not None and self._made == self.code()

    def _clean(self, text: str) -> None:
        cleaned = clean_code(text)
        if cleaned != text:
            place = len(clean_code(text[: self.cursorPosition()]))
            self.setText(cleaned)  # comes here again
            self.setCursorPosition(place)
            return
        self.code_changed.emit()
