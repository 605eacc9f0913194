from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

import pytest

from console.core.call import READ_ONLY, ApiCall, CallResult, Origin, Reply, Sent
from console.core.diagnosis.evidence import Evidence, Probe, ProbeStatus
from console.core.diagnosis.probe_plan import OPERATIONS
from console.core.diagnosis.probing import Stopper, gather
from console.core.profile import Profile, ProfileKind
from console.core.secret import Secret
from tests.fakes import FakeClock, FakePending, failure, profile, record, refusal

WATCHED: Mapping[str, object] = {
    "DeviceConfiguration": {},
    "UserPoolAddOns": {"AdvancedSecurityMode": "ENFORCED"},
}
RISK = {"CompromisedCredentialsRiskConfiguration": {"Actions": {"EventAction": "BLOCK"}}}


def reply(**details: object) -> Reply:
    return Reply(record=record(), details=details)


ANSWERS: Mapping[str, CallResult] = {
    "GetCallerIdentity": reply(Account="123456789012", Arn="arn:aws:iam::123456789012:user/x"),
    "DescribeUserPool": reply(**WATCHED),
    "DescribeUserPoolClient": reply(ClientName="app", ClientSecret=Secret("s3cret")),
    "AdminGetUser": reply(Username="alice", UserStatus="CONFIRMED"),
    "ListUsers": reply(Users=()),
    "GetUserPoolMfaConfig": reply(SmsMfaConfiguration={}),
    "AdminListDevices": reply(Devices=({"DeviceKey": Secret("k")},)),
    "AdminListUserAuthEvents": reply(AuthEvents=({"EventType": "SignIn"},)),
    "DescribeRiskConfiguration": reply(RiskConfiguration=RISK),
    "ListUserPools": reply(UserPools=({"Id": "eu-west-1_Ab12Cd34E"}, {"Id": "eu-west-1_Other"})),
    "ListUserPoolClients": reply(UserPoolClients=({"ClientId": "c1"},)),
}


class ByOperation:
    """A gateway with an answer for each operation; one that is held waits for a stop."""

    def __init__(
        self, *held: str, answers: Mapping[str, CallResult | Sequence[CallResult]] | None = None
    ) -> None:
        self._held = held
        self._answers = {**ANSWERS, **(answers or {})}
        self._turn: dict[str, int] = defaultdict(int)
        self.calls: list[ApiCall] = []
        self.pending: list[FakePending] = []
        self.begun: dict[str, asyncio.Event] = defaultdict(asyncio.Event)

    def begin(self, call: ApiCall) -> FakePending:
        self.calls.append(call)
        answer = self._answers[call.operation]
        if not isinstance(answer, CallResult):
            answer = answer[self._turn[call.operation]]
            self._turn[call.operation] += 1
        pending = FakePending(None if call.operation in self._held else answer)
        self.pending.append(pending)
        self.begun[call.operation].set()
        return pending

    def warm(self) -> None:
        return

    @property
    def operations(self) -> set[str]:
        return {call.operation for call in self.calls}


async def gathered(
    gateway: ByOperation,
    *,
    username: str = "alice",
    on_probe: Callable[[Probe], object] | None = None,
    stopper: Stopper | None = None,
    patience_s: float = 5.0,
    of: Profile | None = None,
) -> Evidence:
    return await gather(
        profile=of or profile(),
        username=username,
        gateway=gateway,
        client_secret=Secret("s3cret"),
        device_key=Secret("k"),
        clock=FakeClock(),
        on_probe=on_probe,
        stopper=stopper,
        patience_s=patience_s,
    )


async def test_everything_is_read_and_told_in_one_order() -> None:
    told: list[Probe] = []
    gateway = ByOperation()
    found = await gathered(gateway, on_probe=told.append)
    assert gateway.operations == READ_ONLY
    assert tuple(probe.operation for probe in found.probes) == OPERATIONS
    assert {probe.status for probe in found.probes} == {ProbeStatus.OK}
    assert sorted(told, key=repr) == sorted(found.probes, key=repr)
    assert found.caller is not None
    assert found.pool is not None
    assert found.client is not None
    assert (found.client.name, found.client.secret_matches) == ("app", True)
    assert found.user is not None
    assert found.user.username == "alice"
    assert found.alias_users == ()
    assert found.devices is not None
    assert found.devices[0].key_matches is True
    assert found.auth_events is not None
    assert found.mfa_config is not None
    assert found.blocks_compromised is True
    assert found.other_pools == ("eu-west-1_Other",)
    assert found.pool_clients == ("c1",)
    assert found.clock_skew_s == 0
    assert "s3cret" not in repr(found)


