"""The table of the timeline: follows the newest line, folds details, copies lines as text."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from console.ui.theme import ROW_PX, Theme
from console.ui.timeline.delegate import FOLD_WIDTH, TimelineDelegate
from console.ui.timeline.model import Column, TimelineModel, row_text
from console.ui.timeline.rows import Row

_WIDTHS = {
    Column.TIME: 104,
    Column.CODE: 116,
    Column.WATERFALL: 140,
    Column.MS: 52,
    Column.REQUEST_ID: 92,
}
# Below these widths of the table the column gives its place to the events.
_LEAST_WIDTHS = {
    Column.REQUEST_ID: 760, Column.WATERFALL: 620, Column.MS: 460, Column.CODE: 400,
}  # fmt: skip


class TimelineView(QTableView):
    """Shows a TimelineModel; `current` is the line that the inspector speaks of."""

    row_selected = Signal(object)  # Row | None
    follow_changed = Signal(bool)

    def __init__(
        self, *, theme: Theme, model: TimelineModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.timeline = model
        self._follow = True
        self._own_move = False
        self._kept: int | None = None
        self.setObjectName("timelineView")
        self.setAccessibleName("Timeline")
        self.setAccessibleDescription(
            "What happened, one line an event. Left folds the details of a call, right shows them."
        )
        self.setModel(model)
        self.setItemDelegate(TimelineDelegate(theme=theme, parent=self))
        self._build_ui()
        self._connect(theme)

    @property
    def current(self) -> Row | None:
        """The selected line."""
        rows = self.selectionModel().selectedRows()
        return self.timeline.row_at(rows[0]) if rows else None

    @property
    def follow(self) -> bool:
        """Whether the newest line is kept in view."""
        return self._follow

    def set_follow(self, follow: bool) -> None:
        """Keeps the newest line in view, or stays where it is."""
        if follow:
            self._to_newest()
        if follow != self._follow:
            self._follow = follow
            self.follow_changed.emit(follow)

    def select(self, number: int) -> None:
        """Selects line `number` and brings it into view, if it is shown at all."""
        place = self.timeline.place_of(number)
        if place is None:
            return
        index = self.timeline.index(place, Column.TIME)
        self._own_move = True
        self.setCurrentIndex(index)
        self._own_move = False
        self._bring_into_view(index)

    def forget_selection(self) -> None:
        """Selects nothing, so that another attempt begins without a line selected."""
        self._kept = None
        self.clearSelection()
        self.setCurrentIndex(QModelIndex())

    def copy_row(self) -> None:
        """Puts the selected line on the clipboard as plain text; it is masked already."""
        row = self.current
        if row is not None:
            QGuiApplication.clipboard().setText(row_text(row))

    def copy_request_id(self) -> None:
        """Puts the request id of the selected line on the clipboard."""
        row = self.current
        if row is not None and row.request_id:
            QGuiApplication.clipboard().setText(row.request_id)

    def _build_ui(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(ROW_PX)
        rows.setDefaultSectionSize(ROW_PX)
        rows.hide()
        columns = self.horizontalHeader()
        columns.setHighlightSections(False)
        columns.setMinimumSectionSize(48)
        columns.setSectionResizeMode(Column.EVENT, QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, width)
        self._copy = QAction("&Copy line", self)
        self._copy.setShortcut(QKeySequence.StandardKey.Copy)
        self._copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.addAction(self._copy)

    def _connect(self, theme: Theme) -> None:
        self._copy.triggered.connect(self.copy_row)
        theme.changed.connect(self.viewport().update)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.timeline.rowsInserted.connect(self._on_rows_inserted)
        self.timeline.modelAboutToBeReset.connect(self._keep_selection)
        self.timeline.modelReset.connect(self._restore_selection)
        for changed in (
            self.timeline.rowsInserted, self.timeline.rowsRemoved, self.timeline.modelReset,
        ):  # fmt: skip
            changed.connect(self._follow_rows)
        self._follow_rows()
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)

    def _follow_rows(self) -> None:
        """With no line there is nothing that could show the focus, so Tab passes by."""
        rows = self.timeline.rowCount()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if rows else Qt.FocusPolicy.NoFocus)

    # Following

    def _on_rows_inserted(self) -> None:
        if self._follow:
            # The scroll bar's range is brought up to date after this signal.
            QTimer.singleShot(0, self, self._to_newest)

    def _to_newest(self) -> None:
        self._own_move = True
        self.scrollToBottom()
        self._own_move = False

    def _on_scrolled(self, value: int) -> None:
        if not self._own_move and value < self.verticalScrollBar().maximum():
            self.set_follow(follow=False)

    # Selection

    def _on_selection_changed(self) -> None:
        self.row_selected.emit(self.current)

    def _keep_selection(self) -> None:
        row = self.current
        if row is not None:  # else the one that a filter hid comes back with its line
            self._kept = row.number

    def _restore_selection(self) -> None:
        if self._kept is not None:
            self.select(self._kept)
        elif self._follow:
            QTimer.singleShot(0, self, self._to_newest)
        self.row_selected.emit(self.current)

    # Folding

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        row = self.timeline.row_at(index)
        if row is not None and row.details and self._on_fold_mark(event.position().toPoint()):
            self.timeline.set_folded(row.number, folded=not row.folded)
            event.accept()
            return
        super().mousePressEvent(event)

    def _on_fold_mark(self, place: QPoint) -> bool:
        left = self.columnViewportPosition(Column.EVENT)
        return left <= place.x() < left + FOLD_WIDTH

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.current
        key = event.key()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_row()
        elif row is not None and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._fold_by_key(row, left=key == Qt.Key.Key_Left)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._to_place(0 if key == Qt.Key.Key_Home else self.timeline.rowCount() - 1)
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def _to_place(self, place: int) -> None:
        index = self.timeline.index(place, Column.TIME)
        if index.isValid():
            self.setCurrentIndex(index)

    def _fold_by_key(self, row: Row, *, left: bool) -> None:
        if left and row.parent is not None:
            self.select(row.parent)
        else:
            self.timeline.set_folded(row.number, folded=left)

    # Menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        row = self.current
        if row is None:
            return
        place = event.globalPos()
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            rect = self.visualRect(self.currentIndex())
            place = self.viewport().mapToGlobal(rect.bottomLeft())
        self._menu(row).popup(place)

    def _menu(self, row: Row) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self._copy)
        copy_id = menu.addAction("Copy &request id")
        copy_id.setEnabled(bool(row.request_id))
        copy_id.triggered.connect(self.copy_request_id)
        fold = menu.addAction("Show &details" if row.folded else "Fold &details")
        fold.setEnabled(row.details > 0)
        fold.triggered.connect(lambda: self.timeline.set_folded(row.number, folded=not row.folded))
        return menu

    # Place

    def resizeEvent(self, event: QResizeEvent) -> None:
        width = event.size().width()
        for column, least in _LEAST_WIDTHS.items():
            self.setColumnHidden(column, width < least)
        rect = self.visualRect(self.currentIndex())
        seen = rect.isValid() and rect.bottom() <= event.oldSize().height() and rect.top() >= 0
        super().resizeEvent(event)
        if seen:
            self._bring_into_view(self.currentIndex())
        elif self._follow:
            self._to_newest()

    def _bring_into_view(self, index: QModelIndex) -> None:
        self._own_move = True
        self.scrollTo(index)
        self._own_move = False
