"""ContextData: what the app's server would tell Cognito about the device that signs in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from console.core.fields import FieldProblem
from console.core.request import ContextData
from console.ui.parts.field_block import FieldBlock
from console.ui.parts.pairs_editor import PairsEditor
from console.ui.parts.plain_label import PlainLabel
from console.ui.parts.secret_field import SecretField
from console.ui.parts.widget_state import set_shown

_LINES = (
    ("ip_address", "IP address", "203.0.113.7"),
    ("server_name", "Server name", "shop.example.com"),
    ("server_path", "Server path", "/login"),
)
_HEADERS = "context_data.http_headers"
_ENCODED = "context_data.encoded_data"
_ANALYTICS = "analytics_endpoint_id"
_ADMIN_ONLY = ("server_name", "server_path")
_PUBLIC = "The public path sends the address and the encoded data only, as UserContextData."
_ON_BOTH = f"Admin path: all of it. {_PUBLIC}"


class ContextEditor(QWidget):
    """Nothing typed means that no ContextData is sent; else address, name and path are needed."""

    edited = Signal()
    left = Signal(str)  # the name of the field that the operator left

    def __init__(self) -> None:
        super().__init__()
        self._admin = True  # the admin path is taken, alone or first
        self._lines: dict[str, QLineEdit] = {}
        self._blocks: dict[str, FieldBlock] = {}
        for key, label, example in _LINES:
            line = _line(f"{key}Field", f"for example {example}")
            self._lines[key] = line
            self._add_block(f"context_data.{key}", label, line)
        self.headers = PairsEditor(
            name="headers", noun="header", key_word="name", field=_HEADERS, repeats=True
        )
        self._encoded = SecretField(
            name="encodedDataField", accessible_name="Encoded data", blanks=False
        )
        self._add_block(_ENCODED, "Encoded data", self._encoded)
        self._endpoint = _line("analyticsEndpointField", "AnalyticsEndpointId")
        self._add_block(_ANALYTICS, "Analytics endpoint id (AnalyticsMetadata)", self._endpoint)
        self._path_line = PlainLabel(role="hint", name="contextPathLine")
        self._headers_part = QWidget()
        self._build_ui()
        self._connect()
        self.show_for("admin")

    def _add_block(self, name: str, label: str, field: QWidget) -> None:
        block = FieldBlock(label=label, field=field)
        block.left.connect(lambda: self.left.emit(name))
        self._blocks[name] = block

    def _build_ui(self) -> None:
        headers = QVBoxLayout(self._headers_part)
        headers.setContentsMargins(0, 0, 0, 0)
        headers.setSpacing(4)
        headers.addWidget(PlainLabel("HTTP headers; a name may come again", role="label"))
        headers.addWidget(self.headers)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._path_line)
        for key, _, _ in _LINES:
            layout.addWidget(self._blocks[f"context_data.{key}"])
        layout.addWidget(self._headers_part)
        layout.addWidget(self._blocks[_ENCODED])
        layout.addWidget(self._blocks[_ANALYTICS])

    def _connect(self) -> None:
        for line in (*self._lines.values(), self._encoded, self._endpoint):
            line.textChanged.connect(self.edited)
        self.headers.edited.connect(self.edited)

    def show_for(self, path_word: str) -> None:
        """Follows the path: admin, public or both."""
        self._admin = path_word != "public"
        self._path_line.show_text({"public": _PUBLIC, "both": _ON_BOTH}.get(path_word, ""))
        set_shown(self._path_line, path_word != "admin")
        for key in _ADMIN_ONLY:
            set_shown(self._blocks[f"context_data.{key}"], self._admin)
        set_shown(self._headers_part, self._admin)

    def value(self) -> ContextData | None:
        """What was typed and the path takes, or None when nothing was."""
        headers = self.headers.rows() if self._admin else ()
        texts = {key: self._text(key) for key in self._lines}
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

    def endpoint(self) -> str | None:
        """AnalyticsEndpointId, or None when none was typed."""
        return self._endpoint.text().strip() or None

    def count(self) -> int:
        """How many fields are set and go along; each header is one."""
        typed = [key for key in self._lines if self._text(key)]
        others = [line for line in (self._encoded, self._endpoint) if line.text()]
        return len(typed) + len(others) + (len(self.headers.rows()) if self._admin else 0)

    def problems(self) -> tuple[FieldProblem, ...]:
        """What is wrong with the headers' rows."""
        return self.headers.problems() if self._admin else ()

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

    def _text(self, key: str) -> str:
        sent = self._admin or key not in _ADMIN_ONLY
        return self._lines[key].text() if sent else ""


def _line(name: str, example: str) -> QLineEdit:
    line = QLineEdit()
    line.setObjectName(name)
    line.setPlaceholderText(example)
    return line
