"""The counting proxy: what it counts, and that it changes nothing."""

from __future__ import annotations

import socket
import ssl
from pathlib import Path

import pytest

from tests.faults.certificates import KINDS, Certificates
from tests.faults.counting import CountingProxy, RequestCounter
from tests.services.fault_server import Connection, FaultServer, answer, http, silent

POST = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"
CONNECT = b"CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n"


def counted(*pieces: bytes) -> list[bytes]:
    lines: list[bytes] = []
    counter = RequestCounter(lines.append)
    for piece in pieces:
        counter.feed(piece)
    return lines


@pytest.mark.parametrize(
    ("pieces", "found"),
    [
        ([POST], 1),
        ([POST + POST], 2),
        ([bytes([each]) for each in POST + POST], 2),
        ([POST[:-3], POST[-3:] + POST], 2),
        ([POST[:30]], 0),
        ([POST.replace(b"hello", b"POST ")], 1),
        ([CONNECT, POST], 1),
        ([b"\x16\x03\x01" + POST, POST], 0),
        ([b""], 0),
    ],
)
def test_requests_are_counted_by_their_heads(pieces: list[bytes], found: int) -> None:
    assert len(counted(*pieces)) == found


def connected(proxy: CountingProxy) -> socket.socket:
    return socket.create_connection(("127.0.0.1", proxy.port), 5)


def all_of(sock: socket.socket) -> bytes:
    data = b""
    while chunk := sock.recv(65536):
        data += chunk
    return data


def test_what_passes_is_counted_and_unchanged() -> None:
    reply = http({"a": "b" * 300_000})
    with FaultServer(answer(reply)) as server, CountingProxy(server.port) as proxy:
        for _ in range(2):
            with connected(proxy) as sock:
                sock.sendall(POST)
                sock.shutdown(socket.SHUT_WR)
                assert all_of(sock) == reply
        assert proxy.wait_gone(2, 5)
        assert [request.body for request in server.requests] == [b"hello"] * 2
    assert (proxy.connections, proxy.requests, proxy.tunnels) == (2, 2, 0)


def test_a_reset_of_the_server_is_one_for_the_client() -> None:
    def reset(connection: Connection) -> None:
        connection.read_request()
        connection.reset()

    with (
        FaultServer(reset) as server,
        CountingProxy(server.port) as proxy,
        connected(proxy) as sock,
    ):
        sock.sendall(POST)
        with pytest.raises(ConnectionResetError):
            sock.recv(1)


def test_the_end_of_the_client_is_seen_by_both() -> None:
    with FaultServer(silent) as server, CountingProxy(server.port) as proxy:
        with connected(proxy) as sock:
            sock.sendall(POST)
            assert server.asked.wait(5)
            assert not proxy.wait_gone(1, 0.0)
        assert proxy.wait_gone(1, 5)
        assert server.client_gone.wait(5)


def test_a_server_that_is_not_there_is_a_reset() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with (
        CountingProxy(port) as proxy,
        connected(proxy) as sock,
        pytest.raises(ConnectionResetError),
    ):
        sock.recv(1)
    assert proxy.connections == 1


def test_an_open_connection_does_not_keep_it_from_ending() -> None:
    with FaultServer(silent) as server, CountingProxy(server.port) as proxy:
        sock = connected(proxy)
        sock.sendall(POST)
        assert server.asked.wait(5)
    sock.close()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_certificate_gives_a_context(kind: str, tmp_path: Path) -> None:
    made = Certificates(tmp_path)
    assert isinstance(made.context(kind), ssl.SSLContext)
    with pytest.raises(KeyError):
        made.context("no such kind")
