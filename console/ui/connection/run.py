"""One dialog's connection test: asks, and shows what comes as it comes."""

from __future__ import annotations

from console.core.diagnosis.connection import ConnectionCheck, checks
from console.core.diagnosis.evidence import Evidence, Probe
from console.core.diagnosis.least_policy import least_policy
from console.core.diagnosis.probing import Stopper, gather
from console.core.errors import UserFacingError
from console.core.ports import Clock, Gateways
from console.core.profile import Profile
from console.ui.connection.dialog import ConnectionDialog
from console.ui.profiles.targets import Target


class ConnectionRun:
    """What one dialog asks for; it is told nothing after it was closed."""

    def __init__(
        self, target: Target, dialog: ConnectionDialog, *, gateways: Gateways, clock: Clock
    ) -> None:
        self._target = target
        self._dialog: ConnectionDialog | None = dialog
        self._gateways = gateways
        self._clock = clock
        self._stopper = Stopper()

    def stop(self) -> None:
        """The dialog is gone."""
        self._dialog = None
        self._stopper.stop()

    async def go(self) -> None:
        """Asks everything once."""
        profile, probes = self._target.profile, list[Probe]()
        if profile is None:
            return

        def tell(probe: Probe) -> None:
            probes.append(probe)
            if self._dialog is not None:
                self._dialog.show_partly(self._checks(profile, Evidence(probes=tuple(probes))))

        try:
            evidence = await gather(
                profile=profile,
                username="",
                gateway=self._gateways.open(profile),
                client_secret=self._target.client_secret,
                clock=self._clock,
                on_probe=tell,
                stopper=self._stopper,
            )
        except UserFacingError as error:
            if self._dialog is not None:
                self._dialog.show_failure(error.sentence())
            return
        if self._dialog is not None:
            found = self._checks(profile, evidence)
            self._dialog.show_result(found, least_policy(profile, evidence))

    def _checks(self, profile: Profile, evidence: Evidence) -> tuple[ConnectionCheck, ...]:
        known = self._target.client_secret is not None
        return checks(profile, evidence, client_secret_known=known)