async def test_independent_calls_are_all_under_way_before_one_has_ended() -> None:
    independent = READ_ONLY - {
        "AdminListDevices",
        "AdminListUserAuthEvents",
        "DescribeRiskConfiguration",
    }
    gateway, stopper = ByOperation(*READ_ONLY), Stopper()
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(gathered(gateway, stopper=stopper))
        for operation in independent:
            await gateway.begun[operation].wait()
        assert gateway.operations == independent
        stopper.stop()
    statuses = {probe.operation: probe.status for probe in task.result().probes}
    for operation in READ_ONLY:
        stopped = operation in independent
        assert statuses[operation] is (ProbeStatus.FAILED if stopped else ProbeStatus.SKIPPED)


async def test_one_that_hangs_hides_no_other_and_nothing_waits_for_it_without_end() -> None:
    told: list[Probe] = []
    others = asyncio.Event()

    def hear(probe: Probe) -> None:
        told.append(probe)
        if len(told) == len(OPERATIONS) - 1:
            others.set()

    gateway, stopper = ByOperation("DescribeUserPool"), Stopper()
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(gathered(gateway, on_probe=hear, stopper=stopper, patience_s=0.01))
        await others.wait()
        stopper.stop()
    found = task.result()
    assert found.pool is None
    assert {probe.operation for probe in found.probes if probe.status is not ProbeStatus.OK} == {
        "DescribeUserPool"
    }
    assert found.devices is not None


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize(
    ("result", "status"),
    [
        (failure(Origin.DEADLINE, "DeadlineExceeded", Sent.YES), ProbeStatus.TIMEOUT),
        (refusal("AccessDeniedException", "not authorized"), ProbeStatus.DENIED),
        (refusal("InternalErrorException", "x", 500), ProbeStatus.FAILED),
    ],
)
async def test_one_that_fails_is_known_as_such_and_the_others_are_read(
    operation: str, result: CallResult, status: ProbeStatus
) -> None:
    found = await gathered(ByOperation(answers={operation: result}))
    statuses = {probe.operation: probe.status for probe in found.probes}
    assert statuses.pop(operation) is status
    assert set(statuses.values()) == {ProbeStatus.OK}
    probe = found.probe(operation)
    assert probe is not None
    service = "sts" if operation == "GetCallerIdentity" else "cognito-idp"
    denied = status is ProbeStatus.DENIED
    assert probe.missing_action == (f"{service}:{operation}" if denied else None)


async def test_what_makes_no_sense_is_not_asked() -> None:
    gateway = ByOperation(answers={"DescribeUserPool": reply()})
    found = await gathered(gateway)
    skipped = {probe.operation: probe.reason for probe in found.probes if not _ok(probe)}
    assert skipped == {
        "AdminListDevices": "The pool remembers no devices.",
        "AdminListUserAuthEvents": "Threat protection is off in this pool.",
        "DescribeRiskConfiguration": "Threat protection is off in this pool.",
    }
    assert gateway.operations == READ_ONLY - set(skipped)


def _ok(probe: Probe) -> bool:
    return probe.status is ProbeStatus.OK


async def test_the_practice_pool_has_no_sts() -> None:
    gateway = ByOperation()
    found = await gathered(gateway, of=profile(kind=ProfileKind.PRACTICE))
    probe = found.probe("GetCallerIdentity")
    assert probe is not None
    assert (probe.status, probe.reason) == (
        ProbeStatus.SKIPPED,
        "The practice pool has no STS.",
    )
    assert "GetCallerIdentity" not in gateway.operations


