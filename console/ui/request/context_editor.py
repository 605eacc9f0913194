"""ContextData: what the app's server would tell Cognito about the device that signs in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from console.core.fields import FieldProblem
from console.core.request import ContextData
from console.ui.parts.field_block import FieldBlock
from console.ui.parts.plain_label import PlainLabel
from console.ui.parts.secret_field import SecretField
from console.ui.request.pairs_editor import PairsEditor

_LINES = (
    ("ip_address", "IP address", "203.0.113.7"),
    ("server_name", "Server name", "shop.example.com"),
    ("server_path", "Server path", "/login"),
)
_HEADERS = "context_data.http_headers"


class ContextEditor(QWidget):
    """Nothing typed means that no ContextData is sent; else address, name and path are needed."""

    edited = Signal()
    left = Signal(str)  # the name of the field that the operator left

    def __init__(self) -> None:
        super().__init__()
        self._lines: dict[str, QLineEdit] = {}
        self._blocks: dict[str, FieldBlock] = {}
        for key, label, example in _LINES:
            line = QLineEdit()
            line.setObjectName(f"{key}Field")
            line.setPlaceholderText(f"for example {example}")
            self._lines[key] = line
            self._add_block(f"context_data.{key}", label, line)
        self.headers = PairsEditor(name="headers", noun="header", key_word="name", field=_HEADERS)
        self._encoded = SecretField(
            name="encodedDataField", accessible_name="Encoded data", blanks=False
        )
        self._add_block("context_data.encoded_data", "Encoded data", self._encoded)
        self._build_ui()
        self._connect()

    def _add_block(self, name: str, label: str, field: QWidget) -> None:
        block = FieldBlock(label=label, field=field)
        block.left.connect(lambda: self.left.emit(name))
        self._blocks[name] = block

    def _build_ui(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        encoded = self._blocks["context_data.encoded_data"]
        for block in self._blocks.values():
            if block is not encoded:
                layout.addWidget(block)
        layout.addWidget(PlainLabel("HTTP headers", role="label"))
        layout.addWidget(self.headers)
        layout.addWidget(encoded)

    def _connect(self) -> None:
        for line in (*self._lines.values(), self._encoded):
            line.textChanged.connect(self.edited)
        self.headers.edited.connect(self.edited)

    def value(self) -> ContextData | None:
        """What was typed, or None when nothing was."""
        headers = self.headers.pairs()
        texts = {key: line.text() for key, line in self._lines.items()}
        encoded = self._encoded.secret()
        if not headers and not encoded and not any(texts.values()):
            return None
        return ContextData(
            ip_address=texts["ip_address"],
            server_name=texts["server_name"],
            server_path=texts["server_path"],
            http_headers=headers,
            encoded_data=encoded or None,
        )

    def count(self) -> int:
        """How many fields are set; each header is one."""
        typed = [line for line in (*self._lines.values(), self._encoded) if line.text()]
        return len(typed) + len(self.headers.pairs())

    def fields(self) -> tuple[str, ...]:
        """The names of the fields that problems can be about."""
        return (*self._blocks, _HEADERS)

    def show_problems(self, problems: Mapping[str, Sequence[FieldProblem]]) -> None:
        """Shows exactly these, by the name of the field."""
        for name, block in self._blocks.items():
            block.show_problems(problems.get(name, ()))
        self.headers.show_problems(list(problems.get(_HEADERS, ())))

    def focus_field(self, name: str) -> None:
        """Puts the cursor into the field that a problem is about."""
        if name in self._blocks:
            self._blocks[name].field.setFocus()
        else:
            self.headers.focus_first()

    def forget_secrets(self) -> None:
        """Empties what belongs to one customer's device."""
        self._encoded.clear()
