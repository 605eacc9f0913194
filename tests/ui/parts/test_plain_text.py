"""Read-only text: plain, escaped, copied as it is, as high as it needs to be."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.ui.parts.plain_text import PlainText
from console.ui.theme import Theme
from tests.ui.timelines import HOSTILE


def test_rich_text_and_hidden_characters_are_shown_letter_by_letter(
    qtbot: QtBot, theme: Theme
) -> None:
    assert theme.tokens is not None
    text = PlainText(name="t", title="Text")
    qtbot.addWidget(text)
    text.show_text(HOSTILE)
    assert text.toPlainText().startswith("<b>bold</b>")
    assert "\\u202e" in text.toPlainText()
    assert "\u202e" not in text.toPlainText()
    assert text.toPlainText().count("\n") == 1  # line feeds are kept


def test_it_cannot_be_changed_but_copied(qtbot: QtBot, theme: Theme) -> None:
    assert theme.tokens is not None
    text = PlainText(name="t", title="Text")
    qtbot.addWidget(text)
    text.show_text("Invalid code")
    QTest.keyClicks(text, "abc")
    assert text.toPlainText() == "Invalid code"
    QTest.keyClick(text, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(text, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Invalid code"


def test_a_fitting_text_is_as_high_as_its_lines_at_any_width(qtbot: QtBot, theme: Theme) -> None:
    assert theme.tokens is not None
    text = PlainText(name="t", title="Text", fit=True)
    qtbot.addWidget(text)
    text.resize(400, 20)
    text.show()
    qtbot.waitExposed(text)
    text.show_text("one line")
    one = text.height()
    text.show_text("x" * 400)  # no blank to break at
    tall = text.height()
    assert tall > 5 * one / 2
    assert text.verticalScrollBar().maximum() == 0
    text.resize(800, tall)
    qtbot.waitUntil(lambda: text.height() < tall)
    assert text.verticalScrollBar().maximum() == 0


def test_the_same_text_again_keeps_the_selection(qtbot: QtBot, theme: Theme) -> None:
    assert theme.tokens is not None
    text = PlainText(name="t", title="Text")
    qtbot.addWidget(text)
    text.show_text("Invalid code")
    text.selectAll()
    text.show_text("Invalid code")
    assert text.textCursor().selectedText() == "Invalid code"
