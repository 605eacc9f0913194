"""Lines of the account's logs: each with a head and, below it, what was written, cut to fit."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QFocusEvent,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from console.ui.evidence.account_logs import LogRow
from console.ui.parts.tooltip import plain_tooltip
from console.ui.theme import SMALL_PX, Theme, fixed_font, ui_font

AnyIndex = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_LINE_PX, _PAD, _GAP, _BAR = 18, 8, 8, 3
_TIP_LINE = 100
_MOST_ROWS = 5  # that are seen without scrolling
_BY_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class LogRole(IntEnum):
    """What the delegate asks the model for."""

    ROW = Qt.ItemDataRole.UserRole + 1


class LogModel(QAbstractListModel):
    """The lines as they are."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[LogRow, ...] = ()

    @property
    def rows(self) -> tuple[LogRow, ...]:
        """What is shown."""
        return self._rows

    def show_rows(self, rows: Sequence[LogRow]) -> None:
        """Replaces everything."""
        if tuple(rows) != self._rows:
            self.beginResetModel()
            self._rows = tuple(rows)
            self.endResetModel()

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.to_text()
        if role == Qt.ItemDataRole.ToolTipRole:
            head = " · ".join(part for part in (row.time, row.source, row.marked) if part)
            return plain_tooltip(head, *_pieces(row.text))
        return row if role == LogRole.ROW else None


class LogRows(QListView):
    """As high as its lines, up to a bound; Ctrl+C copies the selected one whole."""

    def __init__(self, *, theme: Theme) -> None:
        super().__init__()
        self._model = LogModel()
        self._delegate = _LogDelegate(theme=theme, view=self)
        self.setObjectName("accountLogRows")
        self.setAccessibleName("Lines of the account’s logs")
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setProperty("plain", "true")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        copy = QAction("&Copy line", self)
        copy.setShortcut(QKeySequence.StandardKey.Copy)
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy.triggered.connect(self.copy_row)
        self.addAction(copy)
        theme.changed.connect(self.viewport().update)

    def show_rows(self, rows: Sequence[LogRow]) -> None:
        """Replaces everything."""
        self._model.show_rows(rows)
        self.setFixedHeight(sum(_height(row) for row in rows[:_MOST_ROWS]))

    def copy_row(self) -> None:
        """Puts the selected line on the clipboard."""
        for index in self.selectedIndexes():  # one at most
            QGuiApplication.clipboard().setText(str(index.data()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_row()
            event.accept()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """By keyboard the first line is marked, so that it is seen where the focus is."""
        super().focusInEvent(event)
        if not self.selectionModel().hasSelection() and event.reason() in _BY_TAB:
            self.setCurrentIndex(self._model.index(0))


class _LogDelegate(QStyledItemDelegate):
    def __init__(self, *, theme: Theme, view: LogRows) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(0, _height(index.data(LogRole.ROW)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        row: LogRow = index.data(LogRole.ROW)
        painter.save()
        rect = QRect(option.rect)
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._theme.colour("selection"))
            if self._view.hasFocus():
                bar = QRect(rect.left(), rect.top(), _BAR, rect.height())
                painter.fillRect(bar, self._theme.colour("accent"))
        place = QRect(rect.left() + _PAD, rect.top() + _PAD // 2, rect.width() - 2 * _PAD, _LINE_PX)
        self._paint_head(painter, place, row)
        if row.text:
            painter.setFont(fixed_font())
            painter.setPen(self._theme.colour("text"))
            _draw(painter, place.translated(0, _LINE_PX), row.shown)
        line = QRect(rect.left(), rect.bottom(), rect.width(), 1)
        painter.fillRect(line, self._theme.colour("line"))
        painter.restore()

    def _paint_head(self, painter: QPainter, place: QRect, row: LogRow) -> None:
        """The time first, what it was last and whole as far as it can be, its source between."""
        painter.setFont(fixed_font())
        painter.setPen(self._theme.colour("muted"))
        left = place.left() + (_draw(painter, place, row.time) + _GAP if row.time else 0)
        painter.setFont(ui_font(SMALL_PX, bold=True))
        metrics = painter.fontMetrics()
        room = place.right() + 1 - left
        what = min(metrics.horizontalAdvance(row.brief) + 1, max(room // 2, room - _wide(row)))
        painter.setPen(self._theme.state_colour(row.state))
        _draw(painter, QRect(place.right() + 1 - what, place.top(), what, _LINE_PX), row.brief)
        painter.setFont(ui_font(SMALL_PX))
        painter.setPen(self._theme.colour("text"))
        _draw(painter, QRect(left, place.top(), room - what - _GAP, _LINE_PX), row.source)


def _draw(painter: QPainter, place: QRect, text: str) -> int:
    """Draws what fits; its width."""
    metrics = painter.fontMetrics()
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
    painter.drawText(place, align | Qt.TextFlag.TextSingleLine, shown)
    return metrics.horizontalAdvance(shown)


def _wide(row: LogRow) -> int:
    """What the source takes, and the gap behind it."""
    return QFontMetrics(ui_font(SMALL_PX)).horizontalAdvance(row.source) + 1 + _GAP


def _height(row: LogRow) -> int:
    return (2 if row.text else 1) * _LINE_PX + _PAD


def _pieces(text: str) -> list[str]:
    return [text[start : start + _TIP_LINE] for start in range(0, len(text), _TIP_LINE)]
