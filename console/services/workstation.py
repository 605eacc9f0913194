"""Finds out how this workstation is set up; core/doctor judges it."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from console.core.call import GET_CALLER_IDENTITY, ApiCall, Failure
from console.core.diagnosis.evidence_reading import read_caller
from console.core.doctor.address import Address, bare_profile, is_region
from console.core.doctor.facts import (
    ConfigFacts,
    CredentialFacts,
    DirectoryFacts,
    DisplayFacts,
    KeyringFacts,
    LookUpFacts,
    ProxyFacts,
    RouteFacts,
    VersionFacts,
)
from console.core.errors import UserFacingError
from console.core.ports import Clock, Vault
from console.core.profile import Profile
from console.services.aws_setup import Sight, config_facts, facts_without_client, source_of
from console.services.client_settings import proxies
from console.services.data_folder import directory_facts
from console.services.display import display_problem
from console.services.errands import Errands
from console.services.exchange import Exchange
from console.services.gateways import CognitoGateways
from console.services.lone_thread import in_thread
from console.services.pending import WorkerCall
from console.services.proxy_search import of_environment, proxy_facts
from console.services.secrets import KeyringVault
from console.services.versions import version_facts
from console.services.way_there import Way, look_up, try_way

if TYPE_CHECKING:
    from console.services.cognito import CognitoClient

T = TypeVar("T")

LIMIT_S: Final = 14.0  # of one call, however long the profile would wait
_DISK_S: Final = 8.0
_LOOK_UP_S: Final = 6.0
_CLOSE_S: Final = 5.0
_ANY_REGION: Final = "us-east-1"  # a client needs one before the configured one is known
_NEVER_KEPT: Final = "doctor/none"
_UNSEEN: Final = ("offscreen", "minimal")
_KEY_LOG: Final = "SSLKEYLOGFILE"


class ThisWorkstation:
    """Satisfies the Protocol Workstation of core/doctor."""

    def __init__(
        self,
        directory: Path,
        clock: Clock,
        *,
        logs_keys: bool = False,
        vault: Callable[[], Vault] = KeyringVault,
    ) -> None:
        """`logs_keys`: SSLKEYLOGFILE was set when the program began."""
        self._directory = directory
        self._clock = clock
        self._vault = vault
        self._logs_keys = logs_keys

    async def versions(self) -> VersionFacts:
        return await in_thread(version_facts, _DISK_S, name="versions")

    async def directory(self) -> DirectoryFacts:
        return await in_thread(
            lambda: directory_facts(self._directory), _DISK_S, name="data-directory"
        )

    async def keyring(self) -> KeyringFacts:
        """Asks for a secret that is never kept: only then a locked keyring shows."""
        vault = self._vault()
        problem = None
        try:
            await vault.get(_NEVER_KEPT)
        except UserFacingError as error:
            problem = error
        place = "" if problem is not None else await vault.describe()
        return KeyringFacts(place=place, persistent=bool(vault.persistent), problem=problem)

    async def display(self) -> DisplayFacts:
        problem = await in_thread(display_problem, _DISK_S, name="display")
        platform = _platform()
        return DisplayFacts(platform=platform, shown=platform not in _UNSEEN, problem=problem)

    def aws(self, profile: Profile | None, region: str | None) -> AwsLook:
        return AwsLook(profile, region, self._clock, logs_keys=self._logs_keys)

    def without_home(self, text: str) -> str:
        home = str(Path.home()) if _has_home() else ""
        return re.sub(rf"{re.escape(home)}(?![\w-])", "~", text) if len(home) > 1 else text


class AwsLook:
    """Satisfies the Protocol AwsSide; everything is read anew, over connections of its own."""

    def __init__(
        self, profile: Profile | None, region: str | None, clock: Clock, *, logs_keys: bool
    ) -> None:
        self._region = region or (None if profile is None else profile.region)
        base = profile or bare_profile(_ANY_REGION)
        usable = self._region if self._region is not None and is_region(self._region) else None
        self._profile = replace(
            base,
            region=usable or _ANY_REGION,
            total_timeout_s=min(base.total_timeout_s, LIMIT_S),
            known=None,
        )
        self._clock = clock
        self._logs_keys = logs_keys
        self._gateways = CognitoGateways(clock)
        self._errands = Errands()

    async def configuration(self) -> ConfigFacts:
        def read(sight: Sight, _exchange: Exchange) -> ConfigFacts:
            return config_facts(sight, self._profile, self._region)

        found = await self._looked(read)
        if isinstance(found, Failure):
            found = await in_thread(
                lambda: facts_without_client(self._profile, found), _DISK_S, name="aws-variables"
            )
        ignored = (*found.ignored, *[_KEY_LOG] * self._logs_keys)
        return replace(found, ignored=ignored)

    async def credentials(self, *, ask_identity: bool) -> CredentialFacts:
        def fetch(sight: Sight, exchange: Exchange) -> CredentialFacts:
            sight.keys.refresh(exchange)
            method, expires_at = source_of(sight)
            return CredentialFacts(now=self._clock.now(), method=method, expires_at=expires_at)

        found = await self._looked(fetch)
        if isinstance(found, Failure):
            return CredentialFacts(now=self._clock.now(), failure=found)
        return await self._with_caller(found) if ask_identity else found

    async def proxy(self, address: Address) -> ProxyFacts:
        return await in_thread(
            lambda: proxy_facts(self._profile, address), _LOOK_UP_S, name="proxies"
        )

    async def look_up(self, address: Address, proxy: ProxyFacts) -> LookUpFacts | None:
        """Of the proxy's name where there is a proxy, which then looks up the rest."""
        proxied = proxy.shown is not None and not proxy.bypassed
        host = proxy.host if proxied else address.host
        if not host or _is_numeric(host):
            return None
        try:
            return await in_thread(
                lambda: look_up(host, address.port), _LOOK_UP_S, name="doctor-dns"
            )
        except TimeoutError:
            return LookUpFacts(error=f"no answer within {_LOOK_UP_S:g} s")

    async def route(self, address: Address, config: ConfigFacts) -> RouteFacts:
        profile = self._profile

        def attempt(_load: object, exchange: Exchange) -> RouteFacts:
            way = Way(
                address=address,
                verify=True if config.bundle is None else config.bundle.path,
                proxies=proxies(profile, address.url, of_environment),
                connect_timeout_s=profile.connect_timeout_s,
                read_timeout_s=profile.read_timeout_s,
            )
            return try_way(way, self._errands, exchange)

        result = await _ended(self._gateways.open(profile).begin_look(attempt))
        if isinstance(result, Failure):
            return RouteFacts(record=result.record, failure=result)
        return result

    async def close(self) -> None:
        """Leaves what does not end in time."""
        try:
            await in_thread(self._gateways.close, _CLOSE_S, name="doctor-close")
        except TimeoutError:
            return

    async def _with_caller(self, found: CredentialFacts) -> CredentialFacts:
        call = ApiCall(operation=GET_CALLER_IDENTITY, params={})
        result = await _ended(self._gateways.open(self._profile).begin(call))
        if isinstance(result, Failure):
            return replace(found, refusal=result)
        return replace(found, caller=read_caller(result.details))

    async def _looked(self, at: Callable[[Sight, Exchange], T]) -> T | Failure:
        def work(load: Callable[[], CognitoClient], exchange: Exchange) -> T | Failure:
            return load().look(lambda sight: at(sight, exchange), exchange)

        return await _ended(self._gateways.open(self._profile).begin_look(work))


async def _ended(pending: WorkerCall[T]) -> T | Failure:
    """The result; whoever stops waiting for it ends the call."""
    try:
        return await pending.result()
    finally:
        pending.stop()


def _platform() -> str:
    chosen = os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if chosen:
        return chosen
    if not sys.platform.startswith("linux"):
        return {"win32": "windows", "darwin": "cocoa"}.get(sys.platform, sys.platform)
    if os.environ.get("WAYLAND_DISPLAY"):
        return "wayland"
    return "xcb" if os.environ.get("DISPLAY") else ""


def _is_numeric(host: str) -> bool:
    return Address(url="", host=host, port=0, secure=False).numeric


def _has_home() -> bool:
    try:
        Path.home()
    except RuntimeError:
        return False
    return True
