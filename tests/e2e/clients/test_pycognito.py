"""pycognito against the practice pool: SRP arithmetic and token checks that nobody here wrote."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pycognito  # type: ignore[import-untyped]
import pyotp
import pytest
from botocore.exceptions import ClientError
from pycognito.aws_srp import AWSSRP  # type: ignore[import-untyped]
from pycognito.exceptions import (  # type: ignore[import-untyped]
    ForceChangePasswordException,
    SMSMFAChallengeException,
    SoftwareTokenMFAChallengeException,
    TokenVerificationException,
)

from console.core.practice_keys import PRACTICE_REGION, PRACTICE_USER_POOL_ID
from console.practice.clients import CLIENTS
from console.practice.server import PracticeServer
from tests.e2e.clients.seeded import account

# pycognito 2024.5 asks for the time in a way that Python 3.12 and later warn about.
pytestmark = pytest.mark.filterwarnings("ignore:datetime.datetime.utcnow:DeprecationWarning")

NEW_PASSWORD = "Fresh-Start-2026!"
WRONG = "Incorrect username or password."

Make = Callable[..., Any]


@pytest.fixture
def cognito(server: PracticeServer, boto: boto3.Session) -> Iterator[Make]:
    """Makes pycognito's own object for a user; it verifies tokens with the pool's published keys.

    The address of the pool stands in the environment, so that pycognito expects Cognito's own
    issuer in the tokens, as it does in production.
    """
    with urllib.request.urlopen(server.jwks_uri) as answer:  # noqa: S310  # loopback
        keys = json.loads(answer.read())
    made: list[Any] = []

    def make(username: str, client: str = "public", **more: Any) -> Any:
        user = pycognito.Cognito(
            PRACTICE_USER_POOL_ID,
            CLIENTS[client].id,
            user_pool_region=PRACTICE_REGION,
            username=username,
            client_secret=CLIENTS[client].secret,
            session=boto,
            **more,
        )
        assert user.client.meta.endpoint_url == server.endpoint_url
        user.pool_jwk = keys
        made.append(user)
        return user

    yield make
    for user in made:
        user.client.close()


def refusal(call: Callable[..., object], *args: object, **named: object) -> tuple[str, str]:
    with pytest.raises(ClientError) as caught:
        call(*args, **named)
    error = caught.value.response["Error"]
    return error["Code"], error["Message"]


def check_tokens(user: Any, username: str, client: str = "public") -> None:
    """What pycognito accepted, once more from its own objects."""
    user.verify_tokens()
    issuer = f"https://cognito-idp.{PRACTICE_REGION}.amazonaws.com/{PRACTICE_USER_POOL_ID}"
    assert user.id_claims["iss"] == user.access_claims["iss"] == issuer
    assert user.id_claims["aud"] == user.access_claims["client_id"] == CLIENTS[client].id
    assert user.id_claims["cognito:username"] == user.access_claims["username"] == username
    assert user.id_claims["sub"] == user.access_claims["sub"]
    assert user.token_type == "Bearer"
    assert user.refresh_token


@pytest.mark.parametrize(("username", "client"), [("alice", "public"), ("bob", "confidential")])
@pytest.mark.parametrize("way", ["admin_authenticate", "authenticate"])
def test_a_right_password(cognito: Make, username: str, client: str, way: str) -> None:
    user = cognito(username, client)
    getattr(user, way)(password=account(username).password)
    check_tokens(user, username, client)


@pytest.mark.parametrize(("username", "client"), [("alice", "public"), ("bob", "confidential")])
@pytest.mark.parametrize("way", ["admin_authenticate", "authenticate"])
def test_a_wrong_password(cognito: Make, username: str, client: str, way: str) -> None:
    user = cognito(username, client)
    assert refusal(getattr(user, way), password="Wrong-Kettle-40!") == (
        "NotAuthorizedException",
        WRONG,
    )
    getattr(user, way)(password=account(username).password)
    check_tokens(user, username, client)


def test_letters_beyond_ascii(cognito: Make) -> None:
    user = cognito("soren")
    user.authenticate(password=account("soren").password)
    check_tokens(user, "soren")


def test_many_exchanges_in_a_row(cognito: Make) -> None:
    """Random numbers of both sides, so that some have odd digits and some the top bit set."""
    user = cognito("alice")
    for _ in range(8):
        user.authenticate(password=account("alice").password)
    check_tokens(user, "alice")


def test_a_wrong_secret(cognito: Make) -> None:
    user = cognito("bob", "confidential")
    user.client_secret = "not-the-secret-of-this-client"
    client_id = CLIENTS["confidential"].id
    for way in (user.admin_authenticate, user.authenticate):
        assert refusal(way, password=account("bob").password) == (
            "NotAuthorizedException",
            f"Unable to verify secret hash for client {client_id}",
        )
    user.client_secret = None
    for way in (user.admin_authenticate, user.authenticate):
        assert refusal(way, password=account("bob").password) == (
            "NotAuthorizedException",
            f"Client {client_id} is configured with secret but SECRET_HASH was not received",
        )


@pytest.mark.parametrize(
    ("key", "spoilt"),
    [
        ("PASSWORD_CLAIM_SIGNATURE", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
        ("PASSWORD_CLAIM_SECRET_BLOCK", "QmxvY2sgb2YgYW5vdGhlciBleGNoYW5nZQ=="),
        ("TIMESTAMP", "Fri Mar 6 09:08:07 UTC 2026"),
    ],
    ids=["signature", "block", "time"],
)
def test_a_proof_that_was_tampered_with(cognito: Make, key: str, spoilt: str) -> None:
    client = cognito("alice").client
    srp = AWSSRP(
        username="alice",
        password=account("alice").password,
        pool_id=PRACTICE_USER_POOL_ID,
        client_id=CLIENTS["public"].id,
        client=client,
    )
    parameters = srp.get_auth_params()
    begun = client.initiate_auth(
        AuthFlow="USER_SRP_AUTH", AuthParameters=parameters, ClientId=CLIENTS["public"].id
    )
    answer = srp.process_challenge(begun["ChallengeParameters"], parameters)
    assert key in answer
    assert refusal(
        client.respond_to_auth_challenge,
        ClientId=CLIENTS["public"].id,
        ChallengeName="PASSWORD_VERIFIER",
        ChallengeResponses=answer | {key: spoilt},
    ) == ("NotAuthorizedException", WRONG)


def test_the_admin_operations_take_the_same_proof(cognito: Make) -> None:
    user = cognito("bob", "confidential")
    srp = AWSSRP(
        username="bob",
        password=account("bob").password,
        pool_id=PRACTICE_USER_POOL_ID,
        client_id=CLIENTS["confidential"].id,
        client=user.client,
        client_secret=CLIENTS["confidential"].secret,
    )
    parameters = srp.get_auth_params()
    where = {"UserPoolId": PRACTICE_USER_POOL_ID, "ClientId": CLIENTS["confidential"].id}
    begun = user.client.admin_initiate_auth(
        AuthFlow="USER_SRP_AUTH", AuthParameters=parameters, **where
    )
    done = user.client.admin_respond_to_auth_challenge(
        ChallengeName=begun["ChallengeName"],
        ChallengeResponses=srp.process_challenge(begun["ChallengeParameters"], parameters),
        **where,
    )
    user.verify_token(done["AuthenticationResult"]["AccessToken"], "access_token", "access")
    assert user.access_claims["username"] == "bob"


def test_an_unknown_user_is_said_or_hidden_as_the_client_is_set(cognito: Make) -> None:
    said = cognito("nobody")
    assert refusal(said.authenticate, password="Nobody-Knows-00!") == (
        "UserNotFoundException",
        "User does not exist.",
    )
    hidden = cognito("nobody", "hidden-users")
    assert refusal(hidden.authenticate, password="Nobody-Knows-00!") == (
        "NotAuthorizedException",
        WRONG,
    )


def test_an_authenticator_app(cognito: Make) -> None:
    dean = account("dean")
    user = cognito("dean")
    with pytest.raises(SoftwareTokenMFAChallengeException):
        user.authenticate(password=dean.password)
    assert dean.totp_seed is not None
    code = pyotp.TOTP(dean.totp_seed).now()
    wrong = f"{(int(code) + 500_000) % 1_000_000:06}"
    respond = user.respond_to_software_token_mfa_challenge
    assert refusal(respond, wrong)[0] == "CodeMismatchException"
    respond(code)  # the session of a wrong code is still good
    check_tokens(user, "dean")


def test_a_text_message(cognito: Make, server: PracticeServer) -> None:
    user = cognito("erin")
    with pytest.raises(SMSMFAChallengeException):
        user.authenticate(password=account("erin").password)
    user.respond_to_sms_mfa_challenge(server.pool.outbox()[-1]["code"])
    check_tokens(user, "erin")


def test_a_new_password(cognito: Make) -> None:
    user = cognito("iris")
    with pytest.raises(ForceChangePasswordException):
        user.authenticate(password=account("iris").password)
    user.new_password_challenge(account("iris").password, NEW_PASSWORD)
    check_tokens(user, "iris")
    assert refusal(user.authenticate, password=account("iris").password)[1] == WRONG
    user.authenticate(password=NEW_PASSWORD)
    check_tokens(user, "iris")


def test_a_new_password_without_an_attribute_that_the_pool_requires(cognito: Make) -> None:
    user = cognito("gina")  # pycognito cannot give attributes with the new password
    assert refusal(user.new_password_challenge, account("gina").password, NEW_PASSWORD) == (
        "InvalidParameterException",
        "Invalid attributes given, name is missing",
    )


@pytest.mark.parametrize(("username", "client"), [("alice", "public"), ("bob", "confidential")])
def test_a_refresh(cognito: Make, username: str, client: str) -> None:
    user = cognito(username, client)
    user.authenticate(password=account(username).password)
    user.access_token = user.id_token = None
    user.renew_access_token()
    check_tokens(user, username, client)


def test_pycognito_refuses_a_token_of_another_pool(cognito: Make) -> None:
    """The control: its own checks do fail where they should."""
    user = cognito("alice")
    user.authenticate(password=account("alice").password)
    stranger = cognito("alice", "hidden-users")
    with pytest.raises(TokenVerificationException, match="Audience"):
        stranger.verify_token(user.id_token, "id_token", "id")
    with PracticeServer() as other:
        foreign = {"keys": other.pool.jwks()["keys"]}
    kid = user.pool_jwk["keys"][0]["kid"]
    user.pool_jwk = {"keys": [foreign["keys"][0] | {"kid": kid}]}
    with pytest.raises(TokenVerificationException, match="ignature"):
        user.verify_tokens()
