"""Faults of TLS and of proxies: nothing may leave before the other side has proved its name."""

from __future__ import annotations

import contextlib
import ssl
from collections.abc import Iterator, Mapping
from typing import Final

from tests.faults.network_faults import SIGNED_IN, ended, reset_after_request
from tests.faults.staging import (
    Scene,
    Stage,
    Workshop,
    by_proxy,
    hanging,
    nowhere,
    plain,
    secure,
    tunnelled,
)
from tests.services.fault_server import (
    Connection,
    Script,
    answer,
    answer_and_close,
    http,
    mute,
    silent,
)

_HANG_S: Final = 1.0
_PAGE: Final[Mapping[str, str | None]] = {"Content-Type": "text/html", "x-amzn-RequestId": None}
_BLOCKED: Final = b"<html><h1>Blocked by the company's rules</h1></html>"
OK: Final = answer(SIGNED_IN)


def _plain_text(connection: Connection) -> None:
    connection.sock.recv(100)
    connection.send(b"HTTP/1.1 400 Bad Request\r\n\r\nThis port speaks HTTP.\r\n")
    connection.wait_until_gone()


def _junk(connection: Connection) -> None:
    connection.sock.recv(65536)
    connection.send(bytes(range(7, 256)) * 8)
    connection.wait_until_gone()


def _alert(connection: Connection) -> None:
    connection.sock.recv(65536)
    connection.send(b"\x15\x03\x03\x00\x02\x02\x28")  # fatal, handshake_failure
    connection.wait_until_gone()


def _drip_handshake(connection: Connection) -> None:
    connection.sock.recv(65536)
    connection.drip(b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc" + b"\x03" * 16000)


@contextlib.contextmanager
def _asks_late(shop: Workshop) -> Iterator[Scene]:
    """With TLS 1.3 the client is through, and writes, before the server misses its certificate."""
    context = shop.certificates.context("asks late for a certificate")

    def script(connection: Connection) -> None:
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        tls = context.wrap_bio(incoming, outgoing, server_side=True)
        for _ in range(2):  # ClientHello; then Finished, and perhaps the request with it
            incoming.write(connection.sock.recv(65536))
            with contextlib.suppress(ssl.SSLError):
                tls.do_handshake()
            connection.send(outgoing.read())
        connection.wait_until_gone()

    with plain(script, scheme="https").opened(shop) as scene:
        yield scene


def _alert_to_plain(connection: Connection) -> None:
    connection.read_request()
    connection.send(b"\x15\x03\x01\x00\x02\x02\x46")  # fatal, protocol_version


def _cut_without_goodbye(connection: Connection) -> None:
    connection.read_request()
    cut = http(SIGNED_IN.partition(b"\r\n\r\n")[2], headers={"Content-Length": None})[:-40]
    connection.send(cut)
    raw = connection.sock
    assert isinstance(raw, ssl.SSLSocket)
    raw.shutdown(2)  # of TCP alone: no close_notify


def _tunnel_answer(reply: bytes) -> Script:
    return answer_and_close(reply)


def _page(status: str, headers: Mapping[str, str | None] = _PAGE) -> bytes:
    return http(_BLOCKED, status=status, headers={**headers, **_PAGE})


def _tunnel_then(nothing: bool) -> Script:
    """Opens the tunnel, and then ends it, or does nothing."""

    def script(connection: Connection) -> None:
        connection.read_request()
        connection.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
        if nothing:
            connection.wait_until_gone()

    return script


TLS: Final[Mapping[str, Stage]] = {
    "tls-unknown-authority": secure(OK, "unknown authority"),
    "tls-self-signed": secure(OK, "self-signed"),
    "tls-expired": secure(OK, "expired"),
    "tls-not-yet-valid": secure(OK, "not yet valid"),
    "tls-other-host": secure(OK, "other host"),
    "tls-old-version": secure(OK, "old version"),
    "tls-no-common-cipher": secure(OK, "no common cipher"),
    "tls-client-certificate": secure(OK, "asks for a certificate"),
    "tls-client-certificate-late": Stage(opened=_asks_late),
    "tls-refused-by-alert": plain(_alert, scheme="https"),
    "tls-plain-text": plain(_plain_text, scheme="https"),
    "tls-junk": plain(_junk, scheme="https"),
    "tls-handshake-hangs": hanging(plain(mute, scheme="https", connect_timeout_s=_HANG_S)),
    "tls-handshake-drips": hanging(plain(_drip_handshake, scheme="https", total_timeout_s=1.5)),
    "tls-where-plain-was-meant": plain(_alert_to_plain),
    "tls-cut-without-goodbye": secure(_cut_without_goodbye),
    "tls-closed-after-request": secure(ended()),
    "tls-good": secure(OK),
}

PROXIES: Final[Mapping[str, Stage]] = {
    "proxy-refused": nowhere(proxy="http://127.0.0.1:{port}"),
    "proxy-name-not-found": nowhere(proxy="http://no-proxy.invalid:{port}"),
    "proxy-unanswered": hanging(
        nowhere(backlog=True, proxy="http://127.0.0.1:{port}", connect_timeout_s=_HANG_S)
    ),
    "proxy-407-tunnel": by_proxy(
        _tunnel_answer(_page("407 Proxy Authentication Required", {"Proxy-Authenticate": "NTLM"}))
    ),
    "proxy-403-tunnel": by_proxy(_tunnel_answer(_page("403 Forbidden"))),
    "proxy-502-tunnel": by_proxy(_tunnel_answer(_page("502 Bad Gateway"))),
    "proxy-503-tunnel": by_proxy(_tunnel_answer(_page("503 Service Unavailable"))),
    "proxy-302-tunnel": by_proxy(
        _tunnel_answer(_page("302 Found", {"Location": "http://portal.invalid/"}))
    ),
    "proxy-tunnel-hangs": hanging(by_proxy(silent, connect_timeout_s=_HANG_S)),
    "proxy-closes-tunnel": by_proxy(_tunnel_answer(b"")),
    "proxy-resets-tunnel": by_proxy(reset_after_request),
    "proxy-junk-answer": by_proxy(_tunnel_answer(b"junk\r\n\r\n")),
    "proxy-tunnel-to-nothing": by_proxy(_tunnel_then(nothing=False)),
    "proxy-tunnel-without-tls": hanging(
        by_proxy(_tunnel_then(nothing=True), connect_timeout_s=_HANG_S)
    ),
    "proxy-inspects-untrusted": tunnelled("unknown authority", OK),
    "proxy-tunnel-good": tunnelled("good", OK),
    "proxy-tunnel-reset-later": tunnelled("good", reset_after_request),
    "proxy-407-page": by_proxy(answer(_page("407 Proxy Authentication Required")), scheme="http"),
    "proxy-403-page": by_proxy(answer(_page("403 Forbidden")), scheme="http"),
    "proxy-502-page": by_proxy(answer(_page("502 Bad Gateway")), scheme="http"),
    "proxy-503-page": by_proxy(
        answer(_page("503 Service Unavailable", {"Retry-After": "30"})), scheme="http"
    ),
}
