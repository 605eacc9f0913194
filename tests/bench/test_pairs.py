"""A thousand pairs of secrets for each format: `make bench`."""

from __future__ import annotations

import random
import secrets
import time

import pytest

from tests.cases.pairs import SCENARIOS, artefacts, secrets_from

PAIRS = 1_000

pytestmark = pytest.mark.bench


def test_no_pair_can_be_told_apart() -> None:
    seed = secrets.randbits(64)
    dice = random.Random(seed)  # noqa: S311  # a seed, so that a failure can be had again
    names = list(SCENARIOS)
    start = time.perf_counter()
    compared: dict[str, int] = {}
    for number in range(PAIRS):
        scenario = SCENARIOS[names[number % len(names)]]
        first = artefacts(scenario, secrets_from(dice))
        second = artefacts(scenario, secrets_from(dice))
        for name, text in first.items():
            assert text == second[name], (name, seed, number)
            compared[name] = compared.get(name, 0) + 1
    took = time.perf_counter() - start
    told = ", ".join(f"{count} of {name}" for name, count in compared.items())
    print(f"\npairs that were the same: {told}; {took:.0f} s (seed {seed})")  # noqa: T201
