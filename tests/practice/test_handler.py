from __future__ import annotations

import email.utils
import http.client
import json
import socket
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest

from console.practice.protocol import MAX_BODY
from console.practice.server import PracticeServer

_HEADERS = {
    "X-Amz-Target": "AWSCognitoIdentityProviderService.AdminInitiateAuth",
    "Content-Type": "application/x-amz-json-1.1",
}


@pytest.fixture
def port(server: PracticeServer) -> int:
    port = urlsplit(server.endpoint_url).port
    assert port is not None
    return port


@pytest.fixture
def connection(port: int) -> Iterator[http.client.HTTPConnection]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    yield connection
    connection.close()


def _read(connection: http.client.HTTPConnection) -> tuple[int, dict[str, str], object]:
    reply = connection.getresponse()
    headers = {name.lower(): value for name, value in reply.getheaders()}
    return reply.status, headers, json.loads(reply.read())


def _raw(port: int, request: bytes) -> bytes:
    """Everything the server says to `request` until it closes the connection."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as raw:
        raw.sendall(request)
        raw.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: raw.recv(65_536), b""))


def test_replies_carry_what_cognitos_do(connection: http.client.HTTPConnection) -> None:
    connection.request("POST", "/", b"{}", _HEADERS)
    status, headers, content = _read(connection)
    assert status == 400
    assert content == {
        "__type": "MissingAuthenticationTokenException",
        "message": "Missing Authentication Token",
    }
    assert headers["content-type"] == "application/x-amz-json-1.1"
    assert headers["x-amzn-errortype"] == "MissingAuthenticationTokenException:"
    uuid.UUID(headers["x-amzn-requestid"])
    sent = email.utils.parsedate_to_datetime(headers["date"])
    assert abs(datetime.now(UTC) - sent) < timedelta(minutes=1)


def test_a_connection_is_kept_for_the_next_request(connection: http.client.HTTPConnection) -> None:
    connection.request("POST", "/", b"{}", _HEADERS)
    _, first, _ = _read(connection)
    used = connection.sock
    assert used is not None
    connection.request("GET", "/outbox")
    status, second, content = _read(connection)
    assert (status, content) == (200, [])
    assert connection.sock is used
    assert first["x-amzn-requestid"] != second["x-amzn-requestid"]


def test_a_query_does_not_hide_the_path(connection: http.client.HTTPConnection) -> None:
    connection.request("GET", "/outbox?newest=1")
    assert _read(connection)[0] == 200


@pytest.mark.parametrize(("method", "path"), [("POST", "/outbox"), ("GET", "/")])
def test_other_places_are_not_found(
    connection: http.client.HTTPConnection, method: str, path: str
) -> None:
    connection.request(method, path, b"{}" if method == "POST" else None, _HEADERS)
    assert _read(connection)[0] == 404


@pytest.mark.parametrize("length", [MAX_BODY + 1, 3 * MAX_BODY])
def test_an_oversize_body_is_refused_and_the_connection_ends(
    connection: http.client.HTTPConnection, length: int
) -> None:
    connection.request("POST", "/", b" " * length, _HEADERS)
    status, headers, content = _read(connection)
    assert status == 413
    assert isinstance(content, dict)
    assert content["__type"] == "RequestEntityTooLargeException"
    assert headers["connection"] == "close"


def test_a_body_of_the_limit_is_read(connection: http.client.HTTPConnection) -> None:
    connection.request("POST", "/", b" " * MAX_BODY, _HEADERS)
    assert _read(connection)[0] == 400


@pytest.mark.parametrize(
    "length", [b"", b"Content-Length: -1\r\n", b"Content-Length: 1_0\r\n",
               b"Content-Length: " + b"9" * 13 + b"\r\n", b"Transfer-Encoding: chunked\r\n"],
)  # fmt: skip
def test_a_body_without_a_plain_length_is_refused(port: int, length: bytes) -> None:
    reply = _raw(port, b"POST / HTTP/1.1\r\nHost: x\r\n" + length + b"\r\n2\r\n{}\r\n0\r\n\r\n")
    assert reply.startswith(b"HTTP/1.1 400 ")
    assert b'"SerializationException"' in reply
    assert reply.count(b"HTTP/1.1") == 1  # what follows is not taken for a second request


def test_a_client_that_stops_in_mid_body_gets_nothing(port: int) -> None:
    assert _raw(port, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{}") == b""


def test_a_client_that_waits_for_continue_is_told_to_go_on(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as raw:
        raw.sendall(
            b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"
        )
        assert raw.recv(65_536).startswith(b"HTTP/1.1 100 ")
        raw.sendall(b"{}")
        assert raw.recv(65_536).startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize(
    ("request_line", "status"),
    [
        (b"\x00\xff", b"400"),
        (b"PUT / HTTP/1.1", b"501"),
        (b"GET /nowhere HTTP/1.1", b"404"),
        (b"GET /outbox HTTP/1.1", b"200"),
    ],
)
def test_nothing_is_written_to_the_terminal(
    port: int, request_line: bytes, status: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    assert status in _raw(port, request_line + b"\r\n\r\n")
    assert capfd.readouterr() == ("", "")
