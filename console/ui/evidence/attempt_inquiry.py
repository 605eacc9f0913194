"""What explains the attempt of a tab: at once by itself, better with evidence."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from console.core.attempt import Attempt, Plan
from console.core.diagnosis.evidence import Evidence
from console.core.diagnosis.occurrence import occurrence_of
from console.core.errors import UserFacingError
from console.core.masking import LiveSecrets
from console.core.profile import Profile
from console.core.record import AttemptRecord, Outcome
from console.core.secret import Secret
from console.ui.attempt.attempt_view import AttemptView
from console.ui.deps import Deps
from console.ui.evidence.account_logs import account_logs
from console.ui.evidence.findings_panel import Explained
from console.ui.evidence.gathering import Aim, Gathering
from console.ui.evidence.lookup import NOT_BEGUN, Gathered, Lookup, Subject, Tried, lookup_of
from console.ui.evidence.recent_refusals import RecentRefusals
from console.ui.evidence.targets_of_records import profile_of, subject_of, why_none

if TYPE_CHECKING:
    import asyncio

    from console.cases.case_diagnosis import Diagnosis
    from console.core.diagnosis.finding import Finding
    from console.core.diagnosis.forecast import Forecast
    from console.core.diagnosis.situation import Situation

_LOOKS_FOR_PROFILE = "Looking for the profile of this attempt…"
_UNREADABLE = "The profiles cannot be read, so evidence cannot be gathered."


class AttemptInquiry(QObject):
    """Belongs to the attempt that is shown, until `leave`."""

    changed = Signal()  # whether a look-up is under way
    evidence_gathered = Signal(object)  # Gathered
    problem_raised = Signal(object)  # UserFacingError

    def __init__(self, *, view: AttemptView, deps: Deps, parent: QObject) -> None:
        super().__init__(parent)
        self._view = view
        self._deps = deps
        self._gathering = Gathering(deps=deps, parent=self)
        self._refusals = RecentRefusals(deps=deps, parent=self)
        self._alarm = deps.new_alarm(self)  # of when CloudTrail is worth another look
        self._situation: Callable[[Evidence, int], Situation] | None = None
        self._aim: Aim | None = None
        self._refused = ""
        self._tried: Tried | None = None
        self._known: Gathered | None = None
        self._searching: asyncio.Task[None] | None = None
        self._gathering.progressed.connect(self._show)
        self._gathering.progressed.connect(self.changed)
        self._gathering.ended.connect(self._on_ended)
        self._gathering.problem_raised.connect(self.problem_raised)
        self._refusals.changed.connect(self._show)
        view.evidence_requested.connect(self._gather)
        view.look_again_requested.connect(self._look_again)
        view.evidence_stop_requested.connect(self.stop)

    @property
    def under_way(self) -> bool:
        """Whether evidence is gathered."""
        return self._gathering.under_way

    def attempt_ended(self, attempt: Attempt, known: Gathered | None) -> None:
        """Explains it; `known` is what was read of its user before it was sent."""
        from console.core.diagnosis.situations import situation_of_plan

        self.leave()
        plan, record = attempt.plan, attempt.record()
        subject = subject_of_plan(plan)
        if known is not None and known.subject.is_about(subject):
            self._known = known.for_attempt_of(subject)
        if record.outcome is Outcome.SIGNED_IN:
            self._view.show_read(None if self._known is None else self._known.evidence)
            return
        self._situation = lambda evidence, failures: situation_of_plan(
            plan, evidence, record, failures_seen=failures
        )
        self._aim = lambda: _given(subject)
        self._tried = self._tried_of(record, attempt.live)
        self._refusals.follow(plan.profile, plan.request.username)
        self._show()

    def record_shown(self, record: AttemptRecord) -> None:
        """Explains an attempt of the history, and looks for a profile to ask with."""
        from console.core.diagnosis.situations import situation_of_record

        self.leave()
        if record.outcome in (None, Outcome.SIGNED_IN):
            return
        self._situation = lambda evidence, failures: situation_of_record(
            record, evidence, failures_seen=failures
        )
        self._tried = self._tried_of(record, None)
        self._refusals.follow_record(record)
        self._refused = _LOOKS_FOR_PROFILE
        self._searching = self._deps.tasks.start(self._search(record), name="find profile")
        self._show()

    def diagnosis(self, record: AttemptRecord, forecast: Forecast | None) -> Diagnosis:
        """What is known of why, for a file."""
        from console.cases.case_diagnosis import Diagnosis

        evidence = None if self._known is None else self._known.evidence
        found = () if self._situation is None else self._found(self._situation)
        return Diagnosis.of_record(record, evidence, forecast, findings=found)

    def stop(self) -> None:
        """What is under way is cut off; what was read until then counts."""
        self._gathering.stop()

    def leave(self) -> None:
        """Another attempt is shown, or none."""
        if self._searching is not None:
            self._searching.cancel()
        self._searching = None
        self._gathering.drop()
        self._refusals.forget()
        self._alarm.off()
        self._situation = self._aim = self._known = self._tried = None
        self._refused = ""
        self._view.show_explained(None)

    async def close(self) -> None:
        """Leaves, and waits until nothing is under way any more."""
        self.leave()
        await self._gathering.close()
        await self._refusals.close()

    # Inside

    def _gather(self) -> None:
        if self._aim is not None:
            self._gathering.start(self._aim, self._tried)

    def _look_again(self) -> None:
        if self._known is not None:
            self._gathering.look_again(self._known)

    def _tried_of(self, record: AttemptRecord, live: LiveSecrets | None) -> Tried | None:
        """None where nothing of it can be in the account's logs."""
        occurrence = occurrence_of(record)
        if occurrence is None or self._situation is None:
            return None
        from console.core.diagnosis.probe_plan_beyond import traced

        names = traced(occurrence)
        return Tried(
            occurrence=occurrence,
            ended=record.ended_at or occurrence.ended,
            request_ids=frozenset(
                step.request_id
                for step in record.steps
                if step.request_id and step.operation in names
            ),
            challenge=self._situation(Evidence(), 0).challenge,
            live=live,
        )

    async def _search(self, record: AttemptRecord) -> None:
        try:
            stored = await self._deps.profiles.load()
        except UserFacingError:
            self._refused = _UNREADABLE
        else:
            profile = profile_of(record, stored.profiles)
            self._refused = why_none(record, profile)
            if not self._refused:
                self._aim = self._aim_of(record, profile)
        self._show()

    def _aim_of(self, record: AttemptRecord, profile: Profile | None) -> Aim:
        vault, practice = self._deps.vault, self._deps.practice
        return lambda: subject_of(record, profile, vault=vault, practice=practice)

    def _on_ended(self, gathered: Gathered | None) -> None:
        if gathered is not None:
            self._known = gathered
            self.evidence_gathered.emit(gathered)
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        if self._situation is None:
            return
        evidence = Evidence() if self._known is None else self._known.evidence
        found = self._found(self._situation)
        lookup = self._lookup()
        self._watch(lookup)
        self._view.show_explained(
            Explained(findings=found, lookup=lookup, logs=account_logs(evidence))
        )

    def _found(self, situation: Callable[[Evidence, int], Situation]) -> tuple[Finding, ...]:
        from console.core.diagnosis.findings import find

        evidence = Evidence() if self._known is None else self._known.evidence
        return find(situation(evidence, self._refusals.count))

    def _watch(self, lookup: Lookup) -> None:
        """Another look into CloudTrail is offered anew when it is worth one; none is made."""
        if lookup.late is None or lookup.late.next_s is None:
            self._alarm.off()
        else:
            self._alarm.set(lookup.late.next_s, self._show)

    def _lookup(self) -> Lookup:
        if self._gathering.under_way:
            return self._gathering.lookup
        if self._refused:
            return Lookup(refused=self._refused)
        if self._known is None:
            return NOT_BEGUN
        return lookup_of(self._known, self._deps.clock.now())


def subject_of_plan(plan: Plan) -> Subject:
    """Whom a plan is about."""
    typed = plan.request.parameters.get("DEVICE_KEY")
    key = None if plan.device is None else plan.device.key
    if typed:
        key = typed if isinstance(typed, Secret) else Secret(typed)
    return Subject(
        profile=plan.profile,
        username=plan.request.username,
        client_secret=plan.client_secret,
        device_key=key,
    )


async def _given(subject: Subject) -> Subject:
    return subject
