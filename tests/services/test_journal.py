"""The journal: what is kept, in which order it is listed, and what survives a crash."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from console.core.errors import UserFacingError
from console.core.ports import Journal
from console.core.record import Outcome
from console.services.journal import SqliteJournal
from tests.services.attempts import STARTED, STEP, again, event, names, record


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def journal(directory: Path) -> Iterator[SqliteJournal]:
    made = SqliteJournal(directory, busy_s=0.05)
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
    assert modes(directory) == {0o600}
    assert modes(directory.parent) == {0o700}


async def test_the_file_is_safe_against_a_loss_of_power(
    directory: Path, journal: SqliteJournal
) -> None:
    await journal.begin(record())

    def settings(connection: sqlite3.Connection) -> tuple[object, ...]:
        pragmas = ("journal_mode", "synchronous", "user_version")
        return tuple(connection.execute(f"PRAGMA {name}").fetchone()[0] for name in pragmas)

    assert await journal._worker.run(lambda: journal._file.read("", settings)) == ("wal", 2, 1)


async def test_the_ticket_is_changed_on_its_own(journal: SqliteJournal) -> None:
    await journal.begin(record())
    await journal.set_ticket("a1", "CS-2")
    assert (await journal.load("a1")).ticket == "CS-2"
    await journal.set_ticket("a1", None)
    assert (await journal.recent(1))[0].ticket is None
    with pytest.raises(UserFacingError, match="not in the journal"):
        await journal.set_ticket("nobody", "CS-3")


async def test_an_unknown_attempt_is_said(journal: SqliteJournal) -> None:
    with pytest.raises(UserFacingError, match="not in the journal") as raised:
        await journal.load("nobody")
    assert raised.value.hint


async def test_a_name_that_is_no_text_for_sqlite_is_kept_as_it_is(
    journal: SqliteJournal,
) -> None:
    odd = replace(record(username="\ud800 \x00 \u202e"), profile_name="\udfff")
    await journal.begin(odd)
    assert (await journal.load("a1")) == odd


async def test_events_that_were_not_kept_are_kept_at_the_end(journal: SqliteJournal) -> None:
    await journal.append("a1", [event(1)])
    await journal.finish(replace(record(), events=(event(1), event(2))))
    assert [kept.seq for kept in (await journal.load("a1")).events] == [1, 2]


async def test_it_works_on_its_own_thread_on_qasyncs_loop_too(
    qapp: object, journal: SqliteJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: set[str] = set()
    real = sqlite3.connect

    def noting(*args: Any, **kwargs: Any) -> Any:
        seen.add(threading.current_thread().name)
        return real(*args, **kwargs)

    monkeypatch.setattr(sqlite3, "connect", noting)
    await journal.begin(record())
    assert len(await journal.recent(1)) == 1
    assert seen == {"journal"}


ROOT = Path(__file__).parents[2]
CHILD = """
import asyncio, sys
from pathlib import Path
from console.services.journal import SqliteJournal
from tests.services.attempts import event, record

async def main():
    journal = SqliteJournal(Path(sys.argv[1]))
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


def test_what_was_acknowledged_survives_a_kill(directory: Path) -> None:
    for number in range(3):
        acknowledged = 0
        with child(directory, f"k{number}", 1_000_000) as process:
            assert process.stdout is not None
            for line in process.stdout:
                acknowledged = 0 if line == "begun\n" else int(line)
                if acknowledged == 20 * number:
                    process.kill()
        assert process.returncode == -signal.SIGKILL
        journal = SqliteJournal(directory)
        kept = asyncio.run(journal.load(f"k{number}"))
        journal.close()
        assert kept.outcome is None
        assert [each.seq for each in kept.events][:acknowledged] == list(range(1, acknowledged + 1))
        assert len(kept.events) >= acknowledged
    assert len(asyncio.run(again(directory))) == 3


def test_several_processes_write_at_once_from_the_first_moment(directory: Path) -> None:
    processes = [child(directory, f"p{number}", 25) for number in range(4)]
    for process in processes:
        with process:
            assert process.communicate()[0].split()[-1] == "25"
        assert process.returncode == 0
    assert {kept.attempt_id for kept in asyncio.run(again(directory))} == {"p0", "p1", "p2", "p3"}
    journal = SqliteJournal(directory)
    assert len(asyncio.run(journal.load("p3")).events) == 25
    journal.close()
    assert "journal.sqlite3.broken" not in names(directory)


async def test_an_unreadable_row_is_listed_by_its_columns_and_hides_no_other(
    journal: SqliteJournal,
) -> None:
    for number in range(3):
        await journal.begin(record(f"a{number}", minute=number))
    await journal.append("a2", [event(1)])

    def spoil(connection: sqlite3.Connection) -> None:
        connection.execute("UPDATE attempts SET header = '{}' WHERE attempt_id = 'a1'")
        connection.execute("UPDATE attempts SET started_at = x'41' WHERE attempt_id = 'a0'")
        connection.execute("UPDATE attempts SET header = 7 WHERE attempt_id = 'a0'")
        connection.execute("UPDATE events SET event = '[]'")

    await journal._worker.run(lambda: journal._file.write("", spoil))
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
    journal = SqliteJournal(directory)
    journal.close()
    journal.close()
    assert not directory.exists()
