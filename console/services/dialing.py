"""Opens a TCP connection that can be given up at any moment, and a handle to shut it later."""

from __future__ import annotations

import contextlib
import errno
import ipaddress
import os
import selectors
import socket
import threading
import time
from collections.abc import Sequence
from typing import Any, TypeAlias

from console.services.errands import Errands
from console.services.exchange import Exchange
from console.services.wire_notes import Phase, WireNotes

SocketOption: TypeAlias = tuple[int, int, int | bytes]
AddressInfo: TypeAlias = tuple[socket.AddressFamily, socket.SocketKind, int, str, Any]

# What a non-blocking connect answers while it is under way; Windows says EWOULDBLOCK.
_UNDER_WAY = (errno.EINPROGRESS, errno.EWOULDBLOCK, getattr(errno, "WSAEWOULDBLOCK", -1))
_SHARE_S = 1.0  # the least time for each of several addresses, while there is any left


class Grip:
    """A second handle on a connection's socket, by which another thread can shut it.

    TLS detaches the first handle and must not be shut by hand, so this is a dup of the raw socket.
    It outlives the connection's own close while a call reads the last of the reply.
    """

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock.dup()
        self._lock = threading.Lock()  # a number freed in mid-shutdown could be another socket's
        self._held = False
        self._retired = False

    def hold(self) -> None:
        """A call begins to use the connection."""
        self._held = True

    def let_go(self) -> None:
        """The call is over."""
        with self._lock:
            self._held = False
            if self._retired:
                self._sock.close()

    def retire(self) -> None:
        """The connection was closed."""
        with self._lock:
            self._retired = True
            if not self._held:
                self._sock.close()

    def shut(self) -> None:
        """Ends every read and write on the socket. Any thread; harmless when it is closed."""
        with self._lock, contextlib.suppress(OSError):
            self._sock.shutdown(socket.SHUT_RDWR)


class Dialer:
    """Dials for one session; name look-ups go to its errands."""

    def __init__(self, errands: Errands) -> None:
        self._errands = errands

    def dial(
        self,
        host: str,
        port: int,
        *,
        timeout_s: float,
        options: Sequence[SocketOption],
        exchange: Exchange,
        notes: WireNotes,
    ) -> socket.socket:
        """A connected socket. Look-up and connect share the time; addresses are tried in turn.

        Raises OSError (gaierror and TimeoutError among them), CallStoppedError after a stop, or
        ErrandsExhaustedError.
        """
        until = time.monotonic() + timeout_s
        notes.enter(Phase.DNS)
        found = self._resolve(host.strip("[]"), port, exchange, until, notes)
        notes.enter(Phase.CONNECT)
        last: OSError | None = None
        for index, info in enumerate(found):
            left_s = until - time.monotonic()
            share_s = min(left_s, max(_SHARE_S, left_s / (len(found) - index)))
            try:
                sock = _connect(info, options, exchange, time.monotonic() + share_s)
            except OSError as error:
                last = error
                continue
            sock.settimeout(timeout_s)
            return sock
        raise last or OSError("the name has no address")

    def _resolve(
        self, host: str, port: int, exchange: Exchange, until: float, notes: WireNotes
    ) -> Sequence[AddressInfo]:
        try:
            ipaddress.ip_address(host)
        except ValueError:
            return self._look_up(host, port, exchange, until, notes)
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)

    def _look_up(
        self, host: str, port: int, exchange: Exchange, until: float, notes: WireNotes
    ) -> Sequence[AddressInfo]:
        try:
            return self._errands.run(
                lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM),
                name="signin-dns",
                exchange=exchange,
                until=until,
                left_behind=notes.leave_behind,
            )
        except UnicodeError:
            raise OSError("the host name is not a valid one") from None


def _connect(
    info: AddressInfo, options: Sequence[SocketOption], exchange: Exchange, until: float
) -> socket.socket:
    family, kind, protocol, _, address = info
    sock = socket.socket(family, kind, protocol)
    try:
        for option in options:
            sock.setsockopt(*option)
        sock.setblocking(False)
        _raise_for(_connect_code(sock, address, exchange, until))
    except BaseException:
        sock.close()
        raise
    return sock


def _connect_code(sock: socket.socket, address: Any, exchange: Exchange, until: float) -> int:
    code = sock.connect_ex(address)
    if code not in _UNDER_WAY:
        return code
    _wait_connected(sock, exchange, until)
    return sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)


def _raise_for(code: int) -> None:
    if code:
        raise OSError(code, os.strerror(code))


def _wait_connected(sock: socket.socket, exchange: Exchange, until: float) -> None:
    """Waits on the socket and a wake pair: not every system can shut a connecting socket."""
    awake, waker = socket.socketpair()
    with awake, waker, selectors.DefaultSelector() as selector:
        waker.setblocking(False)
        selector.register(sock, selectors.EVENT_WRITE)
        selector.register(awake, selectors.EVENT_READ)
        with exchange.interruptible(lambda: _wake(waker)):
            ready = selector.select(max(0.0, until - time.monotonic()))
    exchange.check()
    if not ready:
        raise TimeoutError("timed out")


def _wake(waker: socket.socket) -> None:
    with contextlib.suppress(OSError):
        waker.send(b"x")
