"""Calls through proxies: judged for each service's own host, with a user, over TLS to the proxy."""

from __future__ import annotations

import base64
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.awsrequest import AWSHTTPSConnection
from botocore.httpsession import ProxyConfiguration, URLLib3Session

from console.core import call
from console.core.call import ApiCall, CallResult, Origin, Sent
from console.services.proxies import ProxySettings
from console.services.wire_notes import Phase
from tests.services.authorities import trust_by_file
from tests.services.fault_server import (
    Certificate,
    Connection,
    FaultServer,
    Script,
    answer,
    http,
    make_certificate,
)
from tests.services.lab import (
    TOKENS,
    failed,
    lab,
    only_try,
    open_gateways,
    permitted,
    replied,
    send,
    sign_in,
    until_phase,
)

COGNITO = "cognito-idp.eu-west-1.amazonaws.com"
STS = "sts.eu-west-1.amazonaws.com"
CANARY = "p@ss canary"
USER = "alice:p%40ss%20canary"
BASIC = "Basic " + base64.b64encode(f"alice:{CANARY}".encode()).decode()
WHO = ApiCall(operation=call.GET_CALLER_IDENTITY, params={})
OPENED = b"HTTP/1.1 200 Connection established\r\n\r\n"


@pytest.fixture
def certificate(tmp_path: Path) -> Certificate:
    folder = tmp_path / "tls"
    folder.mkdir()
    return make_certificate(folder, name=COGNITO)


