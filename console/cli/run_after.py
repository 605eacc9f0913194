"""What follows a sign-in of `run`: tokens are checked, refreshed and revoked, a device kept."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable

from console.cli.output import say, say_error
from console.cli.recipe import AfterRecipe
from console.core.aftermath import Aftermath, Done
from console.core.attempt import Attempt
from console.core.conversation.device import Device, device_secret_name
from console.core.errors import UserFacingError
from console.core.ports import Vault
from console.core.text import visible

_DEVICE_NAME = "sign-in console"


class Following:
    """Runs on the task that it is made in. Whatever becomes of it, the sign-in's outcome stays."""

    def __init__(
        self, *, attempt: Attempt, aftermath: Aftermath, wishes: AfterRecipe, vault: Vault
    ) -> None:
        self._attempt = attempt
        self._aftermath = aftermath
        self._wishes = wishes
        self._vault = vault
        self._task = asyncio.current_task()
        self._calling = False
        self.stopped = False  # by the operator, before everything was done

    async def follow(self) -> None:
        """Everything that the recipe wants and the pool allows, in order, until `stop`.

        Where the operator cancelled on the second path, only the first one's tokens are revoked.
        """
        cancelled = self._attempt.cancelled
        steps = (self._revoke,) if cancelled else (self._refresh, self._remember, self._revoke)
        try:
            if not cancelled:
                await self._aftermath.check()
            for step in steps:
                if not self.stopped:
                    await step()
        except asyncio.CancelledError:
            if not self.stopped or self._task is None:
                raise
            self._task.uncancel()
        if self.stopped and not self._aftermath.revoked:
            say("note: interrupted; the tokens were not revoked")

    def stop(self) -> None:
        """Ends it soon, on the loop's thread: a call under way is cut off, and none follows."""
        if self.stopped:
            return
        self.stopped = True
        if self._calling:
            self._attempt.cancel()
        elif self._task is not None:
            self._task.cancel()  # nothing is sent: signatures are checked

    async def _refresh(self) -> None:
        if not self._wishes.refresh:
            return
        if not self._aftermath.can_refresh:
            say("note: no refresh token came, so nothing is refreshed")
            return
        await self._call(
            "refreshed", self._aftermath.refresh(rotated=self._wishes.rotated), "The tokens were"
        )
        if not self.stopped:
            await self._aftermath.check()

    async def _remember(self) -> None:
        if not self._wishes.remember_device:
            return
        if not self._aftermath.can_remember_device:
            say("note: Cognito offered no new device, so none is remembered")
            return
        remembering = self._aftermath.remember_device(_DEVICE_NAME, self._keep)
        await self._call("confirmed", remembering, "The device was")

    async def _revoke(self) -> None:
        if self._wishes.revoke and self._aftermath.revokes_at_close:
            await self._call("revoked", self._aftermath.revoke(at_close=True), "The tokens were")

    async def _call(self, word: str, call: Awaitable[Done], subject: str) -> None:
        self._calling = True
        try:
            done = await call
        finally:
            self._calling = False
        if done.failure is not None:
            say(f"note: {subject} not {word}: {visible(done.failure.code, 80)}")

    async def _keep(self, device: Device) -> bool:
        plan = self._attempt.plan
        name = device_secret_name(plan.profile.user_pool_id, plan.request.username)
        try:
            await self._vault.put(name, device.to_secret())
        except UserFacingError as error:
            say_error(error)
            return False
        return self._vault.persistent is True
