from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jwt
import pytest

from console.core.practice_keys import PRACTICE_USER_POOL_ID
from console.practice.clients import CLIENTS
from console.practice.errors import PracticeError
from console.practice.pool import PracticePool
from console.practice.tokens import subject

Call = Callable[..., dict[str, Any]]
_BOB = {"USERNAME": "bob", "PASSWORD": "Brass-Lantern-58!"}
_ALICE = {"USERNAME": "alice", "PASSWORD": "Amber-Kettle-41!"}


def _refused(call: Call, *args: str, **parameters: str) -> tuple[str, str]:
    with pytest.raises(PracticeError) as caught:
        call(*args, **parameters)
    return caught.value.code, caught.value.message


@pytest.mark.parametrize("flow", ["ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"])
def test_both_names_of_the_password_flow_sign_in(initiate: Call, flow: str) -> None:
    assert "AuthenticationResult" in initiate(flow, **_ALICE)


@pytest.mark.parametrize(
    ("flow", "path", "text"),
    [
        ("USER_PASSWORD_AUTH", "admin", "Initiate Auth method not supported."),
        ("ADMIN_USER_PASSWORD_AUTH", "public", "Initiate Auth method not supported."),
        ("ADMIN_NO_SRP_AUTH", "public", "Initiate Auth method not supported."),
        ("ADMIN_NO_SRP_AUTH", "admin", "Auth flow not enabled for this client"),
        ("USER_PASSWORD_AUTH", "public", "USER_PASSWORD_AUTH flow not enabled for this client"),
        ("USER_SRP_AUTH", "admin", "USER_SRP_AUTH is not enabled for the client."),
        ("USER_SRP_AUTH", "public", "USER_SRP_AUTH is not enabled for the client."),
        ("CUSTOM_AUTH", "admin", "CUSTOM_AUTH is not enabled for the client."),
        ("USER_AUTH", "public", "USER_AUTH flow not enabled for this client"),
    ],
)
def test_a_disabled_flow_is_refused_in_cognitos_words(
    initiate: Call, flow: str, path: str, text: str
) -> None:
    assert _refused(initiate, flow, "no-password-flow", path, **_ALICE) == (
        "InvalidParameterException",
        text,
    )


def test_the_public_path_takes_the_password_without_a_pool_id(initiate: Call) -> None:
    assert "AuthenticationResult" in initiate("USER_PASSWORD_AUTH", path="public", **_ALICE)


def test_a_deleted_client_is_not_there_any_more(initiate: Call) -> None:
    assert _refused(initiate, "ADMIN_USER_PASSWORD_AUTH", "deleted", **_ALICE) == (
        "ResourceNotFoundException",
        f"User pool client {CLIENTS['deleted'].id} does not exist.",
    )


def test_a_verified_address_is_an_alias_and_the_sub_is_not(initiate: Call) -> None:
    alias = initiate(USERNAME="dave@example.com", PASSWORD="Dusty-Compass-76!")
    assert alias["ChallengeParameters"]["USER_ID_FOR_SRP"] == "dave"
    assert _refused(initiate, USERNAME=subject("dave"), PASSWORD="Dusty-Compass-76!")[0] == (
        "UserNotFoundException"
    )


def test_the_clients_flows_are_checked_before_the_user(initiate: Call) -> None:
    assert _refused(
        initiate, "ADMIN_USER_PASSWORD_AUTH", "no-password-flow", USERNAME="nobody"
    ) == (
        "InvalidParameterException",
        "Auth flow not enabled for this client",
    )


def test_hash_missing_or_wrong(initiate: Call, secret_hash: Callable[..., str]) -> None:
    flow, client = "ADMIN_USER_PASSWORD_AUTH", "confidential"
    client_id = CLIENTS[client].id
    assert _refused(initiate, flow, client, **_BOB) == (
        "NotAuthorizedException",
        f"Client {client_id} is configured with secret but SECRET_HASH was not received",
    )
    assert _refused(initiate, flow, client, **_BOB, SECRET_HASH=secret_hash("alice")) == (
        "NotAuthorizedException",
        f"Unable to verify secret hash for client {client_id}",
    )
    assert "AuthenticationResult" in initiate(flow, client, **_BOB, SECRET_HASH=secret_hash("bob"))


def test_missing_parameters_are_named(initiate: Call) -> None:
    code = "InvalidParameterException"
    assert _refused(initiate) == (code, "Missing required parameter USERNAME")
    assert _refused(initiate, USERNAME="nobody") == (code, "Missing required parameter PASSWORD")
    assert _refused(initiate, "REFRESH_TOKEN") == (
        code,
        "Missing required parameter REFRESH_TOKEN",
    )


