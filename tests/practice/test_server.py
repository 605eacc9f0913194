"""The server over real HTTP, driven by boto3 as any client would."""

from __future__ import annotations

import json
import socket
import threading
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

import boto3
import jwt
import pyotp
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from console.core.errors import UserFacingError
from console.core.practice_keys import (
    PRACTICE_ACCESS_KEY_ID,
    PRACTICE_REGION,
    PRACTICE_SECRET_ACCESS_KEY,
    PRACTICE_USER_POOL_ID,
)
from console.practice.clients import CLIENTS
from console.practice.pool import PracticePool
from console.practice.server import PracticeServer
from console.practice.tokens import ISSUER
from console.practice.users import USERS, User

_DAVE = next(user for user in USERS if user.username == "dave")
_NEW_PASSWORD = "Fresh-Meadow-77!"


def _connect(server: PracticeServer, key: str = PRACTICE_ACCESS_KEY_ID) -> Any:
    return boto3.client(
        "cognito-idp",
        region_name=PRACTICE_REGION,
        endpoint_url=server.endpoint_url,
        aws_access_key_id=key,
        aws_secret_access_key=PRACTICE_SECRET_ACCESS_KEY,
        config=Config(retries={"total_max_attempts": 1}, max_pool_connections=8),
    )


@pytest.fixture
def cognito(server: PracticeServer) -> Iterator[Any]:
    client = _connect(server)
    yield client
    client.close()


def _get(url: str) -> Any:
    with urllib.request.urlopen(url, timeout=10) as reply:  # noqa: S310 - our own loopback address
        return json.load(reply)


class _Driver:
    """Signs a row of the pool in: sends, and answers whatever is asked."""

    def __init__(
        self, cognito: Any, server: PracticeServer, user: User, hashed: Callable[..., str]
    ) -> None:
        self._cognito, self._server, self._user, self._hashed = cognito, server, user, hashed
        self.challenges: list[str] = []

    def _common(self) -> dict[str, str]:
        return {"UserPoolId": PRACTICE_USER_POOL_ID, "ClientId": CLIENTS[self._user.client].id}

    def _hash(self) -> dict[str, str]:
        if CLIENTS[self._user.client].secret is None:
            return {}
        return {"SECRET_HASH": self._hashed(self._user.username, self._user.client)}

    def begin(self) -> dict[str, Any]:
        name = {"USERNAME": self._user.username, "PASSWORD": self._user.password}
        reply: dict[str, Any] = self._cognito.admin_initiate_auth(
            **self._common(), AuthFlow=self._user.auth_flow, AuthParameters=name | self._hash()
        )
        return reply

    def answer(self, reply: dict[str, Any], **responses: str) -> dict[str, Any]:
        name = {"USERNAME": reply["ChallengeParameters"]["USER_ID_FOR_SRP"]}
        answered: dict[str, Any] = self._cognito.admin_respond_to_auth_challenge(
            **self._common(),
            ChallengeName=reply["ChallengeName"],
            Session=reply["Session"],
            ChallengeResponses=name | self._hash() | (responses or self._right(reply)),
        )
        return answered

    def run(self) -> dict[str, Any]:
        reply = self.begin()
        while "ChallengeName" in reply:
            self.challenges.append(reply["ChallengeName"])
            reply = self.answer(reply)
        return reply

    def _right(self, reply: dict[str, Any]) -> dict[str, str]:
        match reply["ChallengeName"]:
            case "SOFTWARE_TOKEN_MFA":
                return {"SOFTWARE_TOKEN_MFA_CODE": pyotp.TOTP(self._user.totp_seed or "").now()}
            case "SMS_MFA":
                sent = _get(f"{self._server.endpoint_url}/outbox")
                own = [message for message in sent if message["to"] == self._user.username]
                return {"SMS_MFA_CODE": own[-1]["code"]}
            case "NEW_PASSWORD_REQUIRED":
                needed = json.loads(reply["ChallengeParameters"]["requiredAttributes"])
                return {"NEW_PASSWORD": _NEW_PASSWORD} | dict.fromkeys(needed, "Given Name")
            case other:
                raise AssertionError(other)


@pytest.mark.parametrize(
    "user", USERS, ids=lambda user: f"{user.username}-{user.expect.classification or 'in'}"
)
def test_every_row_does_what_it_says(
    cognito: Any, server: PracticeServer, secret_hash: Callable[..., str], user: User
) -> None:
    driver = _Driver(cognito, server, user, secret_hash)
    if user.expect.outcome == "signed_in":
        assert driver.run()["AuthenticationResult"]["RefreshToken"]
    else:
        with pytest.raises(ClientError) as caught:
            driver.run()
        error = caught.value.response
        assert error["Error"]["Code"] == user.expect.code
        # botocore knows the code from the model, so a caller can catch it by type
        assert type(caught.value) is getattr(cognito.exceptions, str(user.expect.code))
        internal = user.expect.code == "InternalErrorException"
        assert error["ResponseMetadata"]["HTTPStatusCode"] == (500 if internal else 400)
    assert tuple(driver.challenges) == user.expect.challenges


