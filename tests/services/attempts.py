"""Attempts and their events, and files to look at, for the tests of the journal."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from console.core.call import Phases, Sent
from console.core.events import Event, EventKind
from console.core.profile import ProfileKind
from console.core.record import AttemptRecord, Step
from console.services.journal import SqliteJournal

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


async def again(directory: Path) -> tuple[AttemptRecord, ...]:
    """What a new start of the program sees."""
    journal = SqliteJournal(directory)
    try:
        return await journal.recent(10_000)
    finally:
        journal.close()


def names(directory: Path) -> set[str]:
    return {path.name for path in directory.iterdir()}
