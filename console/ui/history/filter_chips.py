"""The filters in force, a small button each: a click or Enter takes one away."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from console.ui.history.wanted import Wanted
from console.ui.parts.flow_row import FlowRow
from console.ui.parts.tooltip import plain_menu_text
from console.ui.parts.widget_state import set_shown

_GAP = 4


class FilterChips(QWidget):
    """Hidden while nothing is filtered."""

    removed = Signal(str)  # the filter's field

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("historyChips")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(16, 4, 12, 0)
        self._row: FlowRow | None = None
        self._chips: list[QPushButton] = []
        self._shown: tuple[tuple[str, str], ...] = ()
        self.hide()

    def show_wanted(self, wanted: Wanted) -> None:
        """Exactly the filters of this."""
        chips = wanted.chips()
        if chips != self._shown:
            self._shown = chips
            self._build(chips)
        set_shown(self, bool(chips))

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab stops, in reading order."""
        return tuple(self._chips)

    def _build(self, chips: tuple[tuple[str, str], ...]) -> None:
        if self._row is not None:
            self._layout.removeWidget(self._row)
            self._row.hide()
            self._row.deleteLater()
        self._row = FlowRow(gap=_GAP, line_gap=_GAP)
        self._chips = []
        for name, words in chips:
            chip = QPushButton(f"{plain_menu_text(words)}  ✕")
            chip.setObjectName(f"{name}FilterChip")
            chip.setAccessibleName(f"Take the filter away: {words}")
            chip.setToolTip("Take this filter away")
            chip.setProperty("chipbutton", "true")
            chip.setAutoDefault(False)
            chip.clicked.connect(lambda _checked=False, name=name: self.removed.emit(name))
            self._row.add(chip)
            self._chips.append(chip)
        self._layout.addWidget(self._row)
