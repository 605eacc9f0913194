"""Which proxy the calls take on the way to an address, and who says so."""

from __future__ import annotations

import os
import urllib.request
from typing import Final
from urllib.parse import SplitResult, urlsplit

from console.core.doctor.address import Address
from console.core.doctor.facts import ProxyFacts
from console.core.profile import Profile

_UNREADABLE: Final = "its address cannot be read."
_UNUSABLE: Final = "the calls can use none but a proxy of HTTP."


def proxy_facts(profile: Profile, address: Address) -> ProxyFacts:
    """As `client_settings.proxies` chooses; of the address of a proxy its user is left out."""
    url, named_by = _chosen(profile, address)
    if url is None:
        return ProxyFacts()
    parts = _parts(url)
    if parts is None:
        return ProxyFacts(shown="a proxy", named_by=named_by, problem=_UNREADABLE)
    host = parts.hostname or ""
    name = f"[{host}]" if ":" in host else host
    port = f":{parts.port}" if parts.port is not None else ""
    return ProxyFacts(
        shown=f"{parts.scheme}://{name}{port}",
        host=host,
        named_by=named_by,
        bypassed=profile.proxy is None and bypasses(address),
        problem=None if parts.scheme in ("http", "https") else _UNUSABLE,
    )


def of_environment(url: str) -> dict[str, str]:
    """The proxies by scheme that environment or system set for `url`, as botocore finds them."""
    return {} if _bypassed(urlsplit(url).netloc) else urllib.request.getproxies()


def bypasses(address: Address) -> bool:
    """Whether environment or system make an exception of the address."""
    return _bypassed(urlsplit(address.url).netloc)


def _bypassed(netloc: str) -> bool:
    try:
        return bool(urllib.request.proxy_bypass(netloc))
    except (OSError, TypeError):
        return False


def _chosen(profile: Profile, address: Address) -> tuple[str | None, str]:
    if address.near:
        return None, ""
    if profile.proxy is not None:
        return profile.proxy, "the profile"
    scheme = "https" if address.secure else "http"
    url = urllib.request.getproxies().get(scheme)
    if not url:
        return None, ""
    if urllib.request.getproxies_environment().get(scheme) != url:
        return url, "the system"
    names = (f"{scheme}_proxy", f"{scheme.upper()}_PROXY")
    return url, next((name for name in names if os.environ.get(name)), names[1])


def _parts(url: str) -> SplitResult | None:
    """botocore takes an address without a scheme for one of HTTP."""
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        _ = parts.port
    except ValueError:
        return None
    return parts if parts.hostname else None
