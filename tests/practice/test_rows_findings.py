"""The cause that is named first for every row of the list, from the pool's own evidence."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from console.core.call import ADMIN_GET_USER, DESCRIBE_USER_POOL, READ_ONLY, ApiCall
from console.core.call import Path as CallPath
from console.core.characters import character_findings
from console.core.conversation.challenges import CUSTOM_CHALLENGE
from console.core.diagnosis.catalogue import Catalogue
from console.core.diagnosis.classification import Classification, Matched
from console.core.diagnosis.evidence import Evidence
from console.core.diagnosis.finding import Finding
from console.core.diagnosis.findings import CAUSES, find
from console.core.diagnosis.probing import gather
from console.core.diagnosis.situation import Situation
from console.core.permit import Permit
from console.core.ports import Clock
from console.core.practice_keys import (
    PRACTICE_ACCESS_KEY_ID,
    PRACTICE_LIMITED_ACCESS_KEY_ID,
    PRACTICE_REGION,
    PRACTICE_SECRET_ACCESS_KEY,
    PRACTICE_USER_POOL_ID,
)
from console.core.profile import Profile, practice_profile
from console.core.record import Outcome
from console.core.secret import Secret
from console.practice.clients import CLIENTS
from console.practice.errors import PracticeError
from console.practice.later_users import LATER_USERS
from console.practice.listing import LISTED
from console.practice.permissions import authorize
from console.practice.pool import PracticePool
from console.practice.server import PracticeServer
from console.practice.users import USERS, User
from console.resources import read_bytes
from console.services.clock import SystemClock
from tests.fakes import FakeClock, FakePending, refusal
from tests.practice.driver import Driver
from tests.practice.pool_gateway import PoolCall, PoolGateway

ROWS = (*USERS, *LATER_USERS)
FORESEEN = [row for row in ROWS if row.expect.finding is not None]
FAILED = [row for row in ROWS if row.expect.outcome == "failed"]
# Refusals whose cause no look at the user would change: Cognito refuses the request, the app client
# or the flow before it looks for a user, so that the call which told it decides it.
WITHOUT_USER = {
    "flow_not_enabled",
    "flow_wrong_path",
    "client_not_found",
    "client_secret_missing",
    "refresh_rotation",
}
# The fourteen causes of one and the same text, and the look-alikes that a row shows beforehand.
ONE_TEXT = {
    "wrong_password", "user_unknown_hidden", "other_pool", "letter_case", "alias_not_verified",
    "alias_moved", "imported_reset_required", "migration_gave_nothing",
    "custom_challenge_refused", "srp_proof", "external_provider", "locked_out",
    "client_secret_wrong", "padded_input",
}  # fmt: skip


class DenyingGateway(PoolGateway):
    """The practice pool, which refuses some of the read-only calls in IAM's words."""

    def __init__(self, pool: PracticePool, denied: Sequence[str]) -> None:
        super().__init__(pool)
        self._denied = denied

    def begin(self, call: ApiCall, permit: Permit | None = None) -> PoolCall | FakePending:  # type: ignore[override]
        if call.operation in self._denied:
            return FakePending(refusal("AccessDeniedException", "not authorized to perform it"))
        return super().begin(call)


def row_id(row: User) -> str:
    found = row.expect.finding or row.expect.explained or "in"
    return f"{found}-{row.username}-{row.auth_flow}-{row.path}-{row.client}"


@cache
def catalogue() -> Catalogue:
    return Catalogue.parse(read_bytes("catalogue.json"))


def profile_of(row: User, *, own_pool: bool) -> Profile:
    client = CLIENTS[row.client]
    made = practice_profile(
        client_id=client.id, has_client_secret=client.secret is not None, endpoint_url=None
    )
    return replace(made, user_pool_id=client.user_pool_id if own_pool else PRACTICE_USER_POOL_ID)


