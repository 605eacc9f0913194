"""What the inspector says of a line of the timeline, as plain values."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from console.core.call import ApiCall, Sent
from console.core.events import Event, EventKind
from console.core.masking import Json
from console.core.telling import tell
from console.core.text import visible
from console.ui.attempt.tokens_words import CHECKS
from console.ui.parts.facts_table import Fact
from console.ui.timeline.rows import Row
from console.ui.timeline.waterfall import PHASES

_TRIES_SHOWN = 6
_NONE = "—"
_SENT_WORDS = {
    "yes": "yes",
    "no": "no, nothing left this machine",
    "maybe": "maybe, its bytes were on the way when it ended",
}
_RESULT_WORDS = {
    "tokens": "tokens",
    "challenge": "a challenge",
    "done": "done",
    "refused": "refused by Cognito",
    "not_sent": "not sent",
    "unknown": "unknown: no believable answer",
    "cancelled": "cancelled",
}
_PATH_WORDS = {"both": "admin, then public"}
_STAGE_WORDS = {
    "choose": "choice of the factor",
    "app": "first code of the new app",
    "email": "address of the new factor",
}
_CHECK_WORDS = {"ok": "right", "wrong": "wrong", "not_checked": "not checked"}
# Lines that stand for something that a call brought, not for the call.
_OWN_KINDS = frozenset(
    {
        EventKind.CHALLENGE,
        EventKind.ANSWER,
        EventKind.TOKENS,
        EventKind.TOKENS_REVOKED,
        EventKind.DEVICE_REMEMBERED,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected:
    """A line with the call that it belongs to; `asked` is the challenge that the call brought."""

    row: Row
    call: Row | None = None
    asked: Event | None = None

    @property
    def ended(self) -> Event | None:
        """The end of the call, when it has one."""
        return None if self.call is None else self.call.ended

    @property
    def tries(self) -> Sequence[Event]:
        """The wire tries of the call, or the one that the line is."""
        if self.row.event.kind is EventKind.WIRE_TRY:
            return (self.row.event,)
        return () if self.call is None else self.call.tries


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A code and a text on top, facts below; `empty` is said where there is neither."""

    code: str = ""
    text: str = ""
    facts: tuple[Fact, ...] = ()
    headings: tuple[str, ...] = ()
    empty: str = ""


def inspect(rows: Sequence[Row], row: Row) -> Inspected:
    """The line `row` of `rows` with its call."""
    call = _call_of(rows, row)
    return Inspected(row=row, call=call, asked=None if call is None else _asked(rows, call))


def _call_of(rows: Sequence[Row], row: Row) -> Row | None:
    step = row.event.step
    if step is None:
        return None
    for number in range(row.number, -1, -1):
        other = rows[number]
        if other.is_call:
            return other if other.event.step == step else None
    return None


def _asked(rows: Sequence[Row], call: Row) -> Event | None:
    for number in range(call.number + 1, len(rows)):
        event = rows[number].event
        if event.kind is EventKind.CHALLENGE:
            return event if event.step == call.event.step else None
        if rows[number].is_call:
            return None
    return None


def summary(seen: Inspected) -> Page:
    """The line at a glance."""
    event, call = seen.row.event, seen.call
    if call is None or event.kind in _OWN_KINDS:
        return Page(text=tell(event).sentence(), facts=_own_facts(event))
    ended = seen.ended
    if ended is None:
        state = "under way" if call.under_way else "its end was not recorded"
        return Page(
            text=f"{call.strong}: {state}",
            facts=(Fact(name="Started at", values=(_at(call.event),)), *_withheld(call.event)),
        )
    return Page(
        code=ended.text("code"),
        text=ended.text("message") or ("" if ended.text("code") else seen.row.sentence),
        facts=_call_facts(seen, call, ended),
    )


