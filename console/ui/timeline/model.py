"""The timeline as a Qt table: one flat list of the visible lines over all that happened."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from enum import IntEnum

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from console.core.events import Event
from console.core.record import Outcome
from console.ui.parts.tooltip import plain_tooltip
from console.ui.timeline.filter import RowFilter
from console.ui.timeline.rows import Row, TimelineRows
from console.ui.timeline.waterfall import Waterfall, waterfall_of

AnyIndex = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_NOT_BY_AN_ERROR = (Outcome.SIGNED_IN, Outcome.CANCELLED, Outcome.ABANDONED)


class Column(IntEnum):
    """What stands where."""

    TIME = 0
    EVENT = 1
    CODE = 2
    WATERFALL = 3
    MS = 4
    REQUEST_ID = 5


HEADINGS = ("Time", "Event", "Code", "Waterfall", "ms", "Request id")


class TimelineRole(IntEnum):
    """What the delegate asks for beside the texts."""

    ROW = Qt.ItemDataRole.UserRole + 1
    WATERFALL = Qt.ItemDataRole.UserRole + 2
    FOLDABLE = Qt.ItemDataRole.UserRole + 3


class TimelineModel(QAbstractTableModel):
    """Appends lines and completes them in place; resets for a new attempt or filter alone."""

    errors_changed = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all = TimelineRows()
        self._visible: list[int] = []
        self._filter = RowFilter()
        self._errors_only = False
        self._filtered = False
        self._answers: dict[int, Callable[[Row, Column], object]] = {
            Qt.ItemDataRole.DisplayRole: cell_text,
            Qt.ItemDataRole.ToolTipRole: self._tip,
            Qt.ItemDataRole.AccessibleTextRole: self._spoken,
            Qt.ItemDataRole.TextAlignmentRole: _alignment,
            TimelineRole.ROW: lambda row, _column: row,
            TimelineRole.WATERFALL: self._waterfall,
            TimelineRole.FOLDABLE: lambda row, _column: row.details > 0 and not self._filtered,
        }

    # What Qt asks

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._visible)

    def columnCount(self, parent: AnyIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(Column):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return HEADINGS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft
            if section == Column.MS:
                side = Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row_at(index)
        answer = self._answers.get(role)
        return None if row is None or answer is None else answer(row, Column(index.column()))

    # What the window asks

    @property
    def errors(self) -> int:
        """How many calls failed."""
        return self._all.errors

    @property
    def all_rows(self) -> Sequence[Row]:
        """Every line, shown or not."""
        return self._all.rows

    def row_at(self, index: AnyIndex) -> Row | None:
        """The line at `index`."""
        place = index.row()
        if not index.isValid() or not 0 <= place < len(self._visible):
            return None
        return self._all.rows[self._visible[place]]

    def place_of(self, number: int) -> int | None:
        """Where line `number` stands among those shown; None where it is not."""
        place = bisect_left(self._visible, number)
        shown = place < len(self._visible) and self._visible[place] == number
        return place if shown else None

    def decisive(self, outcome: Outcome | None) -> Row | None:
        """The call that decided how the attempt ended: the refused one, else the last."""
        if outcome not in _NOT_BY_AN_ERROR and self._all.last_error is not None:
            return self._all.last_error
        return self._all.last_call

    def last_failed(self) -> Row | None:
        """The newest call of the attempt that did not bring what was hoped for."""
        return self._all.last_failed

    # What the window says

    def load(self, events: Iterable[Event]) -> None:
        """Another attempt: everything anew."""
        self.beginResetModel()
        self._all = TimelineRows(events)
        self._reindex()
        self.endResetModel()
        self.errors_changed.emit(self._all.errors)

    def append(self, events: Iterable[Event]) -> None:
        """New lines at the end; a call's end completes its line where it stands."""
        errors, total_ms, known = self._all.errors, self._all.total_ms, len(self._all.rows)
        changed: dict[int, None] = {}
        for event in events:
            row = self._all.take(event)
            changed[row.number] = None
            if row.parent is not None:
                changed[row.parent] = None  # it can be folded from now on
        for number in changed:
            if number < known:
                self._update(number)
        self._insert([row.number for row in self._all.rows[known:] if self._shows(row)])
        if self._all.total_ms != total_ms:
            self._rescale()
        if self._all.errors != errors:
            self.errors_changed.emit(self._all.errors)

    def close(self) -> None:
        """No more events will come."""
        for row in self._all.close():
            self._update(row.number)

    def set_filter(self, wanted: RowFilter) -> None:
        """Shows only the lines that match."""
        if wanted != self._filter:
            self.beginResetModel()
            self._filter = wanted
            self._reindex()
            self.endResetModel()

    def set_errors_only(self, only: bool) -> None:
        """Shows only calls that failed."""
        if only != self._errors_only:
            self.beginResetModel()
            self._errors_only = only
            self._reindex()
            self.endResetModel()

    def set_folded(self, number: int, *, folded: bool) -> None:
        """Hides or shows the details of a call."""
        row = self._all.rows[number]
        if self._filtered or not row.details or row.folded == folded:
            return
        place = self.place_of(number)
        if place is None:
            return
        details = list(range(number + 1, number + 1 + row.details))
        row.folded = folded
        if folded:
            self.beginRemoveRows(_ROOT, place + 1, place + len(details))
            del self._visible[place + 1 : place + 1 + len(details)]
            self.endRemoveRows()
        else:
            self.beginInsertRows(_ROOT, place + 1, place + len(details))
            self._visible[place + 1 : place + 1] = details
            self.endInsertRows()
        self._tell_changed(place)

    # Inside

    def _shows(self, row: Row) -> bool:
        if self._filtered:
            return (row.error or not self._errors_only) and self._filter.matches(row)
        return row.parent is None or not self._all.rows[row.parent].folded

    def _reindex(self) -> None:
        self._filtered = self._errors_only or self._filter.active
        rows, matches = self._all.rows, self._filter.matches
        if not self._filtered:
            self._visible = [row.number for row in rows if self._shows(row)]
        elif self._errors_only:
            self._visible = [row.number for row in rows if row.error and matches(row)]
        else:
            self._visible = [row.number for row in rows if matches(row)]

    def _insert(self, numbers: list[int]) -> None:
        if not numbers:
            return
        first = len(self._visible)
        self.beginInsertRows(_ROOT, first, first + len(numbers) - 1)
        self._visible += numbers
        self.endInsertRows()

    def _update(self, number: int) -> None:
        """A known line has changed; under a filter it may come into view, or leave it."""
        shows, place = self._shows(self._all.rows[number]), self.place_of(number)
        if place is not None and shows:
            self._tell_changed(place)
        elif place is not None:
            self.beginRemoveRows(_ROOT, place, place)
            del self._visible[place]
            self.endRemoveRows()
        elif shows:
            place = bisect_left(self._visible, number)
            self.beginInsertRows(_ROOT, place, place)
            self._visible.insert(place, number)
            self.endInsertRows()

    def _tell_changed(self, place: int) -> None:
        self.dataChanged.emit(self.index(place, 0), self.index(place, len(Column) - 1))

    def _rescale(self) -> None:
        if self._visible:
            column = Column.WATERFALL
            last = self.index(len(self._visible) - 1, column)
            self.dataChanged.emit(self.index(0, column), last, [TimelineRole.WATERFALL])

    def _waterfall(self, row: Row, _column: Column) -> Waterfall | None:
        return waterfall_of(row, total_ms=self._all.total_ms, calls=self._all.calls)

    def _tip(self, row: Row, column: Column) -> str:
        if column is Column.TIME:
            return plain_tooltip(row.began_at.isoformat(timespec="milliseconds"))
        if column is Column.EVENT:
            return plain_tooltip(row.sentence)
        return plain_tooltip(self._spoken(row, column))

    def _spoken(self, row: Row, column: Column) -> str:
        if column is Column.WATERFALL:
            bar = self._waterfall(row, column)
            return "" if bar is None else bar.words()
        if column is Column.EVENT and row.state_word:
            return f"{row.state_word}: {row.sentence}"
        if column is Column.MS and row.duration_ms is not None:
            return f"{row.duration_ms:.1f} ms"
        return cell_text(row, column)


def _alignment(_row: Row, column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column is Column.MS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def cell_text(row: Row, column: Column) -> str:
    """What a cell says; the waterfall has no text."""
    match column:
        case Column.TIME:
            began = row.began_at.astimezone()
            return f"{began:%H:%M:%S}.{began.microsecond // 1000:03d}"
        case Column.EVENT:
            return row.sentence
        case Column.CODE:
            return row.code
        case Column.MS:
            return "" if row.duration_ms is None else f"{row.duration_ms:.0f}"
        case Column.REQUEST_ID:
            return row.request_id
        case Column.WATERFALL:
            return ""


def row_text(row: Row) -> str:
    """The line as text for the clipboard, its columns apart by tabs."""
    texts = (cell_text(row, column) for column in Column if column is not Column.WATERFALL)
    return "\t".join(texts)
