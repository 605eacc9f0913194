"""A field for a password or token: hidden, and shown only while its button is held."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QContextMenuEvent, QHideEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QToolButton

from console.core.secret import Secret
from console.ui.parts.widget_state import set_shown

_EDGE = 4
_BLANKS = re.compile(r"\s+")


class SecretField(QLineEdit):
    """Never gives its text to the clipboard; `blanks=False` drops blanks and line breaks at once.

    Whitespace in a password is kept, for the customer may have it there; in a token it is the
    mail's or the terminal's.
    """

    def __init__(self, *, name: str, accessible_name: str, blanks: bool = True) -> None:
        super().__init__()
        self._blanks = blanks
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.setDragEnabled(False)
        self.show_button = QToolButton(self)
        self.show_button.setObjectName(f"{name}ShowButton")
        self.show_button.setAccessibleName(f"Hold to show: {accessible_name}")
        self.show_button.setText("hold to show")
        self.show_button.setToolTip("Shown only while the mouse button or the space bar is held")
        self.show_button.setProperty("quiet", "true")
        self.show_button.setCursor(Qt.CursorShape.ArrowCursor)
        self.show_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.show_button.hide()
        self.show_button.pressed.connect(self._reveal)
        self.show_button.released.connect(self._conceal)
        self.textChanged.connect(self._follow_text)
        self._conceal()

    def secret(self) -> Secret:
        """What was typed."""
        return Secret(self.text())

    def _reveal(self) -> None:
        self.deselect()
        self._echo(QLineEdit.EchoMode.Normal)

    def _conceal(self) -> None:
        self._echo(QLineEdit.EchoMode.Password)

    def _echo(self, mode: QLineEdit.EchoMode) -> None:
        self.setEchoMode(mode)
        # Qt takes the hint away with the dots; input methods must not learn the text even then.
        self.setInputMethodHints(
            self.inputMethodHints()
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )

    def _follow_text(self, text: str) -> None:
        if not self._blanks and _BLANKS.search(text):
            self.setText(_BLANKS.sub("", text))  # comes here again
            return
        set_shown(self.show_button, bool(text))
        width = self.show_button.sizeHint().width() + _EDGE if text else 0
        self.setTextMargins(0, 0, width, 0)
        if not text:
            self._conceal()
        self._place_button()

    def _place_button(self) -> None:
        hint: QSize = self.show_button.sizeHint()
        height = min(hint.height(), self.height() - 2 * _EDGE)
        self.show_button.setGeometry(
            self.width() - hint.width() - _EDGE,
            (self.height() - height) // 2,
            hint.width(),
            height,
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy and cut do nothing, also while the text is shown."""
        if event.matches(QKeySequence.StandardKey.Copy) or event.matches(
            QKeySequence.StandardKey.Cut
        ):
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """No menu while the text is shown: it would offer to copy."""
        if self.echoMode() == QLineEdit.EchoMode.Password:
            super().contextMenuEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_button()

    def hideEvent(self, event: QHideEvent) -> None:
        self._conceal()
        super().hideEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self._conceal()
