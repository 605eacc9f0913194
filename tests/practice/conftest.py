"""A pool on a clock of ours, a running server, and short ways to call both."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest

from console.core.practice_keys import PRACTICE_USER_POOL_ID
from console.core.srp_constants import N
from console.practice.clients import CLIENTS
from console.practice.errors import PracticeError
from console.practice.pool import PracticePool
from console.practice.server import PracticeServer


class _FakeTime:
    def __init__(self) -> None:
        self.passed = 0.0

    def monotonic(self) -> float:
        return 1_000.0 + self.passed

    def now(self) -> datetime:
        return datetime(2026, 3, 6, 9, 8, 7, tzinfo=UTC) + timedelta(seconds=self.passed)

    def advance(self, seconds: float) -> None:
        self.passed += seconds


@pytest.fixture
def fake_time() -> _FakeTime:
    return _FakeTime()


@pytest.fixture
def advance(fake_time: _FakeTime) -> Callable[[float], None]:
    return fake_time.advance


@pytest.fixture
def now(fake_time: _FakeTime) -> Callable[[], datetime]:
    return fake_time.now


@pytest.fixture
def pool(fake_time: _FakeTime) -> PracticePool:
    return PracticePool(clock=fake_time.monotonic, now=fake_time.now)


@pytest.fixture
def secret_hash() -> Callable[..., str]:
    """The hash as the documentation defines it, made without any code of the pool."""

    def make(username: str, client: str = "confidential", secret: str | None = None) -> str:
        key = secret or CLIENTS[client].secret
        assert key is not None
        message = f"{username}{CLIENTS[client].id}".encode()
        return base64.b64encode(hmac.new(key.encode(), message, hashlib.sha256).digest()).decode()

    return make


@pytest.fixture
def initiate(pool: PracticePool) -> Callable[..., dict[str, Any]]:
    """The first call on the plain pool, by default AdminInitiateAuth; keywords: AuthParameters."""

    def call(
        flow: str = "ADMIN_USER_PASSWORD_AUTH",
        client: str = "public",
        path: str = "admin",
        **parameters: str,
    ) -> dict[str, Any]:
        body: dict[str, object] = {
            "ClientId": CLIENTS[client].id,
            "AuthFlow": flow,
            "AuthParameters": parameters,
        }
        if path == "public":
            return pool.handle("InitiateAuth", body)
        return pool.handle("AdminInitiateAuth", body | {"UserPoolId": PRACTICE_USER_POOL_ID})

    return call


@pytest.fixture
def respond(pool: PracticePool) -> Callable[..., dict[str, Any]]:
    """The second call on the plain pool, by default the admin one; keywords: ChallengeResponses."""

    def call(
        challenge: str,
        session: str | None,
        client: str = "public",
        path: str = "admin",
        **responses: str,
    ) -> dict[str, Any]:
        body: dict[str, object] = {
            "ClientId": CLIENTS[client].id,
            "ChallengeName": challenge,
            "ChallengeResponses": {
                key.replace("userAttributes_", "userAttributes."): value
                for key, value in responses.items()
            },
        }
        if session is not None:
            body["Session"] = session
        if path == "public":
            return pool.handle("RespondToAuthChallenge", body)
        pool_id = {"UserPoolId": PRACTICE_USER_POOL_ID}
        return pool.handle("AdminRespondToAuthChallenge", pool_id | body)

    return call


class _Prover:
    """A client of its own for SRP: a few lines from the published formulas, and no code of ours."""

    def __init__(self, a: int = 0x1234_5678_9ABC_DEF0) -> None:
        self._a = a
        self._public = pow(2, a, N)
        self.srp_a = f"{self._public:x}"

    def key(self, realm: str, name: str, password: str, salt: int, b_public: int) -> bytes:
        u = _sha(_pad(self._public) + _pad(b_public))
        inner = hashlib.sha256(f"{realm}{name}:{password}".encode()).digest()
        x = _sha(_pad(salt) + inner)
        k = _sha(_pad(N) + b"\x02")
        shared = pow((b_public - k * pow(2, x, N)) % N, self._a + u * x, N)
        prk = hmac.new(_pad(u), _pad(shared), hashlib.sha256).digest()
        return hmac.new(prk, b"Caldera Derived Key\x01", hashlib.sha256).digest()[:16]

    def answer(
        self,
        parameters: Mapping[str, str],
        password: str,
        at: datetime,
        stamp: str | None = None,
        realm: str = "PRACTICE1",
        name: str | None = None,
    ) -> dict[str, str]:
        name = name or parameters["USER_ID_FOR_SRP"]
        if stamp is None:
            stamp = f"{at:%a %b} {at.day} {at:%H:%M:%S} UTC {at.year}"
        key = self.key(
            realm, name, password, int(parameters["SALT"], 16), int(parameters["SRP_B"], 16)
        )
        block = base64.b64decode(parameters["SECRET_BLOCK"])
        message = realm.encode() + name.encode() + block + stamp.encode()
        proof = base64.b64encode(hmac.new(key, message, hashlib.sha256).digest()).decode()
        return {
            "USERNAME": parameters["USERNAME"],
            "TIMESTAMP": stamp,
            "PASSWORD_CLAIM_SIGNATURE": proof,
            "PASSWORD_CLAIM_SECRET_BLOCK": parameters["SECRET_BLOCK"],
        }


def _sha(data: bytes) -> int:
    return int.from_bytes(hashlib.sha256(data).digest(), "big")


def _pad(number: int) -> bytes:
    return number.to_bytes(number.bit_length() // 8 + 1, "big")


@pytest.fixture(scope="session")
def prover() -> Callable[..., _Prover]:
    return _Prover


@pytest.fixture
def refused() -> Callable[..., tuple[str, str]]:
    """Code and text of the refusal that a call meets."""

    def check(call: Callable[..., object], *args: Any, **kwargs: Any) -> tuple[str, str]:
        with pytest.raises(PracticeError) as caught:
            call(*args, **kwargs)
        return caught.value.code, caught.value.message

    return check


@pytest.fixture
def server() -> Iterator[PracticeServer]:
    with PracticeServer() as running:
        yield running


@pytest.fixture(scope="session")
def jwt_claims() -> Callable[[str], dict[str, Any]]:
    """What a token says, its signature unseen."""

    def read(token: str) -> dict[str, Any]:
        return jwt.decode(token, options={"verify_signature": False})

    return read
