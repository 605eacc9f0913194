from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

import pytest

from console.core.call import READ_ONLY, SERVICES, CallResult, Origin, Sent
from console.core.diagnosis.evidence import Evidence, Probe, ProbeStatus
from console.core.diagnosis.occurrence import Occurrence
from console.core.diagnosis.probe_plan import OPERATIONS
from console.core.diagnosis.probe_plan_beyond import BEYOND, OF_SMS
from console.core.diagnosis.probing import Stopper, gather
from console.core.profile import Profile, ProfileKind
from console.core.secret import Secret
from tests.core.diagnosis.by_operation import NUMBER, OCCURRENCE, RISK, WATCHED, ByOperation, reply
from tests.fakes import FakeClock, failure, profile, refusal


async def gathered(
    gateway: ByOperation,
    *,
    username: str = "alice",
    on_probe: Callable[[Probe], object] | None = None,
    stopper: Stopper | None = None,
    patience_s: float = 5.0,
    of: Profile | None = None,
    occurrence: Occurrence | None = OCCURRENCE,
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
        occurrence=occurrence,
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
    assert found.trail is not None
    assert found.trail.refusals == 1
    assert found.log_lines is not None
    assert [line.error_type for line in found.log_lines] == ["KeyError"]
    assert found.sms is not None
    assert found.sms.verified_in_sandbox is True
    assert found.clock_skew_s == 0
    assert "s3cret" not in repr(found)
    assert NUMBER.reveal() not in repr(found)


async def test_independent_calls_are_all_under_way_before_one_has_ended() -> None:
    independent = READ_ONLY - {
        "AdminListDevices",
        "AdminListUserAuthEvents",
        "DescribeRiskConfiguration",
        "FilterLogEvents",
        *OF_SMS,
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
    # Which functions log and whence messages are sent the pool alone tells.
    assert {probe.operation for probe in found.probes if probe.status is not ProbeStatus.OK} == {
        "DescribeUserPool",
        "FilterLogEvents",
        *OF_SMS,
    }
    assert found.devices is not None
    assert found.trail is not None


# What cannot be asked without the answer of another.
NEEDED_BY: Mapping[str, frozenset[str]] = {
    "DescribeUserPool": frozenset({"FilterLogEvents", *OF_SMS}),
    "AdminGetUser": frozenset({"ListSMSSandboxPhoneNumbers", "CheckIfPhoneNumberIsOptedOut"}),
    "GetSMSSandboxAccountStatus": frozenset({"ListSMSSandboxPhoneNumbers"}),
}


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
    skipped = {name for name, one in statuses.items() if one is ProbeStatus.SKIPPED}
    assert skipped == NEEDED_BY.get(operation, frozenset())
    assert set(statuses.values()) <= {ProbeStatus.OK, ProbeStatus.SKIPPED}
    probe = found.probe(operation)
    assert probe is not None
    service = SERVICES.get(operation, "cognito-idp")
    denied = status is ProbeStatus.DENIED
    assert probe.missing_action == (f"{service}:{operation}" if denied else None)


async def test_what_makes_no_sense_is_not_asked() -> None:
    gateway = ByOperation(answers={"DescribeUserPool": reply()})
    found = await gathered(gateway)
    skipped = {probe.operation: probe.reason for probe in found.probes if not _ok(probe)}
    assert skipped == {
        **dict.fromkeys(OF_SMS, "The pool sends no text messages."),
        "FilterLogEvents": "The pool has no trigger that this sign-in runs.",
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
    assert not gateway.operations & {"GetCallerIdentity", *BEYOND}
    beyond = {each.reason for each in found.probes if each.operation in BEYOND}
    assert beyond == {"The practice pool is in no AWS account."}


async def test_a_user_who_is_not_there_is_an_answer() -> None:
    nobody = refusal("UserNotFoundException", "User does not exist.")
    gateway = ByOperation(answers={"AdminGetUser": nobody})
    found = await gathered(gateway)
    assert found.user_missing is True
    assert found.user is None
    assert found.known("AdminGetUser")
    of_user = {"AdminListDevices", "AdminListUserAuthEvents", *OF_SMS}
    assert gateway.operations == READ_ONLY - of_user


async def test_a_pool_or_client_that_is_not_there_is_an_answer() -> None:
    code = "ResourceNotFoundException"
    no_pool = refusal(code, "User pool eu-west-1_Ab12Cd34E does not exist.")
    of_pool = dict.fromkeys(READ_ONLY - {"ListUserPools", *SERVICES}, no_pool)
    gateway = ByOperation(answers=of_pool)
    found = await gathered(gateway)
    assert not gateway.operations & {"FilterLogEvents", *OF_SMS}
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
    assert gateway.operations == READ_ONLY - of_user - set(OF_SMS)
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
        assert (found.blocks_compromised, found.blocks_addresses) == (blocks, False)


async def test_that_addresses_are_blocked_is_known_where_both_settings_were_read() -> None:
    blocked = {"RiskExceptionConfiguration": {"BlockedIPRangeList": (True,)}}
    own = {"RiskExceptionConfiguration": {"BlockedIPRangeList": ()}}
    late = failure(Origin.DEADLINE, "DeadlineExceeded", Sent.YES)
    pairs: list[tuple[CallResult, CallResult, bool | None]] = [
        (reply(RiskConfiguration={}), reply(RiskConfiguration=blocked), True),
        (reply(RiskConfiguration=own), reply(RiskConfiguration=blocked), False),
        (reply(RiskConfiguration={}), late, None),
        (late, late, None),
    ]
    for first, second, blocks in pairs:
        answers = {"DescribeRiskConfiguration": (first, second)}
        found = await gathered(ByOperation(answers=answers))
        assert found.blocks_addresses is blocks


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


async def test_without_an_occurrence_nothing_is_looked_for_that_was_recorded_of_it() -> None:
    gateway = ByOperation(answers={"DescribeUserPool": reply(**WATCHED)})
    found = await gathered(gateway, occurrence=None)
    reasons = {probe.operation: probe.reason for probe in found.probes if not _ok(probe)}
    assert reasons == dict.fromkeys(("LookupEvents", "FilterLogEvents"), "Nothing was sent yet.")
    assert (found.trail, found.log_lines) == (None, None)


@pytest.mark.parametrize("held", ["AdminGetUser", "FilterLogEvents", "ListOriginationNumbers"])
async def test_what_hangs_beyond_holds_up_no_other(held: str) -> None:
    told: list[str] = []
    others = asyncio.Event()
    needed = NEEDED_BY.get(held, frozenset())

    def hear(probe: Probe) -> None:
        told.append(probe.operation)
        if set(told) == set(OPERATIONS) - {held}:
            others.set()

    gateway, stopper = ByOperation(held), Stopper()
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(gathered(gateway, on_probe=hear, stopper=stopper, patience_s=0.01))
        await others.wait()
        stopper.stop()
    found = task.result()
    bad = {probe.operation for probe in found.probes if not _ok(probe)}
    assert bad == {held, *needed}
    assert found.trail is not None
    assert found.sms is not None
