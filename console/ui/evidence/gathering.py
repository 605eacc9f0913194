"""One look-up at a time: read-only calls in a task, told as they end, stopped when asked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from console.core.diagnosis.evidence import Evidence, Probe, ProbeStatus
from console.core.errors import UserFacingError
from console.core.text import visible
from console.ui.deps import Deps
from console.ui.evidence.lookup import NOT_BEGUN, Gathered, Lookup, Subject, Tried, lookup_of

if TYPE_CHECKING:
    import asyncio

    from console.core.diagnosis.probing import Stopper
    from console.core.diagnosis.ready_queries import ReadyQuery

_REASON_LIMIT = 300
Aim = Callable[[], Coroutine[Any, Any, Subject]]


class Gathering(QObject):
    """Nothing of a sign-in is sent. What is dropped is stopped, and told to nobody."""

    progressed = Signal()
    ended = Signal(object)  # Gathered, or None where nothing came of it
    problem_raised = Signal(object)  # UserFacingError

    def __init__(self, *, deps: Deps, parent: QObject) -> None:
        super().__init__(parent)
        self._deps = deps
        self._stopper: Stopper | None = None  # of the look-up that goes on
        self._aiming: asyncio.Task[Subject | UserFacingError] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.lookup = NOT_BEGUN

    @property
    def under_way(self) -> bool:
        """Whether one goes on."""
        return self._stopper is not None

    def start(self, aim: Aim, tried: Tried | None = None) -> None:
        """Asks about whom `aim` finds, and about what was `tried`; not while one goes on."""
        self._begin(
            lambda stopper: self._aimed_and_gathered(aim, tried, stopper),
            Lookup(under_way=True),
        )

    def look_again(self, known: Gathered) -> None:
        """Looks into CloudTrail alone, for what was not there yet; not while one goes on."""
        before = lookup_of(known, self._deps.clock.now())
        self._begin(
            lambda stopper: self._looked_again(known, stopper),
            replace(before, under_way=True, again=True),
        )

    def stop(self) -> None:
        """What is under way is cut off; what was read until then counts."""
        if self._stopper is not None:
            self._stopper.stop()
            if self._aiming is not None:
                self._aiming.cancel()

    def drop(self) -> None:
        """Nobody wants to know any more."""
        self.stop()
        self._stopper = None
        self.lookup = NOT_BEGUN

    async def close(self) -> None:
        """Drops it, and waits until nothing is under way any more."""
        import asyncio

        self.drop()
        if self._tasks:
            await asyncio.wait(set(self._tasks))

    # Inside

    def _begin(self, work: Callable[[Stopper], Awaitable[Gathered | None]], told: Lookup) -> None:
        from console.core.diagnosis.probing import Stopper  # not before the first paint

        if self.under_way:
            return
        stopper = self._stopper = Stopper()
        self.lookup = told
        task = self._deps.tasks.start(self._run(work, stopper), name="gather evidence")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        self.progressed.emit()

    async def _run(
        self, work: Callable[[Stopper], Awaitable[Gathered | None]], stopper: Stopper
    ) -> None:
        gathered: Gathered | None = None
        try:
            gathered = await work(stopper)
        except UserFacingError as error:
            if stopper is self._stopper:
                self.problem_raised.emit(error)
        finally:
            if mine := stopper is self._stopper:
                self._stopper = None
                self.lookup = NOT_BEGUN
        if mine:
            self.ended.emit(gathered)

    async def _aimed_and_gathered(
        self, aim: Aim, tried: Tried | None, stopper: Stopper
    ) -> Gathered | None:
        subject = await self._aimed(aim)
        if subject is None or stopper.stopped:
            return None
        return await self._gathered(subject, tried, stopper)

    async def _aimed(self, aim: Aim) -> Subject | None:
        """Whom to ask about; None where the operator did not want to wait for that."""
        import asyncio

        aiming = self._aiming = self._deps.tasks.start(_quiet(aim), name="find whom to ask about")
        try:
            await asyncio.wait({aiming})
        finally:
            if aiming is self._aiming:
                self._aiming = None
        if aiming.cancelled():
            return None
        found = aiming.result()
        if isinstance(found, UserFacingError):
            raise found
        return found

    async def _gathered(self, subject: Subject, tried: Tried | None, stopper: Stopper) -> Gathered:
        from console.core.diagnosis.probing import gather

        evidence = await gather(
            profile=subject.profile,
            username=subject.username,
            gateway=self._deps.gateways.open(subject.profile),
            client_secret=subject.client_secret,
            device_key=subject.device_key,
            clock=self._deps.clock,
            on_probe=lambda probe: self._on_probe(stopper, probe),
            stopper=stopper,
            occurrence=None if tried is None else tried.occurrence,
            challenge=None if tried is None else tried.challenge,
            live=None if tried is None else tried.live,
        )
        return self._made(subject, tried, evidence, stopped=stopper.stopped)

    async def _looked_again(self, known: Gathered, stopper: Stopper) -> Gathered:
        from console.core.diagnosis.probing import look_again

        subject, tried = known.subject, known.tried
        if tried is None:
            return known
        probes = list[Probe]()
        evidence = await look_again(
            profile=subject.profile,
            occurrence=tried.occurrence,
            gateway=self._deps.gateways.open(subject.profile),
            clock=self._deps.clock,
            evidence=known.evidence,
            on_probe=probes.append,
            stopper=stopper,
            live=tried.live,
        )
        if stopper.stopped:
            return known
        failed = [probe.reason for probe in probes if probe.status is not ProbeStatus.OK]
        if failed:
            return replace(known, look_failed=visible(failed[0], _REASON_LIMIT))
        return self._made(subject, tried, evidence, stopped=known.stopped)

    def _made(
        self, subject: Subject, tried: Tried | None, evidence: Evidence, *, stopped: bool
    ) -> Gathered:
        from console.core.diagnosis.least_policy import least_policy

        return Gathered(
            subject=subject,
            evidence=evidence,
            stopped=stopped,
            tried=tried,
            looked_at=None if tried is None else self._deps.clock.now(),
            queries=_queries(subject, tried, evidence),
            policy=least_policy(subject.profile, evidence),
        )

    def _on_probe(self, stopper: Stopper, probe: Probe) -> None:
        if stopper is self._stopper:
            self.lookup = replace(self.lookup, probes=(*self.lookup.probes, probe))
            self.progressed.emit()


def _queries(subject: Subject, tried: Tried | None, evidence: Evidence) -> dict[str, ReadyQuery]:
    """For each call that was denied, what somebody else may run in its place."""
    from console.core.diagnosis.ready_queries import ready_query

    occurrence = None if tried is None else tried.occurrence
    return {
        probe.operation: ready_query(probe.operation, subject.profile, evidence, occurrence)
        for probe in evidence.probes
        if probe.status is ProbeStatus.DENIED
    }


async def _quiet(aim: Aim) -> Subject | UserFacingError:
    """The operator's problem as a value: whoever waits says it, not the task's report."""
    try:
        return await aim()
    except UserFacingError as error:
        return error
