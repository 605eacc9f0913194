"""One call of an attempt: made, judged, cleaned at the door, and written onto the timeline."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from console.core import facts
from console.core.attempt import Attempt
from console.core.call import ApiCall, CallResult, Failure
from console.core.diagnosis.classification import Matched
from console.core.diagnosis.classifier import Classification, Classifier
from console.core.door import admitted, secrets_of_call, secrets_of_result
from console.core.events import EventKind
from console.core.masking import masked_request
from console.core.permit import (
    Denied,
    Effect,
    Permit,
    Wanted,
    cancelled_before,
    effect_of,
    not_permitted,
)
from console.core.ports import Clock, Gateway, Guard
from console.core.secret import WITHHELD

_SKEW_SHOWN_S = 60.0


def _started(call: ApiCall, permit: Permit | Denied | None) -> dict[str, object]:
    told: dict[str, object] = {
        "operation": call.operation,
        "path": str(call.path),
        "effect": str(effect_of(call)),
        "request": masked_request(call),
    }
    if isinstance(permit, Permit):
        told["confirmation"] = str(permit.confirmation)
    return told


class Caller:
    """Makes the calls of one attempt, those of its sign-in and those that follow it."""

    def __init__(
        self,
        *,
        attempt: Attempt,
        gateway: Gateway,
        guard: Guard,
        classifier: Callable[[], Classifier],
        clock: Clock,
        keep: Callable[[], Awaitable[None]],
    ) -> None:
        """`keep` commits to the journal what the timeline has."""
        self._attempt = attempt
        self._gateway = gateway
        self._guard = guard
        self._classifier = classifier
        self._clock = clock
        self._keep = keep

    async def make(self, call: ApiCall) -> tuple[CallResult, Classification | None]:
        """The result without the attempt's secrets in its texts, and what a failure means."""
        attempt = self._attempt
        step = attempt.calls_made + 1
        attempt.live.add(secrets_of_call(call))
        permit = await self._permit(call)
        self.tell(EventKind.CALL_STARTED, _started(call, permit), step=step)
        if step > 1:  # the first one's intent is the attempt's own, and kept already
            await self._keep()
        start_ms = self.offset_ms()
        result = await self._result(call, permit)
        attempt.live.add(secrets_of_result(result))
        classification = self._classify(call, result) if isinstance(result, Failure) else None
        seen = admitted(result, attempt.live)
        self._note(call, seen, classification, start_ms)
        return seen, classification

    async def _result(self, call: ApiCall, permit: Permit | Denied | None) -> CallResult:
        if isinstance(permit, Denied):
            return not_permitted(permit, self._clock.now())
        if self._attempt.cancelled and self._attempt.running:  # while the guard was asked
            return cancelled_before(self._clock.now())
        pending = self._gateway.begin(call, permit)
        self._attempt.on_cancel(pending.stop)
        try:
            return await pending.result()
        except BaseException:  # a cancelled task: the request must not go on by itself
            pending.stop()
            raise
        finally:
            self._attempt.on_cancel(None)

    async def _permit(self, call: ApiCall) -> Permit | Denied | None:
        effect = effect_of(call)
        if effect is Effect.NONE:
            return None
        plan = self._attempt.plan
        return await self._guard.permit(
            Wanted(
                attempt_id=self._attempt.attempt_id,
                username=plan.request.username,
                user_pool_id=plan.profile.user_pool_id,
                client_id=plan.profile.client_id,
                operation=call.operation,
                effect=effect,
            )
        )

    def _note(
        self,
        call: ApiCall,
        result: CallResult,
        classification: Classification | None,
        start_ms: float,
    ) -> None:
        attempt = self._attempt
        attempt.note_step(facts.step(call, result.record))
        step = attempt.calls_made
        for wire in result.record.tries:
            self.tell(EventKind.WIRE_TRY, facts.wire_try(wire, start_ms), step=step)
        self.tell(
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
        if skew_s is None or abs(skew_s) < _SKEW_SHOWN_S or self._attempt.skew_told:
            return
        self._attempt.skew_told = True
        self.tell(EventKind.CLOCK_SKEW, {"skew_s": skew_s}, step=step)

    def offset_ms(self) -> float:
        """Milliseconds since the attempt began."""
        return (self._clock.monotonic() - self._attempt.started_mono) * 1000

    def tell(self, kind: EventKind, raw: Mapping[str, object], *, step: int | None = None) -> None:
        """Writes one event, now."""
        self._attempt.timeline.append(
            kind, raw, at=self._clock.now(), offset_ms=self.offset_ms(), step=step
        )
