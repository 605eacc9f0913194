"""Small things stand side by side and wrap where the width ends."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from console.ui.parts.elided_label import ElidedLabel
from console.ui.parts.flow_row import FlowRow


@pytest.fixture
def row(qtbot: QtBot) -> FlowRow:
    made = FlowRow(gap=8, line_gap=4)
    for number in range(3):
        button = _Sized(f"button {number}")
        made.add(button)
    qtbot.addWidget(made)
    return made


class _Sized(QPushButton):
    """A button of 10 pixels a character."""

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(10 * len(self.text()) + 20, 20)


@pytest.mark.parametrize(("width", "height"), [(400, 20), (316, 20), (315, 44), (120, 68)])
def test_the_height_follows_the_width(row: FlowRow, width: int, height: int) -> None:
    assert row.hasHeightForWidth()
    assert row.heightForWidth(width) == height


def test_it_asks_for_one_line_and_needs_the_widest(row: FlowRow) -> None:
    assert row.sizeHint().width() == 316
    assert row.minimumSizeHint().width() == 100


def test_the_places_wrap_and_follow_the_texts(qtbot: QtBot, row: FlowRow) -> None:
    row.resize(250, 80)
    with qtbot.waitExposed(row):
        row.show()
    buttons = row.findChildren(_Sized)
    assert [(b.x(), b.y()) for b in buttons] == [(0, 0), (108, 0), (0, 24)]
    buttons[0].setText("long button 0!")
    qtbot.waitUntil(lambda: (buttons[1].x(), buttons[1].y()) == (0, 24))
    assert (buttons[2].x(), buttons[2].y()) == (108, 24)


def test_an_empty_row_takes_no_room(qtbot: QtBot) -> None:
    row = FlowRow(gap=8, line_gap=4)
    qtbot.addWidget(row)
    assert row.heightForWidth(100) == 0
    assert row.sizeHint() == QSize(0, 0)


def test_what_elides_has_a_line_of_its_own_and_widens_nothing(qtbot: QtBot) -> None:
    row = FlowRow(gap=8, line_gap=4)
    label, button = ElidedLabel(name="long"), _Sized("button")
    for widget in (label, button):
        row.add(widget)
    label.show_text("a long word " * 20)
    qtbot.addWidget(row)
    assert row.minimumSizeHint().width() == 80
    row.resize(200, 80)
    with qtbot.waitExposed(row):
        row.show()
    assert (label.x(), label.width()) == (0, 200)
    assert (button.x(), button.y()) == (0, label.height() + 4)
