"""A TOTP key that the operator has at hand: makes codes from it, and may have it kept."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from console.core.errors import UserFacingError
from console.core.fields import FieldProblem
from console.core.ports import Clock
from console.core.secret import Secret
from console.core.totp import totp_code
from console.ui.parts.field_block import FieldBlock
from console.ui.parts.secret_field import SecretField

_FIELD = "seedField"
_EMPTY = "Type the key: letters A to Z and digits 2 to 7."


class SeedForm(QWidget):
    """Hidden until it is asked for."""

    code_made = Signal(object)  # Secret

    def __init__(self, *, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self._seed = SecretField(name=_FIELD, accessible_name="Key of the app", blanks=False)
        self._block = FieldBlock(label="Key of the authenticator app", field=self._seed)
        self._keep = QCheckBox("Keep it in the &keyring")
        self._keep.setObjectName("keepSeedBox")
        self._keep.setAccessibleName("Keep the key in the keyring")
        self._make = QPushButton("&Make the code")
        self._make.setObjectName("makeCodeButton")
        self._make.setAccessibleName("Make the code from this key")
        row = QHBoxLayout()
        row.addWidget(self._make)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._block)
        layout.addWidget(self._keep)
        layout.addLayout(row)
        self._make.clicked.connect(self.make_code)
        self._seed.textChanged.connect(lambda _text: self._block.show_problems(()))
        self.hide()

    def open(self) -> None:
        """Shows the field and goes there."""
        self.show()
        self._seed.setFocus()

    def make_code(self) -> None:
        """The code of this moment, or what is wrong with the key."""
        try:
            code = totp_code(self._seed.secret(), self._clock.now())
        except UserFacingError as error:
            sentence = error.sentence() if self._seed.text() else _EMPTY
            self._block.show_problems([FieldProblem(field=_FIELD, sentence=sentence)])
            self._seed.setFocus()
            return
        self._block.show_problems(())
        self.code_made.emit(code)

    def holds(self, widget: QWidget | None) -> bool:
        """Whether the key is being typed."""
        return widget is self._seed

    def kept_seed(self) -> Secret | None:
        """The key, when the operator wants it kept."""
        return self._seed.secret() if self._keep.isChecked() and self._seed.text() else None

    def clear(self) -> None:
        """Closed, and the key is forgotten."""
        self._seed.setText("")  # unlike `clear`, this leaves nothing to undo
        self._keep.setChecked(False)
        self._block.show_problems(())
        self.hide()
