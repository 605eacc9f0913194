"""Lines of logs: shown as they are, cut to fit, told whole in the tool tip and when copied."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from console.core.telling import State
from console.ui.evidence.account_logs import LogRow
from console.ui.evidence.log_rows import LogModel, LogRole, LogRows
from console.ui.theme import Theme
from tests.fakes import START

LONG = "<i>Task timed out</i> " + "x" * 600
ROWS = (
    LogRow(at=START, source="AdminInitiateAuth · CloudTrail", what="answered", state=State.DONE),
    LogRow(at=START, source="PreSignUp", what="timed out", state=State.UNKNOWN, text=LONG),
)


@pytest.fixture
def rows(qtbot: QtBot, theme: Theme) -> LogRows:
    made = LogRows(theme=theme)
    qtbot.addWidget(made)
    made.show_rows(ROWS)
    made.resize(300, made.height())
    made.show()
    qtbot.waitExposed(made)
    return made


def test_the_model_is_one() -> None:
    model = LogModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for shown in (ROWS, (), ROWS[:1], ROWS):
        model.show_rows(shown)
        assert model.rowCount() == len(shown)
    assert tester.model() is model
    assert model.rowCount(model.index(0)) == 0
    assert model.data(QModelIndex()) is None


def test_each_row_says_everything_to_assistive_technology() -> None:
    model = LogModel()
    model.show_rows(ROWS)
    index = model.index(1)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == ROWS[1].to_text()
    assert index.data(LogRole.ROW) is ROWS[1]
    tip = index.data(Qt.ItemDataRole.ToolTipRole)
    assert "&lt;i&gt;Task timed out&lt;/i&gt;" in tip  # letter by letter, not as mark-up
    assert tip.count("x") >= 600


def test_it_is_as_high_as_its_lines_up_to_a_bound(rows: LogRows) -> None:
    low = rows.height()
    assert low == sum(rows.sizeHintForIndex(rows.model().index(n, 0)).height() for n in range(2))
    rows.show_rows(ROWS[1:] * 3)
    assert rows.height() > low
    rows.show_rows(ROWS * 40)
    assert rows.height() < 8 * low


def test_the_selected_line_is_copied_whole(rows: LogRows, qtbot: QtBot) -> None:
    rows.activateWindow()
    qtbot.waitUntil(rows.isActiveWindow)
    rows.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(rows.hasFocus)
    assert rows.currentIndex().row() == 0
    QTest.keyClick(rows, Qt.Key.Key_Down)
    QTest.keyClick(rows, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == ROWS[1].to_text()


def test_without_a_selection_nothing_is_copied(rows: LogRows) -> None:
    QGuiApplication.clipboard().setText("before")
    rows.copy_row()
    assert QGuiApplication.clipboard().text() == "before"


@pytest.mark.parametrize("width", [60, 160, 420, 1200])
def test_it_can_be_drawn_in_any_width(rows: LogRows, width: int) -> None:
    rows.resize(width, rows.height())
    rows.setCurrentIndex(rows.model().index(1, 0))
    picture = rows.grab().toImage()
    colours = {picture.pixel(x, y) for x in range(0, width, 3) for y in range(0, rows.height(), 3)}
    assert len(colours) > 3  # ground, selection, line and letters
    assert isinstance(rows, QWidget)
