"""The row above the timeline: what it wants, and what it says when it does not understand."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from console.ui.theme import Theme
from console.ui.timeline.filter import RowFilter
from console.ui.timeline.filter_row import FilterRow


@pytest.fixture
def row(qtbot: QtBot, theme: Theme) -> FilterRow:
    made = FilterRow()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def field(row: FilterRow) -> QLineEdit:
    found = row.findChild(QLineEdit, "timelineFilter")
    assert found is not None
    return found


def button(row: FilterRow, name: str) -> QPushButton:
    found = row.findChild(QPushButton, name)
    assert found is not None
    return found


def test_typing_is_heard_once_it_pauses(row: FilterRow, qtbot: QtBot) -> None:
    wanted: list[RowFilter] = []
    row.filter_changed.connect(wanted.append)
    QTest.keyClicks(field(row), "kind:error")
    assert wanted == []
    qtbot.waitUntil(lambda: bool(wanted))
    assert wanted == [RowFilter(kinds=("error",))]


def test_what_is_not_understood_is_marked_and_explained(row: FilterRow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(row.filter_changed):
        field(row).setText("kind:<b>")
    assert field(row).property("problem") == "error"
    assert "kind:&lt;b&gt; is not known" in field(row).toolTip()
    with qtbot.waitSignal(row.filter_changed):
        field(row).setText("kind:call")
    assert field(row).property("problem") is None


def test_errors_are_counted_on_their_button(row: FilterRow, qtbot: QtBot) -> None:
    errors = button(row, "errorsButton")
    assert (errors.text(), errors.isEnabled()) == ("&Errors 0", False)
    row.show_errors(2)
    assert (errors.text(), errors.isEnabled()) == ("&Errors 2", True)
    with qtbot.waitSignal(row.errors_only_changed) as signal:
        errors.click()
    assert signal.args == [True]
    row.show_errors(0)
    assert errors.isEnabled()  # so that it can be switched off


def test_follow_is_told_and_shown(row: FilterRow, qtbot: QtBot) -> None:
    follow = button(row, "followButton")
    assert follow.isChecked()
    with qtbot.waitSignal(row.follow_changed) as signal:
        follow.click()
    assert signal.args == [False]
    row.set_follow(follow=True)
    assert follow.isChecked()


def test_clearing_shows_everything(row: FilterRow, qtbot: QtBot) -> None:
    row.show_errors(1)
    button(row, "errorsButton").click()
    field(row).setText("kind:error")
    with qtbot.waitSignal(row.filter_changed) as signal:
        row.clear()
    assert signal.args == [RowFilter()]
    assert (field(row).text(), button(row, "errorsButton").isChecked()) == ("", False)


def test_the_field_takes_the_keyboard(row: FilterRow, qtbot: QtBot) -> None:
    row.activateWindow()
    row.focus_field()
    qtbot.waitUntil(lambda: row.focusWidget() is field(row))
