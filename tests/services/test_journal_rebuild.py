"""A file of another form is moved on to the present one: nothing is lost, no name left behind."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console.core.errors import UserFacingError
from console.core.history import Annotations, Keeping, Query
from console.core.ports import Vault
from console.core.record import AttemptRecord, Outcome
from console.core.secret import Secret
from console.services import journal_rebuild
from console.services.journal_database import Database, Kind, SqlError
from console.services.journal_places import backup_path
from console.services.journal_rebuild import HeldError
from console.services.journal_rows import UNREADABLE
from console.services.journal_schema import SCHEMA_VERSION
from console.services.journal_search import index_some, search
from console.services.journal_store import load
from tests.services.attempts import (
    STEP,
    again,
    event,
    every_byte,
    file_of_version_1,
    journal_in,
    looked_into,
    names,
    record,
)
from tests.services.vaults import KEY, LastingVault, NoVault


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "data"


OLD_WINDOW = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
connection.execute("SELECT count(*) FROM attempts").fetchall()
print("open", flush=True)
sys.stdin.read()
"""


@contextlib.contextmanager
def open_elsewhere(path: Path) -> Iterator[None]:
    """The old program has the file open: in another process, as locks are of a process."""
    command = [sys.executable, "-c", OLD_WINDOW, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"open\n"
        yield
        process.communicate()


def old_records() -> list[AttemptRecord]:
    return [
        replace(
            record(f"a{number}", minute=number, username=f"canary{number}@example.com"),
            outcome=Outcome.FAILED,
            reason=f"No user canary{number}@example.com.",
            steps=(STEP,),
            events=tuple(
                replace(event(seq), data={"destination": f"canary{number}@example.com"})
                for seq in range(1, 4)
            ),
        )
        for number in range(20)
    ]


async def test_the_first_version_is_moved_into_an_encrypted_file(directory: Path) -> None:
    old = old_records()
    path = file_of_version_1(directory, old)
    journal = journal_in(directory)
    assert [each.attempt_id for each in await journal.recent(99)] == [
        each.attempt_id for each in reversed(old)
    ]
    assert [await journal.load(each.attempt_id) for each in old] == old
    assert journal.state().keeping is Keeping.ENCRYPTED
    assert (await journal.search(Query(text="canary7"))).total == 1
    await journal.begin(record("new"))
    journal.close()
    assert b"canary" not in every_byte(directory)
    assert names(directory) == {path.name, backup_path(path).name}
    with contextlib.closing(looked_into(directory)) as beside:
        assert beside.number("PRAGMA user_version") == SCHEMA_VERSION
        assert beside.rows("PRAGMA integrity_check") == [("ok",)]
    assert len(await again(directory)) == 21


async def test_the_backup_is_the_old_file_encrypted(directory: Path) -> None:
    old = old_records()
    path = file_of_version_1(directory, old)
    await again(directory)
    with contextlib.closing(Database(backup_path(path), key=KEY, busy_s=0)) as backup:
        assert backup.number("PRAGMA user_version") == 1
        assert backup.number("SELECT count(*) FROM attempts") == len(old)
        assert backup.number("SELECT count(*) FROM events") == 3 * len(old)
        found = backup.row("SELECT username FROM attempts WHERE attempt_id = 'a3'")
        assert found == ("canary3@example.com",)
    with pytest.raises(SqlError):
        Database(backup_path(path), key=None, busy_s=0)


async def test_without_a_keyring_labels_take_the_place_of_names_and_no_backup_keeps_them(
    directory: Path,
) -> None:
    path = file_of_version_1(directory, old_records())
    journal = journal_in(directory, NoVault())
    assert {each.username for each in await journal.recent(99)} == {"USER-1"}
    loaded = await journal.load("a3")
    assert loaded.reason == "No user USER-1."
    assert loaded.steps == (STEP,)
    assert [each.data for each in loaded.events] == [{"destination": "USER-1"}] * 3
    assert journal.state().keeping is Keeping.PLAIN
    assert journal.state().reason
    journal.close()
    assert b"canary" not in every_byte(directory)
    assert names(directory) == {path.name}


async def test_a_keyring_that_comes_later_encrypts_the_plain_file(directory: Path) -> None:
    plain = journal_in(directory, NoVault())
    await plain.begin(record())
    await plain.append("a1", [event(1)])
    await plain.annotate("a1", Annotations(tags=("t",), note="n", pinned=True))
    plain.close()
    assert b"USER-1" in every_byte(directory)
    journal = journal_in(directory)
    assert (await journal.load("a1")).events == (event(1),)
    assert await journal.annotations("a1") == Annotations(tags=("t",), note="n", pinned=True)
    await journal.begin(record("a2", minute=1))
    assert [each.username for each in await journal.recent(9)] == ["alice", "USER-1"]
    journal.close()
    assert b"USER-1" not in every_byte(directory)
    assert names(directory) == {"journal.sqlite3"}


async def test_a_plain_file_that_another_window_has_open_is_used_as_it_is(
    directory: Path,
) -> None:
    first = journal_in(directory, NoVault())
    await first.begin(record())
    second = journal_in(directory)
    await second.begin(record("a2", minute=1))
    assert second.state().keeping is Keeping.PLAIN
    await first.finish(record())
    assert [each.username for each in await second.recent(9)] == ["alice", "USER-1"]
    assert b"alice" not in every_byte(directory)
    first.close()
    second.close()
    assert len(await again(directory)) == 2
    assert b"USER-1" not in every_byte(directory)


async def test_an_old_file_that_an_old_window_has_open_is_waited_for(directory: Path) -> None:
    path = file_of_version_1(directory, [record()])
    journal = journal_in(directory)
    with open_elsewhere(path):
        with pytest.raises(UserFacingError) as raised:
            await journal.begin(record("a2", minute=1))
        assert "another window has it open" in raised.value.detail
        assert journal.state().waiting == 1
    await journal.finish(record("a2", minute=1))
    assert [each.attempt_id for each in await journal.recent(9)] == ["a2", "a1"]
    journal.close()


@pytest.mark.parametrize("vault", [LastingVault(), NoVault()])
@pytest.mark.parametrize("broken", ["_back_up", "_fill", "places.put_in_place", "Source.attempts"])
async def test_a_move_that_fails_leaves_the_old_file_and_is_made_the_next_time(
    directory: Path, vault: Vault, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if broken == "_back_up" and not vault.persistent:
        pytest.skip("there is no backup")
    path = file_of_version_1(directory, old_records())

    def refuse(*_args: object, **_kwargs: object) -> None:
        raise SqlError(Kind.FULL)

    monkeypatch.setattr(f"console.services.journal_rebuild.{broken}", refuse)
    journal = journal_in(directory, vault)
    with pytest.raises(UserFacingError, match="could not be kept") as raised:
        await journal.begin(record("new"))
    assert "The disk is full." in raised.value.detail
    assert journal.state().waiting == 1
    with contextlib.closing(sqlite3.connect(path)) as old:
        assert old.execute("SELECT count(*) FROM attempts").fetchone() == (20,)
    monkeypatch.undo()
    await journal.finish(record("new"))
    assert len(await journal.recent(99)) == 21
    journal.close()
    assert not any(name.endswith(".new") for name in names(directory))


async def test_what_a_dead_process_was_building_is_taken_away(directory: Path) -> None:
    await again(directory)
    for name in (
        "journal.sqlite3.new",
        "journal.sqlite3.new-journal",
        "journal.sqlite3.backup.new",
    ):
        (directory / name).write_bytes(b"canary")
    await again(directory)
    assert names(directory) == {"journal.sqlite3"}


async def test_a_row_of_the_first_version_that_cannot_be_read_is_listed_still(
    directory: Path,
) -> None:
    path = file_of_version_1(directory, old_records())
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as spoiling:
        spoiling.execute("UPDATE attempts SET header = '{' WHERE attempt_id = 'a3'")
        spoiling.execute("UPDATE attempts SET started_at = 'then' WHERE attempt_id = 'a4'")
        spoiling.execute("UPDATE events SET event = '[]' WHERE attempt_id = 'a5' AND seq = 1")
    plain = file_of_version_1(directory.with_name("plain"), [])
    plain.write_bytes(path.read_bytes())
    found = {each.attempt_id: each for each in await again(directory)}
    assert found["a3"].username == "canary3@example.com"
    assert found["a3"].reason == "The record of this attempt cannot be read."
    assert found["a4"] == replace(old_records()[4], events=())
    found = {each.attempt_id: each for each in await again(plain.parent, NoVault())}
    assert found["a3"].username == "USER-1"
    assert b"canary" not in every_byte(plain.parent)
    journal = journal_in(plain.parent, NoVault())
    assert [each.seq for each in (await journal.load("a5")).events] == [2, 3]
    journal.close()


def test_a_file_that_others_have_open_is_not_moved(directory: Path) -> None:
    path = file_of_version_1(directory, old_records())
    before = path.read_bytes()
    with open_elsewhere(path), pytest.raises(HeldError):
        journal_rebuild.migrate(path, key=None, new_key=KEY)
    assert path.read_bytes() == before


TEXTS = st.text(max_size=20) | st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=5,
).map(json.dumps)
CELLS = st.none() | st.integers(-(2**63), 2**63 - 1) | st.floats() | st.binary(max_size=9) | TEXTS


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    rows=st.lists(st.tuples(TEXTS, CELLS, CELLS, CELLS, CELLS, CELLS, CELLS), max_size=3),
    events=st.lists(st.tuples(CELLS, st.integers(-2, 3), CELLS), max_size=3),
    key=st.none() | st.just(KEY),
)
def test_whatever_stands_in_an_old_file_is_moved_or_left_out(
    tmp_path: Path,
    rows: list[tuple[object, ...]],
    events: list[tuple[object, ...]],
    key: Secret | None,
) -> None:
    path = tmp_path / "journal.sqlite3"
    for old in tmp_path.iterdir():
        old.unlink()
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as made:
        made.executescript("""
            PRAGMA synchronous = OFF;
            CREATE TABLE attempts (attempt_id, started_at, profile_name, username, ticket, outcome,
                                   header);
            CREATE TABLE events (attempt_id, seq, event);
            PRAGMA user_version = 1;
        """)
        # SQLite cannot keep half of a surrogate pair either.
        made.executemany("INSERT INTO attempts VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        made.executemany("INSERT INTO events VALUES (?, ?, ?)", events)
    journal_rebuild.migrate(path, key=None, new_key=key)
    with contextlib.closing(Database(path, key=key, busy_s=0)) as moved:
        assert moved.number("SELECT count(*) FROM attempts") == len({row[0] for row in rows})
        index_some(moved, 9)
        page = search(moved, Query(limit=9))
        assert len(page.rows) == page.total
        for row in page.rows:
            with contextlib.suppress(*UNREADABLE):
                load(moved, row.header.attempt_id)
