"""The look-ups of one dialog."""

from __future__ import annotations

import asyncio

from console.core.profile import Profile
from console.ui.evidence.dialog_reading import DialogReading
from console.ui.person.dialog import PersonDialog, Wish
from console.ui.person.found import found


class PersonRun:
    """One at a time."""

    def __init__(self, profile: Profile, reading: DialogReading[PersonDialog]) -> None:
        self._profile = profile
        self._reading = reading

    async def find(self, wish: Wish) -> None:
        """Asks about one user, or about two at the same time."""
        reading, profile = self._reading, self._profile
        gateway = reading.opened(profile)
        if gateway is None:
            return
        names = [wish.name, *([wish.other] if wish.other else [])]
        async with asyncio.TaskGroup() as tasks:
            asked = [tasks.create_task(reading.gathered(gateway, profile, name)) for name in names]
        evidence, *others = (task.result() for task in asked)
        if reading.dialog is not None:
            other = others[0] if others else None
            reading.dialog.show_found(
                found(profile, wish.name, evidence, other=wish.other, other_evidence=other)
            )
