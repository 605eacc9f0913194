"""Filters in force can be seen and taken away one by one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from console.core.record import Outcome
from console.ui.history.filter_chips import FilterChips
from console.ui.history.wanted import Wanted


@pytest.fixture
def chips(qtbot: QtBot) -> FilterChips:
    made = FilterChips()
    qtbot.addWidget(made)
    made.resize(232, 60)
    return made


def shown(chips: FilterChips) -> dict[str, str]:
    return {b.objectName(): b.text() for b in chips.findChildren(QPushButton) if b.isVisible()}


def test_they_are_hidden_while_nothing_is_filtered(chips: FilterChips) -> None:
    chips.show_wanted(Wanted(text="words are none"))
    assert chips.isHidden()


def test_each_filter_has_one_and_a_press_asks_to_take_it_away(chips: FilterChips) -> None:
    removed: list[str] = []
    chips.removed.connect(removed.append)
    chips.show_wanted(Wanted(user="a&b", outcome=Outcome.FAILED))
    assert shown(chips) == {"outcomeFilterChip": "refused  ✕", "userFilterChip": "a&&b  ✕"}
    (user,) = chips.findChildren(QPushButton, "userFilterChip")
    assert user.accessibleName() == "Take the filter away: a&b"
    QTest.keyClick(user, Qt.Key.Key_Space)
    assert removed == ["user"]


def test_other_filters_take_their_place(chips: FilterChips, qtbot: QtBot) -> None:
    chips.show_wanted(Wanted(user="alice"))
    chips.show_wanted(Wanted(pinned=True))
    qtbot.waitUntil(lambda: shown(chips) == {"pinnedFilterChip": "pinned  ✕"})
    chips.show_wanted(Wanted())
    assert chips.isHidden()
