"""The way to an address, tried once: the look-up of its name, and an unsigned GET."""

from __future__ import annotations

import ipaddress
import re
import socket
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from console import __version__
from console.core.call import Failure, Origin
from console.core.doctor.address import Address
from console.core.doctor.facts import LookUpFacts, RouteFacts
from console.services.certificates import presented_issuer
from console.services.errands import Errands
from console.services.exchange import Exchange
from console.services.failures import from_library, stopped
from console.services.faults import ClientFaultError
from console.services.replies import NotBelievableError, RawReply
from console.services.silence import silence
from console.services.stops import CallStoppedError

_ISSUER_S: Final = 5.0
_AGENT: Final = f"signin-console/{__version__}"
_REFUSED_TUNNEL: Final = re.compile(r"Tunnel connection failed: (\d{3})")
_NO_ADDRESS: Final = "it is no valid name"
_WORDS: Final = {
    socket.EAI_NONAME: "there is no such name",
    socket.EAI_AGAIN: "no DNS server answered",
    socket.EAI_FAIL: "the DNS server could not say",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How the GET is sent; `verify` and `proxies` are those of WireSession."""

    address: Address
    verify: bool | str
    proxies: dict[str, str]
    connect_timeout_s: float
    read_timeout_s: float


def look_up(host: str, port: int) -> LookUpFacts:
    """May wait as long as the resolver does."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        return LookUpFacts(error=_WORDS.get(error.errno or 0, "the look-up failed"))
    except (OSError, UnicodeError):
        return LookUpFacts(error=_NO_ADDRESS)
    addresses = {str(info[4][0]).partition("%")[0] for info in found}
    private = sum(_is_private(each) for each in addresses)
    return LookUpFacts(addresses=len(addresses), private=private)


def _is_private(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_private
    except ValueError:
        return False


def try_way(way: Way, errands: Errands, exchange: Exchange) -> RouteFacts:
    """In a worker. Raises only for a bug of ours."""
    from console.services.wire import WireSession  # it loads botocore

    silence()
    session = WireSession(
        verify=way.verify,
        search=lambda _url: way.proxies,
        connect_timeout_s=way.connect_timeout_s,
        read_timeout_s=way.read_timeout_s,
        errands=errands,
    )
    try:
        with session.carrying(exchange, _any_answer):
            session.get(way.address.url, agent=_AGENT)
    except CallStoppedError as error:
        return _of(stopped(exchange.record(), error.cause))
    except ClientFaultError as error:  # the proxy that is set is of no use
        record = exchange.record()
        return _of(Failure(record=record, origin=Origin.CLIENT, code=error.code))
    except NotBelievableError as error:
        record = exchange.record()
        return _of(Failure(record=record, origin=Origin.REPLY, code=error.code))
    except Exception as error:
        if not type(error).__module__.startswith("botocore."):
            raise
        return _failed(error, way, errands, exchange)
    finally:
        session.close()
    return RouteFacts(record=exchange.record())


def _any_answer(_reply: RawReply) -> None:
    """Whatever answers is judged by the check."""


def _of(failure: Failure) -> RouteFacts:
    return RouteFacts(record=failure.record, failure=failure)


def _failed(error: Exception, way: Way, errands: Errands, exchange: Exchange) -> RouteFacts:
    failure = from_library(exchange.record(), error)
    causes = tuple(_causes(error))
    refused = [found for each in causes if (found := _REFUSED_TUNNEL.search(str(each)))]
    untrusted = any(isinstance(each, ssl.SSLCertVerificationError) for each in causes)
    return RouteFacts(
        record=failure.record,
        failure=failure,
        untrusted=untrusted,
        presented=_presented(way, errands, exchange) if untrusted else None,
        proxy_status=int(refused[0][1]) if refused else None,
    )


def _presented(way: Way, errands: Errands, exchange: Exchange) -> str | None:
    proxy = way.proxies.get("https")
    try:
        return errands.run(
            lambda: presented_issuer(way.address, proxy, _ISSUER_S),
            name="signin-certificate",
            exchange=exchange,
            until=time.monotonic() + 2 * _ISSUER_S,
        )
    except (CallStoppedError, OSError):  # TimeoutError is one of the second
        return None


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An exception and what it came from; no text of them is shown."""
    todo: list[object] = [error]
    seen: set[int] = set()
    while todo:
        each = todo.pop()
        if not isinstance(each, BaseException) or id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        todo += [each.__cause__, each.__context__, *each.args]
        todo.append(getattr(each, "kwargs", {}).get("error"))
