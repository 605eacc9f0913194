from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest

from console.practice.held_rows import MADE
from console.practice.seeds_held import FOREIGN_CREDENTIAL, PRACTICE_PASSKEY_ID
from tests.practice.authenticator import Authenticator, seeded_authenticator

Call = Callable[..., dict[str, Any]]
Refused = Callable[..., tuple[str, str]]
_WRONG = ("NotAuthorizedException", "Invalid passkey credential.")
_UNREADABLE = ("InvalidParameterException", "Invalid credential given.")
_PAULA = {"USERNAME": "paula"}
_DEEP = base64.urlsafe_b64encode(b"[" * 20_000).decode()


@pytest.fixture
def asked(initiate: Call) -> Callable[..., dict[str, Any]]:
    """A WEB_AUTHN challenge for paula."""

    def ask(path: str = "admin") -> dict[str, Any]:
        preferred = {"PREFERRED_CHALLENGE": "WEB_AUTHN"}
        return initiate("USER_AUTH", "public", path, **_PAULA, **preferred)

    return ask


@pytest.fixture
def answer(respond: Call) -> Call:
    """Answers a WEB_AUTHN challenge with that credential."""

    def send(reply: dict[str, Any], credential: str, path: str = "admin") -> dict[str, Any]:
        session = reply["Session"]
        return respond("WEB_AUTHN", session, path=path, CREDENTIAL=credential, **_PAULA)

    return send


def _options(reply: dict[str, Any]) -> str:
    options: str = reply["ChallengeParameters"]["CREDENTIAL_REQUEST_OPTIONS"]
    return options


@pytest.mark.parametrize("path", ["admin", "public"])
def test_a_passkey_signs_in(asked: Call, answer: Call, path: str) -> None:
    reply = asked(path)
    assert reply["ChallengeName"] == "WEB_AUTHN"
    options = json.loads(_options(reply))
    assert len(base64.urlsafe_b64decode(options.pop("challenge") + "==")) >= 16
    credential_id = base64.urlsafe_b64encode(PRACTICE_PASSKEY_ID).decode().rstrip("=")
    assert options == {
        "rpId": "practice.example",
        "timeout": 180_000,
        "allowCredentials": [
            {"type": "public-key", "id": credential_id, "transports": ["internal"]}
        ],
        "userVerification": "preferred",
    }
    won = answer(reply, seeded_authenticator().answers(_options(reply)), path)
    assert won["AuthenticationResult"]["AccessToken"]


def test_a_passkey_is_among_the_choices_of_who_has_one(
    initiate: Call, respond: Call, answer: Call, refused: Refused
) -> None:
    reply = initiate("USER_AUTH", **_PAULA)
    assert "WEB_AUTHN" in reply["AvailableChallenges"]
    chosen = respond("SELECT_CHALLENGE", reply["Session"], ANSWER="WEB_AUTHN", **_PAULA)
    credential = seeded_authenticator().answers(_options(chosen))
    assert answer(chosen, credential)["AuthenticationResult"]
    other = initiate("USER_AUTH", USERNAME="alice")
    assert "WEB_AUTHN" not in other["AvailableChallenges"]
    alice = {"USERNAME": "alice", "ANSWER": "WEB_AUTHN"}
    assert refused(respond, "SELECT_CHALLENGE", other["Session"], **alice)[0] == (
        "InvalidParameterException"
    )


@pytest.mark.parametrize("client", ["no-passkeys", "no-relying-party"])
def test_without_passkeys_none_is_offered(initiate: Call, client: str) -> None:
    preferred = {"PREFERRED_CHALLENGE": "WEB_AUTHN"}
    reply = initiate("USER_AUTH", client, **_PAULA, **preferred)
    assert reply["ChallengeName"] == "SELECT_CHALLENGE"
    assert "WEB_AUTHN" not in reply["AvailableChallenges"]


