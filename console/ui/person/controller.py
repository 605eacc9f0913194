"""Opens the look-up of a person for a tab; a name that was found goes into its request."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtWidgets import QWidget

from console.core.ports import Clock, Gateways
from console.core.profile import Profile
from console.ui.parts.dialogs import ask
from console.ui.strip_tasks import StripTasks


class NameTaker(Protocol):
    """A tab, as far as it is of use here."""

    @property
    def profile(self) -> Profile | None: ...
    def use_name(self, username: str) -> None: ...


class PersonController:
    """Asks as whom and where the tab's next request would go."""

    def __init__(
        self, *, gateways: Gateways, clock: Clock, work: StripTasks, window: QWidget
    ) -> None:
        self._gateways = gateways
        self._clock = clock
        self._work = work
        self._window = window

    def find(self, desk: NameTaker) -> None:
        """Opens the dialog; nothing is asked before its button is pressed."""
        if desk.profile is not None:
            self._work.start(self._find(desk, desk.profile), name="find user")

    async def _find(self, desk: NameTaker, profile: Profile) -> None:
        from console.ui.evidence.dialog_reading import DialogReading  # not before the first paint
        from console.ui.person.dialog import PersonDialog
        from console.ui.person.run import PersonRun

        dialog = PersonDialog(self._window, profile=profile)
        reading = DialogReading(dialog, gateways=self._gateways, clock=self._clock)
        run = PersonRun(profile, reading)
        dialog.find_requested.connect(
            lambda wish: self._work.start(run.find(wish), name="look the user up")
        )
        dialog.name_chosen.connect(desk.use_name)
        try:
            await ask(dialog)
        finally:
            reading.stop()
