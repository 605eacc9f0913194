"""Makes the checks: each by itself, with a time limit of its own, told as it ends.

None that fails, hangs or stumbles hides another. What is asked of AWS is an unsigned GET, and who
calls where a profile was chosen; nothing of a sign-in.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from console.core.diagnosis.classifier import Classifier
from console.core.diagnosis.connection_check import CheckStatus, ConnectionCheck, check
from console.core.doctor import machine, names, network, setup
from console.core.doctor.address import Address, address_of, is_region, url_in
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
from console.core.profile import Profile
from console.core.text import visible

if TYPE_CHECKING:
    import asyncio

T = TypeVar("T")

_STOPPED: Final = "Stopped before it ended."
_NO_REGION: Final = "No region is known: none was named, and AWS’s configuration sets none."
_PRACTICE: Final = "The practice pool needs none of it."
_PRACTICE_SHUT: Final = "The practice pool does not run."
_NO_ADDRESS: Final = "The endpoint is no address of HTTP."
_LATE_HINT: Final = "Run it again; what hangs here will hang in the console, too."
_BUG_HINT: Final = "Run it again. If it stays, report it with the text of all checks."


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is examined. Without a profile nobody is asked who calls.

    `region` goes before the profile's; `platform` is the window system that a window is seen on.
    """

    profile: Profile | None = None
    region: str | None = None
    platform: str | None = None


class AwsSide(Protocol):
    """How this machine reaches AWS for one subject; nothing is kept from an earlier look."""

    async def configuration(self) -> ConfigFacts: ...

    async def credentials(self, *, ask_identity: bool) -> CredentialFacts: ...

    async def proxy(self, address: Address) -> ProxyFacts: ...

    async def look_up(self, address: Address, proxy: ProxyFacts) -> LookUpFacts | None:
        """None where there is no name to look up."""
        ...

    async def route(self, address: Address, config: ConfigFacts) -> RouteFacts:
        """One unsigned GET over a connection of its own."""
        ...

    async def close(self) -> None: ...


class Workstation(Protocol):
    """What can be found out of this machine. Every method may be cancelled."""

    async def versions(self) -> VersionFacts: ...

    async def directory(self) -> DirectoryFacts: ...

    async def keyring(self) -> KeyringFacts: ...

    async def display(self) -> DisplayFacts: ...

    def aws(self, profile: Profile | None, region: str | None) -> AwsSide: ...

    def without_home(self, text: str) -> str:
        """`text` with ~ in place of the path of the home directory."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Seconds for each part; they stand above those that a part has itself."""

    machine_s: float = 12.0
    setup_s: float = 30.0
    network_s: float = 35.0


