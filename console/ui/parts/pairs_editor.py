"""Rows of a name and a value: client metadata, HTTP headers, the answer to an unknown challenge."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from console.core.fields import FieldProblem
from console.core.request import PAIRS_LIMIT
from console.core.text import visible
from console.ui.parts.field_block import ProblemLines
from console.ui.parts.secret_field import SecretField

_SHOWN_KEY = 40


class PairsEditor(QWidget):
    """Empty rows do not count. `noun` is what a row is called, `key_word` what its left half is."""

    edited = Signal()

    def __init__(
        self,
        *,
        name: str,
        noun: str,
        key_word: str,
        field: str,
        secret: bool = False,
        repeats: bool = False,
    ) -> None:
        """`field` is the name that problems about these pairs carry; `secret` hides the values.

        With `repeats`, a key may stand more than once.
        """
        super().__init__()
        self.setObjectName(name)
        self._secret, self._repeats = secret, repeats
        self._noun, self._key_word, self._field = noun, key_word, field
        self._rows: list[_Row] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self._add_button = QPushButton(f"+ Add a {noun}")
        self._add_button.setObjectName(f"{name}AddButton")
        self._add_button.setProperty("link", "true")
        self._add_button.clicked.connect(self._add_and_focus)
        self._problem_lines = ProblemLines(name=name)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(self._lines)
        self._add_row()  # before the button below it, for Tab goes in the order of adding
        foot = QHBoxLayout()
        foot.addWidget(self._add_button)
        foot.addStretch(1)
        layout.addLayout(foot)
        layout.addWidget(self._problem_lines)

    def pairs(self) -> dict[str, str]:
        """Key to value; of a key that stands twice the last row counts (and is a problem)."""
        return {key: value for key, value in self._typed() if key.strip()}

    def rows(self) -> tuple[tuple[str, str], ...]:
        """Every row that has a key, in order."""
        return tuple((key, value) for key, value in self._typed() if key.strip())

    def problems(self) -> tuple[FieldProblem, ...]:
        """What the pairs alone cannot say: rows without a key, keys that stand twice."""
        typed = self._typed()
        found = []
        if any(not key.strip() for key, _ in typed):
            found.append(f"Each {self._noun} needs a {self._key_word}.")
        counts = Counter(key for key, _ in typed if key.strip())
        found += [
            f"“{visible(key, _SHOWN_KEY)}” stands {count} times; only one can be sent."
            for key, count in counts.items()
            if count > 1 and not self._repeats
        ]
        return tuple(FieldProblem(field=self._field, sentence=sentence) for sentence in found)

    def show_problems(self, problems: tuple[FieldProblem, ...] | list[FieldProblem]) -> None:
        """Shows exactly these below the rows."""
        self._problem_lines.show_problems(problems)

    def focus_first(self) -> None:
        """Puts the cursor into the first row that lacks a key, else into the first."""
        row = next((row for row in self._rows if not row.key.text().strip()), self._rows[0])
        row.key.setFocus()

    def focus_after(self, widget: QWidget | None) -> bool:
        """Goes on from a key to its value, from there to the next row; False at the last one."""
        fields = [field for row in self._rows for field in (row.key, row.value)]
        for field, following in pairwise(fields):
            if field is widget:
                following.setFocus()
                return True
        return False

    def put(self, key: str, value: str) -> None:
        """One pair in place of all."""
        self.clear()
        self._rows[0].key.setText(key)
        self._rows[0].value.setText(value)

    def forget_values(self) -> None:
        """The keys stay."""
        for row in self._rows:
            row.value.setText("")

    def clear(self) -> None:
        """One empty row; nothing typed is kept."""
        for row in self._rows:
            row.key.setText("")  # unlike `clear`, this leaves nothing to undo
            row.value.setText("")
        for row in self._rows[1:]:
            self._drop(row)

    def _typed(self) -> list[tuple[str, str]]:
        return [
            (row.key.text(), row.value.text())
            for row in self._rows
            if row.key.text() or row.value.text()
        ]

    def _add_and_focus(self) -> None:
        self._add_row()
        self._rows[-1].show()  # at once, so that it can take the focus
        self._rows[-1].key.setFocus()

    def _add_row(self) -> None:
        row = _Row(secret=self._secret)
        for line in (row.key, row.value):
            line.textChanged.connect(self.edited)
        row.remove.clicked.connect(lambda: self._remove(row))
        self._lines.addWidget(row)
        if self._rows:
            # Else Tab would reach the new row only after everything else in the window.
            order = (self._rows[-1].remove, row.key, *row.value_fields, row.remove)
            for first, second in pairwise(order):
                QWidget.setTabOrder(first, second)
        self._rows.append(row)
        self._number()

    def _remove(self, row: _Row) -> None:
        if len(self._rows) == 1:  # there is always a row to type in
            row.key.clear()
            row.value.clear()
        else:
            self._drop(row)
        self._rows[-1].key.setFocus()
        self.edited.emit()

    def _drop(self, row: _Row) -> None:
        self._rows.remove(row)
        self._lines.removeWidget(row)
        row.hide()
        row.setParent(None)  # at once, so that no search finds it under the name of another
        row.deleteLater()
        self._number()

    def _number(self) -> None:
        for number, row in enumerate(self._rows, start=1):
            row.show_number(self.objectName(), self._noun, self._key_word, number)
        self._add_button.setEnabled(len(self._rows) < PAIRS_LIMIT)


class _Row(QWidget):
    def __init__(self, *, secret: bool) -> None:
        super().__init__()
        self.key, self.remove = QLineEdit(), QToolButton()
        self.value = SecretField(name="", accessible_name="") if secret else QLineEdit()
        shows = (self.value.show_button,) if isinstance(self.value, SecretField) else ()
        self.value_fields: tuple[QWidget, ...] = (self.value, *shows)
        self.value.setPlaceholderText("Value")
        self.remove.setText("✕")
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 4 if secret else 0)
        layout.setSpacing(4)
        layout.addWidget(self.key, 0, 0)
        # A hidden value has a button in it, so it takes a line of its own.
        layout.addWidget(self.value, *((1, 0) if secret else (0, 1)))
        layout.addWidget(self.remove, 0, 2)
        layout.setColumnStretch(0, 2)
        layout.setColumnStretch(1, 0 if secret else 3)

    def show_number(self, name: str, noun: str, key_word: str, number: int) -> None:
        """Names everything in the row after its place, which changes when a row goes."""
        self.key.setPlaceholderText(key_word.capitalize())
        self.key.setObjectName(f"{name}Key{number}")
        self.key.setAccessibleName(f"{noun.capitalize()} {number}, {key_word}")
        self.value.setObjectName(f"{name}Value{number}")
        self.value.setAccessibleName(f"{noun.capitalize()} {number}, value")
        if isinstance(self.value, SecretField):
            self.value.show_button.setObjectName(f"{name}ShowButton{number}")
            self.value.show_button.setAccessibleName(f"Hold to show: {noun} {number}")
        self.remove.setObjectName(f"{name}Remove{number}")
        self.remove.setAccessibleName(f"Remove {noun} {number}")
        self.remove.setToolTip(f"Remove this {noun}")
