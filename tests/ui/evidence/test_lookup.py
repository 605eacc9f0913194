from __future__ import annotations

from dataclasses import replace

from console.core.diagnosis.evidence import DeviceFacts
from console.core.pool_settings import PoolSettings
from console.core.secret import Secret
from console.ui.evidence.lookup import Gathered, Subject, lookup_of
from tests.fakes import START, profile
from tests.ui.evidence.gateways import evidence, probe

ALICE = Subject(profile=profile(), username="alice", client_secret=Secret("s"))


def test_it_is_about_the_same_while_name_target_and_secret_are() -> None:
    read = replace(profile(), known=PoolSettings())
    assert ALICE.is_about(replace(ALICE, profile=read, device_key=Secret("k")))
    for other in (
        replace(ALICE, username="Alice"),
        replace(ALICE, client_secret=None),
        replace(ALICE, profile=profile(client_id="other")),
        replace(ALICE, profile=profile(aws_profile="other")),
    ):
        assert not ALICE.is_about(other)


def test_what_was_gathered_tells_of_its_look_up() -> None:
    seen = evidence(probe("ListUsers"))
    lookup = lookup_of(Gathered(subject=ALICE, evidence=seen, stopped=True))
    assert (lookup.probes, lookup.at, lookup.stopped) == (seen.probes, START, True)
    assert not lookup.under_way


def test_with_another_device_key_nothing_is_known_of_the_devices_keys() -> None:
    seen = replace(evidence(), devices=(DeviceFacts(key_matches=False, remembered=True),))
    gathered = Gathered(subject=ALICE, evidence=seen)
    assert gathered.evidence_on(ALICE) == seen
    other = gathered.evidence_on(replace(ALICE, device_key=Secret("k")))
    assert other.devices == (DeviceFacts(key_matches=None, remembered=True),)
