"""Two-line rows: what is drawn, and what mouse and keys do."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QColor, QImage, QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.ui.parts.row_list import ROW_HEIGHT, RowDelegate, RowList, RowRole
from console.ui.theme import Theme


def item(title: str, *, badge: str = "", mark: str = "■", token: str = "bad") -> QStandardItem:
    made = QStandardItem(title)
    made.setData(mark, RowRole.MARK)
    made.setData(token, RowRole.MARK_TOKEN)
    made.setData("second line", RowRole.SECOND_LINE)
    made.setData(badge, RowRole.BADGE)
    return made


@pytest.fixture
def model() -> QStandardItemModel:
    made = QStandardItemModel()
    for title in ("first", "second", "third"):
        made.appendRow(item(title))
    return made


@pytest.fixture
def rows(qtbot: QtBot, theme: Theme, model: QStandardItemModel) -> RowList:
    delegate = RowDelegate(theme=theme, bold_selection=True)
    made = RowList(theme=theme, model=model, delegate=delegate)
    qtbot.addWidget(made)
    made.resize(232, 3 * ROW_HEIGHT)
    made.show()
    return made


def middle(rows: RowList, row: int) -> QPoint:
    return rows.visualRect(rows.model().index(row, 0)).center()


def drawn(rows: RowList) -> QImage:
    return rows.grab().toImage()


def has_colour(image: QImage, colour: QColor) -> bool:
    return any(
        image.pixelColor(x, y) == colour
        for y in range(image.height())
        for x in range(image.width())
    )


def test_every_row_has_the_same_height(rows: RowList) -> None:
    assert [rows.visualRect(rows.model().index(n, 0)).height() for n in range(3)] == [48] * 3


def test_the_mark_has_the_colour_of_its_token(rows: RowList, theme: Theme) -> None:
    assert has_colour(drawn(rows), theme.colour("bad"))
    assert not has_colour(drawn(rows), theme.colour("ok"))


def test_the_selected_row_is_filled_and_bold(
    rows: RowList, model: QStandardItemModel, theme: Theme
) -> None:
    before = drawn(rows)
    rows.setCurrentIndex(model.index(1, 0))
    assert not has_colour(before, theme.colour("selection"))
    assert drawn(rows).pixelColor(230, ROW_HEIGHT + 4) == theme.colour("selection")


def test_a_badge_stands_at_the_right_edge(rows: RowList, model: QStandardItemModel) -> None:
    before = drawn(rows)
    model.item(0).setData("◇", RowRole.BADGE)
    after = drawn(rows)
    changed = {x for x in range(232) if any(
        before.pixel(x, y) != after.pixel(x, y) for y in range(ROW_HEIGHT))}  # fmt: skip
    assert changed
    assert min(changed) > 180


def test_further_signs_stand_left_of_the_badge(rows: RowList, model: QStandardItemModel) -> None:
    model.item(0).setData("◇", RowRole.BADGE)
    before = drawn(rows)
    model.item(0).setData("★✎", RowRole.NOTES)
    after = drawn(rows)
    changed = {x for x in range(232) if any(
        before.pixel(x, y) != after.pixel(x, y) for y in range(ROW_HEIGHT))}  # fmt: skip
    assert changed
    assert (min(changed) > 170, max(changed) < 212) == (True, True)


def test_a_long_title_is_shortened_before_the_edge(
    rows: RowList, model: QStandardItemModel, theme: Theme
) -> None:
    model.item(0).setText("wide " * 40)
    image = drawn(rows)
    background = image.pixelColor(231, 2)
    assert all(image.pixelColor(x, y) == background
               for x in range(226, 232) for y in range(ROW_HEIGHT))  # fmt: skip
    assert has_colour(image, theme.colour("text"))


def test_a_change_of_theme_repaints(rows: RowList, theme: Theme) -> None:
    theme.force(Qt.ColorScheme.Light)
    light = drawn(rows)
    theme.force(Qt.ColorScheme.Dark)
    assert drawn(rows) != light
    theme.force(None)


def test_a_click_chooses_and_the_right_button_does_not(rows: RowList) -> None:
    chosen: list[int] = []
    rows.row_chosen.connect(lambda index: chosen.append(index.row()))
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.RightButton, pos=middle(rows, 2))
    assert chosen == []
    assert rows.selectedIndexes() == []
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=middle(rows, 1))
    assert chosen == [1]


def test_enter_chooses_the_current_row_and_arrows_only_move(rows: RowList) -> None:
    chosen: list[int] = []
    rows.row_chosen.connect(lambda index: chosen.append(index.row()))
    rows.setCurrentIndex(rows.model().index(0, 0))
    QTest.keyClick(rows, Qt.Key.Key_Down)
    assert rows.currentIndex().row() == 1
    assert chosen == []
    QTest.keyClick(rows, Qt.Key.Key_Return)
    QTest.keyClick(rows, Qt.Key.Key_Enter)
    assert chosen == [1, 1]


def test_ctrl_enter_is_left_to_the_window(rows: RowList) -> None:
    rows.setCurrentIndex(rows.model().index(0, 0))
    chosen: list[QModelIndex] = []
    rows.row_chosen.connect(chosen.append)
    QTest.keyClick(rows, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert chosen == []


def test_a_click_with_a_key_held_down_opens_nothing(rows: RowList) -> None:
    chosen: list[QModelIndex] = []
    rows.row_chosen.connect(chosen.append)
    for held in (Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier):
        QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, held, middle(rows, 1))
    assert chosen == []
