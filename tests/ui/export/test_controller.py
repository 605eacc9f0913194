"""From an attempt to a file: masked, named, written where the operator says."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from console.core.errors import UserFacingError
from console.core.record import AttemptRecord
from console.ui.deps import Deps
from console.ui.export.case_folder import CaseFolder
from console.ui.export.controller import ExportController
from console.ui.export.dialog import ExportDialog
from console.ui.export.made import Exportable, file_name
from console.ui.message_strip import MessageStrip
from console.ui.strip_tasks import StripTasks
from tests.ui.export.texts import RECORD
from tests.ui.fakes_ui import child, header, opened, settled, texts, until


class Bench:
    def __init__(self, deps: Deps, window: QWidget) -> None:
        self.strip = MessageStrip()
        self.strip.setParent(window)
        work = StripTasks(tasks=deps.tasks, strip=self.strip)
        work.open()
        self.controller = ExportController(
            case_context=deps.case_context, work=work, strip=self.strip, window=window
        )

    async def open(self, record: AttemptRecord) -> ExportDialog:
        self.controller.export(Exportable(record=record))
        return await opened(ExportDialog)

    async def save_as(self, dialog: ExportDialog, path: Path) -> None:
        """Presses Save and types a path."""
        button = child(dialog, QPushButton, "saveExportButton")
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        files = await opened(QFileDialog)
        child(files, QLineEdit, "fileNameEdit").setText(str(path))
        files.accept()


@pytest.fixture
def bench(deps: Deps, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    monkeypatch.setattr("console.ui.export.controller._documents", lambda: tmp_path)
    return Bench(deps, window)


async def test_the_very_text_that_is_seen_is_written(bench: Bench, tmp_path: Path) -> None:
    dialog = await bench.open(RECORD)
    seen = child(dialog, QPlainTextEdit, "exportPreview").toPlainText()
    assert "USER-1" in seen
    assert "alice" not in seen
    path = tmp_path / "case.md"
    await bench.save_as(dialog, path)
    await settled()
    assert path.read_text(encoding="utf-8") == seen
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [m.title for m in bench.strip.messages] == [f"Saved: {path}"]
    assert "1 passwords" in bench.strip.messages[0].rest


async def test_a_name_is_proposed(bench: Bench) -> None:
    dialog = await bench.open(RECORD)
    QTest.mouseClick(child(dialog, QPushButton, "saveExportButton"), Qt.MouseButton.LeftButton)
    files = await opened(QFileDialog)
    assert Path(files.selectedFiles()[0]).name == file_name(dialog.chosen().made.case, ".md")
    assert files.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    files.reject()
    await until(lambda: QApplication.activeModalWidget() is dialog)
    dialog.reject()
    await settled()
    assert bench.strip.messages == ()


async def test_json_goes_into_a_json_file(bench: Bench, tmp_path: Path) -> None:
    dialog = await bench.open(RECORD)
    combo = child(dialog, QComboBox, "exportFormatCombo")
    combo.setCurrentIndex(next(n for n in range(combo.count()) if "JSON" in combo.itemText(n)))
    await bench.save_as(dialog, tmp_path / "case")
    await settled()
    kept = json.loads((tmp_path / "case.json").read_text(encoding="utf-8"))
    assert kept["ticket"] == "CS-48213"
    assert kept["withheld"]["password"] == 1


@pytest.mark.parametrize(("sure", "kept"), [(False, "old"), (True, "**Tried")])
async def test_an_existing_file_is_replaced_only_after_a_question(
    bench: Bench, tmp_path: Path, sure: bool, kept: str
) -> None:
    path = tmp_path / "case.md"
    path.write_text("old", encoding="utf-8")
    dialog = await bench.open(RECORD)
    await bench.save_as(dialog, path)
    question = await opened(QMessageBox)
    assert str(path) in question.informativeText()
    if sure:
        button = child(question, QPushButton, "confirmButton")
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        await until(lambda: dialog.ended)
    else:
        question.reject()
        await until(lambda: QApplication.activeModalWidget() is dialog)
        dialog.reject()
    await settled()
    assert path.read_text(encoding="utf-8").startswith(kept)


async def test_a_file_that_cannot_be_written_is_said_and_another_place_can_be_tried(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise UserFacingError("The file could not be written.", "The disk is full.")

    dialog = await bench.open(RECORD)
    with monkeypatch.context() as patch:
        patch.setattr("console.ui.export.controller._write", refuse)
        await bench.save_as(dialog, tmp_path / "bad.md")
        await until(lambda: texts(dialog, "exportProblem") != [])
    assert texts(dialog, "exportProblem") == ["✕ The file could not be written. The disk is full."]
    await bench.save_as(dialog, tmp_path / "good.md")
    await settled()
    assert (tmp_path / "good.md").exists()


@pytest.mark.parametrize("refuses", [False, True])
async def test_a_dialog_that_was_left_meanwhile_is_not_needed(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refuses: bool
) -> None:
    dialog = await bench.open(RECORD)

    def write(*_arguments: object, **_options: object) -> None:
        dialog.ended = True  # as if it was closed while the disk was slow
        if refuses:
            raise UserFacingError("The file could not be written.")

    monkeypatch.setattr("console.ui.export.controller._write", write)
    await bench.save_as(dialog, tmp_path / "case.md")
    await until(lambda: bool(bench.strip.messages))
    title = bench.strip.messages[0].title
    assert title == (
        "The file could not be written." if refuses else f"Saved: {tmp_path / 'case.md'}"
    )
    dialog.reject()
    await settled()


async def test_an_attempt_that_has_not_ended_is_noted(bench: Bench) -> None:
    dialog = await bench.open(header("1", outcome=None))
    assert "not ended" in texts(dialog, "exportNote")[0]
    dialog.reject()
    await settled()


def exists(path: Path) -> bool:
    return path.exists()


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


async def test_switches_make_the_texts_anew(bench: Bench) -> None:
    dialog = await bench.open(RECORD)
    save = child(dialog, QPushButton, "saveExportButton")
    child(dialog, QCheckBox, "exportNamesBox").click()
    child(dialog, QCheckBox, "exportIdsBox").click()
    assert not save.isEnabled()
    await until(save.isEnabled)
    seen = child(dialog, QPlainTextEdit, "exportPreview").toPlainText()
    assert "alice.a" in seen
    assert "POOL-1" in seen
    child(dialog, QCheckBox, "exportNamesBox").click()
    dialog.reject()
    await settled()


async def test_the_case_can_be_taken_out_as_a_file(bench: Bench) -> None:
    dialog = await bench.open(RECORD)
    seen = child(dialog, QPlainTextEdit, "exportPreview").toPlainText()
    QTest.keyClick(child(dialog, QPushButton, "dragCaseButton"), Qt.Key.Key_Space)
    await until(lambda: texts(dialog, "copiedLabel") == ["Copied as a file."])
    data = QApplication.clipboard().mimeData()
    assert data is not None
    assert data.formats() == ["text/uri-list"]
    path = Path(data.urls()[0].toLocalFile())
    assert read(path) == seen
    dialog.reject()
    await settled()
    assert read(path) == seen, "whoever pastes it may be slow"
    await bench.controller.close()
    assert not exists(path.parent.parent)
    assert QApplication.clipboard().text() == "", "it names what is no more"


async def test_what_others_copied_stays_on_the_clipboard(bench: Bench) -> None:
    QApplication.clipboard().setText("file:///their/own")
    await bench.controller.close()
    assert QApplication.clipboard().text() == "file:///their/own"


@pytest.mark.parametrize("left", [False, True])
async def test_a_file_that_cannot_be_made_is_said(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, left: bool
) -> None:
    dialog = await bench.open(RECORD)

    def refuse(*_arguments: object) -> Path:
        raise UserFacingError("The file to drag could not be made.")

    monkeypatch.setattr(CaseFolder, "put", refuse)
    QTest.keyClick(child(dialog, QPushButton, "dragCaseButton"), Qt.Key.Key_Space)
    if left:
        dialog.reject()
        await settled()
        assert [m.title for m in bench.strip.messages] == ["The file to drag could not be made."]
        return
    await until(lambda: texts(dialog, "exportProblem") != [])
    dialog.reject()
    await settled()
    assert bench.strip.messages == ()
