"""The strip: pills with mark and name, elided when narrow, and the attempt's time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QFrame, QLabel
from pytestqt.qtbot import QtBot

from console.core.telling import State
from console.ui.attempt.step_pills import Pill
from console.ui.attempt.step_strip import StepStrip, time_text
from console.ui.theme import Theme

PILLS = (
    Pill(state=State.DONE, text="Initiate"),
    Pill(state=State.ASKS, text="SOFTWARE_TOKEN_MFA", open=True),
    Pill(state=State.REFUSED, text="Wrong code", times=2),
    Pill(state=State.PLAIN, text="Tokens", reached=False),
)


@pytest.fixture
def strip(qtbot: QtBot, theme: Theme) -> StepStrip:
    made = StepStrip()
    qtbot.addWidget(made)
    made.resize(850, 55)
    made.show()
    qtbot.waitExposed(made)
    return made


def pill_labels(strip: StepStrip) -> list[QLabel]:
    return strip.findChildren(QLabel, "pillText")


def pill_frames(strip: StepStrip) -> list[QFrame]:
    return [frame for frame in strip.findChildren(QFrame) if frame.property("pill")]


def test_pills_have_mark_text_and_a_name(strip: StepStrip) -> None:
    strip.show_pills(PILLS)
    assert [label.text() for label in pill_labels(strip)] == [
        "Initiate", "SOFTWARE_TOKEN_MFA", "Wrong code ×2", "Tokens",
    ]  # fmt: skip
    frames = pill_frames(strip)
    assert [frame.property("pill") for frame in frames] == ["reached", "open", "reached", "ahead"]
    assert [frame.accessibleName() for frame in frames] == [
        "done: Initiate",
        "asks: SOFTWARE_TOKEN_MFA",
        "refused: Wrong code ×2",
        "Tokens, not reached",
    ]
    assert strip.accessibleDescription() == "Initiate, SOFTWARE_TOKEN_MFA, Wrong code ×2"


def test_texts_are_plain(strip: StepStrip) -> None:
    strip.show_pills((Pill(state=State.ASKS, text="<b>x</b>"),))
    (label,) = pill_labels(strip)
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert "<b>" not in label.toolTip()


def test_a_narrow_strip_cuts_texts_before_it_scrolls(strip: StepStrip, qtbot: QtBot) -> None:
    strip.show_pills(PILLS)
    strip.show_attempt("7f3a91c2", 1284.0, exact=True)
    wide = pill_labels(strip)[1].width()
    strip.resize(640, 55)
    qtbot.waitUntil(lambda: pill_labels(strip)[1].width() < wide)
    assert strip._area.horizontalScrollBar().maximum() == 0


def test_a_strip_that_cannot_hold_them_scrolls_with_the_newest_in_view(
    strip: StepStrip, qtbot: QtBot
) -> None:
    strip.resize(400, 55)
    strip.show_pills(PILLS * 3)
    bar = strip._area.horizontalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0 and bar.value() == bar.maximum())
    wheel = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(strip._area.viewport(), wheel)
    assert bar.value() < bar.maximum()


def test_the_attempt_is_named_by_four_signs_and_its_time(strip: StepStrip) -> None:
    facts = strip.findChild(QLabel, "attemptFacts")
    assert facts is not None
    strip.show_attempt("7f3a91c2d4e5", 1284.0, exact=True)
    assert facts.text() == "attempt 7f3a · 00:01.284"
    strip.show_attempt("7f3a91c2d4e5", 61_999.0, exact=False)
    assert facts.text() == "attempt 7f3a · 01:01"
    strip.show_attempt("7f3a91c2d4e5", None, exact=True)
    assert facts.text() == "attempt 7f3a"
    strip.clear()
    assert (facts.text(), strip.pills, pill_labels(strip)) == ("", (), [])


@given(st.floats(min_value=-1, max_value=1e9))
def test_any_time_is_written_in_order(ms: float) -> None:
    text = time_text(ms, exact=True)
    minutes, seconds = text.split(":")
    assert len(minutes) >= 2
    assert 0 <= float(seconds) < 60
    assert abs(int(minutes) * 60_000 + float(seconds) * 1000 - max(0.0, ms)) < 1.001
