from __future__ import annotations

from collections.abc import Callable
from typing import Any

Call = Callable[..., dict[str, Any]]
Refused = Callable[..., tuple[str, str]]
_NEW = "NEW_PASSWORD_REQUIRED"


def test_a_password_of_the_past_is_refused_and_keeps_the_session(
    initiate: Call, respond: Call, refused: Refused
) -> None:
    session = initiate(USERNAME="iris", PASSWORD="Inky-Willow-85!")["Session"]
    for past in ("Older-Willow-84!", "Inky-Willow-85!"):
        assert refused(respond, _NEW, session, USERNAME="iris", NEW_PASSWORD=past) == (
            "PasswordHistoryPolicyViolationException",
            "Password has previously been used",
        )
    fresh = respond(_NEW, session, USERNAME="iris", NEW_PASSWORD="Fresh-Meadow-77!")
    assert "AuthenticationResult" in fresh


def test_an_address_that_another_user_has_is_refused(
    initiate: Call, respond: Call, refused: Refused
) -> None:
    session = initiate(USERNAME="jack", PASSWORD="Jaunty-Cedar-57!")["Session"]
    answer = {
        "USERNAME": "jack",
        "NEW_PASSWORD": "Fresh-Meadow-77!",
        "userAttributes_email": "alice@example.com",
    }
    assert refused(respond, _NEW, session, **answer) == (
        "AliasExistsException",
        "An account with the email already exists.",
    )
    own = answer | {"userAttributes_email": "jack@example.com"}
    assert "AuthenticationResult" in respond(_NEW, session, **own)


def test_a_proof_goes_by_the_new_password_from_then_on(
    initiate: Call, respond: Call, prover: Callable[..., Any], now: Callable[[], Any]
) -> None:
    session = initiate(USERNAME="zack", PASSWORD="Zesty-Harvest-16!")["Session"]
    before = initiate("USER_SRP_AUTH", USERNAME="zack", SRP_A="2")["ChallengeParameters"]
    new = {"NEW_PASSWORD": "Fresh-Meadow-77!", "userAttributes_name": "Zack"}
    respond(_NEW, session, USERNAME="zack", **new)
    client = prover()
    parameters = initiate("USER_SRP_AUTH", USERNAME="zack", SRP_A=client.srp_a)[
        "ChallengeParameters"
    ]
    assert parameters["SALT"] != before["SALT"]
    proof = client.answer(parameters, "Fresh-Meadow-77!", now())
    assert "AuthenticationResult" in respond("PASSWORD_VERIFIER", None, **proof)
