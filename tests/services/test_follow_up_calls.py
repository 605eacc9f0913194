"""The calls that follow a sign-in, over real HTTP: unsigned, one request each."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import pyotp
import pytest

from console.core import call
from console.core.call import ApiCall, Failure, Origin, ParamValue, Reply, Sent, Tokens
from console.core.call import Path as CallPath
from console.core.conversation.device import new_device, verifier
from console.core.conversation.machine import Conversation
from console.core.conversation.turns import Proceed, SignedIn
from console.core.pool_settings import PasswordPolicy
from console.core.practice_keys import PRACTICE_USER_POOL_ID
from console.core.profile import Profile
from console.core.request import SignInRequest
from console.core.secret import Secret
from console.core.settings_reading import read_settings
from console.practice.clients import CLIENTS
from console.practice.server import PracticeServer
from console.practice.users import USERS
from console.services.gateways import CognitoGateway
from tests.services.fault_server import FaultServer, answer, http, silent
from tests.services.lab import (
    failed,
    lab,
    only_try,
    open_gateways,
    permitted,
    practice,
    replied,
    send,
    warmed,
)

ALICE = next(user for user in USERS if user.username == "alice")
TOKEN = Secret("a.b.c")
KEY = Secret("eu-west-1_0f0e0d0c-1111-2222-3333-444455556666")
PARAMS: Mapping[str, Mapping[str, ParamValue]] = {
    call.ASSOCIATE_SOFTWARE_TOKEN: {"Session": Secret("s" * 40)},
    call.VERIFY_SOFTWARE_TOKEN: {"Session": Secret("s" * 40), "UserCode": Secret("123456")},
    call.CONFIRM_DEVICE: {"AccessToken": TOKEN, "DeviceKey": KEY},
    call.UPDATE_DEVICE_STATUS: {
        "AccessToken": TOKEN,
        "DeviceKey": KEY,
        "DeviceRememberedStatus": "remembered",
    },
    call.GET_TOKENS_FROM_REFRESH_TOKEN: {"RefreshToken": TOKEN, "ClientId": "client1"},
    call.REVOKE_TOKEN: {"Token": TOKEN, "ClientId": "client1"},
}
REPLIES: Mapping[str, Mapping[str, object]] = {
    call.ASSOCIATE_SOFTWARE_TOKEN: {"SecretCode": "SEEDSEEDSEEDSEED", "Session": "next"},
    call.VERIFY_SOFTWARE_TOKEN: {"Status": "SUCCESS", "Session": "next"},
    call.CONFIRM_DEVICE: {"UserConfirmationNecessary": True},
    call.UPDATE_DEVICE_STATUS: {},
    call.GET_TOKENS_FROM_REFRESH_TOKEN: {"AuthenticationResult": {"AccessToken": "a"}},
    call.REVOKE_TOKEN: {},
}
UNSIGNED = sorted(PARAMS)
Make = Callable[[str | None], Profile]
KINDS = pytest.mark.parametrize("make", [practice, lab])


def follow_up(operation: str, **params: ParamValue) -> ApiCall:
    return ApiCall(operation=operation, params=params or PARAMS[operation])


@KINDS
@pytest.mark.usefixtures("aws_home")
@pytest.mark.parametrize("operation", UNSIGNED)
async def test_it_is_unsigned_and_needs_no_credentials(operation: str, make: Make) -> None:
    assert not follow_up(operation).signed
    with FaultServer(answer(http(REPLIES[operation]))) as server:
        reply = replied(await send(make(server.url), follow_up(operation)))
    (request,) = server.requests
    assert request.header("X-Amz-Target").endswith(f".{operation}")
    assert b"authorization" not in request.head.lower()
    assert b"security-token" not in request.head.lower()
    assert only_try(reply).sent is Sent.YES


@KINDS
@pytest.mark.usefixtures("aws_home")
async def test_a_broken_configuration_harms_a_lab_alone(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    with FaultServer(answer(http({}))) as server:
        result = await send(make(server.url), follow_up(call.REVOKE_TOKEN))
    if make is practice:
        replied(result)
    else:
        assert failed(result).code == "ProfileNotFound"


@pytest.mark.parametrize("operation", [call.UPDATE_DEVICE_STATUS, call.REVOKE_TOKEN])
async def test_a_success_may_have_no_body(operation: str) -> None:
    with FaultServer(answer(http(b""))) as server:
        replied(await send(practice(server.url), follow_up(operation)))


@pytest.mark.parametrize("operation", UNSIGNED)
@pytest.mark.parametrize("body", [b"[]", b"null", b'"x"', b"{", b'{"__type": "SomeException"}'])
async def test_no_false_success(operation: str, body: bytes) -> None:
    with FaultServer(answer(http(body))) as server:
        failure = failed(await send(practice(server.url), follow_up(operation)))
    assert (failure.origin, failure.code) == (Origin.REPLY, "NotCognitoReply")
    assert failure.record.sent is Sent.YES


@pytest.mark.parametrize("operation", UNSIGNED)
async def test_the_profiles_deadline_holds_as_in_a_sign_in(operation: str) -> None:
    with FaultServer(silent) as server, open_gateways() as gateways:
        gateway = warmed(gateways, practice(server.url, total_timeout_s=0.3))
        failure = failed(await gateway.begin(*permitted(follow_up(operation))).result())
        assert server.client_gone.wait(2)
    assert failure.code == "DeadlineExceeded"
    assert 300 <= failure.record.duration_ms < 2000
    assert len(server.requests) == len(failure.record.tries) == 1


# --- against the practice pool


async def signed_in(gateway: CognitoGateway, client: str) -> Tokens:
    """The tokens of a public sign-in by SRP, the only kind that Cognito tracks devices of."""
    talk = Conversation(
        user_pool_id=PRACTICE_USER_POOL_ID,
        client_id=CLIENTS[client].id,
        client_secret=None,
        request=SignInRequest(
            auth_flow="USER_SRP_AUTH",
            username="alice",
            path=CallPath.PUBLIC,
            parameters={"PASSWORD": Secret(ALICE.password)},
        ),
    )
    first = await gateway.begin(*permitted(talk.start())).result()
    proof = talk.receive(first, now=time.monotonic(), at=datetime.now(UTC))
    assert isinstance(proof, Proceed)
    last = await gateway.begin(*permitted(proof.call)).result()
    end = talk.receive(last, now=time.monotonic(), at=datetime.now(UTC))
    assert isinstance(end, SignedIn)
    return end.tokens


@KINDS
@pytest.mark.usefixtures("aws_home")
async def test_a_device_and_an_authenticator_in_the_practice_pool(make: Make) -> None:
    with PracticeServer() as pool, open_gateways() as gateways:
        gateway = gateways.open(make(pool.endpoint_url))

        async def ask(operation: str, **params: ParamValue) -> Reply:
            return replied(await gateway.begin(*permitted(follow_up(operation, **params))).result())

        tokens = await signed_in(gateway, "device-opt-in")
        assert tokens.new_device is not None
        assert tokens.access_token is not None
        assert tokens.refresh_token is not None
        device, access = new_device(tokens.new_device), tokens.access_token
        made = verifier(device)
        confirmed = await ask(
            call.CONFIRM_DEVICE,
            AccessToken=access,
            DeviceKey=device.key,
            DeviceName="desk",
            DeviceSecretVerifierConfig={
                "PasswordVerifier": made.password_verifier,
                "Salt": made.salt,
            },
        )
        assert confirmed.confirmation_needed
        await ask(
            call.UPDATE_DEVICE_STATUS,
            AccessToken=access,
            DeviceKey=device.key,
            DeviceRememberedStatus="remembered",
        )
        seed = (await ask(call.ASSOCIATE_SOFTWARE_TOKEN, AccessToken=access)).secret_code
        assert seed is not None
        code = Secret(pyotp.TOTP(seed.reveal()).now())
        verified = await ask(call.VERIFY_SOFTWARE_TOKEN, AccessToken=access, UserCode=code)
        assert verified.status == "SUCCESS"
        await ask(
            call.REVOKE_TOKEN, Token=tokens.refresh_token, ClientId=CLIENTS["device-opt-in"].id
        )
        again = await gateway.begin(
            *permitted(follow_up(call.ASSOCIATE_SOFTWARE_TOKEN, AccessToken=access))
        ).result()
        assert failed(again).message == "Access Token has been revoked"


@KINDS
@pytest.mark.usefixtures("aws_home")
async def test_a_rotated_refresh_in_the_practice_pool(make: Make) -> None:
    client = CLIENTS["rotating"].id
    with PracticeServer() as pool, open_gateways() as gateways:
        gateway = gateways.open(make(pool.endpoint_url))
        tokens = await signed_in(gateway, "rotating")
        assert tokens.refresh_token is not None
        rotated = follow_up(
            call.GET_TOKENS_FROM_REFRESH_TOKEN, RefreshToken=tokens.refresh_token, ClientId=client
        )
        new = replied(await gateway.begin(*permitted(rotated)).result()).tokens
        assert new is not None
        assert new.names() == ("access", "id", "refresh")
        assert new.refresh_token != tokens.refresh_token


@pytest.mark.usefixtures("aws_home")
async def test_settings_are_read_from_the_practice_pool() -> None:
    client = CLIENTS["rotating-confidential"]
    with PracticeServer() as pool, open_gateways() as gateways:
        profile = practice(pool.endpoint_url, client_id=client.id)
        reading = await read_settings(profile, gateways.open(profile))
    assert reading.failures == {}
    settings = reading.settings
    assert settings.session_validity_s == client.session_validity_s
    assert (settings.token_revocation, settings.rotates_refresh) == (True, True)
    assert (settings.device_tracking, settings.refresh_validity_s) == (False, 30 * 86400)
    assert isinstance(settings.password_policy, PasswordPolicy)
    assert settings.type_of("email") == "String"


@pytest.mark.usefixtures("aws_home")
async def test_describing_needs_credentials() -> None:
    operation = call.DESCRIBE_USER_POOL
    describe = ApiCall(operation=operation, params={"UserPoolId": PRACTICE_USER_POOL_ID})
    with FaultServer(answer(http({"UserPool": {"Id": "x"}}))) as server:
        failure = failed(await send(lab(server.url), describe))
        assert isinstance(failure, Failure)
        assert (failure.code, failure.record.sent) == ("NoCredentialsError", Sent.NO)
        assert server.requests == []
        replied(await send(practice(server.url), describe))
    assert "Credential=" in server.requests[0].header("Authorization")


async def test_a_clients_secret_comes_wrapped() -> None:
    params = {"UserPoolId": PRACTICE_USER_POOL_ID, "ClientId": "client1"}
    content = {"UserPoolClient": {"ClientId": "client1", "ClientSecret": "canary" * 8}}
    describe = ApiCall(operation=call.DESCRIBE_USER_POOL_CLIENT, params=params)
    with FaultServer(answer(http(content))) as server:
        reply = replied(await send(practice(server.url), describe))
    assert reply.details == {"ClientId": "client1", "ClientSecret": Secret("canary" * 8)}
    assert "canary" not in repr(reply)
