"""Work in threads that may be left behind."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from console.services.clock import SystemClock
from console.services.errands import LEFT_BEHIND_LIMIT, Errands, ErrandsExhaustedError
from console.services.exchange import Exchange
from console.services.stops import CallStoppedError, Cause
from tests.services.lab import until


@pytest.fixture
def hang() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


def test_results_and_exceptions_come_back() -> None:
    errands, exchange = Errands(), Exchange(SystemClock())
    assert errands.run(lambda: 5, name="five", exchange=exchange) == 5
    with pytest.raises(ZeroDivisionError):
        errands.run(lambda: 1 // 0, name="none", exchange=exchange)
    assert errands.left_behind == 0


def test_a_stop_leaves_the_thread_behind(hang: threading.Event) -> None:
    errands, exchange = Errands(), Exchange(SystemClock())
    started = threading.Event()
    told: list[str] = []

    def work() -> bool:
        started.set()
        return hang.wait(10)

    def stop() -> None:
        started.wait(5)
        exchange.stop(Cause.STOPPED)

    stopper = threading.Thread(target=stop)
    stopper.start()
    with pytest.raises(CallStoppedError):
        errands.run(work, name="hangs", exchange=exchange, left_behind=lambda: told.append("left"))
    stopper.join()
    assert told == ["left"]
    assert errands.left_behind == 1
    hang.set()
    until(lambda: errands.left_behind == 0)


def test_time_runs_out_and_no_more_than_four_are_left(hang: threading.Event) -> None:
    errands = Errands()
    told: list[str] = []
    for _ in range(LEFT_BEHIND_LIMIT):
        with pytest.raises(TimeoutError, match="hangs took too long"):
            errands.run(
                lambda: hang.wait(10),
                name="hangs",
                exchange=Exchange(SystemClock()),
                until=time.monotonic(),
                left_behind=lambda: told.append("left"),
            )
    assert told == ["left"] * LEFT_BEHIND_LIMIT
    with pytest.raises(ErrandsExhaustedError) as caught:
        errands.run(lambda: 5, name="five", exchange=Exchange(SystemClock()))
    assert caught.value.code == "LookUpsExhausted"
    assert "have not come back" in caught.value.message
    hang.set()
    until(lambda: errands.left_behind == 0)
    assert errands.run(lambda: 5, name="five", exchange=Exchange(SystemClock())) == 5


def test_nothing_starts_after_a_stop() -> None:
    exchange = Exchange(SystemClock())
    exchange.stop(Cause.STOPPED)
    with pytest.raises(CallStoppedError):
        Errands().run(lambda: pytest.fail("started"), name="never", exchange=exchange)
