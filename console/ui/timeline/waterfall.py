"""Where the time of a call went: one scale over all calls, a colour for each phase."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from console.core.events import Event
from console.ui.theme import Theme
from console.ui.timeline.rows import Row

_HEIGHT = 10.0
_GAP_PX = 4.0  # stands for the wait between two calls, however long it was
_GAP_SHARE = 0.2
_LEAST_PX = 1.0
# Key in the events, colour of the theme, word.
PHASES = (
    ("dns_ms", "wire_dns", "DNS"),
    ("connect_ms", "wire_connect", "connect"),
    ("tls_ms", "wire_tls", "TLS"),
    ("first_byte_ms", "wire_wait", "wait"),
    ("transfer_ms", "wire_transfer", "transfer"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One phase of one wire try; `start_ms` counts from the start of the call."""

    colour: str
    word: str
    start_ms: float
    ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Waterfall:
    """One call on the scale of all: `total_ms` is the time spent in `calls` calls together."""

    before_ms: float
    ms: float
    total_ms: float
    number: int
    calls: int
    segments: tuple[Segment, ...]

    def words(self) -> str:
        """The phases and their times."""
        taken = sum(segment.ms for segment in self.segments)
        parts = [f"{segment.word} {_ms(segment.ms)}" for segment in self.segments]
        if self.ms - taken >= 1:
            parts.append(f"outside these phases {_ms(self.ms - taken)}")
        return " · ".join([*parts, f"in all {_ms(self.ms)}"])


def _ms(value: float) -> str:
    return f"{value:.0f} ms" if value >= 10 else f"{value:.1f} ms"


def waterfall_of(row: Row, *, total_ms: float, calls: int) -> Waterfall | None:
    """The bar of a call that has ended; None for everything else."""
    ended = row.ended
    if ended is None:
        return None
    call_start = ended.number("start_ms") or 0.0
    segments: list[Segment] = []
    for wire in row.tries:
        segments += _segments(wire, (wire.number("start_ms") or call_start) - call_start)
    return Waterfall(
        before_ms=row.before_ms,
        ms=max(0.0, row.duration_ms or 0.0),
        total_ms=total_ms,
        number=row.call_number,
        calls=calls,
        segments=tuple(segments or _segments(ended, 0.0)),
    )


def _segments(event: Event, start_ms: float) -> Iterable[Segment]:
    phases = event.data.get("phases")
    if not isinstance(phases, Mapping):
        return
    for key, colour, word in PHASES:
        value = phases.get(key)
        if isinstance(value, int | float) and not isinstance(value, bool) and value > 0:
            yield Segment(colour=colour, word=word, start_ms=max(0.0, start_ms), ms=value)
            start_ms += value


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of the bar in pixels from the left edge of the column."""

    colour: str
    left: float
    width: float


def spans(bar: Waterfall, width: float) -> list[Span]:
    """What to paint in `width` pixels: the whole call first, its phases over it."""
    if bar.total_ms <= 0 or width <= 0:
        return []
    gaps = max(0, bar.calls - 1)
    gap = min(_GAP_PX, width * _GAP_SHARE / gaps) if gaps else 0.0
    scale = (width - gap * gaps) / bar.total_ms
    left = bar.number * gap + bar.before_ms * scale
    whole = min(max(_LEAST_PX, bar.ms * scale), width - min(left, width - _LEAST_PX))
    left = min(left, width - whole)
    found = [Span(colour="line", left=left, width=whole)]
    for segment in bar.segments:
        start = min(segment.start_ms * scale, whole)
        long = min(segment.ms * scale, whole - start)
        if long > 0:
            found.append(Span(colour=segment.colour, left=left + start, width=long))
    return found


def paint_waterfall(painter: QPainter, area: QRectF, bar: Waterfall, theme: Theme) -> None:
    """Paints the bar into `area`, centred in height."""
    top = area.center().y() - _HEIGHT / 2
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for span in spans(bar, area.width()):
        painter.setBrush(theme.colour(span.colour))
        rect = QRectF(area.left() + span.left, top, span.width, _HEIGHT)
        radius = min(2.0, span.width / 2)
        painter.drawRoundedRect(rect, radius, radius)
    painter.restore()
