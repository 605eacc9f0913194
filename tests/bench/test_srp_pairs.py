"""Two thousand sign-ins by SRP with random users against the practice pool: `make bench`."""

from __future__ import annotations

import itertools
import random
import secrets
import time

import pytest

from tests.e2e.srp_pairs import SHAPES, Bench, random_user

PAIRS = 2_000
WRONG_EACH = 20  # every so many pairs a wrong password is tried too
DEVICES = 50
PROOFS = 4  # of each device

pytestmark = pytest.mark.bench


def test_random_pairs() -> None:
    seed = secrets.randbits(64)
    dice = random.Random(seed)  # noqa: S311  # a seed, so that a failure can be had again
    bench = Bench()
    refused = 0
    start = time.perf_counter()
    for number in range(PAIRS):
        account = random_user(dice)
        bench.add(account)
        if number % WRONG_EACH == 0:
            assert bench.refused(account, account.password + "x").startswith("Incorrect"), seed
            refused += 1
        assert "AuthenticationResult" in bench.password(account), (seed, number, account)
    took = time.perf_counter() - start
    print(  # noqa: T201
        f"\n{PAIRS} random SRP pairs signed in, {refused} wrong passwords refused,"
        f" {took:.0f} s ({took / (PAIRS + refused) * 1000:.0f} ms each, both sides; seed {seed})"
    )
    print(shapes(bench))  # noqa: T201
    assert set(itertools.product(("A", "B", "salt"), SHAPES)) <= set(bench.seen)


def test_random_devices() -> None:
    seed = secrets.randbits(64)
    dice = random.Random(seed)  # noqa: S311
    bench = Bench("device-always")
    start = time.perf_counter()
    for number in range(DEVICES):
        account = random_user(dice)
        bench.add(account)
        device = bench.confirmed(account)
        for _ in range(PROOFS):
            result = bench.device(account, device)
            assert "AuthenticationResult" in result, (seed, number, account)
    took = time.perf_counter() - start
    print(  # noqa: T201
        f"\n{DEVICES} devices confirmed and proved {PROOFS} times each, {took:.0f} s (seed {seed})"
    )
    print(shapes(bench))  # noqa: T201
    assert set(itertools.product(("A", "B", "salt"), SHAPES)) <= set(bench.seen)


def shapes(bench: Bench) -> str:
    """What came, a line a number."""
    return "\n".join(
        f"  {name}: " + ", ".join(f"{bench.seen[name, form]} {form}" for form in SHAPES)
        for name in ("A", "B", "salt")
    )
