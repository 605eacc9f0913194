"""A line of outside text is shortened on screen, never for those who listen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from console.ui.parts.elided_label import ElidedLabel
from console.ui.theme import Theme


@pytest.fixture
def label(qtbot: QtBot, theme: Theme) -> ElidedLabel:
    assert theme is not None
    made = ElidedLabel(name="poolIdLabel", role="muted")
    qtbot.addWidget(made)
    return made


def drawn(label: ElidedLabel, width: int) -> QImage:
    label.setFixedSize(width, 20)
    return label.grab().toImage()


def test_the_text_is_whole_plain_and_visible(label: ElidedLabel) -> None:
    label.show_text("<b>x</b>\u202e")
    assert label.text() == "<b>x</b>\\u202e"
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert "&lt;b&gt;" in label.toolTip()


def test_it_is_hidden_without_a_text(label: ElidedLabel) -> None:
    label.show_text("x")
    assert not label.isVisible(), "without a parent it must not become a window"
    label.show()
    label.show_text("")
    assert label.isHidden()
    label.show_text("y")
    assert label.isVisible()


def test_it_may_become_narrow_and_then_ends_in_dots(label: ElidedLabel) -> None:
    label.show_text("a name that is much too long for the place")
    assert label.minimumSizeHint().width() == 48
    assert label.sizeHint().width() > 200
    long = drawn(label, 120)
    label.show_text("a name that is much too long for the place and longer")
    assert drawn(label, 120) == long, "what is cut is not seen"


def test_a_short_text_needs_no_more_than_itself(label: ElidedLabel) -> None:
    label.show_text("ab")
    assert label.minimumSizeHint().width() == label.sizeHint().width() < 48


def test_another_text_may_be_the_tip(label: ElidedLabel) -> None:
    label.show_text("saved", tip="why")
    assert "why" in label.toolTip()
