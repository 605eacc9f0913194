"""Happy paths against moto's server: a Cognito that no one here wrote.

moto differs from Cognito: request ids of 52 characters, `connection: close`, other texts for
refusals; so only what succeeds is asked of it. Lines of a log it sends as text/html, which is not
believed; of CloudTrail and of SNS's sandbox it knows nothing.
"""

from __future__ import annotations

import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config

from console.core.call import (
    ADMIN_GET_USER,
    CHECK_IF_PHONE_NUMBER_IS_OPTED_OUT,
    DESCRIBE_USER_POOL,
    DESCRIBE_USER_POOL_CLIENT,
    GET_CALLER_IDENTITY,
    GET_SMS_ATTRIBUTES,
    GET_USER_POOL_MFA_CONFIG,
    LIST_USER_POOL_CLIENTS,
    LIST_USER_POOLS,
    LIST_USERS,
    READ_ONLY,
    ApiCall,
    ParamValue,
)
from console.core.secret import Secret
from tests.e2e.programs import LIMIT_S, environment, finish
from tests.services.lab import lab, open_gateways, replied

PASSWORD, FIRST_PASSWORD = "Fresh-Start-2026!", "First-One-2026!"
KEYS = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """moto on a free port, which it prints once it listens."""
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "moto.server", "-H", "127.0.0.1", "-p", "0"],
        env={
            name: value
            for name, value in environment(tmp_path_factory.mktemp("moto")).items()
            if name != "PYTHONWARNINGS"
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    url = next(
        (word for line in process.stderr for word in line.split() if word.startswith("http://127")),
        "",
    )
    assert url, "moto did not start"
    with urllib.request.urlopen(f"{url}/moto-api/data.json") as answer:  # noqa: S310  # loopback
        assert answer.status == 200
    try:
        yield url
    finally:
        process.terminate()
        process.communicate(timeout=LIMIT_S)


def client_of(service: str, endpoint: str) -> Any:
    made: Any = boto3.client(
        service,  # type: ignore[call-overload]  # a name that is not known beforehand
        region_name="eu-west-1",
        endpoint_url=endpoint,
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
        config=Config(retries={"total_max_attempts": 1}),
    )
    return made


@pytest.fixture(scope="module")
def pool(endpoint: str) -> Iterator[dict[str, str]]:
    client = client_of("cognito-idp", endpoint)
    pool_id = client.create_user_pool(PoolName="lab")["UserPool"]["Id"]
    app = client.create_user_pool_client(
        UserPoolId=pool_id,
        ClientName="app",
        ExplicitAuthFlows=["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    )["UserPoolClient"]["ClientId"]
    client.admin_create_user(UserPoolId=pool_id, Username="alice", TemporaryPassword=FIRST_PASSWORD)
    yield {"endpoint": endpoint, "pool": pool_id, "client": app}
    client.close()


def recipe(folder: Path, pool: dict[str, str]) -> str:
    path = folder / "lab.toml"
    path.write_text(
        f'[profile]\nkind = "lab"\nregion = "eu-west-1"\nuser_pool_id = "{pool["pool"]}"\n'
        f'client_id = "{pool["client"]}"\nendpoint_url = "{pool["endpoint"]}"\n'
        '[request]\nauth_flow = "ADMIN_USER_PASSWORD_AUTH"\nusername = "alice"\n'
        '[request.parameters]\nPASSWORD = "env:USER_PASSWORD"\n'
        '[answers.NEW_PASSWORD_REQUIRED]\nNEW_PASSWORD = "env:NEW_PASSWORD"\n'
    )
    return str(path)


def test_a_new_password_then_a_sign_in(pool: dict[str, str], tmp_path: Path) -> None:
    first = environment(tmp_path, USER_PASSWORD=FIRST_PASSWORD, NEW_PASSWORD=PASSWORD, **KEYS)
    done = finish("run", recipe(tmp_path, pool), "--json", env=first)
    assert (done.status, done.json["outcome"]) == (0, "signed_in"), done.stderr
    assert done.json["challenges"] == ["NEW_PASSWORD_REQUIRED"]
    assert done.json["simulated"] is False
    again = environment(tmp_path, USER_PASSWORD=PASSWORD, NEW_PASSWORD=PASSWORD, **KEYS)
    done = finish("run", recipe(tmp_path, pool), "--json", env=again)
    assert (done.status, done.json["outcome"]) == (0, "signed_in"), done.stderr
    assert done.json["challenges"] == []


async def test_evidence_and_who_calls(
    pool: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {**KEYS, "HOME": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    profile = lab(pool["endpoint"], user_pool_id=pool["pool"], client_id=pool["client"])
    ids = {"UserPoolId": pool["pool"]}
    with open_gateways() as gateways:
        gateway = gateways.open(profile)

        async def told(operation: str, **params: ParamValue) -> Mapping[str, Any]:
            asked = ApiCall(operation=operation, params=params)
            return replied(await gateway.begin(asked).result()).details

        assert (await told(GET_CALLER_IDENTITY))["Account"] == "123456789012"
        user = await told(ADMIN_GET_USER, **ids, Username="alice")
        assert (user["Enabled"], user["UserCreateDate"].tzinfo) == (True, UTC)
        found = await told(LIST_USERS, **ids, Filter='username = "alice"')
        assert [each["Username"] for each in found["Users"]] == ["alice"]
        assert (await told(DESCRIBE_USER_POOL, **ids))["Id"] == pool["pool"]
        client = await told(DESCRIBE_USER_POOL_CLIENT, **ids, ClientId=pool["client"])
        assert "ALLOW_ADMIN_USER_PASSWORD_AUTH" in client["ExplicitAuthFlows"]
        assert (await told(GET_USER_POOL_MFA_CONFIG, **ids))["MfaConfiguration"] == "OFF"
        pools = await told(LIST_USER_POOLS, MaxResults=60)
        assert {"Id": pool["pool"]} in pools["UserPools"]
        clients = await told(LIST_USER_POOL_CLIENTS, **ids, MaxResults=60)
        assert [each["ClientName"] for each in clients["UserPoolClients"]] == ["app"]


async def test_text_messages(
    pool: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sns = client_of("sns", pool["endpoint"])
    sns.set_sms_attributes(attributes={"MonthlySpendLimit": "5", "DefaultSenderID": "canary"})
    sns.close()
    for name, value in {**KEYS, "HOME": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    profile = lab(pool["endpoint"], user_pool_id=pool["pool"], client_id=pool["client"])
    with open_gateways() as gateways:
        gateway = gateways.open(profile)

        async def told(operation: str, **params: ParamValue) -> Mapping[str, Any]:
            asked = ApiCall(operation=operation, params=params, region="eu-west-1")
            return replied(await gateway.begin(asked).result()).details

        limits = await told(GET_SMS_ATTRIBUTES, attributes=("MonthlySpendLimit",))
        assert limits == {"MonthlySpendLimit": "5"}
        for number, out in (("+12025550134", False), ("+12025550199", True)):
            asked = await told(CHECK_IF_PHONE_NUMBER_IS_OPTED_OUT, phoneNumber=Secret(number))
            assert asked == {"isOptedOut": out}


def test_what_moto_cannot_do_hides_nothing(pool: dict[str, str], tmp_path: Path) -> None:
    env = environment(tmp_path, USER_PASSWORD=PASSWORD, NEW_PASSWORD=PASSWORD, **KEYS)
    at = datetime.now(UTC).isoformat()
    done = finish("investigate", recipe(tmp_path, pool), "--at", at, "--json", env=env)
    assert done.status == 0, done.stderr
    found = {probe["operation"]: probe["status"] for probe in done.json["probes"]}
    assert set(found) == READ_ONLY
    assert found["LookupEvents"] == "failed"
    assert (found["DescribeUserPool"], found["AdminGetUser"]) == ("ok", "ok")
    assert done.json["findings"] is not None
    assert "Traceback" not in done.stderr
