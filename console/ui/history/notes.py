"""Tags, notes and pins of the history, between rows, dialog and journal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from console.core.errors import UserFacingError
from console.core.history import Annotations, Row, checked
from console.core.ports import Journal
from console.ui.history.model import HistoryModel
from console.ui.history.seen import Seen
from console.ui.history.words import title
from console.ui.parts.dialogs import ask
from console.ui.strip_tasks import StripTasks

if TYPE_CHECKING:
    from console.ui.history.notes_dialog import NotesDialog


class HistoryNotes(QObject):
    """What the journal refuses is said in the dialog, or on the strip where there is none."""

    def __init__(
        self,
        *,
        journal: Journal,
        model: HistoryModel,
        seen: Seen,
        work: StripTasks,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._journal = journal
        self._model = model
        self._seen = seen
        self._work = work
        self._window = window

    def edit(self, row: Row) -> None:
        """Opens the dialog for one attempt."""
        self._work.start(self._edit(row), name="tags and note")

    def pin(self, rows: Sequence[Row]) -> None:
        """Pins them; where all are pinned already, lets them go."""
        self._work.start(self._pin(rows), name="pin attempts")

    async def _edit(self, row: Row) -> None:
        from console.ui.history.notes_dialog import NotesDialog  # not before the first paint

        attempt_id = row.header.attempt_id
        running = self._model.is_running(attempt_id)
        dialog = NotesDialog(
            self._window,
            title=title(row.header, running=running),
            notes=await self._journal.annotations(attempt_id),
            known_tags=self._seen.texts("tag"),
        )
        dialog.save_requested.connect(
            lambda notes: self._work.start(self._save(dialog, attempt_id, notes), name="save notes")
        )
        await ask(dialog)

    async def _save(self, dialog: NotesDialog, attempt_id: str, notes: Annotations) -> None:
        try:
            await self._keep(attempt_id, notes)
        except UserFacingError as error:
            if dialog.ended:
                raise
            dialog.show_problem(error)
            return
        if not dialog.ended:
            dialog.accept()

    async def _pin(self, rows: Sequence[Row]) -> None:
        pinned = not all(row.annotations.pinned for row in rows)
        for row in rows:
            # Not the row's own tags and note: they may have changed since it was read.
            notes = await self._journal.annotations(row.header.attempt_id)
            await self._keep(row.header.attempt_id, replace(notes, pinned=pinned))

    async def _keep(self, attempt_id: str, notes: Annotations) -> None:
        await self._journal.annotate(attempt_id, notes)
        kept = checked(notes)
        self._model.annotate(attempt_id, kept)
        row = self._model.row_of(attempt_id)
        if row is not None:
            self._seen.add((row,))
