"""The steps of a sign-in at a glance, made from its events as they come."""

from __future__ import annotations

from dataclasses import dataclass, replace

from console.core.events import Event, EventKind
from console.core.record import Outcome
from console.core.telling import OUTCOME_WORDS, State
from console.core.text import visible
from console.ui.timeline.rows import code_of

_AT_MOST = 12
_NAME_LIMIT = 60
_GOOD_RESULTS = frozenset({"tokens", "challenge"})
# What a refused answer was, where that is clear from the code.
_SHORT_WORDS = {"CodeMismatch": "Wrong code", "ExpiredCode": "Expired code"}
_FAILED_STATES = {
    "refused": State.REFUSED,
    "not_sent": State.WARNING,
    "unknown": State.UNKNOWN,
    "cancelled": State.CANCELLED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pill:
    """One step. `open`: it waits for an answer; `reached` is False for what is still ahead."""

    state: State
    text: str
    open: bool = False
    reached: bool = True
    times: int = 1

    @property
    def label(self) -> str:
        """The text, with how often it happened."""
        return self.text if self.times == 1 else f"{self.text} ×{self.times}"


_TOKENS_AHEAD = Pill(state=State.PLAIN, text="Tokens", reached=False)


class StepPills:
    """Takes events in their order; `pills` is what they come to."""

    def __init__(self) -> None:
        self._done: list[Pill] = []
        self._tokens = False
        self._challenge: int | None = None  # where the open challenge stands

    @property
    def pills(self) -> tuple[Pill, ...]:
        """The newest steps, and the tokens as the aim while they have not come."""
        shown = self._done[-_AT_MOST:]
        if len(self._done) > _AT_MOST:
            earlier = len(self._done) - _AT_MOST
            shown.insert(0, Pill(state=State.PLAIN, text=f"{earlier} earlier"))
        if shown and not self._tokens:
            shown.append(_TOKENS_AHEAD)
        return tuple(shown)

    def take(self, event: Event) -> None:
        """Adds what the event says."""
        match event.kind:
            case EventKind.CALL_STARTED:
                if event.step == 1 or not self._done:
                    self._done.append(Pill(state=State.PLAIN, text="Initiate"))
            case EventKind.CALL_ENDED:
                self._call_ended(event)
            case EventKind.CHALLENGE:
                self._asked(event)
            case EventKind.TOKENS:
                self._tokens = True
                self._done.append(Pill(state=State.DONE, text="Tokens"))
            case EventKind.ATTEMPT_ENDED:
                self._ended(event)
            case _:
                pass

    def _call_ended(self, event: Event) -> None:
        result = event.text("result")
        good = result in _GOOD_RESULTS
        if not self._done:
            self._done.append(Pill(state=State.PLAIN, text="Initiate"))
        if self._challenge is None:
            state = State.DONE if good else _FAILED_STATES.get(result, State.UNKNOWN)
            self._done[-1] = replace(self._done[-1], state=state)
        elif good:
            answered = self._done[self._challenge]
            self._done[self._challenge] = replace(answered, state=State.DONE, open=False)
            self._challenge = None
        else:
            self._failed_answer(event, _FAILED_STATES.get(result, State.UNKNOWN))

    def _failed_answer(self, event: Event, state: State) -> None:
        code = code_of(event)
        text = _SHORT_WORDS.get(code, code) or "Failed"
        last = self._done[-1]
        if last.text == text and last.state is state:
            self._done[-1] = replace(last, times=last.times + 1)
        else:
            self._done.append(Pill(state=state, text=text))

    def _asked(self, event: Event) -> None:
        if (event.number("try_number") or 1) > 1 and self._challenge is not None:
            return  # the same question again
        name = visible(event.text("name"), _NAME_LIMIT) or "Challenge"
        self._challenge = len(self._done)
        self._done.append(Pill(state=State.ASKS, text=name, open=True))

    def _ended(self, event: Event) -> None:
        self._done = [replace(pill, open=False) for pill in self._done]
        outcome = event.text("outcome")
        if outcome in (Outcome.CANCELLED, Outcome.ABANDONED):
            word, state = OUTCOME_WORDS[Outcome(outcome)]
            if not self._done or self._done[-1].state is not state:
                self._done.append(Pill(state=state, text=word.capitalize()))
