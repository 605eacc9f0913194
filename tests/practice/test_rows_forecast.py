"""What is forecast for every row of the list from the pool's own evidence, and what then comes."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from console.core.call import Path
from console.core.diagnosis.forecast import Forecast
from console.core.diagnosis.forecasting import forecast
from console.core.diagnosis.probing import gather
from console.core.diagnosis.situation import Situation
from console.core.practice_keys import (
    PRACTICE_ACCESS_KEY_ID,
    PRACTICE_REGION,
    PRACTICE_SECRET_ACCESS_KEY,
)
from console.core.profile import Profile, ProfileKind
from console.core.secret import Secret
from console.practice.clients import CLIENTS
from console.practice.later_users import LATER_USERS
from console.practice.pool import PracticePool
from console.practice.server import PracticeServer
from console.practice.users import USERS, User
from tests.fakes import FakeClock
from tests.practice.driver import Driver
from tests.practice.pool_gateway import PoolGateway

ROWS = (*USERS, *LATER_USERS)
# Refusals that no reading of pool, client and user tells beforehand: what was or will be typed, an
# address, the age of a temporary password, and what a trigger, a limit or the service itself says.
UNFORESEEN = {
    "NA03", "NA20", "NA21", "TM01", "IE01", "ON00", "UO01", "IU01", "MM01", "SR01", "SR02",
    "SE01", "UL01", "UL02", "UL03", "UL05", "UL06", "UL07", "UL08", "UL09", "UL50", "UX01", "UX04",
    "IL01", "FB01", "CM01", "CM02", "EC01", "EC02", "NA00", "PW01", "PH01", "AE01", "SN01",
    "NA14", "NA15",
}  # fmt: skip
TYPED = {"wrong password", "SRP with a wrong password", "three wrong rounds end it"}
# Causes that lie in what was typed, in what a trigger or an app gets wrong, or in a user of whom a
# migration trigger is asked first.
NOT_SHOWN = {
    "alias_moved", "alias_not_verified", "custom_challenge_refused", "letter_case", "other_pool",
    "padded_input", "phone_form", "refresh_other_client", "srp_proof",
}  # fmt: skip
# The pool says that a second factor is optional, and asks these for one all the same.
ASKED_ALL_THE_SAME = {"yvonne", "yusuf", "suspect"}


def profile_of(row: User) -> Profile:
    client = CLIENTS[row.client]
    return Profile(
        profile_id="practice",
        name="Practice",
        kind=ProfileKind.PRACTICE,
        region=PRACTICE_REGION,
        user_pool_id=client.user_pool_id,
        client_id=client.id,
        has_client_secret=client.secret is not None,
    )


async def foreseen(row: User, pool: PracticePool) -> Forecast:
    client = CLIENTS[row.client]
    key = row.parameters.get("DEVICE_KEY") if row.device is None else row.device.key
    chosen = dict(row.parameters) | {
        name: answers[0]["ANSWER"]
        for name, answers in row.answers.items()
        if name.startswith("SELECT_")
    }
    secret = None if client.secret is None else Secret(client.secret)
    evidence = await gather(
        profile=profile_of(row),
        username=row.username,
        gateway=PoolGateway(pool),
        client_secret=secret,
        clock=FakeClock(),
        device_key=None if key is None else Secret(key),
    )
    names = {"PASSWORD", *row.parameters} | (set() if key is None else {"DEVICE_KEY"})
    return forecast(
        Situation(
            profile=profile_of(row),
            auth_flow=row.auth_flow,
            path=Path(row.path),
            username=row.username,
            parameters=frozenset(names),
            has_client_secret=secret is not None,
            evidence=evidence,
            chosen=chosen,
        )
    )


def row_id(row: User) -> str:
    return f"{row.username}-{row.auth_flow}-{row.path}-{row.expect.classification or 'in'}"


def is_told_beforehand(row: User) -> bool:
    """Whether the row's end follows from pool, client and user alone."""
    cause = row.expect.finding or row.expect.explained
    if row.expect.classification in UNFORESEEN or cause in NOT_SHOWN:
        return False
    migrates = row.username == "nobody" and row.auth_flow != "USER_SRP_AUTH"
    return not migrates and not any(row.purpose.startswith(text) for text in TYPED)


