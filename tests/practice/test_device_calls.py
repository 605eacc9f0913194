from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from console.core.practice_keys import (
    PRACTICE_DEVICE_GROUP_KEY,
    PRACTICE_DEVICE_KEY,
    PRACTICE_USER_POOL_ID,
)
from console.core.srp_constants import N
from console.practice.clients import CLIENTS
from console.practice.pool import PracticePool
from tests.practice.device_app import App

Call = Callable[..., dict[str, Any]]
Refused = Callable[..., tuple[str, str]]
_ABSENT = ("ResourceNotFoundException", "Device does not exist.")


@pytest.fixture
def app(pool: PracticePool, prover: Callable[[], Any], now: Callable[[], datetime]) -> App:
    """Alice's app on the client that always remembers."""
    return App(pool=pool, srp=prover(), now=now)


def _call(pool: PracticePool, operation: str, token: str, **body: object) -> dict[str, Any]:
    return pool.handle(operation, {"AccessToken": token} | body)


@pytest.mark.parametrize(("client", "asks"), [("device-always", False), ("device-opt-in", True)])
def test_a_new_device_is_confirmed(app: App, pool: PracticePool, client: str, asks: bool) -> None:
    app.client = client
    won = app.sign_in()
    metadata = won["NewDeviceMetadata"]
    assert metadata["DeviceGroupKey"] == PRACTICE_DEVICE_GROUP_KEY
    assert app.confirm(won) == {"UserConfirmationNecessary": asks}
    listed = _call(pool, "ListDevices", won["AccessToken"])["Devices"]
    assert [device["DeviceKey"] for device in listed] == [metadata["DeviceKey"]]
    got = _call(pool, "GetDevice", won["AccessToken"], DeviceKey=metadata["DeviceKey"])["Device"]
    assert got == listed[0]
    status = "not_remembered" if asks else "remembered"
    assert {"Name": "dev:device_remembered_status", "Value": status} in got["DeviceAttributes"]
    assert {"Name": "device_name", "Value": "Alice's laptop"} in got["DeviceAttributes"]


def test_a_device_is_confirmed_once(app: App, refused: Refused) -> None:
    won = app.sign_in()
    app.confirm(won)
    assert refused(app.confirm, won)[0] == "DeviceKeyExistsException"


def test_only_the_key_of_this_sign_in_is_confirmed(app: App, refused: Refused) -> None:
    first, second = app.sign_in(), app.sign_in()
    invalid = ("InvalidParameterException", "Invalid device key given.")
    foreign = second["NewDeviceMetadata"]["DeviceKey"]
    assert refused(app.confirm, first, DeviceKey=foreign) == invalid
    assert refused(app.confirm, first, DeviceKey=PRACTICE_DEVICE_KEY) == invalid


def test_without_srp_or_tracking_there_is_no_device(
    app: App, initiate: Call, refused: Refused
) -> None:
    password = {"USERNAME": "alice", "PASSWORD": "Amber-Kettle-41!", "DEVICE_KEY": "ignored"}
    won = initiate("ADMIN_USER_PASSWORD_AUTH", "device-always", **password)["AuthenticationResult"]
    assert "NewDeviceMetadata" not in won
    assert refused(
        app.confirm, won | {"NewDeviceMetadata": {"DeviceKey": PRACTICE_DEVICE_KEY}}
    ) == (
        "InvalidParameterException",
        "Invalid device key given.",
    )
    app.client = "public"
    assert "NewDeviceMetadata" not in app.sign_in(device_key="eu-west-1_0")


def _coded(number: int, *, signed: bool = True) -> str:
    size = number.bit_length() // 8 + 1 if signed else (number.bit_length() + 7) // 8
    return base64.b64encode(number.to_bytes(size, "big")).decode()


@pytest.mark.parametrize(
    "config",
    [
        None,
        "text",
        {},
        {"Salt": _coded(5)},
        {"PasswordVerifier": _coded(5)},
        {"PasswordVerifier": 5, "Salt": _coded(5)},
        {"PasswordVerifier": "!", "Salt": _coded(5)},
        {"PasswordVerifier": "é", "Salt": _coded(5)},
        {"PasswordVerifier": "", "Salt": _coded(5)},
        {"PasswordVerifier": _coded(0), "Salt": _coded(5)},
        {"PasswordVerifier": _coded(N), "Salt": _coded(5)},
        {"PasswordVerifier": _coded(5), "Salt": _coded(1 << 5000)},
        # The sign byte was forgotten: the number reads as a negative one.
        {"PasswordVerifier": _coded(N - 5, signed=False), "Salt": _coded(5)},
        {"PasswordVerifier": _coded(5), "Salt": _coded(0x9F9F, signed=False)},
    ],
)
def test_a_verifier_that_is_none_is_refused(app: App, refused: Refused, config: object) -> None:
    won = app.sign_in()
    assert refused(app.confirm, won, DeviceSecretVerifierConfig=config)[0] == (
        "InvalidParameterException"
    )