def classified(row: User) -> Classification:
    """As the console would: all of it but the id is of no interest to the rules."""
    expect = row.expect
    assert expect.classification is not None
    (entry,) = (one for one in catalogue() if one.id == expect.classification)
    return Classification(
        id=entry.id,
        code=expect.code or "",
        message="",
        matched=Matched.TEXT,
        meaning=entry.meaning,
        causes=entry.causes,
        act=entry.act,
        next_steps=entry.next_steps,
        retry=entry.retry,
        counts_towards_lockout=entry.counts_towards_lockout,
    )


async def before(
    row: User,
    *,
    own_pool: bool,
    pool: PracticePool | None = None,
    denied: Sequence[str] = (),
    clock: Clock | None = None,
    gateway: PoolGateway | None = None,
) -> Situation:
    """The row's request with the evidence for it, nothing sent."""
    client = CLIENTS[row.client]
    profile = profile_of(row, own_pool=own_pool)
    secret = None if client.secret is None else Secret(client.secret)
    key = row.parameters.get("DEVICE_KEY") if row.device is None else row.device.key
    clock = clock or FakeClock()
    evidence: Evidence = await gather(
        profile=profile,
        username=row.username,
        gateway=gateway or DenyingGateway(pool or PracticePool(now=clock.now), denied),
        client_secret=secret,
        clock=clock,
        device_key=None if key is None else Secret(key),
    )
    return Situation(
        profile=profile,
        auth_flow=row.auth_flow,
        path=CallPath(row.path),
        username=row.username,
        parameters=frozenset({"PASSWORD", *row.parameters}),
        password_findings=character_findings(row.password),
        username_findings=character_findings(row.username),
        has_client_secret=secret is not None,
        evidence=evidence,
        chosen=dict(row.parameters),
    )


def refused(row: User, situation: Situation) -> Situation:
    """The same once the row's refusal is known."""
    challenges = row.expect.challenges
    return replace(
        situation,
        outcome=Outcome.FAILED,
        classification=classified(row),
        challenge=challenges[-1] if challenges else None,
        challenges=challenges,
    )


def leave_an_event(row: User, pool: PracticePool) -> None:
    """What threat protection thought of the try is in the user's history after it."""
    if row.expect.classification != "NA20":
        return
    with pytest.raises(PracticeError):
        pool.handle(
            "AdminInitiateAuth",
            {
                "UserPoolId": PRACTICE_USER_POOL_ID,
                "ClientId": CLIENTS[row.client].id,
                "AuthFlow": row.auth_flow,
                "AuthParameters": {"USERNAME": row.username, "PASSWORD": row.password},
            },
        )


async def first_before(row: User, *, own_pool: bool, denied: Sequence[str] = ()) -> Finding:
    return find(await before(row, own_pool=own_pool, denied=denied))[0]


@pytest.mark.parametrize("own_pool", [False, True], ids=["practice-pool", "own-pool"])
@pytest.mark.parametrize("row", FORESEEN, ids=row_id)
async def test_the_cause_is_named_before_the_sign_in(row: User, own_pool: bool) -> None:
    assert (await first_before(row, own_pool=own_pool)).id == row.expect.finding


@pytest.mark.parametrize("row", FAILED, ids=row_id)
async def test_the_cause_is_named_once_the_refusal_is_known(row: User) -> None:
    pool = PracticePool(now=FakeClock().now)
    leave_an_event(row, pool)
    first = find(refused(row, await before(row, own_pool=True, pool=pool)))[0]
    assert first.id == (row.expect.finding or row.expect.explained)
    assert CAUSES[first.id].title == first.title


@pytest.mark.parametrize("row", FORESEEN, ids=row_id)
async def test_without_a_look_at_the_user_nothing_about_him_is_decided(row: User) -> None:
    first = await first_before(row, own_pool=False, denied=[ADMIN_GET_USER])
    if row.expect.finding in WITHOUT_USER:
        assert first.decided
        return
    assert not first.decided
    assert first.would_decide == ADMIN_GET_USER
    assert any(ADMIN_GET_USER in sentence for sentence in first.not_checked)


