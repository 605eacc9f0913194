"""An authenticator and the browser before it, in software: `cryptography` and a little CBOR."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from console.practice.seeds_held import (
    PRACTICE_PASSKEY_ID,
    PRACTICE_PASSKEY_PRIVATE,
    PRACTICE_RELYING_PARTY,
)

ORIGIN = f"https://{PRACTICE_RELYING_PARTY}"
_PRESENT, _VERIFIED, _ATTESTED = 0x01, 0x04, 0x40


@dataclass(kw_only=True)
class Authenticator:
    """Holds one passkey; every part of what it says can be made wrong."""

    credential_id: bytes = b"a-passkey-of-a-test."
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    origin: str = ORIGIN
    relying_party: str = PRACTICE_RELYING_PARTY
    counter: int = 0
    algorithm: int = -7
    flags: int = _PRESENT | _VERIFIED

    def answers(self, options_text: str, **changed: object) -> str:
        """AuthenticationResponseJSON for CREDENTIAL_REQUEST_OPTIONS; `changed` overrides."""
        options = json.loads(options_text)
        client_data = self._client_data("webauthn.get", options["challenge"])
        data = self._data(self.flags)
        signed = data + hashlib.sha256(client_data).digest()
        response = {
            "clientDataJSON": _text(client_data),
            "authenticatorData": _text(data),
            "signature": _text(self.key.sign(signed, ec.ECDSA(hashes.SHA256()))),
            "userHandle": None,
        }
        return json.dumps(self._credential(response) | changed)

    def registers(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """RegistrationResponseJSON for CredentialCreationOptions."""
        client_data = self._client_data("webauthn.create", options["challenge"])
        attested = bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id
        data = self._data(self.flags | _ATTESTED) + attested + self._public_key()
        # {"fmt": "none", "attStmt": {}, "authData": …}
        made = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData" + _cbor_bytes(data)
        return self._credential(
            {
                "clientDataJSON": _text(client_data),
                "attestationObject": _text(made),
                "transports": ["internal", "carrier-pigeon"],
            }
        )

    def _client_data(self, kind: str, challenge: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _data(self, flags: int) -> bytes:
        about = hashlib.sha256(self.relying_party.encode()).digest()
        return about + bytes([flags]) + self.counter.to_bytes(4, "big")

    def _public_key(self) -> bytes:
        point = self.key.public_key().public_numbers()
        x, y = (_cbor_bytes(number.to_bytes(32, "big")) for number in (point.x, point.y))
        # A map of five: kty 2 (EC2), alg, crv 1 (P-256), x, y.
        return (
            b"\xa5\x01\x02\x03"
            + bytes([0x20 + ~self.algorithm])
            + b"\x20\x01\x21"
            + x
            + b"\x22"
            + y
        )

    def _credential(self, response: Mapping[str, object]) -> dict[str, Any]:
        return {
            "id": _text(self.credential_id),
            "rawId": _text(self.credential_id),
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "clientExtensionResults": {},
            "response": {key: value for key, value in response.items() if value is not None},
        }


def seeded_authenticator() -> Authenticator:
    """The one whose private key the practice pool publishes."""
    key = ec.derive_private_key(PRACTICE_PASSKEY_PRIVATE, ec.SECP256R1())
    return Authenticator(credential_id=PRACTICE_PASSKEY_ID, key=key)


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _cbor_bytes(data: bytes) -> bytes:
    head = bytes([0x58, len(data)]) if len(data) < 256 else b"\x59" + len(data).to_bytes(2, "big")
    return head + data
