"""What the vault keeps of a user besides passwords, asked for without stopping an attempt."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from console.core.conversation.device import Device, device_secret_name
from console.core.errors import UserFacingError
from console.core.ports import Vault
from console.core.profile import Profile
from console.core.remembered import remembered_device, seed_secret_name
from console.core.request import SignInRequest
from console.core.secret import Secret
from console.core.text import visible

_NAME_LIMIT = 60
_IN_MEMORY = "in memory only: it is gone when the console closes"


class Keepsakes(QObject):
    """A vault that refuses is told, and counts as one that has nothing."""

    problem_raised = Signal(object)  # UserFacingError
    told = Signal(str)

    def __init__(self, *, vault: Vault, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._vault = vault

    async def device(self, profile: Profile, request: SignInRequest) -> Device | None:
        """The device that goes with the request."""
        try:
            return await remembered_device(profile, request, self._vault)
        except UserFacingError as error:
            self.problem_raised.emit(error)
            return None

    async def seed(self, profile: Profile, username: str) -> Secret | None:
        """The TOTP seed that was kept of the user."""
        try:
            return await self._vault.get(seed_secret_name(profile.user_pool_id, username))
        except UserFacingError as error:
            self.problem_raised.emit(error)
            return None

    async def keep_seed(self, profile: Profile, username: str, seed: Secret) -> None:
        """Puts the seed into the vault, and says where it is now."""
        if await self._put(seed_secret_name(profile.user_pool_id, username), seed):
            where = "in the keyring" if self._vault.persistent else _IN_MEMORY
            self.told.emit(f"The TOTP seed of {visible(username, _NAME_LIMIT)} is kept {where}.")

    async def keep_device(self, profile: Profile, username: str, device: Device) -> bool:
        """Puts the device into the vault; whether it outlives this run."""
        name = device_secret_name(profile.user_pool_id, username)
        return await self._put(name, device.to_secret()) and self._vault.persistent is True

    async def where(self) -> str:
        """Where secrets are kept, in words."""
        return await self._vault.describe()

    async def _put(self, name: str, secret: Secret) -> bool:
        try:
            await self._vault.put(name, secret)
        except UserFacingError as error:
            self.problem_raised.emit(error)
            return False
        return True
