"""The countdown of the session, driven by a clock that moves when told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel, QProgressBar
from pytestqt.qtbot import QtBot

from console.core.conversation.challenges import Challenge
from console.ui.challenge.session_clock import SessionClock
from tests.fakes import FakeClock
from tests.ui.challenges import TOTP
from tests.ui.fakes_ui import child

KNOWN = replace(TOTP, session_known=True, session_life_s=300.0)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def session(qtbot: QtBot, clock: FakeClock) -> SessionClock:
    made = SessionClock(clock=clock)
    qtbot.addWidget(made)
    return made


def text(session: SessionClock, name: str) -> str:
    return child(session, QLabel, name).text()


def bar(session: SessionClock) -> QProgressBar:
    return child(session, QProgressBar, "sessionBar")


def test_counts_down_from_when_it_was_asked(session: SessionClock, clock: FakeClock) -> None:
    clock.advance(10)
    session.show_for(replace(TOTP, asked_at=10.0))
    assert text(session, "sessionLeft") == "3:00"
    clock.advance(46)
    session.refresh()
    assert text(session, "sessionLeft") == "2:14"
    assert bar(session).value() == pytest.approx(1000 * 134 / 180, abs=1)


def test_the_last_seconds_stand_out(session: SessionClock, clock: FakeClock) -> None:
    session.show_for(TOTP)
    clock.advance(149)
    session.refresh()
    assert bar(session).property("tone") is None
    clock.advance(2)
    session.refresh()
    assert bar(session).property("tone") == "warn"


def test_the_end_of_an_assumed_life_is_only_probable(
    qtbot: QtBot, session: SessionClock, clock: FakeClock
) -> None:
    session.show_for(TOTP)
    clock.advance(181)
    with qtbot.assertNotEmitted(session.expired):
        session.refresh()
    assert "The session has probably expired." in text(session, "sessionWords")
    assert bar(session).value() == 0
    assert bar(session).isHidden()
    session.show_for(replace(TOTP, asked_at=clock.monotonic()))
    assert text(session, "sessionWords") == "Session ends in"
    assert not bar(session).isHidden()


@pytest.mark.parametrize(("asked", "life"), [(KNOWN, 300), (TOTP, 900)])
def test_the_certain_end_is_told_once(
    qtbot: QtBot, session: SessionClock, clock: FakeClock, asked: Challenge, life: int
) -> None:
    session.show_for(asked)
    clock.advance(life - 1)
    with qtbot.assertNotEmitted(session.expired):
        session.refresh()
    clock.advance(2)
    with qtbot.waitSignal(session.expired):
        session.refresh()
    with qtbot.assertNotEmitted(session.expired):
        session.refresh()


def test_it_says_whose_life_it_counts(session: SessionClock) -> None:
    session.show_for(TOTP)
    assert text(session, "sessionHint") == (
        "Cognito’s default of 3 min is assumed; the app client may set up to 15 min."
    )
    session.show_for(KNOWN)
    assert text(session, "sessionHint") == "5 min, as set on the app client."


def test_without_a_session_nothing_is_counted(
    qtbot: QtBot, session: SessionClock, clock: FakeClock
) -> None:
    session.show_for(replace(TOTP, has_session=False))
    with qtbot.waitExposed(session):
        session.show()
    clock.advance(10_000)
    with qtbot.assertNotEmitted(session.expired):
        session.refresh()
    assert "came without a session" in text(session, "sessionWords")
    assert bar(session).isHidden()
    assert not session._timer.isActive()


def test_it_ticks_only_while_it_is_seen(
    qtbot: QtBot, session: SessionClock, clock: FakeClock
) -> None:
    session.show_for(TOTP)
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


def test_it_stands_still_while_an_answer_is_under_way(
    qtbot: QtBot, session: SessionClock, clock: FakeClock
) -> None:
    session.show_for(KNOWN)
    with qtbot.waitExposed(session):
        session.show()
    session.hold()
    assert not session._timer.isActive()
    clock.advance(400)
    session.hide()
    with qtbot.assertNotEmitted(session.expired):
        session.show()
    assert text(session, "sessionLeft") == "5:00"
    session.show_for(replace(KNOWN, asked_at=clock.monotonic(), try_number=2))
    assert session._timer.isActive()
    session.clear()
    assert not session._timer.isActive()


def test_it_never_promises_more_than_the_whole_life(session: SessionClock) -> None:
    session.show_for(replace(TOTP, asked_at=50.0))
    assert text(session, "sessionLeft") == "3:00"
    assert bar(session).value() == bar(session).maximum()
