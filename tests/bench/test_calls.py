"""One AdminInitiateAuth through the whole core beside bare boto3: `make bench`."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config

from console.core.attempt import Plan
from console.core.conversation.flows import AuthFlow
from console.core.errors import UserFacingError
from console.core.ports import Answer, GiveUp
from console.core.practice_keys import (
    PRACTICE_ACCESS_KEY_ID,
    PRACTICE_REGION,
    PRACTICE_SECRET_ACCESS_KEY,
    PRACTICE_USER_POOL_ID,
)
from console.core.profile import practice_profile
from console.core.record import Outcome
from console.core.request import SignInRequest
from console.core.secret import Secret
from console.practice.clients import CLIENTS
from console.practice.server import PracticeServer
from console.practice.users import USERS
from console.wiring import Services, build

ROUNDS = 200

pytestmark = pytest.mark.bench


class NoAnswers:
    """The user of this bench is asked nothing."""

    async def answer(self, challenge: object) -> Answer | GiveUp:
        return GiveUp(reason=f"unexpected {challenge}")

    def interrupt(self) -> None:
        return


def fail(error: UserFacingError) -> None:
    raise error


async def test_one_call_beside_bare_boto3(tmp_path: Path) -> None:
    with PracticeServer() as server:
        services = build(tmp_path, not_kept=fail)
        bare = bare_boto3(server.endpoint_url)
        core = through_core(services, server.endpoint_url)
        bare_ms: list[float] = []
        core_ms: list[float] = []
        for number in range(ROUNDS + 10):
            start = time.perf_counter()
            bare()
            middle = time.perf_counter()
            await core()
            end = time.perf_counter()
            if number >= 10:  # the first ones warm connections and caches
                bare_ms.append((middle - start) * 1000)
                core_ms.append((end - middle) * 1000)
        services.close()
    ratio = statistics.median(a / b for a, b in zip(core_ms, bare_ms, strict=True))
    print(  # noqa: T201  # the bench's result
        f"\none call: core {statistics.median(core_ms):.2f} ms, bare boto3 "
        f"{statistics.median(bare_ms):.2f} ms, ratio {ratio:.2f} (median of {ROUNDS} pairs; "
        "the core's includes two commits to the journal)"
    )


def bare_boto3(endpoint_url: str) -> Callable[[], object]:
    """A call as a script would make it."""
    client: Any = boto3.client(
        "cognito-idp",
        region_name=PRACTICE_REGION,
        endpoint_url=endpoint_url,
        aws_access_key_id=PRACTICE_ACCESS_KEY_ID,
        aws_secret_access_key=PRACTICE_SECRET_ACCESS_KEY,
        config=Config(retries={"total_max_attempts": 1}),
    )
    user = USERS[0]

    def call() -> object:
        return client.admin_initiate_auth(
            UserPoolId=PRACTICE_USER_POOL_ID,
            ClientId=CLIENTS[user.client].id,
            AuthFlow=user.auth_flow,
            AuthParameters={"USERNAME": user.username, "PASSWORD": user.password},
        )

    return call


def through_core(services: Services, endpoint_url: str) -> Callable[[], Any]:
    """The same call as an attempt: conversation, gateway, timeline, journal."""
    user = USERS[0]
    plan = Plan(
        profile=practice_profile(
            client_id=CLIENTS[user.client].id, has_client_secret=False, endpoint_url=endpoint_url
        ),
        request=SignInRequest(
            auth_flow=AuthFlow(user.auth_flow),
            username=user.username,
            parameters={"PASSWORD": Secret(user.password)},
        ),
    )

    async def attempt() -> None:
        record = await services.runner.run(services.runner.prepare(plan), NoAnswers())
        assert record.outcome is Outcome.SIGNED_IN

    return attempt
