"""What was loaded is set aside, and found again when something was closed."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest

from console.services.still_heap import StillHeap


class Ring:
    """A cycle: nothing but a search frees it."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.unfreeze()
    assert gc.get_threshold() == before


def test_what_is_set_aside_is_searched_when_it_is_asked_for() -> None:
    heap, ring = StillHeap(), Ring()
    seen = weakref.ref(ring)
    heap.set_aside()
    del ring
    gc.collect()
    assert seen() is not None
    heap.search()
    assert seen() is None
    assert gc.get_freeze_count() > 0


def test_while_libraries_are_loaded_no_whole_search_begins() -> None:
    heap = StillHeap()
    _, _, old = gc.get_threshold()
    with heap.loading():
        assert gc.get_threshold()[2] > 1000 * old
        kept = [Ring() for _ in range(3)]
        before = gc.get_freeze_count()
    assert gc.get_freeze_count() > before
    assert len(kept) == 3


def test_only_the_first_load_sets_aside() -> None:
    heap = StillHeap()
    with heap.loading():
        pass
    gc.unfreeze()
    with heap.loading():
        pass
    assert gc.get_freeze_count() == 0


def test_a_load_that_fails_leaves_the_collector_as_it_was() -> None:
    with pytest.raises(ZeroDivisionError), StillHeap().loading():
        raise ZeroDivisionError


def test_two_loads_at_once() -> None:
    heap, inside, go = StillHeap(), threading.Event(), threading.Event()

    def load() -> None:
        with heap.loading():
            inside.set()
            go.wait(5)

    first = threading.Thread(target=load)
    first.start()
    assert inside.wait(5)
    with heap.loading():
        assert gc.get_threshold()[2] > 1000
    go.set()
    first.join()
