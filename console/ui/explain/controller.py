"""Reads a pasted log beside the window's own thread, and shows what was found in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from console.core.diagnosis.classifier import Classifier
from console.ui.parts.dialogs import ask
from console.ui.strip_tasks import StripTasks

if TYPE_CHECKING:
    from console.core.diagnosis.pasted import PastedFinding
    from console.ui.explain.dialog import ExplainDialog


class ExplainController:
    """One reading at a time; the newest text wins."""

    def __init__(
        self, *, classifier: Callable[[], Classifier], work: StripTasks, window: QWidget
    ) -> None:
        self._classifier = classifier
        self._work = work
        self._window = window
        self._dialog: ExplainDialog | None = None  # while it is open
        self._wanted: str | None = None  # the text to be read next
        self._reading = False

    def explain(self) -> None:
        """Opens the dialog."""
        self._work.start(self._explain(), name="explain pasted error")

    async def _explain(self) -> None:
        from console.ui.explain.dialog import ExplainDialog  # not before the first paint

        dialog = ExplainDialog(self._window)
        self._dialog = dialog
        dialog.log_changed.connect(self._on_log_changed)
        try:
            await ask(dialog)
        finally:
            self._dialog = self._wanted = None

    def _on_log_changed(self, text: str) -> None:
        self._wanted = text
        if not self._reading:
            self._reading = True
            self._work.start(self._read_all(), name="read pasted log")

    async def _read_all(self) -> None:
        import asyncio  # not before the first paint

        try:
            while self._wanted is not None:
                text, self._wanted = self._wanted, None
                found = await asyncio.to_thread(self._read, text)
                if self._dialog is not None and self._wanted is None:
                    self._dialog.show_findings(found)
        finally:
            self._reading = False

    def _read(self, text: str) -> tuple[PastedFinding, ...]:
        from console.core.diagnosis.pasted import findings

        return findings(self._classifier(), text)
