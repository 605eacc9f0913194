"""Rows of users who hold something: a remembered device, a passkey."""

from __future__ import annotations

from typing import Final

from console.core.practice_keys import (
    PRACTICE_DEVICE_GROUP_KEY,
    PRACTICE_DEVICE_KEY,
    PRACTICE_DEVICE_PASSWORD,
    PRACTICE_DEVICE_USERNAME,
)
from console.practice.rows import CHOICE, REFUSED, SELECT, SRP, VERIFIER, prefers, row, says
from console.practice.seeds_held import FOREIGN_CREDENTIAL, PRACTICE_PASSKEY_USERNAME
from console.practice.users import HeldDevice

_DEVICE: Final = HeldDevice(
    key=PRACTICE_DEVICE_KEY,
    group_key=PRACTICE_DEVICE_GROUP_KEY,
    password=PRACTICE_DEVICE_PASSWORD,
)
_FORGOTTEN: Final = "eu-west-1_00000000-0000-4000-8000-000000000000"
_STEPS: Final = (VERIFIER, "DEVICE_SRP_AUTH", "DEVICE_PASSWORD_VERIFIER")
WEB_AUTHN: Final = "WEB_AUTHN"
# A row cannot hold this answer: an authenticator makes it for the challenge.
MADE: Final = {
    "CREDENTIAL": "signed over CREDENTIAL_REQUEST_OPTIONS with the published key of the passkey"
}

_DEVICES: Final = (
    row(
        PRACTICE_DEVICE_USERNAME,
        SRP,
        "SRP, then a remembered device proves itself with its own password",
        *_STEPS,
        client="device-always",
        device=_DEVICE,
    ),
    row(
        PRACTICE_DEVICE_USERNAME,
        SRP,
        "a remembered device, on the public path",
        *_STEPS,
        path="public",
        client="device-always",
        device=_DEVICE,
    ),
    row(
        "carol",
        SRP,
        "the key of a device that was forgotten",
        VERIFIER,
        client="device-always",
        parameters={"DEVICE_KEY": _FORGOTTEN},
        fails=("RN50", "ResourceNotFoundException"),
    ),
    row(
        "alice",
        SRP,
        "the key of another user's device",
        VERIFIER,
        path="public",
        client="device-always",
        parameters={"DEVICE_KEY": PRACTICE_DEVICE_KEY},
        fails=("RN50", "ResourceNotFoundException"),
    ),
)

_PASSKEYS: Final = (
    row(
        PRACTICE_PASSKEY_USERNAME,
        CHOICE,
        "prefers a passkey",
        WEB_AUTHN,
        parameters=prefers(WEB_AUTHN),
        answers={WEB_AUTHN: (MADE,)},
    ),
    row(
        PRACTICE_PASSKEY_USERNAME,
        CHOICE,
        "choice among first factors: passkey",
        SELECT,
        WEB_AUTHN,
        path="public",
        answers=says(SELECT, WEB_AUTHN) | {WEB_AUTHN: (MADE,)},
    ),
    row(
        PRACTICE_PASSKEY_USERNAME,
        CHOICE,
        "a credential that was made for another challenge",
        WEB_AUTHN,
        parameters=prefers(WEB_AUTHN),
        answers={WEB_AUTHN: ({"CREDENTIAL": FOREIGN_CREDENTIAL},)},
        fails=("NA00", REFUSED),
        explained="passkey_refused",
    ),
)

HELD_ROWS: Final = (*_DEVICES, *_PASSKEYS)
