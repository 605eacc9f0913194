from __future__ import annotations

from collections.abc import Sequence

import pytest

from console.core.call import CallResult, Reply
from console.core.diagnosis.elsewhere import MOST_POOLS, pools_with_user
from console.core.diagnosis.probe_calls import ProbeCalls, Stopper
from console.core.diagnosis.probe_plan import ProbeTarget
from tests.fakes import FakeClock, FakeGateway, profile, record, refusal

NOBODY = Reply(record=record(), details={"Users": ()})
SOMEBODY = Reply(record=record(), details={"Users": ({"Username": "alice"},)})
DENIED = refusal("AccessDeniedException", "no")


async def looked(
    answers: Sequence[CallResult], pools: Sequence[str], username: str = "alice"
) -> tuple[tuple[str, ...] | None, FakeGateway]:
    target = ProbeTarget(profile=profile(), username=username)
    gateway = FakeGateway(list(answers))
    calls = ProbeCalls(
        target=target, gateway=gateway, clock=FakeClock(), stopper=Stopper(), on_probe=None
    )
    return await pools_with_user(calls, target, pools), gateway


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ((NOBODY, SOMEBODY), ("b",)),
        ((DENIED, SOMEBODY), ("b",)),
        ((NOBODY, NOBODY), ()),
        ((NOBODY, DENIED), None),
    ],
)
async def test_a_hit_counts_and_nothing_found_only_where_all_answered(
    answers: Sequence[CallResult], expected: tuple[str, ...] | None
) -> None:
    found, gateway = await looked(answers, ("a", "b"))
    assert found == expected
    assert [call.params["UserPoolId"] for call in gateway.calls] == ["a", "b"]
    assert {call.params["Filter"] for call in gateway.calls} == {'username = "alice"'}


async def test_many_pools_are_not_all_asked_and_then_it_is_not_known() -> None:
    pools = tuple(f"p{number}" for number in range(MOST_POOLS + 1))
    found, gateway = await looked([NOBODY] * MOST_POOLS, pools)
    assert found is None
    assert len(gateway.calls) == MOST_POOLS


@pytest.mark.parametrize(("pools", "username"), [((), "alice"), (("a",), "a\nb")])
async def test_where_there_is_nothing_to_ask_nothing_is_asked(
    pools: tuple[str, ...], username: str
) -> None:
    found, gateway = await looked([], pools, username)
    assert found == (() if username == "alice" else None)
    assert not gateway.calls
