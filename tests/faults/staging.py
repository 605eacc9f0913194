"""How a fault is set up: a server that commits it, a counting proxy before that, and a profile."""

from __future__ import annotations

import contextlib
import dataclasses
import socket
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from console.core.call import Path as CallPath
from console.core.profile import Profile
from tests.faults.certificates import FAR_NAME, Certificates
from tests.faults.counting import CountingProxy
from tests.services.fault_server import Connection, FaultServer, Script, full_backlog
from tests.services.lab import lab, practice

Limits: TypeAlias = Mapping[str, float]
LookUp: TypeAlias = Callable[[int], list[Any]]  # from a port to what getaddrinfo gives, or raises

PATIENT: Final[Limits] = {
    "connect_timeout_s": 20.0,
    "read_timeout_s": 30.0,
    "total_timeout_s": 60.0,
}


@dataclass(slots=True, kw_only=True)
class Scene:
    """A fault in place. What was counted may be asked for until it is taken down."""

    profile: Profile
    servers: tuple[FaultServer, ...] = ()
    counter: CountingProxy | None = None
    encrypted: bool = False  # then the counter cannot see the requests, and the server counts

    def requests(self) -> int:
        """HTTP requests that left the client, those to open a tunnel aside."""
        seen = 0 if self.counter is None else self.counter.requests
        if self.encrypted:
            read = [request for server in self.servers for request in server.requests]
            seen += sum(not request.first_line.startswith("CONNECT ") for request in read)
        return seen

    def connections(self) -> int:
        return 0 if self.counter is None else self.counter.connections


@dataclass(slots=True, kw_only=True)
class Workshop:
    """What scenes are made from. `names` is what the seam before getaddrinfo knows."""

    certificates: Certificates
    names: dict[str, LookUp] = field(default_factory=dict)

    def answer_look_up(self, host: object, port: object) -> list[Any] | None:
        """What a staged name gives; None for one that is not staged."""
        look_up = self.names.get(str(host))
        return None if look_up is None else look_up(int(str(port)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One fault: how it is set up, and what is sent into it."""

    opened: Callable[[Workshop], contextlib.AbstractContextManager[Scene]]
    path: CallPath = CallPath.ADMIN
    password: str = "Canary-Meadow-41!"
    hangs: bool = False  # ends by a time limit alone


def hanging(stage: Stage) -> Stage:
    """As `stage`, said to end by a time limit alone."""
    return dataclasses.replace(stage, hangs=True)


def on_public_path(stage: Stage) -> Stage:
    return dataclasses.replace(stage, path=CallPath.PUBLIC)


def plain(script: Script, *, scheme: str = "http", **limits: float) -> Stage:
    """Straight to the server, over plain HTTP unless `scheme` says that the client wants TLS."""

    @contextlib.contextmanager
    def opened(shop: Workshop) -> Iterator[Scene]:
        with FaultServer(script) as server, CountingProxy(server.port) as counter:
            profile = practice(f"{scheme}://127.0.0.1:{counter.port}", **settings(shop, limits))
            yield Scene(profile=profile, servers=(server,), counter=counter)

    return Stage(opened=opened)


def secure(script: Script, kind: str = "good", **limits: float) -> Stage:
    """Straight to a server of TLS with a certificate of this kind."""

    @contextlib.contextmanager
    def opened(shop: Workshop) -> Iterator[Scene]:
        context = shop.certificates.context(kind)
        with FaultServer(script, tls=context) as server, CountingProxy(server.port) as counter:
            profile = practice(f"https://127.0.0.1:{counter.port}", **settings(shop, limits))
            yield Scene(profile=profile, servers=(server,), counter=counter, encrypted=True)

    return Stage(opened=opened)


def by_proxy(script: Script, *, scheme: str = "https", **limits: float) -> Stage:
    """By way of a proxy that does as `script` says: a tunnel for https, else requests."""

    @contextlib.contextmanager
    def opened(shop: Workshop) -> Iterator[Scene]:
        with FaultServer(script) as server, CountingProxy(server.port) as counter:
            way = {**settings(shop, limits), "proxy": f"http://127.0.0.1:{counter.port}"}
            profile = lab(f"{scheme}://{FAR_NAME}", **way)
            yield Scene(
                profile=profile, servers=(server,), counter=counter, encrypted=scheme == "https"
            )

    return Stage(opened=opened)


def tunnelled(kind: str, script: Script) -> Stage:
    """By way of a proxy whose tunnel ends at a server of TLS with a certificate of this kind."""

    @contextlib.contextmanager
    def opened(shop: Workshop) -> Iterator[Scene]:
        context = shop.certificates.context(kind)

        def both(connection: Connection) -> None:
            connection.read_request()
            connection.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
            connection.start_tls(context)
            script(connection)

        with by_proxy(both).opened(shop) as scene:
            yield scene

    return Stage(opened=opened)


def named(host: str, look_up: LookUp, script: Script | None = None, **limits: float) -> Stage:
    """To a name that `look_up` answers for; `script` is what is found at the port."""

    @contextlib.contextmanager
    def opened(shop: Workshop) -> Iterator[Scene]:
        shop.names[host] = look_up
        with contextlib.ExitStack() as stack:
            server = counter = None
            port = closed_port()
            if script is not None:
                server = stack.enter_context(FaultServer(script))
                counter = stack.enter_context(CountingProxy(server.port))
                port = counter.port
            yield Scene(
                profile=lab(f"http://{host}:{port}", **settings(shop, limits)),
                servers=() if server is None else (server,),
                counter=counter,
            )

    return Stage(opened=opened)


def nowhere(*, backlog: bool = False, proxy: str | None = None, **limits: float) -> Stage:
    """To a port at which nobody listens, or at which nobody accepts; or a proxy of that kind."""

    @contextlib.contextmanager
    def opened(shop: Workshop) -> Iterator[Scene]:
        with contextlib.ExitStack() as stack:
            port = stack.enter_context(full_backlog()) if backlog else closed_port()
            if proxy is None:
                profile = practice(f"http://127.0.0.1:{port}", **settings(shop, limits))
            else:
                way = {**settings(shop, limits), "proxy": proxy.format(port=port)}
                profile = lab(f"https://{FAR_NAME}", **way)
            yield Scene(profile=profile)

    return Stage(opened=opened)


def settings(shop: Workshop, limits: Limits) -> dict[str, Any]:
    """Of a profile: long limits, so that a busy machine changes nothing, but for those named."""
    return {"ca_bundle": str(shop.certificates.bundle), **PATIENT, **limits}


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def ssl_record(kind: int, body: bytes) -> bytes:
    """One record of TLS 1.2."""
    return bytes([kind, 3, 3]) + len(body).to_bytes(2, "big") + body
