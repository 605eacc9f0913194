"""The devices that users signed in from: confirmed, remembered, forgotten, asked for a proof."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from console.core.practice_keys import (
    PRACTICE_DEVICE_GROUP_KEY,
    PRACTICE_DEVICE_KEY,
    PRACTICE_DEVICE_PASSWORD,
    PRACTICE_DEVICE_USERNAME,
    PRACTICE_REGION,
)
from console.practice.clients import Client
from console.practice.errors import PracticeError
from console.practice.signin import SignIn
from console.practice.srp import verifier
from console.practice.tokens import Grant

DEVICE_KEY: Final = "DEVICE_KEY"
_SEEDED_AT: Final = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
_KEPT: Final = 10_000  # awaited proofs that no one came back for


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """One confirmed device of one user; `salt` and `verifier` are what ConfirmDevice gave."""

    key: str
    username: str
    group_key: str = PRACTICE_DEVICE_GROUP_KEY
    name: str | None = None
    remembered: bool
    salt: int
    verifier: int = field(repr=False)
    created: datetime
    modified: datetime
    authenticated: datetime

    def to_json(self) -> dict[str, object]:
        """DeviceType, as ListDevices and AdminListDevices show it."""
        attributes = {
            "device_status": "valid",
            "device_name": self.name or "",
            "dev:device_remembered_status": "remembered" if self.remembered else "not_remembered",
        }
        return {
            "DeviceKey": self.key,
            "DeviceAttributes": [
                {"Name": name, "Value": value} for name, value in attributes.items() if value
            ],
            "DeviceCreateDate": self.created.timestamp(),
            "DeviceLastModifiedDate": self.modified.timestamp(),
            "DeviceLastAuthenticatedDate": self.authenticated.timestamp(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Awaited:
    """A sign-in that lacks the proof of its device alone; `until` is in monotonic seconds."""

    sign_in: SignIn
    until: float


class Devices:
    """All confirmed devices of the pool, and the sign-ins that await a device's proof."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._known: dict[tuple[str, str], Device] = {}
        self.keep(seeded_device())
        self._awaited: dict[tuple[str, str, str, str], _Awaited] = {}

    def keep(self, device: Device) -> None:
        """Know `device` from now on, as it is now."""
        self._known[device.username, device.key] = device

    def find(self, username: str, key: str) -> Device | None:
        """The confirmed device of that user with that key."""
        return self._known.get((username, key))

    def named(self, sign_in: SignIn, key: str) -> Device:
        """The device that a sign-in names; ResourceNotFoundException where the user has it not."""
        device = self.find(sign_in.account.username, key)
        if device is None:
            raise does_not_exist()
        return device

    def tracked(self, sign_in: SignIn) -> Device | None:
        """The confirmed device that a sign-in is from, remembered or not."""
        if sign_in.device_key is None or not sign_in.client.tracks_devices:
            return None
        return self.find(sign_in.account.username, sign_in.device_key)

    def remembered(self, sign_in: SignIn) -> Device | None:
        """The device that is to prove itself in place of a second factor."""
        device = self.tracked(sign_in)
        return device if device is not None and device.remembered else None

    def may_refresh(self, client: Client, grant: Grant, named: str | None) -> bool:
        """Whether that DEVICE_KEY fits a refresh token: it must where devices are tracked."""
        if not client.tracks_devices:
            return True
        key = grant.device_key
        return key is not None and key == named and self.find(grant.username, key) is not None

    def of_user(self, username: str) -> tuple[Device, ...]:
        """The confirmed devices of that user, oldest first."""
        return tuple(device for device in self._known.values() if device.username == username)

    def forget(self, device: Device) -> None:
        """Know the device no more."""
        self._known.pop((device.username, device.key), None)

    def await_proof(self, sign_in: SignIn, key: str) -> None:
        """Let DEVICE_SRP_AUTH go on with `sign_in`: it comes without a session."""
        until = self._clock() + sign_in.client.session_validity_s
        self._awaited[_place(sign_in, key)] = _Awaited(sign_in=sign_in, until=until)
        if len(self._awaited) > _KEPT:
            del self._awaited[next(iter(self._awaited))]

    def take_awaited(self, asked: SignIn, key: str) -> SignIn | None:
        """The sign-in that awaits this device's proof, this once; `asked` says whose and where."""
        awaited = self._awaited.pop(_place(asked, key), None)
        if awaited is None or self._clock() >= awaited.until:
            return None
        return awaited.sign_in


def seeded_device() -> Device:
    """The remembered device whose keys are published, as its app once confirmed it."""
    salt = int.from_bytes(hashlib.sha256(PRACTICE_DEVICE_KEY.encode()).digest()[:16], "big")
    return Device(
        key=PRACTICE_DEVICE_KEY,
        username=PRACTICE_DEVICE_USERNAME,
        name="Wendy's laptop",
        remembered=True,
        salt=salt,
        verifier=verifier(
            PRACTICE_DEVICE_GROUP_KEY, PRACTICE_DEVICE_KEY, PRACTICE_DEVICE_PASSWORD, salt
        ),
        created=_SEEDED_AT,
        modified=_SEEDED_AT,
        authenticated=_SEEDED_AT,
    )


def does_not_exist() -> PracticeError:
    """The refusal of a key that is no confirmed device of the user."""
    return PracticeError("ResourceNotFoundException", "Device does not exist.")


def new_key() -> str:
    """A DeviceKey for a sign-in from a device that is not known."""
    return f"{PRACTICE_REGION}_{uuid.uuid4()}"


def _place(sign_in: SignIn, key: str) -> tuple[str, str, str, str]:
    return sign_in.account.username, sign_in.client.id, sign_in.path, key
