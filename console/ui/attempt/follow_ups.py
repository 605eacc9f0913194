"""Between a tab's view and what follows its sign-ins: wishes down, progress and problems up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from console.core.attempt import Attempt
from console.core.runner import AttemptRunner
from console.ui.attempt.after_sign_in import AfterSignIn
from console.ui.attempt.attempt_view import AttemptView
from console.ui.attempt.diagnosis_words import Diagnosis
from console.ui.attempt.remember_dialog import RememberDialog
from console.ui.keepsakes import Keepsakes
from console.ui.parts.dialogs import ask
from console.ui.tasks import Tasks

if TYPE_CHECKING:
    import asyncio


class FollowUps(QObject):
    """The tokens of the newest attempt; those before it are revoked behind the scenes."""

    under_way_changed = Signal(bool)
    problem_raised = Signal(object)  # UserFacingError

    def __init__(
        self,
        *,
        view: AttemptView,
        runner: AttemptRunner,
        tasks: Tasks,
        keepsakes: Keepsakes,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._view = view
        self._runner = runner
        self._tasks = tasks
        self._keepsakes = keepsakes
        self._after: AfterSignIn | None = None
        self._told = False
        self._leaving: set[asyncio.Task[None]] = set()
        view.refresh_requested.connect(self._refresh)
        view.revoke_requested.connect(self._revoke)
        view.remember_requested.connect(self._remember)
        view.cancel_requested.connect(self.cancel)

    @property
    def under_way(self) -> bool:
        """Whether a call runs."""
        return self._after is not None and self._after.under_way

    def begin(self, attempt: Attempt) -> None:
        """The attempt has ended: where it won tokens, something may follow."""
        aftermath = self._runner.aftermath(attempt)
        if aftermath is None:
            return
        after = self._after = AfterSignIn(
            attempt=attempt,
            aftermath=aftermath,
            tasks=self._tasks,
            keepsakes=self._keepsakes,
            parent=self,
        )
        after.changed.connect(lambda: self._on_changed(after))
        after.call_ended.connect(lambda found: self._on_call_ended(after, found))
        after.problem_raised.connect(self.problem_raised)
        self._view.show_following(after.following)

    def check(self) -> None:
        """Looks at the tokens, where there are any."""
        if self._after is not None:
            self._after.check()

    def cancel(self) -> None:
        """Stops the call that runs."""
        if self._after is not None:
            self._after.cancel()

    def leave(self) -> None:
        """The attempt is replaced: its tokens are revoked while the next goes on."""
        after, self._after = self._after, None
        if after is None:
            return
        self._view.show_following(None)
        task = self._tasks.start(after.leave(), name="leave the tokens")
        self._leaving.add(task)
        task.add_done_callback(self._leaving.discard)
        task.add_done_callback(lambda _task: after.deleteLater())
        self._tell(under_way=False)

    async def close(self) -> None:
        """Leaves, and waits until nothing is under way any more."""
        import asyncio  # not before the first paint

        self.leave()
        if self._leaving:
            await asyncio.wait(set(self._leaving))

    # Inside

    def _on_changed(self, after: AfterSignIn) -> None:
        if after is self._after:
            self._view.show_following(after.following)
            self._tell(under_way=after.under_way)

    def _tell(self, *, under_way: bool) -> None:
        """Only of a change: that a check ended is none."""
        if under_way != self._told:
            self._told = under_way
            self.under_way_changed.emit(under_way)

    def _on_call_ended(self, after: AfterSignIn, found: Diagnosis | None) -> None:
        if after is self._after:
            self._view.show_follow_up(found)

    def _refresh(self, rotated: bool) -> None:
        if self._after is not None:
            self._after.refresh(rotated=rotated)

    def _revoke(self) -> None:
        if self._after is not None:
            self._after.revoke()

    def _remember(self) -> None:
        if self._after is not None:
            self._tasks.start(self._ask_and_remember(self._after), name="remember device")

    async def _ask_and_remember(self, after: AfterSignIn) -> None:
        username = after.attempt.plan.request.username
        where = await self._keepsakes.where()
        dialog = RememberDialog(self._view.window(), username=username, where=where)
        agreed = await ask(dialog)
        if agreed and after is self._after:
            after.remember(dialog.device_name)
