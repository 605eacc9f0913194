"""Refusals of the last minutes, counted from the journal, which is not read at each letter."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from console.core.errors import UserFacingError
from console.core.record import AttemptRecord, Outcome
from console.ui.deps import Deps
from console.ui.evidence.recent_refusals import RecentRefusals
from tests.fakes import START, FakeClock, MemoryJournal, profile
from tests.ui.evidence.benches import Bench, desk_on
from tests.ui.evidence.gateways import ByOperation
from tests.ui.fakes_ui import classification, header, settled, texts, until


class SlowJournal(MemoryJournal):
    """Answers when it is let; counts how often it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.let = asyncio.Event()
        self.let.set()
        self.reads = 0

    async def recent(self, limit: int) -> tuple[AttemptRecord, ...]:
        self.reads += 1
        await self.let.wait()
        self._check()
        return await super().recent(limit)

    def refused(self, username: str, minutes_ago: float) -> None:
        at = START - timedelta(minutes=minutes_ago)
        name = f"{username}{len(self.headers)}"
        self.headers[name] = header(
            name,
            username=username,
            started_at=at,
            ended_at=at,
            outcome=Outcome.FAILED,
            classification=classification(),
        )


@pytest.fixture
def slow() -> SlowJournal:
    journal = SlowJournal()
    for minutes in (1, 2, 20):
        journal.refused("alice", minutes)
    journal.refused("bob", 3)
    return journal


@pytest.fixture
def refusals(deps: Deps, slow: SlowJournal, qapp: QApplication) -> Iterator[RecentRefusals]:
    assert qapp is not None
    parent = QObject()
    yield RecentRefusals(deps=replace(deps, journal=slow), parent=parent)
    parent.deleteLater()


async def test_it_counts_for_the_user_who_is_followed(
    refusals: RecentRefusals, slow: SlowJournal
) -> None:
    told: list[int] = []
    refusals.changed.connect(lambda: told.append(refusals.count))
    refusals.follow(profile(), "alice")
    assert refusals.count == 0, "nothing is read on the thread of the window"
    await settled()
    assert told == [2]
    refusals.follow(profile(), "bob")
    assert refusals.count == 1
    for nobody in ((None, "alice"), (profile(), ""), (profile(user_pool_id="other"), "alice")):
        refusals.follow(*nobody)
        assert refusals.count == 0
    await settled()
    assert slow.reads == 1


async def test_the_journal_is_read_again_when_it_may_have_changed(
    refusals: RecentRefusals, slow: SlowJournal, deps: Deps
) -> None:
    assert isinstance(deps.clock, FakeClock)
    refusals.follow(profile(), "alice")
    await settled()
    slow.refused("alice", 0)
    refusals.read()
    await settled()
    assert refusals.count == 3
    deps.clock.advance(6)
    for name in ("a", "al", "ali"):  # typed quickly, long after
        refusals.follow(profile(), name)
    await settled()
    assert slow.reads == 3


async def test_what_is_wanted_while_it_reads_is_read_once_more(
    refusals: RecentRefusals, slow: SlowJournal
) -> None:
    slow.let.clear()
    refusals.follow(profile(), "alice")
    await until(lambda: slow.reads == 1)
    for _ in range(3):
        refusals.read()
    slow.let.set()
    await settled()
    assert slow.reads == 2


async def test_of_an_older_attempt_it_counts_those_before_its_end(
    refusals: RecentRefusals, slow: SlowJournal
) -> None:
    end = START - timedelta(minutes=18)
    refusals.follow_record(header("x", started_at=end - timedelta(minutes=1), ended_at=end))
    await settled()
    assert refusals.count == 1


async def test_what_is_forgotten_is_given_up_and_another_can_follow_at_once(
    refusals: RecentRefusals, slow: SlowJournal
) -> None:
    told: list[int] = []
    refusals.changed.connect(lambda: told.append(refusals.count))
    slow.let.clear()
    refusals.follow(profile(), "alice")
    await until(lambda: slow.reads == 1)
    refusals.forget()
    refusals.follow(profile(), "bob")
    slow.let.set()
    await settled()
    assert told == [1]
    refusals.follow(profile(), "alice")
    await refusals.close()
    assert refusals.count == 0


async def test_a_journal_that_cannot_be_read_hides_one_fact_of_many(
    refusals: RecentRefusals, slow: SlowJournal
) -> None:
    slow.refuse = UserFacingError("The journal cannot be read.")
    refusals.follow(profile(), "alice")
    await settled()
    assert refusals.count == 0


def said(bench: Bench) -> str:
    return "".join(texts(bench.desk, "recentRefusals"))


async def test_on_a_desk_they_count_before_anything_is_looked_up(
    deps: Deps, journal: MemoryJournal, qapp: QApplication
) -> None:
    assert qapp is not None
    for number in range(11):
        made = header(f"f{number}", outcome=Outcome.FAILED, started_at=START - timedelta(minutes=1))
        journal.headers[made.attempt_id] = made
    async with desk_on(deps, ByOperation()) as bench:
        await until(lambda: said(bench).startswith("! 11 failed tries from here"))
        await bench.fail()
        await until(lambda: "Too many failed tries" in "".join(bench.texts("findingsPanel")))
        await until(lambda: said(bench).startswith("! 12 failed"))
        assert not [name for name in bench.gateway.operations if name != "AdminInitiateAuth"]
        bench.button("lookUpLink").click()
        await bench.ended()
        assert said(bench) == ""
        assert "12 failed tries" in "".join(bench.texts("forecastFrame"))
