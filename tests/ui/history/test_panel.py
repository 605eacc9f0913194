"""Finding attempts of the history, and opening them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QListView,
    QPushButton,
    QToolButton,
)
from pytestqt.qtbot import QtBot

from console.core.errors import UserFacingError
from console.core.history import Page, Query, Row
from console.core.record import AttemptRecord, Outcome
from console.ui.history.model import HistoryModel
from console.ui.history.panel import AGAIN, CLEAR, NOTHING_FITS, NOTHING_YET, HistoryPanel
from console.ui.history.wanted import Wanted
from console.ui.theme import Theme
from tests.fakes import FakeClock
from tests.ui.fakes_ui import child, header, texts

TWO = (header("2", username="bert"), header("1"))


@pytest.fixture
def model(qapp: object) -> HistoryModel:
    assert qapp is not None
    return HistoryModel(clock=FakeClock())


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme, model: HistoryModel) -> HistoryPanel:
    made = HistoryPanel(theme=theme, model=model)
    qtbot.addWidget(made)
    made.resize(232, 600)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def asked(panel: HistoryPanel) -> list[str]:
    found: list[str] = []
    panel.record_requested.connect(found.append)
    return found


@pytest.fixture
def wanted(panel: HistoryPanel) -> list[Wanted]:
    found: list[Wanted] = []
    panel.wanted_changed.connect(found.append)
    return found


def show(model: HistoryModel, *headers: AttemptRecord, total: int | None = None) -> None:
    rows = tuple(Row(header=each) for each in headers)
    model.show_page(Page(rows=rows, total=len(rows) if total is None else total), Query())


def rows(panel: HistoryPanel) -> QListView:
    return child(panel, QListView, "historyList")


def place(panel: HistoryPanel, row: int) -> QPoint:
    return rows(panel).visualRect(rows(panel).model().index(row, 0)).center()


def search(panel: HistoryPanel) -> QLineEdit:
    return child(panel, QLineEdit, "historyFilter")


def press(panel: HistoryPanel, name: str) -> None:
    button = child(panel, QToolButton, name)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_empty_it_says_what_comes_here(panel: HistoryPanel, model: HistoryModel) -> None:
    assert texts(panel, "historyEmpty") == [""], "the journal is still being read"
    show(model)
    assert texts(panel, "historyEmpty") == [NOTHING_YET]
    assert not search(panel).isVisible(), "there is nothing to search"
    model.put(header("1"))
    assert rows(panel).isVisible()
    assert search(panel).isVisible()


def test_a_click_or_enter_asks_for_the_attempt(
    panel: HistoryPanel, model: HistoryModel, asked: list[str]
) -> None:
    show(model, *TWO)
    QTest.mouseClick(rows(panel).viewport(), Qt.MouseButton.LeftButton, pos=place(panel, 1))
    assert asked == ["1"]
    QTest.keyClick(rows(panel), Qt.Key.Key_Up)
    assert asked == ["1"], "moving opens nothing"
    QTest.keyClick(rows(panel), Qt.Key.Key_Return)
    assert asked == ["1", "2"]


def test_words_are_asked_for_as_they_are_typed(
    panel: HistoryPanel, model: HistoryModel, wanted: list[Wanted]
) -> None:
    show(model, *TWO)
    panel.focus_search()
    assert search(panel).hasFocus()
    QTest.keyClicks(search(panel), "be")
    assert wanted == [Wanted(text="b"), Wanted(text="be")]


def test_the_number_of_attempts_is_said(panel: HistoryPanel, model: HistoryModel) -> None:
    show(model, *TWO, total=1204)
    assert texts(panel, "historyCount") == ["1,204"]
    search(panel).setText("b")
    show(model, *TWO, total=34)
    assert texts(panel, "historyCount") == ["34 found"]


def test_where_nothing_fits_all_can_be_shown_again(
    panel: HistoryPanel, model: HistoryModel, wanted: list[Wanted]
) -> None:
    show(model, *TWO)
    search(panel).setText("x")
    show(model)
    assert texts(panel, "historyEmpty") == [NOTHING_FITS]
    assert search(panel).isVisible()
    button = child(panel, QPushButton, "historyEmptyButton")
    assert button.text() == CLEAR
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert wanted[-1] == Wanted()
    assert search(panel).text() == ""


def test_escape_empties_the_search_and_then_is_the_window_s(
    panel: HistoryPanel, model: HistoryModel, wanted: list[Wanted]
) -> None:
    show(model, *TWO)
    panel.focus_search()
    QTest.keyClicks(search(panel), "b")
    QTest.keyClick(search(panel), Qt.Key.Key_Escape)
    assert wanted[-1] == Wanted()
    QTest.keyClick(search(panel), Qt.Key.Key_Escape)
    assert wanted[-1] == Wanted()
    assert search(panel).hasFocus()


def test_down_leads_from_the_search_to_the_rows(
    panel: HistoryPanel, model: HistoryModel, asked: list[str]
) -> None:
    show(model, *TWO)
    panel.focus_search()
    QTest.keyClick(search(panel), Qt.Key.Key_Down)
    assert rows(panel).hasFocus()
    QTest.keyClick(rows(panel), Qt.Key.Key_Return)
    assert asked == ["2"]


def test_down_stays_in_the_search_while_there_is_no_row(
    panel: HistoryPanel, model: HistoryModel
) -> None:
    show(model, *TWO)
    search(panel).setText("x")
    show(model)
    panel.focus_search()
    QTest.keyClick(search(panel), Qt.Key.Key_Down)
    assert search(panel).hasFocus()


def test_filters_open_below_the_search_and_close_with_escape(
    panel: HistoryPanel, model: HistoryModel, wanted: list[Wanted]
) -> None:
    show(model, *TWO)
    assert panel.findChildren(QComboBox) == [], "it is built when it is first wanted"
    press(panel, "historyFilterButton")
    span = child(panel, QComboBox, "historySpanCombo")
    assert span.hasFocus()
    QTest.keyClick(span, Qt.Key.Key_Down)
    QTest.keyClick(span, Qt.Key.Key_Escape)
    assert not span.isVisible()
    assert child(panel, QToolButton, "historyFilterButton").hasFocus()
    assert wanted[-1].chips() == (("span", "Today"),)


def test_closed_filters_are_chips_that_can_be_taken_away(
    panel: HistoryPanel, model: HistoryModel, wanted: list[Wanted], qtbot: QtBot
) -> None:
    show(model, *TWO)
    press(panel, "historyFilterButton")
    QTest.keyClick(child(panel, QComboBox, "historySpanCombo"), Qt.Key.Key_Down)
    assert panel.findChildren(QPushButton, "spanFilterChip") == [], "the form says it already"
    press(panel, "historyFilterButton")
    qtbot.waitUntil(lambda: child(panel, QPushButton, "spanFilterChip").isVisible())
    QTest.mouseClick(child(panel, QPushButton, "spanFilterChip"), Qt.MouseButton.LeftButton)
    assert wanted[-1] == Wanted()


def test_tab_goes_from_the_search_through_filters_or_chips_to_the_rows(
    panel: HistoryPanel, model: HistoryModel, qtbot: QtBot
) -> None:
    show(model, *TWO)
    press(panel, "historyFilterButton")
    QTest.keyClick(child(panel, QComboBox, "historySpanCombo"), Qt.Key.Key_Down)
    with_form = tabbed_from_search(panel)
    assert with_form[:2] == ["historySpanCombo", "historyOutcomeCombo"]
    assert with_form[-2:] == ["historyPinnedBox", "historyList"]
    press(panel, "historyFilterButton")
    qtbot.waitUntil(lambda: child(panel, QPushButton, "spanFilterChip").isVisible())
    assert tabbed_from_search(panel) == ["spanFilterChip", "historyList"]


def tabbed_from_search(panel: HistoryPanel) -> list[str]:
    """Where Tab leads, up to the rows."""
    panel.focus_search()
    passed: list[str] = []
    while "historyList" not in passed and len(passed) < 20:
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Tab)
        after = QApplication.focusWidget()
        passed.append(after.objectName() if after is not None else "")
    return passed


def test_what_was_seen_is_what_the_form_offers(panel: HistoryPanel, model: HistoryModel) -> None:
    show(model, *TWO)
    panel.show_profiles(["Fabrikam"])
    model.put(header("3", profile_name="Late"))
    press(panel, "historyFilterButton")
    combo = child(panel, QComboBox, "historyProfileCombo")
    offered = [combo.itemText(number) for number in range(combo.count())]
    assert offered == ["Any", "Contoso shop", "Fabrikam", "Late"]


def test_show_only_replaces_what_was_wanted(
    panel: HistoryPanel, model: HistoryModel, wanted: list[Wanted]
) -> None:
    show(model, *TWO)
    search(panel).setText("x")
    press(panel, "historyFilterButton")
    panel._list.only_requested.emit(Wanted(user="bert"))
    assert wanted[-1] == Wanted(user="bert")
    assert search(panel).text() == ""
    assert child(panel, QLineEdit, "historyUserField").text() == "bert"


def test_the_attempt_that_is_shown_is_marked(
    panel: HistoryPanel, model: HistoryModel, asked: list[str]
) -> None:
    show(model, *TWO)
    panel.show_opened("1")
    assert [index.row() for index in rows(panel).selectedIndexes()] == [1]
    rows(panel).setCurrentIndex(model.index(0))
    panel.show_opened("1")
    assert [index.row() for index in rows(panel).selectedIndexes()] == [0], "nothing has changed"
    show(model, header("3"), *TWO)
    assert [index.row() for index in rows(panel).selectedIndexes()] == [2]
    panel.show_opened("elsewhere")
    assert rows(panel).selectedIndexes() == []
    panel.show_opened(None)
    assert asked == []


def test_a_journal_that_cannot_be_read_can_be_tried_again(
    panel: HistoryPanel, model: HistoryModel, wanted: list[Wanted]
) -> None:
    panel.show_unreadable(UserFacingError("The journal could not be read.", "It is locked."))
    assert texts(panel, "historyEmpty") == ["The journal could not be read. It is locked."]
    button = child(panel, QPushButton, "historyEmptyButton")
    assert button.text() == AGAIN
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert wanted == [Wanted()]
    show(model, header("1", outcome=Outcome.FAILED))
    assert rows(panel).isVisible()
