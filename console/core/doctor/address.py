"""The address that the network is tried with: that of Cognito in a region, or a lab's own."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from console.core.fields import errors
from console.core.profile import Profile, is_loopback_url, profile_problems

_OF_AWS = (".amazonaws.com", ".amazonaws.com.cn", ".amazonaws.eu", ".api.aws")
_DOMAINS = {"cn-": "amazonaws.com.cn", "eusc-": "amazonaws.eu"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """`url` has no path."""

    url: str
    host: str
    port: int
    secure: bool

    @property
    def of_aws(self) -> bool:
        """Whether only AWS has certificates for it."""
        return self.host.endswith(_OF_AWS)

    @property
    def near(self) -> bool:
        """Whether it is this machine itself."""
        return is_loopback_url(self.url)

    @property
    def numeric(self) -> bool:
        """Whether there is no name to look up."""
        try:
            ipaddress.ip_address(self.host)
        except ValueError:
            return False
        return True


def address_of(url: str) -> Address | None:
    """The address in `url`, None where it is none of HTTP."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        return None
    secure = parts.scheme == "https"
    return Address(
        url=f"{parts.scheme}://{parts.netloc}/",
        host=parts.hostname,
        port=port or (443 if secure else 80),
        secure=secure,
    )


def url_in(region: str) -> str:
    """Cognito's usual address in a region, for when botocore cannot be asked."""
    ends = (end for start, end in _DOMAINS.items() if region.startswith(start))
    return f"https://cognito-idp.{region}.{next(ends, 'amazonaws.com')}"


def is_region(text: str) -> bool:
    """Whether `text` has the form of a region's name."""
    found = errors(profile_problems(bare_profile(text)))
    return not any(problem.field == "region" for problem in found)


def bare_profile(region: str) -> Profile:
    """A profile for calls that need no pool."""
    return Profile(profile_id="doctor", name="doctor", region=region, user_pool_id="", client_id="")
