"""What a dialog reads with read-only calls: nothing is told to one that was closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from console.core.diagnosis.evidence import Evidence, Probe
from console.core.diagnosis.probing import Stopper, gather
from console.core.errors import UserFacingError
from console.core.ports import Clock, Gateway, Gateways
from console.core.profile import Profile
from console.core.secret import Secret


class TellsFailure(Protocol):
    """A dialog that can say why nothing could be asked at all."""

    def show_failure(self, sentence: str) -> None: ...


D = TypeVar("D", bound=TellsFailure)


class DialogReading(Generic[D]):
    """Belongs to one dialog; its owner decides what is asked, and what of it is shown."""

    def __init__(self, dialog: D, *, gateways: Gateways, clock: Clock) -> None:
        self.dialog: D | None = dialog  # None once it was closed
        self._gateways = gateways
        self._clock = clock
        self._stopper = Stopper()

    def stop(self) -> None:
        """The dialog is gone."""
        self.dialog = None
        self._stopper.stop()

    def opened(self, profile: Profile) -> Gateway | None:
        """Where the profile's calls go; None where the dialog was told why they cannot."""
        try:
            return self._gateways.open(profile)
        except UserFacingError as error:
            if self.dialog is not None:
                self.dialog.show_failure(error.sentence())
            return None

    async def gathered(
        self,
        gateway: Gateway,
        profile: Profile,
        username: str,
        *,
        client_secret: Secret | None = None,
        on_probe: Callable[[Probe], object] | None = None,
    ) -> Evidence:
        """What can be read of the user, or where no name is given of pool and client alone."""
        return await gather(
            profile=profile,
            username=username,
            gateway=gateway,
            client_secret=client_secret,
            clock=self._clock,
            on_probe=on_probe,
            stopper=self._stopper,
        )
