"""What is withheld in an export: how many of what, in plain words."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from console.cases.withheld_words import withheld_word
from console.ui.parts.plain_label import PlainLabel

NOTHING = "Nothing: there was nothing secret in it."
_COUNT_PX = 28


class WithheldList(QWidget):
    """A row a kind, the most frequent first."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("withheldList")
        self._rows: QWidget | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addStretch(1)

    def show_withheld(self, withheld: Mapping[str, int]) -> None:
        """Exactly these."""
        if self._rows is not None:
            self._layout.removeWidget(self._rows)
            self._rows.hide()
            self._rows.deleteLater()
        self._rows = QWidget()
        grid = QGridLayout(self._rows)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        told = withheld_rows(withheld)
        for number, (count, words) in enumerate(told):
            figure = QLabel(f"{count:,}")
            figure.setProperty("role", "small")
            figure.setMinimumWidth(_COUNT_PX)
            figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            grid.addWidget(figure, number, 0)
            grid.addWidget(PlainLabel(words, role="small", name="withheldRow"), number, 1)
        if not told:
            grid.addWidget(PlainLabel(NOTHING, role="hint", name="withheldRow"), 0, 0, 1, 2)
        self._layout.insertWidget(0, self._rows)
        self.setAccessibleDescription("; ".join(f"{count} {words}" for count, words in told))


def withheld_rows(withheld: Mapping[str, int]) -> tuple[tuple[int, str], ...]:
    """Counts and words, the most frequent first."""
    told = ((count, withheld_word(kind)) for kind, count in withheld.items() if count)
    return tuple(sorted(told, key=lambda row: (-row[0], row[1])))
