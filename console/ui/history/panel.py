"""The lower half of the left column: what was tried before."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
)

from console.ui.history.model import HistoryModel
from console.ui.parts.row_list import RowDelegate, RowList
from console.ui.theme import Theme

NOTHING_YET = "No attempts yet. Every sign-in you try is kept here."
NOTHING_FITS = "No attempt holds what the filter asks for."


class HistoryPanel(QFrame):
    """A click or Enter on a row opens its attempt; the filter hides rows."""

    record_requested = Signal(str)  # the attempt's id

    def __init__(self, *, theme: Theme, model: HistoryModel) -> None:
        super().__init__()
        self._model = model
        self._build_ui(theme)
        self._connect()
        self._show_state()

    def show_opened(self, attempt_id: str | None) -> None:
        """Marks the row of the attempt that the current tab shows."""
        for row in range(self._model.rowCount()):
            record = self._model.record_at(self._model.index(row))
            if record is not None and record.attempt_id == attempt_id:
                self._list.setCurrentIndex(self._model.index(row))
                return
        self._list.clearSelection()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the filter field Esc closes it and the down arrow leads to the rows."""
        if watched is self._filter and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
                event.accept()  # before the window's own Esc
                return True
            if event.type() == QEvent.Type.KeyPress:
                return self._filter_key(event.key())
        return super().eventFilter(watched, event)

    def _filter_key(self, key: int) -> bool:
        if key == Qt.Key.Key_Escape:
            self._filter_button.setChecked(False)
            self._filter_button.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        if key == Qt.Key.Key_Down and self._model.rowCount():
            self._list.setFocus(Qt.FocusReason.TabFocusReason)
            self._list.setCurrentIndex(self._model.index(0))
            return True
        return False

    def _build_ui(self, theme: Theme) -> None:
        self.setProperty("line", "top")
        head = QLabel("History")
        head.setProperty("role", "head")
        self._filter_button = QToolButton()
        self._filter_button.setObjectName("historyFilterButton")
        self._filter_button.setText("Filter")
        self._filter_button.setAccessibleName("Filter the history")
        self._filter_button.setToolTip("Show only attempts that hold some words")
        self._filter_button.setProperty("link", "true")
        self._filter_button.setCheckable(True)
        top = QHBoxLayout()
        top.setContentsMargins(16, 12, 12, 4)
        top.addWidget(head, 1)
        top.addWidget(self._filter_button)
        self._filter = QLineEdit()
        self._filter.setObjectName("historyFilter")
        self._filter.setAccessibleName("Words that attempts must hold")
        self._filter.setPlaceholderText("user, ticket, outcome")
        self._filter.setMaxLength(200)
        self._filter.hide()
        self._filter_row = QHBoxLayout()
        self._filter_row.setContentsMargins(12, 0, 12, 0)
        self._filter_row.addWidget(self._filter)
        self._list = RowList(theme=theme, model=self._model, delegate=RowDelegate(theme=theme))
        self._list.setObjectName("historyList")
        self._list.setAccessibleName("History")
        self._empty = QLabel()
        self._empty.setObjectName("historyEmpty")
        self._empty.setProperty("role", "hint")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._empty.setContentsMargins(16, 8, 16, 8)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._list)
        self._stack.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addLayout(self._filter_row)
        layout.addSpacing(4)
        layout.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self._list.row_chosen.connect(self._on_row_chosen)
        self._filter_button.toggled.connect(self._show_filter)
        self._filter.textChanged.connect(self._model.show_matching)
        self._filter.installEventFilter(self)
        for changed in (
            self._model.modelReset, self._model.rowsInserted, self._model.rowsRemoved,
        ):  # fmt: skip
            changed.connect(self._show_state)

    def _on_row_chosen(self, index: QModelIndex) -> None:
        record = self._model.record_at(index)
        if record is not None:
            self.record_requested.emit(record.attempt_id)

    def _show_filter(self, shown: bool) -> None:
        self._filter.setVisible(shown)
        if shown:
            self._filter.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._filter.clear()

    def _show_state(self) -> None:
        self._empty.setText(NOTHING_FITS if self._model.total else NOTHING_YET)
        self._stack.setCurrentWidget(self._list if self._model.rowCount() else self._empty)
