"""pycognito's devices against the practice pool: its verifier, its two proofs, its status calls."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pyotp
import pytest
import requests
from botocore.exceptions import ClientError
from pycognito import aws_srp  # type: ignore[import-untyped]
from pycognito.exceptions import (  # type: ignore[import-untyped]
    SoftwareTokenMFAChallengeException,
)

from console.core.practice_keys import PRACTICE_REGION, PRACTICE_USER_POOL_ID
from console.practice.clients import CLIENTS
from console.practice.server import PracticeServer
from tests.e2e.clients.seeded import account

# pycognito 2024.5 asks for the time in a way that Python 3.12 and later warn about.
pytestmark = pytest.mark.filterwarnings("ignore:datetime.datetime.utcnow:DeprecationWarning")

WRONG = ("NotAuthorizedException", "Incorrect username or password.")
GONE = ("ResourceNotFoundException", "Device does not exist.")

Make = Callable[..., Any]


@pytest.fixture
def client(boto: boto3.Session) -> Iterator[Any]:
    made: Any = boto.client("cognito-idp")
    yield made
    made.close()


@pytest.fixture
def srp(server: PracticeServer, client: Any, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Makes pycognito's SRP object; its device calls, which name AWS by itself, come here too."""
    real = requests.post

    def post(url: str, **more: Any) -> requests.Response:
        assert url == f"https://cognito-idp.{PRACTICE_REGION}.amazonaws.com/"
        return real(f"{server.endpoint_url}/", **more)

    monkeypatch.setattr(aws_srp.requests, "post", post)

    def make(
        username: str = "alice",
        client_name: str = "device-always",
        password: str | None = None,
        device: tuple[str, str, str] | None = None,
    ) -> Any:
        key, group, secret = device or (None, None, None)
        return aws_srp.AWSSRP(
            username=username,
            password=password or account(username).password,
            pool_id=PRACTICE_USER_POOL_ID,
            client_id=CLIENTS[client_name].id,
            client=client,
            client_secret=CLIENTS[client_name].secret,
            device_key=key,
            device_group_key=group,
            device_password=secret,
        )

    return make


def confirmed(user: Any, tokens: dict[str, Any]) -> tuple[tuple[str, str, str], bool]:
    """The device of a sign-in once it is confirmed, and whether the user is to be asked."""
    response, secret = user.confirm_device(tokens, device_name="a browser of a test")
    assert response.status_code == 200, response.text
    metadata = tokens["AuthenticationResult"]["NewDeviceMetadata"]
    device = (metadata["DeviceKey"], metadata["DeviceGroupKey"], secret)
    return device, json.loads(response.text)["UserConfirmationNecessary"]


def steps(client: Any) -> list[str]:
    """The operations and challenges that the client sends from now on."""
    seen: list[str] = []

    def note(params: dict[str, Any], **_: Any) -> None:
        seen.append(params.get("ChallengeName", params.get("AuthFlow", "")))

    client.meta.events.register("provide-client-params.*", note)
    return seen


WITH_DEVICE = ["USER_SRP_AUTH", "PASSWORD_VERIFIER", "DEVICE_SRP_AUTH", "DEVICE_PASSWORD_VERIFIER"]


def refusal(call: Callable[..., object]) -> tuple[str, str]:
    with pytest.raises(ClientError) as caught:
        call()
    error = caught.value.response["Error"]
    return error["Code"], error["Message"]


def test_a_device_that_is_always_remembered(srp: Make, client: Any) -> None:
    first = srp()
    device, asks = confirmed(first, first.authenticate_user())
    assert asks is False
    seen = steps(client)
    again = srp(device=device).authenticate_user()
    assert seen == WITH_DEVICE
    assert "NewDeviceMetadata" not in again["AuthenticationResult"]
    listed = client.list_devices(AccessToken=again["AuthenticationResult"]["AccessToken"])
    (one,) = listed["Devices"]
    assert one["DeviceKey"] == device[0]
    named = {given["Name"]: given["Value"] for given in one["DeviceAttributes"]}
    assert named["device_name"] == "a browser of a test"


def test_many_devices(srp: Make) -> None:
    """Random salts and verifiers, so that some have odd digits and some the top bit set."""
    for _ in range(5):
        first = srp()
        device, _ = confirmed(first, first.authenticate_user())
        assert "AuthenticationResult" in srp(device=device).authenticate_user()


def test_a_wrong_device_password(srp: Make) -> None:
    first = srp()
    (key, group, secret), _ = confirmed(first, first.authenticate_user())
    assert refusal(srp(device=(key, group, secret + "x")).authenticate_user) == WRONG
    wrong_user = srp(device=(key, group, secret), password="Wrong-Kettle-40!")
    assert refusal(wrong_user.authenticate_user) == WRONG
    assert "AuthenticationResult" in srp(device=(key, group, secret)).authenticate_user()


def test_a_device_that_the_user_is_asked_about(srp: Make, client: Any) -> None:
    first = srp(client_name="device-opt-in")
    tokens = first.authenticate_user()
    device, asks = confirmed(first, tokens)
    assert asks is True
    seen = steps(client)
    later = srp(client_name="device-opt-in", device=device)
    known = later.authenticate_user()["AuthenticationResult"]
    assert "NewDeviceMetadata" not in known, "the device is known, though not remembered"
    assert seen == WITH_DEVICE[:2]
    token = tokens["AuthenticationResult"]["AccessToken"]
    assert "<Response [200]>" in later.update_device_status(True, token, device[0])
    seen.clear()
    assert "AuthenticationResult" in later.authenticate_user()
    assert seen == WITH_DEVICE
    assert "<Response [200]>" in later.update_device_status(False, token, device[0])
    seen.clear()
    assert "AuthenticationResult" in later.authenticate_user()
    assert seen == WITH_DEVICE[:2]


def test_a_remembered_device_spares_the_second_factor(srp: Make, client: Any) -> None:
    dean = account("dean")
    first = srp("dean")
    with pytest.raises(SoftwareTokenMFAChallengeException) as caught:
        first.authenticate_user()
    assert dean.totp_seed is not None
    tokens = client.respond_to_auth_challenge(
        ClientId=first.client_id,
        ChallengeName="SOFTWARE_TOKEN_MFA",
        Session=caught.value.get_tokens()["Session"],
        ChallengeResponses={
            "USERNAME": "dean",
            "SOFTWARE_TOKEN_MFA_CODE": pyotp.TOTP(dean.totp_seed).now(),
        },
    )
    device, _ = confirmed(first, tokens)
    assert "AuthenticationResult" in srp("dean", device=device).authenticate_user()


def test_a_device_that_was_forgotten(srp: Make) -> None:
    first = srp()
    tokens = first.authenticate_user()
    device, _ = confirmed(first, tokens)
    token = tokens["AuthenticationResult"]["AccessToken"]
    assert "<Response [200]>" in first.forget_device(token, device[0])
    assert refusal(srp(device=device).authenticate_user) == GONE


def test_a_device_of_another_user(srp: Make) -> None:
    first = srp()
    device, _ = confirmed(first, first.authenticate_user())
    assert refusal(srp("carol", device=device).authenticate_user) == GONE


def test_a_verifier_for_a_key_that_was_not_offered(srp: Make) -> None:
    first = srp()
    tokens = first.authenticate_user()
    metadata = tokens["AuthenticationResult"]["NewDeviceMetadata"]
    metadata["DeviceKey"] = f"{PRACTICE_REGION}_00000000-0000-4000-8000-000000000000"
    response, _ = first.confirm_device(tokens)
    assert response.status_code == 400
    assert json.loads(response.text)["__type"] == "InvalidParameterException"
