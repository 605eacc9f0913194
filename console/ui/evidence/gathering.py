"""One look-up at a time: read-only calls in a task, told as they end, stopped when asked."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from console.core.diagnosis.evidence import Probe
from console.core.errors import UserFacingError
from console.ui.deps import Deps
from console.ui.evidence.lookup import NOT_BEGUN, Gathered, Lookup, Subject

if TYPE_CHECKING:
    import asyncio

    from console.core.diagnosis.probing import Stopper

Aim = Callable[[], Coroutine[Any, Any, Subject]]
_HISTORY = 500  # attempts that are looked through for refusals of the last minutes


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

    def start(self, aim: Aim) -> None:
        """Asks about whom `aim` finds; not while one goes on."""
        from console.core.diagnosis.probing import Stopper  # not before the first paint

        if self.under_way:
            return
        stopper = self._stopper = Stopper()
        self.lookup = Lookup(under_way=True)
        task = self._deps.tasks.start(self._run(aim, stopper), name="gather evidence")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        self.progressed.emit()

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

    async def _run(self, aim: Aim, stopper: Stopper) -> None:
        gathered: Gathered | None = None
        try:
            subject = await self._aimed(aim)
            if subject is not None and not stopper.stopped:
                gathered = await self._gathered(subject, stopper)
        except UserFacingError as error:
            if stopper is self._stopper:
                self.problem_raised.emit(error)
        finally:
            if mine := stopper is self._stopper:
                self._stopper = None
                self.lookup = NOT_BEGUN
        if mine:
            self.ended.emit(gathered)

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

    async def _gathered(self, subject: Subject, stopper: Stopper) -> Gathered:
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
        )
        return Gathered(
            subject=subject,
            evidence=evidence,
            failures_seen=await self._failures_seen(subject),
            stopped=stopper.stopped,
        )

    async def _failures_seen(self, subject: Subject) -> int:
        from console.core.diagnosis.situations import failures_seen

        with suppress(UserFacingError):  # a journal that cannot be read hides one fact of many
            return failures_seen(
                await self._deps.journal.recent(_HISTORY),
                user_pool_id=subject.profile.user_pool_id,
                username=subject.username,
                now=self._deps.clock.now(),
            )
        return 0

    def _on_probe(self, stopper: Stopper, probe: Probe) -> None:
        if stopper is self._stopper:
            self.lookup = replace(self.lookup, probes=(*self.lookup.probes, probe))
            self.progressed.emit()


async def _quiet(aim: Aim) -> Subject | UserFacingError:
    """The operator's problem as a value: whoever waits says it, not the task's report."""
    try:
        return await aim()
    except UserFacingError as error:
        return error
