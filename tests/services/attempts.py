"""Attempts and their events, and files to look at, for the tests of the journal."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from console.core.call import Phases, Sent
from console.core.events import Event, EventKind
from console.core.ports import Clock, Vault
from console.core.profile import ProfileKind
from console.core.record import AttemptRecord, Step
from console.services.journal import SqliteJournal
from console.services.journal_database import Database
from console.services.journal_places import FILE_NAME
from console.services.journal_rows import event_text, header_text
from tests.services.vaults import KEY, LastingVault

STARTED = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)


def record(attempt_id: str = "a1", *, minute: int = 0, username: str = "alice") -> AttemptRecord:
    return AttemptRecord(
        attempt_id=attempt_id,
        started_at=STARTED + timedelta(minutes=minute),
        profile_name="Acme",
        profile_kind=ProfileKind.LAB,
        region="eu-west-1",
        user_pool_id="eu-west-1_Ab12Cd34E",
        client_id="client",
        username=username,
        auth_flow="ADMIN_USER_PASSWORD_AUTH",
        ticket="CS-1",
        simulated=False,
    )


def event(seq: int) -> Event:
    return Event(
        seq=seq,
        kind=EventKind.CHALLENGE,
        at=STARTED.replace(microsecond=678000),
        offset_ms=seq * 1.5,
        step=1,
        data={"name": "SMS_MFA", "keys": ["SMS_MFA_CODE"]},
        withheld={"code": 1},
    )


STEP = Step(
    operation="AdminInitiateAuth",
    path="admin",
    sent=Sent.YES,
    request_id="11111111-2222-3333-4444-555555555555",
    http_status=200,
    duration_ms=12.5,
    wire_tries=1,
    phases=Phases(dns_ms=1.0),
)


class ThatDay:
    """The clock of the day of these attempts: to any later one they would be too old to keep."""

    def now(self) -> datetime:
        return STARTED + timedelta(hours=12)

    def monotonic(self) -> float:
        return time.monotonic()


def journal_in(
    directory: Path,
    vault: Vault | None = None,
    *,
    busy_s: float = 5.0,
    wait_s: float = 30.0,
    clock: Clock | None = None,
) -> SqliteJournal:
    """A journal whose key is in a keyring that has it already."""
    given = LastingVault() if vault is None else vault
    return SqliteJournal(
        directory, vault=given, busy_s=busy_s, wait_s=wait_s, clock=clock or ThatDay()
    )


def looked_into(directory: Path, vault: Vault | None = None) -> Database:
    """The journal's file, opened beside the program: encrypted but where the vault keeps no key."""
    plain = vault is not None and not vault.persistent
    return Database(directory / FILE_NAME, key=None if plain else KEY, busy_s=5.0)


async def again(directory: Path, vault: Vault | None = None) -> tuple[AttemptRecord, ...]:
    """What a new start of the program sees."""
    journal = journal_in(directory, vault)
    try:
        return await journal.recent(10_000)
    finally:
        journal.close()


def names(directory: Path, start: str = FILE_NAME) -> set[str]:
    """The files whose names begin so: those of the journal proper."""
    return {path.name for path in directory.iterdir() if path.name.startswith(start)}


def every_byte(directory: Path) -> bytes:
    """Of every file below the directory."""
    return b"\n".join(path.read_bytes() for path in directory.rglob("*") if path.is_file())


def file_of_version_1(directory: Path, records: Iterable[AttemptRecord]) -> Path:
    """A journal as the first version of the program left it: plain, with names."""
    directory.mkdir(exist_ok=True)
    path = directory / FILE_NAME
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript("""
        PRAGMA journal_mode = WAL;
        CREATE TABLE attempts (
            attempt_id TEXT NOT NULL PRIMARY KEY, started_at TEXT NOT NULL,
            profile_name TEXT NOT NULL, username TEXT NOT NULL, ticket TEXT, outcome TEXT,
            header TEXT NOT NULL
        );
        CREATE INDEX attempts_by_time ON attempts (started_at);
        CREATE TABLE events (
            attempt_id TEXT NOT NULL, seq INTEGER NOT NULL, event TEXT NOT NULL,
            PRIMARY KEY (attempt_id, seq)
        ) WITHOUT ROWID;
        PRAGMA user_version = 1;
    """)
    for kept in records:
        row = json.loads(header_text(kept))
        del row["attempt_id"]  # it had no copy of it
        connection.execute(
            "INSERT INTO attempts VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                kept.attempt_id,
                kept.started_at.astimezone(UTC).isoformat(timespec="microseconds"),
                kept.profile_name,
                kept.username,
                kept.ticket,
                kept.outcome,
                json.dumps(row),
            ),
        )
        for each in kept.events:
            values = (kept.attempt_id, each.seq, event_text(each))
            connection.execute("INSERT INTO events VALUES (?, ?, ?)", values)
    connection.close()
    return path
