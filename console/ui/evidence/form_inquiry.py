"""What the request of a tab would give if it were sent as it stands, once its user is looked up."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from console.core.attempt import Plan
from console.core.diagnosis.forecast import Forecast
from console.core.profile import Profile
from console.core.record import AttemptRecord, Outcome
from console.core.secret import Secret
from console.ui.deps import Deps
from console.ui.evidence.attempt_inquiry import subject_of_plan
from console.ui.evidence.forecast_lines import Foreseen, LegForecast
from console.ui.evidence.gathering import Gathering
from console.ui.evidence.lookup import NOT_BEGUN, Gathered, Lookup, Subject, lookup_of
from console.ui.evidence.recent_refusals import RecentRefusals
from console.ui.keepsakes import Keepsakes
from console.ui.middle_column import MiddleColumn

# A forecast is of the right password: that another may be typed stands in nobody's way.
_TAKEN_FOR_GRANTED = "wrong_password"


class FormInquiry(QObject):
    """Evidence is kept for one name and profile: with another it is dropped at once."""

    changed = Signal()  # whether a look-up is under way
    problem_raised = Signal(object)  # UserFacingError

    def __init__(
        self, *, middle: MiddleColumn, deps: Deps, keepsakes: Keepsakes, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._middle = middle
        self._keepsakes = keepsakes
        self._deps = deps
        self._gathering = Gathering(deps=deps, parent=self)
        self._refusals = RecentRefusals(deps=deps, parent=self)
        self._profile: Profile | None = None
        self._client_secret: Secret | None = None
        self._asked: Subject | None = None  # of the look-up that goes on
        self._known: Gathered | None = None
        self._foreseen: Foreseen | None = None
        self.sent_forecast: Forecast | None = None  # of the request that was sent last
        self._gathering.progressed.connect(self._show)
        self._gathering.progressed.connect(self.changed)
        self._gathering.ended.connect(self._on_ended)
        self._gathering.problem_raised.connect(self.problem_raised)
        self._refusals.changed.connect(self._show)
        middle.look_up_requested.connect(self._look_up)
        middle.look_up_stop_requested.connect(self.stop)
        middle.edited.connect(self.follow)

    @property
    def under_way(self) -> bool:
        """Whether a user is looked up."""
        return self._gathering.under_way

    @property
    def known(self) -> Gathered | None:
        """What was read of the name and profile in the form."""
        return self._known

    def set_target(self, profile: Profile | None, client_secret: Secret | None) -> None:
        """Where the next request goes."""
        self._profile, self._client_secret = profile, client_secret
        self.follow()

    def follow(self) -> None:
        """The request has changed: forecast anew, from evidence of the same name and profile."""
        plan = self._plan()
        subject = None if plan is None else subject_of_plan(plan)
        for known in (self._asked, None if self._known is None else self._known.subject):
            if known is not None and (subject is None or not known.is_about(subject)):
                self._forget()
                break
        name = "" if subject is None else subject.username
        self._refusals.follow(self._profile, name)
        self._show()

    def take(self, gathered: Gathered) -> None:
        """What was read for an attempt is good for the form, where they are about the same."""
        plan = self._plan()
        if plan is not None and gathered.subject.is_about(subject_of_plan(plan)):
            self._known = gathered.of_no_attempt()
            self._show()

    def attempt_began(self) -> None:
        """A look-up that goes on is not waited for any more."""
        legs = () if self._foreseen is None else self._foreseen.legs
        self.sent_forecast = legs[0].forecast if legs else None
        self.stop()

    def attempt_ended(self, record: AttemptRecord) -> None:
        """What was read may be no longer true: who came past the password may have changed."""
        self._refusals.read()
        if record.challenges or record.outcome is Outcome.SIGNED_IN:
            self._forget()
            self._show()

    def stop(self) -> None:
        """What is under way is cut off; what was read until then counts."""
        self._gathering.stop()

    async def close(self) -> None:
        """Forgets what is known, and waits until nothing is under way any more."""
        self._forget()
        await self._gathering.close()
        await self._refusals.close()

    # Inside

    def _plan(self) -> Plan | None:
        if self._profile is None:
            return None
        request = self._middle.request
        return Plan(profile=self._profile, request=request, client_secret=self._client_secret)

    def _forget(self) -> None:
        self._known = self._asked = None
        if self._gathering.under_way:
            self._gathering.drop()
            self.changed.emit()

    def _look_up(self) -> None:
        plan = self._plan()
        if plan is not None and not self._gathering.under_way:
            self._asked = subject_of_plan(plan)
            self._gathering.start(lambda: self._subject(plan))

    async def _subject(self, plan: Plan) -> Subject:
        device = await self._keepsakes.device(plan.profile, plan.request)
        return subject_of_plan(
            Plan(
                profile=plan.profile,
                request=plan.request,
                client_secret=plan.client_secret,
                device=device,
            )
        )

    def _on_ended(self, gathered: Gathered | None) -> None:
        self._asked = None
        self._known = gathered or self._known
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        plan, known = self._plan(), self._known
        foreseen = None
        if plan is not None and known is not None and not self._gathering.under_way:
            foreseen = _foreseen(plan, known, self._refusals.count)
        self._foreseen = foreseen
        self._middle.show_foreseen(self._lookup(), foreseen, self._refusals.count)

    def _lookup(self) -> Lookup:
        if self._gathering.under_way:
            return self._gathering.lookup
        if self._known is None:
            return NOT_BEGUN
        return lookup_of(self._known, self._deps.clock.now())


def _foreseen(plan: Plan, known: Gathered, failures_seen: int) -> Foreseen:
    from console.core.diagnosis.findings import find
    from console.core.diagnosis.forecasting import forecast
    from console.core.diagnosis.situations import situation_of_plan

    evidence = known.evidence_on(subject_of_plan(plan))
    legs = []
    for leg in plan.request.legs():
        situation = situation_of_plan(
            Plan(profile=plan.profile, request=leg, client_secret=plan.client_secret),
            evidence,
            failures_seen=failures_seen,
        )
        in_the_way = tuple(one for one in find(situation) if one.id != _TAKEN_FOR_GRANTED)
        legs.append(
            LegForecast(
                path=leg.path,
                forecast=forecast(situation),
                pool_read=evidence.pool is not None,
                in_the_way=in_the_way,
            )
        )
    return Foreseen(legs=tuple(legs), failures_seen=failures_seen)
