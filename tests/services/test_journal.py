"""The journal: what is kept, in which order it is listed, and what survives a crash."""

from __future__ import annotations

import asyncio
import contextlib
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from console.core.errors import UserFacingError
from console.core.events import EventKind
from console.core.history import Annotations, JournalState, Keeping
from console.core.ports import Journal
from console.core.record import Outcome
from console.services.journal import SqliteJournal
from console.services.journal_database import Database, Value, Values
from console.services.journal_store import key_of
from tests.services.attempts import (
    STARTED,
    STEP,
    again,
    event,
    every_byte,
    journal_in,
    looked_into,
    names,
    record,
)
from tests.services.kill_rounds import kill_rounds
from tests.services.vaults import NoVault


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def journal(directory: Path) -> Iterator[SqliteJournal]:
    made = journal_in(directory, busy_s=0.05)
    yield made
    made.close()


def modes(directory: Path) -> set[int]:
    return {stat.S_IMODE(path.stat().st_mode) for path in directory.iterdir()}


async def test_an_attempt_is_kept_from_its_begin_to_its_end(
    directory: Path, journal: Journal
) -> None:
    await journal.begin(record())
    await journal.append("a1", [event(1), event(2)])
    await journal.append("a1", [])
    await journal.append("a1", [event(3)])
    running = replace(record(), events=(event(1), event(2), event(3)))
    assert await journal.load("a1") == running
    ended = replace(
        running,
        ended_at=STARTED + timedelta(seconds=2),
        duration_ms=2000.0,
        outcome=Outcome.SIGNED_IN,
        challenges=("SMS_MFA",),
        steps=(STEP,),
        withheld={"code": 3},
    )
    await journal.finish(ended)
    assert await journal.load("a1") == ended
    assert await journal.recent(10) == (replace(ended, events=()),)


async def test_history_lists_the_newest_first_and_no_more_than_asked(
    journal: SqliteJournal,
) -> None:
    for number in (2, 0, 3, 1):
        await journal.begin(record(f"a{number}", minute=number))
    assert [kept.attempt_id for kept in await journal.recent(3)] == ["a3", "a2", "a1"]


async def test_times_of_other_zones_are_listed_by_their_moment(journal: SqliteJournal) -> None:
    east = timezone(timedelta(hours=9))
    await journal.begin(replace(record("east"), started_at=STARTED.astimezone(east)))
    await journal.begin(record("later", minute=1))
    assert [kept.attempt_id for kept in await journal.recent(9)] == ["later", "east"]


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
async def test_every_file_is_for_its_owner_alone(directory: Path, journal: SqliteJournal) -> None:
    previous = os.umask(0)
    try:
        await journal.begin(record())
    finally:
        os.umask(previous)
    assert names(directory) == {f"journal.sqlite3{end}" for end in ("", "-wal", "-shm")}
    others = {"journal.keycheck", "journal.lock"}
    assert names(directory, "journal.") - names(directory) == others
    assert modes(directory) == {0o600}
    assert modes(directory.parent) == {0o700}


async def test_the_file_is_safe_against_a_loss_of_power(
    directory: Path, journal: SqliteJournal
) -> None:
    await journal.begin(record())

    def settings(database: Database) -> tuple[object, ...]:
        pragmas = ("journal_mode", "synchronous", "secure_delete", "temp_store", "user_version")
        return tuple((database.row(f"PRAGMA {name}") or ("",))[0] for name in pragmas)

    found = await journal._worker.run(lambda: journal._file.read("", settings))
    assert found == ("wal", 2, 1, 2, 2)


async def test_the_ticket_is_changed_on_its_own(journal: SqliteJournal) -> None:
    await journal.begin(record())
    await journal.set_ticket("a1", "CS-2")
    assert (await journal.load("a1")).ticket == "CS-2"
    await journal.set_ticket("a1", None)
    assert (await journal.recent(1))[0].ticket is None
    with pytest.raises(UserFacingError, match="not in the journal"):
        await journal.set_ticket("nobody", "CS-3")


async def test_in_a_plain_file_only_the_run_itself_knows_the_names(directory: Path) -> None:
    vault = NoVault()
    journal = journal_in(directory, vault)
    await journal.begin(record())
    await journal.append("a1", [replace(event(1), data={"message": "No user alice."})])
    assert (await journal.recent(1))[0].username == "alice"
    loaded = await journal.load("a1")
    assert (loaded.username, loaded.events[0].text("message")) == ("USER-1", "No user USER-1.")
    journal.close()
    assert [kept.username for kept in await again(directory, vault)] == ["USER-1"]
    assert b"alice" not in every_byte(directory)


async def test_a_busy_journal_keeps_a_sign_in_waiting_only_so_long(directory: Path) -> None:
    journal = journal_in(directory)
    await journal.begin(record())
    journal._wait_s = 0.05
    holder = looked_into(directory)
    holder.run("BEGIN IMMEDIATE")
    with pytest.raises(UserFacingError) as raised:
        await journal.append("a1", [event(1)])
    assert "The journal is busy" in raised.value.detail
    assert not journal.is_saved("a1")
    holder.run("ROLLBACK")
    holder.close()
    assert (await journal.load("a1")).events == (event(1),)
    assert journal.is_saved("a1")  # as it had been given before
    journal.close()


