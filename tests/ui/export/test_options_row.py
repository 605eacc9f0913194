"""Format and switches of an export."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox
from pytestqt.qtbot import QtBot

from console.ui.export.made import Choices
from console.ui.export.options_row import OptionsRow
from tests.ui.export.texts import JSON, MARKDOWN
from tests.ui.fakes_ui import child


@pytest.fixture
def row(qtbot: QtBot) -> OptionsRow:
    made = OptionsRow(Choices())
    qtbot.addWidget(made)
    made.show_formats((JSON, MARKDOWN), "md")
    made.show()
    return made


def test_switches_make_choices(row: OptionsRow) -> None:
    heard: list[Choices] = []
    row.choices_changed.connect(heard.append)
    for name in ("exportNamesBox", "exportIdsBox"):
        QTest.keyClick(child(row, QCheckBox, name), Qt.Key.Key_Space)
    assert heard == [Choices(names=True), Choices(names=True, ids=False)]
    assert row.choices == heard[-1]


def test_a_format_is_chosen_by_its_name(row: OptionsRow) -> None:
    heard: list[str] = []
    row.format_changed.connect(heard.append)
    combo = child(row, QComboBox, "exportFormatCombo")
    assert combo.currentText() == "Markdown"
    QTest.keyClick(combo, Qt.Key.Key_Up)
    assert heard == ["json"]
    row.show_formats((MARKDOWN,), "")
    assert (combo.count(), combo.currentText(), heard) == (1, "Markdown", ["json"])


def test_it_begins_as_it_is_told(qtbot: QtBot) -> None:
    row = OptionsRow(Choices(names=True, ids=False))
    qtbot.addWidget(row)
    assert row.choices == Choices(names=True, ids=False)
