"""The look-ups of one dialog."""

from __future__ import annotations

import asyncio

from console.core.diagnosis.evidence import Evidence
from console.core.diagnosis.probing import Stopper, gather
from console.core.errors import UserFacingError
from console.core.ports import Clock, Gateway, Gateways
from console.core.profile import Profile
from console.ui.person.dialog import PersonDialog, Wish
from console.ui.person.found import found


class PersonRun:
    """One at a time; the dialog is told nothing after it was closed."""

    def __init__(
        self, profile: Profile, dialog: PersonDialog, *, gateways: Gateways, clock: Clock
    ) -> None:
        self._profile = profile
        self._dialog: PersonDialog | None = dialog
        self._gateways = gateways
        self._clock = clock
        self._stopper = Stopper()

    def stop(self) -> None:
        """The dialog is gone."""
        self._dialog = None
        self._stopper.stop()

    async def find(self, wish: Wish) -> None:
        """Asks about one user, or about two at the same time."""
        try:
            gateway = self._gateways.open(self._profile)
        except UserFacingError as error:
            if self._dialog is not None:
                self._dialog.show_failure(error.sentence())
            return
        names = [wish.name, *([wish.other] if wish.other else [])]
        async with asyncio.TaskGroup() as tasks:
            asked = [tasks.create_task(self._gather(gateway, name)) for name in names]
        evidence, *others = (task.result() for task in asked)
        if self._dialog is not None:
            other = others[0] if others else None
            self._dialog.show_found(
                found(self._profile, wish.name, evidence, other=wish.other, other_evidence=other)
            )

    async def _gather(self, gateway: Gateway, name: str) -> Evidence:
        return await gather(
            profile=self._profile,
            username=name,
            gateway=gateway,
            client_secret=None,
            clock=self._clock,
            stopper=self._stopper,
        )
