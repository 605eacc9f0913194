"""SRP on the plain pool, with a client that shares no code with it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pyotp
import pytest

from console.core.srp_constants import N
from console.practice.exchanges import LIFE_S
from console.practice.verifying import STAMP_WINDOW

Call = Callable[..., dict[str, Any]]
Refused = Callable[..., tuple[str, str]]
_PASSWORD = "Amber-Kettle-41!"
_WRONG = ("NotAuthorizedException", "Incorrect username or password.")
_STAMP = (
    "InvalidParameterException",
    "TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.",
)


@pytest.fixture
def client(prover: Callable[..., Any]) -> Any:
    return prover()


@pytest.fixture
def begin(initiate: Call, client: Any) -> Callable[..., dict[str, str]]:
    """The parameters of alice's PASSWORD_VERIFIER."""

    def call(username: str = "alice", **more: str) -> dict[str, str]:
        reply = initiate("USER_SRP_AUTH", USERNAME=username, SRP_A=client.srp_a, **more)
        assert reply["ChallengeName"] == "PASSWORD_VERIFIER"
        parameters: dict[str, str] = reply["ChallengeParameters"]
        return parameters

    return call


def test_the_challenge_has_cognitos_parameters_and_no_session(initiate: Call, client: Any) -> None:
    reply = initiate("USER_SRP_AUTH", USERNAME="alice@example.com", SRP_A=client.srp_a)
    assert set(reply) == {"ChallengeName", "ChallengeParameters"}
    parameters = reply["ChallengeParameters"]
    assert set(parameters) == {"SALT", "SRP_B", "SECRET_BLOCK", "USER_ID_FOR_SRP", "USERNAME"}
    assert parameters["USER_ID_FOR_SRP"] == "alice"


def test_salt_stays_and_b_and_block_do_not(begin: Callable[..., dict[str, str]]) -> None:
    first, second, other = begin(), begin(), begin("soren")
    assert first["SALT"] == second["SALT"] != other["SALT"]
    assert first["SRP_B"] != second["SRP_B"]
    assert first["SECRET_BLOCK"] != second["SECRET_BLOCK"]


@pytest.mark.parametrize("path", ["admin", "public"])
def test_a_right_proof_signs_in_and_a_block_is_good_once(
    initiate: Call,
    respond: Call,
    client: Any,
    now: Callable[[], datetime],
    refused: Refused,
    path: str,
) -> None:
    reply = initiate("USER_SRP_AUTH", path=path, USERNAME="alice", SRP_A=client.srp_a)
    answer = client.answer(reply["ChallengeParameters"], _PASSWORD, now())
    assert "AuthenticationResult" in respond("PASSWORD_VERIFIER", None, path=path, **answer)
    assert refused(respond, "PASSWORD_VERIFIER", None, path=path, **answer) == _WRONG


def test_an_exchange_is_good_on_its_own_path_alone(
    begin: Callable[..., dict[str, str]],
    respond: Call,
    client: Any,
    now: Callable[[], datetime],
    refused: Refused,
) -> None:
    answer = client.answer(begin(), _PASSWORD, now())
    assert refused(respond, "PASSWORD_VERIFIER", None, path="public", **answer) == _WRONG


def test_a_wrong_password_and_a_forged_signature_are_refused(
    begin: Callable[..., dict[str, str]],
    respond: Call,
    client: Any,
    now: Callable[[], datetime],
    refused: Refused,
) -> None:
    wrong = client.answer(begin(), "Wrong-Kettle-40!", now())
    assert refused(respond, "PASSWORD_VERIFIER", None, **wrong) == _WRONG
    forged = client.answer(begin(), _PASSWORD, now()) | {"PASSWORD_CLAIM_SIGNATURE": "bm8="}
    assert refused(respond, "PASSWORD_VERIFIER", None, **forged) == _WRONG


