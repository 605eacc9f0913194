"""The transport: phases, TLS, proxies, what counts as sent, and the stop in every phase."""

from __future__ import annotations

import inspect
import socket
import ssl
import threading
from collections.abc import Callable
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

import pytest
from botocore.awsrequest import (
    AWSHTTPConnection,
    AWSHTTPConnectionPool,
    AWSHTTPSConnection,
    AWSHTTPSConnectionPool,
)
from botocore.httpsession import URLLib3Session

from console.core.call import Failure, Origin, Sent
from console.core.profile import Profile
from console.services import wire
from console.services.dialing import Grip
from console.services.wire_notes import Phase
from tests.services.fault_server import (
    Certificate,
    Connection,
    FaultServer,
    Script,
    answer,
    full_backlog,
    http,
    make_certificate,
    mute,
    silent,
)
from tests.services.lab import (
    TOKENS,
    failed,
    lab,
    only_try,
    open_gateways,
    permitted,
    practice,
    replied,
    send,
    sign_in,
    until,
    until_phase,
)

FAR_NAME = "cognito.lab.invalid"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("tls"), name=FAR_NAME)


@pytest.fixture
def lab_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "LABKEY")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "labsecret")


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Looks up no name in the network: the list says which were asked for."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        if str(host)[:1].isdigit():
            return real(host, *args, **kwargs)
        asked.append(host)
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return asked


# --- phases


async def test_the_phases_of_a_new_and_of_a_used_connection() -> None:
    with FaultServer(answer(http(TOKENS))) as server, open_gateways() as gateways:
        gateway = gateways.open(practice(server.url))
        first = only_try(replied(await gateway.begin(*permitted(sign_in())).result()))
        second = only_try(replied(await gateway.begin(*permitted(sign_in())).result()))
    assert (first.reused, second.reused) == (False, True)
    assert first.phases.dns_ms is not None
    assert first.phases.connect_ms is not None
    assert (second.phases.dns_ms, second.phases.connect_ms) == (None, None)
    for each in (first, second):
        assert each.phases.tls_ms is None
        assert each.phases.first_byte_ms is not None
        assert each.phases.transfer_ms is not None
        assert (each.remote, each.proxied) == (f"127.0.0.1:{server.port}", False)
    assert server.connections == 1


async def test_the_time_to_the_first_byte_is_the_servers() -> None:
    def slow(connection: Connection) -> None:
        connection.read_request()
        connection.server.ending.wait(0.1)
        connection.send(http(TOKENS))

    with FaultServer(slow) as server:
        phases = only_try(replied(await send(practice(server.url)))).phases
    assert phases.first_byte_ms is not None
    assert phases.transfer_ms is not None
    assert phases.first_byte_ms >= 95
    assert phases.transfer_ms < phases.first_byte_ms


async def test_an_idle_connection_is_not_trusted_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    with FaultServer(answer(http(TOKENS))) as server, open_gateways() as gateways:
        gateway = gateways.open(practice(server.url))
        replied(await gateway.begin(*permitted(sign_in())).result())
        monkeypatch.setattr(wire, "IDLE_LIMIT_S", 0.0)
        again = only_try(replied(await gateway.begin(*permitted(sign_in())).result()))
    assert not again.reused
    assert server.connections == 2


async def test_a_connection_that_the_server_closed_is_not_used_again() -> None:
    def once(connection: Connection) -> None:
        connection.read_request()
        connection.send(http(TOKENS))
        connection.sock.close()
        connection.server.client_gone.set()

    with FaultServer(once) as server, open_gateways() as gateways:
        gateway = gateways.open(practice(server.url))
        replied(await gateway.begin(*permitted(sign_in())).result())
        assert server.client_gone.wait(5)
        assert not only_try(replied(await gateway.begin(*permitted(sign_in())).result())).reused
    assert len(server.requests) == 2


# --- TLS


