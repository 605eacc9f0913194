"""Ten thousand processes killed while they write the journal: `make bench`, or this file alone."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests.services.kill_rounds import kill_rounds

ROUNDS = 10_000

pytestmark = [
    pytest.mark.bench,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="it starts processes by fork"),
]


def test_nothing_that_was_acknowledged_is_lost(tmp_path: Path) -> None:
    begun = time.monotonic()
    found = kill_rounds(tmp_path / "data", ROUNDS, seed=7)
    print(  # noqa: T201  # the bench's result
        f"\n{found['rounds']} kills, {found['acknowledged']} acknowledged writes, "
        f"{found['lost']} lost, in {time.monotonic() - begun:.0f} s"
    )
    assert (found["lost"], found["damaged"]) == (0, 0)
