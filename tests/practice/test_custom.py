from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

Call = Callable[..., dict[str, Any]]
Refused = Callable[..., tuple[str, str]]
_WRONG = ("NotAuthorizedException", "Incorrect username or password.")
_ROUND = "CUSTOM_CHALLENGE"


@pytest.fixture
def answer(respond: Call) -> Call:
    def call(reply: dict[str, Any], text: str, path: str = "admin") -> dict[str, Any]:
        return respond(_ROUND, reply["Session"], path=path, USERNAME="trent", ANSWER=text)

    return call


@pytest.mark.parametrize("path", ["admin", "public"])
def test_two_rounds_with_a_session_each_end_in_tokens(
    initiate: Call, answer: Call, path: str
) -> None:
    first = initiate("CUSTOM_AUTH", path=path, USERNAME="trent")
    assert first["ChallengeName"] == _ROUND
    assert first["ChallengeParameters"] == {
        "question": "Which tree stands at the gate?",
        "hint": "five letters",
        "USERNAME": "trent",
        "USER_ID_FOR_SRP": "trent",
    }
    second = answer(first, "maple", path)
    assert second["ChallengeParameters"]["question"] == "How many steps lead to the door?"
    assert second["Session"] != first["Session"]
    assert "AuthenticationResult" in answer(second, "seven", path)


def test_a_failed_round_asks_again_under_a_new_session(
    initiate: Call, answer: Call, refused: Refused
) -> None:
    first = initiate("CUSTOM_AUTH", USERNAME="trent")
    again = answer(first, "birch")
    assert again["ChallengeParameters"] == first["ChallengeParameters"]
    assert refused(answer, first, "maple")[1] == (
        "Invalid session for the user, session can only be used once."
    )
    second = answer(again, "maple")
    assert "AuthenticationResult" in answer(second, "seven")


def test_the_third_failure_of_a_sign_in_ends_it_in_whatever_round(
    initiate: Call, answer: Call, refused: Refused
) -> None:
    reply = answer(initiate("CUSTOM_AUTH", USERNAME="trent"), "birch")
    reply = answer(answer(reply, "maple"), "six")
    assert refused(answer, reply, "eight") == _WRONG


def test_an_answer_must_be_there(initiate: Call, respond: Call, refused: Refused) -> None:
    reply = initiate("CUSTOM_AUTH", USERNAME="trent")
    assert refused(respond, _ROUND, reply["Session"], USERNAME="trent") == (
        "InvalidParameterException",
        "Missing required parameter ANSWER",
    )


def test_srp_first_then_the_rounds(
    initiate: Call,
    respond: Call,
    answer: Call,
    prover: Callable[..., Any],
    now: Callable[[], datetime],
) -> None:
    client = prover()
    begun = initiate("CUSTOM_AUTH", USERNAME="trent", CHALLENGE_NAME="SRP_A", SRP_A=client.srp_a)
    assert begun["ChallengeName"] == "PASSWORD_VERIFIER"
    proof = client.answer(begun["ChallengeParameters"], "Tidy-Lantern-35!", now())
    reply = respond("PASSWORD_VERIFIER", begun["Session"], **proof)
    assert reply["ChallengeName"] == _ROUND
    assert "AuthenticationResult" in answer(answer(reply, "maple"), "seven")


def test_a_proof_that_began_with_a_session_needs_it(
    initiate: Call,
    respond: Call,
    prover: Callable[..., Any],
    now: Callable[[], datetime],
    refused: Refused,
) -> None:
    client = prover()
    begun = initiate("CUSTOM_AUTH", USERNAME="trent", CHALLENGE_NAME="SRP_A", SRP_A=client.srp_a)
    proof = client.answer(begun["ChallengeParameters"], "Tidy-Lantern-35!", now())
    assert refused(respond, "PASSWORD_VERIFIER", None, **proof) == _WRONG


def test_cognitos_second_factor_takes_the_place_of_the_rounds_after_srp(
    initiate: Call, respond: Call, prover: Callable[..., Any], now: Callable[[], datetime]
) -> None:
    client = prover()
    begun = initiate("CUSTOM_AUTH", USERNAME="olivia", CHALLENGE_NAME="SRP_A", SRP_A=client.srp_a)
    proof = client.answer(begun["ChallengeParameters"], "Opal-Ferry-67!", now())
    reply = respond("PASSWORD_VERIFIER", begun["Session"], **proof)
    assert reply["ChallengeName"] == "SOFTWARE_TOKEN_MFA"


@pytest.mark.parametrize(
    ("username", "client", "expected"),
    [
        ("alice", "public", _WRONG),  # DefineAuthChallenge knows no question for her
        (
            "alice",
            "no-custom-triggers",
            (
                "InvalidParameterException",
                "Custom auth lambda trigger is not configured for the user pool.",
            ),
        ),
        (
            "define-fails",
            "public",
            (
                "UserLambdaValidationException",
                "DefineAuthChallenge failed with error USER_TYPE_NOT_ALLOWED.",
            ),
        ),
        ("ivan", "public", ("NotAuthorizedException", "User is disabled.")),
        ("nobody", "hidden-users", _WRONG),
    ],
)
def test_refusals_at_the_beginning(
    initiate: Call, refused: Refused, username: str, client: str, expected: tuple[str, str]
) -> None:
    assert refused(initiate, "CUSTOM_AUTH", client, USERNAME=username) == expected