@pytest.mark.parametrize("row", ROWS, ids=row_id)
async def test_the_forecast_of_a_row_is_what_the_row_says(row: User) -> None:
    found = await foreseen(row, PracticePool())
    told = is_told_beforehand(row)
    if row.username in ASKED_ALL_THE_SAME:
        assert found.challenge is None
    elif row.expect.finding == "custom_challenge_refused":
        assert found.challenge == "CUSTOM_CHALLENGE"  # what the triggers ask, nobody foresees
    elif told or row.expect.challenges:
        assert found.challenge == next(iter(row.expect.challenges), None)
    if told:
        assert found.refusal == row.expect.classification
    elif row.expect.outcome == "failed":
        # A code that nobody sent: the refusal is foreseen, its words are those of the code.
        simulated = row.expect.explained == "simulated_delivery"
        assert found.refusal == ("NA01" if simulated else None)
    assert found.expects.endswith(".")
    assert row.username not in found.expects


@pytest.fixture
def tried(
    secret_hash: Callable[..., str], prover: Callable[[], Any], server: PracticeServer
) -> Callable[[User], list[dict[str, str]]]:
    """Signs the row in; what the outbox got by it."""

    def run(row: User) -> list[dict[str, str]]:
        cognito = boto3.client(
            "cognito-idp",
            region_name=PRACTICE_REGION,
            endpoint_url=server.endpoint_url,
            aws_access_key_id=PRACTICE_ACCESS_KEY_ID,
            aws_secret_access_key=PRACTICE_SECRET_ACCESS_KEY,
            config=Config(retries={"total_max_attempts": 1}),
        )
        before = len(server.pool.outbox())
        with contextlib.suppress(ClientError):
            Driver(cognito, server, row, secret_hash, prover).run()
        cognito.close()
        return server.pool.outbox()[before:]

    return run


# A fault that no evidence shows keeps the message in, or what is asked for is not told beforehand.
NOT_SENT = {"message-fails", "pool-config", "no-mfa-method", "sms-role", "sms-trust", "email-role"}
SET_UP_BY_MAIL = {"yusuf"}


async def test_a_message_is_forecast_where_the_outbox_gets_one(
    tried: Callable[[User], list[dict[str, str]]], server: PracticeServer
) -> None:
    for row in ROWS:
        found = await foreseen(row, server.pool)
        sent = tried(row)
        if row.username in NOT_SENT:
            assert found.sends_message is not None, row_id(row)
        elif row.username in SET_UP_BY_MAIL:
            assert len(sent) <= 1
        elif sent:
            assert found.sends_message is not None, row_id(row)
            assert found.sends_message.medium == sent[0]["medium"], row_id(row)
            assert "*" in (found.sends_message.destination_masked or ""), row_id(row)
        else:
            assert found.sends_message is None, row_id(row)


async def test_a_migrated_user_is_known_the_next_time() -> None:
    pool = PracticePool()
    row = next(row for row in ROWS if row.username == "moira" and row.expect.code is None)
    before = await foreseen(row, pool)
    assert (before.changes_user, before.certain, before.triggers[0]) == (
        True,
        False,
        "UserMigration",
    )
    pool.handle(
        "AdminInitiateAuth",
        {
            "UserPoolId": profile_of(row).user_pool_id,
            "ClientId": profile_of(row).client_id,
            "AuthFlow": row.auth_flow,
            "AuthParameters": {"USERNAME": row.username, "PASSWORD": row.password},
        },
    )
    after = await foreseen(row, pool)
    assert (after.changes_user, after.certain) == (False, True)
    assert "UserMigration" not in after.triggers