@pytest.fixture(autouse=True)
def set_up(aws_home: Path, certificate: Certificate, monkeypatch: pytest.MonkeyPatch) -> None:
    (aws_home / "credentials").write_text("[default]\naws_access_key_id=K\naws_secret_access_key=s")
    for name in ("http_proxy", "https_proxy", "no_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
    trust_by_file(monkeypatch, certificate)


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


def tunnel(certificate: Certificate, reply: bytes | None = None) -> Script:
    """Opens every tunnel into itself."""

    def script(connection: Connection) -> None:
        connection.read_request()
        connection.send(OPENED)
        connection.start_tls(certificate.context)
        answer(reply or http(TOKENS))(connection)

    return script


@pytest.fixture
def proxy(certificate: Certificate) -> Iterator[FaultServer]:
    with FaultServer(tunnel(certificate)) as server:
        yield server


def with_user(server: FaultServer) -> str:
    return server.url.replace("://", f"://{USER}@")


def told(result: CallResult) -> str:
    """Everything that is kept of a call."""
    return repr(result)


# --- exceptions, for each service's own host


async def test_an_exception_for_cognito_is_none_for_sts(
    proxy: FaultServer, names: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", proxy.url)
    monkeypatch.setenv("no_proxy", COGNITO)
    with open_gateways() as gateways:
        gateway = gateways.open(lab(None))
        direct = failed(await gateway.begin(*permitted(sign_in())).result())
        assert not only_try(direct).proxied
        await gateway.begin(WHO).result()
    (connect,) = proxy.requests
    assert connect.first_line.startswith(f"CONNECT {STS}:443 ")
    assert names == [COGNITO]


async def test_an_exception_for_sts_is_none_for_cognito(
    proxy: FaultServer, names: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", proxy.url)
    monkeypatch.setenv("no_proxy", STS)
    with open_gateways() as gateways:
        gateway = gateways.open(lab(None))
        assert only_try(replied(await gateway.begin(*permitted(sign_in())).result())).proxied
        direct = failed(await gateway.begin(WHO).result())
    assert not any(each.proxied for each in direct.record.tries)
    assert set(names) == {STS}
    assert proxy.requests[0].first_line.startswith(f"CONNECT {COGNITO}:443 ")


async def test_a_proxy_that_is_set_later_counts_from_then_on(
    proxy: FaultServer, names: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_gateways() as gateways:
        gateway = gateways.open(lab(None))
        failed(await gateway.begin(*permitted(sign_in())).result())
        monkeypatch.setenv("https_proxy", proxy.url)
        assert only_try(replied(await gateway.begin(*permitted(sign_in())).result())).proxied
    assert names == [COGNITO]


# --- a proxy that wants a sign-in of its own


@pytest.mark.usefixtures("names")
async def test_user_and_password_go_to_the_proxy_and_nowhere_else(
    proxy: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", with_user(proxy))
    result = replied(await send(lab(None)))
    connect, request = proxy.requests
    assert connect.header("Proxy-Authorization") == BASIC
    assert request.header("Proxy-Authorization") == ""
    assert only_try(result).remote == f"127.0.0.1:{proxy.port}"
    assert "canary" not in told(result)
    assert "alice:" not in told(result)


@pytest.mark.usefixtures("names")
async def test_plain_requests_carry_them_too(monkeypatch: pytest.MonkeyPatch) -> None:
    with FaultServer(answer(http(TOKENS))) as proxy:
        monkeypatch.setenv("http_proxy", with_user(proxy))
        replied(await send(lab("http://cognito.lab.invalid")))
    assert proxy.requests[0].header("Proxy-Authorization") == BASIC


@pytest.mark.usefixtures("names")
@pytest.mark.parametrize("how", ["refuses", "closes", "is down", "has no name", "no address"])
async def test_no_failure_tells_them(how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def script(connection: Connection) -> None:
        connection.read_request()
        if how == "refuses":
            connection.send(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")

    with FaultServer(script) as proxy:
        url = with_user(proxy)
        if how == "is down":
            url = url.replace(str(proxy.port), "1")
        if how == "has no name":
            url = f"http://{USER}@proxy.invalid:3128"
        if how == "no address":
            url = f"http://{USER}@[::1"
        monkeypatch.setenv("https_proxy", url)
        failure = failed(await send(lab(None)))
    code = "InvalidProxiesConfigError" if how == "no address" else "ProxyConnectionError"
    assert (failure.origin, failure.code, failure.record.sent) == (Origin.CLIENT, code, Sent.NO)
    assert len(failure.record.tries) == 1
    for part in ("canary", "alice", "p%40ss", BASIC):
        assert part not in told(failure)


@pytest.mark.usefixtures("names")
async def test_credentials_are_fetched_through_the_same_proxy(
    certificate: Certificate, monkeypatch: pytest.MonkeyPatch, aws_home: Path
) -> None:
    (aws_home / "config").write_text(
        "[profile support]\nrole_arn = arn:aws:iam::123456789012:role/support\n"
        "source_profile = source\n"
        "[profile source]\naws_access_key_id = SOURCE\naws_secret_access_key = s\n"
    )
    denied = http(b"<a/>", status="403 Forbidden", headers={"Content-Type": "text/xml"})
    with FaultServer(tunnel(certificate, denied)) as proxy:
        monkeypatch.setenv("https_proxy", with_user(proxy))
        failed(await send(lab(None, aws_profile="support")))
        connect = proxy.requests[0]
        assert connect.first_line.startswith("CONNECT sts.eu-west-1.amazonaws.com:443 ")
        assert connect.header("Proxy-Authorization") == BASIC


# --- a proxy of HTTPS


def secure_tunnel(certificate: Certificate) -> Script:
    """TLS to the proxy, and TLS inside its tunnel."""

    def script(connection: Connection) -> None:
        connection.read_request()
        connection.send(OPENED)
        InTls(connection, certificate).answer(http(TOKENS))

    return script


class InTls:
    """A second TLS inside the first, by memory: a socket of TLS cannot be wrapped again."""

    def __init__(self, outer: Connection, certificate: Certificate) -> None:
        self._outer = outer
        self._in, self._out = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = certificate.context.wrap_bio(self._in, self._out, server_side=True)

    def answer(self, reply: bytes) -> None:
        self._pump(self._tls.do_handshake)
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._pump(lambda: self._tls.read(65536))
        self._pump(lambda: self._tls.write(reply))
        self._outer.wait_until_gone()

    def _pump(self, step: Any) -> Any:
        while True:
            try:
                return step()
            except ssl.SSLWantReadError:
                self._flush()
                self._in.write(self._outer.sock.recv(65536))
            finally:
                self._flush()

    def _flush(self) -> None:
        data = self._out.read()
        if data:
            self._outer.send(data)


@pytest.mark.usefixtures("names")
async def test_tls_inside_the_tls_of_a_proxy(
    certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FaultServer(secure_tunnel(certificate), tls=certificate.context) as proxy:
        monkeypatch.setenv("https_proxy", with_user(proxy))
        one = only_try(replied(await send(lab(None))))
    assert proxy.requests[0].header("Proxy-Authorization") == BASIC
    assert (one.proxied, one.tls_issuer) == (True, "Test Authority / Test Root")
    assert one.phases.tls_ms is not None


@pytest.mark.usefixtures("names")
async def test_plain_requests_over_the_tls_of_a_proxy(
    certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FaultServer(answer(http(TOKENS)), tls=certificate.context) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        one = only_try(replied(await send(lab("http://cognito.lab.invalid"))))
    assert one.proxied
    assert proxy.requests[0].first_line == "POST http://cognito.lab.invalid/ HTTP/1.1"


@pytest.mark.usefixtures("names")
@pytest.mark.parametrize("by", ["system", "file"])
async def test_a_proxy_that_nobody_trusts_is_told_nothing(
    by: str, certificate: Certificate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    stranger = make_certificate(folder)
    bundle = str(certificate.file) if by == "file" else None
    with FaultServer(secure_tunnel(stranger), tls=stranger.context) as proxy:
        monkeypatch.setenv("https_proxy", with_user(proxy))
        failure = failed(await send(lab(None, ca_bundle=bundle)))
    assert (failure.code, failure.record.sent) == ("ProxyConnectionError", Sent.NO)
    assert only_try(failure).error == "ProxyConnectionError in proxy"
    assert proxy.requests == []
    assert "canary" not in told(failure)


@pytest.mark.usefixtures("names")
async def test_a_stop_inside_the_tls_of_a_proxy(
    certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    def open_and_wait(connection: Connection) -> None:
        connection.read_request()
        connection.send(OPENED)
        connection.wait_until_gone()

    with (
        FaultServer(open_and_wait, tls=certificate.context) as proxy,
        open_gateways() as gateways,
    ):
        monkeypatch.setenv("https_proxy", proxy.url)
        pending = gateways.open(lab(None)).begin(*permitted(sign_in()))
        until_phase(pending, Phase.TLS)
        pending.stop()
        failure = failed(await pending.result())
        assert proxy.client_gone.wait(2)
    assert (failure.code, failure.record.sent) == ("CallCancelled", Sent.NO)


# --- the names of others that are not public


def test_the_private_names_are_still_there() -> None:
    theirs = ProxyConfiguration()
    for name in ("proxy_url_for", "proxy_headers_for", "settings"):
        assert hasattr(theirs, name)
        assert hasattr(ProxySettings, name)
    session: Any = URLLib3Session()
    assert isinstance(session._proxy_config, ProxyConfiguration)
    assert session._proxy_managers == {}
    assert callable(AWSHTTPSConnection("name.invalid")._connect_tls_proxy)