# The refusal's own words leave open which of the fourteen it is, or say that nobody is there.
UNCLEAR = [row for row in FORESEEN if row.expect.classification in ("NA01", "UN01")]


@pytest.mark.parametrize("row", UNCLEAR, ids=row_id)
async def test_none_of_the_causes_of_one_text_is_decided_without_a_look_at_the_user(
    row: User,
) -> None:
    asked = await before(row, own_pool=False, denied=[ADMIN_GET_USER])
    found = find(refused(row, asked))
    assert found
    for finding in found:
        assert (finding.decided, finding.would_decide) == (False, ADMIN_GET_USER), finding.id


class LimitedGateway(PoolGateway):
    """The practice pool as the key sees it that may sign users in and may read nothing."""

    def begin(self, call: ApiCall, permit: Permit | None = None) -> PoolCall | FakePending:  # type: ignore[override]
        try:
            authorize(PRACTICE_LIMITED_ACCESS_KEY_ID, call.operation, dict(call.params))
        except PracticeError as error:
            return FakePending(refusal(error.code, error.message))
        return super().begin(call)


@pytest.mark.parametrize(
    "row", [row for row in LISTED if row.expect.finding is not None], ids=row_id
)
async def test_the_limited_key_leaves_every_listed_cause_open(row: User) -> None:
    asked = await before(row, own_pool=True, gateway=LimitedGateway(PracticePool()))
    for finding in find(asked):
        if finding.id == "flow_wrong_path":
            assert finding.decided  # the request itself shows it
            continue
        assert (finding.decided, finding.would_decide) == (False, ADMIN_GET_USER), finding.id
        assert finding.not_checked


@pytest.mark.parametrize("row", FORESEEN, ids=row_id)
async def test_without_any_look_a_call_is_named_that_would_decide(row: User) -> None:
    first = await first_before(row, own_pool=False, denied=sorted(READ_ONLY))
    if row.expect.finding == "flow_wrong_path":
        assert first.decided  # the request itself shows it
        return
    assert not first.decided
    asks_user = row.auth_flow != "REFRESH_TOKEN_AUTH"
    assert first.would_decide == (ADMIN_GET_USER if asks_user else DESCRIBE_USER_POOL)
    assert first.not_checked


async def test_the_cause_is_named_as_well_after_all_rows_were_tried(
    server: PracticeServer, secret_hash: Callable[..., str], prover: Callable[[], Any]
) -> None:
    cognito = boto3.client(
        "cognito-idp",
        region_name=PRACTICE_REGION,
        endpoint_url=server.endpoint_url,
        aws_access_key_id=PRACTICE_ACCESS_KEY_ID,
        aws_secret_access_key=PRACTICE_SECRET_ACCESS_KEY,
        config=Config(retries={"total_max_attempts": 1}),
    )
    for row in ROWS:
        with contextlib.suppress(ClientError):
            Driver(cognito, server, row, secret_hash, prover).run()
    cognito.close()
    for row in FORESEEN:
        asked = await before(row, own_pool=False, pool=server.pool, clock=SystemClock())
        assert find(asked)[0].id == row.expect.finding, row_id(row)


def test_every_row_that_fails_has_a_cause_and_each_of_the_fourteen_a_listed_row() -> None:
    for row in ROWS:
        named = {row.expect.finding, row.expect.explained} - {None}
        assert len(named) == (row.expect.outcome == "failed")
        assert named <= CAUSES.keys()
    assert {row.expect.finding for row in LISTED} >= ONE_TEXT
    for row in LISTED:
        assert ("finding" in str(row.to_json()["expect"])) == (row.expect.finding is not None)


async def test_a_custom_sign_in_is_refused_at_its_questions() -> None:
    row = next(row for row in FAILED if CUSTOM_CHALLENGE in row.expect.challenges)
    finding = find(refused(row, await before(row, own_pool=True)))[0]
    assert (finding.id, finding.decided) == ("custom_challenge_refused", True)
