"""What the operator does with the tokens of one attempt: one call at a time, each sent once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from console.core.aftermath import Aftermath, Done
from console.core.attempt import Attempt
from console.core.call import CONFIRM_DEVICE, REVOKE_TOKEN
from console.core.conversation.flows import ROTATED_REFRESH
from console.core.errors import UserFacingError
from console.core.text import visible
from console.ui.attempt.diagnosis_words import diagnose_follow_up
from console.ui.attempt.tokens_panel import Following
from console.ui.attempt.tokens_words import local_words
from console.ui.keepsakes import Keepsakes
from console.ui.tasks import Tasks

if TYPE_CHECKING:
    import asyncio

    from console.core.conversation.device import Device

LEAVE_LIMIT_S = 10.0
_NAME_LIMIT = 60


class AfterSignIn(QObject):
    """Belongs to one attempt that won tokens, until `leave`."""

    changed = Signal()  # what may be done, or what runs
    call_ended = Signal(object)  # the Diagnosis of one that failed, or None
    problem_raised = Signal(object)  # UserFacingError

    def __init__(
        self,
        *,
        attempt: Attempt,
        aftermath: Aftermath,
        tasks: Tasks,
        keepsakes: Keepsakes,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._attempt = attempt
        self._aftermath = aftermath
        self._tasks = tasks
        self._keepsakes = keepsakes
        self._what = ""  # the call that runs
        self._stopped = False  # before it began
        self._call: asyncio.Task[None] | None = None
        self._checking: asyncio.Task[None] | None = None
        self._checked = False  # claims and signatures of the newest tokens
        self._leaving: asyncio.Task[None] | None = None

    @property
    def following(self) -> Following:
        """What may be done now."""
        known = self._attempt.plan.profile.known
        after = self._aftermath
        return Following(
            can_refresh=after.can_refresh,
            can_revoke=after.can_revoke,
            can_remember=after.can_remember_device,
            rotates=known is not None and known.rotates_refresh is True,
            checking=not self._checked,
            under_way=self._what,
        )

    @property
    def under_way(self) -> bool:
        """Whether a call runs."""
        return bool(self._what)

    @property
    def attempt(self) -> Attempt:
        """Whose tokens they are."""
        return self._attempt

    def check(self) -> None:
        """Looks at claims and signatures; what comes of it is on the timeline."""
        self._checked = False
        self._checking = self._tasks.start(self._check(), name="check tokens")

    def refresh(self, *, rotated: bool) -> None:
        """New tokens; `rotated` by GetTokensFromRefreshToken."""
        path = self._attempt.won[-1].path
        what = ROTATED_REFRESH if rotated else path.initiate
        self._start(what, lambda: self._refresh(rotated=rotated))

    def revoke(self) -> None:
        """RevokeToken."""
        self._start(REVOKE_TOKEN, self._aftermath.revoke)

    def remember(self, name: str) -> None:
        """ConfirmDevice under this name."""
        self._start(
            CONFIRM_DEVICE, lambda: self._aftermath.remember_device(name, self._keep_device)
        )

    def cancel(self) -> None:
        """Stops the call that runs."""
        if self._what:
            self._stopped = True
            self._attempt.cancel()

    async def leave(self) -> None:
        """The attempt is replaced or closed: revokes its tokens once, where that is possible.

        Whoever asks again waits for the same end.
        """
        import asyncio  # not before the first paint

        if self._leaving is None:
            self._leaving = self._tasks.start(self._leave(), name="revoke at close")
        await asyncio.wait({self._leaving})

    # Inside

    def _start(self, what: str, work: Callable[[], Awaitable[Done]]) -> None:
        if self._what or self._leaving is not None:
            return
        self._what, self._stopped = what, False
        self._call = self._tasks.start(self._run(what, work), name=what)
        self.changed.emit()

    async def _run(self, what: str, work: Callable[[], Awaitable[Done]]) -> None:
        done: Done | None = None
        try:
            if not self._stopped:
                done = await work()
        finally:
            self._what = ""
            self.changed.emit()
        if done is not None:
            simulated = self._attempt.plan.profile.simulated
            self.call_ended.emit(diagnose_follow_up(what, done, simulated=simulated))

    async def _check(self) -> None:
        try:
            await self._aftermath.check()
        finally:
            self._checked = True
            self.changed.emit()

    async def _refresh(self, *, rotated: bool) -> Done:
        await self._stop_checking()  # of the tokens that are replaced
        done = await self._aftermath.refresh(rotated=rotated)
        if done.failure is None and self._leaving is None:
            self.check()
        return done

    async def _stop_checking(self) -> None:
        import asyncio

        if self._checking is not None and not self._checking.done():
            self._checking.cancel()
            await asyncio.wait({self._checking})

    async def _keep_device(self, device: Device) -> bool:
        plan = self._attempt.plan
        return await self._keepsakes.keep_device(plan.profile, plan.request.username, device)

    async def _leave(self) -> None:
        import asyncio

        await self._stop_checking()
        if self._call is not None and not self._call.done():
            self.cancel()
            await asyncio.wait({self._call})
        if not self._aftermath.revokes_at_close:
            return
        limit = asyncio.get_running_loop().call_later(LEAVE_LIMIT_S, self._attempt.cancel)
        try:
            done = await self._aftermath.revoke(at_close=True)
        finally:
            limit.cancel()
        if done.failure is not None:
            self.problem_raised.emit(_still_valid(self._attempt, done.failure.code))


def _still_valid(attempt: Attempt, code: str) -> UserFacingError:
    left = attempt.tokens_left
    until = None if left is None else left.valid_until
    name = visible(attempt.plan.request.username, _NAME_LIMIT)
    return UserFacingError(
        f"The tokens of {name} were not revoked.",
        f"RevokeToken ended with {visible(code, _NAME_LIMIT)}.",
        "They stay good until they end by themselves."
        if until is None
        else f"They stay good until {local_words(until)}.",
    )