def test_a_wrong_code_keeps_the_session_over_http(
    cognito: Any, server: PracticeServer, secret_hash: Callable[..., str]
) -> None:
    driver = _Driver(cognito, server, _DAVE, secret_hash)
    reply = driver.begin()
    with pytest.raises(cognito.exceptions.CodeMismatchException):
        driver.answer(reply, SOFTWARE_TOKEN_MFA_CODE="badbad")
    assert "AuthenticationResult" in driver.answer(reply)
    with pytest.raises(cognito.exceptions.NotAuthorizedException, match="only be used once"):
        driver.answer(reply)


def test_a_session_expires_by_the_pools_own_clock(secret_hash: Callable[..., str]) -> None:
    time = [0.0]
    with PracticeServer(PracticePool(clock=lambda: time[0])) as server:
        cognito = _connect(server)
        driver = _Driver(cognito, server, _DAVE, secret_hash)
        reply = driver.begin()
        time[0] = 180.0
        with pytest.raises(cognito.exceptions.NotAuthorizedException, match="session is expired"):
            driver.answer(reply)
        cognito.close()


def test_the_served_keys_verify_the_tokens(
    cognito: Any, server: PracticeServer, secret_hash: Callable[..., str]
) -> None:
    result = _Driver(cognito, server, USERS[0], secret_hash).run()["AuthenticationResult"]
    keys = jwt.PyJWKClient(server.jwks_uri)
    for token, audience in (
        (result["IdToken"], CLIENTS["public"].id),
        (result["AccessToken"], None),
    ):
        key = keys.get_signing_key_from_jwt(token)
        claims = jwt.decode(token, key, ["RS256"], issuer=ISSUER, audience=audience)
        assert claims["token_use"] == ("id" if audience else "access")


def test_a_foreign_key_is_refused(server: PracticeServer) -> None:
    cognito = _connect(server, key="SOMEBODYELSESKEY0001")
    with pytest.raises(ClientError) as caught:
        cognito.admin_initiate_auth(
            UserPoolId=PRACTICE_USER_POOL_ID, ClientId="x", AuthFlow="REFRESH_TOKEN"
        )
    cognito.close()
    assert caught.value.response["Error"]["Code"] == "UnrecognizedClientException"


def test_eight_threads_sign_in_at_once(
    cognito: Any, server: PracticeServer, secret_hash: Callable[..., str]
) -> None:
    erin = next(user for user in USERS if user.username == "erin")
    together = threading.Barrier(8, timeout=30)

    def sign_in(number: int) -> str:
        together.wait()
        driver = _Driver(cognito, server, _DAVE if number % 2 else USERS[0], secret_hash)
        token: str = driver.run()["AuthenticationResult"]["AccessToken"]
        return token

    with ThreadPoolExecutor(8) as executor:
        tokens = list(executor.map(sign_in, range(8)))
    assert len(set(tokens)) == 8
    assert "AuthenticationResult" in _Driver(cognito, server, erin, secret_hash).run()


def test_stop_ends_open_connections_threads_and_the_port() -> None:
    before = set(threading.enumerate())
    server = PracticeServer().start()
    address = ("127.0.0.1", urlsplit(server.endpoint_url).port or 0)
    half_sent = socket.create_connection(address, timeout=10)
    half_sent.sendall(b"POST / HTTP/1.1\r\nContent-Length: 100\r\n\r\n{")
    # Connections are taken in order: once the second is served, the first is taken too.
    idle = socket.create_connection(address, timeout=10)
    idle.sendall(b"GET /outbox HTTP/1.1\r\nHost: x\r\n\r\n")
    assert idle.recv(65_536).startswith(b"HTTP/1.1 200 ")
    server.stop()
    server.stop()
    assert set(threading.enumerate()) <= before
    assert idle.recv(1) == b""
    assert half_sent.recv(1) == b""
    idle.close()
    half_sent.close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(address, timeout=10)


def test_it_can_be_started_again_but_not_twice() -> None:
    server = PracticeServer()
    for _ in range(2):
        with server:
            assert _get(f"{server.endpoint_url}/outbox") == []
            with pytest.raises(RuntimeError, match="runs already"):
                server.start()


def test_it_listens_on_loopback_alone(server: PracticeServer) -> None:
    assert urlsplit(server.endpoint_url).hostname == "127.0.0.1"
    assert server._listener is not None
    assert server._listener.socket.getsockname()[0] == "127.0.0.1"


@pytest.mark.parametrize("port", [-1, 65_536])
def test_an_impossible_port_is_said_in_words(port: int) -> None:
    with pytest.raises(UserFacingError) as caught:
        PracticeServer(port=port).start()
    assert caught.value.title == f"The practice pool cannot listen on port {port}."
    assert "0 for a free one" in caught.value.hint


def test_a_taken_port_is_said_in_words(server: PracticeServer) -> None:
    port = urlsplit(server.endpoint_url).port or 0
    with pytest.raises(UserFacingError, match=f"cannot listen on port {port}") as caught:
        PracticeServer(port=port).start()
    assert caught.value.detail


def test_a_bug_is_told_by_its_type_and_the_server_goes_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(self: PracticePool) -> list[dict[str, str]]:
        raise ZeroDivisionError("with a secret")

    with PracticeServer() as server, monkeypatch.context() as patch:
        patch.setattr(PracticePool, "outbox", broken)
        with pytest.raises(ConnectionError):
            _get(f"{server.endpoint_url}/outbox")
        assert len(_get(server.jwks_uri)["keys"]) == 1
    assert caplog.messages == ["internal error in the practice pool: ZeroDivisionError"]
