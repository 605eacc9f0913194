"""The proxy on the way to each host, looked for anew where the settings changed."""

from __future__ import annotations

import threading
import time
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, NoReturn
from urllib.parse import SplitResult, urlsplit

from console.core.secret import Secret
from console.services.certificates import authorization_of
from console.services.errands import Errands
from console.services.faults import ClientFaultError
from console.services.visits import active

BAD_PROXY: Final = "InvalidProxiesConfigError"
Search = Callable[[str], Mapping[str, str]]  # from a URL to the proxies by scheme
_SEARCH_S: Final = 5.0
_KEPT: Final = 64  # answers for hosts; a window asks for a dozen


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """`url` is without user and password, so that no text of a library can quote them."""

    url: str
    authorization: Secret | None = None


class ProxyFinder:
    """Asked by several workers at once. A search may look names up, and so may hang."""

    def __init__(self, search: Search, errands: Errands) -> None:
        """`search` judges for each address by itself whether it is an exception."""
        self._search = search
        self._errands = errands
        self._lock = threading.Lock()
        self._found: dict[tuple[object, ...], Proxy | None] = {}

    def on_the_way_to(self, url: str) -> Proxy | None:
        """The proxy for `url`; a stop of this thread's call ends the search.

        Raises ClientFaultError for one that cannot be used, and for a search without an end.
        """
        parts = urlsplit(url)
        key = (parts.scheme, parts.netloc, *sorted(urllib.request.getproxies().items()))
        with self._lock:
            if key in self._found:
                return self._found[key]
        found = self._searched(url).get(parts.scheme)
        proxy = None if not found else _read(found)
        with self._lock:
            if len(self._found) >= _KEPT:
                self._found.clear()
            self._found[key] = proxy
        return proxy

    def _searched(self, url: str) -> Mapping[str, str]:
        exchange = getattr(active, "exchange", None)
        if exchange is None:  # credentials are fetched, in a thread that may be left behind
            return self._search(url)
        try:
            return self._errands.run(
                lambda: self._search(url),
                name="signin-proxies",
                exchange=exchange,
                until=time.monotonic() + _SEARCH_S,
                left_behind=active.visit.notes.leave_behind,
            )
        except TimeoutError:
            _refuse("to find out whether it is an exception took too long")


class ProxySettings:
    """In the form of botocore's ProxyConfiguration, but with an answer for each address.

    botocore and urllib3 see no user and no password of a proxy, but in the header.
    """

    settings: Final[Mapping[str, object]] = {}

    def __init__(self, finder: ProxyFinder, forget: Callable[[str], object]) -> None:
        """`forget` is told the URL of a proxy whose user or password has changed."""
        self._finder = finder
        self._forget = forget
        self._known: dict[str, Proxy] = {}

    def proxy_url_for(self, url: str) -> str | None:
        """The proxy on the way to `url`, if there is one."""
        proxy = self._finder.on_the_way_to(url)
        if proxy is None:
            return None
        if self._known.get(proxy.url, proxy) != proxy:
            self._forget(proxy.url)
        self._known[proxy.url] = proxy
        return proxy.url

    def proxy_headers_for(self, proxy_url: str) -> dict[str, str]:
        """What goes to the proxy alone, of one that was given before."""
        secret = self._known[proxy_url].authorization
        return {} if secret is None else {"Proxy-Authorization": secret.reveal()}


def _read(text: str) -> Proxy:
    try:
        parts = _parts(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        _refuse("its address cannot be read")
    if parts.scheme not in ("http", "https"):
        _refuse("the calls can use none but a proxy of HTTP")
    if not host:
        _refuse("its address names no host")
    place = f"[{host}]" if ":" in host else host
    header = authorization_of(parts.username, parts.password)
    return Proxy(
        url=f"{parts.scheme}://{place}" + ("" if port is None else f":{port}"),
        authorization=None if header is None else Secret(header),
    )


def _parts(text: str) -> SplitResult:
    """As botocore reads it: without a scheme it is one of HTTP."""
    bare = text.removeprefix("//")
    return urlsplit(bare if "://" in bare else f"http://{bare}")


def _refuse(why: str) -> NoReturn:
    raise ClientFaultError(
        BAD_PROXY, f"The proxy that is set for this address is of no use: {why}."
    )
