"""A key at hand: codes are made from it when asked, and a bad one is told."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from console.core.totp import totp_code
from console.ui.challenge.seed_form import SeedForm
from tests.fakes import FakeClock
from tests.ui.challenges import SEED
from tests.ui.fakes_ui import child


@pytest.fixture
def form(qtbot: QtBot) -> SeedForm:
    made = SeedForm(clock=FakeClock())
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.open()
        made.activateWindow()
    return made


def field(form: SeedForm) -> QLineEdit:
    return child(form, QLineEdit, "seedField")


def told(form: SeedForm) -> str:
    return child(form, QLabel, "seedFieldErrors").text()


def test_a_code_is_made_each_time_it_is_asked_for(qtbot: QtBot, form: SeedForm) -> None:
    assert field(form).hasFocus()
    assert form.holds(field(form))
    clock = FakeClock()
    spaced = " ".join(SEED.reveal()[at : at + 4] for at in range(0, 32, 4)).lower()
    field(form).setText(spaced)
    with qtbot.waitSignal(form.code_made) as made:
        QTest.keyClick(child(form, QPushButton, "makeCodeButton"), Qt.Key.Key_Space)
    assert made.args == [totp_code(SEED, clock.now())]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("", "Type the key"), ("nope!", "The TOTP seed cannot be used."), ("A" * 15, "16 characters")],
)
def test_a_bad_key_is_told_without_its_text(
    qtbot: QtBot, form: SeedForm, text: str, sentence: str
) -> None:
    field(form).setText(text)
    with qtbot.assertNotEmitted(form.code_made):
        form.make_code()
    assert sentence in told(form)
    assert not text or text not in told(form)
    field(form).setText("A" * 16)
    assert told(form) == ""


def test_it_is_kept_only_when_ticked(form: SeedForm) -> None:
    field(form).setText(SEED.reveal())
    assert form.kept_seed() is None
    QTest.keyClick(child(form, QCheckBox, "keepSeedBox"), Qt.Key.Key_Space)
    assert form.kept_seed() == SEED
    form.clear()
    assert form.kept_seed() is None
    assert field(form).text() == ""
    field(form).undo()
    assert field(form).text() == ""
    assert form.isHidden()
