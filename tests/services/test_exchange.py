"""The state of one call: stops before, within and after, and the record in between."""

from __future__ import annotations

import threading

import pytest

from console.core.call import Sent
from console.services.clock import SystemClock
from console.services.exchange import Exchange, ReplyHeader
from console.services.stops import CallStoppedError, Cause


@pytest.fixture
def exchange() -> Exchange:
    return Exchange(SystemClock())


def test_a_stop_interrupts_what_is_waited_for_and_the_first_cause_stands(
    exchange: Exchange,
) -> None:
    woken: list[str] = []
    with exchange.interruptible(lambda: woken.append("inner")):
        exchange.stop(Cause.DEADLINE)
        exchange.stop(Cause.STOPPED)
    assert woken == ["inner"]
    with pytest.raises(CallStoppedError) as caught:
        exchange.check()
    assert caught.value.cause is Cause.DEADLINE


def test_after_an_inner_wait_the_outer_interruption_holds_again(exchange: Exchange) -> None:
    woken: list[str] = []
    exchange.interrupt_by(lambda: woken.append("outer"))
    with exchange.interruptible(lambda: woken.append("inner")):
        pass
    exchange.stop(Cause.STOPPED)
    assert woken == ["outer"]


def test_nothing_is_waited_for_and_nothing_begun_after_a_stop(exchange: Exchange) -> None:
    exchange.stop(Cause.STOPPED)
    with pytest.raises(CallStoppedError), exchange.interruptible(lambda: None):
        pytest.fail("waited after a stop")
    with pytest.raises(CallStoppedError):
        exchange.interrupt_by(lambda: None)
    exchange.interrupt_by(None)
    with pytest.raises(CallStoppedError):
        exchange.begin_try()
    assert not exchange.at_the_wire


def test_a_pause_ends_with_a_stop(exchange: Exchange) -> None:
    exchange.pause(0.0)
    timer = threading.Timer(0.05, lambda: exchange.stop(Cause.STOPPED))
    timer.start()
    with pytest.raises(CallStoppedError):
        exchange.pause(60.0)
    timer.join()
    with pytest.raises(CallStoppedError):
        exchange.pause(60.0)


def test_a_further_try_forgets_what_the_reply_before_it_said(exchange: Exchange) -> None:
    exchange.begin_try()
    exchange.header = ReplyHeader(http_status=503, request_id="r")
    assert exchange.record().request_id == "r"
    exchange.begin_try()
    record = exchange.record()
    assert (record.request_id, record.http_status) == (None, None)
    assert [wire.number for wire in record.tries] == [1, 2]


def test_a_stop_after_the_end_does_nothing(exchange: Exchange) -> None:
    woken: list[str] = []
    exchange.interrupt_by(lambda: woken.append("late"))
    assert exchange.end() is None
    exchange.stop(Cause.STOPPED)
    exchange.check()
    assert woken == []
    assert exchange.stopped() is None


def test_the_end_tells_of_a_stop_that_came_before(exchange: Exchange) -> None:
    exchange.stop(Cause.STOPPED)
    was = exchange.end()
    assert was is not None
    assert was.cause is Cause.STOPPED


def test_a_stop_and_the_end_of_a_wait_never_cross(exchange: Exchange) -> None:
    late: list[bool] = []
    for _ in range(200):
        each = Exchange(SystemClock())
        over = threading.Event()
        stopper = threading.Thread(target=each.stop, args=(Cause.STOPPED,))
        with each.interruptible(lambda over=over: late.append(over.is_set())):  # type: ignore[misc]
            stopper.start()
        over.set()
        stopper.join()
    assert True not in late


def test_the_record_counts_the_most_that_was_sent(exchange: Exchange) -> None:
    assert (exchange.record().sent, exchange.record().tries) == (Sent.NO, ())
    first, second = exchange.begin_try(), exchange.begin_try()
    second.writing(10)
    assert exchange.record().sent is Sent.MAYBE
    first.writing(10)
    first.written()
    record = exchange.record()
    assert record.sent is Sent.YES
    assert [wire.number for wire in record.tries] == [1, 2]
    assert exchange.at_the_wire


def test_the_record_takes_the_replys_header(exchange: Exchange) -> None:
    exchange.header = ReplyHeader(http_status=400, request_id="r", content_type="t")
    record = exchange.record()
    assert (record.http_status, record.request_id, record.content_type) == (400, "r", "t")
    assert record.duration_ms >= 0
