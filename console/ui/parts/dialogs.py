"""Dialogs that are opened, never executed: a coroutine waits for their end."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QPushButton, QWidget

from console.core.text import visible_lines


async def ask(dialog: QDialog) -> bool:
    """Opens `dialog` and returns whether it was accepted.

    The dialog is deleted by the event loop afterwards: read it before the next await.
    """
    import asyncio  # not before the first paint

    ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def end(result: int) -> None:
        if not ended.done():
            ended.set_result(result)

    dialog.finished.connect(end)
    dialog.open()
    try:
        return await ended == QDialog.DialogCode.Accepted
    finally:
        # Also when the waiting task is cancelled: no dialog outlives who asked.
        dialog.finished.disconnect(end)
        dialog.close()
        dialog.deleteLater()


async def confirm(parent: QWidget, *, title: str, text: str, action: str) -> bool:
    """Asks before something that cannot be taken back; `action` is the verb on the button."""
    box = QMessageBox(parent)
    box.setObjectName("confirmDialog")
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(title)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(visible_lines(title))
    box.setInformativeText(visible_lines(text))
    yes = QPushButton(action)
    yes.setObjectName("confirmButton")
    box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    no = box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(no)
    await ask(box)
    return box.clickedButton() is yes


async def choose_new_file(parent: QWidget, *, title: str, proposed: Path, kind: str) -> Path | None:
    """Where to write a file, which may exist: Qt's own question about that would block.

    `kind` is a name filter of Qt's, as "Markdown (*.md)".
    """
    dialog = QFileDialog(parent, title)
    dialog.setObjectName("fileDialog")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
    dialog.setNameFilter(kind)
    dialog.setDefaultSuffix(proposed.suffix.lstrip("."))
    dialog.setDirectory(str(proposed.parent))
    dialog.selectFile(proposed.name)
    if not await ask(dialog):
        return None
    chosen = dialog.selectedFiles()
    return Path(chosen[0]) if chosen else None
