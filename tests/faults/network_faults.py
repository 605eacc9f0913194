"""Faults on the way: names, connections, resets, and connections that are used again."""

from __future__ import annotations

import select
import socket
import threading
from collections.abc import Mapping
from typing import Any, Final

from tests.faults.staging import LookUp, Stage, hanging, named, nowhere, plain, secure
from tests.services.fault_server import Connection, http
from tests.services.lab import CHALLENGE, TOKENS

SIGNED_IN: Final = http(TOKENS)
HEAD, BODY = SIGNED_IN.partition(b"\r\n\r\n")[0] + b"\r\n\r\n", SIGNED_IN.partition(b"\r\n\r\n")[2]
ASKED: Final = http(CHALLENGE)
NOT_ASKED_FOR: Final = http({"AuthenticationResult": {"AccessToken": "not.asked.for"}})
RELEASE: Final = threading.Event()  # set, it ends every look-up that hangs
_HANG_S: Final = 1.0
_BIG: Final = "x" * 12_000_000  # more than the buffers on the way take


# --- names


def _refused_by(code: int) -> LookUp:
    def look_up(_port: int) -> list[Any]:
        raise socket.gaierror(code, "look-up failed")

    return look_up


def _hang(_port: int) -> list[Any]:
    RELEASE.wait(30)
    raise socket.gaierror(socket.EAI_AGAIN, "look-up failed")


def _addresses(*hosts: str) -> LookUp:
    def look_up(port: int) -> list[Any]:
        kind = (socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "")
        return [(*kind, (host, port)) for host in hosts]

    return look_up


# --- resets


def _wait_for_bytes(connection: Connection) -> None:
    select.select([connection.sock], [], [], 10)


def reset_unread(connection: Connection) -> None:
    _wait_for_bytes(connection)
    connection.reset()


def reset_while_writing(connection: Connection) -> None:
    connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.server.asked.set()
    _wait_for_bytes(connection)
    connection.server.ending.wait(0.3)  # the client's own buffer fills up meanwhile
    connection.reset()


def reset_in_handshake(connection: Connection) -> None:
    _wait_for_bytes(connection)
    connection.sock.recv(65536)
    connection.send(b"\x16\x03\x03\x00\x7a\x02")
    connection.reset()


def reset_after_request(connection: Connection) -> None:
    connection.read_request()
    connection.reset()


def _then_reset(part: bytes) -> Any:
    def script(connection: Connection) -> None:
        connection.read_request()
        connection.send(part)
        connection.server.ending.wait(0.1)  # what was sent arrives before the reset does
        connection.reset()

    return script


def ended(part: bytes = b"") -> Any:
    """Answers with so much and ends the connection in order."""

    def script(connection: Connection) -> None:
        connection.read_request()
        connection.send(part)

    return script


def ended_in_handshake(connection: Connection) -> None:
    connection.sock.recv(65536)


# --- the second step, over a connection that was used


def _asks_first(then: Any) -> Any:
    """Asks for a code; `then` handles the connection after that."""

    def script(connection: Connection) -> None:
        if connection.server.connections > 1:
            _again(connection)
        elif connection.read_request() is not None:
            connection.send(ASKED)
            then(connection)

    return script


def _again(connection: Connection) -> None:
    while connection.read_request() is not None:
        connection.send(SIGNED_IN)


def _close(_connection: Connection) -> None:
    return


def _announce_close(connection: Connection) -> None:
    if connection.read_request() is not None:
        connection.send(http(CHALLENGE, headers={"Connection": "close"}))


def two_in_one(connection: Connection) -> None:
    """A second answer that nobody asked for, right behind the first."""
    while connection.read_request() is not None:
        asks = len(connection.server.requests) % 2 == 1
        connection.send(ASKED + NOT_ASKED_FOR if asks else SIGNED_IN)


def _silent_then(connection: Connection) -> None:
    connection.read_request()
    connection.wait_until_gone()


FAULTS: Final[Mapping[str, Stage]] = {
    "name-not-found": named("absent.invalid", _refused_by(socket.EAI_NONAME)),
    "name-look-up-fails": named("failing.invalid", _refused_by(socket.EAI_AGAIN)),
    "name-look-up-refused": named("refusing.invalid", _refused_by(socket.EAI_FAIL)),
    "name-look-up-hangs": hanging(named("hanging.invalid", _hang, connect_timeout_s=_HANG_S)),
    "name-without-address": named("empty.invalid", _addresses()),
    "name-of-two-first-dead": named(
        "double.invalid", _addresses("127.0.0.2", "127.0.0.1"), ended(SIGNED_IN)
    ),
    "connection-refused": nowhere(),
    "connection-unanswered": hanging(nowhere(backlog=True, connect_timeout_s=_HANG_S)),
    "reset-hello-unread": plain(reset_unread, scheme="https"),
    "reset-in-handshake": plain(reset_in_handshake, scheme="https"),
    "reset-request-unread": plain(reset_unread),
    "reset-request-half-written": Stage(opened=plain(reset_while_writing).opened, password=_BIG),
    "reset-after-request": plain(reset_after_request),
    "reset-in-header": plain(_then_reset(SIGNED_IN[:60])),
    "reset-in-body": plain(_then_reset(SIGNED_IN[:-40])),
    "reset-after-request-tls": secure(reset_after_request),
    "closed-in-handshake": plain(ended_in_handshake, scheme="https"),
    "closed-after-request": plain(ended()),
    "closed-in-status-line": plain(ended(b"HTTP/1.1 20")),
    "closed-in-header": plain(ended(SIGNED_IN[:60])),
    "closed-in-body": plain(ended(SIGNED_IN[:-40])),
    "silent-after-request": hanging(plain(_silent_then, read_timeout_s=_HANG_S)),
    "used-connection-closed": plain(_asks_first(_close)),
    "used-connection-announced-close": plain(
        lambda c: _announce_close(c) if c.server.connections == 1 else _again(c)
    ),
    "used-connection-reset": plain(_asks_first(reset_after_request)),
    "used-connection-closed-late": plain(_asks_first(ended())),
    "used-connection-silent": hanging(plain(_asks_first(_silent_then), read_timeout_s=_HANG_S)),
    "two-answers-in-one": plain(two_in_one),
}
