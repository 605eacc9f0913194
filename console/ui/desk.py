"""One tab: the request and its challenges beside what happened, and the logic of running."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QWidget

from console.core.attempt import Attempt, Plan
from console.core.ports import PracticeUser
from console.core.profile import Profile
from console.core.record import AttemptRecord
from console.core.request import SignInRequest
from console.core.secret import Secret
from console.ui.attempt.attempt_view import AttemptView
from console.ui.attempt.follow_ups import FollowUps
from console.ui.challenge.asking import Asking
from console.ui.deps import Deps
from console.ui.evidence.investigation import Investigation
from console.ui.export.made import Exportable
from console.ui.keepsakes import Keepsakes
from console.ui.middle_column import MiddleColumn
from console.ui.parts.alarm import QtAlarm
from console.ui.request.recent_users import RecentUsers

if TYPE_CHECKING:
    import asyncio

T = TypeVar("T")

_MIDDLE_PX = 352
_WARM_S = 0.25  # the form comes first: loading beside it would make it come in jerks
_STARTED_OVER = "Started over to have another code sent."
_STARTS_OVER = "Started over: a new attempt from the first call."
_ASKS_VAULT = "Asking the keyring for this user's device…"


class Desk(QWidget):
    """Runs one attempt at a time; another tab can run another at the same time."""

    title_changed = Signal(str)
    attempt_started = Signal(object)
    attempt_finished = Signal(object)
    following_changed = Signal(bool)
    problem_raised = Signal(object)
    told = Signal(str)

    def __init__(self, *, deps: Deps, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._deps = deps
        self._profile: Profile | None = None
        self._client_secret: Secret | None = None
        self._ticket: str | None = None
        self._practice_user: PracticeUser | None = None
        self._attempt: Attempt | None = None
        self._shown: AttemptRecord | None = None
        self._running = False
        self._stopped = False  # before the attempt was made
        self._starts_over = False
        self._closing = False
        self._run_task: asyncio.Task[None] | None = None
        self._cancel_lookup: Callable[[], object] | None = None  # while the vault is asked
        self._build_ui()
        self._build_helpers()
        self._connect()

    def _build_ui(self) -> None:
        theme = self._deps.theme
        # From the top down: what changes its parent is styled again with everything in it.
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        self._middle = MiddleColumn(theme=theme, clock=self._deps.clock, parent=splitter)
        self._view = AttemptView(theme=theme, parent=splitter)
        splitter.setStretchFactor(0, 0)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([_MIDDLE_PX, 10 * _MIDDLE_PX])
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)

    def _build_helpers(self) -> None:
        deps = self._deps
        self._warming = QtAlarm(self)
        self._keepsakes = Keepsakes(vault=deps.vault, parent=self)
        self._asking = Asking(
            middle=self._middle,
            tasks=deps.tasks,
            keepsakes=self._keepsakes,
            codes=deps.practice,
            parent=self,
        )
        self._investigation = Investigation(
            view=self._view,
            middle=self._middle,
            deps=deps,
            keepsakes=self._keepsakes,
            parent=self,
        )
        self._recent_users = RecentUsers(
            journal=deps.journal,
            tasks=deps.tasks,
            show=self._middle.show_recent_users,
            parent=self,
        )
        self._follow_ups = FollowUps(
            view=self._view,
            runner=deps.runner,
            tasks=deps.tasks,
            keepsakes=self._keepsakes,
            parent=self,
        )

    def _connect(self) -> None:
        self._middle.run_requested.connect(self._start)
        self._middle.cancel_requested.connect(self.cancel)
        self._middle.restart_requested.connect(self._start_over)
        self._keepsakes.told.connect(self.told)
        for calls in (self._follow_ups, self._investigation):
            calls.under_way_changed.connect(lambda _: self.following_changed.emit(self.following))
        for helper in (self._keepsakes, self._asking, self._follow_ups, self._investigation):
            helper.problem_raised.connect(self.problem_raised)

    @property
    def title(self) -> str:
        """Whom this tab is about, for the tab bar."""
        attempt = self._attempt
        if attempt is not None and self._shown is None:
            return attempt.plan.request.username or attempt.plan.profile.name
        if self._shown is not None:
            return self._shown.username or self._shown.profile_name
        return self._profile.name if self._profile is not None else "New attempt"

    @property
    def running(self) -> bool:
        """Whether an attempt has begun and not ended."""
        return self._running

    @property
    def following(self) -> bool:
        """Whether a call that follows a sign-in, or one that reads evidence, is under way."""
        return self._follow_ups.under_way or self._investigation.under_way

    @property
    def profile(self) -> Profile | None:
        """The profile that the next attempt uses."""
        return self._profile

    @property
    def ticket(self) -> str | None:
        """The ticket of this tab."""
        return self._ticket

    def set_profile(self, profile: Profile | None, client_secret: Secret | None) -> None:
        """The target of the next attempt; one that runs keeps its own."""
        self._profile = profile
        self._client_secret = client_secret
        self._practice_user = None
        self._middle.set_profile(profile, client_secret)
        self._investigation.set_target(profile, client_secret)
        self._recent_users.follow(profile)
        self._warming.off()
        if profile is not None:  # the first click shall find its client
            self._warming.set(_WARM_S, self._deps.gateways.open(profile).warm)
        self.title_changed.emit(self.title)

    def set_ticket(self, ticket: str | None) -> None:
        """The ticket of this tab: of the attempt that is shown, and of the next."""
        self._ticket = ticket
        self._middle.set_ticket(ticket)
        if self._attempt is not None:
            self._attempt.ticket = ticket

    def prefill(self, user: PracticeUser) -> None:
        """Fills the form with a practice user; the profile names that user's client already."""
        self._practice_user = user
        self._middle.prefill(
            auth_flow=user.auth_flow,
            username=user.username,
            password=user.password,
            path=user.path,
            chosen=user.parameters,
        )
        self._investigation.follow_form()

    def use_name(self, username: str) -> None:
        """Puts a user name into the next request."""
        if self._practice_user is not None and self._practice_user.username != username:
            self._practice_user = None  # its seed and its messages are not this user's
        self._middle.use_name(username)

    def show_record(self, record: AttemptRecord) -> None:
        """Shows an attempt from the journal; not while one runs."""
        if self.running:
            return
        self._leave_attempt()
        self._shown = record
        self._view.show_record(record)
        self._investigation.record_shown(record)
        self.title_changed.emit(self.title)

    def record(self) -> AttemptRecord | None:
        """The attempt that is shown, as it stands."""
        return self._attempt.record() if self._attempt is not None else self._shown

    def exportable(self) -> Exportable | None:
        """The same with the tab's ticket, what was found out about it, and its secrets."""
        record = self.record()
        if record is None:
            return None
        return Exportable(
            record=replace(record, ticket=self._ticket),
            diagnosis=self._investigation.diagnosis(record),
            live=None if self._attempt is None else self._attempt.live,
        )

    def run(self) -> None:
        """As the button does."""
        self._middle.run()

    def cancel(self) -> None:
        """Ends the attempt that runs: shuts its socket, or gives up its open question.

        Where none runs, it stops what reads evidence, else the call that follows one.
        """
        self._starts_over = False
        if self._running:
            self._stop()
        elif self._investigation.under_way:
            self._investigation.cancel()
        else:
            self._follow_ups.cancel()

    async def close_desk(self) -> None:
        """Cancels what runs, waits until it is recorded, and revokes the tokens that are left."""
        import asyncio

        self._closing = True
        self._warming.off()
        self.cancel()
        if self._run_task is not None:
            await asyncio.wait({self._run_task})
        await self._investigation.close()
        await self._recent_users.close()
        await self._follow_ups.close()
        self._view.clear()

    def new_request(self) -> None:
        """An empty right side and the form as it was; not while an attempt runs."""
        if self.running:
            return
        self._leave_attempt()
        self._view.clear()
        self._middle.show_request()
        self._middle.focus_first()
        self.title_changed.emit(self.title)

    def focus_first(self) -> None:
        """Where typing begins."""
        self._middle.focus_first()

    def focus_filter(self) -> None:
        """The filter of the timeline."""
        self._view.focus_filter()

    # An attempt, from its request to its end

    def _start(self, request: SignInRequest) -> None:
        if self._running or self._closing or self._profile is None:
            return
        self._begin(self._profile, self._client_secret, request)

    def _begin(
        self, profile: Profile, client_secret: Secret | None, request: SignInRequest
    ) -> None:
        self._leave_attempt()
        self._running, self._stopped = True, False
        self._investigation.attempt_began()
        self._middle.set_running(True)
        self._view.clear(_ASKS_VAULT)
        self._run_task = self._deps.tasks.start(
            self._run(profile, client_secret, request), name="attempt"
        )
        self.title_changed.emit(self.title)

    async def _run(
        self, profile: Profile, client_secret: Secret | None, request: SignInRequest
    ) -> None:
        try:
            device = await self._looked_up(self._keepsakes.device(profile, request))
            plan = Plan(
                profile=profile, request=request, client_secret=client_secret, device=device
            )
            attempt = self._prepare(plan)
            answerer = self._asking.begin(attempt, self._practice_user)
            await self._deps.runner.run(attempt, answerer)
        finally:
            self._asking.stop()
            self._running = False
            self._middle.set_running(False)
            self._middle.show_request()
        self._finish(attempt)

    async def _looked_up(self, asked: Coroutine[object, object, T]) -> T | None:
        """What the vault gives; None where the operator did not want to wait for it."""
        import asyncio

        lookup = self._deps.tasks.start(asked, name="look into the vault")
        self._cancel_lookup = lookup.cancel
        try:
            await asyncio.wait({lookup})
        finally:
            self._cancel_lookup = None
        return None if lookup.cancelled() else lookup.result()

    def _prepare(self, plan: Plan) -> Attempt:
        attempt = self._deps.runner.prepare(plan)
        self._attempt = attempt
        self._view.show_attempt(attempt)
        if self._stopped:
            attempt.cancel()
        self.attempt_started.emit(attempt)
        self.title_changed.emit(self.title)
        if self._starts_over:
            self._starts_over = False
            self.told.emit(_STARTS_OVER)
        return attempt

    def _finish(self, attempt: Attempt) -> None:
        self._view.catch_up()
        self._follow_ups.begin(attempt)
        self.attempt_finished.emit(attempt.record())
        if self._closing:
            return
        self._investigation.attempt_ended(attempt)
        self._recent_users.read()
        if self._starts_over:
            plan = attempt.plan
            again = replace(plan.request, ticket=self._ticket)
            self._begin(plan.profile, plan.client_secret, again)
        else:
            self._follow_ups.check()

    def _start_over(self) -> None:
        """The open attempt is given up, and the same request sent once more when it has ended."""
        if self._running and self._asking.waiting:
            self._starts_over = True
            self._asking.give_up_for(_STARTED_OVER)
            self._stop()

    def _stop(self) -> None:
        self._stopped = True
        if self._cancel_lookup is not None:
            self._cancel_lookup()
        if self._attempt is not None:
            self._attempt.cancel()

    def _leave_attempt(self) -> None:
        self._follow_ups.leave()
        self._investigation.leave()
        self._attempt = None
        self._shown = None
