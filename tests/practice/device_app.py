"""An app with a device of its own: signs in by SRP, confirms the device, and proves it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from console.core.practice_keys import PRACTICE_DEVICE_GROUP_KEY, PRACTICE_USER_POOL_ID
from console.core.srp_constants import N
from console.practice.clients import CLIENTS
from console.practice.pool import PracticePool

DEVICE_PASSWORD = "random-in-a-real-app"
_SALT = 0x9F9F9F9F9F9F9F9F9F9F9F9F9F9F9F9F


@dataclass(kw_only=True)
class App:
    """Calls the pool as an app does; `srp` is the prover of the fixtures."""

    pool: PracticePool
    srp: Any
    now: Callable[[], datetime]
    client: str = "device-always"
    path: str = "public"
    username: str = "alice"
    password: str = "Amber-Kettle-41!"

    def sign_in(self, device_key: str | None = None) -> dict[str, Any]:
        """AuthenticationResult of a sign-in without any further challenge."""
        won: dict[str, Any] = self.prove_password(device_key)["AuthenticationResult"]
        return won

    def prove_password(self, device_key: str | None = None) -> dict[str, Any]:
        """USER_SRP_AUTH up to the reply to its proof."""
        named = _named(device_key)
        begun = self.begin(
            "USER_SRP_AUTH", {"USERNAME": self.username, "SRP_A": self.srp.srp_a} | named
        )
        return self.respond(begun, self.proof(begun) | named)

    def begin(self, flow: str, parameters: dict[str, str]) -> dict[str, Any]:
        """The first call."""
        body: dict[str, object] = {"AuthFlow": flow, "AuthParameters": parameters}
        return self._call("InitiateAuth", body)

    def proof(self, reply: dict[str, Any]) -> dict[str, str]:
        """What answers PASSWORD_VERIFIER."""
        right: dict[str, str] = self.srp.answer(
            reply["ChallengeParameters"], self.password, self.now()
        )
        return right

    def respond(self, reply: dict[str, Any], responses: dict[str, str]) -> dict[str, Any]:
        """The answer to the challenge in `reply`, with its session where it has one."""
        body: dict[str, object] = {
            "ChallengeName": reply["ChallengeName"],
            "ChallengeResponses": {"USERNAME": self.username} | responses,
        }
        if "Session" in reply:
            body["Session"] = reply["Session"]
        return self._call("RespondToAuthChallenge", body)

    def prove_device(self, asked: dict[str, Any], key: str, **changed: str) -> dict[str, Any]:
        """Both device challenges, from DEVICE_SRP_AUTH on; `changed` overrides the last answer."""
        verifying = self.respond(asked, {"DEVICE_KEY": key, "SRP_A": self.srp.srp_a})
        return self.respond(verifying, self.device_proof(verifying, key) | changed)

    def device_proof(
        self,
        reply: dict[str, Any],
        key: str,
        *,
        password: str = DEVICE_PASSWORD,
        at: datetime | None = None,
    ) -> dict[str, str]:
        """What answers DEVICE_PASSWORD_VERIFIER."""
        right: dict[str, str] = self.srp.answer(
            reply["ChallengeParameters"],
            password,
            at or self.now(),
            realm=PRACTICE_DEVICE_GROUP_KEY,
            name=key,
        )
        return right | {"DEVICE_KEY": key}

    def confirm(self, won: dict[str, Any], **changed: object) -> dict[str, Any]:
        """ConfirmDevice with a verifier from the published formulas."""
        body: dict[str, object] = {
            "AccessToken": won["AccessToken"],
            "DeviceKey": self.key(won),
            "DeviceName": "Alice's laptop",
            "DeviceSecretVerifierConfig": _verifier(self.key(won)),
        }
        return self.pool.handle("ConfirmDevice", body | changed)

    def key(self, won: dict[str, Any]) -> str:
        """The key that came with a sign-in."""
        key: str = won["NewDeviceMetadata"]["DeviceKey"]
        return key

    def _call(self, operation: str, body: dict[str, object]) -> dict[str, Any]:
        body = {"ClientId": CLIENTS[self.client].id} | body
        if self.path == "public":
            return self.pool.handle(operation, body)
        return self.pool.handle(f"Admin{operation}", body | {"UserPoolId": PRACTICE_USER_POOL_ID})


def _named(device_key: str | None) -> dict[str, str]:
    return {} if device_key is None else {"DEVICE_KEY": device_key}


def _verifier(key: str) -> dict[str, str]:
    inner = hashlib.sha256(f"{PRACTICE_DEVICE_GROUP_KEY}{key}:{DEVICE_PASSWORD}".encode()).digest()
    x = int.from_bytes(hashlib.sha256(_signed(_SALT) + inner).digest(), "big")
    return {
        "PasswordVerifier": base64.b64encode(_signed(pow(2, x, N))).decode(),
        "Salt": base64.b64encode(_signed(_SALT)).decode(),
    }


def _signed(number: int) -> bytes:
    return number.to_bytes(number.bit_length() // 8 + 1, "big")
