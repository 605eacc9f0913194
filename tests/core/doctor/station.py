"""A workstation that says what a test tells it to, for the checks and the window's dialog."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from console.core.call import CallRecord, Failure, Origin, Sent
from console.core.diagnosis.evidence import CallerFacts
from console.core.doctor.address import Address, address_of
from console.core.doctor.facts import (
    ConfigFacts,
    CredentialFacts,
    DirectoryFacts,
    DisplayFacts,
    KeyringFacts,
    LookUpFacts,
    Package,
    ProxyFacts,
    RouteFacts,
    VersionFacts,
)
from console.core.profile import Profile
from tests.fakes import START, record, wire

T = TypeVar("T")

HOST = "cognito-idp.eu-west-1.amazonaws.com"
HOME = "/home/alice"
VERSIONS = VersionFacts(
    program="0.1.0",
    python=(3, 11, 7),
    system="Linux 6.1 x86_64",
    openssl="OpenSSL 3.0.19",
    qt="6.11.3",
    packages=(
        Package(name="PySide6", version="6.11.3", for_window=True),
        Package(name="boto3", version="1.44.8"),
    ),
)
DIRECTORY = DirectoryFacts(
    shown="~/data", exists=True, mode=0o700, free_bytes=50 * 1024**3, has_journal=True
)
KEYRING = KeyringFacts(place="Secrets are kept in the system keyring.", persistent=True)
CONFIG = ConfigFacts(files=("config",), profile="support", region="eu-west-1")
CREDENTIALS = CredentialFacts(now=START, method="sso")
CALLER = CallerFacts(
    account="123456789012",
    arn="arn:aws:sts::123456789012:assumed-role/Support/alice@example.com",
)


def at(url: str = f"https://{HOST}") -> Address:
    found = address_of(url)
    assert found is not None
    return found


def answered(issuer: str | None = "Amazon / Amazon RSA 2048 M02", **changes: object) -> RouteFacts:
    """Something answered the GET."""
    return RouteFacts(record=record(tries=(replace(wire(), tls_issuer=issuer),), **changes))


def failed(phase: str, code: str = "EndpointConnectionError", message: str = "") -> RouteFacts:
    """The GET ended in `phase`."""
    tried = replace(wire(sent=Sent.NO), error=f"{code} in {phase}", tls_issuer=None)
    kept = CallRecord(started_at=START, duration_ms=5.0, sent=Sent.NO, tries=(tried,))
    failure = Failure(record=kept, origin=Origin.CLIENT, code=code, message=message)
    return RouteFacts(record=kept, failure=failure)


@dataclass(slots=True, kw_only=True)
class Station:
    """Facts by the name of the method; an exception is raised, None waits for its end."""

    facts: dict[str, Any] = field(
        default_factory=lambda: {
            "versions": VERSIONS,
            "directory": DIRECTORY,
            "keyring": KEYRING,
            "display": DisplayFacts(platform="xcb"),
            "configuration": CONFIG,
            "credentials": CREDENTIALS,
            "proxy": ProxyFacts(),
            "look_up": LookUpFacts(addresses=3),
            "route": answered(),
        }
    )
    opened: list[tuple[Profile | None, str | None]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    identity_asked: bool | None = None
    closed: int = 0

    async def versions(self) -> VersionFacts:
        return await self._say("versions", VersionFacts)

    async def directory(self) -> DirectoryFacts:
        return await self._say("directory", DirectoryFacts)

    async def keyring(self) -> KeyringFacts:
        return await self._say("keyring", KeyringFacts)

    async def display(self) -> DisplayFacts:
        return await self._say("display", DisplayFacts)

    def aws(self, profile: Profile | None, region: str | None) -> Station:
        self.opened.append((profile, region))
        return self

    def without_home(self, text: str) -> str:
        return text.replace(HOME, "~")

    async def configuration(self) -> ConfigFacts:
        return await self._say("configuration", ConfigFacts)

    async def credentials(self, *, ask_identity: bool) -> CredentialFacts:
        self.identity_asked = ask_identity
        return await self._say("credentials", CredentialFacts)

    async def proxy(self, address: Address) -> ProxyFacts:
        self.addresses.append(address)
        return await self._say("proxy", ProxyFacts)

    async def look_up(self, address: Address, proxy: ProxyFacts) -> LookUpFacts | None:
        told = self.facts["proxy"]
        assert proxy == (told if isinstance(told, ProxyFacts) else ProxyFacts())
        assert address == self.addresses[-1]
        return await self._say("look_up", LookUpFacts)

    async def route(self, address: Address, config: ConfigFacts) -> RouteFacts:
        assert config is not None
        return await self._say("route", RouteFacts)

    async def close(self) -> None:
        self.closed += 1

    async def _say(self, name: str, kind: Callable[..., T]) -> T:
        self.asked.append(name)
        said = self.facts[name]
        if said is None:
            await asyncio.Event().wait()
        if isinstance(said, Exception):
            raise said
        assert isinstance(said, kind)  # type: ignore[arg-type]
        return said  # type: ignore[no-any-return]