@pytest.mark.parametrize(
    ("username", "code"),
    [
        ("ivan", "NotAuthorizedException"),
        ("judy", "UserNotConfirmedException"),
        ("kevin", "PasswordResetRequiredException"),
        ("nina", "UserLambdaValidationException"),
        ("mallory", "TooManyRequestsException"),
    ],
)
def test_these_refusals_come_before_the_password(initiate: Call, username: str, code: str) -> None:
    got, text = _refused(initiate, USERNAME=username, PASSWORD="not the password")
    assert got == code
    assert text != "Incorrect username or password."


@pytest.mark.parametrize("username", ["alice", "dave", "grace", "peggy"])
def test_a_wrong_password_is_told_before_anything_that_follows_it(
    initiate: Call, username: str
) -> None:
    assert _refused(initiate, USERNAME=username, PASSWORD="not the password") == (
        "NotAuthorizedException",
        "Incorrect username or password.",
    )


def test_user_names_are_matched_to_the_letter(initiate: Call) -> None:
    assert _refused(initiate, USERNAME="Alice", PASSWORD="Amber-Kettle-41!") == (
        "UserNotFoundException",
        "User does not exist.",
    )


@pytest.mark.parametrize("flow", ["REFRESH_TOKEN_AUTH", "REFRESH_TOKEN"])
def test_refresh_gives_new_tokens_of_the_same_sign_in(
    initiate: Call, advance: Callable[[float], None], flow: str
) -> None:
    password = "ADMIN_USER_PASSWORD_AUTH"
    first = initiate(password, "revocable", **_ALICE)["AuthenticationResult"]
    advance(600)
    token = first["RefreshToken"]
    again = initiate(flow, "revocable", REFRESH_TOKEN=token)["AuthenticationResult"]
    assert set(again) == {"AccessToken", "IdToken", "TokenType", "ExpiresIn"}
    for kind in ("AccessToken", "IdToken"):
        old, new = (
            jwt.decode(tokens[kind], options={"verify_signature": False})
            for tokens in (first, again)
        )
        assert (new["auth_time"], new["origin_jti"]) == (old["auth_time"], old["origin_jti"])
        assert (new["iat"], new["exp"]) == (old["iat"] + 600, old["exp"] + 600)
        assert new["jti"] != old["jti"]


def test_refresh_refuses_unknown_and_foreign_tokens(
    initiate: Call, secret_hash: Callable[..., str]
) -> None:
    token = initiate(**_ALICE)["AuthenticationResult"]["RefreshToken"]
    invalid = ("NotAuthorizedException", "Invalid Refresh Token")
    assert _refused(initiate, "REFRESH_TOKEN_AUTH", REFRESH_TOKEN="nonsense") == invalid
    assert (
        _refused(
            initiate,
            "REFRESH_TOKEN_AUTH",
            "confidential",
            REFRESH_TOKEN=token,
            SECRET_HASH=secret_hash("alice"),
        )
        == invalid
    )


def test_refresh_checks_the_hash_over_the_real_user_name(
    initiate: Call, secret_hash: Callable[..., str]
) -> None:
    signed = initiate(
        "ADMIN_USER_PASSWORD_AUTH", "confidential", **_BOB, SECRET_HASH=secret_hash("bob")
    )
    token = signed["AuthenticationResult"]["RefreshToken"]
    flow, client = "REFRESH_TOKEN_AUTH", "confidential"
    client_id = CLIENTS[client].id
    assert _refused(initiate, flow, client, REFRESH_TOKEN=token) == (
        "NotAuthorizedException",
        f"Client {client_id} is configured with secret but SECRET_HASH was not received",
    )
    wrong = secret_hash("bob@example.com")
    assert _refused(initiate, flow, client, REFRESH_TOKEN=token, SECRET_HASH=wrong) == (
        "NotAuthorizedException",
        f"SecretHash does not match for the client: {client_id}",
    )
    right = secret_hash("bob")
    assert "AuthenticationResult" in initiate(flow, client, REFRESH_TOKEN=token, SECRET_HASH=right)


def test_the_public_path_is_of_the_pool_that_was_last_named_with_the_client(
    pool: PracticePool,
) -> None:
    client = CLIENTS["device-always"]
    common: dict[str, object] = {"ClientId": client.id, "AuthParameters": _ALICE}

    def issuer() -> str:
        reply = pool.handle("InitiateAuth", {**common, "AuthFlow": "USER_PASSWORD_AUTH"})
        result: Any = reply["AuthenticationResult"]
        claims = jwt.decode(result["AccessToken"], options={"verify_signature": False})
        return str(claims["iss"]).rpartition("/")[2]

    assert issuer() == PRACTICE_USER_POOL_ID
    for named in (client.user_pool_id, PRACTICE_USER_POOL_ID):
        asked: dict[str, object] = {"AuthFlow": "ADMIN_USER_PASSWORD_AUTH", "UserPoolId": named}
        pool.handle("AdminInitiateAuth", common | asked)
        assert issuer() == named
