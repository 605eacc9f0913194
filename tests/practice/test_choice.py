from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from console.practice.pool import PracticePool

Call = Callable[..., dict[str, Any]]
Refused = Callable[..., tuple[str, str]]
_PASSWORD = "Xylo-Garden-48!"
_WRONG = ("NotAuthorizedException", "Incorrect username or password.")
_ALL = ["PASSWORD", "PASSWORD_SRP", "EMAIL_OTP", "SMS_OTP"]


@pytest.fixture
def select(initiate: Call) -> Callable[..., dict[str, Any]]:
    def call(username: str = "xenia", **more: str) -> dict[str, Any]:
        return initiate("USER_AUTH", USERNAME=username, **more)

    return call


@pytest.mark.parametrize(
    ("username", "offered"),
    [
        ("xenia", _ALL),
        ("alice", ["PASSWORD", "PASSWORD_SRP", "EMAIL_OTP"]),
        ("zack", ["PASSWORD", "PASSWORD_SRP"]),  # a temporary password
        ("dave", ["PASSWORD", "PASSWORD_SRP"]),  # a second factor
    ],
)
def test_without_a_preference_the_users_factors_are_offered(
    select: Call, username: str, offered: list[str]
) -> None:
    reply = select(username)
    assert reply["ChallengeName"] == "SELECT_CHALLENGE"
    assert reply["AvailableChallenges"] == offered
    assert reply["ChallengeParameters"] == {"USER_ID_FOR_SRP": username}
    assert reply["Session"]


@pytest.mark.parametrize("preferred", ["WEB_AUTHN", "SMS_OTP", "NONSENSE"])
def test_a_preference_that_the_user_lacks_is_none(select: Call, preferred: str) -> None:
    reply = select("alice", PREFERRED_CHALLENGE=preferred)
    assert reply["ChallengeName"] == "SELECT_CHALLENGE"


@pytest.mark.parametrize("path", ["admin", "public"])
def test_preferred_password_signs_in_at_once(initiate: Call, refused: Refused, path: str) -> None:
    asked = {"USERNAME": "xenia", "PREFERRED_CHALLENGE": "PASSWORD"}
    signed = initiate("USER_AUTH", path=path, **asked, PASSWORD=_PASSWORD)
    assert "AuthenticationResult" in signed
    assert refused(initiate, "USER_AUTH", path=path, **asked, PASSWORD="wrong") == _WRONG


@pytest.mark.parametrize(
    ("preferred", "lacks"), [("PASSWORD", "PASSWORD"), ("PASSWORD_SRP", "SRP_A")]
)
def test_a_preference_needs_its_value(
    select: Call, refused: Refused, preferred: str, lacks: str
) -> None:
    assert refused(select, PREFERRED_CHALLENGE=preferred) == (
        "InvalidParameterException",
        f"Missing required parameter {lacks}",
    )


def test_preferred_srp_has_a_session(
    select: Call, respond: Call, prover: Callable[..., Any], now: Callable[[], datetime]
) -> None:
    client = prover()
    reply = select(PREFERRED_CHALLENGE="PASSWORD_SRP", SRP_A=client.srp_a)
    proof = client.answer(reply["ChallengeParameters"], _PASSWORD, now())
    assert "AuthenticationResult" in respond("PASSWORD_VERIFIER", reply["Session"], **proof)


@pytest.mark.parametrize(
    ("name", "medium", "masked"),
    [("EMAIL_OTP", "EMAIL", "x***@e***"), ("SMS_OTP", "SMS", "+*******0162")],
)
def test_a_one_time_password_has_eight_digits_and_is_enough(
    select: Call,
    respond: Call,
    pool: PracticePool,
    refused: Refused,
    name: str,
    medium: str,
    masked: str,
) -> None:
    reply = select(PREFERRED_CHALLENGE=name)
    assert reply["ChallengeName"] == name
    assert reply["ChallengeParameters"] == {
        "CODE_DELIVERY_DELIVERY_MEDIUM": medium,
        "CODE_DELIVERY_DESTINATION": masked,
        "USER_ID_FOR_SRP": "xenia",
    }
    (message,) = pool.outbox()
    assert (message["to"], message["medium"], len(message["code"])) == ("xenia", medium, 8)
    answer = {"USERNAME": "xenia", f"{name}_CODE": message["code"]}
    wrong = answer | {f"{name}_CODE": "1234"}
    assert refused(respond, name, reply["Session"], **wrong)[0] == "CodeMismatchException"
    assert "AuthenticationResult" in respond(name, reply["Session"], **answer)


