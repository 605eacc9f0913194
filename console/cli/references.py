"""References to secrets in recipes: env:NAME, keyring:NAME and prompt."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from console.core.errors import UserFacingError
from console.core.ports import Vault
from console.core.secret import Secret
from console.core.totp import totp_code

_FORM = re.compile(r"(?P<source>env|keyring):(?P<name>[^\x00-\x1f\x7f]{1,128})")


class Source(StrEnum):
    """Where a secret comes from."""

    ENV = "env"
    KEYRING = "keyring"
    PROMPT = "prompt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A secret's place, never its value."""

    source: Source
    name: str = ""

    def __str__(self) -> str:
        return f"{self.source}:{self.name}" if self.name else str(self.source)


Value = str | Reference  # of a recipe's key


def parse_reference(text: str) -> Reference | None:
    """The reference that `text` is, or None: then a secret may stand there in clear."""
    if text == "prompt":
        return Reference(source=Source.PROMPT)
    match = _FORM.fullmatch(text)
    if match is None:
        return None
    return Reference(source=Source(match["source"]), name=match["name"])


Prompt = Callable[[str], Awaitable[Secret | None]]


class Resolver:
    """Fetches secrets. `check` can be asked for every reference before anything is sent."""

    def __init__(self, vault: Vault, prompt: Prompt) -> None:
        self._vault = vault
        self._prompt = prompt
        self._fetched: dict[Reference, Secret] = {}

    async def check(self, reference: Reference) -> None:
        """Fetches what can be fetched now; for a prompt, makes sure that there is a terminal."""
        if reference.source is not Source.PROMPT:
            await self.fetch(reference, "")
        elif not sys.stdin.isatty():
            raise UserFacingError(
                "A secret is to be prompted for, but there is no terminal.",
                "",
                "Run the command in a terminal, or write env:NAME or keyring:NAME in the recipe.",
            )

    async def check_place(self, reference: Reference) -> None:
        """Makes sure that a new seed can be kept at this keyring reference, over another seed."""
        kept = await self._vault.get(reference.name)
        if not self._vault.persistent:
            raise await self._not_kept(reference)
        if kept is None:
            return
        try:
            totp_code(kept, datetime.now(UTC))
        except UserFacingError:
            raise UserFacingError(
                f"The keyring entry {reference.name} holds something else than a seed.",
                f"The recipe keeps a new seed at {reference}, which would replace it.",
                "Name another entry for the new seed.",
            ) from None

    async def keep(self, reference: Reference, seed: Secret) -> None:
        """Puts a new seed into the keyring; UserFacingError where it would not last."""
        await self._vault.put(reference.name, seed)
        if not self._vault.persistent:
            raise await self._not_kept(reference)
        self._fetched[reference] = seed

    async def _not_kept(self, reference: Reference) -> UserFacingError:
        return UserFacingError(
            f"The new seed cannot be kept at {reference}.",
            await self._vault.describe(),
            "Set up the system's keyring, or leave totp_seed out: then the seed is lost.",
        )

    async def fetch(self, reference: Reference, label: str) -> Secret | None:
        """The secret; None only when a prompt was left empty or ended."""
        if reference.source is Source.PROMPT:
            return await self._prompt(label)
        known = self._fetched.get(reference)
        if known is None:
            known = (
                self._from_env(reference)
                if reference.source is Source.ENV
                else (await self._from_keyring(reference))
            )
            self._fetched[reference] = known
        return known

    def _from_env(self, reference: Reference) -> Secret:
        value = os.environ.get(reference.name)
        if value is None:
            raise UserFacingError(
                f"The environment variable {reference.name} is not set.",
                f"The recipe takes a secret from {reference}.",
                "Set it and run again.",
            )
        if not value:
            raise UserFacingError(
                f"The environment variable {reference.name} is empty.",
                f"The recipe takes a secret from {reference}.",
                "Set it and run again.",
            )
        return Secret(value)

    async def _from_keyring(self, reference: Reference) -> Secret:
        secret = await self._vault.get(reference.name)
        if secret is None and not self._vault.persistent:
            raise UserFacingError(
                f"The keyring entry {reference.name} cannot be read.",
                await self._vault.describe(),
                "Set up the system's keyring, or write env:NAME or prompt in the recipe.",
            )
        if secret is None:
            raise UserFacingError(
                f"The keyring has no entry {reference.name}.",
                f"The recipe takes a secret from {reference}, service signin-console.",
                f"Store it with: keyring set signin-console {reference.name}",
            )
        return secret
