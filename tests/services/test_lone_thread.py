"""Work in a thread of its own: its result, its exception, and that it is left in the end."""

from __future__ import annotations

import threading

import pytest

from console.services.lone_thread import in_thread


async def test_the_result_comes_from_a_daemon_thread() -> None:
    thread = await in_thread(threading.current_thread, 10, name="lone")
    assert (thread.name, thread.daemon) == ("lone", True)
    assert thread is not threading.main_thread()


async def test_an_exception_is_raised_where_it_is_awaited() -> None:
    def stumble() -> None:
        raise KeyError("x")

    with pytest.raises(KeyError):
        await in_thread(stumble, 10, name="lone")


async def test_what_hangs_is_left() -> None:
    released = threading.Event()
    with pytest.raises(TimeoutError):
        await in_thread(released.wait, 0.01, name="lone")
    released.set()
