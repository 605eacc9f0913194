"""Looks and visibility are changed only where there is something to change."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from console.ui.parts.widget_state import restyle, set_shown
from console.ui.theme import Theme

POLISHED = Qt.WidgetAttribute.WA_WState_Polished


@pytest.fixture
def label(qtbot: QtBot) -> QLabel:
    made = QLabel("text")
    qtbot.addWidget(made)
    return made


def test_a_property_is_set_and_taken_away(label: QLabel) -> None:
    restyle(label, "tone", "warn")
    assert label.property("tone") == "warn"
    restyle(label, "tone", None)
    assert label.property("tone") is None


def test_the_new_look_is_seen_at_once(qtbot: QtBot, theme: Theme, label: QLabel) -> None:
    with qtbot.waitExposed(label):
        label.show()
    restyle(label, "tone", "bad")
    colour = label.palette().color(label.foregroundRole())
    assert colour == theme.colour("bad")


@pytest.mark.usefixtures("qapp")
def test_what_is_not_seen_yet_is_not_styled_for_nothing() -> None:
    label = QLabel("text")
    restyle(label, "tone", "bad")
    set_shown(label, True)
    assert not label.testAttribute(POLISHED)


def test_hidden_and_shown_again_inside_a_window(qtbot: QtBot) -> None:
    window = QWidget()
    layout = QVBoxLayout(window)
    first, second = QLabel("1"), QLabel("2")
    for label in (first, second):
        layout.addWidget(label)
    set_shown(first, True)
    set_shown(second, False)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    assert (first.isVisible(), second.isVisible()) == (True, False)
    set_shown(first, False)
    set_shown(second, True)
    assert (first.isVisible(), second.isVisible()) == (False, True)
