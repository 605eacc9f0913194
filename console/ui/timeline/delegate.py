"""Paints the cells of the timeline: mark, strong part and rest, fold mark, waterfall, codes."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPolygonF
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from console.core.telling import State
from console.ui.theme import BODY_PX, ROW_PX, Theme, fixed_font, ui_font
from console.ui.timeline.model import AnyIndex, Column, TimelineRole
from console.ui.timeline.rows import Row
from console.ui.timeline.waterfall import Waterfall, paint_waterfall

PAD = 8
FOLD_WIDTH = 18
_MARK_WIDTH = 20
_INDENT = 20
_FOCUS_WIDTH = 3
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class TimelineDelegate(QStyledItemDelegate):
    """One delegate for all columns; colours come from the theme at each paint."""

    def __init__(self, *, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._fixed = fixed_font()
        self._plain = ui_font(BODY_PX)
        self._bold = ui_font(BODY_PX, bold=True)
        self._bold_metrics = QFontMetrics(self._bold)

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(0, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        row = index.data(TimelineRole.ROW)
        if not isinstance(row, Row):
            return
        painter.save()
        rect = QRect(option.rect)
        state: QStyle.StateFlag = option.state
        self._paint_ground(painter, rect, state, first=index.column() == Column.TIME)
        place = rect.adjusted(PAD, 0, -PAD, -1)
        whole = self._whole_line(rect, row)
        match Column(index.column()):
            case column if column is Column.EVENT or (whole and column is not Column.TIME):
                # Each cell draws its own part, so that one can be drawn without the others.
                painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
                foldable = index.data(TimelineRole.FOLDABLE) is True
                event = (whole or rect).adjusted(0, 0, -PAD, -1)
                self._paint_event(painter, event, row, foldable=foldable)
            case Column.WATERFALL:
                bar = index.data(TimelineRole.WATERFALL)
                if isinstance(bar, Waterfall):
                    paint_waterfall(painter, QRectF(place), bar, self._theme)
            case column:
                text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
                align = _RIGHT if column is Column.MS else _LEFT
                self._text(painter, place, text, self._fixed, self._colour(row, column), align)
        painter.restore()

    def _whole_line(self, rect: QRect, row: Row) -> QRect | None:
        """From the event to the table's end, where nothing else stands there; else None."""
        view = self.parent()
        if row.ended is not None or row.code or not isinstance(view, QTableView):
            return None
        left = view.columnViewportPosition(Column.EVENT)
        return QRect(left, rect.top(), view.viewport().width() - left, rect.height())

    def _paint_ground(
        self, painter: QPainter, rect: QRect, state: QStyle.StateFlag, *, first: bool
    ) -> None:
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._theme.colour("selection"))
        line = QRect(rect.left(), rect.bottom(), rect.width(), 1)
        painter.fillRect(line, self._theme.colour("line"))
        focused = state & QStyle.StateFlag.State_Selected and state & QStyle.StateFlag.State_Active
        if first and focused and self._has_focus():
            bar = QRect(rect.left(), rect.top(), _FOCUS_WIDTH, rect.height())
            painter.fillRect(bar, self._theme.colour("accent"))

    def _has_focus(self) -> bool:
        view = self.parent()
        return isinstance(view, QWidget) and view.hasFocus()

    def _colour(self, row: Row, column: Column) -> QColor:
        if column is Column.CODE and row.error:
            return self._theme.state_colour(row.state)
        if column in (Column.TIME, Column.REQUEST_ID):
            return self._theme.colour("muted")
        return self._theme.colour("text")

    def _paint_event(self, painter: QPainter, rect: QRect, row: Row, *, foldable: bool) -> None:
        left = rect.left()
        if foldable:
            self._paint_fold(painter, QRect(left, rect.top(), FOLD_WIDTH, rect.height()), row)
        left += FOLD_WIDTH + row.depth * _INDENT
        if row.mark or not row.depth:
            place = QRect(left, rect.top(), _MARK_WIDTH, rect.height())
            self._text(
                painter, place, row.mark, self._bold, self._theme.state_colour(row.state), _LEFT
            )
            left += _MARK_WIDTH
        space = QRect(left, rect.top(), rect.right() - left, rect.height())
        if row.strong:
            used = self._text(
                painter, space, row.strong, self._bold, self._theme.colour("text"), _LEFT
            )
            space.setLeft(space.left() + used + self._bold_metrics.horizontalAdvance(" "))
        quiet = row.depth and row.state is State.PLAIN
        colour = self._theme.colour("muted" if quiet else "text")
        self._text(painter, space, row.text, self._plain, colour, _LEFT)

    def _text(
        self,
        painter: QPainter,
        place: QRect,
        text: str,
        font: QFont,
        colour: QColor,
        align: Qt.AlignmentFlag,
    ) -> int:
        """Draws the text, elided to its place, and says how wide it is."""
        if not text or place.width() <= 0:
            return 0
        painter.setFont(font)
        painter.setPen(colour)
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, align | Qt.TextFlag.TextSingleLine, shown)
        return metrics.horizontalAdvance(shown)

    def _paint_fold(self, painter: QPainter, place: QRect, row: Row) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("muted"))
        middle = QPointF(place.right() - 5, place.center().y() + 0.5)
        corners = [(-2, -4), (3, 0), (-2, 4)] if row.folded else [(-4, -2), (4, -2), (0, 3)]
        painter.drawPolygon(QPolygonF([middle + QPointF(x, y) for x, y in corners]))
