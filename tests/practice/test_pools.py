from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from console.core.practice_keys import PRACTICE_USER_POOL_ID
from console.practice.clients import CLIENTS, Client, Tier
from console.practice.errors import PracticeError
from console.practice.pool import PracticePool
from console.practice.pools import POOLS, clients_of, known_pool, pool_arn, pool_name
from console.practice.protocol import answer_get

_LITE = "eu-west-1_PRACTICE2"


def _of_pool(client: Client) -> tuple[object, ...]:
    return (
        client.tier,
        client.has_custom_triggers,
        client.tracks_devices,
        client.asks_to_remember,
        client.passkeys,
    )


def test_the_clients_of_a_pool_agree_on_its_settings() -> None:
    for pool_id, settings in POOLS.items():
        assert {_of_pool(client) for client in clients_of(pool_id)} == {_of_pool(settings)}


def test_settings_that_differ_have_pools_of_their_own() -> None:
    assert len({_of_pool(settings) for settings in POOLS.values()}) == len(POOLS)
    assert {settings.tier for settings in POOLS.values()} == set(Tier)


def test_a_deleted_client_is_of_no_pool() -> None:
    assert CLIENTS["deleted"] not in clients_of(PRACTICE_USER_POOL_ID)
    assert CLIENTS["public"] in clients_of(PRACTICE_USER_POOL_ID)
    assert clients_of(_LITE) == (CLIENTS["lite"],)


def test_every_issuer_serves_the_keys() -> None:
    pool = PracticePool()
    for pool_id in POOLS:
        reply = answer_get(pool, f"/{pool_id}/.well-known/jwks.json")
        assert json.loads(reply.body) == pool.jwks()


def test_names_and_arns() -> None:
    assert pool_name(PRACTICE_USER_POOL_ID) == "practice"
    assert pool_name(_LITE) == "practice-lite"
    assert len({pool_name(pool_id) for pool_id in POOLS}) == len(POOLS)
    assert pool_arn(_LITE) == f"arn:aws:cognito-idp:eu-west-1:123456789012:userpool/{_LITE}"
    with pytest.raises(PracticeError, match="User pool eu-west-1_X does not exist"):
        known_pool("eu-west-1_X")


@pytest.fixture
def sign_in(pool: PracticePool) -> Callable[[str, str], dict[str, Any]]:
    def call(pool_id: str, client: str) -> dict[str, Any]:
        return pool.handle(
            "AdminInitiateAuth",
            {
                "UserPoolId": pool_id,
                "ClientId": CLIENTS[client].id,
                "AuthFlow": "ADMIN_USER_PASSWORD_AUTH",
                "AuthParameters": {"USERNAME": "alice", "PASSWORD": "Amber-Kettle-41!"},
            },
        )

    return call


def test_a_client_is_found_in_its_own_pool_and_in_the_practice_pool(
    sign_in: Callable[[str, str], dict[str, Any]], refused: Callable[..., tuple[str, str]]
) -> None:
    for pool_id in (_LITE, PRACTICE_USER_POOL_ID):
        assert "AuthenticationResult" in sign_in(pool_id, "lite")
    assert refused(sign_in, _LITE, "public") == (
        "ResourceNotFoundException",
        f"User pool client {CLIENTS['public'].id} does not exist.",
    )


def test_srp_and_tokens_name_the_pool_that_was_named(
    pool: PracticePool, prover: Callable[..., Any], now: Callable[[], Any], jwt_claims: Any
) -> None:
    srp = prover()
    names = {"UserPoolId": _LITE, "ClientId": CLIENTS["lite"].id}
    begun = pool.handle(
        "AdminInitiateAuth",
        names
        | {
            "AuthFlow": "USER_SRP_AUTH",
            "AuthParameters": {"USERNAME": "alice", "SRP_A": srp.srp_a},
        },
    )
    answer = srp.answer(begun["ChallengeParameters"], "Amber-Kettle-41!", now(), realm="PRACTICE2")
    reply = pool.handle(
        "AdminRespondToAuthChallenge",
        names | {"ChallengeName": "PASSWORD_VERIFIER", "ChallengeResponses": answer},
    )
    tokens = reply["AuthenticationResult"]
    issuer = f"https://cognito-idp.eu-west-1.amazonaws.com/{_LITE}"
    assert jwt_claims(tokens["IdToken"])["iss"] == issuer
    assert pool.handle("GetUser", {"AccessToken": tokens["AccessToken"]})["Username"] == "alice"
