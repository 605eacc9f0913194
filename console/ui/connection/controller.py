"""Runs the connection test that the operator asked for; closing the dialog stops it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from console.core.ports import Clock, Gateways
from console.core.profile import Profile
from console.ui.parts.dialogs import ask
from console.ui.profiles.targets import Targets
from console.ui.strip_tasks import StripTasks


class ConnectionController:
    """One test at a time."""

    def __init__(
        self,
        *,
        targets: Targets,
        gateways: Gateways,
        clock: Clock,
        work: StripTasks,
        window: QWidget,
    ) -> None:
        self._targets = targets
        self._gateways = gateways
        self._clock = clock
        self._work = work
        self._window = window

    def test(self, profile: Profile) -> None:
        """Opens the dialog; nothing is asked before its button is pressed."""
        self._work.start(self._test(profile), name="connection test")

    async def _test(self, profile: Profile) -> None:
        from console.ui.connection.dialog import ConnectionDialog  # not before the first paint
        from console.ui.connection.run import ConnectionRun
        from console.ui.evidence.dialog_reading import DialogReading

        target = await self._targets.of(profile, None)
        dialog = ConnectionDialog(self._window, profile=target.profile or profile)
        reading = DialogReading(dialog, gateways=self._gateways, clock=self._clock)
        run = ConnectionRun(target, reading)
        dialog.run_requested.connect(
            lambda: self._work.start(run.go(), name="ask for the connection test")
        )
        try:
            await ask(dialog)
        finally:
            reading.stop()
