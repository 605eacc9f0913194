"""Dialogs are opened and awaited; nothing blocks, nothing outlives its asker."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from console.ui.parts.dialogs import ask, choose_new_file, confirm
from tests.ui.fakes_ui import child, opened, until


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.mark.parametrize("answer", [True, False])
async def test_ask_tells_how_the_dialog_ended(parent: QWidget, answer: bool) -> None:
    asking = asyncio.ensure_future(ask(QDialog(parent)))  # noqa: TID251  # no window, no Tasks
    dialog = await opened(QDialog)
    assert dialog.isModal()
    (dialog.accept if answer else dialog.reject)()
    assert await asking is answer


async def test_a_cancelled_asker_takes_its_dialog_along(parent: QWidget) -> None:
    asking = asyncio.ensure_future(ask(QDialog(parent)))  # noqa: TID251
    dialog = await opened(QDialog)
    gone: list[bool] = []
    dialog.destroyed.connect(lambda: gone.append(True))
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    assert asking.cancelled()
    await until(lambda: bool(gone))


@pytest.mark.parametrize(("button", "sure"), [("confirmButton", True), ("", False)])
async def test_confirm_asks_in_plain_text(parent: QWidget, button: str, sure: bool) -> None:
    asking = asyncio.ensure_future(  # noqa: TID251
        confirm(parent, title="Delete <b>x</b>?", text="It\u202e is gone.", action="Delete")
    )
    box = await opened(QMessageBox)
    assert box.textFormat() is Qt.TextFormat.PlainText
    assert box.text() == "Delete <b>x</b>?"
    assert box.informativeText() == "It\\u202e is gone."
    if button:
        QTest.mouseClick(child(box, QPushButton, button), Qt.MouseButton.LeftButton)
    else:
        QTest.keyClick(box, Qt.Key.Key_Escape)
    assert await asking is sure


async def test_enter_does_not_confirm(parent: QWidget) -> None:
    asking = asyncio.ensure_future(  # noqa: TID251
        confirm(parent, title="Delete?", text="", action="Delete")
    )
    QTest.keyClick(await opened(QMessageBox), Qt.Key.Key_Return)
    assert await asking is False


async def test_a_new_file_is_chosen_with_its_suffix(parent: QWidget, tmp_path: Path) -> None:
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs, True)
    asking = asyncio.ensure_future(  # noqa: TID251
        choose_new_file(parent, title="Save", proposed=tmp_path / "case.md", kind="Markdown (*.md)")
    )
    dialog = await opened(QFileDialog)
    assert dialog.selectedFiles() == [str(tmp_path / "case.md")]
    child(dialog, QLineEdit, "fileNameEdit").setText("other")
    dialog.accept()
    assert await asking == tmp_path / "other.md"


async def test_no_file_is_chosen(parent: QWidget, tmp_path: Path) -> None:
    asking = asyncio.ensure_future(  # noqa: TID251
        choose_new_file(parent, title="Save", proposed=tmp_path / "a.md", kind="Markdown (*.md)")
    )
    (await opened(QFileDialog)).reject()
    assert await asking is None
    await until(lambda: QApplication.activeModalWidget() is None)
