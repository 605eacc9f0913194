"""Names that were tried last with a profile are read once, and offered."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from console.core.errors import UserFacingError
from console.ui.deps import Deps
from console.ui.request.recent_users import RecentUsers
from tests.fakes import START, MemoryJournal, profile
from tests.ui.fakes_ui import header, settled


class Bench:
    def __init__(self, deps: Deps) -> None:
        self.parent = QObject()
        self.shown: list[tuple[str, ...]] = []
        self.recent = RecentUsers(
            journal=deps.journal, tasks=deps.tasks, show=self._show, parent=self.parent
        )

    def _show(self, names: Sequence[str]) -> None:
        self.shown.append(tuple(names))


@pytest.fixture
def bench(deps: Deps, qapp: QApplication, journal: MemoryJournal) -> Bench:
    assert qapp is not None
    for number, name in enumerate(("anna", "bert", "anna")):
        kept = header(str(number), username=name, started_at=START.replace(second=number))
        journal.headers[kept.attempt_id] = kept
    return Bench(deps)


async def test_another_profile_has_other_names(bench: Bench) -> None:
    bench.recent.follow(profile())
    await settled()
    assert bench.shown == [(), ("anna", "bert")]
    bench.recent.follow(profile(profile_id="copy"))
    await settled()
    assert len(bench.shown) == 2, "the name is the same"
    bench.recent.follow(profile(name="Other"))
    await settled()
    assert bench.shown[2:] == [(), ()]
    bench.recent.follow(None)
    bench.recent.read()
    await settled()
    assert bench.shown[4:] == [()]


async def test_after_an_attempt_they_are_read_again(bench: Bench, journal: MemoryJournal) -> None:
    bench.recent.follow(profile())
    await settled()
    journal.headers["9"] = header("9", username="carl", started_at=START.replace(second=9))
    bench.recent.read()
    await settled()
    assert bench.shown[-1] == ("carl", "anna", "bert")


async def test_what_comes_late_is_not_shown(
    bench: Bench, journal: MemoryJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = asyncio.Event()

    async def slow(profile_name: str, _limit: int) -> tuple[str, ...]:
        await gate.wait()
        return (f"of {profile_name}",)

    monkeypatch.setattr(journal, "recent_users", slow)
    bench.recent.follow(profile(name="First"))
    await asyncio.sleep(0)
    bench.recent.follow(profile(name="Second"))
    gate.set()
    await settled()
    assert bench.shown[-1] == ("of Second",)
    assert ("of First",) not in bench.shown


async def test_a_journal_that_cannot_be_read_offers_nothing(
    bench: Bench, journal: MemoryJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(_profile_name: str, _limit: int) -> tuple[str, ...]:
        raise UserFacingError("The journal could not be read.")

    monkeypatch.setattr(journal, "recent_users", refuse)
    bench.recent.follow(profile())
    await settled()
    assert bench.shown == [()]


async def test_closing_gives_up_what_is_under_way(
    bench: Bench, journal: MemoryJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(_profile_name: str, _limit: int) -> tuple[str, ...]:
        await asyncio.Event().wait()
        raise AssertionError

    monkeypatch.setattr(journal, "recent_users", never)
    await bench.recent.close()
    bench.recent.follow(profile())
    await asyncio.sleep(0)
    await bench.recent.close()
    await settled()
    assert bench.shown == [()]
