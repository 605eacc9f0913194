"""The machine's clock."""

from __future__ import annotations

import time
from datetime import UTC, datetime


class SystemClock:
    """Wall time in UTC, and a monotonic time in seconds, fine enough for milliseconds."""

    def now(self) -> datetime:
        """The wall time, aware and in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds from a start of no meaning."""
        # On Windows time.monotonic() moves in steps of up to 16 ms; this one never does.
        return time.perf_counter()
