"""The sentence over an empty table."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton, QTableView
from pytestqt.qtbot import QtBot

from console.ui.parts.plain_label import PlainLabel
from console.ui.timeline.model import TimelineModel
from console.ui.timeline.table_notice import TableNotice
from tests.ui.timelines import wrong_code


@pytest.fixture
def table(qtbot: QtBot) -> QTableView:
    made = QTableView()
    made.setModel(TimelineModel(made))
    qtbot.addWidget(made)
    return made


def test_it_is_there_only_while_the_table_is_empty(table: QTableView) -> None:
    notice = TableNotice(table)
    model = table.model()
    assert isinstance(model, TimelineModel)
    assert not notice.isHidden()
    model.append(wrong_code().events)
    assert notice.isHidden()
    model.load(())
    assert not notice.isHidden()


def test_it_offers_to_clear_a_filter(table: QTableView, qtbot: QtBot) -> None:
    notice = TableNotice(table)
    button = notice.findChild(QPushButton, "clearFilterButton")
    label = notice.findChild(PlainLabel, "timelineNotice")
    assert button is not None
    assert label is not None
    notice.show_text("Nothing has run yet.", clearable=False)
    assert (label.text(), button.isHidden()) == ("Nothing has run yet.", True)
    notice.show_text("No line matches.", clearable=True)
    assert not button.isHidden()
    with qtbot.waitSignal(notice.clear_requested):
        button.click()
