"""Runs the check of this workstation that the operator asked for; closing the dialog stops it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from console.core.diagnosis.classifier import Classifier
from console.core.profile import Profile
from console.ui.parts.dialogs import ask
from console.ui.profiles.targets import Targets
from console.ui.strip_tasks import StripTasks

if TYPE_CHECKING:
    from console.core.doctor.examination import Workstation


class DoctorController:
    """One dialog at a time."""

    def __init__(
        self,
        *,
        workstation: Callable[[], Workstation],
        targets: Targets,
        classifier: Callable[[], Classifier],
        version: str,
        work: StripTasks,
        window: QWidget,
    ) -> None:
        self._workstation = workstation
        self._targets = targets
        self._classifier = classifier
        self._version = version
        self._work = work
        self._window = window

    def check(self, profile: Profile | None) -> None:
        """Opens the dialog and begins; the profile's AWS settings count where there is one."""
        self._work.start(self._check(profile), name="check of the workstation")

    async def _check(self, profile: Profile | None) -> None:
        import asyncio  # not before the first paint

        if profile is not None and profile.simulated:
            profile = (await self._targets.of(profile, None)).profile
        workstation = await asyncio.to_thread(self._loaded)
        from console.core.doctor.examination import Subject
        from console.ui.doctor.dialog import DoctorDialog
        from console.ui.doctor.run import DoctorRun

        dialog = DoctorDialog(self._window, profile=profile, version=self._version)
        run = DoctorRun(
            workstation,
            Subject(profile=profile, platform=QGuiApplication.platformName()),
            dialog,
            classifier=self._classifier,
        )

        def begin() -> None:
            self._work.start(run.go(), name="examination of the workstation")

        dialog.run_requested.connect(begin)
        dialog.stop_requested.connect(run.stop)
        begin()
        try:
            await ask(dialog)
        finally:
            run.leave()

    def _loaded(self) -> Workstation:
        """In a thread: what it loads would hold the window up."""
        import console.core.doctor.examination  # noqa: F401

        return self._workstation()
