"""What the list asks of a row: words, marks, tool tip and spoken text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Qt

from console.core.history import Row
from console.core.profile import ProfileKind
from console.core.telling import State
from console.core.text import visible, visible_lines
from console.ui.history.words import mark, outcome_words, second_line, title
from console.ui.parts.row_list import RowRole
from console.ui.parts.tooltip import plain_tooltip
from console.ui.theme import KIND_SHAPES, KIND_WORDS, STATE_TOKENS

PIN_MARK, NOTE_MARK = "★", "✎"
NOT_SAVED = "not saved"
_NOTE_LIMIT, _NOTE_LINES = 400, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRow:
    """`unsaved`: not on the disk as it stands, though the attempt may have ended."""

    row: Row
    running: bool
    unsaved: bool
    now: datetime

    def title(self) -> str:
        """User and outcome."""
        return title(self.row.header, running=self.running)

    def second_line(self) -> str:
        """When, for which ticket, by which question, and the tags."""
        line = second_line(self.row.header, self.now)
        tags = " ".join(f"#{visible(tag)}" for tag in self.row.annotations.tags)
        said = (NOT_SAVED if self.unsaved else "", line, tags)
        return " · ".join(part for part in said if part)

    def state(self) -> State:
        """What the mark at the left means."""
        return outcome_words(self.row.header, running=self.running)[1]

    def badge(self) -> str:
        """The shape of the practice pool."""
        return KIND_SHAPES[ProfileKind.PRACTICE] if self.row.header.simulated else ""

    def notes(self) -> str:
        """Signs of what the operator has added."""
        notes = self.row.annotations
        return (PIN_MARK if notes.pinned else "") + (NOTE_MARK if notes.note else "")

    def lines(self) -> tuple[str, ...]:
        """Everything, for the tool tip and for assistive technology."""
        header, notes = self.row.header, self.row.annotations
        profile = f"{visible(header.profile_name, 200)} · {KIND_WORDS[header.profile_kind]}"
        note = visible_lines(notes.note[:_NOTE_LIMIT]).split("\n")[:_NOTE_LINES]
        lines = (
            self.title(),
            self.second_line(),
            profile,
            visible(header.reason, 400),
            "Pinned: never deleted by age" if notes.pinned else "",
            *note,
        )
        return tuple(line for line in lines if line)


SHOWN: dict[int, Callable[[ShownRow], object]] = {
    Qt.ItemDataRole.DisplayRole: ShownRow.title,
    RowRole.MARK: lambda row: mark(row.state()),
    RowRole.MARK_TOKEN: lambda row: STATE_TOKENS[row.state()],
    RowRole.SECOND_LINE: ShownRow.second_line,
    RowRole.BADGE: ShownRow.badge,
    RowRole.NOTES: ShownRow.notes,
    Qt.ItemDataRole.ToolTipRole: lambda row: plain_tooltip(*row.lines()),
    Qt.ItemDataRole.AccessibleTextRole: lambda row: ", ".join(row.lines()),
}
