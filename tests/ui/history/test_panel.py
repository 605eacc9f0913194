"""Opening attempts of the history, and finding them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListView, QToolButton
from pytestqt.qtbot import QtBot

from console.ui.history.model import HistoryModel
from console.ui.history.panel import NOTHING_FITS, NOTHING_YET, HistoryPanel
from console.ui.theme import Theme
from tests.fakes import FakeClock
from tests.ui.fakes_ui import child, header, texts


@pytest.fixture
def model(qapp: object) -> HistoryModel:
    assert qapp is not None
    return HistoryModel(clock=FakeClock())


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme, model: HistoryModel) -> HistoryPanel:
    made = HistoryPanel(theme=theme, model=model)
    qtbot.addWidget(made)
    made.resize(232, 400)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def asked(panel: HistoryPanel) -> list[str]:
    found: list[str] = []
    panel.record_requested.connect(found.append)
    return found


def rows(panel: HistoryPanel) -> QListView:
    return child(panel, QListView, "historyList")


def place(panel: HistoryPanel, row: int) -> QPoint:
    return rows(panel).visualRect(rows(panel).model().index(row, 0)).center()


def filter_field(panel: HistoryPanel) -> QLineEdit:
    return child(panel, QLineEdit, "historyFilter")


def press_filter(panel: HistoryPanel) -> None:
    button = child(panel, QToolButton, "historyFilterButton")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_empty_it_says_what_comes_here(panel: HistoryPanel, model: HistoryModel) -> None:
    assert texts(panel, "historyEmpty") == [NOTHING_YET]
    assert not rows(panel).isVisible()
    model.put(header("1"))
    assert rows(panel).isVisible()
    assert not child(panel, QListView, "historyList").isHidden()


def test_a_click_or_enter_asks_for_the_attempt(
    panel: HistoryPanel, model: HistoryModel, asked: list[str]
) -> None:
    model.show_headers([header("2"), header("1")])
    QTest.mouseClick(rows(panel).viewport(), Qt.MouseButton.LeftButton, pos=place(panel, 1))
    assert asked == ["1"]
    QTest.keyClick(rows(panel), Qt.Key.Key_Up)
    assert asked == ["1"], "moving opens nothing"
    QTest.keyClick(rows(panel), Qt.Key.Key_Return)
    assert asked == ["1", "2"]


def test_the_filter_hides_rows_and_says_when_none_is_left(
    panel: HistoryPanel, model: HistoryModel
) -> None:
    model.show_headers([header("2", username="bert"), header("1")])
    assert not filter_field(panel).isVisible()
    press_filter(panel)
    assert filter_field(panel).hasFocus()
    QTest.keyClicks(filter_field(panel), "bert")
    assert model.rowCount() == 1
    QTest.keyClicks(filter_field(panel), "x")
    assert texts(panel, "historyEmpty") == [NOTHING_FITS]
    assert not rows(panel).isVisible()


def test_escape_closes_the_filter_and_shows_all(panel: HistoryPanel, model: HistoryModel) -> None:
    model.show_headers([header("2", username="bert"), header("1")])
    press_filter(panel)
    QTest.keyClicks(filter_field(panel), "bert")
    QTest.keyClick(filter_field(panel), Qt.Key.Key_Escape)
    assert not filter_field(panel).isVisible()
    assert model.rowCount() == 2
    assert child(panel, QToolButton, "historyFilterButton").hasFocus()


def test_down_leads_from_the_filter_to_the_rows(
    panel: HistoryPanel, model: HistoryModel, asked: list[str]
) -> None:
    model.show_headers([header("2"), header("1")])
    press_filter(panel)
    QTest.keyClick(filter_field(panel), Qt.Key.Key_Down)
    assert rows(panel).hasFocus()
    QTest.keyClick(rows(panel), Qt.Key.Key_Return)
    assert asked == ["2"]


def test_down_stays_in_the_filter_while_there_is_no_row(panel: HistoryPanel) -> None:
    press_filter(panel)
    QTest.keyClick(filter_field(panel), Qt.Key.Key_Down)
    assert filter_field(panel).hasFocus()


def test_the_attempt_that_is_shown_is_marked(
    panel: HistoryPanel, model: HistoryModel, asked: list[str]
) -> None:
    model.show_headers([header("2"), header("1")])
    panel.show_opened("1")
    assert [index.row() for index in rows(panel).selectedIndexes()] == [1]
    panel.show_opened("elsewhere")
    assert rows(panel).selectedIndexes() == []
    panel.show_opened(None)
    assert asked == []