def test_a_foreign_block_or_user_is_refused(
    begin: Callable[..., dict[str, str]],
    respond: Call,
    client: Any,
    now: Callable[[], datetime],
    refused: Refused,
) -> None:
    answer = client.answer(begin(), _PASSWORD, now())
    block = {"PASSWORD_CLAIM_SECRET_BLOCK": begin("soren")["SECRET_BLOCK"]}
    assert refused(respond, "PASSWORD_VERIFIER", None, **answer | block) == _WRONG
    assert refused(respond, "PASSWORD_VERIFIER", None, **answer | {"USERNAME": "bob"}) == _WRONG


@pytest.mark.parametrize("stamp", ["Fri Mar 06 09:08:07 UTC 2026", "Mon Mar 6 09:08:07 UTC 2026"])
def test_a_padded_day_or_wrong_weekday_proves_nothing_though_signed(
    begin: Callable[..., dict[str, str]],
    respond: Call,
    client: Any,
    now: Callable[[], datetime],
    refused: Refused,
    stamp: str,
) -> None:
    answer = client.answer(begin(), _PASSWORD, now(), stamp)
    assert refused(respond, "PASSWORD_VERIFIER", None, **answer) == _WRONG


def test_an_unreadable_time_is_said_and_costs_nothing(
    begin: Callable[..., dict[str, str]],
    respond: Call,
    client: Any,
    now: Callable[[], datetime],
    refused: Refused,
) -> None:
    parameters = begin()
    broken = client.answer(parameters, _PASSWORD, now(), "Fr. Mrz 6 09:08:07 MEZ 2026")
    assert refused(respond, "PASSWORD_VERIFIER", None, **broken) == _STAMP
    answer = client.answer(parameters, _PASSWORD, now())
    assert "AuthenticationResult" in respond("PASSWORD_VERIFIER", None, **answer)


@pytest.mark.parametrize(("sign", "beyond", "good"), [(1, 0, True), (-1, 0, True),
                                                      (1, 1, False), (-1, 1, False)])  # fmt: skip
def test_the_time_must_be_close_to_the_servers(
    begin: Callable[..., dict[str, str]],
    respond: Call,
    client: Any,
    now: Callable[[], datetime],
    refused: Refused,
    sign: int,
    beyond: int,
    good: bool,
) -> None:
    at = now() + sign * (STAMP_WINDOW + timedelta(seconds=beyond))
    answer = client.answer(begin(), _PASSWORD, at)
    if good:
        assert "AuthenticationResult" in respond("PASSWORD_VERIFIER", None, **answer)
    else:
        assert refused(respond, "PASSWORD_VERIFIER", None, **answer) == _WRONG


def test_a_late_proof_is_refused_though_its_time_is_right(
    begin: Callable[..., dict[str, str]],
    respond: Call,
    client: Any,
    now: Callable[[], datetime],
    advance: Callable[[float], None],
    refused: Refused,
) -> None:
    parameters = begin()
    advance(LIFE_S)
    late = client.answer(parameters, _PASSWORD, now())
    assert refused(respond, "PASSWORD_VERIFIER", None, **late) == _WRONG


@pytest.mark.parametrize("srp_a", ["0", f"{N:x}", f"{2 * N:x}", "not hex"])
def test_an_impossible_srp_a_is_refused(initiate: Call, refused: Refused, srp_a: str) -> None:
    assert refused(initiate, "USER_SRP_AUTH", USERNAME="alice", SRP_A=srp_a) == (
        "InvalidParameterException",
        "Invalid input given",
    )


def test_what_is_missing_is_named(
    initiate: Call, respond: Call, begin: Callable[..., dict[str, str]], refused: Refused
) -> None:
    assert refused(initiate, "USER_SRP_AUTH", USERNAME="alice") == (
        "InvalidParameterException",
        "Missing required parameter SRP_A",
    )
    begin()
    for key in ("PASSWORD_CLAIM_SIGNATURE", "PASSWORD_CLAIM_SECRET_BLOCK", "TIMESTAMP"):
        answer = {
            "PASSWORD_CLAIM_SIGNATURE": "x",
            "PASSWORD_CLAIM_SECRET_BLOCK": "x",
            "TIMESTAMP": "x",
        }
        del answer[key]
        assert refused(respond, "PASSWORD_VERIFIER", None, USERNAME="alice", **answer) == (
            "InvalidParameterException",
            f"Missing required parameter {key}",
        )


