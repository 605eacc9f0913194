"""Where the time went: the phases of a call on the scale of all calls."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from console.core.events import Event
from console.ui.theme import Theme
from console.ui.timeline.rows import TimelineRows
from console.ui.timeline.waterfall import Segment, Waterfall, paint_waterfall, spans, waterfall_of
from tests.ui.timelines import REUSED, WARM, long_story, story, wrong_code


def bars_of(events: tuple[Event, ...]) -> list[Waterfall]:
    rows = TimelineRows(events)
    bars = (waterfall_of(row, total_ms=rows.total_ms, calls=rows.calls) for row in rows.rows)
    return [bar for bar in bars if bar is not None]


def test_the_phases_stand_where_the_wire_try_began() -> None:
    first, second = bars_of(wrong_code().events)
    assert [(part.word, part.start_ms, part.ms) for part in first.segments] == [
        ("DNS", 2.0, 3.0),
        ("connect", 5.0, 14.0),
        ("TLS", 19.0, 30.0),
        ("wait", 49.0, 300.0),
        ("transfer", 349.0, 4.0),
    ]
    assert [part.word for part in second.segments] == ["wait", "transfer"]
    assert (second.before_ms, second.total_ms) == (412.0, 680.0)


def test_the_words_name_each_phase_and_the_rest() -> None:
    first, _second = bars_of(wrong_code().events)
    assert first.words() == (
        "DNS 3.0 ms · connect 14 ms · TLS 30 ms · wait 300 ms · transfer 4.0 ms · "
        "outside these phases 61 ms · in all 412 ms"
    )


def test_a_call_under_way_has_no_bar() -> None:
    assert bars_of(story().started().call().events) == []


def test_every_wire_try_of_a_call_is_drawn() -> None:
    told = story().started().call()
    told.refused(record=told.record(phases=(WARM, REUSED)))
    (bar,) = bars_of(told.events)
    assert len(bar.segments) == 7


def test_phases_of_the_end_stand_in_where_the_wire_tries_are_missing() -> None:
    events = tuple(event for event in wrong_code().events if event.kind != "wire_try")
    assert [len(bar.segments) for bar in bars_of(events)] == [5, 2]


def test_calls_share_one_scale_with_a_small_gap_for_the_wait() -> None:
    first, second = (spans(bar, 684.0) for bar in bars_of(wrong_code().events))
    assert (first[0].left, first[0].width) == pytest.approx((0.0, 412.0))
    assert (second[0].left, second[0].width) == pytest.approx((416.0, 268.0))
    assert [span.colour for span in second] == ["line", "wire_wait", "wire_transfer"]


def test_many_calls_still_fit() -> None:
    for bar in bars_of(long_story(300).events):
        for span in spans(bar, 120.0):
            assert span.left >= 0
            assert span.left + span.width <= 120.0001


positive = st.floats(min_value=0, max_value=1e7)


@given(
    before=positive, ms=positive, after=positive, width=st.floats(1, 2000),
    phases=st.lists(st.tuples(positive, positive), max_size=5),
    calls=st.integers(1, 50_000), number=st.integers(0, 49_999),
)  # fmt: skip
def test_nothing_is_painted_outside_the_column(
    before: float, ms: float, after: float, width: float,
    phases: list[tuple[float, float]], calls: int, number: int,
) -> None:  # fmt: skip
    bar = Waterfall(
        before_ms=before,
        ms=ms,
        total_ms=before + ms + after,
        number=number % calls,
        calls=calls,
        segments=tuple(
            Segment(colour="wire_tls", word="TLS", start_ms=start, ms=long)
            for start, long in phases
        ),
    )
    for span in spans(bar, width):
        assert span.width > 0
        assert span.left >= -0.001
        assert span.left + span.width <= width * 1.000001 + 0.001


def test_the_bar_is_painted_in_the_colours_of_the_wire(theme: Theme) -> None:
    image = QImage(200, 28, QImage.Format.Format_RGB32)
    image.fill(theme.colour("surface"))
    first, _second = bars_of(wrong_code().events)
    painter = QPainter(image)
    paint_waterfall(painter, QRectF(0, 0, 200, 28), first, theme)
    painter.end()
    across = {image.pixelColor(x, 14).name() for x in range(200)}
    for token in ("wire_connect", "wire_tls", "wire_wait", "surface", "line"):
        assert theme.colour(token).name() in across
