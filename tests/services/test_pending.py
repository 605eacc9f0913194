"""The handle of a call: its one result, whoever ends it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from console.core.call import CallRecord, CallResult, Origin, Reply, Sent
from console.services.clock import SystemClock
from console.services.deadlines import Deadlines
from console.services.exchange import Exchange
from console.services.pending import WorkerCall
from tests.services.lab import failed

REPLY = Reply(
    record=CallRecord(started_at=datetime(2026, 3, 6, tzinfo=UTC), duration_ms=1.0, sent=Sent.YES)
)

Make = Callable[..., WorkerCall[Reply]]


@pytest.fixture
def make() -> Iterator[Make]:
    deadlines = Deadlines()

    def build(
        perform: Callable[[Exchange], CallResult], limit_s: float = 60.0
    ) -> WorkerCall[Reply]:
        return WorkerCall(Exchange(SystemClock()), perform, deadlines=deadlines, limit_s=limit_s)

    yield build
    deadlines.close()


async def test_the_result_is_what_the_worker_gives(make: Make) -> None:
    pending = make(lambda _: REPLY)
    pending.run()
    assert await pending.result() is REPLY
    pending.stop()
    assert await pending.result() is REPLY
    assert pending._deadline.action is None


async def test_a_bug_is_raised_where_the_result_is_awaited(make: Make) -> None:
    def perform(_: Exchange) -> CallResult:
        raise LookupError("a bug")

    pending = make(perform)
    pending.run()
    with pytest.raises(LookupError):
        await pending.result()


async def test_a_stop_before_the_worker_came_ends_it_and_nothing_is_performed(make: Make) -> None:
    pending = make(lambda _: pytest.fail("performed"))
    pending.stop()
    failure = failed(await pending.result())
    assert (failure.origin, failure.record.sent) == (Origin.STOPPED, Sent.NO)
    pending.run()
    assert await pending.result() is failure


async def test_the_deadline_ends_it_without_a_worker(make: Make) -> None:
    pending = make(lambda _: REPLY, limit_s=0.02)
    assert failed(await pending.result()).origin is Origin.DEADLINE


async def test_a_stop_while_the_client_is_made_does_not_wait_for_it(make: Make) -> None:
    making, made = threading.Event(), threading.Event()

    def perform(_: Exchange) -> CallResult:
        making.set()
        made.wait(10)
        return REPLY

    pending = make(perform)
    worker = threading.Thread(target=pending.run)
    worker.start()
    assert making.wait(5)
    pending.stop()
    assert failed(await pending.result()).code == "CallCancelled"
    made.set()
    worker.join()
    assert failed(await pending.result()).code == "CallCancelled"


async def test_at_the_wire_the_worker_alone_tells_the_end(make: Make) -> None:
    begun, ended = threading.Event(), threading.Event()

    def perform(exchange: Exchange) -> CallResult:
        exchange.begin_try()
        begun.set()
        ended.wait(10)
        return REPLY

    pending = make(perform)
    worker = threading.Thread(target=pending.run)
    worker.start()
    assert begun.wait(5)
    pending.stop()
    assert not pending._future.done()
    ended.set()
    assert await pending.result() is REPLY
    worker.join()