def test_a_confidential_client_hashes_both_calls(
    initiate: Call,
    respond: Call,
    client: Any,
    now: Callable[[], datetime],
    secret_hash: Callable[..., str],
) -> None:
    hashed = {"SECRET_HASH": secret_hash("bob@example.com")}
    reply = initiate(
        "USER_SRP_AUTH", "confidential", USERNAME="bob@example.com", SRP_A=client.srp_a, **hashed
    )
    answer = client.answer(reply["ChallengeParameters"], "Brass-Lantern-58!", now())
    answer["SECRET_HASH"] = secret_hash("bob")
    assert "AuthenticationResult" in respond("PASSWORD_VERIFIER", None, "confidential", **answer)


def test_the_second_factor_follows_the_proof(
    begin: Callable[..., dict[str, str]],
    respond: Call,
    client: Any,
    now: Callable[[], datetime],
) -> None:
    answer = client.answer(begin("dave"), "Dusty-Compass-76!", now())
    reply = respond("PASSWORD_VERIFIER", None, **answer)
    assert reply["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
    code = pyotp.TOTP("ERSGKHLZYZYBUBLSFPP6SRR4LJGLNHOD").at(now())
    assert "AuthenticationResult" in respond(
        "SOFTWARE_TOKEN_MFA", reply["Session"], USERNAME="dave", SOFTWARE_TOKEN_MFA_CODE=code
    )


@pytest.mark.parametrize(
    ("username", "code"),
    [
        ("ivan", "NotAuthorizedException"),
        ("judy", "UserNotConfirmedException"),
        ("kevin", "PasswordResetRequiredException"),
    ],
)
def test_the_users_state_is_told_with_the_proof(
    begin: Callable[..., dict[str, str]],
    respond: Call,
    client: Any,
    now: Callable[[], datetime],
    refused: Refused,
    username: str,
    code: str,
) -> None:
    answer = client.answer(begin(username), "whatever it is", now())
    got = refused(respond, "PASSWORD_VERIFIER", None, **answer)
    assert got[0] == code
    assert got != _WRONG


def test_an_unknown_user_is_told_at_once_or_never(
    initiate: Call,
    respond: Call,
    client: Any,
    now: Callable[[], datetime],
    refused: Refused,
) -> None:
    asked = {"USERNAME": "nobody", "SRP_A": client.srp_a}
    assert refused(initiate, "USER_SRP_AUTH", **asked)[0] == "UserNotFoundException"
    first, second = (
        initiate("USER_SRP_AUTH", "hidden-users", **asked)["ChallengeParameters"] for _ in range(2)
    )
    assert first["SALT"] == second["SALT"]
    assert str(uuid.UUID(first["USER_ID_FOR_SRP"])) == second["USER_ID_FOR_SRP"]
    answer = client.answer(second, _PASSWORD, now())
    assert refused(respond, "PASSWORD_VERIFIER", None, "hidden-users", **answer) == _WRONG


def test_wrong_proofs_count_towards_the_lock_that_a_right_password_meets(
    begin: Callable[..., dict[str, str]],
    respond: Call,
    initiate: Call,
    client: Any,
    now: Callable[[], datetime],
    advance: Callable[[float], None],
    refused: Refused,
) -> None:
    for _ in range(5):
        wrong = client.answer(begin(), "Wrong-Kettle-40!", now())
        assert refused(respond, "PASSWORD_VERIFIER", None, **wrong) == _WRONG
    right = {"USERNAME": "alice", "PASSWORD": _PASSWORD}
    assert refused(initiate, **right) == ("NotAuthorizedException", "Password attempts exceeded")
    advance(1)
    assert "AuthenticationResult" in initiate(**right)
    for _ in range(4):
        wrong = client.answer(begin(), "Wrong-Kettle-40!", now())
        assert refused(respond, "PASSWORD_VERIFIER", None, **wrong) == _WRONG
    assert "AuthenticationResult" in initiate(**right)
