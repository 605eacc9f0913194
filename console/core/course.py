"""The way of one sign-in on one path: calls are sent and challenges asked in turn, to an end."""

from __future__ import annotations

from dataclasses import dataclass

from console.core import facts
from console.core.attempt import Attempt
from console.core.call import ApiCall, Origin, Path, Tokens
from console.core.calling import Caller
from console.core.conversation.challenges import Challenge
from console.core.conversation.machine import Conversation
from console.core.conversation.turns import Ask, Expired, Proceed, Refused, SignedIn
from console.core.diagnosis.classifier import Classification
from console.core.door import challenge_to_show
from console.core.events import EventKind
from console.core.ports import Answer, Answerer, Clock, GiveUp
from console.core.record import Outcome
from console.core.request import SignInRequest
from console.core.secret import Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """How the sign-in on one path ended."""

    path: Path
    outcome: Outcome
    reason: str
    classification: Classification | None = None
    tokens: Tokens | None = None


class Course:
    """Moves one sign-in on and writes its timeline; never raises for a failed one."""

    def __init__(
        self,
        *,
        attempt: Attempt,
        request: SignInRequest,
        answerer: Answerer,
        caller: Caller,
        clock: Clock,
    ) -> None:
        """`request` is the attempt's own, or the part of it that one path takes."""
        plan = attempt.plan
        self._attempt = attempt
        self._path = request.path
        self._answerer = answerer
        self._caller = caller
        self._clock = clock
        self._first_step = attempt.calls_made
        self._classification: Classification | None = None
        self._conversation = Conversation(
            user_pool_id=plan.profile.user_pool_id,
            client_id=plan.profile.client_id,
            client_secret=plan.client_secret,
            request=request,
            device=plan.device,
            session_life_s=plan.profile.session_life_s,
        )
        self.end: Leg | None = None

    def begin(self) -> ApiCall | None:
        """The first call; None when the attempt was cancelled before."""
        if self._attempt.cancelled:
            self._end(Outcome.CANCELLED, "Cancelled before anything was sent.")
            return None
        return self._conversation.start()

    async def send(self, call: ApiCall) -> Challenge | ApiCall | None:
        """Makes `call`; then what Cognito asks, or the call that answers without asking, or None.

        None is the end, which is in `end`.
        """
        attempt = self._attempt
        result, classification = await self._caller.make(call)
        if classification is not None:
            self._classification = attempt.classification = classification
        following = self._conversation.receive(
            result, now=self._clock.monotonic(), at=self._clock.now()
        )
        match following:
            case SignedIn(tokens=tokens):
                self._caller.tell(EventKind.TOKENS, facts.tokens(tokens), step=attempt.calls_made)
                self._classification = None
                self._end(Outcome.SIGNED_IN, "Cognito issued tokens.", tokens)
                return None
            case Refused(failure=failure):
                first = attempt.calls_made - self._first_step == 1
                self._end(*facts.ending(failure, first=first))
                return None
            case Ask(challenge=challenge):
                return self._asked(challenge)
            case Proceed():
                return self._proceed(following)

    def _asked(self, challenge: Challenge) -> Challenge:
        shown = challenge_to_show(challenge, self._attempt.live)
        self._note_challenge(shown)
        return shown

    def _proceed(self, following: Proceed) -> ApiCall | None:
        attempt, challenge = self._attempt, following.challenge
        if challenge is not None:
            self._note_challenge(challenge_to_show(challenge, attempt.live))
            self._caller.tell(
                EventKind.ANSWER,
                facts.made_answer(challenge, following.keys),
                step=attempt.calls_made,
            )
        if attempt.cancelled:
            self._give_up(GiveUp(reason="Cancelled.", cancelled=True), challenge)
            return None
        return following.call

    async def ask(self, challenge: Challenge) -> Challenge | ApiCall | None:
        """Has the challenge answered; then the call with the answer, the next question, or None."""
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
        if not challenge.repeats:
            attempt.challenges.append(challenge.name)
        self._caller.tell(EventKind.CHALLENGE, facts.challenge(challenge), step=attempt.calls_made)

    def _answered(self, challenge: Challenge, given: Answer) -> Challenge | ApiCall | None:
        attempt = self._attempt
        attempt.live.add(value for value in given.responses.values() if isinstance(value, Secret))
        following = self._conversation.answer(given.responses, now=self._clock.monotonic())
        if isinstance(following, Expired):
            self._give_up(facts.expired(challenge), challenge)
            return None
        self._caller.tell(EventKind.ANSWER, facts.answer(challenge, given), step=attempt.calls_made)
        return self._asked(following.challenge) if isinstance(following, Ask) else following

    def _give_up(self, given: GiveUp, challenge: Challenge | None) -> None:
        self._conversation.abandon()
        self._attempt.missing = given.missing
        refusal = challenge.refusal if challenge is not None else None
        if given.cancelled:
            self._end(Outcome.CANCELLED, given.reason)
        elif refusal is not None and refusal.origin is Origin.SERVICE:
            # The last answer was refused: that is what happened, giving up only ended it.
            self._end(Outcome.FAILED, facts.ending(refusal, first=False)[1])
        elif self._attempt.live.hit(given.reason):  # it may name what the challenge asked for
            self._end(Outcome.ABANDONED, "The challenge was given up.")
        else:
            self._end(Outcome.ABANDONED, given.reason)

    def _end(self, outcome: Outcome, reason: str, tokens: Tokens | None = None) -> None:
        self._attempt.challenge = None
        self.end = Leg(
            path=self._path,
            outcome=outcome,
            reason=reason,
            classification=self._classification,
            tokens=tokens,
        )
