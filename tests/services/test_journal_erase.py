"""What is deleted is in no file any more; what is too old or too much goes by itself."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from console.core.errors import UserFacingError
from console.core.history import Annotations, Query, Retention
from console.core.ports import Vault
from console.core.record import AttemptRecord, Outcome
from console.services.journal import SqliteJournal
from console.services.journal_delete import prune, size_of
from console.services.journal_upkeep import Upkeep
from tests.fakes import FakeClock
from tests.services.attempts import (
    STARTED,
    event,
    every_byte,
    file_of_version_1,
    journal_in,
    looked_into,
    names,
    record,
)
from tests.services.vaults import LastingVault, NoVault

CANARY = "canary.person"


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "data"


def of_canary(number: int) -> AttemptRecord:
    return replace(
        record(f"c{number:03}", minute=number, username=f"{CANARY}@example.com"),
        reason="No such user.",
        outcome=Outcome.FAILED,
    )


async def fill(journal: SqliteJournal, count: int = 40) -> None:
    """Attempts of the canary between those of others, some of which mention it."""
    for number in range(count):
        mine = of_canary(number)
        spoken = replace(event(1), data={"message": f"Hello {CANARY}!", "name": "SMS_MFA"})
        journal._held.put_record(replace(mine, events=(spoken, event(2))), whole=True)
        other = record(f"o{number:03}", minute=number, username=f"user{number}")
        journal._held.put_record(replace(other, reason="x" * (number * 20)), whole=True)
    await journal.begin(record("zz", minute=999))


async def test_a_customer_leaves_no_value_in_any_file(directory: Path) -> None:
    """In a plain file, where it could be read: names are put there past the labels."""
    journal = journal_in(directory, NoVault())
    await journal.recent(1)
    journal._file.names.kept = True
    await fill(journal)
    await journal.annotate("o001", Annotations(note=f"like {CANARY.upper()}", tags=("x", CANARY)))
    await journal.set_ticket("o002", f"{CANARY}@example.com-1")
    await journal.append("o003", [replace(event(7), data={"message": f"of {CANARY}@x.org"})])
    assert (await journal.search(Query(text="canary"))).total == 43
    assert CANARY.encode() in every_byte(directory)
    assert await journal.delete_customer(f"{CANARY.title()}@example.com ") == 40
    assert CANARY.encode() not in every_byte(directory).lower()
    assert b"canary" not in every_byte(directory).lower()
    assert (await journal.search(Query(text="canary"))).total == 0
    assert len(await journal.recent(999)) == 41
    assert (await journal.annotations("o001")).note == "like USER-1"
    loaded = await journal.load("o003")
    assert loaded.events[-1].data == {"message": "of USER-1"}
    assert loaded.auth_flow == "ADMIN_USER_PASSWORD_AUTH"
    journal.close()
    assert b"canary" not in every_byte(directory).lower()


@pytest.mark.parametrize("vault", [LastingVault(), NoVault()])
async def test_of_a_customer_who_is_deleted_nothing_comes_again(
    directory: Path, vault: Vault
) -> None:
    journal = journal_in(directory, vault)
    await fill(journal, 3)
    running = record("running", minute=50, username=f"{CANARY}@example.com")
    await journal.begin(running)
    assert await journal.delete_customer(f"{CANARY}@example.com") == 4
    await journal.append("running", [event(1)])
    await journal.finish(replace(running, outcome=Outcome.FAILED))
    assert {each.attempt_id[0] for each in await journal.recent(99)} == {"o", "z"}
    assert await journal.delete_customer("nobody") == 0
    journal.close()


async def test_the_words_of_single_attempts_leave_the_index_too(directory: Path) -> None:
    journal = journal_in(directory, NoVault())
    await journal.begin(record("a1", minute=1))
    await journal.begin(record("b2", minute=2))
    await journal.annotate("a1", Annotations(tags=("canarytag",), note="canarynote"))
    assert (await journal.search(Query(text="canarynote"))).total == 1
    await journal.annotate("b2", Annotations(note="stays"))
    assert await journal.delete(["a1"]) == 1
    assert b"canary" not in every_byte(directory)
    assert (await journal.search(Query(text="stays"))).total == 1
    journal.close()


async def test_the_words_of_what_grew_too_old_leave_the_index_too(directory: Path) -> None:
    clock = FakeClock()
    journal = journal_in(directory, NoVault(), clock=clock)
    await journal.begin(replace(record("a1"), started_at=clock.now() - timedelta(days=5)))
    await journal.annotate("a1", Annotations(note="canarynote"))
    assert (await journal.search(Query(text="canarynote"))).total == 1
    await journal.set_retention(days=2, megabytes=500)
    await until(journal, rested)
    assert await journal.recent(9) == ()
    assert b"canary" not in every_byte(directory)
    journal.close()


async def test_what_another_process_deleted_does_not_come_again(directory: Path) -> None:
    first, second = journal_in(directory), journal_in(directory)
    await first.begin(record())
    assert await second.delete(["a1", "none"]) == 1
    await first.append("a1", [event(1)])
    await first.finish(replace(record(), outcome=Outcome.FAILED))
    assert await first.recent(9) == ()
    first.close()
    second.close()


async def test_a_user_whose_name_is_a_word_of_the_api_spoils_nothing(directory: Path) -> None:
    journal = journal_in(directory)
    for number, name in enumerate(("lab", "admin", "failed", "SMS_MFA", "message")):
        await journal.begin(record(f"n{number}", username=name))
    kept = replace(record("kept"), outcome=Outcome.FAILED, reason="The lab failed.")
    await journal.finish(replace(kept, events=(event(1),)))
    for name in ("lab", "admin", "failed", "SMS_MFA", "message", "yes"):
        assert await journal.delete_customer(name) == (name != "yes")
    (found,) = await journal.recent(9)
    assert found == replace(kept, reason="The USER-1 USER-1.")
    assert (await journal.load("kept")).events[0].data["keys"] == ["SMS_MFA_CODE"]
    journal.close()


async def test_everything_leaves_no_value_in_any_file(directory: Path) -> None:
    journal = journal_in(directory, NoVault())
    await journal.recent(1)
    journal._file.names.kept = True
    await fill(journal)
    await journal.annotate("c001", Annotations(note=CANARY, pinned=True))
    (directory / "journal.sqlite3.broken").write_bytes(CANARY.encode())
    (directory / "journal.sqlite3.broken-wal").write_bytes(CANARY.encode())
    await journal.delete_all()
    assert b"canary" not in every_byte(directory)
    assert b"user1" not in every_byte(directory)
    assert await journal.recent(9) == ()
    assert names(directory) == {f"journal.sqlite3{side}" for side in ("", "-wal", "-shm")}
    await journal.finish(of_canary(1))
    assert await journal.recent(9) == ()
    await journal.begin(record("after"))
    assert len(await journal.recent(9)) == 1
    journal.close()


async def test_backups_and_damaged_files_go_with_a_customer(directory: Path) -> None:
    path = file_of_version_1(directory, [record(username=CANARY), record("a2", minute=1)])
    journal = journal_in(directory)
    await journal.recent(9)
    (directory / "journal.sqlite3.broken7").write_bytes(CANARY.encode())
    assert names(directory) > {f"{path.name}.backup"}
    assert await journal.delete_customer(CANARY) == 1
    assert names(directory) == {f"journal.sqlite3{side}" for side in ("", "-wal", "-shm")}
    assert [each.attempt_id for each in await journal.recent(9)] == ["a2"]
    journal.close()


async def test_what_is_only_held_is_deleted_too(directory: Path) -> None:
    journal = journal_in(directory, busy_s=0.05)
    await journal.begin(record("kept"))
    holder = looked_into(directory)
    holder.run("BEGIN IMMEDIATE")
    with pytest.raises(UserFacingError):
        await journal.begin(record("held", username=CANARY))
    with pytest.raises(UserFacingError, match="could not be deleted"):
        await journal.delete_customer(CANARY)
    assert len(await journal.recent(9)) == 2
    holder.run("ROLLBACK")
    holder.close()
    assert await journal.delete_customer(CANARY) == 1
    assert [each.attempt_id for each in await journal.recent(9)] == ["kept"]
    journal.close()


async def test_a_reader_who_keeps_the_side_file_is_said(directory: Path) -> None:
    journal = journal_in(directory, busy_s=0.05)
    await fill(journal, 2)
    reader = looked_into(directory)
    reader.run("BEGIN")
    reader.rows("SELECT count(*) FROM attempts")
    with pytest.raises(UserFacingError, match="not yet from every file") as raised:
        await journal.delete(["c000"])
    assert raised.value.hint
    reader.run("ROLLBACK")
    reader.close()
    assert await journal.delete(["c001"]) == 1
    journal.close()


async def until(journal: SqliteJournal, condition: Callable[[Upkeep], bool]) -> None:
    """Lets the journal tidy until the condition holds."""
    for _ in range(500):
        if await journal._worker.run(lambda: condition(journal._upkeep)):
            return
        await journal._worker.run(journal._upkeep.step)
    raise AssertionError("it never held")


def rested(upkeep: Upkeep) -> bool:
    """Whether there is nothing to tidy."""
    return upkeep.step() == 3600.0


async def test_what_is_older_than_the_bound_goes_but_pinned_ones_stay(directory: Path) -> None:
    clock = FakeClock()
    journal = journal_in(directory, clock=clock)
    for number in range(60):
        await journal.begin(
            replace(record(f"a{number:02}"), started_at=clock.now() - timedelta(days=number))
        )
    await journal.annotate("a50", Annotations(pinned=True))
    (directory / "journal.sqlite3.broken").write_bytes(b"x")
    os.utime(directory / "journal.sqlite3.broken", (0, 0))
    (directory / "journal.sqlite3.broken2").write_bytes(b"x")
    os.utime(directory / "journal.sqlite3.broken2", (clock.now().timestamp(),) * 2)
    await journal.set_retention(days=20, megabytes=500)
    await until(journal, rested)
    kept = [each.attempt_id for each in await journal.recent(999)]
    assert kept == [*(f"a{number:02}" for number in range(21)), "a50"]
    assert (await journal.search(Query(text="a49"))).total == 0
    assert "journal.sqlite3.broken" not in names(directory)
    assert "journal.sqlite3.broken2" in names(directory)
    journal.close()


async def test_of_a_file_that_is_too_large_the_oldest_go_and_it_gets_smaller(
    directory: Path,
) -> None:
    journal = journal_in(directory, clock=FakeClock())
    await journal.set_retention(days=9999, megabytes=500)
    for number in range(60):
        long = replace(record(f"a{number:02}", minute=number), reason="word " * 8000)
        journal._held.put_record(long, whole=True)
    await journal.begin(record("last", minute=99))
    await journal.annotate("a00", Annotations(pinned=True))
    await until(journal, rested)
    with contextlib.closing(looked_into(directory)) as beside:
        before = size_of(beside)
    assert before > 2_000_000
    await journal.set_retention(days=9999, megabytes=1)
    await until(journal, rested)
    with contextlib.closing(looked_into(directory)) as beside:
        assert size_of(beside) <= 1_000_000
        assert beside.number("PRAGMA freelist_count") == 0
    kept = [each.attempt_id for each in await journal.recent(999)]
    assert kept[0] == "last"
    assert kept[-1] == "a00"
    assert kept[1:-1] == [f"a{number:02}" for number in range(59, 59 - len(kept) + 2, -1)]
    journal.close()
    assert (directory / "journal.sqlite3").stat().st_size < 1_200_000


async def test_it_tidies_by_itself_while_nobody_asks(directory: Path) -> None:
    clock, rests = FakeClock(), threading.Event()
    journal = journal_in(directory, clock=clock)
    step = journal._upkeep.step

    def noted() -> float | None:
        pause = step()
        if pause == 3600.0:
            rests.set()
        return pause

    journal._upkeep.step = noted  # type: ignore[method-assign]
    await journal.begin(replace(record(), started_at=clock.now() - timedelta(days=181)))
    await journal.begin(replace(record("a2"), started_at=clock.now()))
    assert rests.wait(30)
    with contextlib.closing(looked_into(directory)) as beside:
        assert beside.number("SELECT count(*) FROM attempts") == 1
        assert beside.number("SELECT count(*) FROM attempts WHERE NOT indexed") == 0
    journal.close()


async def test_nothing_is_pruned_while_all_are_pinned(directory: Path) -> None:
    journal = journal_in(directory)
    await journal.begin(replace(record(), started_at=STARTED - timedelta(days=9999)))
    await journal.annotate("a1", Annotations(pinned=True))
    with contextlib.closing(looked_into(directory)) as beside:
        assert prune(beside, Retention(days=0, megabytes=0), STARTED, 9) == 0
    journal.close()
