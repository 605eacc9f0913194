"""Our transport under botocore: connections that note what happens and can be shut at any moment.

It is attached by botocore's public `before-send` event. The names of botocore and urllib3 that are
not public, and that this file leans on, are each guarded by a test.
"""

from __future__ import annotations

import functools
import http.client
import socket
import ssl
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar, Final

from botocore.awsrequest import (
    AWSHTTPConnection,
    AWSHTTPConnectionPool,
    AWSHTTPSConnection,
    AWSHTTPSConnectionPool,
    AWSPreparedRequest,
    AWSRequest,
    AWSResponse,
)
from botocore.exceptions import HTTPClientError, ReadTimeoutError
from botocore.httpsession import DEFAULT_CA_BUNDLE, URLLib3Session
from urllib3.exceptions import (
    ConnectTimeoutError,
    NameResolutionError,
    NewConnectionError,
    ProxyError,
)
from urllib3.exceptions import HTTPError as URLLib3Error
from urllib3.exceptions import ReadTimeoutError as URLLib3ReadTimeoutError

from console.core.call import Sent
from console.services.bounded import BoundedResponse
from console.services.dialing import Dialer, Grip
from console.services.errands import Errands
from console.services.exchange import Exchange
from console.services.faults import ClientFaultError
from console.services.proxies import ProxyFinder, ProxySettings, Search
from console.services.replies import (
    REPLY_LIMIT,
    NotBelievableError,
    RawReply,
    broken_off,
    not_http,
    read_header,
    too_large,
)
from console.services.stops import CallStoppedError
from console.services.trust import Trust, new_context, trust_in_use
from console.services.visits import Visit, active
from console.services.wire_notes import Phase, host_and_port, note_tls

IDLE_LIMIT_S: Final = 20.0  # an older idle connection may be dead unseen, and a request lost in it
_CHUNK: Final = 16 * 1024
_LENT: Final = "signin-lent"
_NO_DELAY: Final = [(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)]


# A mixin's base for its `super()` calls; the real ones follow it in the classes below.
_Connection: Any = object


class _Wire(_Connection):  # type: ignore[misc]
    """Between http.client's steps: notes them, and keeps the connection's grip."""

    debuglevel = 0  # http.client's, by which a request would be printed
    _secure = False
    _tunnelling = False
    _grip: Grip | None = None
    _used_at = 0.0

    def _new_conn(self) -> socket.socket:
        visit = active.visit
        sock = self._dial(visit)
        try:
            visit.notes.remote = host_and_port(sock.getpeername())
            self._grip = Grip(sock)
            visit.session.keep(self)
            visit.hold(self._grip)
        except BaseException:
            sock.close()
            self.close()
            raise
        if self._secure and not self.proxy_is_tunneling:
            visit.notes.enter(Phase.TLS)
        return sock

    def _dial(self, visit: Visit) -> socket.socket:
        notes = visit.notes
        notes.connected_anew, notes.proxied = True, self.proxy is not None
        try:
            return visit.session.dialer.dial(
                self._dns_host,
                self.port,
                timeout_s=self.timeout,
                options=self.socket_options or (),
                exchange=visit.exchange,
                notes=notes,
            )
        except socket.gaierror as error:
            raise NameResolutionError(self.host, self, error) from error
        except TimeoutError as error:
            raise ConnectTimeoutError(self, f"Connection to {self.host} timed out.") from error
        except OSError as error:
            message = f"Failed to establish a new connection: {error}"
            raise NewConnectionError(self, message) from error

    def _tunnel(self) -> None:
        self._tunnelling = True
        active.visit.notes.enter(Phase.PROXY)
        try:
            super()._tunnel()
        except (OSError, http.client.HTTPException) as error:
            raise ProxyError("The proxy opened no tunnel.", error) from error
        finally:
            self._tunnelling = False
        active.visit.notes.enter(Phase.TLS)

    def connect(self) -> None:
        notes = active.visit.notes
        if self._secure:
            self.ssl_context = active.visit.session.new_context()
        try:
            super().connect()
        except TimeoutError as error:
            # urllib3 would call it a read timeout, as if the request had left.
            message = f"Connection to {self.host} timed out ({notes.phase})."
            raise ConnectTimeoutError(self, message) from error
        note_tls(self.sock, notes)

    def send(self, data: bytes) -> None:
        if not self._tunnelling:
            if self.sock is None:  # http.client would connect inside, after "sent" was noted
                self.connect()
            active.visit.notes.writing(len(data))
        super().send(data)

    def request(self, *args: Any, **kwargs: Any) -> None:
        visit = active.visit
        if self._grip is not None and not visit.notes.connected_anew:
            visit.notes.reused, visit.notes.proxied = True, self.proxy is not None
            visit.notes.remote = host_and_port(self.sock.getpeername())
            note_tls(self.sock, visit.notes)
            visit.hold(self._grip)
        super().request(*args, **kwargs)
        visit.notes.written()

    def getresponse(self) -> Any:
        notes = active.visit.notes
        self.response_class = functools.partial(
            BoundedResponse, note=notes.reading, limit=max(active.limit, REPLY_LIMIT)
        )
        try:
            response = super().getresponse()
        except http.client.RemoteDisconnected:
            raise
        except http.client.BadStatusLine as error:
            line = str(error.args[0])
            cut = line.startswith("HTTP/") and not line.endswith("\n")
            raise (broken_off() if cut else not_http()) from None
        except http.client.HTTPException:
            raise not_http() from None
        notes.answered(response.status)
        self._used_at = time.monotonic()
        return response

    @property
    def is_connected(self) -> bool:
        """What urllib3 asks before it uses a connection again."""
        return time.monotonic() - self._used_at < IDLE_LIMIT_S and bool(super().is_connected)

    def close(self) -> None:
        super().close()
        grip, self._grip = self._grip, None
        if grip is not None:
            grip.retire()


