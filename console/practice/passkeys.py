"""The users' passkeys, and the registrations that are under way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import CoseKey
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestedCredentialData

from console.practice.seeds_held import (
    PRACTICE_PASSKEY_ID,
    PRACTICE_PASSKEY_PRIVATE,
    PRACTICE_PASSKEY_USERNAME,
    PRACTICE_RELYING_PARTY,
)

_SEEDED_AT: Final = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
_REGISTRATION_S: Final = 3 * 60  # Cognito's own is unpublished


@dataclass(frozen=True, slots=True, kw_only=True)
class Passkey:
    """One credential of one user: its public key, and how often its authenticator has signed."""

    username: str
    credential: AttestedCredentialData = field(repr=False)
    counter: int = 0
    transports: tuple[str, ...] = ("internal",)
    attachment: str = "platform"
    created: datetime

    @property
    def id(self) -> str:
        """The credential's id, as WebAuthn's JSON writes it."""
        return websafe_encode(self.credential.credential_id)

    def to_json(self) -> dict[str, object]:
        """WebAuthnCredentialDescription, as ListWebAuthnCredentials shows it."""
        return {
            "CredentialId": self.id,
            "FriendlyCredentialName": f"Passkey {self.id[:6]}",
            "RelyingPartyId": PRACTICE_RELYING_PARTY,
            "AuthenticatorAttachment": self.attachment,
            "AuthenticatorTransports": list(self.transports),
            "CreatedAt": self.created.timestamp(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """What StartWebAuthnRegistration gave out: the newest one of a user counts."""

    challenge: bytes = field(repr=False)
    client_id: str
    until: float  # monotonic seconds


class Passkeys:
    """All passkeys of the pool."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._known: dict[str, Passkey] = {}
        self._registrations: dict[str, Registration] = {}
        self.keep(_seeded_passkey())

    def keep(self, passkey: Passkey) -> None:
        """Know `passkey` from now on, as it is now."""
        self._known[passkey.id] = passkey

    def find(self, credential_id: str) -> Passkey | None:
        """The passkey with that id, whosever it is."""
        return self._known.get(credential_id)

    def of_user(self, username: str) -> tuple[Passkey, ...]:
        """That user's passkeys, oldest first."""
        return tuple(passkey for passkey in self._known.values() if passkey.username == username)

    def forget(self, passkey: Passkey) -> None:
        """Know the passkey no more."""
        self._known.pop(passkey.id, None)

    def begin(self, username: str, *, client_id: str, challenge: bytes) -> None:
        """Await the registration that answers `challenge`."""
        self._registrations[username] = Registration(
            challenge=challenge, client_id=client_id, until=self._clock() + _REGISTRATION_S
        )

    def begun(self, username: str) -> Registration | None:
        """The registration that is awaited of the user, unless it has expired."""
        begun = self._registrations.get(username)
        return None if begun is None or self._clock() >= begun.until else begun

    def end(self, username: str) -> None:
        """Await no registration of the user: a challenge is answered once."""
        self._registrations.pop(username, None)


def _seeded_passkey() -> Passkey:
    private = ec.derive_private_key(PRACTICE_PASSKEY_PRIVATE, ec.SECP256R1())
    point = private.public_key().public_numbers()
    x, y = point.x.to_bytes(32, "big"), point.y.to_bytes(32, "big")
    public = CoseKey.parse({1: 2, 3: -7, -1: 1, -2: x, -3: y})  # EC2, ES256, P-256
    return Passkey(
        username=PRACTICE_PASSKEY_USERNAME,
        credential=AttestedCredentialData.create(Aaguid.NONE, PRACTICE_PASSKEY_ID, public),
        created=_SEEDED_AT,
    )
