"""The lists of the left column: two-line rows with a mark, painted by one delegate."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from console.ui.theme import SMALL_PX, Theme, ui_font

AnyIndex = QModelIndex | QPersistentModelIndex

ROW_HEIGHT = 48
_MARGIN, _MARK_WIDTH, _GAP, _PAD = 16, 16, 8, 6
_TITLE_HEIGHT, _BADGE_WIDTH = 20, 16


class RowRole(IntEnum):
    """What the delegate asks a model for; the title is the display role."""

    MARK = Qt.ItemDataRole.UserRole + 1  # one character
    MARK_TOKEN = Qt.ItemDataRole.UserRole + 2  # its colour, a token of the theme
    SECOND_LINE = Qt.ItemDataRole.UserRole + 3
    BADGE = Qt.ItemDataRole.UserRole + 4  # one character at the right edge, or ""
    NOTES = Qt.ItemDataRole.UserRole + 5  # some more of them, left of the badge, or ""


class RowDelegate(QStyledItemDelegate):
    """Paints mark, title, second line and badge; the selected row's title may be bold."""

    def __init__(self, *, theme: Theme, bold_selection: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self._bold_selection = bold_selection

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(0, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        painter.save()
        rect = QRect(option.rect)
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(rect, self._theme.colour("selection"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, self._theme.colour("sunken"))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(QRect(rect.topLeft(), QSize(3, rect.height())),
                             self._theme.colour("accent"))  # fmt: skip
        self._paint_mark(painter, rect, index)
        self._paint_texts(painter, rect, index, bold=selected and self._bold_selection)
        painter.restore()

    def _paint_mark(self, painter: QPainter, rect: QRect, index: AnyIndex) -> None:
        painter.setFont(ui_font(bold=True))
        painter.setPen(self._theme.colour(index.data(RowRole.MARK_TOKEN) or "muted"))
        place = QRect(rect.left() + _MARGIN, rect.top(), _MARK_WIDTH, rect.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, index.data(RowRole.MARK) or "")

    def _paint_texts(self, painter: QPainter, rect: QRect, index: AnyIndex, *, bold: bool) -> None:
        left = rect.left() + _MARGIN + _MARK_WIDTH + _GAP
        width = rect.right() - _MARGIN // 2 - left
        badge, notes = index.data(RowRole.BADGE), index.data(RowRole.NOTES)
        signs = [(sign, "muted") for sign in notes or ""] + ([(badge, "sim")] if badge else [])
        width -= _BADGE_WIDTH * len(signs)
        painter.setFont(ui_font(SMALL_PX))
        for number, (sign, token) in enumerate(signs):
            painter.setPen(self._theme.colour(token))
            x = left + width + number * _BADGE_WIDTH
            place = QRect(x, rect.top() + _PAD, _BADGE_WIDTH, _TITLE_HEIGHT)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, sign)
        title = QRect(left, rect.top() + _PAD, width, _TITLE_HEIGHT)
        painter.setFont(ui_font(bold=bold))
        painter.setPen(self._theme.colour("text"))
        _draw_elided(painter, title, index.data(Qt.ItemDataRole.DisplayRole) or "")
        wide = rect.right() - _MARGIN // 2 - left  # the badge stands beside the title alone
        second = QRect(left, title.bottom() + 1, wide, rect.bottom() - _PAD - title.bottom())
        painter.setFont(ui_font(SMALL_PX))
        painter.setPen(self._theme.colour("muted"))
        _draw_elided(painter, second, index.data(RowRole.SECOND_LINE) or "")


def _draw_elided(painter: QPainter, place: QRect, text: str) -> None:
    metrics = painter.fontMetrics()
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
    painter.drawText(place, align | Qt.TextFlag.TextSingleLine, shown)


class RowList(QListView):
    """A list whose rows are chosen by a click or Enter; the right button only asks for a menu."""

    row_chosen = Signal(QModelIndex)

    def __init__(self, *, theme: Theme, model: QAbstractItemModel, delegate: RowDelegate) -> None:
        super().__init__()
        self._delegate = delegate  # Qt does not own it
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setProperty("plain", "true")
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.clicked.connect(self._on_clicked)
        theme.changed.connect(self.viewport().update)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)

    def _on_clicked(self, index: QModelIndex) -> None:
        # With a key held down a click selects, and opens nothing.
        if QGuiApplication.keyboardModifiers() == Qt.KeyboardModifier.NoModifier:
            self.row_chosen.emit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain and index.isValid():
            self.row_chosen.emit(index)
            return
        super().keyPressEvent(event)
