"""The file under the journal: damage, other versions, other writers, a disk that refuses."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from console.core.errors import UserFacingError
from console.core.history import Keeping
from console.core.ports import Vault
from console.core.record import Outcome
from console.services.journal import SqliteJournal
from console.services.journal_database import Database, Kind, SqlError, _translated
from console.services.journal_file import JournalFile
from tests.services.attempts import again, event, journal_in, looked_into, names, record
from tests.services.vaults import KEY, LastingVault, NoVault


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def path(directory: Path) -> Path:
    directory.mkdir()
    return directory / "journal.sqlite3"


@pytest.fixture(params=[LastingVault, NoVault])
def vault(request: pytest.FixtureRequest) -> Vault:
    made: Vault = request.param()
    return made


@pytest.fixture
def journal(directory: Path) -> Iterator[SqliteJournal]:
    made = journal_in(directory, busy_s=0.05)
    yield made
    made.close()


def put(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def make_directory(path: Path) -> None:
    path.mkdir()


def content(path: Path) -> bytes:
    return path.read_bytes()


def garbage(path: Path, _vault: Vault) -> None:
    path.write_bytes(b"this is not a database, and longer than its header" * 10)


def truncated(path: Path, _vault: Vault) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def foreign(path: Path, _vault: Vault) -> None:
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()


def without_tables(path: Path, vault: Vault) -> None:
    with contextlib.closing(looked_into(path.parent, vault)) as spoiling:
        for table in ("attempts", "headers"):
            spoiling.run(f"DROP TABLE {table}")


async def begin_new(journal: SqliteJournal) -> None:
    """Is committed although it raises: `finish` and `recent` find it."""
    await journal.begin(record("new"))


async def list_recent(journal: SqliteJournal) -> None:
    await journal.recent(9)


@pytest.mark.parametrize("damage", [garbage, truncated, foreign, without_tables])
@pytest.mark.parametrize("first_call", [begin_new, list_recent])
async def test_a_damaged_file_is_kept_and_said_and_work_goes_on(
    directory: Path,
    vault: Vault,
    damage: Callable[[Path, Vault], None],
    first_call: Callable[[SqliteJournal], Coroutine[object, object, None]],
) -> None:
    first = journal_in(directory, vault)
    await first.begin(record("old"))
    first.close()
    path = directory / "journal.sqlite3"
    damage(path, vault)
    before = content(path)
    journal = journal_in(directory, vault)
    with pytest.raises(UserFacingError) as raised:
        await first_call(journal)
    assert raised.value.title == "The journal of attempts was damaged."
    assert "kept as journal.sqlite3.broken" in raised.value.detail
    assert "No attempt of it could be read" in raised.value.detail
    assert raised.value.hint
    assert journal.state().saving
    if first_call is begin_new:
        assert (await journal.load("new")).outcome is None
    await journal.finish(record("new"))
    await journal.begin(record("newer", minute=1))
    assert [kept.attempt_id for kept in await journal.recent(9)] == ["newer", "new"]
    journal.close()
    assert content(directory / "journal.sqlite3.broken") == before
    assert len(await again(directory, vault)) == 2


@pytest.mark.parametrize("lost", ["events", "tags", "words"])
async def test_what_a_damaged_file_still_has_is_copied(
    directory: Path, vault: Vault, lost: str
) -> None:
    first = journal_in(directory, vault)
    await first.begin(record("old"))
    await first.append("old", [event(1)])
    first.close()
    with contextlib.closing(looked_into(directory, vault)) as spoiling:
        spoiling.run(f"DROP TABLE {lost}")
    journal = journal_in(directory, vault)
    with pytest.raises(UserFacingError, match="was damaged") as raised:
        await journal.recent(9)
    assert "1 of its attempts could be read" in raised.value.detail
    kept = await journal.load("old")
    assert kept.events == (() if lost == "events" else (event(1),))
    journal.close()


def overwritten(path: Path, first: int, last: int) -> None:
    data = bytearray(path.read_bytes())
    data[first * 4096 : last * 4096] = os.urandom((last - first) * 4096)
    path.write_bytes(data)


async def three_hundred(directory: Path, vault: Vault) -> None:
    """Attempts with three events each, in one commit."""
    made = journal_in(directory, vault)
    for number in range(300):
        name = f"a{number:03}"
        header = replace(record(name, minute=number), reason="x" * 400)
        made._held.put_record(header, whole=False)
        made._held.put_events(name, [event(seq) for seq in range(1, 4)])
    await made.begin(record("last", minute=301))
    made.close()


async def still_whole(journal: SqliteJournal) -> tuple[int, int]:
    """How many attempts are listed, and how many of them have all their events."""
    found = await journal.recent(1000)
    whole = 0
    for each in found:
        with contextlib.suppress(UserFacingError):
            whole += len((await journal.load(each.attempt_id)).events) == 3
    return len(found), whole


@pytest.mark.parametrize("share", [0.3, 0.5, 0.8, 0.97])
async def test_a_file_with_spoiled_pages_keeps_the_others_attempts(
    directory: Path, vault: Vault, share: float
) -> None:
    await three_hundred(directory, vault)
    path = directory / "journal.sqlite3"
    first = int(len(content(path)) // 4096 * share)
    overwritten(path, first, first + 4)
    journal = journal_in(directory, vault)
    titles = []
    for _ in range(2):
        try:
            listed, whole = await still_whole(journal)
        except UserFacingError as error:
            titles.append(error.title)
    assert titles in ([], ["The journal of attempts was damaged."])
    await journal.finish(record("after", minute=400))
    journal.close()
    assert listed >= 290
    assert whole > 150


@pytest.mark.parametrize("tidied", [False, True])
async def test_a_file_that_has_lost_its_beginning_is_put_together_again(
    directory: Path, vault: Vault, *, tidied: bool
) -> None:
    await three_hundred(directory, vault)
    if tidied:
        journal = journal_in(directory, vault)
        assert await journal.delete_customer("nobody") == 0  # which moves every page
        journal.close()
    path = directory / "journal.sqlite3"
    overwritten(path, 0, 1)
    before = content(path)
    journal = journal_in(directory, vault)
    with pytest.raises(UserFacingError, match="was damaged") as raised:
        await journal.recent(9)
    assert "301 of its attempts could be read" in raised.value.detail
    assert await still_whole(journal) == (301, 300)
    journal.close()
    assert content(directory / "journal.sqlite3.broken") == before
    assert names(directory) == {path.name, f"{path.name}.broken"}


async def test_nothing_of_another_file_is_taken_for_an_attempt(
    directory: Path, path: Path, vault: Vault
) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE attempts (key INTEGER PRIMARY KEY, attempt_id, header)")
    connection.executemany(
        "INSERT INTO attempts VALUES (?, ?, ?)", [(no, "a", "b" * 300) for no in range(99)]
    )
    connection.commit()
    connection.close()
    overwritten(path, 0, 1)
    with pytest.raises(UserFacingError, match="was damaged"):
        await again(directory, vault)
    assert await again(directory, vault) == ()


async def test_a_file_that_breaks_at_work_is_put_aside_by_the_next_write(
    directory: Path, journal: SqliteJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    await journal.begin(record())
    real = JournalFile._transact
    failed: list[SqlError] = []

    def breaking(self: JournalFile, work: Callable[[Database], object]) -> object:
        if not failed:
            failed.append(SqlError(Kind.DAMAGED))
            raise failed[0]
        return real(self, work)

    monkeypatch.setattr(JournalFile, "_transact", breaking)
    with pytest.raises(UserFacingError, match="was damaged"):
        await journal.finish(replace(record(), outcome=Outcome.FAILED, events=(event(1),)))
    assert (await journal.load("a1")).events == (event(1),)
    assert len(await journal.recent(9)) == 1
    assert "journal.sqlite3.broken" in names(directory)


async def test_what_another_process_put_aside_is_not_put_aside_again(
    directory: Path, journal: SqliteJournal
) -> None:
    await journal.begin(record())
    other = journal_in(directory)
    await other.recent(1)
    await other._worker.run(other._file._repair)
    with pytest.raises(UserFacingError, match="was damaged"):
        await other.begin(record("of the new file"))
    await journal._worker.run(journal._file._repair)
    assert journal._file.problem is None
    await journal.finish(replace(record(), outcome=Outcome.FAILED))
    found = {kept.attempt_id: kept.outcome for kept in await other.recent(9)}
    assert found == {"of the new file": None, "a1": Outcome.FAILED}
    assert "journal.sqlite3.broken2" not in names(directory)
    other.close()


async def test_a_file_that_is_taken_away_is_made_anew(
    directory: Path, journal: SqliteJournal
) -> None:
    await journal.begin(record())
    for name in names(directory):
        (directory / name).unlink()
    await journal.begin(record("a2"))
    await journal.finish(replace(record(), outcome=Outcome.FAILED))
    assert {kept.attempt_id for kept in await journal.recent(9)} == {"a1", "a2"}


async def newer(directory: Path, vault: Vault) -> None:
    journal = journal_in(directory, vault)
    await journal.begin(record("old"))
    journal.close()
    with contextlib.closing(looked_into(directory, vault)) as database:
        database.run("ALTER TABLE attempts ADD COLUMN later TEXT")
        database.run("PRAGMA user_version = 3")


async def test_a_newer_file_is_read_and_left_as_it_is(directory: Path, vault: Vault) -> None:
    await newer(directory, vault)
    before = content(directory / "journal.sqlite3")
    journal = journal_in(directory, vault)
    assert [kept.attempt_id for kept in await journal.recent(9)] == ["old"]
    for call in (journal.begin(record()), journal.finish(record()), journal.delete(["old"])):
        with pytest.raises(UserFacingError, match="newer version") as raised:
            await call
        assert "--data-dir" in raised.value.hint
    assert journal.state().keeping is Keeping.READ_ONLY
    assert "newer version" in journal.state().reason
    assert journal.state().waiting == 1
    assert not journal.is_saved("a1")
    assert {kept.attempt_id for kept in await journal.recent(9)} == {"old", "a1"}
    journal.close()
    assert content(directory / "journal.sqlite3") == before
    assert "journal.sqlite3.broken" not in names(directory)


async def test_a_newer_file_whose_form_is_unknown_is_said(
    path: Path, journal: SqliteJournal
) -> None:
    connection = sqlite3.connect(path)
    connection.executescript(
        "PRAGMA journal_mode = WAL; CREATE TABLE later (x); PRAGMA user_version = 9"
    )
    connection.close()
    before = content(path)
    for call in (journal.begin(record()), journal.recent(1), journal.load("a2")):
        with contextlib.suppress(UserFacingError):
            await call
    assert journal.state().keeping is Keeping.READ_ONLY
    assert content(path) == before
    assert "journal.sqlite3.broken" not in names(path.parent)


async def test_everything_of_a_newer_file_can_be_deleted(directory: Path, vault: Vault) -> None:
    await newer(directory, vault)
    journal = journal_in(directory, vault)
    await journal.recent(1)
    await journal.delete_all()
    await journal.begin(record())
    assert journal.state().saving
    assert [kept.attempt_id for kept in await journal.recent(9)] == ["a1"]
    journal.close()


async def test_a_journal_that_another_program_holds_is_said_and_caught_up_with(
    directory: Path, journal: SqliteJournal
) -> None:
    await journal.begin(record())
    holder = looked_into(directory)
    holder.run("BEGIN IMMEDIATE")
    with pytest.raises(UserFacingError) as raised:
        await journal.append("a1", [event(1)])
    assert raised.value.title == "The attempt could not be kept in the journal."
    assert "Another program holds it." in raised.value.detail
    assert (await journal.load("a1")).events == (event(1),)  # from memory
    state = journal.state()
    assert (state.keeping, state.waiting, state.lost) == (Keeping.NOT_KEPT, 1, 0)
    assert "Another program holds it." in state.reason
    assert not journal.is_saved("a1")
    holder.run("ROLLBACK")
    holder.close()
    await journal.append("a1", [event(2)])
    assert len((await journal.load("a1")).events) == 2
    assert journal.is_saved("a1")


@pytest.mark.parametrize(
    ("pragma", "words"),
    [("max_page_count = 1", "The disk is full."), ("query_only = 1", "may not write it")],
)
async def test_a_disk_that_refuses_is_said_and_what_it_refused_is_kept_afterwards(
    directory: Path, journal: SqliteJournal, pragma: str, words: str
) -> None:
    await journal.begin(record())
    await journal._worker.run(
        lambda: journal._file.read("", lambda database: database.rows(f"PRAGMA {pragma}"))
    )
    many = [event(seq) for seq in range(1, 2000)]
    with pytest.raises(UserFacingError) as raised:
        await journal.append("a1", many)
    assert words in raised.value.detail
    assert raised.value.hint
    with contextlib.closing(looked_into(directory)) as beside:
        assert beside.number("SELECT count(*) FROM events") == 0
    await journal.append("a1", [event(2000)])
    assert journal.is_saved("a1")
    with contextlib.closing(looked_into(directory)) as beside:
        assert beside.number("SELECT count(*) FROM events") == 2000


async def test_a_data_directory_that_is_none_is_said(tmp_path: Path) -> None:
    put(tmp_path / "file", b"")
    for directory in (tmp_path / "file", tmp_path / "file" / "inner"):
        for vault in (LastingVault(), LastingVault(None), NoVault()):
            journal = journal_in(directory, vault)
            with pytest.raises(UserFacingError, match="could not be kept") as raised:
                await journal.begin(record())
            assert raised.value.hint
            assert journal.state().keeping is Keeping.NOT_KEPT
            journal.close()


async def test_a_directory_in_the_place_of_the_file_is_said(
    path: Path, journal: SqliteJournal
) -> None:
    make_directory(path)
    with pytest.raises(UserFacingError, match="could not be read") as raised:
        await journal.recent(1)
    assert "it is not a file" in raised.value.detail


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
async def test_a_file_that_others_may_read_is_closed_to_them(directory: Path, vault: Vault) -> None:
    first = journal_in(directory, vault)
    await first.begin(record())
    first.close()
    (directory / "journal.sqlite3").chmod(0o644)
    assert len(await again(directory, vault)) == 1
    assert (directory / "journal.sqlite3").stat().st_mode & 0o777 == 0o600


async def test_a_missing_library_is_said(
    journal: SqliteJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "apsw", None)
    with pytest.raises(UserFacingError) as raised:
        await journal.begin(record())
    assert "SQLite cannot be loaded." in raised.value.detail
    monkeypatch.undo()
    await journal.finish(record())
    assert journal.is_saved("a1")


def test_nothing_of_a_statement_or_key_is_in_an_error(tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_bytes(b"no database" * 999)
    with pytest.raises(SqlError) as raised:
        Database(file, key=KEY, busy_s=0.1)
    assert raised.value.kind is Kind.DAMAGED
    assert KEY.reveal() not in f"{raised.value!r} {raised.value} {raised.value.text}"


def test_no_room_for_the_file_beside_it_is_a_full_disk(tmp_path: Path) -> None:
    import apsw

    with pytest.raises(SqlError) as raised, _translated():
        raise apsw.exception_for(apsw.SQLITE_IOERR_SHMSIZE)
    assert raised.value.kind is Kind.FULL
    with pytest.raises(SqlError) as raised, _translated():
        raise apsw.exception_for(apsw.SQLITE_IOERR_READ)
    assert raised.value.kind is Kind.DISK
