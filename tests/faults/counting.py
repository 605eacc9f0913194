"""A proxy in front of a fault that changes nothing and counts what leaves the client.

It counts connections, HTTP requests and CONNECTs; from a TLS handshake or a CONNECT on it sees
bytes only. A reset of one side is passed on as a reset, an end as an end.
"""

from __future__ import annotations

import contextlib
import selectors
import socket
import struct
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Final

_CHUNK: Final = 64 * 1024
_JOIN_S: Final = 10.0
_TLS_HANDSHAKE: Final = b"\x16"


class RequestCounter:
    """Counts the heads of HTTP requests in one connection's bytes."""

    def __init__(self, on_request: Callable[[bytes], None]) -> None:
        """`on_request` is given each request's first line."""
        self._on_request = on_request
        self._head = bytearray()
        self._body_left = 0
        self._opaque = False
        self._begun = False

    def feed(self, data: bytes) -> None:
        if not self._begun and data[:1] == _TLS_HANDSHAKE:
            self._opaque = True
        self._begun = True
        while data and not self._opaque:
            data = self._past_body(data) if self._body_left else self._past_head(data)

    def _past_body(self, data: bytes) -> bytes:
        taken = min(self._body_left, len(data))
        self._body_left -= taken
        return data[taken:]

    def _past_head(self, data: bytes) -> bytes:
        self._head += data
        head, end, rest = bytes(self._head).partition(b"\r\n\r\n")
        if not end:
            return b""
        self._head.clear()
        lines = head.split(b"\r\n")
        self._on_request(lines[0])
        self._opaque = lines[0].startswith(b"CONNECT ")
        for line in lines[1:]:
            name, _, value = line.partition(b":")
            if name.strip().lower() == b"content-length":
                self._body_left = int(value)
        return rest


class CountingProxy:
    """`with CountingProxy(port) as proxy:` stands in front of a port of this machine."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._wakers: list[socket.socket] = []
        self.connections = 0
        self.requests = 0
        self.tunnels = 0
        self.gone: list[float] = []  # when each client's end was seen, by time.monotonic()
        self.changed = threading.Condition(self._lock)

    def __enter__(self) -> CountingProxy:
        self._start(self._accept)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            wakers = list(self._wakers)
        for waker in wakers:
            waker.close()
        for thread in self._threads:
            thread.join(_JOIN_S)

    def wait_gone(self, count: int, timeout_s: float) -> bool:
        """Whether so many clients' ends have been seen, within the time."""
        with self.changed:
            return self.changed.wait_for(lambda: len(self.gone) >= count, timeout_s)

    def _start(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, name="counting-proxy", daemon=True)
        with self._lock:
            self._threads = [each for each in self._threads if each.is_alive()]
            self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            awake, waker = socket.socketpair()
            with self._lock:
                self.connections += 1
                self._wakers.append(waker)
            self._start(lambda client=client, awake=awake: self._carry(client, awake))  # type: ignore[misc]

    def _note(self, first_line: bytes) -> None:
        with self._lock:
            if first_line.startswith(b"CONNECT "):
                self.tunnels += 1
            else:
                self.requests += 1

    def _note_gone(self) -> None:
        with self.changed:
            self.gone.append(time.monotonic())
            self.changed.notify_all()

    def _carry(self, client: socket.socket, awake: socket.socket) -> None:
        with client, awake:
            try:
                server = socket.create_connection(("127.0.0.1", self._target), 5)
            except OSError:
                _reset(client)
                return
            with server:
                for each in (client, server):
                    each.settimeout(None)
                    each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                _Pair(client, server, RequestCounter(self._note), self._note_gone).carry(awake)


class _Pair:
    """One client's connection and the one to the server behind it."""

    def __init__(
        self,
        client: socket.socket,
        server: socket.socket,
        counter: RequestCounter,
        on_gone: Callable[[], None],
    ) -> None:
        self._client, self._server = client, server
        self._counter = counter
        self._on_gone = on_gone
        self._client_gone = False

    def carry(self, awake: socket.socket) -> None:
        """Until both sides have ended, one was reset, or `awake` ends."""
        with selectors.DefaultSelector() as selector:
            for each in (self._client, self._server, awake):
                selector.register(each, selectors.EVENT_READ)
            while len(selector.get_map()) > 1:
                for key, _ in selector.select():
                    side: socket.socket = key.fileobj  # type: ignore[assignment]
                    if side is awake:
                        return
                    try:
                        open_still = self._pass_on(side)
                    except OSError:  # what one side did to the connection, the other sees too
                        self._gone()
                        _reset(self._client)
                        _reset(self._server)
                        return
                    if not open_still:
                        selector.unregister(side)

    def _pass_on(self, side: socket.socket) -> bool:
        other = self._server if side is self._client else self._client
        data = side.recv(_CHUNK)
        if side is self._client:
            if data:
                self._counter.feed(data)
            else:
                self._gone()
        if data:
            other.sendall(data)
            return True
        with contextlib.suppress(OSError):
            other.shutdown(socket.SHUT_WR)
        return False

    def _gone(self) -> None:
        if not self._client_gone:
            self._client_gone = True
            self._on_gone()


def _reset(sock: socket.socket) -> None:
    with contextlib.suppress(OSError):
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sock.close()
