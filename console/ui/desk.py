"""One tab: the request and its challenges beside what happened, and the logic of running."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QWidget

from console.core.attempt import Attempt, Plan
from console.core.conversation.challenges import Challenge
from console.core.errors import UserFacingError
from console.core.ports import Answer, PracticeUser
from console.core.profile import Profile
from console.core.record import AttemptRecord
from console.core.request import SignInRequest
from console.core.secret import Secret
from console.ui.attempt.attempt_view import AttemptView
from console.ui.challenge.wizard_answerer import WizardAnswerer
from console.ui.deps import Deps
from console.ui.middle_column import MiddleColumn

if TYPE_CHECKING:
    import asyncio

_MIDDLE_PX = 352


class Desk(QWidget):
    """Runs one attempt at a time; another tab can run another at the same time."""

    title_changed = Signal(str)
    attempt_started = Signal(object)
    attempt_finished = Signal(object)
    problem_raised = Signal(object)

    def __init__(self, *, deps: Deps, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._deps = deps
        self._profile: Profile | None = None
        self._client_secret: Secret | None = None
        self._ticket: str | None = None
        self._practice_user: PracticeUser | None = None
        self._attempt: Attempt | None = None
        self._shown: AttemptRecord | None = None
        self._answerer: WizardAnswerer | None = None
        self._run_task: asyncio.Task[None] | None = None
        self._build_ui()
        self._connect()

    def _build_ui(self) -> None:
        self._middle = MiddleColumn(theme=self._deps.theme, clock=self._deps.clock)
        self._view = AttemptView(theme=self._deps.theme)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self._middle)
        splitter.addWidget(self._view)
        splitter.setStretchFactor(0, 0)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([_MIDDLE_PX, 10 * _MIDDLE_PX])
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)

    def _connect(self) -> None:
        self._middle.run_requested.connect(self._start)
        self._middle.cancel_requested.connect(self.cancel)
        self._middle.answer_given.connect(self._answer)
        self._middle.outbox_requested.connect(self._fetch_code)

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
        return self._run_task is not None and not self._run_task.done()

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
            auth_flow=user.auth_flow, username=user.username, password=user.password
        )

    def show_record(self, record: AttemptRecord) -> None:
        """Shows an attempt from the journal; not while one runs."""
        if self.running:
            return
        self._attempt = None
        self._shown = record
        self._view.show_record(record)
        self.title_changed.emit(self.title)

    def record(self) -> AttemptRecord | None:
        """The attempt that is shown, as it stands."""
        return self._attempt.record() if self._attempt is not None else self._shown

    def run(self) -> None:
        """As the button does."""
        self._middle.run()

    def cancel(self) -> None:
        """Ends the attempt that runs: shuts its socket, or gives up its open question."""
        if self._attempt is not None:
            self._attempt.cancel()

    async def close_desk(self) -> None:
        """Cancels what runs and waits until it is recorded."""
        self.cancel()
        if self._run_task is not None:
            await self._run_task
        self._view.clear()

    def new_request(self) -> None:
        """An empty right side and the form as it was; not while an attempt runs."""
        if self.running:
            return
        self._attempt = None
        self._shown = None
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

    def _start(self, request: SignInRequest) -> None:
        if self.running or self._profile is None:
            return
        plan = Plan(profile=self._profile, request=request, client_secret=self._client_secret)
        attempt = self._deps.runner.prepare(plan)
        self._attempt = attempt
        self._shown = None
        self._answerer = WizardAnswerer(self._show_challenge)
        self._middle.set_running(True)
        self._view.show_attempt(attempt)
        self._run_task = self._deps.tasks.start(
            self._run(attempt, self._answerer), name=f"attempt {attempt.attempt_id[:4]}"
        )
        self.attempt_started.emit(attempt)
        self.title_changed.emit(self.title)

    async def _run(self, attempt: Attempt, answerer: WizardAnswerer) -> None:
        try:
            record = await self._deps.runner.run(attempt, answerer)
        finally:
            self._middle.set_running(False)
            self._middle.show_request()
        self._view.show_record(record)
        self.attempt_finished.emit(record)

    def _show_challenge(self, challenge: Challenge) -> None:
        attempt = self._attempt
        if attempt is None:
            return
        profile, user = attempt.plan.profile, self._practice_user
        seed = user.totp_seed if user is not None and profile.simulated else None
        self._middle.set_running(False)
        self._middle.show_challenge(
            challenge,
            username=attempt.plan.request.username,
            totp_seed=None if seed is None else Secret(seed),
            outbox=profile.simulated and challenge.medium is not None,
        )

    def _answer(self, answer: Answer) -> None:
        if self._answerer is not None and self._answerer.waiting:
            self._middle.set_running(True)
            self._answerer.give(answer)

    def _fetch_code(self) -> None:
        if self._attempt is not None:
            self._deps.tasks.start(self._take_newest_code(self._attempt), name="practice outbox")

    async def _take_newest_code(self, attempt: Attempt) -> None:
        code = await self._deps.practice.newest_code(attempt.plan.request.username)
        if code is not None:
            self._middle.set_code(code)
            return
        self.problem_raised.emit(
            UserFacingError(
                "The practice outbox has no code for this user.",
                "Codes are kept as long as the practice pool runs.",
                "Give up and sign in again to have one sent.",
            )
        )
