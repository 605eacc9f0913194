"""What the console keeps of a user: a device, and the seed of an authenticator app."""

from __future__ import annotations

from console.core import practice_keys
from console.core.conversation.device import Device, device_secret_name
from console.core.conversation.flows import sends_device
from console.core.ports import Vault
from console.core.profile import Profile
from console.core.request import SignInRequest
from console.core.secret import Secret


def seed_secret_name(user_pool_id: str, username: str) -> str:
    """The vault's name for a user's TOTP seed."""
    return f"totp/{user_pool_id}/{username}"


async def remembered_device(
    profile: Profile, request: SignInRequest, vault: Vault
) -> Device | None:
    """The device that goes with this request; None where the flow has no use for one."""
    if not _takes_device(request):
        return None
    if profile.simulated and request.username == practice_keys.PRACTICE_DEVICE_USERNAME:
        device: Device | None = _practice_device()
    else:
        kept = await vault.get(device_secret_name(profile.user_pool_id, request.username))
        device = None if kept is None else Device.from_secret(kept)
    return None if device is None else fitting(device, request)


def fitting(device: Device, request: SignInRequest) -> Device | None:
    """`device`, where the flow has a use for one and the request names no other."""
    if not _takes_device(request):
        return None
    typed = request.parameters.get("DEVICE_KEY")
    if typed is None:
        return device
    value = typed.reveal() if isinstance(typed, Secret) else typed
    return device if device.key == Secret(value) else None  # the operator named another one


def _takes_device(request: SignInRequest) -> bool:
    return any(sends_device(leg.auth_flow, leg.parameters) for leg in request.legs())


def _practice_device() -> Device:
    return Device(
        key=Secret(practice_keys.PRACTICE_DEVICE_KEY),
        group_key=Secret(practice_keys.PRACTICE_DEVICE_GROUP_KEY),
        password=Secret(practice_keys.PRACTICE_DEVICE_PASSWORD),
    )
