"""Completes what is typed in a field from names that are known, wherever it stands in them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit


class NameCompleter(QCompleter):
    """Belongs to its field; `title` is said to assistive technology of the list that opens."""

    def __init__(self, field: QLineEdit, *, title: str, names: Sequence[str] = ()) -> None:
        super().__init__(field)
        self._names = QStringListModel(list(names), self)
        self.setModel(self._names)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        popup = self.popup()
        if popup is not None:
            popup.setObjectName(f"{field.objectName()}Names")
            popup.setAccessibleName(title)
            popup.setProperty("names", "true")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Enter is not the list's: it closes it, and goes on to the field and its form."""
        popup, field = self.popup(), self.widget()
        if (
            popup is not None
            and watched is popup
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            popup.hide()
            QCoreApplication.sendEvent(field, event)
            return True
        return super().eventFilter(watched, event)

    def offer(self, names: Sequence[str]) -> None:
        """Exactly these."""
        self._names.setStringList(list(names))
