"""Names and values: as high as their rows, copied as plain text."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from console.ui.parts.facts_table import Fact, FactsModel, FactsTable
from console.ui.theme import ROW_PX, Theme
from tests.ui.timelines import HOSTILE

FACTS = (Fact(name="HTTP", values=("400", "200")), Fact(name="Sent", values=("yes",), wire=False))


@pytest.fixture
def table(qtbot: QtBot, theme: Theme) -> FactsTable:
    made = FactsTable(theme=theme, name="facts", title="Facts")
    qtbot.addWidget(made)
    made.resize(400, 200)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_the_model_holds_under_qts_tester(qtbot: QtBot) -> None:
    assert qtbot is not None
    model = FactsModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_facts(FACTS, ("Try 1", "Try 2"))
    assert (model.rowCount(), model.columnCount()) == (2, 3)
    assert [model.index(1, n).data() for n in range(3)] == ["Sent", "yes", ""]
    assert model.headerData(2, Qt.Orientation.Horizontal) == "Try 2"
    model.show_facts(())
    assert (model.rowCount(), model.columnCount()) == (0, 2)
    tester.deleteLater()


def test_the_same_facts_again_change_nothing(table: FactsTable, qtbot: QtBot) -> None:
    table.show_facts(FACTS)
    table.selectRow(1)
    with qtbot.assertNotEmitted(table.facts.modelReset):
        table.show_facts(FACTS)
    assert [index.row() for index in table.selectionModel().selectedRows()] == [1]


def test_it_is_as_high_as_its_rows(table: FactsTable) -> None:
    table.show_facts(FACTS)
    assert table.height() == 2 * ROW_PX
    table.show_facts(FACTS, ("Try 1", "Try 2"))
    assert table.height() > 2 * ROW_PX
    assert not table.horizontalHeader().isHidden()


def test_values_are_copied_as_plain_text(table: FactsTable) -> None:
    table.show_facts((Fact(name="Text", values=(HOSTILE, "b")),))
    table.copy_fact()  # nothing is selected: nothing happens
    table.selectRow(0)
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    text = QGuiApplication.clipboard().text()
    assert text.startswith("<b>bold</b>")
    assert text.endswith("\tb")
    assert "\u202e" not in text


def test_tool_tips_are_plain(table: FactsTable) -> None:
    table.show_facts((Fact(name="Text", values=(HOSTILE,)),))
    tip = table.facts.index(0, 1).data(Qt.ItemDataRole.ToolTipRole)
    assert "&lt;b&gt;" in tip
    assert "<img" not in tip


def test_it_paints_names_values_and_the_focused_row(table: FactsTable, theme: Theme) -> None:
    table.show_facts(FACTS)
    before = table.grab().toImage()
    assert before.pixelColor(200, ROW_PX - 1) == theme.colour("line")
    table.selectRow(0)
    table.activateWindow()
    table.setFocus()
    after = table.grab().toImage()
    wanted = theme.colour("selection" if table.hasFocus() else "surface")
    assert after.pixelColor(200, 3) == wanted


def test_a_fact_is_marked_when_tab_leads_here(table: FactsTable, qtbot: QtBot) -> None:
    with qtbot.waitActive(table):
        table.activateWindow()
    table.clearFocus()
    table.show_facts(FACTS)
    assert not table.selectionModel().hasSelection()
    table.setFocus(Qt.FocusReason.TabFocusReason)
    assert [index.row() for index in table.selectionModel().selectedRows()] == [0]
