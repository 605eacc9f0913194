"""Vaults as the journal sees them: one that outlives a run, and refuses or is silent when told."""

from __future__ import annotations

import asyncio
import threading

from console.core.errors import UserFacingError
from console.core.secret import Secret
from console.services.journal_key import KEY_NAME

KEY = Secret("5e" * 32)
LOCKED = UserFacingError("The system keyring is locked.", "It was asked.", "Unlock it first.")


class LastingVault:
    """A keyring: what is put there is there for the next run too."""

    persistent: bool | None = True

    def __init__(self, key: Secret | None = KEY) -> None:
        self.secrets: dict[str, Secret] = {} if key is None else {KEY_NAME: key}
        self.refuse: UserFacingError | None = None
        self.asked = 0
        self.answers = threading.Event()  # cleared: silent
        self.answers.set()

    async def get(self, name: str) -> Secret | None:
        self.asked += 1
        await asyncio.to_thread(self.answers.wait)
        if self.refuse is not None:
            raise self.refuse
        return self.secrets.get(name)

    async def put(self, name: str, secret: Secret) -> None:
        if self.refuse is not None:
            raise self.refuse
        self.secrets[name] = secret

    async def forget(self, name: str) -> None:
        self.secrets.pop(name, None)

    async def describe(self) -> str:
        return "a keyring"


class NoVault(LastingVault):
    """No keyring at all."""

    persistent: bool | None = False

    def __init__(self) -> None:
        super().__init__(key=None)

    async def put(self, name: str, secret: Secret) -> None:
        raise AssertionError("a key that only memory has is of no use")