def _changed(**changes: Any) -> Authenticator:
    authenticator = seeded_authenticator()
    for name, value in changes.items():
        setattr(authenticator, name, value)
    return authenticator


@pytest.mark.parametrize(
    "authenticator",
    [
        _changed(origin="https://practice.example.evil.test"),
        _changed(origin="http://practice.example"),
        _changed(origin="https://["),
        _changed(relying_party="other.example"),
        _changed(flags=0),  # nobody was there
        _changed(key=Authenticator().key),  # signed with another key
        _changed(credential_id=b"another one"),
    ],
)
def test_what_is_not_signed_rightly_is_refused(
    asked: Call, answer: Call, refused: Refused, authenticator: Authenticator
) -> None:
    reply = asked()
    assert refused(answer, reply, authenticator.answers(_options(reply))) == _WRONG
    # The session is good for another try.
    assert answer(reply, seeded_authenticator().answers(_options(reply)))["AuthenticationResult"]


def test_a_credential_is_good_for_its_own_challenge_once(
    asked: Call, answer: Call, refused: Refused
) -> None:
    first, second = asked(), asked()
    credential = seeded_authenticator().answers(_options(first))
    assert refused(answer, second, credential) == _WRONG
    assert refused(answer, second, FOREIGN_CREDENTIAL) == _WRONG
    assert answer(first, credential)["AuthenticationResult"]
    assert "can only be used once" in refused(answer, first, credential)[1]


def test_an_authenticator_that_counts_backwards_is_a_copy(
    asked: Call, answer: Call, refused: Refused
) -> None:
    authenticator = seeded_authenticator()
    for counter, right in ((0, True), (7, True), (7, False), (0, False), (8, True)):
        authenticator.counter = counter
        reply = asked()
        credential = authenticator.answers(_options(reply))
        if right:
            assert answer(reply, credential)["AuthenticationResult"]
        else:
            assert refused(answer, reply, credential) == _WRONG


def test_a_foreign_passkey_is_refused(
    initiate: Call, asked: Call, answer: Call, respond: Call, refused: Refused, pool: Any
) -> None:
    """A passkey of alice does not sign paula in."""
    password = {"PREFERRED_CHALLENGE": "PASSWORD", "PASSWORD": "Amber-Kettle-41!"}
    won = initiate("USER_AUTH", USERNAME="alice", **password)["AuthenticationResult"]
    token, authenticator = {"AccessToken": won["AccessToken"]}, Authenticator()
    options = pool.handle("StartWebAuthnRegistration", token)["CredentialCreationOptions"]
    registered = {"Credential": authenticator.registers(options)}
    pool.handle("CompleteWebAuthnRegistration", token | registered)
    reply = asked()
    assert refused(answer, reply, authenticator.answers(_options(reply))) == _WRONG


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "null", "7", "{" * 3, MADE["CREDENTIAL"], "[" * 20_000]
)
def test_what_is_no_credential_is_said_so(
    asked: Call, answer: Call, refused: Refused, text: str
) -> None:
    missing = ("InvalidParameterException", "Missing required parameter CREDENTIAL")
    assert refused(answer, asked(), text) == (_UNREADABLE if text else missing)


@pytest.mark.parametrize(
    "changed",
    [
        {"id": "other"},
        {"rawId": 5},
        {"response": None},
        {"response": {"clientDataJSON": _DEEP, "authenticatorData": _DEEP, "signature": "AA"}},
        {"response": {"clientDataJSON": "e30", "authenticatorData": "", "signature": ""}},
        {"response": {"clientDataJSON": "W10", "authenticatorData": "AA", "signature": "AA"}},
    ],
)
def test_damaged_credentials_are_refused(
    asked: Call, answer: Call, refused: Refused, changed: dict[str, object]
) -> None:
    reply = asked()
    damaged = seeded_authenticator().answers(_options(reply), **changed)
    assert refused(answer, reply, damaged)[0] == "InvalidParameterException"