async def test_tls_is_timed_and_its_issuer_named(certificate: Certificate) -> None:
    with (
        FaultServer(answer(http(TOKENS)), tls=certificate.context) as server,
        open_gateways() as gateways,
    ):
        gateway = gateways.open(practice(server.url, ca_bundle=str(certificate.file)))
        first = only_try(replied(await gateway.begin(*permitted(sign_in())).result()))
        second = only_try(replied(await gateway.begin(*permitted(sign_in())).result()))
    assert first.phases.tls_ms is not None
    assert first.phases.tls_ms > 0
    assert second.phases.tls_ms is None
    assert second.reused
    for each in (first, second):
        assert each.tls_version in ("TLSv1.2", "TLSv1.3")
        assert each.tls_issuer == "Test Authority / Test Root"


async def tls_failure(profile: Profile, code: str) -> Failure:
    failure = failed(await send(profile))
    assert (failure.origin, failure.code) == (Origin.CLIENT, code), failure
    assert failure.record.sent is Sent.NO
    wire_try = only_try(failure)
    assert wire_try.phases.first_byte_ms is None
    assert wire_try.request_bytes == 0
    assert wire_try.error == f"{code} in tls"
    return failure


async def test_a_certificate_of_nobody_known_is_refused(certificate: Certificate) -> None:
    with FaultServer(answer(http(TOKENS)), tls=certificate.context) as server:
        await tls_failure(practice(server.url), "SSLError")
    assert server.requests == []


async def test_a_certificate_for_another_address_is_refused(tmp_path: Path) -> None:
    other = make_certificate(tmp_path, address="127.0.0.2")
    with FaultServer(answer(http(TOKENS)), tls=other.context) as server:
        await tls_failure(practice(server.url, ca_bundle=str(other.file)), "SSLError")
    assert server.requests == []


async def test_a_missing_ca_bundle(tmp_path: Path, certificate: Certificate) -> None:
    missing = str(tmp_path / "missing.pem")
    with FaultServer(answer(http(TOKENS)), tls=certificate.context) as server:
        await tls_failure(practice(server.url, ca_bundle=missing), "SSLError")


async def test_old_tls_is_refused(certificate: Certificate, tmp_path: Path) -> None:
    made = make_certificate(tmp_path)
    old = made.context
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
    old.set_ciphers("ALL:@SECLEVEL=0")
    with FaultServer(answer(http(TOKENS)), tls=old) as server:
        await tls_failure(practice(server.url, ca_bundle=str(made.file)), "SSLError")


async def test_plain_text_in_place_of_tls() -> None:
    def plain(connection: Connection) -> None:
        connection.sock.recv(100)
        connection.send(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        connection.wait_until_gone()

    with FaultServer(plain) as server:
        await tls_failure(practice(server.url.replace("http:", "https:")), "SSLError")


async def test_a_handshake_that_hangs_is_no_read_timeout() -> None:
    with FaultServer(mute) as server:
        url = server.url.replace("http:", "https:")
        await tls_failure(practice(url, connect_timeout_s=0.2), "ConnectTimeoutError")


async def test_the_keys_of_tls_are_never_written(
    certificate: Certificate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "keys"))
    with FaultServer(answer(http(TOKENS)), tls=certificate.context) as server:
        replied(await send(practice(server.url, ca_bundle=str(certificate.file))))
    assert not (tmp_path / "keys").exists()


