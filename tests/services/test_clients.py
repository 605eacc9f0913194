"""One client for each service and region, whoever asks."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from console.services.clients import Clients
from tests.services.fault_server import PATIENCE_S

FIRST = ("cognito-idp", "eu-west-1")


def test_each_is_made_once_and_those_made_already_not_at_all() -> None:
    asked: list[tuple[str, str]] = []

    def make(service: str, region: str) -> object:
        asked.append((service, region))
        return object()

    ready = object()
    clients = Clients(make, {FIRST: ready})
    assert clients.of(*FIRST) is ready
    one, other = clients.of("sns", "eu-west-1"), clients.of("sns", "us-east-1")
    assert one is not other
    assert clients.of("sns", "eu-west-1") is one
    assert asked == [("sns", "eu-west-1"), ("sns", "us-east-1")]


def test_workers_that_ask_together_get_the_same() -> None:
    together = threading.Barrier(8, timeout=PATIENCE_S)
    made: list[object] = []

    def make(_service: str, _region: str) -> object:
        made.append(object())
        return made[-1]

    clients = Clients(make, {})

    def ask(_: int) -> object:
        together.wait()
        return clients.of("logs", "eu-west-1")

    with ThreadPoolExecutor(8) as workers:
        found = list(workers.map(ask, range(8)))
    assert found == [made[0]] * 8
    assert len(made) == 1


def test_one_that_could_not_be_made_is_tried_anew() -> None:
    faults = [ValueError("broken")]

    def make(_service: str, _region: str) -> object:
        if faults:
            raise faults.pop()
        return "made"

    clients = Clients(make, {})
    with pytest.raises(ValueError, match="broken"):
        clients.of("sns", "eu-west-1")
    assert clients.of("sns", "eu-west-1") == "made"
