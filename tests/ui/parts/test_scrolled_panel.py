"""The scroll bar is there when it is needed, and only then."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from console.ui.parts.scrolled_panel import ScrolledPanel

WORDS = "amber kettle brass lantern cobalt harbor dusty compass " * 6
WIDTH = 300


@pytest.fixture
def page(qtbot: QtBot) -> ScrolledPanel:
    panel = QWidget()
    layout = QVBoxLayout(panel)
    label = QLabel(WORDS)
    label.setWordWrap(True)
    layout.addWidget(label)
    shown = ScrolledPanel()
    shown.take(panel)
    qtbot.addWidget(shown)
    return shown


def fit(page: ScrolledPanel, *, more: int = 0) -> None:
    """As high as the panel is at the whole width."""
    assert page._panel is not None
    layout = page._panel.layout()
    assert layout is not None
    frame = 2 * page.frameWidth()
    page.resize(WIDTH + frame, layout.totalHeightForWidth(WIDTH) + frame + more)


def test_what_fits_without_a_bar_gets_none_even_if_it_had_one(
    page: ScrolledPanel, qtbot: QtBot
) -> None:
    fit(page, more=-1)
    page.show()
    qtbot.waitUntil(page.verticalScrollBar().isVisible)
    fit(page)
    qtbot.waitUntil(lambda: not page.verticalScrollBar().isVisible())
    assert page.viewport().width() == WIDTH


def test_the_bar_follows_the_panel(page: ScrolledPanel, qtbot: QtBot) -> None:
    fit(page)
    page.show()
    qtbot.waitExposed(page)
    assert not page.verticalScrollBar().isVisible()
    label = page.findChild(QLabel)
    assert isinstance(label, QLabel)
    label.setText(WORDS * 2)
    qtbot.waitUntil(page.verticalScrollBar().isVisible)
    label.setText(WORDS)
    qtbot.waitUntil(lambda: not page.verticalScrollBar().isVisible())
