"""The attempts of the journal as rows of a list, newest first, with a filter of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from console.core.ports import Clock
from console.core.profile import ProfileKind
from console.core.record import AttemptRecord
from console.core.telling import State
from console.core.text import visible
from console.ui.history.words import mark, outcome_words, second_line, title
from console.ui.parts.row_list import RowRole
from console.ui.parts.tooltip import plain_tooltip
from console.ui.theme import KIND_SHAPES, KIND_WORDS, STATE_TOKENS

_ROOT = QModelIndex()


class HistoryModel(QAbstractListModel):
    """Keeps all headers, and the numbers of those that the filter lets through.

    Headers are kept oldest first, so that a new one goes to the end and numbers stay valid.
    """

    def __init__(self, *, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self._headers: list[AttemptRecord] = []
        self._shown: list[int] = []  # newest first
        self._running: set[str] = set()
        self._needles: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """How many attempts there are, filtered or not."""
        return len(self._headers)

    def show_headers(self, newest_first: Sequence[AttemptRecord]) -> None:
        """What the journal holds, together with what was added meanwhile, which is newer."""
        mine = {header.attempt_id: header for header in self._headers}
        known = {header.attempt_id for header in newest_first}
        kept = [mine.get(header.attempt_id, header) for header in reversed(newest_first)]
        self.beginResetModel()
        self._headers = kept + [h for h in self._headers if h.attempt_id not in known]
        self._refilter()
        self.endResetModel()

    def put(self, header: AttemptRecord, *, running: bool = False) -> None:
        """Adds a row at the top, or changes the row of the same attempt."""
        (self._running.add if running else self._running.discard)(header.attempt_id)
        for number in range(len(self._headers) - 1, -1, -1):
            if self._headers[number].attempt_id == header.attempt_id:
                self._headers[number] = header
                self._show_changed(number)
                return
        self._headers.append(header)
        if self._passes(header):
            self.beginInsertRows(QModelIndex(), 0, 0)
            self._shown.insert(0, len(self._headers) - 1)
            self.endInsertRows()

    def header(self, attempt_id: str) -> AttemptRecord | None:
        """The header of an attempt that is in the history."""
        return next((h for h in self._headers if h.attempt_id == attempt_id), None)

    def is_running(self, attempt_id: str) -> bool:
        """Whether the attempt runs in this window."""
        return attempt_id in self._running

    def show_matching(self, text: str) -> None:
        """Only rows that hold every word of `text`."""
        needles = tuple(text.casefold().split())
        if needles == self._needles:
            return
        self.beginResetModel()
        self._needles = needles
        self._refilter()
        self.endResetModel()

    def record_at(self, index: QModelIndex | QPersistentModelIndex) -> AttemptRecord | None:
        """The header of a row, or None for no row."""
        return self._headers[self._shown[index.row()]] if index.isValid() else None

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        show = _SHOWN.get(role)
        if show is None:
            return None
        record = self._headers[self._shown[index.row()]]
        running = record.attempt_id in self._running
        return show(_Row(record=record, running=running, now=self._clock.now()))

    def _refilter(self) -> None:
        numbers = range(len(self._headers) - 1, -1, -1)
        self._shown = [number for number in numbers if self._passes(self._headers[number])]

    def _passes(self, record: AttemptRecord) -> bool:
        if not self._needles:
            return True
        text = self._searched(record)
        return all(needle in text for needle in self._needles)

    def _searched(self, record: AttemptRecord) -> str:
        words = outcome_words(record, running=record.attempt_id in self._running)[0]
        code = record.classification.code if record.classification is not None else ""
        parts = (record.username, record.ticket or "", words, record.outcome or "", code,
                 record.profile_name, *record.challenges)  # fmt: skip
        return " ".join(parts).casefold()

    def _show_changed(self, number: int) -> None:
        passes = self._passes(self._headers[number])
        if number not in self._shown:
            if passes:
                row = next(
                    (i for i, shown in enumerate(self._shown) if shown < number), len(self._shown)
                )
                self.beginInsertRows(QModelIndex(), row, row)
                self._shown.insert(row, number)
                self.endInsertRows()
            return
        row = self._shown.index(number)
        if passes:
            self.dataChanged.emit(self.index(row), self.index(row))
            return
        self.beginRemoveRows(QModelIndex(), row, row)
        del self._shown[row]
        self.endRemoveRows()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    record: AttemptRecord
    running: bool
    now: datetime

    def title(self) -> str:
        return title(self.record, running=self.running)

    def second_line(self) -> str:
        return second_line(self.record, self.now)

    def state(self) -> State:
        return outcome_words(self.record, running=self.running)[1]

    def badge(self) -> str:
        return KIND_SHAPES[ProfileKind.PRACTICE] if self.record.simulated else ""

    def lines(self) -> tuple[str, ...]:
        record = self.record
        profile = f"{visible(record.profile_name, 200)} · {KIND_WORDS[record.profile_kind]}"
        lines = (self.title(), self.second_line(), profile, visible(record.reason, 400))
        return tuple(line for line in lines if line)


_SHOWN: dict[int, Callable[[_Row], object]] = {
    Qt.ItemDataRole.DisplayRole: _Row.title,
    RowRole.MARK: lambda row: mark(row.state()),
    RowRole.MARK_TOKEN: lambda row: STATE_TOKENS[row.state()],
    RowRole.SECOND_LINE: _Row.second_line,
    RowRole.BADGE: _Row.badge,
    Qt.ItemDataRole.ToolTipRole: lambda row: plain_tooltip(*row.lines()),
    Qt.ItemDataRole.AccessibleTextRole: lambda row: ", ".join(row.lines()),
}
