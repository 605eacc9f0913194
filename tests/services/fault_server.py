"""A loopback server that answers as it is told: rightly, wrongly, slowly, or not at all."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import ipaddress
import json
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

REQUEST_ID = "0f0e0d0c-1111-2222-3333-444455556666"
PATIENCE_S = 10.0  # after which a test that hangs fails


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One HTTP request as it came."""

    head: bytes
    body: bytes

    @property
    def first_line(self) -> str:
        return self.head.split(b"\r\n", 1)[0].decode("latin-1")

    def header(self, name: str) -> str:
        for line in self.head.decode("latin-1").split("\r\n")[1:]:
            key, _, value = line.partition(":")
            if key.lower() == name.lower():
                return value.strip()
        return ""


class Connection:
    """One accepted connection in the hands of a script."""

    def __init__(self, sock: socket.socket, server: FaultServer) -> None:
        self.sock = sock
        self.server = server

    def read_request(self) -> Request | None:
        """The next whole request, or None when the client is gone."""
        data = b""
        while b"\r\n\r\n" not in data:
            if not (chunk := self._receive()):
                return None
            data += chunk
        head, _, body = data.partition(b"\r\n\r\n")
        wanted = int(Request(head=head, body=b"").header("Content-Length") or 0)
        while len(body) < wanted:
            if not (chunk := self._receive()):
                return None
            body += chunk
        request = Request(head=head, body=body)
        self.server.seen(request)
        return request

    def send(self, data: bytes) -> None:
        with contextlib.suppress(OSError):
            self.sock.sendall(data)

    def drip(self, data: bytes, every_s: float = 0.02) -> None:
        """A byte at a time, until the client or the server goes away."""
        for byte in data:
            try:
                self.sock.sendall(bytes([byte]))
            except OSError:
                break
            self.server.dripping.set()
            if self.server.ending.wait(every_s):
                return
        self.server.client_gone.set()

    def reset(self) -> None:
        """Closes with a reset instead of an orderly end."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sock.close()

    def wait_until_gone(self) -> None:
        """Reads and answers nothing until the client closes."""
        while self._receive():
            pass
        self.server.client_gone.set()

    def start_tls(self, context: ssl.SSLContext) -> None:
        self.sock = context.wrap_socket(self.sock, server_side=True)
        self.server.track(self.sock)

    def _receive(self) -> bytes:
        try:
            return self.sock.recv(65536)
        except OSError:
            return b""


Script = Callable[[Connection], None]


class FaultServer:
    """`with FaultServer(script) as server:`; the script runs once for each connection."""

    def __init__(self, script: Script, *, tls: ssl.SSLContext | None = None) -> None:
        self._script = script
        self._tls = tls
        self._lock = threading.Lock()
        self._sockets: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self.requests: list[Request] = []
        self.connections = 0
        self.accepted = threading.Event()
        self.asked = threading.Event()
        self.dripping = threading.Event()
        self.client_gone = threading.Event()
        self.ending = threading.Event()

    @property
    def url(self) -> str:
        scheme = "http" if self._tls is None else "https"
        return f"{scheme}://127.0.0.1:{self.port}"

    def seen(self, request: Request) -> None:
        with self._lock:
            self.requests.append(request)
        self.asked.set()

    def track(self, sock: socket.socket) -> None:
        with self._lock:
            self._sockets.append(sock)

    def __enter__(self) -> FaultServer:
        self._start(self._accept)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.ending.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            sockets = list(self._sockets)
        for sock in sockets:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(PATIENCE_S)
        for sock in sockets:
            sock.close()

    def _start(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, name="fault-server", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.track(sock)
            self.connections += 1
            self.accepted.set()
            self._start(functools.partial(self._serve, sock))

    def _serve(self, sock: socket.socket) -> None:
        connection = Connection(sock, self)
        with contextlib.suppress(OSError):
            if self._tls is not None:
                connection.start_tls(self._tls)
            self._script(connection)
        with contextlib.suppress(OSError):
            connection.sock.close()


def http(
    body: bytes | Mapping[str, object] = b"",
    *,
    status: str = "200 OK",
    headers: Mapping[str, str | None] | None = None,
) -> bytes:
    """A reply as Cognito builds it; `headers` changes or, with None, drops single ones."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    named: dict[str, str | None] = {
        "Date": "Tue, 24 Nov 2026 10:00:00 GMT",
        "Content-Type": "application/x-amz-json-1.1",
        "Content-Length": str(len(content)),
        "x-amzn-RequestId": REQUEST_ID,
        **(headers or {}),
    }
    lines = [f"HTTP/1.1 {status}", *(f"{k}: {v}" for k, v in named.items() if v is not None)]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + content


def refusal(code: str, message: str, *, status: str = "400 Bad Request") -> bytes:
    """An exception as Cognito tells it."""
    return http({"__type": code, "message": message}, status=status)


def answer(*replies: bytes) -> Script:
    """A script that answers each request with the next of `replies`, the last one for ever."""

    def script(connection: Connection) -> None:
        number = 0
        while connection.read_request() is not None:
            connection.send(replies[min(number, len(replies) - 1)])
            number += 1

    return script


def answer_and_close(reply: bytes) -> Script:
    """A script that answers one request and ends the connection."""

    def script(connection: Connection) -> None:
        if connection.read_request() is not None:
            connection.send(reply)

    return script


def silent(connection: Connection) -> None:
    """Reads the request and never answers."""
    connection.read_request()
    connection.wait_until_gone()


def mute(connection: Connection) -> None:
    """Accepts, and does nothing more."""
    connection.wait_until_gone()


@contextlib.contextmanager
def full_backlog() -> Iterator[int]:
    """A port of this machine on which a connect neither succeeds nor fails."""
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        address = listener.getsockname()
        for _ in range(4):
            filler = stack.enter_context(socket.socket())
            filler.setblocking(False)
            filler.connect_ex(address)
        yield int(address[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A self-signed certificate on disk, and a server's context that shows it."""

    file: Path
    context: ssl.SSLContext


def make_certificate(
    folder: Path, *, name: str = "localhost", address: str = "127.0.0.1"
) -> Certificate:
    """For `address` and `name`, by an issuer called Test Authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Test Authority"),
            x509.NameAttribute(NameOID.COMMON_NAME, "Test Root"),
        ]
    )
    now = dt.datetime.now(dt.UTC)
    names = [x509.DNSName(name), x509.IPAddress(ipaddress.ip_address(address))]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file, key_file = folder / "test-root.pem", folder / "test-root.key"
    file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, key_file)
    return Certificate(file=file, context=context)
