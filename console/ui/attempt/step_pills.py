"""The steps of a sign-in at a glance, made from its events as they come."""

from __future__ import annotations

from dataclasses import dataclass, replace

from console.core.call import CONFIRM_DEVICE, REVOKE_TOKEN, UPDATE_DEVICE_STATUS
from console.core.events import Event, EventKind
from console.core.record import Outcome
from console.core.telling import OUTCOME_WORDS, State
from console.core.text import visible
from console.ui.timeline.rows import code_of

_AT_MOST = 12
_NAME_LIMIT = 60
_BOTH = "both"
_GOOD_RESULTS = frozenset({"tokens", "challenge", "done"})
# What a refused answer was, where that is clear from the code.
_SHORT_WORDS = {
    "CodeMismatch": "Wrong code",
    "EnableSoftwareTokenMFA": "Wrong code",  # Cognito's name for it while an app is set up
    "ExpiredCode": "Expired code",
}
_FAILED_STATES = {
    "refused": State.REFUSED,
    "not_sent": State.WARNING,
    "unknown": State.UNKNOWN,
    "cancelled": State.CANCELLED,
}
# Calls that follow an outcome; any other of them is a refresh.
_AFTER_WORDS = {
    REVOKE_TOKEN: "Revoke",
    CONFIRM_DEVICE: "Confirm device",
    UPDATE_DEVICE_STATUS: "Remember device",
}
_STAGE_WORDS = {"app": "app", "email": "e-mail"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pill:
    """One step. `open`: it waits for an answer; `reached` is False for what is still ahead.

    `path` is told where the attempt takes both; `first` begins a path.
    """

    state: State
    text: str
    open: bool = False
    reached: bool = True
    times: int = 1
    path: str = ""
    first: bool = False

    @property
    def label(self) -> str:
        """The text, with how often it happened; the first of a path is named by it."""
        if self.first and self.path:
            return self.path
        return self.text if self.times == 1 else f"{self.text} ×{self.times}"

    @property
    def spoken(self) -> str:
        """The text with its path, for those who do not see the row as a whole."""
        if not self.path:
            return self.label
        return f"{self.text if self.first else self.label}, {self.path} path"


class StepPills:
    """Takes events in their order; `pills` is what they come to."""

    def __init__(self) -> None:
        self._done: list[Pill] = []
        self._tokens = False
        self._challenge: int | None = None  # where the open challenge stands
        self._both = False
        self._path = ""  # of the step under way, where both are taken
        self._begins = True  # the next call begins a path
        self._over = False

    @property
    def pills(self) -> tuple[Pill, ...]:
        """The newest steps, and the tokens as the aim while they have not come."""
        shown = self._done[-_AT_MOST:]
        if len(self._done) > _AT_MOST:
            earlier = len(self._done) - _AT_MOST
            shown.insert(0, Pill(state=State.PLAIN, text=f"{earlier} earlier"))
        if shown and not self._tokens:
            shown.append(Pill(state=State.PLAIN, text="Tokens", reached=False, path=self._path))
        return tuple(shown)

    def take(self, event: Event) -> None:
        """Adds what the event says."""
        if self._over:
            self._followed(event)
            return
        match event.kind:
            case EventKind.ATTEMPT_STARTED:
                self._both = event.text("path") == _BOTH
            case EventKind.CALL_STARTED:
                self._call_started(event)
            case EventKind.CALL_ENDED:
                self._call_ended(event)
            case EventKind.CHALLENGE:
                self._asked(event)
            case EventKind.TOKENS:
                self._tokens = True
                self._add(State.DONE, "Tokens")
            case EventKind.PATH_ENDED:
                self._path_ended()
            case EventKind.ATTEMPT_ENDED:
                self._attempt_ended(event)
            case _:
                pass

    def _add(self, state: State, text: str, *, open_: bool = False, first: bool = False) -> None:
        self._done.append(Pill(state=state, text=text, open=open_, path=self._path, first=first))

    def _call_started(self, event: Event) -> None:
        if not self._begins:
            return
        self._begins = False
        self._tokens = False
        self._path = visible(event.text("path"), _NAME_LIMIT) if self._both else ""
        self._add(State.PLAIN, "Initiate", first=True)

    def _call_ended(self, event: Event) -> None:
        result = event.text("result")
        good = result in _GOOD_RESULTS
        if self._begins:  # its start is missing
            self._call_started(event)
        state = State.DONE if good else _FAILED_STATES.get(result, State.UNKNOWN)
        if self._challenge is not None and good:
            self._answered()
        elif self._done[-1].state is State.PLAIN:
            self._done[-1] = replace(self._done[-1], state=state)
        elif not good:
            self._failed_answer(event, state)

    def _answered(self) -> None:
        if self._challenge is not None:
            answered = self._done[self._challenge]
            self._done[self._challenge] = replace(answered, state=State.DONE, open=False)
            self._challenge = None

    def _failed_answer(self, event: Event, state: State) -> None:
        code = code_of(event)
        text = _SHORT_WORDS.get(code, code) or "Failed"
        last = self._done[-1]
        if last.text == text and last.state is state:
            self._done[-1] = replace(last, times=last.times + 1)
        else:
            self._add(state, text)

    def _asked(self, event: Event) -> None:
        if (event.number("try_number") or 1) > 1 and self._challenge is not None:
            return  # the same question again
        name = visible(event.text("name"), _NAME_LIMIT) or "Challenge"
        stage = _STAGE_WORDS.get(event.text("stage"))
        self._answered()  # without a call: the choice of an e-mail address asks for it next
        self._challenge = len(self._done)
        self._add(State.ASKS, name if stage is None else f"{name} {stage}", open_=True)

    def _path_ended(self) -> None:
        self._done = [replace(pill, open=False) for pill in self._done]
        self._challenge = None
        self._begins = True

    def _attempt_ended(self, event: Event) -> None:
        self._over = True
        self._done = [replace(pill, open=False) for pill in self._done]
        outcome = event.text("outcome")
        if outcome in (Outcome.CANCELLED, Outcome.ABANDONED):
            word, state = OUTCOME_WORDS[Outcome(outcome)]
            if not self._done or self._done[-1].state is not state:
                self._add(state, word.capitalize())

    def _followed(self, event: Event) -> None:
        """A call after the outcome is a step of its own."""
        if event.kind is EventKind.CALL_STARTED:
            self._path = ""
            self._tokens = True  # they are no aim any more
            self._add(State.PLAIN, _AFTER_WORDS.get(event.text("operation"), "Refresh"))
        elif event.kind is EventKind.CALL_ENDED:
            result = event.text("result")
            good = result in _GOOD_RESULTS
            state = State.DONE if good else _FAILED_STATES.get(result, State.UNKNOWN)
            self._done[-1] = replace(self._done[-1], state=state)