def test_the_status_of_a_device_is_the_users_choice(app: App, pool: PracticePool) -> None:
    won = app.sign_in()
    app.confirm(won)
    key, token = app.key(won), won["AccessToken"]
    for status in ("not_remembered", "remembered"):
        said = {"DeviceKey": key, "DeviceRememberedStatus": status}
        assert _call(pool, "UpdateDeviceStatus", token, **said) == {}
        assert _call(pool, "UpdateDeviceStatus", token, DeviceKey=key) == {}
        got = _call(pool, "GetDevice", token, DeviceKey=key)["Device"]
        assert {"Name": "dev:device_remembered_status", "Value": status} in got["DeviceAttributes"]


def test_a_forgotten_device_is_no_more(app: App, pool: PracticePool, refused: Refused) -> None:
    won = app.sign_in()
    app.confirm(won)
    key, token = app.key(won), won["AccessToken"]
    assert _call(pool, "ForgetDevice", token, DeviceKey=key) == {}
    assert _call(pool, "ListDevices", token) == {"Devices": []}
    for operation in ("ForgetDevice", "GetDevice", "UpdateDeviceStatus"):
        for absent in (key, PRACTICE_DEVICE_KEY):
            assert refused(_call, pool, operation, token, DeviceKey=absent) == _ABSENT


def test_an_administrator_forgets_any_users_device(pool: PracticePool, refused: Refused) -> None:
    body = {
        "UserPoolId": PRACTICE_USER_POOL_ID,
        "Username": "wendy",
        "DeviceKey": PRACTICE_DEVICE_KEY,
    }
    nobody = body | {"Username": "nobody"}
    assert refused(pool.handle, "AdminForgetDevice", nobody)[0] == "UserNotFoundException"
    assert pool.handle("AdminForgetDevice", body) == {}
    assert refused(pool.handle, "AdminForgetDevice", body) == _ABSENT


def test_devices_are_listed_a_page_at_a_time(app: App, pool: PracticePool) -> None:
    for _ in range(3):
        won = app.sign_in()
        app.confirm(won)
    token = won["AccessToken"]
    first = _call(pool, "ListDevices", token, Limit=2)
    second = _call(pool, "ListDevices", token, Limit=2, PaginationToken=first["PaginationToken"])
    assert "PaginationToken" not in second
    paged = first["Devices"] + second["Devices"]
    assert paged == _call(pool, "ListDevices", token)["Devices"]
    assert len(paged) == 3


def test_a_refresh_needs_the_device(app: App, initiate: Call, refused: Refused) -> None:
    won = app.sign_in()
    refresh, key = "REFRESH_TOKEN_AUTH", app.key(won)
    invalid = ("NotAuthorizedException", "Invalid Refresh Token")
    token = {"REFRESH_TOKEN": won["RefreshToken"]}
    # Not yet confirmed, so it does not help to name it.
    assert refused(initiate, refresh, app.client, DEVICE_KEY=key, **token) == invalid
    app.confirm(won)
    assert refused(initiate, refresh, app.client, **token) == invalid
    assert refused(initiate, refresh, app.client, DEVICE_KEY=PRACTICE_DEVICE_KEY, **token) == (
        invalid
    )
    assert initiate(refresh, app.client, DEVICE_KEY=key, **token)["AuthenticationResult"]
    assert initiate(refresh, app.client, path="public", DEVICE_KEY=key, **token)
    app.pool.handle("ForgetDevice", {"AccessToken": won["AccessToken"], "DeviceKey": key})
    assert refused(initiate, refresh, app.client, DEVICE_KEY=key, **token) == invalid


def test_the_other_refresh_needs_the_device_too(app: App, refused: Refused) -> None:
    won = app.sign_in()
    app.confirm(won)
    body = {"ClientId": CLIENTS[app.client].id, "RefreshToken": won["RefreshToken"]}
    operation = "GetTokensFromRefreshToken"
    assert refused(app.pool.handle, operation, body)[1] == "Invalid Refresh Token"
    named = body | {"DeviceKey": app.key(won)}
    assert app.pool.handle(operation, named)["AuthenticationResult"]["AccessToken"]
    bad = body | {"DeviceKey": "no key"}
    assert "'deviceKey'" in refused(app.pool.handle, operation, bad)[1]


def test_tokens_of_a_password_sign_in_never_refresh(initiate: Call, refused: Refused) -> None:
    password = {"USERNAME": "alice", "PASSWORD": "Amber-Kettle-41!"}
    won = initiate("ADMIN_USER_PASSWORD_AUTH", "device-always", **password)["AuthenticationResult"]
    for named in ({}, {"DEVICE_KEY": PRACTICE_DEVICE_KEY}):
        token = {"REFRESH_TOKEN": won["RefreshToken"]}
        assert refused(initiate, "REFRESH_TOKEN_AUTH", "device-always", **token, **named) == (
            "NotAuthorizedException",
            "Invalid Refresh Token",
        )
