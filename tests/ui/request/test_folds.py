"""What is seldom needed stays folded, and says how much is set in it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from console.ui.request.folds import Folds


@pytest.fixture
def folds(qtbot: QtBot) -> Folds:
    made = Folds()
    made.add("metadata", "Client metadata", QLineEdit("inside"))
    made.add("context", "Context data", QLineEdit())
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def toggle(folds: Folds, name: str) -> QPushButton:
    found = folds.findChild(QPushButton, f"{name}Fold")
    assert found is not None
    return found


def body(folds: Folds) -> QLineEdit:
    found = folds.findChild(QLineEdit)
    assert found is not None
    return found


def test_a_click_or_the_space_bar_opens_and_closes(folds: Folds) -> None:
    assert not body(folds).isVisible()
    QTest.mouseClick(toggle(folds, "metadata"), Qt.MouseButton.LeftButton)
    assert body(folds).isVisible()
    assert toggle(folds, "metadata").text() == "▾ Client metadata"
    QTest.keyClick(toggle(folds, "metadata"), Qt.Key.Key_Space)
    assert not body(folds).isVisible()
    assert toggle(folds, "metadata").text() == "▸ Client metadata"


def test_the_count_stands_behind_the_title(folds: Folds) -> None:
    folds.set_count("metadata", 2)
    assert toggle(folds, "metadata").text() == "▸ Client metadata (2)"
    assert toggle(folds, "metadata").accessibleName() == "Client metadata (2)"
    assert toggle(folds, "context").text() == "▸ Context data"


def test_the_fold_of_a_widget_can_be_found_and_opened(folds: Folds) -> None:
    assert folds.holder_of(body(folds)) == "metadata"
    assert folds.holder_of(folds) is None
    folds.open("metadata")
    assert body(folds).isVisible()


def test_a_fold_without_use_is_away_and_comes_back_as_it_was(folds: Folds) -> None:
    folds.open("metadata")
    folds.set_offered("metadata", False)
    assert not body(folds).isVisible()
    assert not toggle(folds, "metadata").isVisible()
    assert toggle(folds, "context").x() == 0, "the others close up"
    folds.set_offered("metadata", True)
    assert body(folds).isVisible()
    assert toggle(folds, "metadata").isVisible()
    assert toggle(folds, "context").x() > 0