async def test_a_user_who_is_not_there_is_an_answer() -> None:
    nobody = refusal("UserNotFoundException", "User does not exist.")
    gateway = ByOperation(answers={"AdminGetUser": nobody})
    found = await gathered(gateway)
    assert found.user_missing is True
    assert found.user is None
    assert found.known("AdminGetUser")
    assert gateway.operations == READ_ONLY - {"AdminListDevices", "AdminListUserAuthEvents"}


async def test_a_pool_or_client_that_is_not_there_is_an_answer() -> None:
    code = "ResourceNotFoundException"
    no_pool = refusal(code, "User pool eu-west-1_Ab12Cd34E does not exist.")
    of_pool = dict.fromkeys(READ_ONLY - {"GetCallerIdentity", "ListUserPools"}, no_pool)
    found = await gathered(ByOperation(answers=of_pool))
    assert (found.pool_missing, found.client_missing) == (True, False)
    assert found.known("DescribeUserPool")
    assert not found.known("AdminGetUser")
    assert found.other_pools == ("eu-west-1_Other",)
    no_client = refusal(code, "User pool client c does not exist.")
    found = await gathered(ByOperation(answers={"DescribeUserPoolClient": no_client}))
    assert (found.pool_missing, found.client_missing) == (False, True)


async def test_a_request_without_a_name_asks_of_no_user() -> None:
    gateway = ByOperation()
    found = await gathered(gateway, username="")
    of_user = {"AdminGetUser", "ListUsers", "AdminListDevices", "AdminListUserAuthEvents"}
    assert gateway.operations == READ_ONLY - of_user
    reasons = {probe.reason for probe in found.probes if probe.operation in of_user}
    assert reasons == {"The request names no user."}


def user(name: str) -> Mapping[str, object]:
    return {"Username": name, "UserStatus": "CONFIRMED"}


async def test_users_that_several_searches_find_are_merged() -> None:
    by_email, by_prefix = reply(Users=(user("u1"),)), reply(Users=(user("u1"), user("alice2")))
    gateway = ByOperation(answers={"ListUsers": (by_email, by_prefix)})
    found = await gathered(gateway, username="alice@example.com")
    filters = [call.params.get("Filter") for call in gateway.calls]
    assert [each for each in filters if each is not None] == [
        'email = "alice@example.com"',
        'username ^= "alice"',
    ]
    assert found.alias_users is not None
    assert [(each.username, each.matched_by) for each in found.alias_users] == [
        ("u1", "email"),
        ("alice2", "username prefix"),
    ]


async def test_a_search_that_failed_leaves_what_others_found() -> None:
    refused = refusal("InvalidParameterException", "Error while parsing filter.")
    hit, nothing = reply(Users=(user("u1"),)), reply(Users=())
    found = await gathered(
        ByOperation(answers={"ListUsers": (hit, refused)}), username="alice@example.com"
    )
    assert found.alias_users is not None
    assert [each.username for each in found.alias_users] == ["u1"]
    assert not found.known("ListUsers")
    found = await gathered(
        ByOperation(answers={"ListUsers": (nothing, refused)}), username="alice@example.com"
    )
    assert found.alias_users is None


async def test_the_clients_own_risk_settings_come_before_the_pools() -> None:
    own = {"CompromisedCredentialsRiskConfiguration": {"Actions": {"EventAction": "NO_ACTION"}}}
    for first, blocks in ((own, False), ({}, True)):
        answers = (reply(RiskConfiguration=first), reply(RiskConfiguration=RISK))
        found = await gathered(ByOperation(answers={"DescribeRiskConfiguration": answers}))
        assert found.blocks_compromised is blocks


async def test_a_cancelled_gathering_stops_every_call() -> None:
    gateway = ByOperation("AdminGetUser", "ListUsers", "DescribeUserPool")
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(gathered(gateway))
        for operation in ("AdminGetUser", "ListUsers", "DescribeUserPool"):
            await gateway.begun[operation].wait()
        task.cancel()
    assert task.cancelled()
    held = {"AdminGetUser", "ListUsers", "DescribeUserPool"}
    for call, pending in zip(gateway.calls, gateway.pending, strict=True):
        assert pending._stopped.is_set() is (call.operation in held)
