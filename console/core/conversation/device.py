"""A remembered device: its keys, its proof, and the verifier that ConfirmDevice takes."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from console.core.call import NewDevice
from console.core.conversation.srp import Identity, SrpClient, padded
from console.core.secret import Secret
from console.core.srp_constants import G, N

_PASSWORD_BYTES = 40  # as Cognito's own clients take
_SALT_BYTES = 16
_KEYS = ("device_key", "device_group_key", "device_password")


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """What an app keeps of a device; `password` is random and never travels."""

    key: Secret
    group_key: Secret
    password: Secret

    def to_secret(self) -> Secret:
        """The device as one entry of the vault."""
        values = (self.key.reveal(), self.group_key.reveal(), self.password.reveal())
        return Secret(json.dumps(dict(zip(_KEYS, values, strict=True))))

    @classmethod
    def from_secret(cls, kept: Secret) -> Device | None:
        """Reads `to_secret`; None for anything else."""
        try:
            value = json.loads(kept.reveal())
        except (ValueError, RecursionError):
            return None
        if not isinstance(value, dict):
            return None
        parts = [value.get(name) for name in _KEYS]
        texts = [part for part in parts if isinstance(part, str) and part]
        if len(texts) != len(_KEYS):
            return None
        key, group_key, password = (Secret(text) for text in texts)
        return cls(key=key, group_key=group_key, password=password)

    @property
    def identity(self) -> Identity:
        """Whose password SRP proves: the group stands for the pool, the key for the user."""
        return Identity(
            realm=self.group_key.reveal(), name=self.key.reveal(), password=self.password
        )


def device_secret_name(user_pool_id: str, username: str) -> str:
    """The vault's name for the device that the console keeps of this user."""
    return f"device/{user_pool_id}/{username}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verifier:
    """DeviceSecretVerifierConfig: what Cognito keeps in place of the device's password."""

    password_verifier: Secret
    salt: Secret


def new_device(metadata: NewDevice, *, password: Secret | None = None) -> Device:
    """A device with a password of its own; `password` is given by tests only."""
    made = password or Secret(base64.b64encode(secrets.token_bytes(_PASSWORD_BYTES)).decode())
    return Device(key=metadata.key, group_key=metadata.group_key, password=made)


def verifier(device: Device, *, salt: int | None = None) -> Verifier:
    """v = g^x and the salt, both base64 of P(n); `salt` is given by tests only."""
    number = int.from_bytes(secrets.token_bytes(_SALT_BYTES), "big") if salt is None else salt
    x = device.identity.private_key(number)
    return Verifier(password_verifier=_coded(pow(G, x, N)), salt=_coded(number))


def _coded(number: int) -> Secret:
    return Secret(base64.b64encode(padded(number)).decode("ascii"))


class DeviceProof:
    """The two device challenges, answered with the keys of a remembered device."""

    def __init__(self, device: Device | None) -> None:
        self.device = device
        self._client: SrpClient | None = None

    @property
    def key(self) -> Secret | None:
        """DEVICE_KEY of the remembered device."""
        return None if self.device is None else self.device.key

    def begin(self) -> dict[str, str | Secret]:
        """The responses to DEVICE_SRP_AUTH: a fresh A, and the device's key."""
        if self.device is None:
            raise AssertionError("no device is known")
        self._client = SrpClient()
        return {"DEVICE_KEY": self.device.key, "SRP_A": self._client.srp_a}

    @property
    def begun(self) -> bool:
        """Whether DEVICE_PASSWORD_VERIFIER can be answered."""
        return self._client is not None and self.device is not None

    def answer(self, parameters: Mapping[str, str], *, at: datetime) -> dict[str, str | Secret]:
        """The responses to DEVICE_PASSWORD_VERIFIER; SrpError where numbers are of no use."""
        if self._client is None or self.device is None:
            raise AssertionError("no device exchange was begun")
        proof = self._client.prove(
            self.device.identity,
            salt=parameters.get("SALT", ""),
            srp_b=parameters.get("SRP_B", ""),
            secret_block=parameters.get("SECRET_BLOCK", ""),
            at=at,
        )
        return {"DEVICE_KEY": self.device.key, **proof.responses()}
