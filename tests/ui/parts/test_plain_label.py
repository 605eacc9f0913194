"""Labels show any text letter by letter and never widen their column."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.ui.parts.plain_label import PlainLabel, breakable

ZERO_WIDTH = "\u200b"


def test_markup_and_hidden_characters_are_shown_as_they_are(qtbot: QtBot) -> None:
    label = PlainLabel("<b>x</b>\u202e &amp;", role="muted", name="one")
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.text() == "<b>x</b>\\u202e &amp;"
    assert label.objectName() == "one"


def test_a_word_longer_than_the_column_wraps(qtbot: QtBot) -> None:
    label = PlainLabel("x" * 400)
    qtbot.addWidget(label)
    assert label.minimumSizeHint().width() < 320


@given(st.text(alphabet=st.characters(exclude_characters=ZERO_WIDTH)))
def test_breaks_change_nothing_but_add_places_to_wrap(text: str) -> None:
    broken = breakable(text)
    assert broken.replace(ZERO_WIDTH, "") == text
    assert all(len(run) <= 29 for line in broken.split() for run in line.split(ZERO_WIDTH))
