"""One look-up and one GET, on loopback: what is noted where they end well, and where not."""

from __future__ import annotations

import socket
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from console.core.call import Origin, Sent
from console.core.doctor.facts import LookUpFacts, RouteFacts
from console.core.doctor.network import failed_in
from console.services.clock import SystemClock
from console.services.errands import Errands
from console.services.exchange import Exchange
from console.services.stops import Cause
from console.services.way_there import Way, look_up, try_way
from tests.core.doctor.station import at
from tests.services.fault_server import (
    Certificate,
    Connection,
    FaultServer,
    answer,
    full_backlog,
    http,
    make_certificate,
    mute,
    silent,
)
from tests.services.interception import HOST, closed_gate, intercepting, unknown_operation


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("tls"), name=HOST)


def way(url: str, **changes: object) -> Way:
    made = Way(address=at(url), verify=True, proxies={}, connect_timeout_s=5.0, read_timeout_s=5.0)
    return replace(made, **changes)  # type: ignore[arg-type]


def tried(made: Way, exchange: Exchange | None = None) -> RouteFacts:
    return try_way(made, Errands(), exchange or Exchange(SystemClock()))


# --- the look-up


def names(monkeypatch: pytest.MonkeyPatch, found: Any) -> None:
    def look(_host: str, port: int, **_kwargs: object) -> Any:
        if isinstance(found, Exception):
            raise found
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in found]

    monkeypatch.setattr(socket, "getaddrinfo", look)


@pytest.mark.parametrize(
    ("found", "facts"),
    [
        (["8.8.8.8", "8.8.4.4", "8.8.8.8"], LookUpFacts(addresses=2)),
        (["10.0.0.5", "8.8.8.8"], LookUpFacts(addresses=2, private=1)),
        (["fd00::1%eth0", "192.168.1.1"], LookUpFacts(addresses=2, private=2)),
        (["nonsense"], LookUpFacts(addresses=1)),
        (socket.gaierror(socket.EAI_NONAME, "x"), LookUpFacts(error="there is no such name")),
        (socket.gaierror(socket.EAI_AGAIN, "x"), LookUpFacts(error="no DNS server answered")),
        (socket.gaierror(12345, "canary"), LookUpFacts(error="the look-up failed")),
        (UnicodeError("canary"), LookUpFacts(error="it is no valid name")),
    ],
)
def test_look_ups(monkeypatch: pytest.MonkeyPatch, found: Any, facts: LookUpFacts) -> None:
    names(monkeypatch, found)
    assert look_up("any.example", 443) == facts


# --- the GET


def test_an_answer_is_recorded_whatever_it_says() -> None:
    with FaultServer(answer(unknown_operation())) as server:
        route = tried(way(server.url))
    assert (route.failure, route.record.http_status) == (None, 400)
    assert route.record.server_date is not None
    (request,) = server.requests
    assert request.first_line == "GET / HTTP/1.1"
    assert request.header("Authorization") == ""
    assert request.header("User-Agent").startswith("signin-console/")


def test_a_redirect_is_an_answer_and_not_followed() -> None:
    reply = http(status="302 Found", headers={"Location": "http://127.0.0.1:1/"})
    with FaultServer(answer(reply)) as server:
        assert tried(way(server.url)).record.http_status == 302
    assert len(server.requests) == 1


def test_tls_with_its_issuer(certificate: Certificate) -> None:
    with FaultServer(answer(unknown_operation()), tls=certificate.context) as server:
        route = tried(way(server.url, verify=str(certificate.file)))
    assert route.record.tries[-1].tls_issuer == "Test Authority / Test Root"
    assert route.presented is None


def test_a_certificate_that_is_not_trusted_has_an_issuer_all_the_same(
    certificate: Certificate,
) -> None:
    with FaultServer(answer(unknown_operation()), tls=certificate.context) as server:
        route = tried(way(server.url))
    assert failed_in(route) == "tls"
    assert route.untrusted
    assert route.presented == "Test Authority / Test Root"
    assert server.requests == []


def test_an_interception_on_the_way_through_a_proxy(certificate: Certificate) -> None:
    with FaultServer(intercepting(certificate.context)) as server:
        proxied = way(
            f"https://{HOST}", proxies={"https": server.url}, verify=str(certificate.file)
        )
        trusted, untrusted = tried(proxied), tried(replace(proxied, verify=True))
    assert trusted.failure is None
    assert trusted.record.tries[-1].proxied
    assert trusted.record.tries[-1].tls_issuer == "Test Authority / Test Root"
    assert failed_in(untrusted) == "tls"
    assert untrusted.presented == "Test Authority / Test Root"


def test_a_proxy_that_opens_no_tunnel() -> None:
    with FaultServer(closed_gate) as server:
        secret = f"http://canary:canary@127.0.0.1:{server.port}"
        route = tried(way(f"https://{HOST}", proxies={"https": secret}))
    assert failed_in(route) == "proxy"
    assert route.proxy_status == 407
    assert route.record.sent is Sent.NO


@pytest.mark.parametrize(("script", "phase"), [(silent, "wait"), (mute, "wait")])
def test_silence_ends_at_the_time_limit(script: Any, phase: str) -> None:
    with FaultServer(script) as server:
        route = tried(way(server.url, read_timeout_s=0.2))
    assert failed_in(route) == phase
    assert route.failure is not None


def test_a_port_that_nobody_listens_at() -> None:
    with FaultServer(mute) as server:
        pass
    route = tried(way(server.url))
    assert failed_in(route) == "connect"
    assert route.failure is not None
    assert route.failure.code == "EndpointConnectionError"


def test_a_black_hole() -> None:
    with full_backlog() as port:
        route = tried(way(f"http://127.0.0.1:{port}", connect_timeout_s=0.2))
    assert failed_in(route) == "connect"
    assert route.failure is not None
    assert route.failure.code == "ConnectTimeoutError"


def test_what_is_not_http() -> None:
    def noise(connection: Connection) -> None:
        connection.read_request()
        connection.send(b"SSH-2.0-x\r\n\r\n")

    with FaultServer(noise) as server:
        route = tried(way(server.url))
    assert route.failure is not None
    assert route.failure.origin is Origin.REPLY
    assert failed_in(route) is not None


def test_what_does_not_speak_tls() -> None:
    with FaultServer(answer(http())) as server:
        url = server.url.replace("http:", "https:")
        route = tried(way(url, connect_timeout_s=0.2))
    assert failed_in(route) == "tls"
    assert (route.untrusted, route.presented) == (False, None)


def test_a_proxy_of_no_use() -> None:
    route = tried(way(f"https://{HOST}", proxies={"https": "socks5://127.0.0.1:1"}))
    assert failed_in(route) == "start"
    assert route.failure is not None
    assert route.failure.message == "", "it may quote a setting"


def test_a_file_of_certificates_that_is_missing(tmp_path: Path, certificate: Certificate) -> None:
    with FaultServer(answer(http()), tls=certificate.context) as server:
        route = tried(way(server.url, verify=str(tmp_path / "missing.pem")))
    assert failed_in(route) == "tls"


def test_a_stop_is_a_failure_too() -> None:
    exchange = Exchange(SystemClock())
    exchange.stop(Cause.DEADLINE)
    route = tried(way("http://127.0.0.1:9"), exchange)
    assert route.failure is not None
    assert route.failure.origin is Origin.DEADLINE
