"""Brings an attempt's challenges to the wizard, with what helps to answer them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from console.core.attempt import Attempt
from console.core.conversation.challenges import Challenge, Stage
from console.core.errors import UserFacingError
from console.core.ports import Answer, CodeSource, PracticeUser
from console.core.record import Outcome
from console.core.secret import Secret
from console.ui.challenge.wizard_answerer import WizardAnswerer
from console.ui.keepsakes import Keepsakes
from console.ui.middle_column import MiddleColumn
from console.ui.tasks import Tasks

if TYPE_CHECKING:
    import asyncio

_PASSWORD = "PASSWORD"  # noqa: S105  # a key
_EXPIRED = "The session expired before an answer was sent."


class Asking(QObject):
    """Of one tab: `begin` for each attempt."""

    problem_raised = Signal(object)  # UserFacingError

    def __init__(
        self,
        *,
        middle: MiddleColumn,
        tasks: Tasks,
        keepsakes: Keepsakes,
        codes: CodeSource,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._middle = middle
        self._tasks = tasks
        self._keepsakes = keepsakes
        self._codes = codes
        self._attempt: Attempt | None = None
        self._user: PracticeUser | None = None
        self._answerer = WizardAnswerer(self._ask)
        self._password_typed = False
        self._expired = False  # the open challenge's session
        self._lookup: asyncio.Task[None] | None = None
        self._typed_seed: tuple[int, Secret] | None = None  # and the challenge that will prove it
        middle.answer_given.connect(self._answer)
        middle.outbox_requested.connect(self._fetch_code)
        middle.seed_kept.connect(self._keep_seed)
        middle.session_expired.connect(self._note_expired)

    @property
    def waiting(self) -> bool:
        """Whether a question is open."""
        return self._answerer.waiting

    def begin(self, attempt: Attempt, user: PracticeUser | None) -> WizardAnswerer:
        """Who answers this attempt; `user` is the practice user that filled the form."""
        self.stop()
        self._attempt, self._user = attempt, user
        self._expired = False
        self._answerer = WizardAnswerer(self._ask)
        return self._answerer

    def give_up_for(self, reason: str) -> None:
        """What is to be said of the challenge when it is given up."""
        self._answerer.reason = f"{_EXPIRED} {reason}" if self._expired else reason

    def stop(self) -> None:
        """Looks for nothing any more; a seed that was proved by a sign-in is kept."""
        attempt = self._attempt
        if attempt is not None and attempt.outcome is Outcome.SIGNED_IN:
            self._keep_typed_seed()
        self._typed_seed = None
        if self._lookup is not None:
            self._lookup.cancel()
            self._lookup = None

    # Inside

    def _ask(self, challenge: Challenge) -> None:
        attempt = self._attempt
        if attempt is None:
            return
        if self._typed_seed is not None and self._typed_seed[0] != challenge.number:
            self._keep_typed_seed()  # its code was taken: Cognito asks for something else now
        self._typed_seed = None
        if challenge.number == 1 and challenge.try_number == 1:
            self._password_typed = False  # each path has a conversation of its own
        if not challenge.takes_totp or challenge.stage is Stage.APP:
            self._show(attempt, challenge, None)  # an app that is set up brings its own seed
            return
        seed = self._practice_seed(attempt)
        if seed is not None:
            self._show(attempt, challenge, seed)
        else:
            self._lookup = self._tasks.start(
                self._look_for_seed(attempt, challenge), name="look for a seed"
            )

    async def _look_for_seed(self, attempt: Attempt, challenge: Challenge) -> None:
        plan = attempt.plan
        seed = await self._keepsakes.seed(plan.profile, plan.request.username)
        if attempt is self._attempt and attempt.challenge is challenge and self._answerer.waiting:
            self._show(attempt, challenge, seed)

    def _practice_seed(self, attempt: Attempt) -> Secret | None:
        user, plan = self._user, attempt.plan
        mine = user is not None and user.username == plan.request.username
        if user is None or not mine or not plan.profile.simulated or user.totp_seed is None:
            return None
        return Secret(user.totp_seed)

    def _show(self, attempt: Attempt, challenge: Challenge, seed: Secret | None) -> None:
        request = attempt.plan.request
        self._middle.set_running(False)
        self._middle.show_challenge(
            challenge,
            username=request.username,
            totp_seed=seed,
            outbox=attempt.plan.profile.simulated and challenge.medium is not None,
            password_known=_PASSWORD in request.parameters or self._password_typed,
        )

    def _answer(self, answer: Answer) -> None:
        if self._answerer.waiting:
            self._password_typed = self._password_typed or _PASSWORD in answer.responses
            self._middle.set_running(True)
            self._answerer.give(answer)

    def _note_expired(self) -> None:
        """Whoever reads of the end has to know that giving up was all that could be done."""
        if self._answerer.waiting:
            self._expired = True
            self._answerer.reason = _EXPIRED

    def _keep_seed(self, seed: Secret) -> None:
        """The pool's own seed at once, since losing it locks the user out; a typed one if right."""
        challenge = None if self._attempt is None else self._attempt.challenge
        if challenge is None:
            return
        self._typed_seed = (challenge.number, seed)
        if challenge.stage is Stage.APP:
            self._keep_typed_seed()

    def _keep_typed_seed(self) -> None:
        if self._attempt is not None and self._typed_seed is not None:
            seed = self._typed_seed[1]
            self._typed_seed = None
            plan = self._attempt.plan
            keeping = self._keepsakes.keep_seed(plan.profile, plan.request.username, seed)
            self._tasks.start(keeping, name="keep a seed")

    def _fetch_code(self) -> None:
        if self._attempt is not None:
            self._tasks.start(self._take_newest_code(self._attempt), name="practice outbox")

    async def _take_newest_code(self, attempt: Attempt) -> None:
        code = await self._codes.newest_code(attempt.plan.request.username)
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
