"""What the connection saw of one HTTP request, noted while it happens."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from console.core.call import Phases, Sent, WireTry
from console.core.ports import Clock
from console.services.certificates import issuer_in

_ISSUER_LIMIT = 128


class Phase(StrEnum):
    """Where a request is, or where it failed."""

    START = "start"
    DNS = "dns"
    CONNECT = "connect"
    PROXY = "proxy"
    TLS = "tls"
    SEND = "send"
    WAIT = "wait"
    READ = "read"


class WireNotes:
    """Belongs to the worker's thread. Each phase ends where the next one is entered."""

    def __init__(self, *, number: int, clock: Clock, call_started: float) -> None:
        self._clock = clock
        self._number = number
        self._call_started = call_started
        self._started_at = clock.now()
        self._started = clock.monotonic()
        self._entered = self._started
        self._ended: float | None = None
        self._spent: dict[Phase, float] = {}
        self.phase = Phase.START
        self.connected_anew = False
        self.sent = Sent.NO
        self.reused = False
        self.proxied = False
        self.remote: str | None = None
        self.tls_version: str | None = None
        self.tls_issuer: str | None = None
        self.http_status: int | None = None
        self.received_at: datetime | None = None
        self.request_bytes = 0
        self.reply_bytes = 0
        self.error: str | None = None
        self.left_behind = False

    def enter(self, phase: Phase) -> None:
        """The phase so far is over, this one begins."""
        now = self._clock.monotonic()
        self._spent[self.phase] = self._spent.get(self.phase, 0.0) + now - self._entered
        self.phase, self._entered = phase, now

    def writing(self, size: int) -> None:
        """Bytes of the request itself are about to be written to a connected socket."""
        if self.phase is not Phase.SEND:
            self.enter(Phase.SEND)
        self.sent = Sent.MAYBE
        self.request_bytes += size

    def written(self) -> None:
        """The whole request was written."""
        self.sent = Sent.YES
        self.enter(Phase.WAIT)

    def answered(self, status: int) -> None:
        """The reply's header came."""
        self.http_status = status
        self.received_at = self._clock.now()
        self.enter(Phase.READ)

    def reading(self, size: int) -> None:
        """Bytes of the reply were read."""
        self.reply_bytes += size

    def leave_behind(self) -> None:
        """A look-up that could not be ended goes on in a thread of its own."""
        self.left_behind = True

    def failed(self, error: BaseException) -> None:
        """Keeps the kind of the first failure and its phase, and never its text."""
        if self.error is None:
            self.error = f"{type(error).__name__} in {self.phase}"

    def end(self) -> None:
        """Nothing more happens on the wire."""
        self.enter(self.phase)
        self._ended = self._entered

    def wire_try(self) -> WireTry:
        """The notes as a value; what is not over yet counts up to now."""
        ended = self._ended if self._ended is not None else self._clock.monotonic()
        return WireTry(
            number=self._number,
            started_at=self._started_at,
            offset_ms=(self._started - self._call_started) * 1000,
            duration_ms=(ended - self._started) * 1000,
            phases=self._phases(),
            sent=self.sent,
            reused=self.reused,
            remote=self.remote,
            proxied=self.proxied,
            tls_version=self.tls_version,
            tls_issuer=self.tls_issuer,
            http_status=self.http_status,
            request_bytes=self.request_bytes,
            reply_bytes=self.reply_bytes,
            error=self.error,
            left_behind=self.left_behind,
        )

    def _phases(self) -> Phases:
        return Phases(
            dns_ms=self._ms(Phase.DNS),
            connect_ms=self._ms(Phase.CONNECT, Phase.PROXY),  # the way to the peer, proxy included
            tls_ms=self._ms(Phase.TLS),
            first_byte_ms=self._ms(Phase.WAIT),
            transfer_ms=self._ms(Phase.READ),
        )

    def _ms(self, *phases: Phase) -> float | None:
        taken = [self._spent[phase] for phase in phases if phase in self._spent]
        return sum(taken) * 1000 if taken else None


def host_and_port(address: Any) -> str | None:
    """A socket's address as "ip:port", IPv6 in brackets."""
    if not isinstance(address, tuple) or len(address) < 2:
        return None
    host, port = str(address[0]), address[1]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def note_tls(sock: Any, notes: WireNotes) -> None:
    """What a connection's handshake agreed on, where there was one."""
    if hasattr(sock, "getpeercert"):
        notes.tls_version = sock.version()
        # Where the operating system has verified it, ssl has not read the certificate.
        notes.tls_issuer = issuer_name(sock.getpeercert()) or _issuer_of(sock)


def _issuer_of(sock: Any) -> str | None:
    certificate = sock.getpeercert(True)
    return None if certificate is None else issuer_in(certificate)


def issuer_name(certificate: Any) -> str | None:
    """Organisation and common name of a certificate's issuer; both are the server's own words."""
    if not isinstance(certificate, dict):
        return None
    parts = {key: value for group in certificate.get("issuer", ()) for key, value in group}
    names = [str(parts[key]) for key in ("organizationName", "commonName") if parts.get(key)]
    return " / ".join(names)[:_ISSUER_LIMIT] or None
