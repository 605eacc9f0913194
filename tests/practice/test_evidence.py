"""Every read-only call against the model, and through boto3 as evidence will be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from console.core.practice_keys import (
    PRACTICE_ACCESS_KEY_ID,
    PRACTICE_LIMITED_ACCESS_KEY_ID,
    PRACTICE_REGION,
    PRACTICE_SECRET_ACCESS_KEY,
    PRACTICE_USER_POOL_ID,
)
from console.practice.clients import CLIENTS
from console.practice.errors import PracticeError
from console.practice.evidence import SIGNED, WITH_TOKEN
from console.practice.pool import OPERATIONS, PracticePool
from console.practice.pools import POOLS, clients_of
from console.practice.seeds import SEEDS
from console.practice.server import PracticeServer
from tests.practice.shapes import misfits, operation

_POOL = {"UserPoolId": PRACTICE_USER_POOL_ID}


def test_answers_about_pools_and_clients_are_shaped_as_the_model_says(pool: PracticePool) -> None:
    found = misfits("ListUserPools", pool.handle("ListUserPools", {"MaxResults": 60}))
    for pool_id in POOLS:
        named = {"UserPoolId": pool_id}
        for name in ("ListUserPoolClients", "DescribeUserPool", "GetUserPoolMfaConfig"):
            found += misfits(name, pool.handle(name, named))
        for client in clients_of(pool_id):
            name = "DescribeUserPoolClient"
            found += misfits(name, pool.handle(name, named | {"ClientId": client.id}))
    found += misfits("DescribeRiskConfiguration", pool.handle("DescribeRiskConfiguration", _POOL))
    assert not found


def test_answers_about_users_are_shaped_as_the_model_says(
    pool: PracticePool, initiate: Callable[..., dict[str, Any]]
) -> None:
    for seed in SEEDS:  # so that there is a history
        for password in (seed.password, "Wrong-Tower-00!"):
            try:
                initiate(USERNAME=seed.username, PASSWORD=password)
            except PracticeError:
                continue
    found = misfits("ListUsers", pool.handle("ListUsers", _POOL))
    for seed in SEEDS:
        named = _POOL if seed.only_in is None else {"UserPoolId": seed.only_in}
        asked = named | {"Username": seed.username}
        names = ["AdminGetUser", "AdminListDevices", "AdminListGroupsForUser"]
        if seed.only_in is None:  # the other pool's plan keeps no history
            names.append("AdminListUserAuthEvents")
        for name in names:
            found += misfits(name, pool.handle(name, asked))
    assert not found


def test_answers_to_a_token_are_shaped_as_the_model_says(
    pool: PracticePool, initiate: Callable[..., dict[str, Any]]
) -> None:
    tokens = initiate(USERNAME="xenia", PASSWORD="Xylo-Garden-48!")["AuthenticationResult"]
    held = {"AccessToken": tokens["AccessToken"]}
    for name in WITH_TOKEN:
        assert not misfits(name, pool.handle(name, held)), name


def test_the_checker_finds_what_is_not_right() -> None:
    wrong = {"UserPool": {"Id": 7, "Surprise": "x", "MfaConfiguration": "PERHAPS"}}
    assert len(misfits("DescribeUserPool", wrong)) == 3


@pytest.mark.parametrize("name", sorted(SIGNED.keys() | WITH_TOKEN.keys()))
def test_input_that_lacks_what_is_required_is_refused(
    pool: PracticePool, refused: Callable[..., tuple[str, str]], name: str
) -> None:
    code, text = refused(pool.handle, name, {})
    assert code == "InvalidParameterException"
    shape = operation(name).input_shape
    assert shape is not None
    assert any(f"at '{name[0].lower()}{name[1:]}'" in text for name in shape.required_members)
    assert OPERATIONS[name].signed is (operation(name).auth_type != "none")


@pytest.mark.parametrize("name", sorted(SIGNED.keys() - {"ListUserPools"}))
def test_an_unknown_pool_is_no_pool(
    pool: PracticePool, refused: Callable[..., tuple[str, str]], name: str
) -> None:
    asked = {"UserPoolId": "eu-west-1_Other", "Username": "alice", "ClientId": "x"}
    assert refused(pool.handle, name, asked) == (
        "ResourceNotFoundException",
        "User pool eu-west-1_Other does not exist.",
    )


@pytest.fixture
def connect(server: PracticeServer) -> Iterator[Callable[[str], Any]]:
    made: list[Any] = []

    def make(key_id: str = PRACTICE_ACCESS_KEY_ID) -> Any:
        made.append(
            boto3.client(
                "cognito-idp",
                region_name=PRACTICE_REGION,
                endpoint_url=server.endpoint_url,
                aws_access_key_id=key_id,
                aws_secret_access_key=PRACTICE_SECRET_ACCESS_KEY,
                config=Config(retries={"total_max_attempts": 1}),
            )
        )
        return made[-1]

    yield make
    for client in made:
        client.close()


def test_boto3_reads_the_evidence(connect: Callable[..., Any]) -> None:
    cognito = connect()
    described = cognito.describe_user_pool(**_POOL)["UserPool"]
    assert isinstance(described["CreationDate"], datetime)
    assert described["UserPoolTier"] == "PLUS"
    user = cognito.admin_get_user(**_POOL, Username="dave")
    assert isinstance(user["UserCreateDate"], datetime)
    assert user["UserMFASettingList"] == ["SOFTWARE_TOKEN_MFA"]
    pages = cognito.get_paginator("list_users").paginate(**_POOL, PaginationConfig={"PageSize": 7})
    names = [user["Username"] for page in pages for user in page["Users"]]
    here = [seed.username for seed in SEEDS if not seed.migrates and seed.only_in is None]
    assert sorted(names) == sorted(here)
    pools = cognito.get_paginator("list_user_pools").paginate(PaginationConfig={"PageSize": 2})
    assert [one["Id"] for page in pages_of(pools) for one in page["UserPools"]] == list(POOLS)


def pages_of(pages: Any) -> list[dict[str, Any]]:
    return list(pages)


def test_boto3_meets_a_denied_permission_and_signs_in_all_the_same(
    connect: Callable[..., Any],
) -> None:
    cognito = connect(PRACTICE_LIMITED_ACCESS_KEY_ID)
    with pytest.raises(ClientError) as caught:
        cognito.describe_user_pool(**_POOL)
    assert caught.value.response["Error"]["Code"] == "AccessDeniedException"
    assert "cognito-idp:DescribeUserPool on resource: arn:aws:" in str(caught.value)
    signed_in = cognito.admin_initiate_auth(
        **_POOL,
        ClientId=CLIENTS["public"].id,
        AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "alice", "PASSWORD": "Amber-Kettle-41!"},
    )
    assert "AuthenticationResult" in signed_in
