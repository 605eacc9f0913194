"""The field for a passkey's credential: pasted whole, given to no clipboard, nothing to undo."""

from __future__ import annotations

import json

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QPlainTextEdit

from console.core.conversation.webauthn import CREDENTIAL_LIMIT
from console.core.secret import Secret
from console.ui.theme import fixed_font

_HEIGHT_PX = 72
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def clean_credential(text: str) -> str:
    """The JSON alone: browsers' consoles print a text with quotes around it."""
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] == "'":
        return text[1:-1]
    if text.startswith('"'):
        try:
            inner = json.loads(text)
        except ValueError:
            return text
        return inner if isinstance(inner, str) else text
    return text


class CredentialField(QPlainTextEdit):
    """Enter goes on to the form, as in its other fields."""

    def __init__(self, *, name: str, accessible_name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setFont(fixed_font())
        self.setFixedHeight(_HEIGHT_PX)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )

    def credential(self) -> Secret:
        """What was pasted, as it will be sent."""
        return Secret(clean_credential(self.toPlainText()))

    def createMimeDataFromSelection(self) -> QMimeData:
        """Nothing: neither the clipboard nor a drag takes the credential away."""
        return QMimeData()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Plain text only, and little more than a credential can have."""
        self.insertPlainText(source.text()[: CREDENTIAL_LIMIT + 1])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy and cut do nothing; Enter is the form's."""
        if event.matches(QKeySequence.StandardKey.Copy) or event.matches(
            QKeySequence.StandardKey.Cut
        ):
            return
        if event.key() in _ENTER:
            event.ignore()
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Only Paste: the field's own menu would offer to copy."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("&Paste").triggered.connect(self.paste)
        menu.popup(event.globalPos())
