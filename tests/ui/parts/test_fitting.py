"""A dialog with wrapped texts gets the height that it needs at its width."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QDialog, QVBoxLayout
from pytestqt.qtbot import QtBot

from console.ui.parts.fitting import fit_height
from console.ui.parts.plain_label import PlainLabel


@pytest.fixture
def dialog(qtbot: QtBot) -> QDialog:
    made = QDialog()
    qtbot.addWidget(made)
    return made


def test_the_height_follows_text_and_width(dialog: QDialog) -> None:
    label = PlainLabel("a sentence of several words " * 10)
    QVBoxLayout(dialog).addWidget(label)
    heights = []
    for width in (600, 300):
        dialog.resize(width, 10)
        fit_height(dialog)
        heights.append(dialog.height())
        assert dialog.width() == width
    assert heights[1] > heights[0] + 20
    label.show_text("short")
    fit_height(dialog)
    assert dialog.height() < heights[0]


def test_without_a_layout_nothing_happens(dialog: QDialog) -> None:
    dialog.resize(100, 77)
    fit_height(dialog)
    assert dialog.height() == 77
