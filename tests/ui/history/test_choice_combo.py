"""Values come back from a combo box as they were."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.core.record import Outcome
from console.ui.history.choice_combo import ChoiceCombo

Combo = ChoiceCombo[Outcome | None]


@pytest.fixture
def combo(qtbot: QtBot) -> Combo:
    made: Combo = ChoiceCombo(name="c", choices=[("Any", None), ("refused", Outcome.FAILED)])
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def chosen(combo: Combo) -> list[Outcome | None]:
    heard: list[Outcome | None] = []
    combo.chosen.connect(lambda: heard.append(combo.value))
    return heard


def test_what_the_operator_chooses_is_told(combo: Combo, chosen: list[Outcome | None]) -> None:
    assert combo.value is None
    QTest.keyClick(combo, Qt.Key.Key_Down)
    assert chosen == [Outcome.FAILED]
    assert chosen[0] is Outcome.FAILED


def test_what_others_choose_is_not(combo: Combo, chosen: list[Outcome | None]) -> None:
    combo.choose(Outcome.FAILED, "refused")
    assert combo.value is Outcome.FAILED
    combo.choose(Outcome.CANCELLED, "cancelled")
    assert (combo.value, combo.currentText(), combo.count()) == (Outcome.CANCELLED, "cancelled", 3)
    combo.offer([("Any", None)])
    assert combo.count() == 1
    assert chosen == []
