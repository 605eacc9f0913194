"""Cancels at random moments leave nothing and send nothing twice; `make bench` does a thousand."""

from __future__ import annotations

import socket
import threading

import pytest

from tests.faults.attempts import open_bench
from tests.faults.cancelling import MIX, cancel_many, syn_sent_to
from tests.faults.leftovers import SHUT_BEFORE_TLS, leftovers
from tests.faults.registry import STAGES
from tests.faults.staging import Workshop
from tests.services.fault_server import full_backlog

COUNT, SEED = 60, 20261124


@pytest.mark.filterwarnings(SHUT_BEFORE_TLS)
async def test_cancels_at_random_moments_leave_nothing(shop: Workshop) -> None:
    with open_bench() as bench:
        tally = await cancel_many(bench, shop, COUNT, SEED)
    assert not tally.wrong, tally.wrong
    assert sum(tally.outcomes.values()) == COUNT
    assert tally.outcomes["cancelled"] > COUNT / 3
    assert leftovers() == []


def test_the_mix_is_of_the_table() -> None:
    assert set(MIX) <= set(STAGES)
    assert len(set(MIX)) == len(MIX)


def test_what_is_left_is_found() -> None:
    with socket.create_server(("127.0.0.1", 0)):
        assert len(leftovers()) == 1
    end = threading.Event()
    thread = threading.Thread(target=end.wait, name="signin-left")
    thread.start()
    assert leftovers() == ["thread signin-left"]
    end.set()
    thread.join()


def test_connections_that_are_being_made_are_counted() -> None:
    with full_backlog() as port:
        before = syn_sent_to(port)
        with socket.socket() as one:
            one.setblocking(False)
            one.connect_ex(("127.0.0.1", port))
            assert syn_sent_to(port) in (before + 1, 0)  # 0 where the system does not tell
        assert syn_sent_to(port) == before
