"""The journal's key: made once, waited for, and never made anew over a file that needs another."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from console.core.errors import UserFacingError
from console.core.history import Annotations, Keeping, Query
from console.core.secret import Secret
from console.services import journal_key
from console.services.journal import SqliteJournal
from console.services.journal_key import KEY_NAME, JournalKey, NoKeyError, check_value, kept_check
from tests.services.attempts import (
    again,
    event,
    every_byte,
    journal_in,
    looked_into,
    names,
    record,
)
from tests.services.vaults import KEY, LOCKED, LastingVault, NoVault

OTHER = Secret("0d" * 32)


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A keyring is given no time, and asked again at once."""
    monkeypatch.setattr(journal_key, "_AGAIN_S", (0.0,))


def waiting(directory: Path, vault: LastingVault) -> SqliteJournal:
    """A journal that gives a silent keyring no time."""
    journal = journal_in(directory, vault)
    journal._key._wait_s = 0.05
    return journal


async def told(journal: SqliteJournal, condition: Callable[[], bool]) -> None:
    """Waits until the journal has told of a change after which the condition holds."""
    loop, changed = asyncio.get_running_loop(), asyncio.Event()
    end = journal.watch(lambda: loop.call_soon_threadsafe(changed.set))
    try:
        async with asyncio.timeout(30):
            while not condition():
                await changed.wait()
                changed.clear()
    finally:
        end()


def files(directory: Path) -> dict[str, bytes]:
    """Everything there is, but for what says nothing."""
    return {
        path.name: path.read_bytes()
        for path in directory.iterdir()
        if path.suffix != ".lock" and not path.name.endswith(("-shm", "-wal"))
    }


async def test_nothing_can_be_read_without_the_key(directory: Path) -> None:
    journal = journal_in(directory)
    await journal.begin(record(username="canary-name"))
    await journal.append("a1", [event(1)])
    await journal.annotate("a1", Annotations(note="canary note", tags=("canary",)))
    assert (await journal.search(Query(text="canary"))).total == 1
    seen = every_byte(directory)
    journal.close()
    seen += every_byte(directory)
    assert not any(word in seen for word in (b"canary", b"SMS_MFA", b"attempts"))
    connection = sqlite3.connect(directory / "journal.sqlite3")
    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        connection.execute("SELECT * FROM sqlite_master")
    connection.close()


async def test_a_key_is_made_once_and_its_check_stands_beside_the_file(directory: Path) -> None:
    vault = LastingVault(None)
    journal = journal_in(directory, vault)
    await journal.begin(record())
    journal.close()
    made = vault.secrets[KEY_NAME]
    assert len(bytes.fromhex(made.reveal())) == 32
    assert kept_check(directory) == check_value(made)
    assert len(check_value(made)) == 16
    assert made.reveal()[:8] not in str(files(directory))
    assert len(await again(directory, vault)) == 1
    assert vault.secrets == {KEY_NAME: made}
    other = LastingVault(None)
    await again(directory.with_name("other"), other)
    assert other.secrets[KEY_NAME] != made


async def test_two_that_begin_at_once_make_one_key(directory: Path) -> None:
    vault = LastingVault(None)
    journals = [journal_in(directory, vault) for _ in range(4)]
    await asyncio.gather(
        *(journal.begin(record(f"a{no}", minute=no)) for no, journal in enumerate(journals))
    )
    for journal in journals:
        journal.close()
    assert len(await again(directory, vault)) == 4


@pytest.mark.parametrize("key", [None, OTHER, Secret("no key"), Secret("5E" * 32)])
async def test_a_lost_or_wrong_key_changes_nothing(directory: Path, key: Secret | None) -> None:
    await kept(directory)
    before = files(directory)
    vault = LastingVault(key)
    journal = journal_in(directory, vault)
    with pytest.raises(UserFacingError) as raised:
        await journal.begin(record("a2"))
    assert raised.value.title == "The attempt could not be kept in the journal."
    assert "key" in raised.value.detail
    assert raised.value.hint
    with pytest.raises(UserFacingError, match="could not be read"):
        await journal.load("a1")
    assert (await journal.load("a2")).username == "alice"  # from memory
    assert [each.attempt_id for each in await journal.recent(9)] == ["a2"]
    assert journal.state().keeping is Keeping.NOT_KEPT
    assert "key" in journal.state().reason
    assert journal.state().waiting == 1
    journal.close()
    assert files(directory) == before
    assert vault.secrets.get(KEY_NAME) == key
    assert [each.attempt_id for each in await again(directory)] == ["a1"]


async def test_no_keyring_where_there_was_one_changes_nothing(directory: Path) -> None:
    await kept(directory)
    before = files(directory)
    journal = journal_in(directory, NoVault())
    with pytest.raises(UserFacingError, match="could not be kept") as raised:
        await journal.begin(record("a2"))
    assert "no system keyring" in raised.value.detail
    journal.close()
    assert files(directory) == before


async def test_with_a_lost_key_the_history_can_be_deleted_and_begun_anew(directory: Path) -> None:
    await kept(directory)
    vault = LastingVault(None)
    journal = journal_in(directory, vault)
    with pytest.raises(UserFacingError, match="could not be kept"):
        await journal.begin(record("a2"))
    await journal.delete_all()
    await journal.begin(record("a3"))
    assert journal.state().keeping is Keeping.ENCRYPTED
    assert journal.state().waiting == 0
    journal.close()
    assert [each.attempt_id for each in await again(directory, vault)] == ["a3"]
    assert kept_check(directory) == check_value(vault.secrets[KEY_NAME])


