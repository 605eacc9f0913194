"""What an empty table says: one sentence, and at most one button."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QPushButton, QVBoxLayout, QWidget

from console.ui.parts.plain_label import PlainLabel


class TableNotice(QWidget):
    """Lies over the table's empty viewport; hides itself as soon as there are lines."""

    clear_requested = Signal()

    def __init__(self, table: QAbstractItemView) -> None:
        super().__init__()
        self._model: QAbstractItemModel = table.model()
        self._build_ui()
        column = QVBoxLayout(table.viewport())
        column.addWidget(self)
        self._clear.clicked.connect(self.clear_requested)
        self._model.rowsInserted.connect(self._follow)
        self._model.rowsRemoved.connect(self._follow)
        self._model.modelReset.connect(self._follow)
        self._follow()

    def show_text(self, text: str, *, clearable: bool) -> None:
        """The sentence; `clearable` offers to clear the filter."""
        self._text.show_text(text)
        self._clear.setVisible(clearable)

    def _build_ui(self) -> None:
        self._text = PlainLabel(role="muted", name="timelineNotice")
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._clear = QPushButton("Clear the filter")
        self._clear.setObjectName("clearFilterButton")
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(1)
        column.addWidget(self._text)
        column.addWidget(self._clear, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def _follow(self) -> None:
        self.setVisible(self._model.rowCount() == 0)