class WireHTTP(_Wire, AWSHTTPConnection):  # type: ignore[misc]
    """To the practice pool, to a lab's endpoint, or through a proxy to one."""


class WireHTTPS(_Wire, AWSHTTPSConnection):  # type: ignore[misc]
    """To Cognito, or to a proxy of HTTPS."""

    _secure = True

    def _connect_tls_proxy(self, hostname: str, sock: socket.socket) -> ssl.SSLSocket:
        # urllib3's own would write keys, and trust another store than the rest does.
        active.visit.notes.enter(Phase.PROXY)
        context = active.visit.session.new_context()
        if self.ca_certs is not None:
            context.load_verify_locations(self.ca_certs)
        secured = context.wrap_socket(sock, server_hostname=hostname.strip("[]"))
        self.proxy_is_verified = True
        return secured


class PoolHTTP(AWSHTTPConnectionPool):
    """Makes our connections."""

    ConnectionCls = WireHTTP


class PoolHTTPS(AWSHTTPSConnectionPool):
    """Makes our connections."""

    ConnectionCls = WireHTTPS


class _Session(URLLib3Session):
    """Trusts what the profile or else the system trusts, and asks for a proxy at each address."""

    _pools: ClassVar[Mapping[str, type]] = {}

    def __init__(
        self,
        *,
        verify: bool | str,
        search: Search,
        connect_timeout_s: float,
        read_timeout_s: float,
        errands: Errands,
    ) -> None:
        """`verify` is a file of certificates, or True for the operating system's authorities.

        `search` gives the proxies by scheme on the way to a URL, and may take its time.
        """
        self.trust = trust_in_use(verify)
        file = DEFAULT_CA_BUNDLE if self.trust is Trust.BUNDLED else verify
        self._file = file if isinstance(file, str) else None
        timeouts = (connect_timeout_s, read_timeout_s)
        settings: Any = {"timeout": timeouts, "socket_options": _NO_DELAY}
        super().__init__(**settings)
        managers: dict[str, object] = self._proxy_managers  # type: ignore[attr-defined]
        self._proxy_config = ProxySettings(
            ProxyFinder(search, errands), lambda url: managers.pop(url, None)
        )
        pools: dict[str, type] = self._pool_classes_by_scheme  # type: ignore[attr-defined]
        pools.update(self._pools)
        self.dialer = Dialer(errands)
        self._lock = threading.Lock()
        self._mine: weakref.WeakSet[_Wire] = weakref.WeakSet()
        self._nested: URLLib3Session | None = None
        self._make_nested = functools.partial(
            _Session,
            verify=verify,
            search=search,
            connect_timeout_s=connect_timeout_s,
            read_timeout_s=read_timeout_s,
            errands=errands,
        )

    def new_context(self) -> ssl.SSLContext:
        """For one connection alone."""
        return new_context(self.trust)

    def _get_ssl_context(self) -> ssl.SSLContext:
        return self.new_context()

    def _setup_ssl_cert(self, pool: Any, _url: str, _verify: object) -> None:
        pool.cert_reqs, pool.ca_certs = "CERT_REQUIRED", self._file


