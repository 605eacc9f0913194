"""A history of 100,000 attempts, encrypted, beside the same file plain: `make bench`."""

from __future__ import annotations

import asyncio
import contextlib
import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from console.core.history import Query, place
from console.core.permit import Effect
from console.core.ports import Vault
from console.core.record import Outcome
from console.services import journal_rebuild
from console.services.journal_database import Database
from console.services.journal_key import keep_check
from console.services.journal_places import FILE_NAME
from console.services.journal_rows import event_text
from console.services.journal_search import index_some, search
from console.services.journal_store import add_events, put_header
from tests.services.attempts import event, journal_in, record
from tests.services.vaults import KEY, LastingVault, NoVault

ATTEMPTS = 100_000
ROUNDS = 9
OPEN_MS, SEARCH_MS = 1000.0, 150.0

pytestmark = pytest.mark.bench

QUERIES = {
    "no filter": Query(),
    "a rare word": Query(text="cs-77777"),
    "the beginning of a name": Query(text="user49"),
    "one letter": Query(text="u"),
    "a word in every attempt": Query(text="incorrect"),
    "two such words": Query(text="incorrect sms_mfa"),
    "such a word, one outcome": Query(text="incorrect", outcome=Outcome.FAILED),
    "such a word, one user": Query(text="incorrect", user="user12@example.com"),
    "one outcome": Query(outcome=Outcome.FAILED),
    "a profile": Query(profile="Acme"),
    "a user": Query(user="USER7@example.com"),
    "a ticket": Query(ticket="cs-99999"),
    "half the time, one outcome": Query(
        since=record(minute=ATTEMPTS // 2).started_at, outcome=Outcome.FAILED
    ),
    "pinned ones": Query(pinned=True),
    "a page far down": Query(
        text="incorrect", before=(record(minute=ATTEMPTS // 10).started_at, "")
    ),
}


def fill(directory: Path, *, sealed: bool) -> None:
    """Attempts of 5,000 users with four events each."""
    directory.mkdir()
    path, key = directory / FILE_NAME, KEY if sealed else None
    if sealed:
        keep_check(directory, KEY)
    journal_rebuild.begin(path, key=key)
    chance = random.Random(1)  # noqa: S311
    texts = [(seq, event_text(event(seq))) for seq in range(1, 5)]
    with contextlib.closing(Database(path, key=key, busy_s=5)) as database:
        for batch in range(0, ATTEMPTS, 1000):
            with database.transaction():
                for number in range(batch, batch + 1000):
                    header = replace(
                        record(
                            f"{chance.getrandbits(128):032x}",
                            minute=number,
                            username=f"user{chance.randrange(5000)}@example.com",
                        ),
                        outcome=chance.choice(list(Outcome)),
                        ticket=f"CS-{number}",
                        reason="Incorrect username or password.",
                    )
                    add_events(database, put_header(database, header, Effect.TRY), texts)
        found = True
        while found:
            with database.transaction():
                found = index_some(database, 1000) > 0


def milliseconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def spread(times: Sequence[float]) -> str:
    """The best and the middle one: on a busy machine the best is the program's own."""
    return f"best {min(times):.1f} ms, median {statistics.median(times):.1f} ms"


async def opened(directory: Path, vault: Vault) -> None:
    journal = journal_in(directory, vault)
    await journal.recent(200)
    journal.close()


def test_a_long_history_opens_and_filters_at_once(tmp_path: Path) -> None:
    vaults: dict[str, Vault] = {"sealed": LastingVault(), "plain": NoVault()}
    for name in vaults:
        fill(tmp_path / name, sealed=name == "sealed")
    opening = {
        name: [milliseconds(lambda: asyncio.run(opened(tmp_path / name, vault))) for _ in range(5)]  # noqa: B023
        for name, vault in vaults.items()
    }
    lines = [f"opening, {name}: {spread(times)}" for name, times in opening.items()]
    slowest = 0.0
    with (
        contextlib.closing(Database(tmp_path / "sealed" / FILE_NAME, key=KEY, busy_s=5)) as sealed,
        contextlib.closing(Database(tmp_path / "plain" / FILE_NAME, key=None, busy_s=5)) as plain,
    ):
        following = Query(before=place(search(sealed, Query()).rows[-1]))
        for name, query in {**QUERIES, "the second page": following}.items():
            ours, theirs = [], []
            for _ in range(ROUNDS):
                ours.append(milliseconds(lambda: search(sealed, query)))  # noqa: B023
                theirs.append(milliseconds(lambda: search(plain, query)))  # noqa: B023
            slowest = max(slowest, min(ours))
            ratio = min(ours) / min(theirs)
            lines.append(f"{name:28} {spread(ours)}, {ratio:.2f} x plain; first {ours[0]:.1f} ms")
    print("\n" + "\n".join(lines))  # noqa: T201  # the bench's result
    assert min(opening["sealed"]) < OPEN_MS
    assert slowest < SEARCH_MS
