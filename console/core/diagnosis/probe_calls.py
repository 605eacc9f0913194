"""Makes the calls of an investigation: they overlap, can all be stopped, and are judged each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from console.core import facts
from console.core.call import ApiCall, CallResult, Failure, Origin, Reply
from console.core.diagnosis.evidence import Probe, ProbeStatus
from console.core.diagnosis.evidence_reading import read_ids, read_token
from console.core.diagnosis.probe_judging import judged, skipped
from console.core.diagnosis.probe_plan import PAGES, ProbeTarget
from console.core.ports import Clock, Gateway, PendingCall
from console.core.secret import Secret

_STOPPED = "The investigation was stopped before it."


class Stopper:
    """Ends a gathering from outside: what is under way is cut off, and nothing begins any more."""

    def __init__(self) -> None:
        self._pending: set[PendingCall] = set()
        self.stopped = False

    def stop(self) -> None:
        """On the loop's thread. Idempotent."""
        self.stopped = True
        for pending in tuple(self._pending):
            pending.stop()

    async def follow(self, pending: PendingCall) -> CallResult:
        """The result of a call that has just begun."""
        self._pending.add(pending)
        try:
            return await pending.result()
        except BaseException:  # a cancelled task: the request must not go on by itself
            pending.stop()
            raise
        finally:
            self._pending.discard(pending)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """What a list's pages gave, up to a bound; `whole`: all of them came, to the last."""

    results: tuple[CallResult | None, ...]
    whole: bool

    @property
    def replies(self) -> tuple[Reply, ...]:
        """Those that came."""
        return tuple(result for result in self.results if isinstance(result, Reply))


class ProbeCalls:
    """The calls of one gathering; `probes` has what became of each operation so far."""

    def __init__(
        self,
        *,
        target: ProbeTarget,
        gateway: Gateway,
        clock: Clock,
        stopper: Stopper,
        on_probe: Callable[[Probe], object] | None,
    ) -> None:
        self._target = target
        self._gateway = gateway
        self._clock = clock
        self._stopper = stopper
        self._on_probe = on_probe
        self.probes: dict[str, Probe] = {}
        self.clock_skew_s: float | None = None  # as the first answer of AWS showed it

    async def one(self, operation: str) -> CallResult | None:
        """The result of an operation's only call; None after a stop."""
        (result,) = await self.all(operation, [self._target.call(operation)])
        return result

    async def all(self, operation: str, calls: Sequence[ApiCall]) -> list[CallResult | None]:
        """The results of an operation's calls, made at the same time."""
        started = self._clock.monotonic()
        results = await self.unjudged(calls)
        self._note(operation, results, started)
        return results

    async def unjudged(self, calls: Sequence[ApiCall]) -> list[CallResult | None]:
        """The results of calls made at the same time, of which no probe tells."""
        import asyncio  # here, so that the window is painted before it is loaded

        async with asyncio.TaskGroup() as tasks:
            asked = [tasks.create_task(self._ask(call)) for call in calls]
        return [task.result() for task in asked]

    def service_time(self) -> datetime:
        """Now, by the clock of the service where an answer showed how far this one is off."""
        return self._clock.now() - timedelta(seconds=self.clock_skew_s or 0.0)

    async def ids(self, operation: str, member: str, name: str) -> tuple[str, ...] | None:
        """`name` of every entry of a list, up to a bound; None where a page of it did not come."""
        (pages,) = await self.listed(operation, [self._target.call(operation)])
        if len(pages.replies) < len(pages.results):
            return None
        found = (each for reply in pages.replies for each in read_ids(reply.details, member, name))
        return tuple(dict.fromkeys(found))

    async def listed(
        self,
        operation: str,
        firsts: Sequence[ApiCall],
        *,
        token_name: str = "NextToken",  # noqa: S107  # a member's name
        at_once: bool = True,
        when_ok: Callable[[Sequence[Pages]], str] | None = None,
    ) -> list[Pages]:
        """The lists that begin with `firsts`, read at the same time or in turn, judged together.

        `when_ok` gives the reason that the probe tells where every page came.
        """
        import asyncio

        started = self._clock.monotonic()
        if at_once:
            async with asyncio.TaskGroup() as tasks:
                asked = [tasks.create_task(self._pages(first, token_name)) for first in firsts]
            lists = [task.result() for task in asked]
        else:
            lists = [await self._pages(first, token_name) for first in firsts]
        reason = when_ok(lists) if when_ok is not None else ""
        self._note(operation, [each for pages in lists for each in pages.results], started, reason)
        return lists

    async def _pages(self, call: ApiCall, token_name: str) -> Pages:
        results: list[CallResult | None] = []
        token: Secret | None = None
        while len(results) < PAGES and (token is not None or not results):
            further = {} if token is None else {token_name: token}
            result = await self._ask(replace(call, params={**call.params, **further}))
            results.append(result)
            if not isinstance(result, Reply):
                break
            token = read_token(result.details, token_name)
        whole = token is None and isinstance(results[-1], Reply)
        return Pages(results=tuple(results), whole=whole)

    def skip(self, operation: str, reason: str) -> None:
        """Says that an operation is not asked, and why."""
        self._tell(skipped(operation, reason))

    async def _ask(self, call: ApiCall) -> CallResult | None:
        if self._stopper.stopped:
            return None
        result = await self._stopper.follow(self._gateway.begin(call))
        answered = not isinstance(result, Failure) or result.origin is Origin.SERVICE
        if self.clock_skew_s is None and answered:
            self.clock_skew_s = facts.clock_skew_s(result.record)
        return result

    def _note(
        self,
        operation: str,
        results: Sequence[CallResult | None],
        started: float,
        reason_if_ok: str = "",
    ) -> None:
        made = [result for result in results if result is not None]
        if not made:
            self.skip(operation, _STOPPED)
            return
        probe = judged(operation, made, (self._clock.monotonic() - started) * 1000)
        if reason_if_ok and probe.status is ProbeStatus.OK:
            probe = replace(probe, reason=reason_if_ok)
        self._tell(probe)

    def _tell(self, probe: Probe) -> None:
        self.probes[probe.operation] = probe
        if self._on_probe is not None:
            self._on_probe(probe)
