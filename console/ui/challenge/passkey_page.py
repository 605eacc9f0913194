"""How to get a passkey's credential: Cognito's options, and a browser's console to use them in."""

from __future__ import annotations

import json

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from console.core.text import visible_lines
from console.ui.challenge.fitting_text import FittingText
from console.ui.parts.plain_label import PlainLabel
from console.ui.parts.widget_state import set_shown

_SHOWN_LIMIT = 4096  # characters on the screen: laying out more stops the window
_LINES = 3
_STEPS = (
    "1. On the device that has the passkey, open a page of the relying party in a browser.\n"
    "2. Run the snippet in the browser’s console, and let the user confirm.\n"
    "3. Paste the text that it gives into the field below."
)
_UNUSABLE = "Without options that are a JSON object, no browser can make a credential."


def plain_options(options: str | None) -> str | None:
    """The options as JSON of ASCII characters alone; None where they are no JSON object."""
    try:
        value = json.loads(options or "")
    except (ValueError, RecursionError):
        return None
    return json.dumps(value) if isinstance(value, dict) else None


def browser_snippet(options: str) -> str:
    """What to run in a browser. `options` stay data there: a text, read by JSON.parse."""
    return (
        f"const asked = JSON.parse({json.dumps(options)});\n"
        "const made = await navigator.credentials.get({publicKey:\n"
        "  PublicKeyCredential.parseRequestOptionsFromJSON(asked)});\n"
        "JSON.stringify(made);"
    )


class PasskeyPage(QWidget):
    """The options are no secret, so they can be copied; the credential is, and is not here."""

    def __init__(self) -> None:
        super().__init__()
        self._options = _Copied(name="passkeyOptions", title="Options (JSON)")
        self._snippet = _Copied(name="passkeySnippet", title="Snippet for the browser’s console")
        self._unusable = PlainLabel(_UNUSABLE, role="warning", name="passkeyUnusable")
        self._steps = PlainLabel(_STEPS, role="small", name="passkeySteps")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        for widget in (self._options, self._unusable, self._steps, self._snippet):
            layout.addWidget(widget)

    def show_options(self, options: str | None) -> None:
        """CREDENTIAL_REQUEST_OPTIONS as they came."""
        plain = plain_options(options)
        self._options.show_text(plain if plain is not None else options or "")
        set_shown(self._options, bool(options))
        self._snippet.show_text("" if plain is None else browser_snippet(plain))
        set_shown(self._steps, plain is not None)
        set_shown(self._snippet, plain is not None)
        set_shown(self._unusable, plain is None)


class _Copied(QWidget):
    """A label, its text below it, and a button that copies the whole text."""

    def __init__(self, *, name: str, title: str) -> None:
        super().__init__()
        self._whole = ""
        self._text = FittingText(name=name, title=title, lines=_LINES)
        self._copy = QToolButton()
        self._copy.setObjectName(f"{name}CopyButton")
        self._copy.setAccessibleName(f"Copy: {title}")
        self._copy.setText("Copy")
        self._copy.setProperty("quiet", "true")
        head = QHBoxLayout()
        head.addWidget(PlainLabel(title, role="label"), 1)
        head.addWidget(self._copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self._text)
        self._copy.clicked.connect(self._copy_text)

    def show_text(self, text: str) -> None:
        """`text`, cut on the screen alone."""
        self._whole = visible_lines(text)
        self._text.show_text(self._whole[:_SHOWN_LIMIT])
        self._copy.setText("Copy")

    def _copy_text(self) -> None:
        QGuiApplication.clipboard().setText(self._whole)
        self._copy.setText("Copied")
