"""Users who hold something: a remembered device, a passkey. Its secrets are published."""
# ruff: noqa: S106 - nothing here opens anything but the practice pool

from __future__ import annotations

from typing import Final

from console.core.practice_keys import PRACTICE_DEVICE_USERNAME
from console.practice.accounts import Account, seeded_attributes

PRACTICE_RELYING_PARTY: Final = "practice.example"
PRACTICE_PASSKEY_USERNAME: Final = "paula"
PRACTICE_PASSKEY_ID: Final = bytes.fromhex("da5828b1452bb7d96ac5f9fdac4de4cb4d5b06d7")
# The private number of the passkey, on the curve P-256.
PRACTICE_PASSKEY_PRIVATE: Final = 0xFE72C3422C640112E982AF2039C8096D2D866282F3D8CCF7AC2938B7FA6D45
# What its authenticator once made for another challenge.
FOREIGN_CREDENTIAL: Final = (
    '{"id":"2lgosUUrt9lqxfn9rE3ky01bBtc","rawId":"2lgosUUrt9lqxfn9rE3ky01bBtc","type":"public'
    '-key","authenticatorAttachment":"platform","clientExtensionResults":{},"response":{"clie'
    'ntDataJSON":"eyJ0eXBlIjogIndlYmF1dGhuLmdldCIsICJjaGFsbGVuZ2UiOiAiWVc1dmRHaGxjaUJqYUdGc2J'
    "HVnVaMlVzSUdGdWMzZGxjbVZrSUdKbFptOCIsICJvcmlnaW4iOiAiaHR0cHM6Ly9wcmFjdGljZS5leGFtcGxlIiw"
    'gImNyb3NzT3JpZ2luIjogZmFsc2V9","authenticatorData":"Hcp2dY0rWoNQlWi57X3LSq7tKDKVpobDjkvz'
    'ouu4ztoFAAAAAA","signature":"MEQCIGcXxrfxnzvt0PfWjBtYr98JFX20Vnm2Gm7fMqLNRtlcAiB4GAdJdZQ'
    'yOmIqpFwrjZ6N2y13ZJEaIZUG6C9BvsW9fQ"}}'
)

HELD_ACCOUNTS: Final = (
    Account(
        username=PRACTICE_DEVICE_USERNAME,
        password="Windy-Locket-45!",
        attributes=seeded_attributes(PRACTICE_DEVICE_USERNAME),
    ),
    Account(
        username=PRACTICE_PASSKEY_USERNAME,
        password="Patient-Sundial-82!",
        attributes=seeded_attributes(PRACTICE_PASSKEY_USERNAME),
    ),
)
