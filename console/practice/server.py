"""The practice pool on loopback: starts, listens, and stops without leaving anything behind."""

from __future__ import annotations

import contextlib
import logging
import socket
import socketserver
import sys
import threading
from http.server import ThreadingHTTPServer
from types import TracebackType
from typing import Any, Final

from console.core.errors import UserFacingError
from console.practice.handler import PracticeHandler
from console.practice.pool import PracticePool
from console.practice.protocol import JWKS_PATH

HOST: Final = "127.0.0.1"
_POLL_S: Final = 0.05  # how soon stop() is noticed
_log = logging.getLogger(__name__)


class _Listener(ThreadingHTTPServer):
    """Keeps account of its connections, so that they can be ended."""

    daemon_threads = True
    request_queue_size = 128
    # A port in use must be refused: some Pythons and Windows would share it without a word.
    allow_reuse_address = sys.platform != "win32"
    allow_reuse_port = False

    def __init__(self, port: int, handler: type[PracticeHandler]) -> None:
        self._lock = threading.Lock()
        self._connections: set[socket.socket] = set()
        self._workers: list[threading.Thread] = []
        super().__init__((HOST, port), handler)

    def server_bind(self) -> None:
        """Without HTTPServer's own look-up of the host's name, which may wait for DNS."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, int(self.server_address[1])

    def process_request(self, request: Any, client_address: Any) -> None:
        """One daemon thread a connection."""
        worker = threading.Thread(
            target=self.process_request_thread,
            args=(request, client_address),
            name="practice-connection",
            daemon=True,
        )
        with self._lock:
            self._connections.add(request)
            self._workers = [known for known in self._workers if known.is_alive()]
            worker.start()
            self._workers.append(worker)

    def shutdown_request(self, request: Any) -> None:
        """Forget the connection before its socket is closed and its number given away."""
        with self._lock:
            self._connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is no news; anything else is a bug and is told by type alone."""
        error = sys.exception()
        if not isinstance(error, OSError):
            _log.error("internal error in the practice pool: %s", type(error).__name__)

    def end_connections(self) -> None:
        """Wake every connection's thread and wait for its end."""
        with self._lock:
            workers = list(self._workers)
            for connection in self._connections:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        for worker in workers:
            worker.join()


class PracticeServer:
    """A practice pool that listens on 127.0.0.1; `with PracticeServer() as server:` runs one."""

    def __init__(self, pool: PracticePool | None = None, port: int = 0) -> None:
        """Listen on `port`, or on a free one for 0, once started."""
        self.pool = PracticePool() if pool is None else pool
        self._wanted_port = port
        self._listener: _Listener | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> PracticeServer:
        """Begin to listen; raises UserFacingError where the port cannot be had."""
        if self._listener is not None:
            raise RuntimeError("the practice server runs already")
        handler = type("BoundHandler", (PracticeHandler,), {"pool": self.pool})
        try:
            self._listener = _Listener(self._wanted_port, handler)
        except (OSError, OverflowError) as error:
            raise UserFacingError(
                f"The practice pool cannot listen on port {self._wanted_port}.",
                str(error),
                "Choose another port from 1024 to 65535, or 0 for a free one.",
            ) from error
        self._thread = threading.Thread(
            target=self._listener.serve_forever,
            kwargs={"poll_interval": _POLL_S},
            name="practice-pool",
            daemon=True,
        )
        self._thread.start()
        return self

    def stop(self) -> None:
        """End every connection and thread and close every socket; a second call does nothing."""
        listener, thread = self._listener, self._thread
        if listener is None or thread is None:
            return
        self._listener = self._thread = None
        listener.shutdown()
        thread.join()
        listener.server_close()
        listener.end_connections()

    def __enter__(self) -> PracticeServer:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def endpoint_url(self) -> str:
        """Where the pool listens, without a slash at the end."""
        if self._listener is None:
            raise RuntimeError("the practice server does not run")
        return f"http://{HOST}:{self._listener.server_port}"

    @property
    def jwks_uri(self) -> str:
        """Where the tokens' public keys are."""
        return self.endpoint_url + JWKS_PATH
