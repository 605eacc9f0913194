"""Rings once, for what was set last, and not when it was called off."""

from __future__ import annotations

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from console.ui.parts.alarm import QtAlarm


def test_it_rings_once_for_what_was_set_last(qtbot: QtBot) -> None:
    parent = QObject()
    alarm, rung = QtAlarm(parent), list[str]()
    alarm.set(900, lambda: rung.append("first"))
    alarm.set(0, lambda: rung.append("second"))
    qtbot.waitUntil(lambda: rung == ["second"])
    assert not alarm.isActive()


def test_what_rings_may_set_it_again(qtbot: QtBot) -> None:
    parent = QObject()
    alarm, rung = QtAlarm(parent), list[int]()

    def again() -> None:
        rung.append(len(rung))
        if len(rung) < 3:
            alarm.set(0, again)

    alarm.set(0, again)
    qtbot.waitUntil(lambda: rung == [0, 1, 2])


def test_called_off_it_does_nothing(qtbot: QtBot) -> None:
    parent = QObject()
    alarm, other, rung = QtAlarm(parent), QtAlarm(parent), list[str]()
    alarm.set(0, lambda: rung.append("called off"))
    alarm.off()
    assert not alarm.isActive()
    other.set(0, lambda: rung.append("later"))
    qtbot.waitUntil(lambda: bool(rung))
    assert rung == ["later"]