def test_the_chosen_password_is_asked_for_or_taken_at_once(
    select: Call, respond: Call, refused: Refused
) -> None:
    chosen = {"USERNAME": "xenia", "ANSWER": "PASSWORD"}
    asked = respond("SELECT_CHALLENGE", select()["Session"], **chosen)
    assert asked["ChallengeName"] == "PASSWORD"
    wrong = {"USERNAME": "xenia", "PASSWORD": "wrong"}
    assert refused(respond, "PASSWORD", asked["Session"], **wrong) == _WRONG
    right = {"USERNAME": "xenia", "PASSWORD": _PASSWORD}
    assert "AuthenticationResult" in respond("PASSWORD", asked["Session"], **right)
    at_once = respond("SELECT_CHALLENGE", select()["Session"], **chosen, PASSWORD=_PASSWORD)
    assert "AuthenticationResult" in at_once


@pytest.mark.parametrize("at_once", [True, False])
def test_the_chosen_srp_is_asked_for_or_taken_at_once(
    select: Call,
    respond: Call,
    prover: Callable[..., Any],
    now: Callable[[], datetime],
    at_once: bool,
) -> None:
    client = prover()
    a = {"SRP_A": client.srp_a}
    chosen = {"USERNAME": "xenia", "ANSWER": "PASSWORD_SRP"}
    reply = respond("SELECT_CHALLENGE", select()["Session"], **chosen, **(a if at_once else {}))
    if not at_once:
        assert reply["ChallengeName"] == "PASSWORD_SRP"
        reply = respond("PASSWORD_SRP", reply["Session"], USERNAME="xenia", **a)
    proof = client.answer(reply["ChallengeParameters"], _PASSWORD, now())
    assert "AuthenticationResult" in respond("PASSWORD_VERIFIER", reply["Session"], **proof)


def test_a_choice_is_made_once_among_what_was_offered(
    select: Call, respond: Call, refused: Refused
) -> None:
    session = select()["Session"]
    assert refused(respond, "SELECT_CHALLENGE", session, USERNAME="xenia", ANSWER="WEB_AUTHN") == (
        "InvalidParameterException",
        "Invalid input given",
    )
    chosen = {"USERNAME": "xenia", "ANSWER": "EMAIL_OTP"}
    assert respond("SELECT_CHALLENGE", session, **chosen)["ChallengeName"] == "EMAIL_OTP"
    assert refused(respond, "SELECT_CHALLENGE", session, **chosen)[1] == (
        "Invalid session for the user, session can only be used once."
    )


def test_a_session_never_crosses_to_the_other_path(
    select: Call, initiate: Call, respond: Call, refused: Refused
) -> None:
    invalid = ("NotAuthorizedException", "Invalid session for the user.")
    chosen = {"USERNAME": "xenia", "ANSWER": "PASSWORD", "PASSWORD": _PASSWORD}
    of_admin = select()["Session"]
    of_public = initiate("USER_AUTH", path="public", USERNAME="xenia")["Session"]
    assert refused(respond, "SELECT_CHALLENGE", of_admin, path="public", **chosen) == invalid
    assert refused(respond, "SELECT_CHALLENGE", of_public, **chosen) == invalid
    assert "AuthenticationResult" in respond("SELECT_CHALLENGE", of_admin, **chosen)
    assert "AuthenticationResult" in respond("SELECT_CHALLENGE", of_public, path="public", **chosen)


def test_a_hidden_users_code_is_asked_for_but_never_sent_and_never_right(
    initiate: Call, respond: Call, pool: PracticePool, refused: Refused
) -> None:
    reply = initiate(
        "USER_AUTH", "hidden-users", USERNAME="nobody", PREFERRED_CHALLENGE="EMAIL_OTP"
    )
    parameters = reply["ChallengeParameters"]
    assert reply["ChallengeName"] == "EMAIL_OTP"
    assert parameters["CODE_DELIVERY_DESTINATION"] == "n***@e***"
    assert pool.outbox() == []
    code = next(iter(pool._state.sessions._tickets.values())).code
    assert code is not None
    answer = {"USERNAME": parameters["USER_ID_FOR_SRP"], "EMAIL_OTP_CODE": code}
    assert refused(respond, "EMAIL_OTP", reply["Session"], "hidden-users", **answer) == (
        "CodeMismatchException",
        "Invalid code or auth state for the user.",
    )
