"""A few hundred mutated replies; `make bench` meets ten thousand."""

from __future__ import annotations

import pytest

from tests.faults.fuzz_runs import cases, meet_all
from tests.faults.mutations import SEEDS
from tests.faults.network_faults import ASKED, SIGNED_IN
from tests.faults.verdicts import NOTHING, verdict
from tests.services.fault_server import http

COUNT, SEED = 300, 20261124


async def test_no_mutated_reply_is_a_false_success_or_breaks_anything() -> None:
    tally = await meet_all(cases(COUNT, SEED))
    assert not tally.wrong, "\n".join(tally.wrong)
    assert sum(tally.outcomes.values()) == COUNT
    assert {"signed_in", "failed", "unknown", "abandoned"} <= set(tally.outcomes)


def test_the_same_seed_gives_the_same_cases() -> None:
    assert cases(20, 7) == cases(20, 7) != cases(20, 8)


def test_what_was_not_changed_is_believable() -> None:
    assert verdict(SIGNED_IN).tokens == {"access.canary.token", "id.canary.token"}
    assert verdict(ASKED).challenge
    assert NOTHING not in [verdict(each) for each in SEEDS]


@pytest.mark.parametrize(
    "reply",
    [
        b"",
        SIGNED_IN[:-1],
        SIGNED_IN.replace(b"200", b"201"),
        SIGNED_IN.replace(b"json", b"text"),
        SIGNED_IN.replace(b"x-amzn-RequestId", b"x-request"),
        SIGNED_IN.replace(b"{", b"[", 1),
        http(b"\xff", headers={"Content-Encoding": "gzip"}),
    ],
)
def test_what_breaks_a_reply_is_not_believable(reply: bytes) -> None:
    assert verdict(reply) == NOTHING
