"""The countdown of the session, driven by a clock that moves when told."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QProgressBar
from pytestqt.qtbot import QtBot

from console.ui.challenge.session_clock import SessionClock
from tests.fakes import FakeClock


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def session(qtbot: QtBot, clock: FakeClock) -> SessionClock:
    made = SessionClock(clock=clock)
    qtbot.addWidget(made)
    return made


def text(session: SessionClock, name: str) -> str:
    label = session.findChild(QLabel, name)
    assert label is not None
    return label.text()


def bar(session: SessionClock) -> QProgressBar:
    found = session.findChild(QProgressBar)
    assert found is not None
    return found


def test_counts_down_from_when_it_was_asked(session: SessionClock, clock: FakeClock) -> None:
    clock.advance(10)
    session.start(asked_at=10.0, life_s=180.0)
    assert text(session, "sessionLeft") == "3:00"
    clock.advance(46)
    session.refresh()
    assert text(session, "sessionLeft") == "2:14"
    assert bar(session).value() == pytest.approx(1000 * 134 / 180, abs=1)
    assert not session.over


def test_the_last_seconds_stand_out(session: SessionClock, clock: FakeClock) -> None:
    session.start(asked_at=0.0, life_s=180.0)
    clock.advance(149)
    session.refresh()
    assert bar(session).property("tone") is None
    clock.advance(2)
    session.refresh()
    assert bar(session).property("tone") == "warn"


def test_afterwards_it_says_that_the_session_is_probably_over(
    session: SessionClock, clock: FakeClock
) -> None:
    session.start(asked_at=0.0, life_s=60.0)
    clock.advance(61)
    session.refresh()
    assert session.over
    assert "The session has probably expired." in text(session, "sessionWords")
    assert bar(session).value() == 0
    session.start(asked_at=clock.monotonic(), life_s=60.0)
    assert text(session, "sessionWords") == "Session ends in"
    assert not session.over


def test_an_assumed_life_is_called_so(session: SessionClock) -> None:
    hint = session.findChild(QLabel, "sessionHint")
    assert hint is not None
    session.start(asked_at=0.0, life_s=180.0)
    assert "default of 3 min is assumed" in hint.text()
    assert not hint.isHidden()
    session.start(asked_at=0.0, life_s=600.0)
    assert hint.isHidden()


def test_it_ticks_only_while_it_is_seen(
    qtbot: QtBot, session: SessionClock, clock: FakeClock
) -> None:
    session.start(asked_at=0.0, life_s=180.0)
    assert not session._timer.isActive()
    with qtbot.waitExposed(session):
        session.show()
    assert session._timer.isActive()
    clock.advance(60)
    session._timer.timeout.emit()
    assert text(session, "sessionLeft") == "2:00"
    session.hide()
    assert not session._timer.isActive()
    clock.advance(30)
    session.show()
    assert text(session, "sessionLeft") == "1:30", "right again at once"


def test_it_never_promises_more_than_the_whole_life(session: SessionClock) -> None:
    session.start(asked_at=50.0, life_s=180.0)
    assert text(session, "sessionLeft") == "3:00"
    assert bar(session).value() == bar(session).maximum()
