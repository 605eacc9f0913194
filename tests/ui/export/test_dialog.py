"""What will stand in the file is seen before it is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from console.core.errors import UserFacingError
from console.ui.export.dialog import Chosen, ExportDialog
from console.ui.export.made import Choices, ExportText
from console.ui.theme import Theme
from tests.ui.export.texts import JSON, MARKDOWN, PROBLEM, made
from tests.ui.fakes_ui import child, texts

LEAVING = ("saveExportButton", "copyMarkdownButton", "copyRequestButton", "dragCaseButton")


def make(qtbot: QtBot, *found: ExportText, note: str = "", codes: bool = True) -> ExportDialog:
    dialog = ExportDialog(None, made=made(*found, codes=codes), note=note)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


@pytest.fixture
def dialog(qtbot: QtBot, theme: Theme) -> ExportDialog:
    assert theme is not None
    return make(qtbot)


def preview(dialog: ExportDialog) -> str:
    return child(dialog, QPlainTextEdit, "exportPreview").toPlainText()


def press(dialog: ExportDialog, name: str) -> None:
    QTest.mouseClick(child(dialog, QPushButton, name), Qt.MouseButton.LeftButton)


def enabled(dialog: ExportDialog) -> list[bool]:
    return [child(dialog, QPushButton, name).isEnabled() for name in LEAVING]


def test_markdown_is_proposed_and_shown_letter_by_letter(dialog: ExportDialog) -> None:
    assert dialog.chosen().text is MARKDOWN
    assert preview(dialog) == MARKDOWN.text
    assert child(dialog, QPlainTextEdit, "exportPreview").isReadOnly()
    assert texts(dialog, "exportFileName")[0].endswith("_CS-48213_failed.md")


def test_another_format_shows_its_own_text(dialog: ExportDialog) -> None:
    child(dialog, QComboBox, "exportFormatCombo").setCurrentIndex(0)
    assert preview(dialog) == JSON.text
    assert texts(dialog, "exportFileName")[0].endswith(".json")
    saved: list[Chosen] = []
    dialog.save_requested.connect(saved.append)
    press(dialog, "saveExportButton")
    assert [chosen.text for chosen in saved] == [JSON]
    assert dialog.isVisible(), "it stays until the file is there"


def test_what_is_withheld_is_said_in_plain_words(dialog: ExportDialog) -> None:
    assert "passwords" in texts(dialog, "withheldRow")


def test_markdown_can_be_copied_whatever_is_shown(dialog: ExportDialog) -> None:
    child(dialog, QComboBox, "exportFormatCombo").setCurrentIndex(0)
    press(dialog, "copyMarkdownButton")
    assert QApplication.clipboard().text() == MARKDOWN.text
    assert texts(dialog, "copiedLabel") == ["Copied."]


def test_without_markdown_nothing_is_copied(qtbot: QtBot) -> None:
    dialog = make(qtbot, JSON)
    assert not child(dialog, QPushButton, "copyMarkdownButton").isVisible()
    assert dialog.chosen().text is JSON


def test_the_request_can_be_copied(dialog: ExportDialog) -> None:
    menu = child(dialog, QPushButton, "copyRequestButton").menu()
    menu.actions()[0].trigger()
    assert QApplication.clipboard().text() == "aws …\n"
    assert texts(dialog, "copiedLabel") == ["Copied."]


def test_nothing_leaves_until_the_text_is_what_the_switches_say(dialog: ExportDialog) -> None:
    wanted: list[Choices] = []
    dialog.choices_changed.connect(wanted.append)
    assert enabled(dialog) == [True] * 4
    QTest.keyClick(child(dialog, QCheckBox, "exportNamesBox"), Qt.Key.Key_Space)
    assert wanted == [dialog.choices] == [Choices(names=True)]
    assert enabled(dialog) == [False] * 4
    assert texts(dialog, "exportNamesNote") == [], "they do not stand in it yet"
    child(dialog, QComboBox, "exportFormatCombo").setCurrentIndex(0)
    assert enabled(dialog) == [False] * 4
    other = ExportText(name="json", title="JSON", suffix=".json", text="other\n")
    dialog.show_made(made(other, MARKDOWN, choices=Choices(names=True)))
    assert enabled(dialog) == [True] * 4
    assert preview(dialog) == "other\n", "the format that was chosen"
    assert len(texts(dialog, "exportNamesNote")) == 1


def test_a_text_that_would_give_something_away_is_not_shown(qtbot: QtBot) -> None:
    bad = ExportText(name="md", title="Markdown", suffix=".md", text="hush", problem=PROBLEM)
    dialog = make(qtbot, JSON, bad)
    assert preview(dialog) == ""
    assert texts(dialog, "exportProblem") == [f"✕ {PROBLEM.sentence()}"]
    assert enabled(dialog) == [False, False, True, False]
    child(dialog, QComboBox, "exportFormatCombo").setCurrentIndex(0)
    assert texts(dialog, "exportProblem") == []
    assert enabled(dialog) == [True, False, True, True]


def test_a_file_to_drag_is_that_of_what_is_shown(dialog: ExportDialog, tmp_path: Path) -> None:
    asked: list[Chosen] = []
    dialog.file_requested.connect(asked.append)
    drag = child(dialog, QPushButton, "dragCaseButton")
    QTest.keyClick(drag, Qt.Key.Key_Space)
    child(dialog, QComboBox, "exportFormatCombo").setCurrentIndex(0)
    dialog.show_file(asked[0], tmp_path / "case.md")
    assert texts(dialog, "copiedLabel") == [""], "another is shown by now"
    QTest.keyClick(drag, Qt.Key.Key_Space)
    dialog.show_file(asked[1], tmp_path / "case.json")
    assert texts(dialog, "copiedLabel") == ["Copied as a file."]


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


def test_tab_goes_round_as_the_eye_does(dialog: ExportDialog, qtbot: QtBot) -> None:
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    child(dialog, QComboBox, "exportFormatCombo").setFocus()
    seen = []
    for _ in range(9):
        focus = dialog.focusWidget()
        assert isinstance(focus, QWidget)
        assert focus.accessibleName() or getattr(focus, "text", str)()
        seen.append(focus.objectName())
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert seen == [
        "exportFormatCombo", "exportNamesBox", "exportIdsBox", "exportPreview", "dragCaseButton",
        "saveExportButton", "copyMarkdownButton", "copyRequestButton", "closeExportButton",
    ]  # fmt: skip
