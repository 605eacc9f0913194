"""How an attempt ends before its answer does, by keyboard; each way ends in an export."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QListView

from console.practice.pool import PracticePool
from console.services.clock import SystemClock
from tests.e2e.window import LIMIT_S, begin, console_on_practice, newest_code, steps, until

ENTER, ESC, SPACE = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Space


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """No session bus: secrets stay in memory, whatever this machine has."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")


async def test_an_expired_session_is_refused_then_started_over_then_given_up(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead = 0.0
    now = SystemClock.monotonic
    monkeypatch.setattr(SystemClock, "monotonic", lambda clock: now(clock) + ahead)
    async with console_on_practice(qapp, tmp_path / "data") as person:
        await begin(person, "erin", "codeField")
        person.enter("123456")
        ahead += 181
        person.key(ENTER)
        await until(lambda: person.sees("expiredNote"))
        late = await person.export(tmp_path / "late.json")
        await person.at("codeField")
        person.tab_to("restartButton")
        person.key(SPACE)
        await until(lambda: not person.sees("expiredNote"))
        await person.at("codeField")
        ahead += 181
        person.enter("123456")
        person.key(ENTER)
        await until(lambda: person.sees("expiredNote"))
        person.key(ESC)
        await person.ends("bandoned")
        case = await person.export(tmp_path / "case.json")
    assert late["outcome"] is None
    assert case["outcome"] == "abandoned"
    assert "The session expired" in case["reason"]
    assert steps(case) == ["AdminInitiateAuth"]


async def test_a_code_is_given_up(qapp: QApplication, tmp_path: Path) -> None:
    async with console_on_practice(qapp, tmp_path / "data") as person:
        await begin(person, "dave", "codeField")
        person.enter("12")
        person.key(ESC)
        await person.ends("bandoned")
        await person.at("usernameField")
        case = await person.export(tmp_path / "case.json")
    assert (case["outcome"], steps(case)) == ("abandoned", ["AdminInitiateAuth"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Hung:
    """`arrived`: an answer is with the pool, which replies once it may `go_on`."""

    arrived: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)


@pytest.fixture
def hung(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hung]:
    """The pool takes answers, and does not reply to them yet."""
    made = Hung()
    handle = PracticePool.handle

    def hang(pool: PracticePool, operation: str, body: Mapping[str, object]) -> object:
        if operation == "AdminRespondToAuthChallenge":
            made.arrived.set()
            made.go_on.wait(LIMIT_S)
        return handle(pool, operation, body)

    monkeypatch.setattr(PracticePool, "handle", hang)
    yield made
    made.go_on.set()


async def test_an_answer_under_way_is_cancelled(
    qapp: QApplication, tmp_path: Path, hung: Hung
) -> None:
    async with console_on_practice(qapp, tmp_path / "data") as person:
        await begin(person, "erin", "codeField")
        await newest_code(person)
        person.key(ENTER)
        await asyncio.to_thread(hung.arrived.wait, LIMIT_S)
        person.key(ENTER)  # nothing goes twice
        person.send()
        person.key(ESC)
        await person.ends("ancelled")
        hung.go_on.set()
        case = await person.export(tmp_path / "case.json")
    assert case["outcome"] == "cancelled"
    assert steps(case) == ["AdminInitiateAuth", "AdminRespondToAuthChallenge"]
    assert "may have counted" in case["reason"]


async def test_the_window_is_closed_while_an_answer_is_under_way(
    qapp: QApplication, tmp_path: Path, hung: Hung
) -> None:
    async with console_on_practice(qapp, tmp_path / "data") as person:
        await begin(person, "erin", "codeField")
        await newest_code(person)
        person.key(ENTER)
        await asyncio.to_thread(hung.arrived.wait, LIMIT_S)
        person.window.close()  # as Alt+F4 does, which is the desktop's
        await until(lambda: not person.window.isVisible())
        hung.go_on.set()
    async with console_on_practice(qapp, tmp_path / "data") as person:
        await until(lambda: person.sees("historyList"))
        assert person.find(QListView, "historyList").model().rowCount() == 1
        person.tab_to("historyList")
        person.key(Qt.Key.Key_Home)
        person.key(ENTER)
        await until(lambda: "ancelled" in person.outcome())
        case = await person.export(tmp_path / "case.json")
    assert case["outcome"] == "cancelled"
    assert steps(case) == ["AdminInitiateAuth", "AdminRespondToAuthChallenge"]
