"""What is found out of a workstation. Nothing here is secret or names the machine or its user."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from console.core.call import CallRecord, Failure
from console.core.diagnosis.evidence import CallerFacts
from console.core.errors import UserFacingError


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """An installed library; `version` is None where it is not installed."""

    name: str
    version: str | None
    for_window: bool = False  # the commands do without it


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionFacts:
    """`system` is name, release and machine type."""

    program: str
    python: tuple[int, int, int]
    system: str
    openssl: str
    qt: str | None
    packages: tuple[Package, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryFacts:
    """`problem` is what stands in the way of using it; `mode` is None where there are no modes."""

    shown: str
    exists: bool
    problem: UserFacingError | None = None
    mode: int | None = None
    free_bytes: int | None = None
    has_journal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyringFacts:
    """`place` says in words where secrets are kept; `problem` that the keyring did not answer."""

    place: str
    persistent: bool
    problem: UserFacingError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DisplayFacts:
    """`platform` is Qt's word for the window system; `shown`: a window can be seen there.

    It is empty where there is no display at all.
    """

    platform: str
    shown: bool = True
    problem: UserFacingError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """A file of certificates to trust: what names it, and what is wrong with it."""

    named_by: str
    path: str
    problem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigFacts:
    """AWS's own files and variables, as the calls read them.

    `ignored` names settings that are there and have no effect. `failure` is why no client can be
    made of them; then the rest is what the environment alone says.
    """

    files: tuple[str, ...] = ()  # those of config and credentials that exist
    profile: str | None = None
    region: str | None = None
    endpoint_url: str | None = None  # where the calls would go
    ignored: tuple[str, ...] = ()
    bundle: Bundle | None = None
    failure: Failure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialFacts:
    """`method` is botocore's name of the source; `now` is when `expires_at` was read.

    `caller` is what STS said, `refusal` why it said nothing; both None where it was not asked.
    """

    now: datetime
    method: str | None = None
    expires_at: datetime | None = None
    failure: Failure | None = None
    caller: CallerFacts | None = None
    refusal: Failure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyFacts:
    """The proxy on the way to one address. `shown` is without its user and password."""

    shown: str | None = None
    host: str = ""
    named_by: str = ""
    bypassed: bool = False  # there is one, and an exception for this address
    problem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUpFacts:
    """How the look-up of a name ended; `private` counts addresses that are not public."""

    addresses: int = 0
    private: int = 0
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteFacts:
    """One unsigned GET. `presented` names the issuer of a certificate that is `untrusted`."""

    record: CallRecord
    failure: Failure | None = None
    untrusted: bool = False
    presented: str | None = None
    proxy_status: int | None = None  # of a proxy that opened no tunnel
