"""One dialog's connection test: asks, and shows what comes as it comes."""

from __future__ import annotations

from console.core.diagnosis.connection import ConnectionCheck, checks
from console.core.diagnosis.evidence import Evidence, Probe
from console.core.diagnosis.least_policy import least_policy
from console.core.profile import Profile
from console.ui.connection.dialog import ConnectionDialog
from console.ui.evidence.dialog_reading import DialogReading
from console.ui.profiles.targets import Target


class ConnectionRun:
    """Asks of a target what one reading can tell."""

    def __init__(self, target: Target, reading: DialogReading[ConnectionDialog]) -> None:
        self._target = target
        self._reading = reading

    async def go(self) -> None:
        """Asks everything once."""
        profile, reading = self._target.profile, self._reading
        gateway = None if profile is None else reading.opened(profile)
        if profile is None or gateway is None:
            return
        probes = list[Probe]()

        def tell(probe: Probe) -> None:
            probes.append(probe)
            if reading.dialog is not None:
                reading.dialog.show_partly(self._checks(profile, Evidence(probes=tuple(probes))))

        secret = self._target.client_secret
        evidence = await reading.gathered(gateway, profile, "", client_secret=secret, on_probe=tell)
        if reading.dialog is not None:
            found = self._checks(profile, evidence)
            reading.dialog.show_result(found, least_policy(profile, evidence))

    def _checks(self, profile: Profile, evidence: Evidence) -> tuple[ConnectionCheck, ...]:
        known = self._target.client_secret is not None
        return checks(profile, evidence, client_secret_known=known)