class Examination:
    """One run of all checks. `on_check` is told of each as it ends, once."""

    def __init__(
        self,
        workstation: Workstation,
        subject: Subject,
        *,
        explain: Callable[[], Classifier],
        on_check: Callable[[ConnectionCheck], object],
        limits: Limits = Limits(),
    ) -> None:
        self._workstation = workstation
        self._subject = subject
        self._explain = explain
        self._on_check = on_check
        self._limits = limits
        self._found: dict[str, ConnectionCheck] = {}
        self._tasks: list[asyncio.Task[Any]] = []
        self.stopped = False

    def stop(self) -> None:
        """On the loop's thread: what has not ended is left. Idempotent."""
        self.stopped = True
        for task in self._tasks:
            task.cancel()

    async def run(self) -> tuple[ConnectionCheck, ...]:
        """All checks in their order; those that a stop came before are skipped."""
        import asyncio  # here, so that the window is painted before it is loaded

        side = self._workstation.aws(self._subject.profile, self._subject.region)
        try:
            async with asyncio.TaskGroup() as group:
                config = group.create_task(self._configuration(side))
                self._tasks = [config]
                for work in (*self._of_machine(), self._credentials(side)):
                    self._tasks.append(group.create_task(work))
                self._tasks.append(group.create_task(self._network(side, config)))
                if self.stopped:
                    self.stop()
        finally:
            await side.close()
        for name in names.NAMES:
            if name not in self._found:
                self._tell(check(name, CheckStatus.SKIPPED, _STOPPED))
        return tuple(self._found[name] for name in names.NAMES)

    # --- the machine

    def _of_machine(self) -> tuple[Coroutine[Any, Any, None], ...]:
        at = self._workstation
        return (
            self._judged(names.VERSIONS, at.versions, machine.versions),
            self._judged(names.DIRECTORY, at.directory, machine.directory),
            self._judged(names.KEYRING, at.keyring, machine.keyring),
            self._window(),
        )

    async def _judged(
        self,
        name: str,
        find: Callable[[], Awaitable[T]],
        judge: Callable[[T], ConnectionCheck],
    ) -> None:
        facts = await self._found_out(find(), (name,), self._limits.machine_s)
        if facts is not None:
            self._tell(judge(facts))

    async def _window(self) -> None:
        if self._subject.platform is not None:  # it is seen at this moment
            self._tell(machine.window(DisplayFacts(platform=self._subject.platform)))
            return
        await self._judged(names.WINDOW, self._workstation.display, machine.window)

    # --- AWS on this machine

    async def _configuration(self, side: AwsSide) -> ConfigFacts:
        if self._simulated:
            self._tell(check(names.CONFIGURATION, CheckStatus.SKIPPED, _PRACTICE))
            return ConfigFacts()
        facts = await self._found_out(
            side.configuration(), (names.CONFIGURATION,), self._limits.setup_s
        )
        if facts is None:
            return ConfigFacts()
        self._tell(setup.configuration(facts, self._explain))
        return facts

    async def _credentials(self, side: AwsSide) -> None:
        if self._simulated:
            self._tell(check(names.CREDENTIALS, CheckStatus.SKIPPED, _PRACTICE))
            return
        asked = side.credentials(ask_identity=self._subject.profile is not None)
        facts = await self._found_out(asked, (names.CREDENTIALS,), self._limits.setup_s)
        if facts is not None:
            self._tell(setup.credentials(facts, self._explain))

    @property
    def _simulated(self) -> bool:
        profile = self._subject.profile
        return profile is not None and profile.simulated

    # --- the network

    async def _network(self, side: AwsSide, configuration: Awaitable[ConfigFacts]) -> None:
        config = await configuration
        address, why = self._address(config)
        if address is None:
            for name in names.OF_NETWORK:
                self._tell(check(name, CheckStatus.SKIPPED, why))
            return
        limit_s = self._limits.network_s
        proxy = await self._found_out(side.proxy(address), (names.PROXY,), limit_s)
        import asyncio

        async with asyncio.TaskGroup() as group:
            group.create_task(self._look_up(side, address, proxy))
            group.create_task(self._route(side, address, config, proxy))

    def _address(self, config: ConfigFacts) -> tuple[Address | None, str]:
        """Where the calls would go, or why that is not known."""
        profile = self._subject.profile
        if profile is not None and profile.simulated:
            return address_of(profile.endpoint_url or ""), _PRACTICE_SHUT
        region = self._subject.region or (profile.region if profile else None) or config.region
        if region is None:
            return None, _NO_REGION
        if not is_region(region):
            return None, f"{visible(region, 80)} is no name of a region."
        return address_of(config.endpoint_url or url_in(region)), _NO_ADDRESS

    async def _look_up(self, side: AwsSide, address: Address, proxy: ProxyFacts | None) -> None:
        asked = side.look_up(address, proxy or ProxyFacts())
        try:
            facts = await self._within(asked, (names.DNS,), self._limits.network_s)
        except _UnknownError:
            return
        self._tell(network.look_up(facts, address, proxy))

    async def _route(
        self, side: AwsSide, address: Address, config: ConfigFacts, proxy: ProxyFacts | None
    ) -> None:
        asked = side.route(address, config)
        route = await self._found_out(asked, names.OF_ROUTE, self._limits.network_s)
        if proxy is not None:
            self._tell(network.proxy(proxy, route))
        if route is not None:
            self._tell(network.connection(route, address))
            self._tell(network.secure(route, address, config.bundle))
            self._tell(network.answer(route, address))
            self._tell(network.clock(route))

    # --- telling

    async def _found_out(
        self, work: Awaitable[T], about: tuple[str, ...], limit_s: float
    ) -> T | None:
        """The facts, or None after it was told of the checks `about` that there are none."""
        try:
            return await self._within(work, about, limit_s)
        except _UnknownError:
            return None

    async def _within(self, work: Awaitable[T], about: tuple[str, ...], limit_s: float) -> T:
        import asyncio

        try:
            async with asyncio.timeout(limit_s):
                return await work
        except TimeoutError:
            words, hint = f"It was not over within {limit_s:g} s.", _LATE_HINT
        except Exception as error:  # noqa: BLE001 - an odd machine must hide no other check
            words, hint = f"It could not be made ({type(error).__name__}).", _BUG_HINT
        for name in about:
            self._tell(check(name, CheckStatus.FAIL, words, hint))
        raise _UnknownError

    def _tell(self, told: ConnectionCheck) -> None:
        safe = self._workstation.without_home
        shown = replace(told, detail=visible(safe(told.detail)), hint=visible(safe(told.hint)))
        self._found[shown.name] = shown
        self._on_check(shown)


class _UnknownError(Exception):
    """There are no facts, and that was told."""
