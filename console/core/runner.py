"""Runs one attempt: the course makes the calls, the journal keeps what happened."""

from __future__ import annotations

from collections.abc import Callable, Coroutine

from console.core.attempt import Attempt, Plan
from console.core.conversation.challenges import Challenge
from console.core.course import Course
from console.core.diagnosis.classifier import Classifier
from console.core.errors import UserFacingError
from console.core.ports import Answerer, Clock, Gateways, Journal
from console.core.record import AttemptRecord


class AttemptRunner:
    """Shared by window and commands; holds no state of any one attempt."""

    def __init__(
        self,
        *,
        gateways: Gateways,
        journal: Journal,
        classifier: Callable[[], Classifier],
        clock: Clock,
        new_id: Callable[[], str],
        not_kept: Callable[[UserFacingError], None],
    ) -> None:
        """`not_kept` is told when the journal refuses: the attempt goes on without it."""
        self._gateways = gateways
        self._journal = journal
        self._classifier = classifier
        self._clock = clock
        self._new_id = new_id
        self._not_kept = not_kept

    def prepare(self, plan: Plan) -> Attempt:
        """The attempt for `plan`, not yet begun, so that its timeline can be watched from zero."""
        return Attempt(attempt_id=self._new_id(), plan=plan, clock=self._clock)

    async def run(self, attempt: Attempt, answerer: Answerer) -> AttemptRecord:
        """Runs the attempt to its outcome. Whatever the network and Cognito do is a result."""
        course = Course(
            attempt=attempt,
            answerer=answerer,
            clock=self._clock,
            classifier=self._classifier,
            gateway=self._gateways.open(attempt.plan.profile),
        )
        await self._keep(self._journal.begin(attempt.record()))
        kept = 0
        call = course.begin()
        while call is not None:
            following = await course.send(call)
            if not isinstance(following, Challenge):
                call = following
                continue
            # Now, since the operator may take minutes to answer; the rest goes with the header.
            kept = await self._keep_events(attempt, kept)
            call = await course.ask(following)
        record = attempt.record()
        await self._keep(self._journal.finish(record))
        return record

    async def _keep_events(self, attempt: Attempt, kept: int) -> int:
        events = attempt.timeline.since(kept)
        if events:
            await self._keep(self._journal.append(attempt.attempt_id, events))
        return kept + len(events)

    async def _keep(self, writing: Coroutine[object, object, None]) -> None:
        try:
            await writing
        except UserFacingError as error:
            self._not_kept(error)
