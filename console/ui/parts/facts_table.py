"""A small table of names and values, as high as its rows; values are copied as plain text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from console.core.text import visible
from console.ui.parts.tooltip import plain_tooltip
from console.ui.theme import ROW_PX, SMALL_PX, Theme, fixed_font, ui_font

AnyIndex = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_LIMIT = 2000
_BY_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
_PAD, _NAME_WIDTH, _FOCUS_WIDTH = 8, 112, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A name and its values, one a column. `wire`: Cognito or the wire said it.

    `tip` is shown in place of a value that says it in another way.
    """

    name: str
    values: tuple[str, ...]
    wire: bool = True
    tip: str = ""


class FactsModel(QAbstractTableModel):
    """The facts as they are; `headings` are those of the value columns, or none."""

    def __init__(self) -> None:
        super().__init__()
        self._facts: tuple[Fact, ...] = ()
        self._headings: tuple[str, ...] = ()

    def show_facts(self, facts: Sequence[Fact], headings: Sequence[str] = ()) -> None:
        """Replaces everything."""
        if (tuple(facts), tuple(headings)) == (self._facts, self._headings):
            return
        self.beginResetModel()
        self._facts, self._headings = tuple(facts), tuple(headings)
        self.endResetModel()

    def fact(self, place: int) -> Fact:
        """The fact in row `place`."""
        return self._facts[place]

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._facts)

    def columnCount(self, parent: AnyIndex = _ROOT) -> int:
        if parent.isValid():
            return 0
        return 1 + max((len(fact.values) for fact in self._facts), default=1)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self._facts):
            return None
        text = self._text(index)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return text
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip((index.column() and self._facts[index.row()].tip) or text)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            texts = ("", *self._headings)
            return texts[section] if 0 <= section < len(texts) else ""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def _text(self, index: AnyIndex) -> str:
        fact = self._facts[index.row()]
        texts = (fact.name, *fact.values)
        return visible(texts[index.column()], _LIMIT) if index.column() < len(texts) else ""


class _FactsDelegate(QStyledItemDelegate):
    def __init__(self, *, theme: Theme, parent: FactsTable) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view = parent

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(0, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        painter.save()
        rect = QRect(option.rect)
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected and self._view.hasFocus():
            painter.fillRect(rect, self._theme.colour("selection"))
            if index.column() == 0:
                bar = QRect(rect.left(), rect.top(), _FOCUS_WIDTH, rect.height())
                painter.fillRect(bar, self._theme.colour("accent"))
        line = QRect(rect.left(), rect.bottom(), rect.width(), 1)
        painter.fillRect(line, self._theme.colour("line"))
        name = index.column() == 0
        wire = not name and self._view.facts.fact(index.row()).wire
        painter.setFont(fixed_font() if wire else ui_font(SMALL_PX))
        painter.setPen(self._theme.colour("muted" if name else "text"))
        place = rect.adjusted(_PAD, 0, -_PAD, -1)
        text = painter.fontMetrics().elidedText(
            str(index.data() or ""), Qt.TextElideMode.ElideRight, place.width()
        )
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(place, align | Qt.TextFlag.TextSingleLine, text)
        painter.restore()


class FactsTable(QTableView):
    """Shows facts; Ctrl+C copies the selected one."""

    def __init__(self, *, theme: Theme, name: str, title: str) -> None:
        super().__init__()
        self.facts = FactsModel()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setModel(self.facts)
        self.setItemDelegate(_FactsDelegate(theme=theme, parent=self))
        self._build_ui()
        theme.changed.connect(self.viewport().update)

    def show_facts(self, facts: Sequence[Fact], headings: Sequence[str] = ()) -> None:
        """Replaces the facts; with no headings the header is hidden."""
        self.facts.show_facts(facts, headings)
        self.horizontalHeader().setVisible(bool(headings))
        self._fit_height()

    def copy_fact(self) -> None:
        """Puts the values of the selected fact on the clipboard."""
        rows = self.selectionModel().selectedRows()
        if rows:
            values = self.facts.fact(rows[0].row()).values
            QGuiApplication.clipboard().setText("\t".join(visible(value) for value in values))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_fact()
            event.accept()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """By keyboard the first fact is marked, so that it is seen where the focus is."""
        super().focusInEvent(event)
        if not self.selectionModel().hasSelection() and event.reason() in _BY_TAB:
            self.selectRow(0)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit_height()

    def _build_ui(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        rows = self.verticalHeader()
        rows.setMinimumSectionSize(ROW_PX)
        rows.setDefaultSectionSize(ROW_PX)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.hide()
        columns = self.horizontalHeader()
        columns.setHighlightSections(False)
        columns.setSectionsClickable(False)
        columns.setMinimumSectionSize(40)
        columns.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._copy = QAction("&Copy value", self)
        self._copy.setShortcut(QKeySequence.StandardKey.Copy)
        self._copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._copy.triggered.connect(self.copy_fact)
        self.addAction(self._copy)

    def _fit_height(self) -> None:
        columns = self.horizontalHeader()
        if columns.count():
            columns.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
            columns.resizeSection(0, _NAME_WIDTH)
        head = 0 if columns.isHidden() else columns.sizeHint().height()
        self.setFixedHeight(head + self.facts.rowCount() * ROW_PX)
