"""Signs a row of the practice pool in over HTTP, as its row says, without any code of the core."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pyotp

from console.core.practice_keys import PRACTICE_USER_POOL_ID
from console.practice.clients import CLIENTS
from console.practice.held_rows import MADE
from console.practice.server import PracticeServer
from console.practice.users import User
from tests.practice.authenticator import seeded_authenticator

_NEW_PASSWORD = "Fresh-Meadow-77!"
_WITH_PASSWORD = ("ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH", "USER_PASSWORD_AUTH")


def fetched(url: str) -> Any:
    with urllib.request.urlopen(url, timeout=10) as reply:  # noqa: S310 - our own loopback address
        return json.load(reply)


class Driver:
    """Signs a row of the pool in: sends, and answers whatever is asked."""

    def __init__(
        self,
        cognito: Any,
        server: PracticeServer,
        user: User,
        hashed: Callable[..., str],
        prover: Callable[[], Any],
    ) -> None:
        self._cognito, self._server, self._user, self._hashed = cognito, server, user, hashed
        self._srp = prover()
        self._given = {name: iter(answers) for name, answers in user.answers.items()}
        self.challenges: list[str] = []

    def _common(self) -> dict[str, str]:
        client = {"ClientId": CLIENTS[self._user.client].id}
        if self._user.path == "public":
            return client
        return client | {"UserPoolId": PRACTICE_USER_POOL_ID}

    def _call(self, admin: str, public: str, **more: Any) -> dict[str, Any]:
        name = public if self._user.path == "public" else admin
        reply: dict[str, Any] = getattr(self._cognito, name)(**self._common(), **more)
        return reply

    def _hash(self) -> dict[str, str]:
        if CLIENTS[self._user.client].secret is None:
            return {}
        return {"SECRET_HASH": self._hashed(self._user.username, self._user.client)}

    def begin(self) -> dict[str, Any]:
        sent = {"USERNAME": self._user.username} | dict(self._user.parameters) | self._hash()
        sent |= self._device_key()
        preferred = self._user.parameters.get("PREFERRED_CHALLENGE")
        begins_with_srp = "SRP_A" in self._user.parameters.values() or preferred == "PASSWORD_SRP"
        if self._user.auth_flow == "USER_SRP_AUTH" or begins_with_srp:
            sent["SRP_A"] = self._srp.srp_a
        elif preferred == "PASSWORD" or self._user.auth_flow in _WITH_PASSWORD:
            sent["PASSWORD"] = self._user.password
        return self._call(
            "admin_initiate_auth",
            "initiate_auth",
            AuthFlow=self._user.auth_flow,
            AuthParameters=sent,
            **self._context(),
        )

    def answer(self, reply: dict[str, Any], **responses: str) -> dict[str, Any]:
        shown = reply["ChallengeParameters"]
        name = {"USERNAME": shown.get("USER_ID_FOR_SRP", self._user.username)}
        right = responses or self._right(reply)
        session = {"Session": reply["Session"]} if "Session" in reply else {}
        return self._call(
            "admin_respond_to_auth_challenge",
            "respond_to_auth_challenge",
            ChallengeName=reply["ChallengeName"],
            ChallengeResponses=name | self._hash() | right,
            **session,
        )

    def run(self) -> dict[str, Any]:
        reply = self.begin()
        while "ChallengeName" in reply:
            self.challenges.append(reply["ChallengeName"])
            reply = self.answer(reply)
        return reply

    def _set_up(self, reply: dict[str, Any]) -> dict[str, str]:
        given = self._cognito.associate_software_token(Session=reply["Session"])
        code = pyotp.TOTP(given["SecretCode"]).now()
        verified = self._cognito.verify_software_token(Session=given["Session"], UserCode=code)
        assert verified["Status"] == "SUCCESS"
        reply["Session"] = verified["Session"]
        return {"USERNAME": self._user.username}

    def _right(self, reply: dict[str, Any]) -> dict[str, str]:
        name, parameters = reply["ChallengeName"], reply["ChallengeParameters"]
        if name in self._given:
            given = dict(next(self._given[name]))
            return self._passkey(parameters) if given == MADE else given
        answers: dict[str, Callable[[], dict[str, str]]] = {
            "PASSWORD_VERIFIER": lambda: self._proof(parameters),
            "PASSWORD": lambda: {"PASSWORD": self._user.password},
            "PASSWORD_SRP": lambda: {"SRP_A": self._srp.srp_a},
            "MFA_SETUP": lambda: self._set_up(reply),
            "DEVICE_SRP_AUTH": lambda: {"SRP_A": self._srp.srp_a} | self._device_key(),
            "DEVICE_PASSWORD_VERIFIER": lambda: self._device_proof(parameters),
            "SOFTWARE_TOKEN_MFA": self._totp,
            "NEW_PASSWORD_REQUIRED": lambda: (
                {"NEW_PASSWORD": _NEW_PASSWORD}
                | dict.fromkeys(json.loads(parameters["requiredAttributes"]), "Given Name")
            ),
        }
        return answers.get(name, lambda: self._sent_code(name))()

    def _proof(self, parameters: dict[str, str]) -> dict[str, str]:
        proof: dict[str, str] = self._srp.answer(parameters, self._user.password, datetime.now(UTC))
        return proof | self._device_key()

    def _context(self) -> dict[str, Any]:
        address = self._user.context_data.get("ip_address")
        if address is None:
            return {}
        if self._user.path == "public":
            return {"UserContextData": {"IpAddress": address}}
        rest = {"ServerName": "app.example", "ServerPath": "/", "HttpHeaders": []}
        return {"ContextData": {"IpAddress": address, **rest}}

    def _device_key(self) -> dict[str, str]:
        device = self._user.device
        key = self._user.parameters.get("DEVICE_KEY") if device is None else device.key
        return {} if key is None else {"DEVICE_KEY": key}

    def _device_proof(self, parameters: dict[str, str]) -> dict[str, str]:
        device, now = self._user.device, datetime.now(UTC)
        assert device is not None
        proof: dict[str, str] = self._srp.answer(
            parameters, device.password, now, realm=device.group_key, name=device.key
        )
        return proof | self._device_key()

    def _passkey(self, parameters: dict[str, str]) -> dict[str, str]:
        options = parameters["CREDENTIAL_REQUEST_OPTIONS"]
        return {"CREDENTIAL": seeded_authenticator().answers(options)}

    def _totp(self) -> dict[str, str]:
        return {"SOFTWARE_TOKEN_MFA_CODE": pyotp.TOTP(self._user.totp_seed or "").now()}

    def _sent_code(self, challenge: str) -> dict[str, str]:
        sent = fetched(f"{self._server.endpoint_url}/outbox")
        own = [message for message in sent if message["to"] == self._user.username]
        return {f"{challenge}_CODE": own[-1]["code"]}
