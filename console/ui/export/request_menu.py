"""Copies the attempt's request as code that sends it, with placeholders for secrets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QPushButton

if TYPE_CHECKING:
    from console.cases.code import Language

_TITLES = {"aws_cli": "&AWS CLI", "python": "&boto3 (Python)", "csharp": "&C# (.NET SDK)"}
_READY = "The first request of this attempt as code, with placeholders for secrets"
_NONE = "This attempt sent no request"


class RequestMenu(QPushButton):
    """A button with a language each; off where the attempt has no request."""

    copied = Signal()

    def __init__(self) -> None:
        super().__init__("Copy &request as")
        self._codes: Mapping[Language, str] = {}
        self.setObjectName("copyRequestButton")
        self.setAutoDefault(False)
        menu = QMenu(self)
        menu.setObjectName("copyRequestMenu")
        self._actions = {name: menu.addAction(title) for name, title in _TITLES.items()}
        for name, action in self._actions.items():
            action.setObjectName(f"copyRequest_{name}")
            action.triggered.connect(lambda _checked=False, name=name: self._copy(name))
        self.setMenu(menu)

    def show_codes(self, codes: Mapping[Language, str]) -> None:
        """What there is to copy, by language."""
        self._codes = codes
        for name, action in self._actions.items():
            action.setVisible(name in {str(language) for language in codes})
        self.setToolTip(_READY if codes else _NONE)

    def set_ready(self, ready: bool) -> None:
        """Whether the codes are of what is shown."""
        self.setEnabled(ready and bool(self._codes))

    def _copy(self, name: str) -> None:
        for language, text in self._codes.items():
            if str(language) == name:
                QGuiApplication.clipboard().setText(text)
                self.copied.emit()
