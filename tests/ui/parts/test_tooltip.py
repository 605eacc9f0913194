"""Texts from outside stay letters in tool tips, tabs and menus."""

from __future__ import annotations

from PySide6.QtGui import QTextDocument

from console.ui.parts.tooltip import plain_menu_text, plain_tooltip


def test_mark_up_in_a_tooltip_is_shown_as_it_is() -> None:
    document = QTextDocument()
    document.setHtml(plain_tooltip("<b>alice</b> & co", "second"))
    assert document.toPlainText() == "<b>alice</b> & co\nsecond"


def test_hidden_characters_are_escaped_and_length_is_limited() -> None:
    assert "\\u202e" in plain_tooltip("a\u202eb")
    assert len(plain_tooltip("x" * 10_000)) < 500


def test_nothing_gives_no_tooltip() -> None:
    assert plain_tooltip("", "") == ""


def test_an_ampersand_is_no_mnemonic() -> None:
    assert plain_menu_text("R&D\n") == "R&&D\\n"
