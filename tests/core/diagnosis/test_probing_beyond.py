"""CloudTrail and the functions' logs: what is asked, when, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from console.core.call import CallResult, Origin, Reply, Sent
from console.core.diagnosis.evidence import (
    Evidence,
    LogKind,
    LogLine,
    PoolFacts,
    Probe,
    ProbeStatus,
    TrailEvent,
    TrailFacts,
)
from console.core.diagnosis.occurrence import Occurrence
from console.core.diagnosis.probe_calls import ProbeCalls, Stopper
from console.core.diagnosis.probe_plan import ProbeTarget
from console.core.diagnosis.probing_beyond import TraceInquiry, look_again
from console.core.masking import LiveSecrets
from console.core.profile import ProfileKind
from console.core.secret import WITHHELD, Secret
from tests.core.diagnosis.by_operation import AT, OCCURRENCE, ByOperation, reply
from tests.core.diagnosis.situations import POOL, USER
from tests.fakes import FakeClock, FakeGateway, failure, profile, refusal

DENIED = refusal("AccessDeniedException", "not authorized to perform: logs:FilterLogEvents")
NO_GROUP = refusal("ResourceNotFoundException", "The specified log group does not exist.")
OWN = TrailEvent(
    at=AT,
    event_name="AdminInitiateAuth",
    request_id="r1",
    error_code="NotAuthorizedException",
    sub="sub-1",
)
FUNCTIONS = {"PreAuthentication": "first", "PostAuthentication": "second"}
BOTH = replace(OCCURRENCE, operations=("AdminInitiateAuth", "AdminRespondToAuthChallenge"))


def pool_with(functions: Mapping[str, str]) -> PoolFacts:
    return replace(POOL, triggers=tuple(functions), functions=functions)


class Bench:
    """An inquiry with answers in turn."""

    def __init__(
        self,
        *results: CallResult | None,
        occurrence: Occurrence | None = OCCURRENCE,
        challenge: str | None = None,
        live: LiveSecrets | None = None,
        simulated: bool = False,
    ) -> None:
        self.gateway = FakeGateway(list(results))
        kind = ProfileKind.PRACTICE if simulated else ProfileKind.PRODUCTION
        of = profile(kind=kind)
        self.calls = ProbeCalls(
            target=ProbeTarget(profile=of, username="alice"),
            gateway=self.gateway,
            clock=FakeClock(),
            stopper=Stopper(),
            on_probe=None,
        )
        self.inquiry = TraceInquiry(
            profile=of,
            calls=self.calls,
            occurrence=occurrence,
            challenge=challenge,
            live=live or LiveSecrets(),
        )

    async def lines(self, functions: Mapping[str, str]) -> tuple[LogLine, ...] | None:
        return await self.inquiry.log_lines(pool_with(functions))

    @property
    def probe(self) -> Probe:
        (found,) = self.calls.probes.values()
        return found

    @property
    def groups(self) -> list[object]:
        return [call.params["logGroupName"] for call in self.gateway.calls]


def events(*ids: str, more: str | None = None) -> Reply:
    found = tuple({"EventName": "x", "EventTime": AT, "RequestId": each} for each in ids)
    return reply(Events=found, **({} if more is None else {"NextToken": Secret(more)}))


def log(*messages: str, seconds: float = 0.0, more: str | None = None) -> Reply:
    at = AT + timedelta(seconds=seconds)
    found = tuple({"Timestamp": at, "Message": each} for each in messages)
    return reply(events=found, **({} if more is None else {"nextToken": Secret(more)}))


# --- CloudTrail


async def test_each_sign_in_operation_is_looked_up_to_its_last_page() -> None:
    bench = Bench(events("a", more="t"), events("b"), events("c"), occurrence=BOTH)
    seen = await bench.inquiry.trail()
    assert seen is not None
    assert ([event.request_id for event in seen.events], seen.whole) == (["a", "b", "c"], True)
    names = [call.params["LookupAttributes"] for call in bench.gateway.calls]
    assert str(names).count("AdminInitiateAuth") == 2
    assert bench.gateway.calls[1].params["NextToken"] == Secret("t")
    assert bench.probe.status is ProbeStatus.OK


async def test_a_page_that_did_not_come_leaves_what_came() -> None:
    late = failure(Origin.DEADLINE, "DeadlineExceeded", Sent.YES)
    bench = Bench(late, events("b"), occurrence=BOTH)
    seen = await bench.inquiry.trail()
    assert seen is not None
    assert (len(seen.events), seen.whole, bench.probe.status) == (1, False, ProbeStatus.TIMEOUT)
    bench = Bench(DENIED)
    assert await bench.inquiry.trail() is None
    assert bench.probe.status is ProbeStatus.DENIED


async def test_what_took_place_nowhere_is_not_looked_up() -> None:
    refreshed = replace(OCCURRENCE, operations=("GetTokensFromRefreshToken",))
    for bench, reason in (
        (Bench(occurrence=None), "Nothing was sent yet."),
        (Bench(simulated=True), "The practice pool is in no AWS account."),
        (Bench(occurrence=refreshed), "CloudTrail is searched for sign-in calls alone."),
    ):
        assert await bench.inquiry.trail() is None
        assert (bench.probe.status, bench.probe.reason) == (ProbeStatus.SKIPPED, reason)


# --- logs


async def test_every_function_that_can_have_run_is_read() -> None:
    bench = Bench(log("late", seconds=9, more="t"), log("later", seconds=10), log("[ERROR] E: x"))
    lines = await bench.lines(FUNCTIONS)
    assert lines is not None
    assert bench.groups == [
        "/aws/lambda/first",
        "/aws/lambda/first",
        "/aws/lambda/second",
    ]
    assert [(line.trigger, line.kind) for line in lines] == [
        ("PostAuthentication", LogKind.ERROR),
        ("PreAuthentication", LogKind.OTHER),
        ("PreAuthentication", LogKind.OTHER),
    ]


async def test_an_open_challenge_tells_of_further_functions() -> None:
    functions = {"VerifyAuthChallengeResponse": "verify"}
    bench = Bench()
    assert await bench.lines(functions) is None
    assert bench.probe.reason == "The pool has no trigger that this sign-in runs."
    bench = Bench(log("x"), challenge="CUSTOM_CHALLENGE")
    assert await bench.lines(functions) is not None


async def test_a_group_that_is_not_there_is_an_answer() -> None:
    bench = Bench(NO_GROUP, log("hello"))
    lines = await bench.lines(FUNCTIONS)
    assert lines is not None
    assert [line.text for line in lines] == ["hello"]
    assert bench.probe.status is ProbeStatus.OK
    assert bench.probe.reason == "No log group: /aws/lambda/first."
    bench = Bench(NO_GROUP, NO_GROUP)
    assert await bench.lines(FUNCTIONS) == ()
    assert bench.probe.reason == "No log group: /aws/lambda/first, /aws/lambda/second."


async def test_one_group_that_is_denied_hides_no_other() -> None:
    bench = Bench(DENIED, log("hello"))
    lines = await bench.lines(FUNCTIONS)
    assert lines is not None
    assert [line.text for line in lines] == ["hello"]
    assert (bench.probe.status, bench.probe.missing_action) == (
        ProbeStatus.DENIED,
        "logs:FilterLogEvents",
    )
    assert await Bench(DENIED, DENIED).lines(FUNCTIONS) is None


async def test_secrets_of_the_request_are_withheld() -> None:
    live = LiveSecrets()
    live.add([Secret("correct-horse-1")])
    bench = Bench(log("typed correct-horse-1"), live=live)
    lines = await bench.lines({"PreAuthentication": "first"})
    assert lines is not None
    assert [line.text for line in lines] == [WITHHELD]


async def test_what_logs_nothing_is_not_asked() -> None:
    unnamed = replace(POOL, triggers=("PreAuthentication",))
    for bench, pool, reason in (
        (Bench(occurrence=None), POOL, "Nothing was sent yet."),
        (Bench(simulated=True), POOL, "The practice pool is in no AWS account."),
        (Bench(), None, "The pool's settings were not read."),
        (Bench(), unnamed, "Which functions the pool's triggers are was not told."),
    ):
        assert await bench.inquiry.log_lines(pool) is None
        assert (bench.probe.status, bench.probe.reason) == (ProbeStatus.SKIPPED, reason)


# --- a look again


async def again(
    evidence: Evidence,
    *results: CallResult | None,
    stopper: Stopper | None = None,
    told: list[Probe] | None = None,
    occurrence: Occurrence = OCCURRENCE,
) -> Evidence:
    return await look_again(
        profile=profile(),
        occurrence=occurrence,
        gateway=FakeGateway(list(results)),
        clock=FakeClock(),
        evidence=evidence,
        on_probe=None if told is None else told.append,
        stopper=stopper,
    )


def probes(*pairs: tuple[str, ProbeStatus]) -> tuple[Probe, ...]:
    return tuple(Probe(operation=name, status=status) for name, status in pairs)


def statuses(evidence: Evidence) -> Sequence[tuple[str, ProbeStatus]]:
    return [(probe.operation, probe.status) for probe in evidence.probes]


EARLY = Evidence(
    probes=probes(("LookupEvents", ProbeStatus.OK), ("FilterLogEvents", ProbeStatus.OK)),
    trail=TrailFacts(refusals=0),
    log_lines=(),
    user=replace(USER, sub="sub-1"),
)


async def test_events_that_come_late_are_found() -> None:
    told: list[Probe] = []
    found = await again(EARLY, ByOperation().answer("LookupEvents"), told=told)
    assert found.trail == TrailFacts(own=(OWN,), refusals=1)
    assert (found.log_lines, found.user) == (EARLY.log_lines, EARLY.user)
    assert statuses(found) == statuses(EARLY)
    assert [probe.operation for probe in told] == ["LookupEvents"]


async def test_a_look_that_fails_takes_nothing_away() -> None:
    known = replace(EARLY, trail=TrailFacts(own=(OWN,), refusals=2))
    assert await again(known, DENIED) == known
    assert (await again(known, events())).trail == known.trail
    unknown = replace(EARLY, trail=None, probes=probes(("LookupEvents", ProbeStatus.TIMEOUT)))
    found = await again(unknown, DENIED)
    assert (found.trail, statuses(found)) == (None, [("LookupEvents", ProbeStatus.DENIED)])


async def test_a_look_that_is_stopped_changes_nothing() -> None:
    stopper = Stopper()
    stopper.stop()
    first = Evidence(probes=probes(("LookupEvents", ProbeStatus.DENIED)))
    assert await again(first, stopper=stopper) == first


async def test_the_first_look_may_be_the_only_one() -> None:
    found = await again(Evidence(), events("r1"))
    assert found.trail is not None
    assert ([event.request_id for event in found.trail.own], found.trail.refusals) == (["r1"], None)
    assert statuses(found) == [("LookupEvents", ProbeStatus.OK)]
