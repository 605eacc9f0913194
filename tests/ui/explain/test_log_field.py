"""The field takes plain text, no more than it can show, and tells when it is quiet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from console.ui.explain.log_field import TEXT_LIMIT, LogField, bounded, meant, shown


def pasted(text: str) -> QMimeData:
    made = QMimeData()
    made.setText(text)
    return made


@pytest.fixture
def field(qtbot: QtBot) -> LogField:
    made = LogField()
    qtbot.addWidget(made)
    return made


def test_the_lines_keep_their_numbers() -> None:
    assert bounded("a\n\nb") == "a\n\nb"
    assert bounded("") == ""
    assert bounded("x" * 9000 + "\ny") == "x" * 8192 + "\ny"
    assert bounded("\n" * 30_000).count("\n") == 19_999
    assert bounded("abc", room=2) == "ab"
    assert bounded("a\nb\nc", lines=2) == "a\nb"


def test_it_is_read_once_nobody_types(field: LogField, qtbot: QtBot) -> None:
    with qtbot.waitSignal(field.log_changed) as told:
        field.insertPlainText("one")
        field.insertPlainText(" two")
    assert told.args == ["one two"]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028", "\u2029", "\n"])
def test_whatever_ends_a_line_is_one_line_end(field: LogField, qtbot: QtBot, end: str) -> None:
    with qtbot.assertNotEmitted(field.log_cut):
        field.insertFromMimeData(pasted(f"a{end}b"))
    assert (field.toPlainText(), field.blockCount()) == ("a\nb", 2)


def test_formatted_text_comes_in_plain(field: LogField) -> None:
    both = pasted("<b>a</b>")
    both.setHtml("<b>a</b><img src='http://example.com/x'>")
    field.insertFromMimeData(both)
    assert field.toPlainText() == "<b>a</b>"
    only = QMimeData()
    only.setData("image/png", b"x")
    field.insertFromMimeData(only)
    assert field.toPlainText() == "<b>a</b>"


@pytest.mark.parametrize("text", ["a" * 100_000, "\n" * 25_000, "some words\n" * 150_000])
def test_too_much_is_cut_and_said(field: LogField, qtbot: QtBot, text: str) -> None:
    with qtbot.waitSignal(field.log_cut):
        field.insertFromMimeData(pasted(text))
    assert field.document().characterCount() <= TEXT_LIMIT + 1
    assert field.blockCount() <= 20_000


def test_a_full_field_takes_more_only_in_place_of_what_is_marked(
    field: LogField, qtbot: QtBot
) -> None:
    row = "x" * 100 + "\n"
    field.insertFromMimeData(pasted(row * (TEXT_LIMIT // len(row) + 1)))
    full = field.toPlainText()
    with qtbot.waitSignal(field.log_cut):
        field.insertFromMimeData(pasted("more"))
    assert field.toPlainText() == full
    field.moveCursor(QTextCursor.MoveOperation.Start)
    field.moveCursor(QTextCursor.MoveOperation.EndOfLine, QTextCursor.MoveMode.KeepAnchor)
    with qtbot.assertNotEmitted(field.log_cut):
        field.insertFromMimeData(pasted("more"))
    assert field.toPlainText().startswith("more\nxx")


def test_a_line_is_marked_and_brought_into_sight(field: LogField) -> None:
    field.resize(300, 200)
    field.show()
    field.insertPlainText("\n".join(map(str, range(1, 501))))
    field.moveCursor(QTextCursor.MoveOperation.Start)
    field.clearFocus()
    field.mark_line(300)
    (mark,) = field.extraSelections()
    assert mark.cursor.block().text() == "300"
    assert 280 <= field.verticalScrollBar().value() <= 300
    field.mark_line(999)
    assert field.extraSelections() == []
    field.mark_line(1)
    field.mark_line(None)
    assert field.extraSelections() == []


def test_what_was_cut_is_forgotten_once_something_whole_stands_in_its_place(
    field: LogField, qtbot: QtBot
) -> None:
    field.insertFromMimeData(pasted("\n" * 25_000))
    with qtbot.assertNotEmitted(field.log_whole):
        field.moveCursor(QTextCursor.MoveOperation.Start)
        field.moveCursor(QTextCursor.MoveOperation.Down, QTextCursor.MoveMode.KeepAnchor)
        field.insertFromMimeData(pasted("one more"))
    field.selectAll()
    with qtbot.waitSignal(field.log_whole):
        field.insertFromMimeData(pasted("a\nb"))
    with qtbot.waitSignal(field.log_whole):
        field.clear()


def test_what_turns_a_line_round_is_seen_and_read_all_the_same(
    field: LogField, qtbot: QtBot
) -> None:
    text = "a\u202eb\tc\x1b[31m\nd\u2066"
    with qtbot.waitSignal(field.log_changed) as told:
        field.insertFromMimeData(pasted(text))
    assert field.toPlainText() == "a\\u202eb\tc\\x1b[31m\nd\\u2066"
    assert told.args == [text]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_is_shown_is_what_is_meant(text: str) -> None:
    assert meant(shown(text)) == text.replace("\r", "\\r") or "\\" in text


@pytest.mark.parametrize("text", ["\\u003c", "\\ud800", "\\x0a", "\\U00110000", "\\u20"])
def test_escapes_of_a_log_s_own_stay(text: str) -> None:
    assert meant(text) == text
