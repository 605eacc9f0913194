"""Connecting, address by address, within a time and until a stop."""

from __future__ import annotations

import socket
import threading
from typing import Any

import pytest

from console.services.clock import SystemClock
from console.services.dialing import Dialer, Grip
from console.services.errands import Errands
from console.services.exchange import Exchange
from console.services.stops import CallStoppedError, Cause
from console.services.wire_notes import Phase, WireNotes
from tests.services.fault_server import FaultServer, full_backlog, mute
from tests.services.lab import until


class Call:
    """One dial, with what it notes."""

    def __init__(self) -> None:
        self.exchange = Exchange(SystemClock())
        self.notes: WireNotes = self.exchange.begin_try()

    def dial(self, host: str, port: int, timeout_s: float = 5.0) -> socket.socket:
        options = [(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)]
        return Dialer(Errands()).dial(
            host,
            port,
            timeout_s=timeout_s,
            options=options,
            exchange=self.exchange,
            notes=self.notes,
        )


def resolve_to(monkeypatch: pytest.MonkeyPatch, *addresses: tuple[str, int]) -> None:
    infos = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", address) for address in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: infos)


def test_a_connected_socket_has_its_time_limit_and_options() -> None:
    with FaultServer(mute) as server, Call().dial("127.0.0.1", server.port, 3.0) as sock:
        assert sock.getpeername() == ("127.0.0.1", server.port)
        assert sock.gettimeout() == 3.0
        assert sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0


def test_the_next_address_is_tried_when_one_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    with FaultServer(mute) as server, socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        resolve_to(monkeypatch, unused.getsockname(), ("127.0.0.1", server.port))
        with Call().dial("name.invalid", 1) as sock:
            assert sock.getpeername()[1] == server.port


def test_the_next_address_is_tried_when_one_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    with FaultServer(mute) as server, full_backlog() as port:
        resolve_to(monkeypatch, ("127.0.0.1", port), ("127.0.0.1", server.port))
        with Call().dial("name.invalid", 1, 2.0) as sock:
            assert sock.getpeername()[1] == server.port


def test_the_last_refusal_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        resolve_to(monkeypatch, unused.getsockname())
        with pytest.raises(ConnectionRefusedError):
            Call().dial("name.invalid", 1)


def test_a_name_without_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    resolve_to(monkeypatch)
    with pytest.raises(OSError, match="no address"):
        Call().dial("name.invalid", 1)


def test_a_name_that_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(host: str, *_: Any, **__: Any) -> Any:
        return host.encode("idna")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    with pytest.raises(OSError, match="not a valid one"):
        Call().dial("a..b" + "x" * 70, 1)


def test_a_look_up_that_hangs_counts_as_connecting(monkeypatch: pytest.MonkeyPatch) -> None:
    found = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found.wait(10))
    call = Call()
    with pytest.raises(TimeoutError):
        call.dial("name.invalid", 1, 0.05)
    assert call.notes.phase is Phase.DNS
    found.set()


def test_a_connect_that_hangs_ends_in_time() -> None:
    call = Call()
    with full_backlog() as port, pytest.raises(TimeoutError):
        call.dial("127.0.0.1", port, 0.05)
    assert call.notes.phase is Phase.CONNECT


def test_a_stop_ends_a_connect_that_hangs() -> None:
    call = Call()

    def stop() -> None:
        until(lambda: call.exchange._interrupt is not None)
        call.exchange.stop(Cause.STOPPED)

    stopper = threading.Thread(target=stop)
    with full_backlog() as port:
        stopper.start()
        with pytest.raises(CallStoppedError):
            call.dial("127.0.0.1", port)
    stopper.join()


def test_a_grip_shuts_the_connection_and_closes_with_it() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        grip = Grip(ours)
        grip.shut()
        assert (theirs.recv(1), ours.recv(1)) == (b"", b"")
        grip.retire()
        assert grip._sock.fileno() == -1


def test_a_grip_that_is_held_outlives_its_connection() -> None:
    ours, theirs = socket.socketpair()
    with theirs:
        grip = Grip(ours)
        grip.hold()
        ours.close()
        grip.retire()
        grip.shut()
        assert theirs.recv(1) == b""
        grip.let_go()
        assert grip._sock.fileno() == -1
        grip.shut()  # of nothing
