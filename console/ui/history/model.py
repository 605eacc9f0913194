"""The attempts that the journal found as rows of a list, newest first, a page at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from console.core.history import Annotations, Page, Query, Row, matches, place
from console.core.ports import Clock
from console.core.record import AttemptRecord
from console.ui.history.row_words import SHOWN, ShownRow

AnyIndex = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_KEPT = 1000  # rows, where more of them came by themselves than were asked for


class HistoryModel(QAbstractListModel):
    """Rows that the journal gave, and above them those of attempts that began meanwhile."""

    more_wanted = Signal()
    total_changed = Signal()

    def __init__(self, *, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self._rows: list[Row] = []
        self._query = Query()
        self._total = 0
        self._asked_for = 0  # rows that came by pages
        self._more = self._more_asked = False
        self._running: set[str] = set()
        self._unsaved: frozenset[str] = frozenset()
        self._asking = True  # a first page is to come
        self._fresh: dict[str, AttemptRecord] = {}  # what is put meanwhile, and all that run

    @property
    def total(self) -> int:
        """How many attempts fit what was asked, on whatever page."""
        return self._total

    @property
    def rows(self) -> tuple[Row, ...]:
        """Those that are here, newest first."""
        return tuple(self._rows)

    # Pages of the journal

    def note_asked(self) -> None:
        """A page is asked for: what is put from now on may be newer than what it says."""
        self._asking = True
        self._keep_running_only()

    def show_page(self, page: Page, query: Query) -> None:
        """The first page of another question, with what was added meanwhile."""
        rows = {row.header.attempt_id: row for row in page.rows}
        complete, added = len(page.rows) >= page.total, 0
        for attempt_id, header in self._fresh.items():
            known = rows.pop(attempt_id, None)
            row = Row(header=header) if known is None else replace(known, header=header)
            above = complete or not page.rows or place(row) > place(page.rows[-1])
            if matches(query, row) and (known is not None or above):
                rows[attempt_id] = row
            added += (attempt_id in rows) - (known is not None)
        self.beginResetModel()
        self._query = query
        self._rows = sorted(rows.values(), key=place, reverse=True)
        self._asked_for = len(page.rows)
        self._more, self._more_asked = bool(page.rows) and not complete, False
        self._total = page.total + added
        self._asking = False
        self._keep_running_only()
        self.endResetModel()
        self.total_changed.emit()

    def add_page(self, page: Page) -> None:
        """The next page, below what is there."""
        known = {row.header.attempt_id for row in self._rows}
        added = [
            replace(row, header=self._fresh.get(row.header.attempt_id, row.header))
            for row in page.rows
            if row.header.attempt_id not in known
        ]
        self._asked_for += len(page.rows)
        if added:
            first = len(self._rows)
            self.beginInsertRows(_ROOT, first, first + len(added) - 1)
            self._rows += added
            self.endInsertRows()
        self._more_asked = False
        self._set_total(max(page.total, len(self._rows)))
        self._more = bool(page.rows) and len(self._rows) < self._total

    def end_pages(self) -> None:
        """No page can be read."""
        self._more = self._more_asked = self._asking = False

    def last(self) -> Row | None:
        """Behind which the next page goes on."""
        return self._rows[-1] if self._rows else None

    def canFetchMore(self, parent: AnyIndex) -> bool:
        return not parent.isValid() and self._more and not self._more_asked

    def fetchMore(self, parent: AnyIndex) -> None:
        if self.canFetchMore(parent):
            self._more_asked = True
            self.more_wanted.emit()

    # Single rows

    def put(self, header: AttemptRecord, *, running: bool = False) -> None:
        """Changes the row of an attempt; one that has none yet gets one where it fits."""
        (self._running.add if running else self._running.discard)(header.attempt_id)
        self._fresh[header.attempt_id] = header
        if not self._asking:
            self._keep_running_only()
        number = self._number_of(header.attempt_id)
        if number is not None:
            # It stays although it may not fit any more: no row goes away under the hand.
            self._change(number, replace(self._rows[number], header=header))
            return
        row = Row(header=header)
        if matches(self._query, row):
            self._insert(row)

    def annotate(self, attempt_id: str, annotations: Annotations) -> None:
        """Other tags, note or pin."""
        number = self._number_of(attempt_id)
        if number is not None:
            self._change(number, replace(self._rows[number], annotations=annotations))

    def remove(self, attempt_ids: Collection[str]) -> None:
        """These attempts are deleted."""
        for attempt_id in attempt_ids:
            self._fresh.pop(attempt_id, None)
        gone = [n for n, row in enumerate(self._rows) if row.header.attempt_id in attempt_ids]
        for number in reversed(gone):
            self._drop(number)
        self._set_total(max(len(self._rows), self._total - len(gone)))

    def show_unsaved(self, attempt_ids: frozenset[str]) -> None:
        """Exactly these are not on the disk as they stand."""
        changed, self._unsaved = self._unsaved ^ attempt_ids, attempt_ids
        for number in self._numbers_of(changed):
            self.dataChanged.emit(self.index(number), self.index(number))

    def row_of(self, attempt_id: str) -> Row | None:
        """The row of an attempt, where it has one."""
        number = self._number_of(attempt_id)
        return None if number is None else self._rows[number]

    def index_of(self, attempt_id: str) -> QModelIndex:
        """Where an attempt stands; invalid where it does not."""
        number = self._number_of(attempt_id)
        return QModelIndex() if number is None else self.index(number)

    def is_running(self, attempt_id: str) -> bool:
        """Whether the attempt runs in this window."""
        return attempt_id in self._running

    def row_at(self, index: AnyIndex) -> Row | None:
        """The attempt of an index, or None for no row."""
        valid = index.isValid() and index.row() < len(self._rows)
        return self._rows[index.row()] if valid else None

    # For the view

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row, show = self.row_at(index), SHOWN.get(role)
        if row is None or show is None:
            return None
        attempt_id = row.header.attempt_id
        return show(
            ShownRow(
                row=row,
                running=attempt_id in self._running,
                unsaved=attempt_id in self._unsaved,
                now=self._clock.now(),
            )
        )

    # Inside

    def _keep_running_only(self) -> None:
        fresh = self._fresh.items()
        self._fresh = {name: header for name, header in fresh if name in self._running}

    def _insert(self, row: Row) -> None:
        below = (n for n, each in enumerate(self._rows) if place(each) < place(row))
        number = next(below, len(self._rows))
        if number == len(self._rows) and self._more:
            return  # it comes with its page
        self.beginInsertRows(_ROOT, number, number)
        self._rows.insert(number, row)
        self.endInsertRows()
        self._set_total(self._total + 1)
        while len(self._rows) > max(_KEPT, self._asked_for):
            self._drop(len(self._rows) - 1)
            self._more = True

    def _change(self, number: int, row: Row) -> None:
        self._rows[number] = row
        self.dataChanged.emit(self.index(number), self.index(number))

    def _drop(self, number: int) -> None:
        self.beginRemoveRows(_ROOT, number, number)
        del self._rows[number]
        self.endRemoveRows()

    def _number_of(self, attempt_id: str) -> int | None:
        return next(iter(self._numbers_of((attempt_id,))), None)

    def _numbers_of(self, attempt_ids: Collection[str]) -> Iterable[int]:
        return (n for n, row in enumerate(self._rows) if row.header.attempt_id in attempt_ids)

    def _set_total(self, total: int) -> None:
        if total != self._total:
            self._total = total
            self.total_changed.emit()