def _call_facts(seen: Inspected, call: Row, ended: Event) -> tuple[Fact, ...]:
    stayed = ended.text("sent") == Sent.NO
    facts = [
        Fact(name="HTTP", values=(_http(seen, ended),)),
        Fact(name="Begun at" if stayed else "Sent at", values=(_at(call.event),)),
        Fact(
            name="Sent",
            values=(_SENT_WORDS.get(ended.text("sent"), ended.text("sent")),),
            wire=False,
        ),
        Fact(name="Path", values=(_path(call.event),), wire=False),
        Fact(name="Request id", values=(ended.text("request_id") or _NONE,)),
        Fact(name="Connection", values=(_connection(seen),)),
        Fact(name="Duration", values=(_ms(ended.number("duration_ms")),)),
    ]
    return (*facts, *_withheld(call.event, ended, seen.asked))


def _http(seen: Inspected, ended: Event) -> str:
    status = ended.number("http_status")
    if status is None:
        return "no answer"
    parts = [f"{status:.0f}"]
    size = seen.tries[-1].number("reply_bytes") if seen.tries else None
    if size:
        parts.append(f"{size:.0f} bytes")
    if ended.text("content_type"):
        parts.append(ended.text("content_type"))
    return " · ".join(parts)


def _connection(seen: Inspected) -> str:
    if not seen.tries:
        return "none was made"
    wire = seen.tries[-1]
    parts = ["reused" if wire.data.get("reused") is True else "new"]
    if len(seen.tries) > 1:
        parts.append(f"{len(seen.tries)} wire tries")
    wait = _phase(wire, "first_byte_ms")
    if wait is not None:
        came = bool(wire.number("reply_bytes"))
        parts.append(f"{_ms(wait)} to first byte" if came else f"waited {_ms(wait)}")
    if wire.text("error"):
        parts.append(wire.text("error"))
    return " · ".join(parts)


def _own_facts(event: Event) -> tuple[Fact, ...]:
    facts = [Fact(name="At", values=(_at(event),))]
    for name, value in event.data.items():
        label = _OWN_LABELS.get(name) or name.replace("_", " ").capitalize()
        facts.append(Fact(name=label, values=(_word(name, value),), wire=name not in _WORDS))
    return (*facts, *_withheld(event))


# Of fields whose name says too little, and of values that are no words.
_OWN_LABELS = {"at_close": "When closed", "kept": "Kept in keyring", "sub": "sub"}
_WORDS: Mapping[str, Mapping[str, str]] = {
    "path": _PATH_WORDS,
    "stage": _STAGE_WORDS,
    **dict.fromkeys(CHECKS, _CHECK_WORDS),
}


def _path(started: Event) -> str:
    """The path of the sign-in, and whether the call itself took AWS credentials."""
    path = started.text("path") or _NONE
    signed = ApiCall(operation=started.text("operation"), params={}).signed
    return f"{path}, {'signed' if signed else 'not signed'}"


def _withheld(*events: Event | None) -> tuple[Fact, ...]:
    counted: dict[str, int] = {}
    for event in events:
        for kind, count in (event.withheld if event is not None else {}).items():
            counted[kind] = counted.get(kind, 0) + count
    said = ", ".join(f"{count} {kind.replace('_', ' ')}" for kind, count in sorted(counted.items()))
    return (Fact(name="Withheld", values=(said or "nothing",), wire=False),)


def request_text(seen: Inspected) -> str:
    """The masked request as JSON; empty where the line has none."""
    if seen.call is None:
        return ""
    request = seen.call.event.data.get("request")
    return pretty(request) if isinstance(request, dict) else ""


def response(seen: Inspected) -> Page:
    """What came back."""
    ended = seen.ended
    if ended is None:
        return Page(empty=_no_call(seen, "The answer has not come yet."))
    facts = [
        Fact(
            name="Result",
            values=(_RESULT_WORDS.get(ended.text("result"), ended.text("result")),),
            wire=False,
        ),
        Fact(name="HTTP", values=(_http(seen, ended),)),
    ]
    if ended.text("challenge"):
        facts.append(Fact(name="Challenge", values=(ended.text("challenge"),)))
    asked = seen.asked
    if asked is not None:
        facts += [
            Fact(name=label, values=(_word(name, asked.data[name]),))
            for name, label in _CHALLENGE_FACTS
            if name in asked.data
        ]
    if ended.text("classification"):
        facts.append(Fact(name="Classified as", values=(ended.text("classification"),)))
    return Page(code=ended.text("code"), text=ended.text("message"), facts=tuple(facts))


