from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta

import pytest

from console.core.call import ApiCall, CallResult, Reply
from console.core.diagnosis.evidence import Probe, ProbeStatus
from console.core.diagnosis.probe_calls import ProbeCalls, Stopper
from console.core.diagnosis.probe_plan import PAGES, ProbeTarget
from console.core.permit import Permit
from console.core.ports import Gateway
from console.core.secret import Secret
from tests.fakes import FakeClock, FakeGateway, profile, record, refusal

TARGET = ProbeTarget(profile=profile(), username="alice")


def calls_of(
    gateway: Gateway, told: list[Probe] | None = None, stopper: Stopper | None = None
) -> ProbeCalls:
    return ProbeCalls(
        target=TARGET,
        gateway=gateway,
        clock=FakeClock(tick=0.5),
        stopper=stopper or Stopper(),
        on_probe=None if told is None else told.append,
    )


def reply(**details: object) -> Reply:
    return Reply(record=record(), details=details)


def page(number: int, *, last: bool = False) -> Reply:
    more: Mapping[str, object] = {} if last else {"NextToken": Secret(f"to-{number + 1}")}
    return reply(UserPools=({"Id": f"pool-{number}"}, {"Id": "pool-0"}), **more)


async def test_one_call_is_told_with_its_duration() -> None:
    told: list[Probe] = []
    gateway = FakeGateway([reply(Username="alice")])
    result = await calls_of(gateway, told).one("AdminGetUser")
    assert isinstance(result, Reply)
    assert [(probe.operation, probe.status, probe.duration_ms) for probe in told] == [
        ("AdminGetUser", ProbeStatus.OK, 500)
    ]


async def test_pages_are_read_to_the_last_and_each_id_once() -> None:
    gateway = FakeGateway([page(1), page(2), page(3, last=True)])
    calls = calls_of(gateway)
    ids = await calls.ids("ListUserPools", "UserPools", "Id")
    assert ids == ("pool-1", "pool-0", "pool-2", "pool-3")
    tokens = [call.params.get("NextToken") for call in gateway.calls]
    assert tokens == [None, Secret("to-2"), Secret("to-3")]
    assert list(calls.probes) == ["ListUserPools"]


async def test_pages_without_end_are_bounded() -> None:
    gateway = FakeGateway([page(number) for number in range(100)])
    ids = await calls_of(gateway).ids("ListUserPools", "UserPools", "Id")
    assert ids is not None
    assert len(gateway.calls) == PAGES


async def test_a_list_whose_page_is_missing_is_not_known() -> None:
    gateway = FakeGateway([page(1), refusal("TooManyRequestsException", "Rate exceeded")])
    calls = calls_of(gateway)
    assert await calls.ids("ListUserPools", "UserPools", "Id") is None
    assert calls.probes["ListUserPools"].status is ProbeStatus.FAILED


async def test_the_first_answer_shows_the_clocks_difference() -> None:
    calls = calls_of(FakeGateway([refusal("InternalErrorException", "x")]))
    await calls.one("AdminGetUser")
    assert calls.clock_skew_s == 0


async def test_after_a_stop_nothing_begins() -> None:
    stopper, told = Stopper(), list[Probe]()
    gateway = FakeGateway([None])
    calls = calls_of(gateway, told, stopper)
    async with asyncio.TaskGroup() as tasks:
        first = tasks.create_task(calls.one("AdminGetUser"))
        await gateway.begun.wait()
        stopper.stop()
        stopper.stop()
    assert first.result() is not None
    assert await calls.one("ListUsers") is None
    assert [(probe.status, probe.reason) for probe in told] == [
        (ProbeStatus.FAILED, "It was stopped."),
        (ProbeStatus.SKIPPED, "The investigation was stopped before it."),
    ]
    assert len(gateway.calls) == 1


class BrokenGateway:
    """Its second call shows a bug; the first would wait for ever."""

    def __init__(self) -> None:
        self.pending: list[BrokenPending] = []

    def begin(self, _call: ApiCall, permit: Permit | None = None) -> BrokenPending:
        self.pending.append(BrokenPending(broken=bool(self.pending)))
        return self.pending[-1]

    def warm(self) -> None:
        return


class BrokenPending:
    def __init__(self, *, broken: bool) -> None:
        self._broken = broken
        self.stopped = False

    async def result(self) -> CallResult:
        if self._broken:
            raise AssertionError("a bug")
        await asyncio.Event().wait()
        raise AssertionError("never reached")

    def stop(self) -> None:
        self.stopped = True


async def test_a_bug_is_raised_and_leaves_no_call_behind() -> None:
    gateway, call = BrokenGateway(), TARGET.call("ListUsers")
    with pytest.raises(ExceptionGroup):
        await calls_of(gateway).all("ListUsers", [call, call])
    assert [pending.stopped for pending in gateway.pending] == [True, True]


async def test_calls_of_which_no_probe_tells_overlap_all_the_same() -> None:
    told: list[Probe] = []
    gateway = FakeGateway([reply(Users=()), refusal("AccessDeniedException", "no")])
    calls = calls_of(gateway, told)
    results = await calls.unjudged([TARGET.call("ListUsers"), TARGET.call("ListUsers")])
    assert [isinstance(result, Reply) for result in results] == [True, False]
    assert not told
    assert not calls.probes


def test_the_time_of_the_service_is_this_machine_s_less_what_it_is_ahead() -> None:
    calls = calls_of(FakeGateway([]))
    assert calls.service_time() == FakeClock().now()
    calls.clock_skew_s = 90.0
    assert calls.service_time() == FakeClock().now() - timedelta(seconds=90)


def lookup(name: str) -> ApiCall:
    return ApiCall(operation="LookupEvents", params={"Name": name, "MaxResults": 50})


async def test_lists_are_read_together_or_in_turn_and_judged_as_one() -> None:
    told: list[Probe] = []
    refused = refusal("ThrottlingException", "Rate exceeded")
    gateway = FakeGateway([page(1), page(2, last=True), refused])
    first, second = await calls_of(gateway, told).listed(
        "LookupEvents", [lookup("a"), lookup("b")], at_once=False
    )
    assert (first.whole, len(first.replies), second.whole) == (True, 2, False)
    assert second.results == (refused,)
    assert [call.params for call in gateway.calls] == [
        {"Name": "a", "MaxResults": 50},
        {"Name": "a", "MaxResults": 50, "NextToken": Secret("to-2")},
        {"Name": "b", "MaxResults": 50},
    ]
    assert [(probe.operation, probe.status) for probe in told] == [
        ("LookupEvents", ProbeStatus.FAILED)
    ]


async def test_a_list_without_end_is_not_whole() -> None:
    calls = calls_of(FakeGateway([page(number) for number in range(PAGES)]))
    (pages,) = await calls.listed("LookupEvents", [lookup("a")])
    assert (len(pages.replies), pages.whole) == (PAGES, False)
    assert calls.probes["LookupEvents"].status is ProbeStatus.OK


async def test_the_reason_of_what_went_well_is_told_of_nothing_else() -> None:
    for result, reason in ((page(1, last=True), "nothing there"), (refusal("X", "y"), None)):
        calls = calls_of(FakeGateway([result]))
        await calls.listed("LookupEvents", [lookup("a")], when_ok=lambda _: "nothing there")
        assert (calls.probes["LookupEvents"].reason == "nothing there") is (reason is not None)
