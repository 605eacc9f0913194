"""Every call to the disk failed, once and for ever: no crash, honest words, nothing lost."""

from __future__ import annotations

import asyncio
import itertools
import shutil
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from console.core.errors import UserFacingError
from console.core.history import Annotations, Query
from console.core.ports import Vault
from console.core.record import Outcome
from console.services import journal_keeper
from console.services.journal import SqliteJournal
from tests.services.attempts import event, file_of_version_1, journal_in, record
from tests.services.faulty_disk import Faults, faulty_below_python, faulty_below_sqlite
from tests.services.vaults import LastingVault, NoVault

Disk = Callable[[pytest.MonkeyPatch], AbstractContextManager[Faults]]

ENDED = replace(record(), outcome=Outcome.FAILED, events=(event(1), event(2)))
DISKS = [faulty_below_sqlite, faulty_below_python]


@pytest.fixture
def directories() -> Iterator[Iterator[Path]]:
    """New ones without end, in memory where the system has that: hundreds are filled."""
    memory = Path("/dev/shm")  # noqa: S108  # for speed
    top = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None))
    yield (top / str(number) for number in itertools.count())
    shutil.rmtree(top)


@pytest.fixture(autouse=True)
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """What failed is tried again at once."""
    monkeypatch.setattr(journal_keeper, "_PAUSES_S", (0.0,))


@dataclass
class Told:
    """What was acknowledged, and what was said instead."""

    acknowledged: set[str] = field(default_factory=set)
    problems: list[UserFacingError] = field(default_factory=list)

    async def take(self, name: str, call: Awaitable[object]) -> None:
        try:
            await call
        except UserFacingError as error:
            self.problems.append(error)
        else:
            self.acknowledged.add(name)


async def session(directory: Path, vault: Vault) -> Told:
    """All that a journal is asked in its life."""
    told, journal = Told(), journal_in(directory, vault, busy_s=0.05)
    await told.take("begin", journal.begin(record()))
    await told.take("append", journal.append("a1", [event(1)]))
    await told.take("finish", journal.finish(ENDED))
    saved = journal.is_saved("a1")
    await told.take("note", journal.annotate("a1", Annotations(note="x")))
    await told.take("search", journal.search(Query(text="sms")))
    await told.take("load", journal.load("a1"))
    await told.take("delete", journal.delete(["none"]))
    await told.take("tidy", journal._worker.run(journal._upkeep.step))
    if saved:
        told.acknowledged.add("finish")
    journal.close()
    return told


async def found(directory: Path, vault: Vault) -> tuple[set[str], str]:
    """What is on the disk once it is sound again, and what was said of it."""
    journal, said = journal_in(directory, vault), ""
    try:
        await journal.recent(1)
    except UserFacingError as error:
        said = error.title
    there: set[str] = set()
    try:
        kept = await journal.load("a1")
        there |= {"begin"}
        there |= {"append"} if event(1) in kept.events else set()
        whole = kept.events == ENDED.events and kept.outcome is Outcome.FAILED
        there |= {"finish"} if whole else set()
        there |= {"note"} if (await journal.annotations("a1")).note == "x" else set()
    except UserFacingError as error:
        said = said or error.title
    journal.close()
    return there, said


def honest(told: Told) -> None:
    for problem in told.problems:
        assert problem.title in (
            "The attempt could not be kept in the journal.",
            "The journal could not be read.",
            "It could not be deleted.",
        )
        assert problem.detail
        assert problem.hint


@pytest.mark.parametrize("vault", [LastingVault(), NoVault()])
@pytest.mark.parametrize("disk", DISKS)
async def test_each_call_that_fails_once_costs_nothing(
    disk: Disk, vault: Vault, directories: Iterator[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    with disk(monkeypatch) as faults:
        told = await session(next(directories), vault)
        assert (len(told.acknowledged), told.problems) == (8, [])
        calls = faults.calls
        assert calls > 25
        for number in range(calls):
            directory = next(directories)
            faults.break_at(number, ever=False)
            told = await session(directory, vault)
            struck = list(faults.failed)
            faults.heal()
            honest(told)
            there, said = await found(directory, vault)
            assert (there, said) == ({"begin", "append", "finish", "note"}, ""), (number, struck)


@pytest.mark.parametrize("vault", [LastingVault(), NoVault()])
@pytest.mark.parametrize("disk", DISKS)
async def test_from_each_call_on_a_dead_disk_loses_nothing_that_was_acknowledged(
    disk: Disk, vault: Vault, directories: Iterator[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    with disk(monkeypatch) as faults:
        await session(next(directories), vault)
        for number in range(faults.calls):
            directory = next(directories)
            faults.break_at(number, ever=True)
            told = await session(directory, vault)
            struck = faults.failed[:3]
            faults.heal()
            honest(told)
            there, said = await found(directory, vault)
            assert told.acknowledged & {"begin", "append", "finish", "note"} <= there, (
                number,
                struck,
            )
            assert said in ("", "This attempt is not in the journal.")


@pytest.mark.parametrize("disk", DISKS)
async def test_moving_an_old_file_survives_calls_that_fail(
    disk: Disk, directories: Iterator[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    old = [replace(record(f"o{number}", minute=number), events=(event(1),)) for number in range(3)]

    async def moved(directory: Path) -> SqliteJournal:
        journal = journal_in(directory, busy_s=0.05)
        await Told().take("begin", journal.begin(record()))
        return journal

    with disk(monkeypatch) as faults:
        directory = next(directories)
        file_of_version_1(directory, old)
        faults.heal()
        (await moved(directory)).close()
        for number in range(0, faults.calls, 3):
            directory = next(directories)
            file_of_version_1(directory, old)
            faults.break_at(number, ever=number % 2 == 0)
            journal = await moved(directory)
            faults.heal()
            await journal.finish(ENDED)
            assert [each.attempt_id for each in await journal.recent(9)] == [
                "o2",
                "o1",
                "o0",
                "a1",
            ] or ({each.attempt_id for each in await journal.recent(9)} == {"o0", "o1", "o2", "a1"})
            assert (await journal.load("o1")).events == (event(1),)
            journal.close()
            assert not list(directory.glob("*.new*"))
            assert not list(directory.glob("*.broken*"))


async def test_a_disk_that_comes_back_is_caught_up_with_by_itself(
    directories: Iterator[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    with faulty_below_sqlite(monkeypatch) as faults:
        journal = journal_in(next(directories))
        await journal.begin(record())
        faults.break_at(0, ever=True)
        with pytest.raises(UserFacingError):
            await journal.finish(ENDED)
        assert not journal.is_saved("a1")
        changed, loop = asyncio.Event(), asyncio.get_running_loop()
        journal.watch(lambda: loop.call_soon_threadsafe(changed.set))
        faults.heal()
        async with asyncio.timeout(30):
            while not journal.is_saved("a1"):
                await changed.wait()
                changed.clear()
        assert journal.state().saving
        assert await journal.load("a1") == ENDED
        journal.close()
