"""A tab's read-only calls: those that explain its attempt, and those that foresee its request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from console.core.attempt import Attempt
from console.core.profile import Profile
from console.core.record import AttemptRecord
from console.core.secret import Secret
from console.ui.attempt.attempt_view import AttemptView
from console.ui.deps import Deps
from console.ui.evidence.attempt_inquiry import AttemptInquiry
from console.ui.evidence.form_inquiry import FormInquiry
from console.ui.keepsakes import Keepsakes
from console.ui.middle_column import MiddleColumn

if TYPE_CHECKING:
    from console.cases.case_diagnosis import Diagnosis


class Investigation(QObject):
    """What the one has read serves the other, where both are about the same."""

    under_way_changed = Signal(bool)
    problem_raised = Signal(object)  # UserFacingError

    def __init__(
        self,
        *,
        view: AttemptView,
        middle: MiddleColumn,
        deps: Deps,
        keepsakes: Keepsakes,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._of_attempt = AttemptInquiry(view=view, deps=deps, parent=self)
        self._of_form = FormInquiry(middle=middle, deps=deps, keepsakes=keepsakes, parent=self)
        self._of_attempt.evidence_gathered.connect(self._of_form.take)
        for inquiry in (self._of_attempt, self._of_form):
            inquiry.changed.connect(lambda: self.under_way_changed.emit(self.under_way))
            inquiry.problem_raised.connect(self.problem_raised)

    @property
    def under_way(self) -> bool:
        """Whether calls are under way."""
        return self._of_attempt.under_way or self._of_form.under_way

    def set_target(self, profile: Profile | None, client_secret: Secret | None) -> None:
        """Where the next request goes."""
        self._of_form.set_target(profile, client_secret)

    def follow_form(self) -> None:
        """The form was filled in by another hand than the operator's."""
        self._of_form.follow()

    def attempt_began(self) -> None:
        """The request of the form is sent."""
        self._of_form.attempt_began()

    def attempt_ended(self, attempt: Attempt) -> None:
        """Explains it."""
        self._of_attempt.attempt_ended(attempt, self._of_form.known)
        self._of_form.attempt_ended(attempt.record())

    def record_shown(self, record: AttemptRecord) -> None:
        """Explains an attempt of the history, for which no forecast is known."""
        self._of_form.sent_forecast = None
        self._of_attempt.record_shown(record)

    def diagnosis(self, record: AttemptRecord) -> Diagnosis | None:
        """What is known of why, for a file; None while the attempt runs."""
        if record.outcome is None:
            return None
        return self._of_attempt.diagnosis(record, self._of_form.sent_forecast)

    def cancel(self) -> None:
        """Stops what is under way."""
        self._of_attempt.stop()
        self._of_form.stop()

    def leave(self) -> None:
        """The attempt is shown no more."""
        under_way = self._of_attempt.under_way
        self._of_attempt.leave()
        if under_way:
            self.under_way_changed.emit(self.under_way)

    async def close(self) -> None:
        """Stops everything, and waits for its end."""
        await self._of_attempt.close()
        await self._of_form.close()
