"""The way of one attempt: calls are sent and challenges asked in turn, until an outcome."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from console.core import facts
from console.core.attempt import Attempt
from console.core.call import ApiCall, CallResult, Failure, Origin
from console.core.characters import character_findings
from console.core.conversation.challenges import Challenge
from console.core.conversation.machine import Ask, Conversation, Proceed, Refused, SignedIn
from console.core.diagnosis.classification import Matched
from console.core.diagnosis.classifier import Classification, Classifier
from console.core.door import (
    admitted,
    challenge_to_show,
    secrets_of_call,
    secrets_of_result,
)
from console.core.events import EventKind
from console.core.masking import masked_request
from console.core.ports import Answer, Answerer, Clock, Gateway, GiveUp
from console.core.record import Outcome
from console.core.secret import WITHHELD, Secret

_SKEW_SHOWN_S = 60.0


class Course:
    """Moves one attempt on and writes its timeline; never raises for a failed sign-in."""

    def __init__(
        self,
        *,
        attempt: Attempt,
        answerer: Answerer,
        gateway: Gateway,
        classifier: Callable[[], Classifier],
        clock: Clock,
    ) -> None:
        plan = attempt.plan
        self._attempt = attempt
        self._answerer = answerer
        self._gateway = gateway
        self._classifier = classifier
        self._clock = clock
        self._skew_told = False
        self._conversation = Conversation(
            user_pool_id=plan.profile.user_pool_id,
            client_id=plan.profile.client_id,
            client_secret=plan.client_secret,
            request=plan.request,
        )

    def begin(self) -> ApiCall | None:
        """Writes the first event and gives the first call; None when it was cancelled before."""
        attempt = self._attempt
        self._tell(EventKind.ATTEMPT_STARTED, facts.started(attempt, self._warnings()))
        if attempt.cancelled:
            self._end(Outcome.CANCELLED, "Cancelled before anything was sent.")
            return None
        return self._conversation.start()

    async def send(self, call: ApiCall) -> Challenge | ApiCall | None:
        """Makes `call`; then what Cognito asks, or the call that answers without asking, or None.

        None is the end of the attempt.
        """
        attempt = self._attempt
        result = await self._result_of(call)
        following = self._conversation.receive(
            result, now=self._clock.monotonic(), at=self._clock.now()
        )
        match following:
            case SignedIn(tokens=tokens):
                self._tell(EventKind.TOKENS, facts.tokens(tokens), step=len(attempt.steps))
                attempt.classification = None
                self._end(Outcome.SIGNED_IN, "Cognito issued tokens.")
                return None
            case Refused(failure=failure):
                self._end(*facts.ending(failure, first=len(attempt.steps) == 1))
                return None
            case Ask(challenge=challenge):
                shown = challenge_to_show(challenge, attempt.live)
                self._note_challenge(shown)
                return shown
            case Proceed(challenge=challenge, keys=keys, call=answer):
                self._note_challenge(challenge_to_show(challenge, attempt.live))
                self._tell(
                    EventKind.ANSWER, facts.made_answer(challenge, keys), step=len(attempt.steps)
                )
                if attempt.cancelled:
                    self._give_up(GiveUp(reason="Cancelled.", cancelled=True), challenge)
                    return None
                return answer

    async def _result_of(self, call: ApiCall) -> CallResult:
        attempt = self._attempt
        step = len(attempt.steps) + 1
        attempt.live.add(secrets_of_call(call))
        self._tell(
            EventKind.CALL_STARTED,
            {
                "operation": call.operation,
                "path": str(call.path),
                "request": masked_request(call),
            },
            step=step,
        )
        start_ms = self._offset_ms()
        pending = self._gateway.begin(call)
        attempt.on_cancel(pending.stop)
        try:
            result = await pending.result()
        except BaseException:  # a cancelled task: the request must not go on by itself
            pending.stop()
            raise
        finally:
            attempt.on_cancel(None)
        attempt.live.add(secrets_of_result(result))
        classification = self._classify(call, result) if isinstance(result, Failure) else None
        if classification is not None:
            attempt.classification = classification
        seen = admitted(result, attempt.live)
        self._note_result(call, seen, classification, start_ms)
        return seen

    def _note_result(
        self,
        call: ApiCall,
        result: CallResult,
        classification: Classification | None,
        start_ms: float,
    ) -> None:
        attempt = self._attempt
        attempt.steps.append(facts.step(call, result.record))
        step = len(attempt.steps)
        for wire in result.record.tries:
            self._tell(EventKind.WIRE_TRY, facts.wire_try(wire, start_ms), step=step)
        self._tell(
            EventKind.CALL_ENDED,
            facts.call_ended(call, result, start_ms, classification),
            step=step,
        )
        self._note_skew(result, step)

    def _classify(self, call: ApiCall, failure: Failure) -> Classification:
        """Judges the text as it came; what it may repeat is not in what is given back."""
        challenge, live = self._attempt.challenge, self._attempt.live
        classifier = self._classifier()
        found = classifier.classify(
            code=failure.code,
            message=failure.message,
            operation=call.operation,
            challenge=challenge.name if challenge is not None else None,
            http_status=failure.record.http_status,
        )
        if found.matched in (Matched.TEXT, Matched.CODE):
            live.trust([found.code])
        if classifier.is_fixed(found, failure.message):
            live.trust([failure.message])
        return replace(
            found,
            code=live.safe(found.code),
            message=WITHHELD if live.hit(failure.message) else found.message,
        )

    def _note_skew(self, result: CallResult, step: int) -> None:
        skew_s = facts.clock_skew_s(result.record)
        if skew_s is None or abs(skew_s) < _SKEW_SHOWN_S or self._skew_told:
            return
        self._skew_told = True
        self._tell(EventKind.CLOCK_SKEW, {"skew_s": skew_s}, step=step)

    async def ask(self, challenge: Challenge) -> ApiCall | None:
        """Has the challenge answered; the call with the answer, or None at the end."""
        attempt = self._attempt
        if attempt.cancelled:
            self._give_up(GiveUp(reason="Cancelled.", cancelled=True), challenge)
            return None
        if not challenge.supported:
            self._give_up(facts.unsupported(challenge), challenge)
            return None
        attempt.challenge = challenge
        attempt.on_cancel(self._answerer.interrupt)
        try:
            given = await self._answerer.answer(challenge)
        finally:
            attempt.on_cancel(None)
        if isinstance(given, GiveUp):
            self._give_up(given, challenge)
            return None
        return self._answered(challenge, given)

    def _note_challenge(self, challenge: Challenge) -> None:
        attempt = self._attempt
        if challenge.try_number == 1:
            attempt.challenges.append(challenge.name)
        self._tell(EventKind.CHALLENGE, facts.challenge(challenge), step=len(attempt.steps))

    def _answered(self, challenge: Challenge, given: Answer) -> ApiCall:
        attempt = self._attempt
        attempt.live.add(_live_values(given.responses))
        self._tell(EventKind.ANSWER, facts.answer(challenge, given), step=len(attempt.steps))
        return self._conversation.answer(given.responses)

    def _give_up(self, given: GiveUp, challenge: Challenge) -> None:
        self._conversation.abandon()
        self._attempt.missing = given.missing
        refusal = challenge.refusal
        if given.cancelled:
            self._end(Outcome.CANCELLED, given.reason)
        elif refusal is not None and refusal.origin is Origin.SERVICE:
            # The last answer was refused: that is what happened, giving up only ended it.
            self._end(Outcome.FAILED, facts.ending(refusal, first=False)[1])
        elif self._attempt.live.hit(given.reason):  # it may name what the challenge asked for
            self._end(Outcome.ABANDONED, "The challenge was given up.")
        else:
            self._end(Outcome.ABANDONED, given.reason)

    def _end(self, outcome: Outcome, reason: str) -> None:
        attempt = self._attempt
        attempt.challenge = None
        attempt.ended_at = self._clock.now()
        attempt.duration_ms = self._offset_ms()
        attempt.outcome = outcome
        attempt.reason = reason
        classification = attempt.classification
        self._tell(
            EventKind.ATTEMPT_ENDED,
            {
                "outcome": str(outcome),
                "reason": reason,
                "classification": classification.id if classification is not None else None,
                "duration_ms": attempt.duration_ms,
            },
        )

    def _warnings(self) -> tuple[str, ...]:
        # Of the user name alone: what is odd about a password is a function of it, and events
        # are kept and exported. The form and `run` say it before anything is sent.
        name = self._attempt.plan.request.username
        return tuple(f"The user name {phrase}." for phrase in character_findings(name))

    def _offset_ms(self) -> float:
        return (self._clock.monotonic() - self._attempt.started_mono) * 1000

    def _tell(self, kind: EventKind, raw: Mapping[str, object], *, step: int | None = None) -> None:
        self._attempt.timeline.append(
            kind, raw, at=self._clock.now(), offset_ms=self._offset_ms(), step=step
        )


def _live_values(responses: Mapping[str, str | Secret]) -> list[Secret]:
    return [value for value in responses.values() if isinstance(value, Secret)]