async def test_nothing_is_printed_whatever_http_client_is_set_to(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(HTTPConnection, "debuglevel", 1)
    with FaultServer(answer(http(TOKENS))) as server:
        replied(await send(practice(server.url)))
    assert capfd.readouterr().out == ""


# --- before the request


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


async def test_a_refused_connection_sends_nothing() -> None:
    failure = failed(await send(practice(f"http://127.0.0.1:{closed_port()}")))
    assert (failure.origin, failure.code) == (Origin.CLIENT, "EndpointConnectionError")
    assert failure.record.sent is Sent.NO
    assert only_try(failure).error == "EndpointConnectionError in connect"


async def test_a_connection_that_never_comes_sends_nothing() -> None:
    with full_backlog() as port:
        profile = practice(f"http://127.0.0.1:{port}", connect_timeout_s=0.2)
        failure = failed(await send(profile))
    assert (failure.origin, failure.code) == (Origin.CLIENT, "ConnectTimeoutError")
    assert failure.record.sent is Sent.NO


@pytest.mark.usefixtures("lab_keys")
async def test_a_name_that_does_not_resolve_sends_nothing(names: list[str]) -> None:
    failure = failed(await send(lab(f"http://{FAR_NAME}:8080")))
    assert (failure.origin, failure.code) == (Origin.CLIENT, "EndpointConnectionError")
    assert failure.record.sent is Sent.NO
    assert only_try(failure).error == "EndpointConnectionError in dns"
    assert names == [FAR_NAME]


# --- proxies


def forward(connection: Connection) -> None:
    """A proxy that answers in place of every server."""
    answer(http(TOKENS))(connection)


def tunnel(certificate: Certificate) -> Script:
    """A proxy that is every server at the other end of its tunnel, too."""

    def script(connection: Connection) -> None:
        connection.read_request()
        connection.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
        connection.start_tls(certificate.context)
        answer(http(TOKENS))(connection)

    return script


@pytest.mark.usefixtures("lab_keys")
async def test_the_profiles_proxy_is_used_and_said(names: list[str]) -> None:
    with FaultServer(forward) as proxy, open_gateways() as gateways:
        gateway = gateways.open(lab(f"http://{FAR_NAME}", proxy=proxy.url))
        tries = [
            only_try(replied(await gateway.begin(*permitted(sign_in())).result())) for _ in range(2)
        ]
    assert [each.proxied for each in tries] == [True, True]
    assert [each.reused for each in tries] == [False, True]
    assert tries[0].remote == f"127.0.0.1:{proxy.port}"
    assert proxy.requests[0].first_line == f"POST http://{FAR_NAME}/ HTTP/1.1"
    assert names == []  # the proxy looks the name up


@pytest.mark.usefixtures("lab_keys")
async def test_tls_goes_through_a_tunnel(certificate: Certificate, names: list[str]) -> None:
    with FaultServer(tunnel(certificate)) as proxy:
        profile = lab(f"https://{FAR_NAME}", proxy=proxy.url, ca_bundle=str(certificate.file))
        one = only_try(replied(await send(profile)))
    assert one.proxied
    assert one.tls_issuer == "Test Authority / Test Root"
    assert one.phases.tls_ms is not None
    assert proxy.requests[0].first_line.startswith(f"CONNECT {FAR_NAME}:443 ")
    assert one.request_bytes == sum(len(r.head) + 4 + len(r.body) for r in proxy.requests[1:])
    assert names == []


@pytest.mark.usefixtures("lab_keys", "names")
@pytest.mark.parametrize(
    "reply", [http(b"<html>", status="407 Proxy Authentication Required"), b"", b"junk\r\n"]
)
async def test_a_proxy_that_refuses_the_tunnel_was_sent_no_request(reply: bytes) -> None:
    def refuse(connection: Connection) -> None:
        connection.read_request()
        connection.send(reply)

    with FaultServer(refuse) as proxy:
        failure = failed(await send(lab(f"https://{FAR_NAME}", proxy=proxy.url)))
    assert (failure.origin, failure.code) == (Origin.CLIENT, "ProxyConnectionError"), failure
    assert failure.record.sent is Sent.NO
    assert only_try(failure).error == "ProxyConnectionError in proxy"
    assert only_try(failure).phases.tls_ms is None
    assert len(proxy.requests) == 1


@pytest.mark.usefixtures("lab_keys", "names")
async def test_a_tunnel_that_never_opens_is_no_read_timeout() -> None:
    with FaultServer(silent) as proxy:
        profile = lab(f"https://{FAR_NAME}", proxy=proxy.url, connect_timeout_s=0.2)
        failure = failed(await send(profile))
    assert failure.code == "ProxyConnectionError"
    assert failure.record.sent is Sent.NO


@pytest.mark.usefixtures("lab_keys", "names")
async def test_a_proxy_that_is_down() -> None:
    proxy = f"http://127.0.0.1:{closed_port()}"
    failure = failed(await send(lab(f"http://{FAR_NAME}", proxy=proxy)))
    assert failure.code == "ProxyConnectionError"
    assert failure.record.sent is Sent.NO


@pytest.mark.usefixtures("lab_keys")
async def test_the_environments_proxy_is_used_but_for_exceptions(
    names: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("no_proxy", raising=False)
    with FaultServer(forward) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        assert only_try(replied(await send(lab(f"http://{FAR_NAME}")))).proxied
        monkeypatch.setenv("no_proxy", FAR_NAME)
        failed(await send(lab(f"http://{FAR_NAME}")))
    assert len(proxy.requests) == 1
    assert names == [FAR_NAME]


async def test_loopback_never_goes_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = f"http://127.0.0.1:{closed_port()}"
    monkeypatch.setenv("http_proxy", proxy)
    with FaultServer(answer(http(TOKENS))) as server:
        assert not only_try(replied(await send(practice(server.url, proxy=proxy)))).proxied


# --- the stop, phase by phase


def dripping(data: bytes, head: bytes = b"") -> Script:
    def script(connection: Connection) -> None:
        connection.read_request()
        connection.send(head)
        connection.drip(data)

    return script


WHOLE = http(TOKENS)
HEAD, BODY = WHOLE.partition(b"\r\n\r\n")[0] + b"\r\n\r\n", WHOLE.partition(b"\r\n\r\n")[2]


async def stop_in(profile: Profile, phase: Phase, ready: threading.Event | None) -> Failure:
    """A call that is stopped in `phase`; the gateway must be good for another one."""
    with open_gateways() as gateways:
        gateway = gateways.open(profile)
        pending = gateway.begin(*permitted(sign_in()))
        until_phase(pending, phase)
        if ready is not None:
            assert ready.wait(5)
        clock = pending._exchange.clock
        before = clock.monotonic()
        pending.stop()
        failure = failed(await pending.result())
        assert clock.monotonic() - before < 1.0
        pending.stop()  # after the end it is no more than nothing
    assert (failure.origin, failure.code) == (Origin.STOPPED, "CallCancelled")
    assert only_try(failure).error == f"CallStoppedError in {phase}"
    assert only_try(failure).left_behind is (phase is Phase.DNS)
    return failure


@pytest.mark.parametrize(
    ("script", "phase", "ready"),
    [
        (silent, Phase.WAIT, "asked"),
        (dripping(WHOLE), Phase.WAIT, "dripping"),
        (dripping(BODY, HEAD), Phase.READ, "dripping"),
    ],
)
@pytest.mark.parametrize("secure", [False, True])
async def test_a_stop_after_the_request_has_left(
    script: Script, phase: Phase, ready: str, secure: bool, certificate: Certificate
) -> None:
    with FaultServer(script, tls=certificate.context if secure else None) as server:
        profile = practice(server.url, ca_bundle=str(certificate.file))
        failure = await stop_in(profile, phase, getattr(server, ready))
        assert server.client_gone.wait(2)
    assert failure.record.sent is Sent.YES
    assert len(server.requests) == 1


async def test_a_stop_while_connecting() -> None:
    with full_backlog() as port:
        failure = await stop_in(practice(f"http://127.0.0.1:{port}"), Phase.CONNECT, None)
    assert failure.record.sent is Sent.NO


async def test_a_stop_in_the_handshake_of_tls() -> None:
    with FaultServer(mute) as server:
        url = server.url.replace("http:", "https:")
        failure = await stop_in(practice(url), Phase.TLS, server.accepted)
        assert server.client_gone.wait(2)
    assert failure.record.sent is Sent.NO


@pytest.mark.usefixtures("lab_keys", "names")
async def test_a_stop_while_the_proxy_opens_its_tunnel() -> None:
    with FaultServer(silent) as proxy:
        profile = lab(f"https://{FAR_NAME}", proxy=proxy.url)
        failure = await stop_in(profile, Phase.PROXY, proxy.asked)
        assert proxy.client_gone.wait(2)
    assert failure.record.sent is Sent.NO


@pytest.mark.usefixtures("lab_keys")
async def test_a_stop_during_the_look_up_of_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    looking, found = threading.Event(), threading.Event()

    def hang(*_: object, **__: object) -> list[Any]:
        looking.set()
        found.wait(10)
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    failure = await stop_in(lab(f"http://{FAR_NAME}"), Phase.DNS, looking)
    assert failure.record.sent is Sent.NO
    assert only_try(failure).left_behind
    found.set()


@pytest.mark.usefixtures("lab_keys")
async def test_after_four_look_ups_that_hang_no_other_is_begun(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = threading.Event()

    def hang(*_: object, **__: object) -> list[Any]:
        found.wait(10)
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    with open_gateways() as gateways:
        gateway = gateways.open(lab(f"http://{FAR_NAME}", connect_timeout_s=0.1))
        for _ in range(4):
            slow = failed(await gateway.begin(*permitted(sign_in())).result())
            assert (slow.code, only_try(slow).left_behind) == ("ConnectTimeoutError", True)
        last = failed(await gateway.begin(*permitted(sign_in())).result())
        assert (last.origin, last.code) == (Origin.CLIENT, "LookUpsExhausted")
        assert (last.record.sent, only_try(last).left_behind) == (Sent.NO, False)
        assert only_try(last).error == "ErrandsExhaustedError in dns"
        found.set()
        until(lambda: gateways._pool.errands.left_behind == 0)


async def test_a_stop_while_the_request_is_written() -> None:
    stuck = threading.Event()

    def unread(connection: Connection) -> None:
        stuck.set()
        connection.server.ending.wait(10)

    call = sign_in("x" * 8_000_000)
    with FaultServer(unread) as server, open_gateways() as gateways:
        pending = gateways.open(practice(server.url)).begin(*permitted(call))
        until_phase(pending, Phase.SEND)
        assert stuck.wait(5)
        pending.stop()
        failure = failed(await pending.result())
    assert failure.origin is Origin.STOPPED
    assert failure.record.sent is Sent.MAYBE
    assert (only_try(failure).error or "").startswith("CallStoppedError in ")


async def test_the_gateway_is_good_for_another_call_after_a_stop() -> None:
    def first_silent(connection: Connection) -> None:
        if connection.server.connections == 1:
            silent(connection)
        else:
            answer(http(TOKENS))(connection)

    with FaultServer(first_silent) as server, open_gateways() as gateways:
        gateway = gateways.open(practice(server.url))
        pending = gateway.begin(*permitted(sign_in()))
        assert server.asked.wait(5)
        pending.stop()
        assert failed(await pending.result()).code == "CallCancelled"
        replied(await gateway.begin(*permitted(sign_in())).result())


# --- the names of others that are not public


def test_the_private_names_of_botocore_are_still_there() -> None:
    session: Any = URLLib3Session()
    assert session._pool_classes_by_scheme == {
        "http": AWSHTTPConnectionPool,
        "https": AWSHTTPSConnectionPool,
    }
    assert session._manager.pool_classes_by_scheme is session._pool_classes_by_scheme
    assert callable(URLLib3Session.__dict__["_get_ssl_context"])
    assert "_get_ssl_context" in inspect.getsource(URLLib3Session._get_pool_manager_kwargs)  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", [AWSHTTPConnection, AWSHTTPSConnection])
def test_the_private_names_of_urllib3_are_still_there(kind: Callable[..., Any]) -> None:
    connection = kind("name.invalid.", 1)
    assert connection._dns_host == "name.invalid."
    for name in ("_new_conn", "_tunnel", "connect", "send", "request", "getresponse", "close"):
        assert callable(getattr(connection, name))
    assert connection.is_connected is False
    assert connection.proxy_is_tunneling is False
    assert connection.response_class is HTTPResponse


@pytest.mark.parametrize("pool", [AWSHTTPConnectionPool, AWSHTTPSConnectionPool])
def test_pools_make_the_connections_of_their_class(pool: Any) -> None:
    assert pool("127.0.0.1").ConnectionCls in (AWSHTTPConnection, AWSHTTPSConnection)


def test_a_grip_shuts_its_socket_and_nothing_once_it_is_closed() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        grip = Grip(ours)
        grip.hold()
        grip.retire()
        grip.shut()
        assert theirs.recv(1) == b""
        grip.let_go()
        assert grip._sock.fileno() == -1
        grip.shut()
