"""The shortcut stands on the button as long as there is room."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage, QKeySequence
from pytestqt.qtbot import QtBot

from console.ui.parts.hint_button import HintButton
from console.ui.theme import Theme


@pytest.fixture
def button(qtbot: QtBot, theme: Theme) -> HintButton:
    assert theme is not None
    made = make("Ctrl+Return")
    qtbot.addWidget(made)
    return made


def make(keys: str) -> HintButton:
    made = HintButton("Sign in once", name="runButton", keys=QKeySequence(keys))
    made.setProperty("primary", "true")
    return made


def drawn(button: HintButton, width: int) -> QImage:
    button.setFixedSize(width, 28)
    return button.grab().toImage()


def test_text_and_shortcut_are_told_to_assistive_technology(button: HintButton) -> None:
    assert button.text() == "Sign in once"
    assert button.accessibleDescription() == "Ctrl+Return"


def test_it_asks_for_room_for_the_key_but_can_do_without(button: HintButton) -> None:
    assert button.sizeHint().width() > button.minimumSizeHint().width()
    words = button.fontMetrics().horizontalAdvance("Sign in once")
    assert button.minimumSizeHint().width() >= words


def test_the_key_is_drawn_only_where_it_fits(button: HintButton) -> None:
    wide, narrow = button.sizeHint().width(), button.minimumSizeHint().width()
    other = make("Ctrl+M")
    assert drawn(button, wide) != drawn(other, wide), "another key looks different"
    assert drawn(button, narrow) == drawn(other, narrow), "without its key it is the same"
