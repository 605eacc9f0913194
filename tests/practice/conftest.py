"""A pool on a clock of ours, a running server, and short ways to call both."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from console.core.practice_keys import PRACTICE_USER_POOL_ID
from console.practice.clients import CLIENTS
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
    """AdminInitiateAuth on the plain pool; keywords are AuthParameters."""

    def call(
        flow: str = "ADMIN_USER_PASSWORD_AUTH", client: str = "public", **parameters: str
    ) -> dict[str, Any]:
        return pool.handle(
            "AdminInitiateAuth",
            {
                "UserPoolId": PRACTICE_USER_POOL_ID,
                "ClientId": CLIENTS[client].id,
                "AuthFlow": flow,
                "AuthParameters": parameters,
            },
        )

    return call


@pytest.fixture
def respond(pool: PracticePool) -> Callable[..., dict[str, Any]]:
    """AdminRespondToAuthChallenge on the plain pool; the last mapping is ChallengeResponses."""

    def call(
        challenge: str, session: str | None, client: str = "public", **responses: str
    ) -> dict[str, Any]:
        body: dict[str, object] = {
            "UserPoolId": PRACTICE_USER_POOL_ID,
            "ClientId": CLIENTS[client].id,
            "ChallengeName": challenge,
            "ChallengeResponses": {
                key.replace("userAttributes_", "userAttributes."): value
                for key, value in responses.items()
            },
        }
        if session is not None:
            body["Session"] = session
        return pool.handle("AdminRespondToAuthChallenge", body)

    return call


@pytest.fixture
def server() -> Iterator[PracticeServer]:
    with PracticeServer() as running:
        yield running
