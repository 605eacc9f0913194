"""Attaching an attempt to a ticket: makes the case, shows it, writes it where the operator says."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from console.core.errors import UserFacingError
from console.core.text import visible
from console.ui.export.case_folder import CaseFolder
from console.ui.export.made import Choices, Exportable, file_name, make
from console.ui.message_strip import MessageStrip
from console.ui.parts.dialogs import ask, choose_new_file, confirm
from console.ui.strip_tasks import StripTasks

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData

    from console.cases.case import CaseContext
    from console.ui.export.dialog import Chosen, ExportDialog


class ExportController(QObject):
    """Making and writing the text happens in a worker thread."""

    def __init__(
        self,
        *,
        case_context: Callable[[], CaseContext],
        work: StripTasks,
        strip: MessageStrip,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._case_context = case_context
        self._work = work
        self._strip = strip
        self._window = window
        self._folder: Path | None = None  # where the last file went
        self._dragged = CaseFolder()

    def export(self, source: Exportable) -> None:
        """Opens the dialog for an attempt with its events."""
        self._work.start(self._export(source), name="export")

    async def close(self) -> None:
        """Removes the files that were made to be dragged, and from the clipboard what names one."""
        import asyncio

        clipboard = QGuiApplication.clipboard()
        data = cast("QMimeData | None", clipboard.mimeData())  # None where it is empty
        copied = [] if data is None else data.urls()
        if any(self._dragged.has(url.toLocalFile()) for url in copied):
            clipboard.clear()
        await asyncio.to_thread(self._dragged.close)

    async def _export(self, source: Exportable) -> None:
        import asyncio  # not before the first paint

        from console.ui.export.dialog import ExportDialog  # nor this

        made = await asyncio.to_thread(make, source, Choices(), self._case_context())
        dialog = ExportDialog(self._window, made=made, note=source.note)
        dialog.choices_changed.connect(
            lambda choices: self._work.start(self._remake(dialog, source, choices), name="remake")
        )
        dialog.save_requested.connect(
            lambda chosen: self._work.start(self._save(dialog, chosen), name="save")
        )
        dialog.file_requested.connect(
            lambda chosen: self._work.start(self._put(dialog, chosen), name="file to drag")
        )
        await ask(dialog)

    async def _remake(self, dialog: ExportDialog, source: Exportable, choices: Choices) -> None:
        """What was made for switches that stand otherwise by now is dropped."""
        import asyncio  # not before the first paint

        made = await asyncio.to_thread(make, source, choices, self._case_context())
        if not dialog.ended and dialog.choices == choices:
            dialog.show_made(made)

    async def _put(self, dialog: ExportDialog, chosen: Chosen) -> None:
        import asyncio  # not before the first paint

        try:
            file = await asyncio.to_thread(self._dragged.put, chosen.made, chosen.text)
        except UserFacingError as error:
            if dialog.ended:
                raise
            dialog.show_problem(error)
            return
        dialog.show_file(chosen, file)

    async def _save(self, dialog: ExportDialog, chosen: Chosen) -> None:
        import asyncio  # not before the first paint

        case, text = chosen.made.case, chosen.text
        path = await choose_new_file(
            dialog,
            title="Save the attempt",
            proposed=(self._folder or _documents()) / file_name(case, text.suffix),
            kind=f"{text.title.partition(' (')[0]} (*{text.suffix})",
        )
        if path is None:
            return
        exists = await asyncio.to_thread(os.path.lexists, path)
        if exists and not await _may_replace(dialog, path):
            return
        try:
            await asyncio.to_thread(_write, chosen, path, force=exists)
        except UserFacingError as error:
            if dialog.ended:
                raise
            dialog.show_problem(error)
            return
        self._folder = path.parent
        if not dialog.ended:
            dialog.accept()
        self._strip.show_info(f"Saved: {path}", withheld_sentence(chosen))


def withheld_sentence(chosen: Chosen) -> str:
    """What is not in the file, in one line."""
    from console.ui.export.withheld_list import withheld_rows

    told = withheld_rows(chosen.made.case.withheld)
    words = ", ".join(f"{count} {words}" for count, words in told)
    return f"Withheld: {words or 'nothing'}."


def _write(chosen: Chosen, path: Path, *, force: bool) -> None:
    from console.cases.write import write_case

    write_case(chosen.made.case, path, chosen.text.name, force=force)


async def _may_replace(parent: QWidget, path: Path) -> bool:
    return await confirm(
        parent,
        title="Replace the file?",
        text=f"{visible(str(path), 400)} exists already.",
        action="Replace",
    )


def _documents() -> Path:
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    folder = Path(place) if place else Path.home()
    return folder if folder.is_dir() else Path.home()
