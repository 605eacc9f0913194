"""How an event is told in words: the same sentence in window, terminal and exports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from console.core.events import Event, EventKind
from console.core.record import Outcome


class State(StrEnum):
    """What a mark means; it has a colour, a shape and a word, so that it reads in grey too."""

    DONE = "done"
    ASKS = "asks"
    REFUSED = "refused"
    WARNING = "warning"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"
    ANSWER = "answer"
    PLAIN = "plain"


MARKS = {
    State.DONE: "✓",
    State.ASKS: "?",
    State.REFUSED: "✕",
    State.WARNING: "!",
    State.UNKNOWN: "?",
    State.CANCELLED: "–",
    State.ANSWER: "✎",
    State.PLAIN: "",
}

OUTCOME_WORDS = {
    Outcome.SIGNED_IN: ("signed in", State.DONE),
    Outcome.FAILED: ("refused", State.REFUSED),
    Outcome.CANCELLED: ("cancelled", State.CANCELLED),
    Outcome.UNKNOWN: ("outcome unknown", State.UNKNOWN),
    Outcome.ABANDONED: ("abandoned", State.CANCELLED),
    Outcome.NOT_SENT: ("not sent", State.WARNING),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """`strong` is the part that stands out, `text` the rest; `depth` 1 belongs to the row above."""

    state: State
    strong: str
    text: str = ""
    depth: int = 0

    def sentence(self) -> str:
        """Both parts on one line."""
        return f"{self.strong} {self.text}".strip()


def tell(event: Event) -> Telling:
    """The event in words."""
    return _TELLERS[event.kind](event)


def _started(event: Event) -> Telling:
    return Telling(
        state=State.PLAIN, strong="Attempt", text=f"{event.text('flow')} as {_user(event)}"
    )


def _user(event: Event) -> str:
    name = event.text("username")
    return f"“{name}”" if name else "nobody named"


def _call_started(event: Event) -> Telling:
    return Telling(state=State.PLAIN, strong=event.text("operation"), text="begun")


_RESULTS = {
    "tokens": (State.DONE, "→ tokens"),
    "challenge": (State.DONE, "→ challenge"),
    "done": (State.DONE, "→ done"),
    "refused": (State.REFUSED, "refused"),
    "not_sent": (State.WARNING, "not sent"),
    "unknown": (State.UNKNOWN, "outcome unknown"),
    "cancelled": (State.CANCELLED, "cancelled"),
}


def _call_ended(event: Event) -> Telling:
    state, words = _RESULTS.get(event.text("result"), (State.UNKNOWN, event.text("result")))
    if event.data.get("left_behind") is True:
        words = f"{words} · search for credentials left behind"
    return Telling(state=state, strong=event.text("operation"), text=words)


def _wire_try(event: Event) -> Telling:
    number = event.number("number") or 0
    parts = [f"wire try {number:.0f}"]
    parts.append("reused connection" if event.data.get("reused") is True else "new connection")
    if event.data.get("proxied") is True:
        parts.append("through a proxy")
    parts.append(event.text("tls_version") or "without TLS")
    if event.text("error"):
        parts.append(event.text("error"))
    if event.data.get("left_behind") is True:
        parts.append("name look-up left behind")
    return Telling(state=State.PLAIN, strong="", text=" · ".join(parts), depth=1)


_STAGE_WORDS = {
    "choose": "· which factor to set up",
    "app": "· the first code of the new app",
    "email": "· the address",
}


def _challenge(event: Event) -> Telling:
    stage = _STAGE_WORDS.get(event.text("stage"))
    parts = [] if stage is None else [stage]
    destination = event.text("destination")
    if destination:
        medium = event.text("medium")
        parts.append(f"· {medium} to {destination}" if medium else f"· sent to {destination}")
    tries = event.number("try_number") or 1
    if tries > 1:
        parts.append(f"· try {tries:.0f}")
    return Telling(state=State.ASKS, strong=f"Challenge {event.text('name')}", text=" ".join(parts))


def _answer(event: Event) -> Telling:
    keys = ", ".join(key or "keys of its own" for key in event.texts("keys"))
    if event.data.get("made_here") is True:
        return Telling(
            state=State.ANSWER, strong="", text=f"Answered by itself · {keys} ‹withheld›"
        )
    made = " made from the seed" if event.data.get("from_seed") is True else ""
    return Telling(state=State.ANSWER, strong="", text=f"Answer given · {keys}{made} ‹withheld›")


def _skew(event: Event) -> Telling:
    skew = event.number("skew_s") or 0.0
    side = "ahead of" if skew > 0 else "behind"
    return Telling(
        state=State.WARNING,
        strong="",
        depth=1,
        text=f"Clock of this machine is {abs(skew):.0f} s {side} the server's",
    )


def _tokens(event: Event) -> Telling:
    names = ", ".join(event.texts("names"))
    life = event.number("expires_in_s")
    text = names if life is None else f"{names} · for {life / 60:.0f} min"
    return Telling(state=State.DONE, strong="Tokens", text=f"{text} ‹withheld›")


def _ended(event: Event) -> Telling:
    try:
        words, state = OUTCOME_WORDS[Outcome(event.text("outcome"))]
    except ValueError:
        words, state = event.text("outcome"), State.UNKNOWN
    return Telling(state=state, strong=words.capitalize(), text=event.text("reason"))


def _path_ended(event: Event) -> Telling:
    ended = _ended(event)
    words = f"{event.text('path')} path: {ended.strong.lower()}."
    return Telling(state=ended.state, strong=words.capitalize(), text=ended.text)


_CHECKS = ("signature", "issuer", "client", "use", "expiry")


def _token_checked(event: Event) -> Telling:
    wrong = [name for name in _CHECKS if event.text(name) == "wrong"]
    unchecked = [name for name in _CHECKS if event.text(name) == "not_checked"]
    parts = ["wrong: " + ", ".join(wrong) if wrong else "as it must be"]
    if unchecked:
        parts.append("not checked: " + ", ".join(unchecked))
    state = State.WARNING if wrong or unchecked else State.DONE
    name = "ID" if event.text("token") == "id" else event.text("token").capitalize()
    path = f" of the {event.text('path')} path" if event.text("path") else ""
    return Telling(state=state, strong=f"{name} token{path}", text=" · ".join(parts))


def _revoked(event: Event) -> Telling:
    when = " at the end" if event.data.get("at_close") is True else ""
    return Telling(state=State.DONE, strong="Tokens revoked", text=when.strip())


def _device(event: Event) -> Telling:
    needed = event.data.get("confirmation_needed") is True
    kept = "kept in the keyring" if event.data.get("kept") is True else "kept for this run alone"
    asked = "; the pool asks the user first" if needed else ""
    return Telling(state=State.DONE, strong="Device confirmed", text=f"{kept}{asked}")


_TELLERS: dict[EventKind, Callable[[Event], Telling]] = {
    EventKind.ATTEMPT_STARTED: _started,
    EventKind.CALL_STARTED: _call_started,
    EventKind.WIRE_TRY: _wire_try,
    EventKind.CALL_ENDED: _call_ended,
    EventKind.CHALLENGE: _challenge,
    EventKind.ANSWER: _answer,
    EventKind.CLOCK_SKEW: _skew,
    EventKind.TOKENS: _tokens,
    EventKind.PATH_ENDED: _path_ended,
    EventKind.ATTEMPT_ENDED: _ended,
    EventKind.TOKEN_CHECKED: _token_checked,
    EventKind.TOKENS_REVOKED: _revoked,
    EventKind.DEVICE_REMEMBERED: _device,
}
