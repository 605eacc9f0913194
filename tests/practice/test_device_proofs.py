from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import jwt
import pyotp
import pytest

from console.core.practice_keys import PRACTICE_DEVICE_KEY
from console.core.srp_constants import N
from console.practice.pool import PracticePool
from console.practice.seeds import SEEDS
from tests.practice.device_app import App

Refused = Callable[..., tuple[str, str]]
_ABSENT = ("ResourceNotFoundException", "Device does not exist.")
_WRONG = ("NotAuthorizedException", "Incorrect username or password.")


@pytest.fixture
def app(pool: PracticePool, prover: Callable[[], Any], now: Callable[[], datetime]) -> App:
    return App(pool=pool, srp=prover(), now=now)


@pytest.fixture
def key(app: App) -> str:
    """The key of a device of alice that is remembered."""
    won = app.sign_in()
    app.confirm(won)
    return app.key(won)


@pytest.mark.parametrize("path", ["admin", "public"])
def test_a_remembered_device_signs_in(app: App, key: str, path: str) -> None:
    app.path = path
    asked = app.prove_password(key)
    assert asked == {"ChallengeName": "DEVICE_SRP_AUTH", "ChallengeParameters": {}}
    verifying = app.respond(asked, {"DEVICE_KEY": key, "SRP_A": app.srp.srp_a})
    assert set(verifying) == {"ChallengeName", "ChallengeParameters"}
    assert set(verifying["ChallengeParameters"]) == {
        "SALT",
        "SRP_B",
        "SECRET_BLOCK",
        "DEVICE_KEY",
        "USERNAME",
    }
    won = app.respond(verifying, app.device_proof(verifying, key))["AuthenticationResult"]
    assert "NewDeviceMetadata" not in won
    claims = jwt.decode(won["AccessToken"], options={"verify_signature": False})
    assert claims["device_key"] == key
    assert "device_key" not in jwt.decode(won["IdToken"], options={"verify_signature": False})
    refresh = {"REFRESH_TOKEN": won["RefreshToken"], "DEVICE_KEY": key}
    assert app.begin("REFRESH_TOKEN_AUTH", refresh)["AuthenticationResult"]


def test_the_key_of_the_first_call_is_enough(app: App, key: str) -> None:
    parameters = {"USERNAME": "alice", "SRP_A": app.srp.srp_a, "DEVICE_KEY": key}
    begun = app.begin("USER_SRP_AUTH", parameters)
    asked = app.respond(begun, app.proof(begun))
    assert app.prove_device(asked, key)["AuthenticationResult"]


@pytest.mark.parametrize(
    ("flow", "first"),
    [
        ("CUSTOM_AUTH", {"CHALLENGE_NAME": "SRP_A"}),
        ("USER_AUTH", {"PREFERRED_CHALLENGE": "PASSWORD_SRP"}),
    ],
)
def test_flows_that_begin_with_srp_know_devices_too(
    app: App, flow: str, first: dict[str, str]
) -> None:
    app.username, app.password = "trent", "Tidy-Lantern-35!"
    rounds = ["maple", "seven"] if flow == "CUSTOM_AUTH" else []

    def prove(named: dict[str, str]) -> dict[str, Any]:
        parameters = {"USERNAME": "trent", "SRP_A": app.srp.srp_a} | first | named
        reply = app.begin(flow, parameters)
        reply = app.respond(reply, app.proof(reply) | named)
        for answer in rounds:
            reply = app.respond(reply, {"ANSWER": answer})
        return reply

    won = prove({})["AuthenticationResult"]
    app.confirm(won)
    asked = prove({"DEVICE_KEY": app.key(won)})
    assert app.prove_device(asked, app.key(won))["AuthenticationResult"]


