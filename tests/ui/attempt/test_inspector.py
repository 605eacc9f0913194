"""The inspector's tabs, their empty states, and that all of it is plain text."""

from __future__ import annotations

import json

import pytest
from PySide6.QtWidgets import QPlainTextEdit, QTabWidget
from pytestqt.qtbot import QtBot

from console.ui.attempt.inspector import Inspector
from console.ui.attempt.inspector_facts import inspect
from console.ui.parts.facts_table import FactsTable
from console.ui.parts.plain_label import PlainLabel
from console.ui.theme import Theme
from console.ui.timeline.rows import TimelineRows
from tests.ui.timelines import HOSTILE, Story, refused_at_once, story, wrong_code


@pytest.fixture
def inspector(qtbot: QtBot, theme: Theme) -> Inspector:
    made = Inspector(theme=theme)
    qtbot.addWidget(made)
    made.resize(420, 352)
    made.show()
    qtbot.waitExposed(made)
    return made


def show(inspector: Inspector, told: Story, number: int) -> None:
    rows = TimelineRows(told.events).rows
    inspector.show_inspected(inspect(rows, rows[number]))


def text(inspector: Inspector, name: str) -> QPlainTextEdit:
    found = inspector.findChild(QPlainTextEdit, name)
    assert found is not None
    return found


def empty(inspector: Inspector, name: str) -> PlainLabel:
    found = inspector.findChild(PlainLabel, name)
    assert found is not None
    return found


def tabs(inspector: Inspector) -> QTabWidget:
    found = inspector.findChild(QTabWidget, "inspectorTabs")
    assert found is not None
    return found


def test_five_tabs(inspector: Inspector) -> None:
    titles = [tabs(inspector).tabText(n) for n in range(tabs(inspector).count())]
    assert titles == ["Summary", "Request", "Response", "Wire", "Raw"]
    assert inspector.objectName() == "inspector"


def test_with_nothing_selected_every_tab_says_what_to_do(inspector: Inspector) -> None:
    for name in ("summary", "request", "response", "wire", "raw"):
        label = empty(inspector, f"{name}Empty")
        assert label.text().startswith("Select a line of the timeline")
        assert not label.isHidden()


def test_a_refused_call(inspector: Inspector) -> None:
    show(inspector, wrong_code(), 5)
    assert text(inspector, "summaryCode").toPlainText() == "CodeMismatchException"
    assert text(inspector, "summaryCode").property("state") == "refused"
    assert text(inspector, "summaryText").toPlainText() == "Invalid code received for user"
    assert empty(inspector, "summaryEmpty").isHidden()
    shown = json.loads(text(inspector, "requestText").toPlainText())
    assert shown["Session"] == "‹withheld›"
    table = inspector.findChild(FactsTable, "wireFacts")
    assert table is not None
    assert table.facts.index(3, 1).data() == "127 ms"
    assert '"kind": "call_ended"' in text(inspector, "rawText").toPlainText()


def test_a_line_without_a_request_says_so(inspector: Inspector) -> None:
    show(inspector, wrong_code(), 0)
    assert text(inspector, "requestText").isHidden()
    assert "has no request" in empty(inspector, "requestEmpty").text()


def test_the_chosen_tab_stays(inspector: Inspector) -> None:
    tabs(inspector).setCurrentIndex(3)
    show(inspector, wrong_code(), 5)
    show(inspector, wrong_code(), 1)
    assert tabs(inspector).currentIndex() == 3


def test_clearing_forgets_the_line(inspector: Inspector) -> None:
    show(inspector, wrong_code(), 5)
    inspector.clear()
    assert text(inspector, "rawText").toPlainText() == ""
    assert text(inspector, "summaryCode").isHidden()


def test_hostile_texts_are_shown_letter_by_letter(inspector: Inspector) -> None:
    show(inspector, refused_at_once(HOSTILE, HOSTILE), 1)
    for name in ("summaryText", "summaryCode", "responseText", "rawText"):
        shown = text(inspector, name).toPlainText()
        assert "<b>bold</b>" in shown
        assert "\u202e" not in shown
        assert "\x07" not in shown
    show(inspector, story(username=HOSTILE).started().call(), 1)
    assert "<b>bold</b>" in text(inspector, "requestText").toPlainText()


def test_all_texts_are_read_only(inspector: Inspector) -> None:
    show(inspector, wrong_code(), 5)
    edits = inspector.findChildren(QPlainTextEdit)
    assert len(edits) == 8
    assert all(edit.isReadOnly() for edit in edits)
