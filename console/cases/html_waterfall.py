"""The calls of an attempt on a scale of time, drawn in SVG: a row a call, its phases coloured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from console.cases.html_text import escaped
from console.core.events import Event, EventKind

_WIDTH, _LABELS, _NUMBERS = 1000, 280, 70  # of the drawing, of its left and right columns
_ROW, _BAR, _HEAD = 22, 12, 44
_LEGEND_STEP = 96
_PHASES = (
    ("dns_ms", "dns", "DNS"),
    ("connect_ms", "connect", "connect"),
    ("tls_ms", "tls", "TLS"),
    ("first_byte_ms", "first", "first byte"),
    ("transfer_ms", "transfer", "transfer"),
)
_LABEL_LIMIT = 38
_TICKS = 4


@dataclass(frozen=True, slots=True)
class _Call:
    ended: Event
    tries: tuple[Event, ...]

    @property
    def start(self) -> float:
        return self.ended.number("start_ms") or 0.0

    @property
    def duration(self) -> float:
        return self.ended.number("duration_ms") or 0.0


def waterfall(events: Sequence[Event]) -> Iterator[str]:
    """The lines of a figure; none where no call ended."""
    calls = _calls(events)
    if not calls:
        return
    whole = max(call.start + call.duration for call in calls) or 1.0
    scale = (_WIDTH - _LABELS - _NUMBERS) / whole
    height = _HEAD + _ROW * len(calls) + 8
    name = f"{len(calls)} calls in {whole:.0f} ms, each with its phases"
    yield (
        f'<figure><svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{escaped(name)}" '
        'xmlns="http://www.w3.org/2000/svg">'
    )
    yield from _legend()
    yield from _ticks(whole, scale, height)
    for number, call in enumerate(calls, start=1):
        yield from _row(number, call, scale)
    yield "</svg></figure>"


def _calls(events: Sequence[Event]) -> list[_Call]:
    tries: dict[int | None, list[Event]] = {}
    calls = []
    for event in events:
        if event.kind is EventKind.WIRE_TRY:
            tries.setdefault(event.step, []).append(event)
        elif event.kind is EventKind.CALL_ENDED:
            calls.append(_Call(event, tuple(tries.pop(event.step, ()))))
    return calls


def _legend() -> Iterator[str]:
    for number, (_, kind, word) in enumerate(_PHASES):
        left = _LABELS + number * _LEGEND_STEP
        yield f'<rect class="{kind}" x="{left}" y="4" width="{_BAR}" height="{_BAR}"/>'
        yield f'<text x="{left + _BAR + 5}" y="14">{word}</text>'


def _ticks(whole: float, scale: float, height: int) -> Iterator[str]:
    for number in range(_TICKS + 1):
        at = whole * number / _TICKS
        x = _LABELS + at * scale
        anchor = "start" if number == 0 else "middle"
        yield f'<line class="grid" x1="{x:.1f}" y1="{_HEAD - 8}" x2="{x:.1f}" y2="{height - 4}"/>'
        yield (
            f'<text class="soft" x="{x:.1f}" y="{_HEAD - 12}" text-anchor="{anchor}">'
            f"{at:.0f} ms</text>"
        )


def _row(number: int, call: _Call, scale: float) -> Iterator[str]:
    top = _HEAD + _ROW * (number - 1)
    base = top + _BAR + 1
    operation = call.ended.text("operation")
    if len(operation) > _LABEL_LIMIT:
        operation = f"{operation[: _LABEL_LIMIT - 1]}…"
    state, mark = ("refused", " ✕") if call.ended.text("code") else ("call", "")
    yield f'<text x="0" y="{base}">{number} {escaped(operation)}{mark}</text>'
    yield _bar(state, call.start, call.duration, top + _BAR - 3, 3, scale)
    for wire in call.tries:
        start = wire.number("start_ms") or call.start
        taken = wire.data.get("phases")
        for key, kind, word in _PHASES:
            length = taken.get(key) if isinstance(taken, dict) else None
            if isinstance(length, int | float) and not isinstance(length, bool):
                title = f"<title>{word} {length:.1f} ms</title>"
                yield _bar(kind, start, length, top, _BAR - 3, scale, title)
                start += length
    yield (
        f'<text class="soft" x="{_WIDTH}" y="{base}" text-anchor="end">'
        f"{call.duration:.0f} ms</text>"
    )


def _bar(
    kind: str, start: float, length: float, top: float, height: int, scale: float, inside: str = ""
) -> str:
    x = _LABELS + max(0.0, start) * scale
    width = max(1.0, length * scale)
    head = f'<rect class="{kind}" x="{x:.1f}" y="{top}" width="{width:.1f}" height="{height}"'
    return f"{head}>{inside}</rect>" if inside else f"{head}/>"
