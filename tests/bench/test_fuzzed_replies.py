"""Ten thousand mutated replies met by the whole core: `make bench`."""

from __future__ import annotations

import asyncio
import secrets
import time

import pytest

from tests.faults.fuzz_runs import cases, meet_all

COUNT = 10_000

pytestmark = pytest.mark.bench


def test_ten_thousand_mutated_replies() -> None:
    seed = secrets.randbits(32)
    start = time.perf_counter()
    tally = asyncio.run(meet_all(cases(COUNT, seed)))
    took = time.perf_counter() - start
    print(  # noqa: T201  # the bench's result
        f"\n{COUNT} mutated replies: {dict(tally.outcomes)}, {len(tally.wrong)} misread or"
        f" unhandled, {took:.0f} s (seed {seed})"
    )
    assert not tally.wrong, "\n".join(tally.wrong[:20])
