"""Version and places, to be copied."""

from __future__ import annotations

import platform
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from console.ui.about.about_dialog import AboutDialog
from console.ui.theme import Theme
from tests.ui.fakes_ui import child


def test_its_facts_are_shown_and_copied(qtbot: QtBot, theme: Theme) -> None:
    assert theme is not None
    dialog = AboutDialog(None, version="1.2.3", data_dir=Path("/data/\u202ehere"))
    qtbot.addWidget(dialog)
    dialog.show()
    shown = [label.text().replace("\u200b", "") for label in dialog.findChildren(QLabel)]
    assert "1.2.3" in shown
    assert platform.python_version() in shown
    assert any("\\u202ehere" in text for text in shown)
    QTest.mouseClick(child(dialog, QPushButton, "copyAboutButton"), Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == dialog.text()
    assert "Version: 1.2.3" in dialog.text()
    dialog.reject()
    assert not dialog.isVisible()
