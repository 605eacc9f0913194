"""A lock that one process holds at a time, and none keeps when it dies."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from console.services.file_lock import FileLock


def test_one_holds_it_at_a_time(tmp_path: Path) -> None:
    first, second = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    assert first.take()
    assert (first.held, second.take(), second.held) == (True, False, False)
    first.give_back()
    first.give_back()
    assert second.take()
    assert not first.take()
    second.give_back()


def test_it_is_waited_for(tmp_path: Path) -> None:
    first, second = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    assert first.take()
    begun = time.monotonic()
    assert not second.take(0.05)
    assert time.monotonic() - begun >= 0.05
    releasing = threading.Timer(0.05, first.give_back)
    releasing.start()
    assert second.take(30)
    releasing.join()
    second.give_back()


def test_holding_gives_it_back_whatever_happens(tmp_path: Path) -> None:
    lock, other = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    with pytest.raises(ZeroDivisionError), lock.holding(0):
        print(1 / other.take())  # noqa: T201  # which is False
    with other.holding(0), pytest.raises(TimeoutError), lock.holding(0.01):
        raise AssertionError("it is held by another")
    assert not lock.held


def test_a_place_where_there_can_be_none_is_said(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        FileLock(tmp_path / "none" / "lock").take()