async def test_a_watcher_is_told_on_the_journals_thread_until_it_ends(
    journal: SqliteJournal,
) -> None:
    told: list[str] = []
    end = journal.watch(lambda: told.append(threading.current_thread().name))
    await journal.begin(record())
    assert told == ["journal"]
    end()
    end()
    await journal.finish(record())
    assert told == ["journal"]


async def test_what_the_attempt_may_do_is_kept_with_the_intent(
    directory: Path, journal: SqliteJournal
) -> None:
    await journal.begin(record())
    changing = replace(event(1), kind=EventKind.CALL_STARTED, data={"effect": "change"})
    with contextlib.closing(looked_into(directory)) as beside:
        columns = "SELECT username, effect, budget FROM attempts"
        assert beside.rows(columns) == [("alice", "try", None)]
        await journal.finish(replace(record(), events=(changing,)))
        assert beside.rows(columns) == [("alice", "change", None)]


async def test_an_unknown_attempt_is_said(journal: SqliteJournal) -> None:
    for call in (
        journal.load("nobody"),
        journal.append("nobody", [event(1)]),
        journal.annotations("nobody"),
        journal.annotate("nobody", Annotations(note="x")),
    ):
        with pytest.raises(UserFacingError, match="not in the journal") as raised:
            await call
        assert raised.value.hint
    assert journal.state() == JournalState(keeping=Keeping.ENCRYPTED)


async def test_a_name_that_is_no_text_for_sqlite_is_kept_as_it_is(
    journal: SqliteJournal,
) -> None:
    odd = replace(record(username="\ud800 \x00 \u202e"), profile_name="\udfff")
    await journal.begin(odd)
    assert (await journal.load("a1")) == odd


async def test_events_that_were_not_kept_are_kept_at_the_end(journal: SqliteJournal) -> None:
    await journal.begin(record())
    await journal.append("a1", [event(1)])
    await journal.finish(replace(record(), events=(event(1), event(2))))
    assert [kept.seq for kept in (await journal.load("a1")).events] == [1, 2]


async def test_it_works_on_its_own_thread_on_qasyncs_loop_too(
    qapp: object, journal: SqliteJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: set[str] = set()
    real = Database.rows

    def noting(self: Database, statement: str, values: Values = ()) -> list[tuple[Value, ...]]:
        seen.add(threading.current_thread().name)
        return real(self, statement, values)

    monkeypatch.setattr(Database, "rows", noting)
    await journal.begin(record())
    assert len(await journal.recent(1)) == 1
    assert seen == {"journal"}


ROOT = Path(__file__).parents[2]
CHILD = """
import asyncio, sys
from pathlib import Path
from tests.services.attempts import event, journal_in, record

async def main():
    journal = journal_in(Path(sys.argv[1]))
    name, count = sys.argv[2], int(sys.argv[3])
    await journal.begin(record(name))
    print("begun", flush=True)
    for seq in range(1, count + 1):
        await journal.append(name, [event(seq)])
        print(seq, flush=True)
    journal.close()

asyncio.run(main())
"""


def child(directory: Path, name: str, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", CHILD, str(directory), name, str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="it starts processes by fork")
def test_what_was_acknowledged_survives_two_hundred_kills(directory: Path) -> None:
    """Ten thousand are in the bench."""
    found = kill_rounds(directory, 200, seed=1)
    assert found["acknowledged"] > 500
    assert (found["lost"], found["damaged"]) == (0, 0)


def test_several_processes_write_at_once_from_the_first_moment(directory: Path) -> None:
    processes = [child(directory, f"p{number}", 25) for number in range(4)]
    for process in processes:
        with process:
            assert process.communicate()[0].split()[-1] == "25"
        assert process.returncode == 0
    assert {kept.attempt_id for kept in asyncio.run(again(directory))} == {"p0", "p1", "p2", "p3"}
    journal = journal_in(directory)
    assert len(asyncio.run(journal.load("p3")).events) == 25
    journal.close()
    assert "journal.sqlite3.broken" not in names(directory)


async def test_an_unreadable_row_is_listed_by_its_columns_and_hides_no_other(
    directory: Path, journal: SqliteJournal
) -> None:
    for number in range(3):
        await journal.begin(record(f"a{number}", minute=number))
    await journal.append("a2", [event(1)])

    with contextlib.closing(looked_into(directory)) as spoiling:
        spoiling.run("UPDATE attempts SET started_us = x'41' WHERE attempt_id = 'a0'")
        spoiling.run("UPDATE headers SET header = '{}' WHERE key = ?", (key_of(spoiling, "a1"),))
        spoiling.run("DELETE FROM headers WHERE key = ?", (key_of(spoiling, "a0"),))
        spoiling.run("UPDATE events SET event = '[]'")
    listed = {kept.attempt_id: kept for kept in await journal.recent(9)}
    assert set(listed) == {"a0", "a1", "a2"}
    assert listed["a2"] == record("a2", minute=2)
    broken = listed["a1"]
    assert broken.reason == "The record of this attempt cannot be read."
    assert (broken.username, broken.profile_name, broken.ticket) == ("alice", "Acme", "CS-1")
    assert broken.started_at == record(minute=1).started_at
    assert listed["a0"].started_at == datetime.fromtimestamp(0, UTC)
    for attempt_id in ("a0", "a1", "a2"):
        with pytest.raises(UserFacingError, match="cannot be read"):
            await journal.load(attempt_id)


def test_close_may_come_first_and_twice(directory: Path) -> None:
    journal = journal_in(directory)
    journal.close()
    journal.close()
    assert not directory.exists()
