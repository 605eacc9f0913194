"""Makes the calls of an investigation: they overlap, can all be stopped, and are judged each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from console.core import facts
from console.core.call import ApiCall, CallResult, Failure, Origin, Reply
from console.core.diagnosis.evidence import Probe
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
        started = self._clock.monotonic()
        results: list[CallResult | None] = []
        found: list[str] = []
        token: Secret | None = None
        while len(results) < PAGES and (token is not None or not results):
            result = await self._ask(self._target.call(operation, token=token))
            results.append(result)
            if not isinstance(result, Reply):
                break
            found += read_ids(result.details, member, name)
            token = read_token(result.details, "NextToken")
        self._note(operation, results, started)
        whole = all(isinstance(result, Reply) for result in results)
        return tuple(dict.fromkeys(found)) if whole else None

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

    def _note(self, operation: str, results: Sequence[CallResult | None], started: float) -> None:
        made = [result for result in results if result is not None]
        if not made:
            self.skip(operation, _STOPPED)
            return
        self._tell(judged(operation, made, (self._clock.monotonic() - started) * 1000))

    def _tell(self, probe: Probe) -> None:
        self.probes[probe.operation] = probe
        if self._on_probe is not None:
            self._on_probe(probe)
