"""Calls about a signed-in user's devices: confirm, remember, list, forget."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from console.core.srp_constants import N
from console.practice.bearer import ACCESS_TOKEN, bearer
from console.practice.calls import DEVICE_KEY, USER_POOL_ID, Member, read_texts
from console.practice.devices import Device, does_not_exist
from console.practice.errors import PracticeError, invalid_parameter
from console.practice.pages import page, page_size
from console.practice.state import PoolState
from console.practice.steps import Result

_NAME: Final = Member(name="DeviceName", required=False, min_length=1, max_length=1024)
_STATUS: Final = Member(
    name="DeviceRememberedStatus", required=False, values=("remembered", "not_remembered")
)
_PAGE: Final = Member(name="PaginationToken", required=False, min_length=1, pattern=r"[\S]+")
_USERNAME: Final = Member(name="Username", min_length=1, max_length=128, sensitive=True)
_VERIFIER_LIMIT: Final = 1 << 4096  # nothing that is decoded here need be longer


def confirm_device(state: PoolState, body: Mapping[str, object]) -> Result:
    """ConfirmDevice: the key of this sign-in's NewDeviceMetadata, and a verifier made for it."""
    texts = read_texts(body, ACCESS_TOKEN, DEVICE_KEY, _NAME)
    salt, verifier = _verifier_config(body.get("DeviceSecretVerifierConfig"))
    who = bearer(state, texts["AccessToken"])
    key, username = texts["DeviceKey"], who.account.username
    if state.devices.find(username, key) is not None:
        # No text of Cognito's own is known for this code.
        raise PracticeError("DeviceKeyExistsException", "Device key already exists.")
    if key != who.access.device_key:
        raise invalid_parameter("Invalid device key given.")
    now = state.now()
    state.devices.keep(
        Device(
            key=key,
            username=username,
            name=texts.get("DeviceName"),
            remembered=not who.client.asks_to_remember,
            salt=salt,
            verifier=verifier,
            created=now,
            modified=now,
            authenticated=now,
        )
    )
    return {"UserConfirmationNecessary": who.client.asks_to_remember}


def update_device_status(state: PoolState, body: Mapping[str, object]) -> Result:
    """UpdateDeviceStatus: remember the device, or do not."""
    device, texts = _own_device(state, body, _STATUS)
    if "DeviceRememberedStatus" in texts:
        remembered = texts["DeviceRememberedStatus"] == "remembered"
        state.devices.keep(replace(device, remembered=remembered, modified=state.now()))
    return {}


def get_device(state: PoolState, body: Mapping[str, object]) -> Result:
    """GetDevice: one device of the user."""
    device, _ = _own_device(state, body)
    return {"Device": device.to_json()}


def forget_device(state: PoolState, body: Mapping[str, object]) -> Result:
    """ForgetDevice: the refresh token that was won with it is good no more."""
    device, _ = _own_device(state, body)
    state.devices.forget(device)
    return {}


def admin_forget_device(state: PoolState, body: Mapping[str, object]) -> Result:
    """AdminForgetDevice: the same for any user's device."""
    texts = read_texts(body, USER_POOL_ID, _USERNAME, DEVICE_KEY)
    account = state.find(texts["Username"])
    if account is None:
        raise PracticeError("UserNotFoundException", "User does not exist.")
    device = state.devices.find(account.username, texts["DeviceKey"])
    if device is None:
        raise does_not_exist()
    state.devices.forget(device)
    return {}


def list_devices(state: PoolState, body: Mapping[str, object]) -> Result:
    """ListDevices: the devices of the user, a page at a time."""
    texts = read_texts(body, ACCESS_TOKEN, _PAGE)
    username = bearer(state, texts["AccessToken"]).account.username
    found, following = page(
        state.devices.of_user(username), page_size(body, "Limit"), texts.get("PaginationToken")
    )
    result: Result = {"Devices": [device.to_json() for device in found]}
    return result if following is None else result | {"PaginationToken": following}


def _own_device(
    state: PoolState, body: Mapping[str, object], *more: Member
) -> tuple[Device, dict[str, str]]:
    texts = read_texts(body, ACCESS_TOKEN, DEVICE_KEY, *more)
    who = bearer(state, texts["AccessToken"])
    device = state.devices.find(who.account.username, texts["DeviceKey"])
    if device is None:
        raise does_not_exist()
    return device, texts


def _verifier_config(value: object) -> tuple[int, int]:
    """Salt and verifier, both given as base64 of a positive number's signed bytes."""
    if not isinstance(value, dict):
        raise invalid_parameter("Missing required parameter DeviceSecretVerifierConfig")
    salt = _positive(value.get("Salt"))
    verifier = _positive(value.get("PasswordVerifier"))
    if salt is None or verifier is None or verifier >= N:
        raise invalid_parameter("Invalid device secret verifier config given.")
    return salt, verifier


def _positive(text: object) -> int | None:
    if not isinstance(text, str):
        return None
    try:
        number = int.from_bytes(base64.b64decode(text, validate=True), "big", signed=True)
    except (binascii.Error, ValueError):
        return None
    # A number whose sign byte was left out reads as negative, half the time.
    return number if 0 < number < _VERIFIER_LIMIT else None
