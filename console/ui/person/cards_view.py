"""Cards of one user, or of two side by side; what differs is marked by sign and weight."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from console.core.diagnosis.comparing import ComparedCard, ComparedRow
from console.ui.parts.plain_label import PlainLabel

_MARK = "≠"
_MARK_PX, _NAME_PX = 12, 152


class CardsView(QWidget):
    """Rebuilt at each look-up."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("cardsView")
        self.setProperty("surface", "true")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._body = QWidget()
        self._column.addWidget(self._body)

    def show_cards(self, cards: Sequence[ComparedCard], heads: Sequence[str]) -> None:
        """`heads` are the names above the columns: one, or two to compare."""
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for number, card in enumerate(cards):
            if number:
                column.addSpacing(8)
            column.addLayout(_card(card, heads, first=not number))
        self._column.replaceWidget(self._body, body)
        self._body.hide()
        self._body.deleteLater()
        self._body = body


def _card(card: ComparedCard, heads: Sequence[str], *, first: bool) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(2)
    grid.setColumnMinimumWidth(0, _MARK_PX)
    grid.setColumnMinimumWidth(1, _NAME_PX)
    grid.addWidget(PlainLabel(card.title, role="head", wrap=False), 0, 0, 1, 2)
    for column, head in enumerate(heads, start=2):
        grid.setColumnStretch(column, 1)
        if first and len(heads) > 1:
            grid.addWidget(PlainLabel(head, role="bold", name="cardHead"), 0, column)
    for number, row in enumerate(card.rows, start=1):
        _add_row(grid, number, row, two=len(heads) > 1)
    return grid


def _add_row(grid: QGridLayout, number: int, row: ComparedRow, *, two: bool) -> None:
    top = Qt.AlignmentFlag.AlignTop
    differs = two and row.differs
    mark = PlainLabel(_MARK if differs else "", role="small", wrap=False)
    mark.setProperty("state", "warning")
    grid.addWidget(mark, number, 0, top)
    grid.addWidget(PlainLabel(row.name, role="hint", wrap=False), number, 1, top)
    for column, value in enumerate((row.left, row.right)[: 1 + two], start=2):
        label = PlainLabel(value, role="small", name=f"card{'Left' if column == 2 else 'Right'}")
        label.setAccessibleName(f"{row.name}{', differs' if differs else ''}")
        if differs:
            label.setProperty("state", "warning")
        grid.addWidget(label, number, column, top)
