"""One dialog's examinations of this workstation, one at a time."""

from __future__ import annotations

from collections.abc import Callable

from console.core.diagnosis.classifier import Classifier
from console.core.diagnosis.connection_check import ConnectionCheck
from console.core.doctor.examination import Examination, Subject, Workstation
from console.ui.doctor.dialog import DoctorDialog


class DoctorRun:
    """The dialog is told nothing after it was left."""

    def __init__(
        self,
        workstation: Workstation,
        subject: Subject,
        dialog: DoctorDialog,
        *,
        classifier: Callable[[], Classifier],
    ) -> None:
        self._workstation = workstation
        self._subject = subject
        self._dialog: DoctorDialog | None = dialog
        self._classifier = classifier
        self._running: Examination | None = None

    async def go(self) -> None:
        """Makes all checks once; nothing where they are under way."""
        if self._dialog is None or self._running is not None:
            return
        self._dialog.show_running()
        running = self._running = Examination(
            self._workstation, self._subject, explain=self._classifier, on_check=self._tell
        )
        try:
            found = await running.run()
        finally:
            self._running = None
        if self._dialog is not None:
            self._dialog.show_result(found, stopped=running.stopped)

    def stop(self) -> None:
        """What has ended stays."""
        if self._running is not None:
            self._running.stop()

    def leave(self) -> None:
        """The dialog is gone."""
        self._dialog = None
        self.stop()

    def _tell(self, check: ConnectionCheck) -> None:
        if self._dialog is not None:
            self._dialog.show_check(check)
