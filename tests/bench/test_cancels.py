"""A thousand cancels at random moments over a mix of faults: `make bench`."""

from __future__ import annotations

import asyncio
import secrets
import time
from pathlib import Path

import pytest

from tests.faults.attempts import open_bench
from tests.faults.cancelling import Tally, cancel_many
from tests.faults.leftovers import SHUT_BEFORE_TLS, leftovers
from tests.faults.workshops import open_workshop

COUNT = 1000

pytestmark = [pytest.mark.bench, pytest.mark.filterwarnings(SHUT_BEFORE_TLS)]


async def cancelled(folder: Path, seed: int) -> tuple[Tally, list[str]]:
    with open_workshop(folder) as shop:
        with open_bench() as bench:
            tally = await cancel_many(bench, shop, COUNT, seed)
        return tally, leftovers()


def test_a_thousand_cancels(tmp_path: Path) -> None:
    seed = secrets.randbits(32)
    start = time.perf_counter()
    tally, left = asyncio.run(cancelled(tmp_path, seed))
    took = time.perf_counter() - start
    print(  # noqa: T201  # the bench's result
        f"\n{COUNT} cancels: {dict(tally.outcomes)}, left behind: {len(left)}, {took:.0f} s"
        f" (seed {seed})",
        *tally.lines(),
        sep="\n",
    )
    assert not tally.wrong, tally.wrong[:20]
    assert left == []
