from __future__ import annotations

import base64
import contextlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.practice.errors import PracticeError
from console.practice.passkey_calls import MOST_PASSKEYS, _verified
from console.practice.passkeys import Registration
from console.practice.pool import PracticePool
from console.practice.seeds_held import PRACTICE_PASSKEY_ID
from tests.practice.authenticator import Authenticator

Call = Callable[..., dict[str, Any]]
Refused = Callable[..., tuple[str, str]]
_ALICE = {"USERNAME": "alice", "PASSWORD": "Amber-Kettle-41!"}
_OPTIONS = {"challenge": "YW55IGNoYWxsZW5nZSBvZiBhIHRlc3Q"}


class _User:
    """Alice, signed in with some client."""

    def __init__(self, pool: PracticePool, initiate: Call) -> None:
        self._pool, self._initiate = pool, initiate
        self.token = self.sign_in("public")

    def sign_in(self, client: str) -> str:
        won = self._initiate("ADMIN_USER_PASSWORD_AUTH", client, **_ALICE)
        self.token = won["AuthenticationResult"]["AccessToken"]
        return self.token

    def call(self, operation: str, **body: object) -> dict[str, Any]:
        return self._pool.handle(operation, {"AccessToken": self.token} | body)

    def start(self) -> dict[str, Any]:
        options: dict[str, Any] = self.call("StartWebAuthnRegistration")[
            "CredentialCreationOptions"
        ]
        return options

    def complete(self, credential: object) -> dict[str, Any]:
        return self.call("CompleteWebAuthnRegistration", Credential=credential)

    def register(self, authenticator: Authenticator) -> dict[str, Any]:
        return self.complete(authenticator.registers(self.start()))


@pytest.fixture
def alice(pool: PracticePool, initiate: Call) -> _User:
    return _User(pool, initiate)


def test_the_options_are_for_a_browser(alice: _User) -> None:
    options = alice.start()
    assert json.loads(json.dumps(options)) == options
    assert options["rp"] == {"id": "practice.example", "name": "Practice"}
    assert (options["user"]["name"], options["user"]["displayName"]) == ("alice", "Alice")
    assert {entry["alg"] for entry in options["pubKeyCredParams"]} == {-7, -257}
    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert options["challenge"] != alice.start()["challenge"]


def test_a_registered_passkey_is_listed_and_signs_in(
    alice: _User, initiate: Call, respond: Call
) -> None:
    authenticator = Authenticator()
    assert alice.register(authenticator) == {}
    (listed,) = alice.call("ListWebAuthnCredentials")["Credentials"]
    assert listed["RelyingPartyId"] == "practice.example"
    assert listed["AuthenticatorTransports"] == ["internal"]
    assert listed["AuthenticatorAttachment"] == "platform"
    (excluded,) = alice.start()["excludeCredentials"]
    assert excluded["id"] == listed["CredentialId"]
    asked = initiate("USER_AUTH", USERNAME="alice", PREFERRED_CHALLENGE="WEB_AUTHN")
    options = asked["ChallengeParameters"]["CREDENTIAL_REQUEST_OPTIONS"]
    credential = authenticator.answers(options)
    won = respond("WEB_AUTHN", asked["Session"], USERNAME="alice", CREDENTIAL=credential)
    assert won["AuthenticationResult"]


def test_a_registration_is_completed_once(alice: _User, refused: Refused) -> None:
    made = Authenticator().registers(alice.start())
    alice.complete(made)
    assert refused(alice.complete, made)[0] == "WebAuthnChallengeNotFoundException"


def test_only_the_newest_challenge_counts(alice: _User, refused: Refused) -> None:
    assert refused(alice.complete, {})[0] == "WebAuthnChallengeNotFoundException"
    old = Authenticator().registers(alice.start())
    new = Authenticator().registers(alice.start())
    assert refused(alice.complete, old)[0] == "WebAuthnChallengeNotFoundException"
    assert alice.complete(new) == {}


def test_a_challenge_expires(
    alice: _User, refused: Refused, advance: Callable[[float], None]
) -> None:
    made = Authenticator().registers(alice.start())
    advance(180)
    assert refused(alice.complete, made)[0] == "WebAuthnChallengeNotFoundException"


def test_another_client_does_not_complete_it(alice: _User, refused: Refused) -> None:
    made = Authenticator().registers(alice.start())
    alice.sign_in("revocable")
    assert refused(alice.complete, made)[0] == "WebAuthnClientMismatchException"


