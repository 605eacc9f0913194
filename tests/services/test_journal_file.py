"""The file under the journal: damage, other versions, other writers, a disk that refuses."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from console.core.errors import UserFacingError
from console.core.record import Outcome
from console.services import journal_file
from console.services.journal import SqliteJournal
from tests.services.attempts import again, event, names, record


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def path(directory: Path) -> Path:
    directory.mkdir()
    return directory / "journal.sqlite3"


@pytest.fixture
def journal(directory: Path) -> Iterator[SqliteJournal]:
    made = SqliteJournal(directory, busy_s=0.05)
    yield made
    made.close()


def put(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def make_directory(path: Path) -> None:
    path.mkdir()


def content(path: Path) -> bytes:
    return path.read_bytes()


def garbage(path: Path) -> None:
    path.write_bytes(b"this is not a database, and longer than its header" * 10)


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def foreign(path: Path) -> None:
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()


def without_a_table(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("DROP TABLE events")
    connection.close()


async def begin_new(journal: SqliteJournal) -> None:
    """Is committed although it raises: `finish` and `recent` find it."""
    await journal.begin(record("new"))


async def list_recent(journal: SqliteJournal) -> None:
    await journal.recent(9)


@pytest.mark.parametrize("damage", [garbage, truncated, foreign, without_a_table])
@pytest.mark.parametrize("first_call", [begin_new, list_recent])
async def test_a_damaged_file_is_kept_and_said_and_work_goes_on(
    directory: Path,
    damage: Callable[[Path], None],
    first_call: Callable[[SqliteJournal], Coroutine[object, object, None]],
) -> None:
    first = SqliteJournal(directory)
    await first.begin(record("old"))
    first.close()
    path = directory / "journal.sqlite3"
    damage(path)
    before = content(path)
    journal = SqliteJournal(directory)
    with pytest.raises(UserFacingError) as raised:
        await first_call(journal)
    assert raised.value.title == "The journal of attempts was damaged."
    assert "kept as journal.sqlite3.broken" in raised.value.detail
    assert raised.value.hint
    if first_call is begin_new:
        assert (await journal.load("new")).outcome is None
    await journal.finish(record("new"))
    await journal.begin(record("newer", minute=1))
    assert [kept.attempt_id for kept in await journal.recent(9)] == ["newer", "new"]
    journal.close()
    assert content(directory / "journal.sqlite3.broken") == before
    assert len(await again(directory)) == 2


async def test_a_file_that_breaks_at_work_is_put_aside_by_the_next_write(
    directory: Path, journal: SqliteJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    await journal.begin(record())
    real = journal_file.JournalFile._transact
    failed: list[sqlite3.DatabaseError] = []

    def breaking(self: journal_file.JournalFile, work: Callable[..., object]) -> object:
        if not failed:
            error = sqlite3.DatabaseError("database disk image is malformed")
            error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT | 0x100  # an extended code
            failed.append(error)
            raise error
        return real(self, work)

    monkeypatch.setattr(journal_file.JournalFile, "_transact", breaking)
    with pytest.raises(UserFacingError, match="was damaged"):
        await journal.finish(replace(record(), outcome=Outcome.FAILED, events=(event(1),)))
    assert (await journal.load("a1")).events == (event(1),)
    assert len(await journal.recent(9)) == 1
    assert "journal.sqlite3.broken" in names(directory)


async def test_what_another_process_put_aside_is_not_put_aside_again(
    directory: Path, journal: SqliteJournal
) -> None:
    await journal.begin(record())
    first = journal._file
    other = SqliteJournal(directory)
    await other._worker.run(lambda: other._file.read("", lambda _connection: None))
    other._file._put_aside()
    await other._worker.run(other._file.close)
    with pytest.raises(UserFacingError, match="was damaged"):
        await other.begin(record("of the new file"))
    first._put_aside()
    assert first.problem is None
    assert [kept.attempt_id for kept in await other.recent(9)] == ["of the new file"]
    other.close()


async def test_a_newer_file_is_refused_and_left_as_it_is(
    path: Path, journal: SqliteJournal
) -> None:
    connection = sqlite3.connect(path)
    connection.executescript(
        "PRAGMA journal_mode = WAL; CREATE TABLE later (x); PRAGMA user_version = 2"
    )
    connection.close()
    before = content(path)
    for call in (journal.begin(record()), journal.recent(1), journal.load("a1")):
        with pytest.raises(UserFacingError, match="newer version") as raised:
            await call
        assert "--data-dir" in raised.value.hint
    assert content(path) == before
    assert "journal.sqlite3.broken" not in names(path.parent)


async def test_a_journal_that_another_program_holds_is_said(
    directory: Path, journal: SqliteJournal
) -> None:
    await journal.begin(record())
    holder = sqlite3.connect(directory / "journal.sqlite3", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(UserFacingError) as raised:
        await journal.append("a1", [event(1)])
    assert raised.value.title == "The attempt could not be kept in the journal."
    assert "Another program holds it." in raised.value.detail
    assert len(await journal.recent(1)) == 1
    holder.execute("ROLLBACK")
    holder.close()
    await journal.append("a1", [event(1)])
    assert len((await journal.load("a1")).events) == 1


@pytest.mark.parametrize(
    ("pragma", "words"),
    [("max_page_count = 1", "The disk is full."), ("query_only = 1", "may not write it")],
)
async def test_a_disk_that_refuses_is_said_and_work_goes_on_afterwards(
    journal: SqliteJournal, pragma: str, words: str
) -> None:
    await journal.begin(record())

    def spoil(connection: sqlite3.Connection) -> None:
        connection.execute(f"PRAGMA {pragma}")

    await journal._worker.run(lambda: journal._file.read("", spoil))
    many = [event(seq) for seq in range(1, 2000)]
    with pytest.raises(UserFacingError) as raised:
        await journal.append("a1", many)
    assert words in raised.value.detail
    assert raised.value.hint
    assert (await journal.load("a1")).events == ()
    await journal.append("a1", many)
    assert len((await journal.load("a1")).events) == len(many)


async def test_a_data_directory_that_is_none_is_said(tmp_path: Path) -> None:
    put(tmp_path / "file", b"")
    for directory in (tmp_path / "file", tmp_path / "file" / "inner"):
        journal = SqliteJournal(directory)
        with pytest.raises(UserFacingError, match="could not be kept") as raised:
            await journal.begin(record())
        assert raised.value.hint
        journal.close()


async def test_a_directory_in_the_place_of_the_file_is_said(
    path: Path, journal: SqliteJournal
) -> None:
    make_directory(path)
    with pytest.raises(UserFacingError, match="could not be read") as raised:
        await journal.recent(1)
    assert "it is not a file" in raised.value.detail
