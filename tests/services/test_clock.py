"""The machine's clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from console.core.ports import Clock
from console.services.clock import SystemClock


def test_wall_time_is_aware_and_in_utc() -> None:
    clock: Clock = SystemClock()
    before = datetime.now(UTC)
    now = clock.now()
    assert now.utcoffset() == timedelta(0)
    assert before <= now <= datetime.now(UTC)


def test_monotonic_time_moves_on_in_steps_finer_than_a_millisecond() -> None:
    clock = SystemClock()
    times = {clock.monotonic() for _ in range(1000)}
    assert len(times) > 100
    assert max(times) - min(times) < 60
