from __future__ import annotations

from collections.abc import Mapping

import pytest

from console.core.call import Path
from console.core.conversation.flows import FLOWS, REFRESH_FLOWS, ROTATED_REFRESH
from console.core.conversation.turns import Ask, Proceed
from console.core.secret_hash import secret_hash
from tests.api_model import enum_values
from tests.core.conversation.every_pair import (
    BEGIN,
    CHALLENGES,
    CLIENT_SECRET,
    FLOW_NAMES,
    NEWER,
    Exchange,
    document,
    exchange,
    keys,
    written,
)

ALL = [
    pytest.param(flow, challenge, path, id=f"{flow}-{challenge}-{path}")
    for flow in FLOW_NAMES
    for challenge in CHALLENGES
    for path in Path
]
_ANSWERS_ITSELF = {"DEVICE_SRP_AUTH", "DEVICE_PASSWORD_VERIFIER"}
_WITH_THE_PASSWORD = {"PASSWORD", "PASSWORD_SRP"}
_SRP_FIRST = {"USER_SRP_AUTH", "CUSTOM_AUTH", "USER_AUTH"}


def test_the_pairs_are_those_of_the_model() -> None:
    assert set(CHALLENGES) == {*enum_values("ChallengeNameType"), NEWER}
    assert set(FLOW_NAMES) == {*enum_values("AuthFlowType"), ROTATED_REFRESH, NEWER}


@pytest.mark.parametrize(("flow", "challenge", "path"), ALL)
def test_flow_challenge_and_path(flow: str, challenge: str, path: Path) -> None:
    made = exchange(flow, challenge, path)
    _check_first(made)
    assert made.word == _expected(flow, challenge)
    if made.answer is None:
        assert isinstance(made.following, Ask)
        return
    _check_answer(made)


def _expected(flow: str, challenge: str) -> str:
    """Said apart from the machine: who can answer what."""
    knows_password = flow in FLOWS and flow not in REFRESH_FLOWS
    if challenge in _ANSWERS_ITSELF:
        return "itself"
    if challenge in _WITH_THE_PASSWORD:
        return "itself" if knows_password else "asked"
    if challenge == "PASSWORD_VERIFIER":
        return "itself" if flow in _SRP_FIRST else "ends"
    return "asked"


def _check_first(made: Exchange) -> None:
    call, admin = made.first, made.path is Path.ADMIN
    assert call.path is made.path
    if made.flow == ROTATED_REFRESH:
        assert call.operation == "GetTokensFromRefreshToken"
        assert not call.signed
        assert set(call.params) == {"ClientId", "RefreshToken", "ClientSecret", "DeviceKey"}
        return
    assert call.operation == ("AdminInitiateAuth" if admin else "InitiateAuth")
    assert call.signed is admin
    assert ("UserPoolId" in call.params) is admin
    assert ("USERNAME" in keys(call)) is (made.flow not in REFRESH_FLOWS)
    assert ("PASSWORD" in keys(call)) is (
        made.flow in {"ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH", "USER_PASSWORD_AUTH"}
    )
    assert ("SRP_A" in keys(call)) is (made.flow in _SRP_FIRST)
    parameters = call.params["AuthParameters"]
    assert isinstance(parameters, Mapping)
    assert parameters["SECRET_HASH"] == _hash("alias")


def _check_answer(made: Exchange) -> None:
    call = made.answer
    assert call is not None
    assert call.path is made.path  # a session never crosses from one path to the other
    if made.challenge == "MFA_SETUP":
        assert call.operation == "AssociateSoftwareToken"
        return
    admin = made.path is Path.ADMIN
    assert call.operation == ("AdminRespondToAuthChallenge" if admin else "RespondToAuthChallenge")
    assert call.params["ChallengeName"] == made.challenge
    assert ("Session" in call.params) is (made.challenge not in _ANSWERS_ITSELF)
    responses = call.params["ChallengeResponses"]
    assert isinstance(responses, Mapping)
    # Answers name the user as Cognito does, and hash over that name.
    name = "real-name" if made.challenge == "PASSWORD_VERIFIER" else "alias"
    assert responses["USERNAME"] == name
    assert responses["SECRET_HASH"] == _hash(name)
    if isinstance(made.following, Proceed):
        assert set(made.following.keys) == set(responses) - {"USERNAME", "SECRET_HASH"}


def _hash(name: str) -> object:
    return secret_hash(client_secret=CLIENT_SECRET, username=name, client_id="client")


def test_the_table_in_the_documents_is_what_the_code_does() -> None:
    text = document().read_text(encoding="utf-8")
    assert BEGIN in text
    assert text == written(text), "make docs"
