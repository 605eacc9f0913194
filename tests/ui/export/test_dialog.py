"""What will stand in the file is seen before it is written."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from console.core.errors import UserFacingError
from console.ui.export.dialog import ExportDialog, ExportText, withheld_words
from console.ui.theme import Theme
from tests.ui.fakes_ui import child, texts

JSON = ExportText(name="json", title="JSON", suffix=".json", text='{\n  "a": 1\n}\n')
MARKDOWN = ExportText(name="md", title="Markdown", suffix=".md", text="**Tried** <b>this</b>\n")
WITHHELD = {"password": 1, "code": 2}


def make(qtbot: QtBot, *found: ExportText, note: str = "") -> ExportDialog:
    dialog = ExportDialog(None, texts=found, withheld=WITHHELD, note=note)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


@pytest.fixture
def dialog(qtbot: QtBot, theme: Theme) -> ExportDialog:
    assert theme is not None
    return make(qtbot, JSON, MARKDOWN)


def preview(dialog: ExportDialog) -> QPlainTextEdit:
    return child(dialog, QPlainTextEdit, "exportPreview")


def press(dialog: ExportDialog, name: str) -> None:
    QTest.mouseClick(child(dialog, QPushButton, name), Qt.MouseButton.LeftButton)


def test_markdown_is_proposed_and_shown_letter_by_letter(dialog: ExportDialog) -> None:
    assert dialog.chosen() is MARKDOWN
    assert preview(dialog).toPlainText() == MARKDOWN.text
    assert preview(dialog).isReadOnly()


def test_another_format_shows_its_own_text(dialog: ExportDialog) -> None:
    child(dialog, QComboBox, "exportFormatCombo").setCurrentIndex(0)
    assert preview(dialog).toPlainText() == JSON.text
    saved: list[ExportText] = []
    dialog.save_requested.connect(saved.append)
    press(dialog, "saveExportButton")
    assert saved == [JSON]
    assert dialog.isVisible(), "it stays until the file is there"


def test_what_is_withheld_is_said_by_kind_and_count(dialog: ExportDialog) -> None:
    assert texts(dialog, "withheldLabel") == ["Withheld: 2 codes, 1 password."]


def test_markdown_can_be_copied_whatever_is_shown(dialog: ExportDialog) -> None:
    child(dialog, QComboBox, "exportFormatCombo").setCurrentIndex(0)
    press(dialog, "copyMarkdownButton")
    assert QApplication.clipboard().text() == MARKDOWN.text
    assert texts(dialog, "copiedLabel") == ["Copied."]


def test_without_markdown_nothing_is_copied(qtbot: QtBot) -> None:
    dialog = make(qtbot, JSON)
    assert not child(dialog, QPushButton, "copyMarkdownButton").isVisible()
    assert dialog.chosen() is JSON


def test_a_note_and_a_problem_are_shown(qtbot: QtBot) -> None:
    dialog = make(qtbot, MARKDOWN, note="It still runs.")
    assert texts(dialog, "exportNote") == ["It still runs."]
    assert texts(dialog, "exportProblem") == []
    dialog.show_problem(UserFacingError("Not written.", "The disk is full.", "Make room."))
    assert texts(dialog, "exportProblem") == ["✕ Not written. The disk is full. Make room."]


def test_close(dialog: ExportDialog) -> None:
    assert not dialog.ended
    press(dialog, "closeExportButton")
    assert not dialog.isVisible()
    assert dialog.ended


@pytest.mark.parametrize(
    ("withheld", "words"),
    [
        ({}, "nothing"),
        ({"session": 1}, "1 session"),
        (
            {"secret_hash": 2, "device_key": 2, "other": 3},
            "2 device keys, 3 others, 2 secret hashes",
        ),
        ({"client_metadata": 2, "refresh_token": 2}, "2 client metadata, 2 refresh tokens"),
    ],
)
def test_withheld_words(withheld: dict[str, int], words: str) -> None:
    assert withheld_words(withheld) == words