def test_a_remembered_device_stands_for_the_second_factor(
    app: App, advance: Callable[[float], None]
) -> None:
    dean = next(seed for seed in SEEDS if seed.username == "dean")
    app.username, app.password = "dean", dean.password
    assert dean.totp_seed is not None

    def with_code(reply: dict[str, Any]) -> dict[str, Any]:
        advance(60)
        code = pyotp.TOTP(dean.totp_seed or "").at(app.now())
        won: dict[str, Any] = app.respond(reply, {"SOFTWARE_TOKEN_MFA_CODE": code})[
            "AuthenticationResult"
        ]
        return won

    asked = app.prove_password()
    assert asked["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
    won = with_code(asked)
    app.confirm(won)
    key = app.key(won)
    assert app.prove_device(app.prove_password(key), key)["AuthenticationResult"]
    forgotten = {"DeviceKey": key, "DeviceRememberedStatus": "not_remembered"}
    app.pool.handle("UpdateDeviceStatus", {"AccessToken": won["AccessToken"]} | forgotten)
    # It is no new device, but stands for nothing any more.
    again = with_code(app.prove_password(key))
    assert "NewDeviceMetadata" not in again
    refresh = {"REFRESH_TOKEN": again["RefreshToken"], "DEVICE_KEY": key}
    assert app.begin("REFRESH_TOKEN_AUTH", refresh)["AuthenticationResult"]


def test_opting_in_makes_the_difference(app: App) -> None:
    app.client = "device-opt-in"
    won = app.sign_in()
    app.confirm(won)
    key = app.key(won)
    assert "NewDeviceMetadata" not in app.sign_in(key)
    said = {"DeviceKey": key, "DeviceRememberedStatus": "remembered"}
    app.pool.handle("UpdateDeviceStatus", {"AccessToken": won["AccessToken"]} | said)
    assert app.prove_device(app.prove_password(key), key)["AuthenticationResult"]


def test_an_unknown_device_is_refused_and_the_same_proof_serves_without_it(
    app: App, refused: Refused
) -> None:
    for unknown in ("eu-west-1_0", PRACTICE_DEVICE_KEY):  # nobody's, and another user's
        named = {"DEVICE_KEY": unknown}
        parameters = {"USERNAME": "alice", "SRP_A": app.srp.srp_a} | named
        begun = app.begin("USER_SRP_AUTH", parameters)
        proof = app.proof(begun)
        assert refused(app.respond, begun, proof | named) == _ABSENT
        assert app.respond(begun, proof)["AuthenticationResult"]["NewDeviceMetadata"]


def test_where_the_user_is_hidden_so_are_devices(app: App, refused: Refused) -> None:
    app.client, app.username = "hidden-users", "nobody"
    parameters = {"USERNAME": "nobody", "SRP_A": app.srp.srp_a, "DEVICE_KEY": "eu-west-1_0"}
    begun = app.begin("USER_SRP_AUTH", parameters)
    proof = app.proof(begun) | {"DEVICE_KEY": "eu-west-1_0"}
    assert refused(app.respond, begun, proof | {"USERNAME": proof["USERNAME"]}) == _WRONG


def test_the_device_is_asked_for_only_after_the_password(
    app: App, key: str, refused: Refused
) -> None:
    begin = {"ChallengeName": "DEVICE_SRP_AUTH"}
    answer = {"DEVICE_KEY": key, "SRP_A": app.srp.srp_a}
    assert refused(app.respond, begin, answer) == _WRONG
    asked = app.prove_password(key)
    for lacking in answer:
        rest = {name: value for name, value in answer.items() if name != lacking}
        assert refused(app.respond, asked, rest)[1] == f"Missing required parameter {lacking}"
    for bad in ("0", f"{N:x}", "no number"):
        assert refused(app.respond, asked, answer | {"SRP_A": bad})[0] == (
            "InvalidParameterException"
        )
    assert refused(app.respond, asked, answer | {"DEVICE_KEY": PRACTICE_DEVICE_KEY}) == _ABSENT
    app.path = "admin"
    assert refused(app.respond, asked, answer) == _WRONG
    app.path = "public"
    assert app.prove_device(asked, key)["AuthenticationResult"]
    assert refused(app.prove_device, asked, key) == _WRONG  # once for each password


def test_the_proof_is_awaited_as_long_as_a_session(
    app: App, key: str, refused: Refused, advance: Callable[[float], None]
) -> None:
    asked = app.prove_password(key)
    advance(180)
    assert refused(app.prove_device, asked, key) == _WRONG


def test_a_wrong_device_password_is_refused(app: App, key: str, refused: Refused) -> None:
    asked = app.prove_password(key)
    verifying = app.respond(asked, {"DEVICE_KEY": key, "SRP_A": app.srp.srp_a})
    wrong = app.device_proof(verifying, key, password="another password")
    assert refused(app.respond, verifying, wrong) == _WRONG
    # The block is used up, so the right proof comes too late.
    assert refused(app.respond, verifying, app.device_proof(verifying, key)) == _WRONG


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"PASSWORD_CLAIM_SIGNATURE": "AAAA"}, _WRONG),
        ({"PASSWORD_CLAIM_SECRET_BLOCK": base64.b64encode(b"no block").decode()}, _WRONG),
        ({"TIMESTAMP": "Fri Mar 06 09:08:07 UTC 2026"}, _WRONG),
        ({"TIMESTAMP": "Thu Mar 6 09:08:07 UTC 2026"}, _WRONG),
        ({"DEVICE_KEY": PRACTICE_DEVICE_KEY}, _ABSENT),
        (
            {"TIMESTAMP": "2026-03-06T09:08:07Z"},
            (
                "InvalidParameterException",
                "TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.",
            ),
        ),
    ],
)
def test_a_proof_that_is_not_right_is_refused(
    app: App, key: str, refused: Refused, changed: dict[str, str], refusal: tuple[str, str]
) -> None:
    assert refused(app.prove_device, app.prove_password(key), key, **changed) == refusal


@pytest.mark.parametrize("seconds", [-61, 61])
def test_a_stamp_from_another_time_is_refused(
    app: App, key: str, refused: Refused, seconds: int
) -> None:
    verifying = app.respond(app.prove_password(key), {"DEVICE_KEY": key, "SRP_A": app.srp.srp_a})
    late = app.device_proof(verifying, key, at=app.now() + timedelta(seconds=seconds))
    assert refused(app.respond, verifying, late) == _WRONG


def test_a_block_serves_once_and_for_its_own_kind(app: App, key: str, refused: Refused) -> None:
    verifying = app.respond(app.prove_password(key), {"DEVICE_KEY": key, "SRP_A": app.srp.srp_a})
    proof = app.device_proof(verifying, key)
    as_password = {"ChallengeName": "PASSWORD_VERIFIER"}
    assert refused(app.respond, as_password, proof) == _WRONG
    assert app.respond(verifying, proof)["AuthenticationResult"]
    assert refused(app.respond, verifying, proof) == _WRONG


def test_another_device_of_the_user_does_not_answer_for_it(
    app: App, key: str, refused: Refused
) -> None:
    won = app.sign_in()
    app.confirm(won)
    other = app.key(won)
    verifying = app.respond(app.prove_password(key), {"DEVICE_KEY": key, "SRP_A": app.srp.srp_a})
    assert refused(app.respond, verifying, app.device_proof(verifying, other)) == _WRONG
