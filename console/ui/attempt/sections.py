"""Pieces of a page that explains: headings, names with values, lists with bullets or numbers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel

from console.ui.attempt.diagnosis_words import Section, signed_items
from console.ui.parts.plain_label import PlainLabel

_SIGN_PX = 16


def head(text: str) -> QLabel:
    """A heading."""
    return PlainLabel(text, role="head")


def facts_grid(facts: Sequence[tuple[str, str]]) -> QGridLayout:
    """A line each: the name, and the value, which wraps."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(2)
    grid.setColumnStretch(1, 1)
    for row, (name, value) in enumerate(facts):
        label = QLabel(name)
        label.setProperty("role", "label")
        grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(PlainLabel(value, role="small"), row, 1)
    return grid


def items_grid(section: Section) -> QGridLayout:
    """The items of a section, each with its sign."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(4)
    grid.setColumnMinimumWidth(0, _SIGN_PX)
    grid.setColumnStretch(1, 1)
    for row, (sign, item) in enumerate(signed_items(section)):
        mark = QLabel(sign)
        mark.setProperty("role", "hint")
        grid.addWidget(mark, row, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        grid.addWidget(PlainLabel(item, role="small"), row, 1)
    return grid
