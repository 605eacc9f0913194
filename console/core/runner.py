"""Runs one attempt: a course for each path makes the calls, the journal keeps what happened."""

from __future__ import annotations

from collections.abc import Callable, Coroutine

from console.core import facts
from console.core.aftermath import Aftermath
from console.core.attempt import Attempt, Plan
from console.core.call import ApiCall
from console.core.calling import Caller
from console.core.characters import character_findings
from console.core.conversation.challenges import Challenge
from console.core.course import Course, Leg
from console.core.diagnosis.classifier import Classifier
from console.core.ending import end_attempt, end_leg
from console.core.errors import UserFacingError
from console.core.events import EventKind
from console.core.ports import Answerer, Clock, Gateways, Guard, Journal, TokenVerifier
from console.core.record import AttemptRecord, Outcome

# After these the other path is not tried: the operator stopped, or an answer is missing.
_ENDS_BOTH = frozenset({Outcome.CANCELLED, Outcome.ABANDONED})


class AttemptRunner:
    """Shared by window and commands; holds no state of any one attempt."""

    def __init__(
        self,
        *,
        gateways: Gateways,
        journal: Journal,
        guard: Guard,
        verifier: TokenVerifier,
        classifier: Callable[[], Classifier],
        clock: Clock,
        new_id: Callable[[], str],
        not_kept: Callable[[UserFacingError], None],
    ) -> None:
        """`not_kept` is told when the journal refuses: the attempt goes on without it."""
        self._gateways = gateways
        self._journal = journal
        self._guard = guard
        self._verifier = verifier
        self._classifier = classifier
        self._clock = clock
        self._new_id = new_id
        self._not_kept = not_kept

    def prepare(self, plan: Plan) -> Attempt:
        """The attempt for `plan`, not yet begun, so that its timeline can be watched from zero."""
        return Attempt(attempt_id=self._new_id(), plan=plan, clock=self._clock)

    async def run(self, attempt: Attempt, answerer: Answerer) -> AttemptRecord:
        """Runs the attempt to its outcome. Whatever the network and Cognito do is a result."""
        caller = self._caller(attempt)
        await self._keep(self._journal.begin(attempt.record()))
        name = attempt.plan.request.username
        # Of the user name alone: what is odd about a password is a function of it, and events
        # are kept and exported. The form and `run` say it before anything is sent.
        warnings = tuple(f"The user name {phrase}." for phrase in character_findings(name))
        caller.tell(EventKind.ATTEMPT_STARTED, facts.started(attempt, warnings))
        legs: list[Leg] = []
        requests = attempt.plan.request.legs()
        for request in requests:
            course = Course(
                attempt=attempt,
                request=request,
                answerer=answerer,
                caller=caller,
                clock=self._clock,
            )
            leg = await self._follow(attempt, course)
            legs.append(leg)
            if len(requests) > 1:
                end_leg(attempt, leg, caller)
            if attempt.cancelled or leg.outcome in _ENDS_BOTH:
                break
        end_attempt(attempt, legs, caller, now=self._clock.now())
        record = attempt.record()
        await self._keep(self._journal.finish(record))
        return record

    def aftermath(self, attempt: Attempt) -> Aftermath | None:
        """What can follow an attempt that won tokens; None where it won none."""
        if attempt.running or not attempt.won:
            return None
        return Aftermath(
            attempt=attempt,
            caller=self._caller(attempt),
            verifier=self._verifier,
            clock=self._clock,
            keep=lambda: self._keep(self._journal.finish(attempt.record())),
        )

    def _caller(self, attempt: Attempt) -> Caller:
        return Caller(
            attempt=attempt,
            gateway=self._gateways.open(attempt.plan.profile),
            guard=self._guard,
            classifier=self._classifier,
            clock=self._clock,
            keep=lambda: self._keep_events(attempt),
        )

    async def _follow(self, attempt: Attempt, course: Course) -> Leg:
        following: Challenge | ApiCall | None = course.begin()
        while following is not None:
            if isinstance(following, Challenge):
                # Now, since the operator may take minutes; the rest goes with the header.
                await self._keep_events(attempt)
                following = await course.ask(following)
            else:
                following = await course.send(following)
        if course.end is None:
            raise AssertionError("a course ended without an outcome")
        return course.end

    async def _keep_events(self, attempt: Attempt) -> None:
        events = attempt.timeline.since(attempt.kept)
        attempt.kept += len(events)
        if events:
            await self._keep(self._journal.append(attempt.attempt_id, events))

    async def _keep(self, writing: Coroutine[object, object, None]) -> None:
        try:
            await writing
        except UserFacingError as error:
            self._not_kept(error)
