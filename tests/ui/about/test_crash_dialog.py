"""The report of a bug can be read and copied."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from console.core.crash import masked_report
from console.ui.about.crash_dialog import CrashDialog
from tests.ui.fakes_ui import child, texts


@pytest.fixture
def dialog(qtbot: QtBot) -> CrashDialog:
    try:
        int("hunter2 must not be seen")
    except ValueError as error:
        made = CrashDialog(None, report=masked_report(error), version="1.2.3")
    qtbot.addWidget(made)
    made.show()
    return made


def report(dialog: CrashDialog) -> str:
    return child(dialog, QPlainTextEdit, "crashReport").toPlainText()


def test_it_says_what_broke_and_in_which_version(dialog: CrashDialog) -> None:
    assert texts(dialog, "crashTitle") == ["Something in this program went wrong."]
    assert "ValueError" in report(dialog)
    assert "hunter2" not in report(dialog)
    assert child(dialog, QPlainTextEdit, "crashReport").isReadOnly()


def test_the_report_is_copied(dialog: CrashDialog) -> None:
    assert texts(dialog, "copiedLabel") == []
    QTest.mouseClick(child(dialog, QPushButton, "copyReportButton"), Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == report(dialog)
    assert texts(dialog, "copiedLabel") == ["Copied."]


def test_another_bug_is_added_below(dialog: CrashDialog) -> None:
    before = report(dialog)
    dialog.add("KeyError\u202e")
    assert report(dialog) == f"{before}\n\nKeyError\\u202e"
