"""One thread for one resource."""

from __future__ import annotations

import asyncio
import threading
from functools import partial

import pytest

from console.services.worker import Worker


async def test_work_is_done_on_one_daemon_thread_in_the_order_given() -> None:
    worker, seen = Worker("ordered"), list[tuple[int, threading.Thread]]()

    def note(number: int) -> int:
        seen.append((number, threading.current_thread()))
        return number * 2

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(worker.run(partial(note, n))) for n in range(20)]
    assert [task.result() for task in tasks] == [n * 2 for n in range(20)]
    assert [number for number, _thread in seen] == list(range(20))
    (thread,) = {thread for _number, thread in seen}
    assert thread is not threading.current_thread()
    assert thread.daemon
    assert thread.name == "ordered"
    worker.close()
    assert not thread.is_alive()


async def test_an_exception_is_raised_where_the_work_is_awaited() -> None:
    worker = Worker("failing")
    with pytest.raises(ZeroDivisionError):
        await worker.run(lambda: 1 // 0)
    assert await worker.run(lambda: "goes on") == "goes on"
    worker.close()


async def test_the_work_of_a_cancelled_caller_is_done_nevertheless() -> None:
    worker, started, go = Worker("kept"), threading.Event(), threading.Event()
    done: list[str] = []

    def slow() -> None:
        started.set()
        assert go.wait(10)
        done.append("slow")

    first = asyncio.get_running_loop().create_task(worker.run(slow))
    second = asyncio.get_running_loop().create_task(worker.run(lambda: done.append("queued")))
    await asyncio.sleep(0)
    assert started.wait(10)
    first.cancel()
    second.cancel()
    assert [type(e) for e in await asyncio.gather(first, second, return_exceptions=True)] == [
        asyncio.CancelledError,
        asyncio.CancelledError,
    ]
    go.set()
    worker.close()
    assert done == ["slow", "queued"]


async def test_close_does_a_last_thing_on_the_thread_and_only_once() -> None:
    worker, last = Worker("closing"), list[str]()
    await worker.run(lambda: None)
    worker.close(lambda: last.append(threading.current_thread().name))
    worker.close(lambda: last.append("again"))
    assert last == ["closing"]
    with pytest.raises(RuntimeError, match="closing is closed"):
        await worker.run(lambda: None)


def test_a_worker_that_was_never_used_has_no_thread_to_end() -> None:
    worker, last = Worker("unused"), list[str]()
    before = threading.active_count()
    worker.close(lambda: last.append("nothing to close"))
    assert threading.active_count() == before
    assert last == []


def test_it_serves_one_loop_after_another() -> None:
    worker = Worker("loops")
    assert asyncio.run(worker.run(lambda: 1)) == 1
    assert asyncio.run(worker.run(lambda: 2)) == 2
    worker.close()


async def test_it_serves_qasyncs_loop(qapp: object) -> None:
    worker = Worker("qt")
    assert await worker.run(threading.current_thread) is not threading.main_thread()
    worker.close()


async def test_it_does_what_it_wants_while_there_is_no_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("console.services.worker._REST_S", 0.0)
    pauses: list[float | None] = [0.0, 0.001, None, 0.0, None]
    called, twice = threading.Event(), threading.Event()

    def idle() -> float | None:
        pause = pauses.pop(0)
        if pause is None:
            (twice if called.is_set() else called).set()
        return pause

    worker = Worker("test", idle=idle)
    assert await worker.run(lambda: 1) == 1
    assert called.wait(30)
    assert len(pauses) == 2  # it waits for work
    assert await worker.run(lambda: 2) == 2
    assert twice.wait(30)
    worker.close()


async def test_work_that_nobody_waits_for_is_done_but_starts_no_thread() -> None:
    worker, done = Worker("test"), threading.Event()
    worker.post(done.set)
    assert not done.is_set()
    await worker.run(lambda: None)
    worker.post(done.set)
    assert done.wait(30)
    worker.close()
    worker.post(done.clear)
    assert done.is_set()