@pytest.mark.parametrize(
    ("authenticator", "code"),
    [
        (Authenticator(origin="https://evil.test"), "WebAuthnOriginNotAllowedException"),
        (Authenticator(origin="https://["), "WebAuthnOriginNotAllowedException"),
        (Authenticator(relying_party="other.example"), "WebAuthnRelyingPartyMismatchException"),
        (Authenticator(algorithm=-8), "WebAuthnCredentialNotSupportedException"),
        (Authenticator(algorithm=-19), "WebAuthnCredentialNotSupportedException"),
        (Authenticator(flags=0), "InvalidParameterException"),
        (Authenticator(credential_id=PRACTICE_PASSKEY_ID), "InvalidParameterException"),
    ],
)
def test_each_fault_has_an_exception_of_its_own(
    alice: _User, refused: Refused, authenticator: Authenticator, code: str
) -> None:
    assert refused(alice.register, authenticator)[0] == code
    assert alice.call("ListWebAuthnCredentials") == {"Credentials": []}


_DEEP = base64.urlsafe_b64encode(b"\x81" * 20_000).decode()  # lists in lists, in CBOR


def test_depth_is_no_bug(alice: _User, refused: Refused) -> None:
    made = Authenticator().registers(alice.start())
    made["response"]["attestationObject"] = _DEEP
    assert refused(alice.complete, made)[0] == "InvalidParameterException"


@pytest.mark.parametrize("value", [None, "text", 5, [], {}, {"rawId": "AA", "response": {}}])
def test_what_is_no_credential_is_refused(alice: _User, refused: Refused, value: object) -> None:
    alice.start()
    assert refused(alice.complete, value) == (
        "InvalidParameterException",
        "Invalid credential given.",
    )


@pytest.mark.parametrize(
    ("client", "code"),
    [
        ("no-passkeys", "WebAuthnNotEnabledException"),
        ("no-relying-party", "WebAuthnConfigurationMissingException"),
    ],
)
def test_a_pool_without_passkeys_registers_none(
    alice: _User, refused: Refused, client: str, code: str
) -> None:
    alice.sign_in(client)
    assert refused(alice.start)[0] == code
    assert refused(alice.complete, {})[0] == code


def test_a_user_has_so_many_passkeys_and_no_more(alice: _User, refused: Refused) -> None:
    for number in range(MOST_PASSKEYS):
        alice.register(Authenticator(credential_id=bytes([number]) * 16))
    assert refused(alice.start)[0] == "LimitExceededException"
    first = alice.call("ListWebAuthnCredentials", MaxResults=15)
    rest = alice.call("ListWebAuthnCredentials", NextToken=first["NextToken"])
    ids = [one["CredentialId"] for one in first["Credentials"] + rest["Credentials"]]
    assert (len(first["Credentials"]), len(set(ids)), "NextToken" in rest) == (15, 20, False)
    assert "'maxResults'" in refused(alice.call, "ListWebAuthnCredentials", MaxResults=21)[1]


def test_own_passkeys_can_be_deleted(alice: _User, refused: Refused) -> None:
    alice.register(Authenticator())
    (listed,) = alice.call("ListWebAuthnCredentials")["Credentials"]
    delete = "DeleteWebAuthnCredential"
    foreign = base64.urlsafe_b64encode(PRACTICE_PASSKEY_ID).decode().rstrip("=")
    for absent in (foreign, "unknown"):
        assert refused(alice.call, delete, CredentialId=absent)[0] == "ResourceNotFoundException"
    assert alice.call(delete, CredentialId=listed["CredentialId"]) == {}
    assert alice.call("ListWebAuthnCredentials") == {"Credentials": []}


_BEGUN = Registration(challenge=b"any challenge of a test", client_id="c", until=0.0)
_RIGHT = Authenticator().registers(_OPTIONS)


@given(st.binary(max_size=200), st.sampled_from(["attestationObject", "clientDataJSON"]))
def test_reading_raises_nothing_but_a_refusal(data: bytes, part: str) -> None:
    text = base64.urlsafe_b64encode(data).decode()
    with pytest.raises(PracticeError):
        _verified(_RIGHT | {"response": _RIGHT["response"] | {part: text}}, _BEGUN)


@given(st.integers(0, 230), st.integers(1, 255))
def test_a_flipped_byte_of_the_attestation_raises_nothing_but_a_refusal(
    place: int, flip: int
) -> None:
    made = bytearray(base64.urlsafe_b64decode(_RIGHT["response"]["attestationObject"] + "=="))
    made[place % len(made)] ^= flip
    text = base64.urlsafe_b64encode(made).decode()
    with contextlib.suppress(PracticeError):
        _verified(_RIGHT | {"response": _RIGHT["response"] | {"attestationObject": text}}, _BEGUN)
