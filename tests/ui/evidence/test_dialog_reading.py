"""What a dialog reads: its failures are told to it, and nothing once it was closed."""

from __future__ import annotations

from console.core.diagnosis.evidence import Probe, ProbeStatus
from console.core.errors import UserFacingError
from console.core.profile import Profile
from console.core.secret import Secret
from console.ui.evidence.dialog_reading import DialogReading
from tests.fakes import FakeClock, profile
from tests.ui.evidence.gateways import ByOperation


class Told:
    """A dialog, as far as it is of use here."""

    def __init__(self) -> None:
        self.sentences: list[str] = []

    def show_failure(self, sentence: str) -> None:
        self.sentences.append(sentence)


class Shut(ByOperation):
    def open(self, profile: Profile) -> ByOperation:
        raise UserFacingError("The CA file is not there.", "", f"Choose one for {profile.name}.")


def reading(gateways: ByOperation) -> tuple[DialogReading[Told], Told]:
    dialog = Told()
    return DialogReading(dialog, gateways=gateways, clock=FakeClock()), dialog


async def test_it_gathers_for_a_user_and_tells_of_each_call() -> None:
    gateway = ByOperation()
    made, dialog = reading(gateway)
    probes: list[Probe] = []
    at = made.opened(profile())
    assert at is gateway
    secret = Secret("s")
    found = await made.gathered(
        at, profile(), "alice", client_secret=secret, on_probe=probes.append
    )
    assert {probe.operation for probe in probes} == {probe.operation for probe in found.probes}
    assert found.user is not None
    assert made.dialog is dialog
    assert dialog.sentences == []


def test_why_nothing_can_be_asked_is_told() -> None:
    made, dialog = reading(Shut())
    assert made.opened(profile()) is None
    assert dialog.sentences == ["The CA file is not there. Choose one for Contoso shop."]
    made.stop()
    assert made.opened(profile()) is None
    assert len(dialog.sentences) == 1


async def test_a_closed_dialog_stops_what_is_asked() -> None:
    gateway = ByOperation("DescribeUserPool")
    made, _dialog = reading(gateway)
    at = made.opened(profile())
    assert at is not None
    made.stop()
    assert made.dialog is None
    found = await made.gathered(at, profile(), "alice")
    assert all(probe.status is ProbeStatus.SKIPPED for probe in found.probes)
    assert gateway.calls == []
