"""A text in the page is as high as it is, until it scrolls."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.ui.challenge.fitting_text import FittingText


def test_its_height_follows_the_lines_up_to_the_most(qtbot: QtBot) -> None:
    text = FittingText(name="text", title="Text", lines=3)
    text.resize(300, 200)
    qtbot.addWidget(text)
    with qtbot.waitExposed(text):
        text.show()
    heights = []
    for lines in (1, 2, 3, 9):
        text.show_text("\n".join("a\u202e" for _ in range(lines)))
        heights.append(text.height())
    assert heights[0] < heights[1] < heights[2] == heights[3]
    assert text.verticalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOn
    assert "\\u202e" in text.toPlainText()
    text.show_text("x" * 80)
    narrow = text.height()
    text.resize(900, narrow)
    assert text.height() < narrow, "wrapped lines count"
    assert text.verticalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
