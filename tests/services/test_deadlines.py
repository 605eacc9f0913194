"""Many time limits and one thread."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from console.services.deadlines import Deadlines


@pytest.fixture
def deadlines() -> Iterator[Deadlines]:
    made = Deadlines()
    yield made
    made.close()


def test_they_come_in_the_order_of_their_times(deadlines: Deadlines) -> None:
    came: list[int] = []
    done = threading.Event()
    deadlines.after(0.06, done.set)
    deadlines.after(0.04, lambda: came.append(2))
    deadlines.after(0.02, lambda: came.append(1))
    assert done.wait(5)
    assert came == [1, 2]


def test_a_cancelled_one_never_comes_and_holds_nothing(deadlines: Deadlines) -> None:
    came: list[str] = []
    done = threading.Event()
    first = deadlines.after(0.01, lambda: came.append("cancelled"))
    deadlines.after(0.03, done.set)
    first.cancel()
    assert first.action is None
    assert done.wait(5)
    assert came == []


def test_one_comes_after_all_earlier_ones_were_cancelled(deadlines: Deadlines) -> None:
    deadlines.after(0.01, lambda: None).cancel()
    for _ in range(2):
        done = threading.Event()
        deadlines.after(0.02, done.set)
        assert done.wait(5)


def test_closing_ends_the_thread_and_nothing_comes_after() -> None:
    deadlines = Deadlines()
    came: list[str] = []
    deadlines.after(60, lambda: came.append("late"))
    thread = deadlines._thread
    assert thread is not None
    deadlines.close()
    assert not thread.is_alive()
    deadlines.after(0, lambda: came.append("after"))
    deadlines.close()
    assert came == []


def test_without_a_limit_there_is_no_thread() -> None:
    deadlines = Deadlines()
    deadlines.close()
    assert deadlines._thread is None
