"""A combo box of values: what is chosen comes back as what it was, not as Qt keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Signal

from console.ui.parts.arrow_combo import ArrowCombo

T = TypeVar("T")


class ChoiceCombo(ArrowCombo, Generic[T]):
    """`chosen` is emitted only for what the operator does."""

    chosen = Signal()

    def __init__(self, *, name: str, choices: Sequence[tuple[str, T]]) -> None:
        super().__init__(name=name)
        self._values: list[T] = []
        # As wide as its column: a long choice is shortened, and whole in the list that opens.
        self.setSizeAdjustPolicy(self.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        self.offer(choices)
        self.currentIndexChanged.connect(self.chosen)

    @property
    def value(self) -> T:
        """Of the choice that is shown."""
        return self._values[self.currentIndex()]

    def offer(self, choices: Sequence[tuple[str, T]]) -> None:
        """Exactly these, the first one chosen."""
        self.blockSignals(True)
        self.clear()
        self._values = [value for _words, value in choices]
        self.addItems([words for words, _value in choices])
        self.setCurrentIndex(0)
        self.blockSignals(False)

    def choose(self, value: T, words: str) -> None:
        """Shows a value; one that is not among the choices becomes one, with these words."""
        self.blockSignals(True)
        if value not in self._values:
            self._values.append(value)
            self.addItem(words)
        self.setCurrentIndex(self._values.index(value))
        self.blockSignals(False)