async def test_with_the_right_key_a_damaged_file_is_told_from_one_with_a_wrong_key(
    directory: Path,
) -> None:
    await kept(directory)
    path = directory / "journal.sqlite3"
    path.write_bytes(bytes(len(path.read_bytes())))
    with pytest.raises(UserFacingError, match="was damaged"):
        await again(directory)
    with pytest.raises(UserFacingError, match="could not be read") as raised:
        await again(directory, LastingVault(OTHER))
    assert "not the one of this journal" in raised.value.detail


async def test_a_check_that_is_lost_is_made_again(directory: Path) -> None:
    await kept(directory)
    (directory / "journal.keycheck").unlink()
    assert len(await again(directory)) == 1
    assert kept_check(directory) == check_value(KEY)
    assert names(directory) == {"journal.sqlite3"}


async def test_a_spoiled_check_does_not_lock_out_the_key_that_opens_the_file(
    directory: Path,
) -> None:
    await kept(directory)
    (directory / "journal.keycheck").write_text(check_value(OTHER))
    assert len(await again(directory)) == 1
    assert kept_check(directory) == check_value(KEY)
    assert names(directory) == {"journal.sqlite3"}


async def kept(directory: Path) -> None:
    """A journal with one attempt."""
    journal = journal_in(directory)
    await journal.begin(record())
    journal.close()


async def test_a_silent_keyring_holds_nobody_up_and_is_caught_up_with(directory: Path) -> None:
    vault = LastingVault()
    vault.answers.clear()
    journal = waiting(directory, vault)
    with pytest.raises(UserFacingError) as raised:
        await journal.begin(record())
    assert "does not answer" in raised.value.detail
    assert "Unlock it" in raised.value.hint
    journal._key._wait_s = 60.0  # nobody waits a second time
    with pytest.raises(UserFacingError, match="could not be kept"):
        await journal.append("a1", [event(1)])
    with pytest.raises(UserFacingError, match="could not be kept"):
        await journal.begin(record("a2", minute=1))
    assert [each.attempt_id for each in await journal.recent(9)] == ["a2", "a1"]
    state = journal.state()
    assert (state.keeping, state.waiting) == (Keeping.NOT_KEPT, 2)
    assert not journal.is_saved("a1")
    vault.answers.set()
    await told(journal, lambda: journal.is_saved("a1") and journal.is_saved("a2"))
    assert journal.state().keeping is Keeping.ENCRYPTED
    assert vault.asked == 1
    journal.close()
    with contextlib.closing(looked_into(directory)) as beside:
        assert beside.number("SELECT count(*) FROM attempts") == 2
        assert beside.number("SELECT count(*) FROM events") == 1


@pytest.mark.usefixtures("quick")
async def test_a_locked_keyring_is_asked_again_and_caught_up_with(directory: Path) -> None:
    vault = LastingVault()
    vault.refuse = LOCKED
    journal = journal_in(directory, vault)
    with pytest.raises(UserFacingError) as raised:
        await journal.begin(record())
    assert raised.value.title == "The system keyring is locked."
    assert "locked" in journal.state().reason
    vault.refuse = None
    await told(journal, lambda: journal.is_saved("a1"))  # by itself
    assert journal.state().keeping is Keeping.ENCRYPTED
    journal.close()
    assert len(await again(directory)) == 1


async def test_a_keyring_that_does_not_keep_the_key_gets_no_journal(directory: Path) -> None:
    class Forgetful(LastingVault):
        async def put(self, name: str, secret: Secret) -> None:
            del name, secret

    class Changing(LastingVault):
        async def put(self, name: str, secret: Secret) -> None:
            del secret
            self.secrets[name] = OTHER

    class Refusing(LastingVault):
        async def put(self, name: str, secret: Secret) -> None:
            self.secrets[name] = secret  # as the vault does: in memory
            raise LOCKED

    for vault in (Forgetful(None), Changing(None), Refusing(None)):
        journal = journal_in(directory, vault)
        with pytest.raises(UserFacingError):
            await journal.begin(record())
        assert journal.state().keeping is Keeping.NOT_KEPT
        journal.close()
        assert names(directory) == set()
    assert vault.secrets == {}


async def test_closing_does_not_wait_for_a_silent_keyring(directory: Path) -> None:
    vault = LastingVault()
    vault.answers.clear()
    journal = waiting(directory, vault)
    with pytest.raises(UserFacingError):
        await journal.begin(record())
    await asyncio.wait_for(asyncio.to_thread(journal.close), 30)
    vault.answers.set()
    assert names(directory) == set()


def test_a_persons_refusal_is_not_asked_for_again_at_once(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[float] = []

    class Slow(LastingVault):
        async def get(self, name: str) -> Secret | None:
            asked.append(0.0)
            if len(asked) == 1:
                raise LOCKED
            raise UserFacingError("dismissed")

    directory.mkdir()
    key = JournalKey(directory, Slow(), may_make=lambda: True, on_answer=lambda: None)
    with pytest.raises(NoKeyError, match="locked"):
        key.get()
    assert 0 < key.again_in() <= 2.0
    with pytest.raises(NoKeyError, match="locked"):
        key.get()
    assert len(asked) == 1
    key.forget()
    monkeypatch.setattr(journal_key, "_PERSON_S", -1.0)  # whatever comes took longer
    with pytest.raises(NoKeyError, match="dismissed"):
        key.get()
    assert key.again_in() > 100


def test_the_key_is_asked_for_on_a_thread_of_its_own(directory: Path) -> None:
    seen: list[str] = []

    class Noting(LastingVault):
        async def get(self, name: str) -> Secret | None:
            seen.append(threading.current_thread().name)
            return await super().get(name)

    key = JournalKey(directory, Noting(), may_make=lambda: True, on_answer=lambda: None)
    assert key.get() == KEY
    assert key.get() == KEY
    assert seen == ["journal key"]
