"""The server over real HTTP, driven by boto3 as any client would."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import boto3
import jwt
import pyotp
import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

from console import resources
from console.core.diagnosis.catalogue import Catalogue
from console.core.diagnosis.classifier import Classifier
from console.core.errors import UserFacingError
from console.core.practice_keys import (
    PRACTICE_ACCESS_KEY_ID,
    PRACTICE_REGION,
    PRACTICE_SECRET_ACCESS_KEY,
    PRACTICE_USER_POOL_ID,
)
from console.practice.clients import CLIENTS
from console.practice.later_users import LATER_USERS
from console.practice.pool import PracticePool
from console.practice.server import PracticeServer
from console.practice.tokens import ISSUER
from console.practice.users import USERS, User
from tests.practice.driver import Driver, fetched

_DAVE = next(user for user in USERS if user.username == "dave")
_CLASSIFIER = Classifier(Catalogue.parse(resources.read_bytes("catalogue.json")))


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


Drive = Callable[[Any, PracticeServer, User], Driver]


@pytest.fixture
def drive(secret_hash: Callable[..., str], prover: Callable[[], Any]) -> Drive:
    def make(cognito: Any, server: PracticeServer, user: User) -> Driver:
        return Driver(cognito, server, user, secret_hash, prover)

    return make


def _row_id(user: User) -> str:
    return f"{user.username}-{user.auth_flow}-{user.path}-{user.expect.classification or 'in'}"


def _check(drive: Drive, cognito: Any, server: PracticeServer, user: User) -> None:
    driver = drive(cognito, server, user)
    if user.expect.outcome == "signed_in":
        assert driver.run()["AuthenticationResult"]["RefreshToken"]
    else:
        with pytest.raises(ClientError) as caught:
            driver.run()
        error = caught.value.response
        assert error["Error"]["Code"] == user.expect.code
        told = _CLASSIFIER.classify(
            code=error["Error"]["Code"],
            message=error["Error"]["Message"],
            operation=caught.value.operation_name,
        )
        assert told.id == user.expect.classification
        # botocore knows the code from the model, so a caller can catch it by type
        assert type(caught.value) is getattr(cognito.exceptions, str(user.expect.code))
        internal = user.expect.code == "InternalErrorException"
        assert error["ResponseMetadata"]["HTTPStatusCode"] == (500 if internal else 400)
    assert tuple(driver.challenges) == user.expect.challenges


@pytest.mark.parametrize("user", [*USERS, *LATER_USERS], ids=_row_id)
def test_every_row_does_what_it_says(
    cognito: Any, server: PracticeServer, drive: Drive, user: User
) -> None:
    _check(drive, cognito, server, user)


def test_all_rows_can_be_tried_in_turn_on_one_pool(
    cognito: Any, server: PracticeServer, drive: Drive
) -> None:
    for user in (*USERS, *LATER_USERS):
        _check(drive, cognito, server, user)


def test_wrong_passwords_stay_wrong_passwords_however_often_the_rows_are_tried(
    cognito: Any, server: PracticeServer, drive: Drive
) -> None:
    for _ in range(6):
        for user in (*USERS, *LATER_USERS):
            if user.username in ("alice", "carol", "sybil") and user.path == "admin":
                _check(drive, cognito, server, user)


def test_a_wrong_code_keeps_the_session_over_http(
    cognito: Any, server: PracticeServer, drive: Drive
) -> None:
    driver = drive(cognito, server, _DAVE)
    reply = driver.begin()
    with pytest.raises(cognito.exceptions.CodeMismatchException):
        driver.answer(reply, SOFTWARE_TOKEN_MFA_CODE="badbad")
    assert "AuthenticationResult" in driver.answer(reply)
    with pytest.raises(cognito.exceptions.NotAuthorizedException, match="only be used once"):
        driver.answer(reply)


@pytest.mark.parametrize("path", ["admin", "public"])
def test_a_used_code_is_an_expired_code_over_http(
    cognito: Any, server: PracticeServer, drive: Drive, path: str
) -> None:
    flow = "ADMIN_USER_PASSWORD_AUTH" if path == "admin" else "USER_PASSWORD_AUTH"
    user = replace(_DAVE, path=path, auth_flow=flow)
    code = pyotp.TOTP(_DAVE.totp_seed or "").now()
    first, second = drive(cognito, server, user), drive(cognito, server, user)
    first.answer(first.begin(), SOFTWARE_TOKEN_MFA_CODE=code)
    with pytest.raises(cognito.exceptions.ExpiredCodeException, match="already been used once"):
        second.answer(second.begin(), SOFTWARE_TOKEN_MFA_CODE=code)


def test_tokens_are_rotated_and_revoked_over_http(
    cognito: Any, server: PracticeServer, drive: Drive
) -> None:
    rotating = next(user for user in LATER_USERS if user.client == "rotating")
    client = {"ClientId": CLIENTS["rotating"].id}
    first = drive(cognito, server, rotating).run()["AuthenticationResult"]["RefreshToken"]
    again = cognito.get_tokens_from_refresh_token(RefreshToken=first, **client)
    second = again["AuthenticationResult"]["RefreshToken"]
    with pytest.raises(cognito.exceptions.RefreshTokenReuseException):
        cognito.get_tokens_from_refresh_token(RefreshToken=first, **client)
    cognito.revoke_token(Token=second, **client)
    with pytest.raises(cognito.exceptions.NotAuthorizedException, match="has been revoked"):
        cognito.get_tokens_from_refresh_token(RefreshToken=second, **client)


def test_the_public_path_needs_no_credentials(server: PracticeServer, drive: Drive) -> None:
    cognito = boto3.client(
        "cognito-idp",
        region_name=PRACTICE_REGION,
        endpoint_url=server.endpoint_url,
        config=Config(signature_version=UNSIGNED, retries={"total_max_attempts": 1}),
    )
    user = replace(USERS[0], path="public", auth_flow="USER_PASSWORD_AUTH")
    assert "AuthenticationResult" in drive(cognito, server, user).run()
    with pytest.raises(ClientError) as caught:
        drive(cognito, server, USERS[0]).run()
    cognito.close()
    assert caught.value.response["Error"]["Code"] == "MissingAuthenticationTokenException"


def test_a_session_expires_by_the_pools_own_clock(drive: Drive) -> None:
    time = [0.0]
    with PracticeServer(PracticePool(clock=lambda: time[0])) as server:
        cognito = _connect(server)
        driver = drive(cognito, server, _DAVE)
        reply = driver.begin()
        time[0] = 180.0
        with pytest.raises(cognito.exceptions.NotAuthorizedException, match="session is expired"):
            driver.answer(reply)
        cognito.close()


def test_the_served_keys_verify_the_tokens(
    cognito: Any, server: PracticeServer, drive: Drive
) -> None:
    result = drive(cognito, server, USERS[0]).run()["AuthenticationResult"]
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


def test_eight_threads_sign_in_at_once(cognito: Any, server: PracticeServer, drive: Drive) -> None:
    in_rounds = next(user for user in LATER_USERS if user.username == "trent")
    together = threading.Barrier(8, timeout=30)

    def sign_in(number: int) -> str:
        together.wait()
        driver = drive(cognito, server, in_rounds if number % 2 else USERS[0])
        token: str = driver.run()["AuthenticationResult"]["AccessToken"]
        return token

    with ThreadPoolExecutor(8) as executor:
        tokens = list(executor.map(sign_in, range(8)))
    assert len(set(tokens)) == 8
    assert "AuthenticationResult" in drive(cognito, server, _DAVE).run()


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
            assert fetched(f"{server.endpoint_url}/outbox") == []
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
            fetched(f"{server.endpoint_url}/outbox")
        assert len(fetched(server.jwks_uri)["keys"]) == 1
    assert caplog.messages == ["internal error in the practice pool: ZeroDivisionError"]