def _word(name: str, value: Json) -> str:
    return _WORDS.get(name, {}).get(str(value)) or _plain(value)


_CHALLENGE_FACTS = (
    ("stage", "Stage"),
    ("medium", "Medium"),
    ("destination", "Destination"),
    ("keys", "Asks for"),
    ("try_number", "Try"),
    ("supported", "Can be answered"),
)
_WIRE_FACTS = (
    ("sent", "Sent"),
    ("reused", "Reused"),
    ("remote", "Remote"),
    ("proxied", "Proxied"),
    ("tls_version", "TLS"),
    ("tls_issuer", "Issuer"),
    ("http_status", "HTTP"),
    ("request_bytes", "Bytes sent"),
    ("reply_bytes", "Bytes received"),
    ("error", "Error"),
)


def wire(seen: Inspected) -> Page:
    """Every HTTP request of the call, one a column: the newest ones where there are many."""
    tries = list(seen.tries)[-_TRIES_SHOWN:]
    if not tries:
        if seen.ended is not None:
            return Page(empty="Nothing reached the wire.")
        return Page(empty=_no_call(seen, "The wire is described when the call has ended."))
    facts = [
        Fact(name=word, values=tuple(_ms(_phase(event, key)) for event in tries))
        for key, word in _WIRE_PHASES
    ]
    facts.append(
        Fact(name="Duration", values=tuple(_ms(event.number("duration_ms")) for event in tries))
    )
    facts += [
        Fact(name=label, values=tuple(_plain(event.data.get(key)) for event in tries))
        for key, label in _WIRE_FACTS
    ]
    if any(event.data.get("left_behind") is True for event in tries):
        left = tuple(_plain(event.data.get("left_behind")) for event in tries)
        facts.append(Fact(name="Name look-up left behind", values=left))
    headings = [f"Try {event.number('number') or 0:.0f}" for event in tries]
    return Page(facts=tuple(facts), headings=tuple(headings))


_PHASE_LABELS = {"first_byte_ms": "First byte", "connect_ms": "Connect", "transfer_ms": "Transfer",
                 "tls_ms": "TLS handshake"}  # fmt: skip
_WIRE_PHASES = tuple((key, _PHASE_LABELS.get(key, word)) for key, _colour, word in PHASES)


def raw_text(seen: Inspected) -> str:
    """The events of the line, exactly as they are kept."""
    events = [seen.row.event]
    if seen.row.ended is not None and seen.row.ended is not seen.row.event:
        events.append(seen.row.ended)
    return "\n\n".join(pretty(event.to_json()) for event in events)


def pretty(value: Json | Mapping[str, Json]) -> str:
    """JSON for reading."""
    return json.dumps(value, indent=2, ensure_ascii=False)


def _no_call(seen: Inspected, otherwise: str) -> str:
    return "This line stands for no call." if seen.call is None else otherwise


def _phase(event: Event, name: str) -> float | None:
    phases = event.data.get("phases")
    return _number(phases.get(name)) if isinstance(phases, dict) else None


def _number(value: Json) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _ms(value: float | None) -> str:
    if value is None:
        return _NONE
    return f"{value:.0f} ms" if value >= 100 else f"{value:.1f} ms"


def _at(event: Event) -> str:
    return event.at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _plain(value: Json) -> str:
    if value is None:
        return _NONE
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, list):
        return ", ".join(_plain(item) for item in value) or "none"
    if isinstance(value, dict):
        return visible(json.dumps(value, ensure_ascii=False))
    return str(value)
