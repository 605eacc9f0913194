"""Attaching an attempt to a ticket: makes the case, shows it, writes it where the operator says."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QWidget

from console.cases.case import Case, CaseContext
from console.core.errors import UserFacingError
from console.core.record import AttemptRecord
from console.core.text import visible
from console.ui.export.dialog import ExportDialog, ExportText, withheld_words
from console.ui.message_strip import MessageStrip
from console.ui.parts.dialogs import ask, choose_new_file, confirm
from console.ui.strip_tasks import StripTasks

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_PART_LIMIT = 64
_STILL_RUNS = "This attempt has not ended: the text holds what happened so far."


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

    def export(self, record: AttemptRecord) -> None:
        """Opens the dialog for an attempt with its events."""
        self._work.start(self._export(record), name="export")

    async def _export(self, record: AttemptRecord) -> None:
        import asyncio  # not before the first paint

        case, texts = await asyncio.to_thread(_made, record, self._case_context())
        dialog = ExportDialog(
            self._window,
            texts=texts,
            withheld=case.withheld,
            note="" if record.outcome is not None else _STILL_RUNS,
        )
        dialog.save_requested.connect(
            lambda text: self._work.start(self._save(dialog, case, text, record), name="save")
        )
        await ask(dialog)

    async def _save(
        self, dialog: ExportDialog, case: Case, text: ExportText, record: AttemptRecord
    ) -> None:
        import asyncio  # not before the first paint

        folder = self._folder or _documents()
        path = await choose_new_file(
            dialog,
            title="Save the attempt",
            proposed=folder / f"{file_label(record)}{text.suffix}",
            kind=f"{text.title.partition(' (')[0]} (*{text.suffix})",
        )
        if path is None:
            return
        exists = await asyncio.to_thread(os.path.lexists, path)
        if exists and not await _may_replace(dialog, path):
            return
        try:
            await asyncio.to_thread(_write, case, path, text.name, force=exists)
        except UserFacingError as error:
            if dialog.ended:
                raise
            dialog.show_problem(error)
            return
        self._folder = path.parent
        if not dialog.ended:
            dialog.accept()
        self._strip.show_info(f"Saved: {path}", f"Withheld: {withheld_words(case.withheld)}.")


def _made(record: AttemptRecord, context: CaseContext) -> tuple[Case, tuple[ExportText, ...]]:
    from console.cases.registry import FORMATS  # needed by few runs

    case = Case.from_record(record, context)
    texts = []
    for name, form in FORMATS.items():
        stream = io.BytesIO()
        form.write(case, stream)
        text = stream.getvalue().decode("utf-8")
        texts.append(ExportText(name=name, title=form.title, suffix=form.suffix, text=text))
    return case, tuple(texts)


def _write(case: Case, path: Path, format_name: str, *, force: bool) -> None:
    from console.cases.write import write_case

    write_case(case, path, format_name, force=force)


async def _may_replace(parent: QWidget, path: Path) -> bool:
    return await confirm(
        parent,
        title="Replace the file?",
        text=f"{visible(str(path), 400)} exists already.",
        action="Replace",
    )


def file_label(record: AttemptRecord) -> str:
    """The proposed name without its suffix: date, ticket, outcome."""
    day = record.started_at.astimezone().date().isoformat()
    outcome = "running" if record.outcome is None else str(record.outcome)
    parts = (day, _safe(record.ticket or ""), _safe(outcome))
    return "_".join(part for part in parts if part)


def _safe(text: str) -> str:
    return _UNSAFE.sub("-", text)[:_PART_LIMIT].strip("-.")


def _documents() -> Path:
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    folder = Path(place) if place else Path.home()
    return folder if folder.is_dir() else Path.home()