class WireSession(_Session):
    """One profile's connections. `attach` makes a client's requests go through them."""

    _pools: ClassVar[Mapping[str, type]] = {"http": PoolHTTP, "https": PoolHTTPS}

    def attach(self, client: Any) -> None:
        """From now on `client` sends through this session, in place of its own."""
        events = client.meta.events
        events.unregister("before-send", unique_id=_LENT)
        events.register_first("before-send", self._before_send, unique_id="wire")

    def lend(self, core: Any) -> None:
        """The clients that `core`, a session of botocore, makes by itself to fetch credentials
        trust the same authorities and take the same proxies; no call notes what they send.
        """
        nested = self._nested = self._nested or self._make_nested()
        core.get_component("event_emitter").register_first(
            "before-send", lambda request, **_: nested.send(request), unique_id=_LENT
        )

    @contextmanager
    def carrying(
        self, exchange: Exchange, judge: Callable[[RawReply], None], *, limit: int = REPLY_LIMIT
    ) -> Iterator[None]:
        """Within it the requests of this thread are those of `exchange`.

        `judge` raises NotBelievableError for a reply that is not what was asked for; of a body
        that is longer than `limit` bytes no more is read.
        """
        active.exchange, active.judge, active.limit = exchange, judge, limit
        try:
            yield
        finally:
            del active.exchange, active.judge, active.limit

    def get(self, url: str, *, agent: str) -> bytes:
        """The body of what is at `url`. Nothing of the caller's goes along, and no redirect is
        followed; raises what a client's request would.
        """
        request = AWSRequest(
            method="GET",
            url=url,
            headers={"Accept": "application/json", "User-Agent": agent},
        )
        return self._before_send(request.prepare()).content

    def keep(self, connection: _Wire) -> None:
        """Remembers a connection, so that `close` can close it."""
        with self._lock:
            self._mine.add(connection)

    def close(self) -> None:
        """Closes every connection at once; urllib3 alone would leave that to the collector."""
        super().close()
        if self._nested is not None:
            self._nested.close()
        with self._lock:
            mine = list(self._mine)
            self._mine.clear()
        for connection in mine:
            connection.close()

    def _before_send(self, request: AWSPreparedRequest, **_: object) -> AWSResponse:
        exchange = active.exchange
        exchange.gate.let(method=request.method, headers=request.headers, body=request.body)
        visit = Visit(session=self, exchange=exchange, notes=exchange.begin_try())
        active.visit = visit
        try:
            return self._exchange(request, visit)
        except Exception as error:
            stopped = exchange.stopped()
            visit.notes.failed(stopped or error)
            if stopped is not None:  # it wins over whatever it caused
                raise stopped from None
            raise
        finally:
            visit.end()
            del active.visit

    def _exchange(self, request: AWSPreparedRequest, visit: Visit) -> AWSResponse:
        request.stream_output = True  # the body is read below, bounded and counted
        try:
            response: Any = self.send(request)
        except HTTPClientError as error:
            inner = error.kwargs.get("error")
            if isinstance(inner, NotBelievableError | CallStoppedError | ClientFaultError):
                raise inner from None
            raise
        headers = {str(name).lower(): str(value) for name, value in response.headers.items()}
        notes = visit.notes
        visit.exchange.header = read_header(response.status_code, headers, notes.received_at)
        body = _read_body(response.raw, request.url, active.limit)
        visit.exchange.check()
        active.judge(RawReply(status=response.status_code, headers=headers, body=body))
        notes.sent = Sent.YES  # Cognito answered it
        return AWSResponse(request.url, response.status_code, response.headers, _Read(body))


class _Read:
    """A body that was read already, in the form in which botocore asks for one."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def stream(self) -> Iterator[bytes]:
        yield self._body


def _read_body(raw: Any, url: str, limit: int) -> bytes:
    body = bytearray()
    try:
        for chunk in raw.stream(_CHUNK, decode_content=False):
            body += chunk
            if len(body) > limit:
                raw.close()
                raise too_large(limit)
    except URLLib3ReadTimeoutError as error:
        raise ReadTimeoutError(endpoint_url=url, error=error) from None
    except URLLib3Error:
        raise broken_off() from None
    return bytes(body)
