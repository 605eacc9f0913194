from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

from botocore.model import StructureShape
from botocore.session import get_session

from console.core.practice_keys import (
    PRACTICE_DEVICE_GROUP_KEY,
    PRACTICE_DEVICE_KEY,
    PRACTICE_DEVICE_PASSWORD,
    PRACTICE_DEVICE_USERNAME,
)
from console.practice.accounts import ACCOUNTS
from console.practice.calls import Path
from console.practice.clients import CLIENTS
from console.practice.devices import Devices, new_key, seeded_device
from console.practice.signin import SignIn
from console.practice.srp import verifier
from console.practice.tokens import new_grant

_NOW = datetime(2026, 3, 6, tzinfo=UTC)
_TRACKING = CLIENTS["device-always"]
_ALICE = SignIn(account=ACCOUNTS[0], client=_TRACKING, path=Path.ADMIN, flow="USER_SRP_AUTH")


class _Clock:
    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


def _devices() -> Devices:
    return Devices(_Clock())


def test_the_published_device_is_there_from_the_start() -> None:
    device = _devices().find(PRACTICE_DEVICE_USERNAME, PRACTICE_DEVICE_KEY)
    assert device is not None
    assert device.remembered
    assert device.verifier == verifier(
        PRACTICE_DEVICE_GROUP_KEY, PRACTICE_DEVICE_KEY, PRACTICE_DEVICE_PASSWORD, device.salt
    )
    assert str(device.verifier) not in repr(device)


def test_keys_are_of_the_models_form_and_never_the_same() -> None:
    model = get_session().get_service_model("cognito-idp").shape_for("DeviceKeyType")
    keys = {new_key() for _ in range(20)} | {PRACTICE_DEVICE_KEY}
    assert len(keys) == 21
    for key in keys:
        assert re.fullmatch(model.metadata["pattern"], key)
        assert len(key) <= model.metadata["max"]


def test_a_device_is_its_users_alone() -> None:
    devices = _devices()
    assert devices.find("alice", PRACTICE_DEVICE_KEY) is None
    own = replace(seeded_device(), username="alice", key=new_key())
    devices.keep(own)
    assert devices.of_user("alice") == (own,)
    devices.forget(own)
    assert devices.of_user("alice") == ()
    assert devices.of_user(PRACTICE_DEVICE_USERNAME) == (seeded_device(),)


def test_only_remembered_devices_of_a_tracking_client_prove_themselves() -> None:
    devices = _devices()
    own = replace(seeded_device(), username="alice")
    devices.keep(own)
    named = _ALICE.by_srp(own.key)
    assert devices.remembered(named) == own
    assert devices.remembered(_ALICE.by_srp(None)) is None
    assert devices.remembered(_ALICE.by_srp(new_key())) is None
    assert devices.remembered(replace(named, client=CLIENTS["public"])) is None
    devices.keep(replace(own, remembered=False))
    assert devices.remembered(named) is None
    assert devices.tracked(named) is not None


def test_an_awaited_proof_is_taken_once_in_its_own_place_and_time() -> None:
    clock = _Clock()
    devices = Devices(clock)
    devices.await_proof(_ALICE, "key")
    for elsewhere in (
        replace(_ALICE, path=Path.PUBLIC),
        replace(_ALICE, client=CLIENTS["device-opt-in"]),
        replace(_ALICE, account=ACCOUNTS[1]),
    ):
        assert devices.take_awaited(elsewhere, "key") is None
    assert devices.take_awaited(_ALICE, "another key") is None
    assert devices.take_awaited(_ALICE, "key") == _ALICE
    assert devices.take_awaited(_ALICE, "key") is None
    devices.await_proof(_ALICE, "key")
    clock.at += _TRACKING.session_validity_s
    assert devices.take_awaited(_ALICE, "key") is None


def test_a_refresh_needs_the_confirmed_device_of_its_sign_in() -> None:
    devices = _devices()
    wendy = replace(ACCOUNTS[0], username=PRACTICE_DEVICE_USERNAME)
    grant = new_grant(wendy, _TRACKING, _NOW, device_key=PRACTICE_DEVICE_KEY)
    assert devices.may_refresh(_TRACKING, grant, PRACTICE_DEVICE_KEY)
    for named in (None, new_key()):
        assert not devices.may_refresh(_TRACKING, grant, named)
        assert devices.may_refresh(CLIENTS["public"], grant, named)
    keyless = replace(grant, device_key=None)
    assert not devices.may_refresh(_TRACKING, keyless, PRACTICE_DEVICE_KEY)
    devices.forget(seeded_device())
    assert not devices.may_refresh(_TRACKING, grant, PRACTICE_DEVICE_KEY)


def test_the_listed_form_is_the_models() -> None:
    shape = get_session().get_service_model("cognito-idp").shape_for("DeviceType")
    assert isinstance(shape, StructureShape)
    shown = seeded_device().to_json()
    assert set(shown) == set(shape.members)
    attributes = shown["DeviceAttributes"]
    assert isinstance(attributes, list)
    assert {"Name": "dev:device_remembered_status", "Value": "remembered"} in attributes
    nameless = replace(seeded_device(), name=None, remembered=False).to_json()
    assert "device_name" not in str(nameless)
    assert "not_remembered" in str(nameless)
