"""The window's longest stall while faults and cancels run in it: `make bench`."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication

from console.core.ports import PracticeClient, PracticeDesk
from console.practice.clients import CLIENTS
from console.practice.listing import SHOWN
from tests.e2e.window import Typist, console_on_practice, until
from tests.fakes import FakePractice
from tests.faults.switchboard import switchboard

ATTEMPTS: Final = 150
IDLE_S: Final = 3.0
AIM_MS: Final = 50

pytestmark = pytest.mark.bench


class StallProbe(QObject):
    """Ticks every millisecond; where a tick is late, the window was not to be used meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps_ms: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(1)

    def take(self) -> list[float]:
        """The gaps since the last call, in milliseconds, the longest first."""
        gaps, self.gaps_ms = sorted(self.gaps_ms, reverse=True), []
        return gaps

    def _tick(self) -> None:
        now = time.perf_counter()
        self.gaps_ms.append((now - self._last) * 1000)
        self._last = now


def desk_at(url: str) -> PracticeDesk:
    """What the window takes for the practice pool."""
    return PracticeDesk(
        endpoint_url=url,
        users=SHOWN,
        clients=tuple(
            PracticeClient(name=client.name, client_id=client.id, secret=None)
            for client in CLIENTS.values()
        ),
    )


async def attempt(person: Typist, dice: random.Random) -> str:
    """Sends, waits for a moment, and cancels what has not ended by then."""
    person.send()
    await asyncio.sleep(0.05 + dice.random() * 0.2)  # the quick ones have ended by then
    runs = person.find(QAbstractButton, "cancelButton").isEnabled
    if runs():
        person.key(Qt.Key.Key_Escape)
    await until(lambda: not runs())
    said = person.outcome().casefold()
    await until(lambda: QApplication.focusWidget() is not None)
    return next(word for word in ("cancel", "signed in", "unknown", "refused") if word in said)


async def test_the_longest_stall_of_the_window(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    dice = random.Random(20261124)  # noqa: S311
    seen: Counter[str] = Counter()
    with switchboard() as url:
        monkeypatch.setattr(
            "console.practice.room.LocalPractice", lambda: FakePractice(desk_at(url))
        )
        async with console_on_practice(qapp, tmp_path / "data") as person:
            await person.fill("alice", "Canary-Meadow-41!")
            await attempt(person, dice)  # the first one loads what the others use
            probe = StallProbe()
            await asyncio.sleep(IDLE_S)
            idle = probe.take()
            for _ in range(ATTEMPTS):
                seen[await attempt(person, dice)] += 1
            busy = probe.take()
            probe.deleteLater()
    print(  # noqa: T201  # the bench's result
        f"\nwindow: longest stall {busy[0]:.0f} ms (aim: under {AIM_MS}), then "
        f"{', '.join(f'{gap:.0f}' for gap in busy[1:5])}; {sum(g > AIM_MS for g in busy)} of "
        f"{len(busy)} above the aim; idle {idle[0]:.0f} ms; {ATTEMPTS} attempts: {dict(seen)}"
    )
    assert seen["cancel"] > 0
    assert len(seen) > 2
