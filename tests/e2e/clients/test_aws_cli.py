"""The AWS CLI against the practice pool, as an operator would check a sign-in by hand."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyotp
import pytest
from pycognito.aws_srp import AWSSRP  # type: ignore[import-untyped]

from console.core.practice_keys import PRACTICE_REGION, PRACTICE_USER_POOL_ID
from console.practice.clients import CLIENTS
from console.practice.server import PracticeServer
from tests.e2e.clients.seeded import account
from tests.e2e.programs import LIMIT_S, Finished, environment

AWS = Path(sys.executable).parent / "aws"
PUBLIC, CONFIDENTIAL = CLIENTS["public"], CLIENTS["confidential"]
POOL = ("--user-pool-id", PRACTICE_USER_POOL_ID)

Run = Callable[..., Finished]

pytestmark = pytest.mark.skipif(not AWS.exists(), reason="the AWS CLI of the locks is not here")


@pytest.fixture
def aws(server: PracticeServer, aws_variables: dict[str, str], tmp_path: Path) -> Run:
    """Runs one `aws cognito-idp` command; the address is given on its command line."""
    kept = environment(tmp_path, **aws_variables)
    del kept["AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"]
    del kept["PYTHONWARNINGS"]  # the CLI's own warnings are not ours

    def run(operation: str, *arguments: str, without: tuple[str, ...] = ()) -> Finished:
        own = ("--endpoint-url", server.endpoint_url, "--output", "json")
        done = subprocess.run(
            [sys.executable, str(AWS), "cognito-idp", operation, *arguments, *own],
            env={name: value for name, value in kept.items() if name not in without},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=LIMIT_S,
            check=False,
        )
        return Finished(status=done.returncode, stdout=done.stdout, stderr=done.stderr)

    return run


def output(done: Finished) -> dict[str, Any]:
    assert (done.status, done.stderr) == (0, ""), done.stderr
    value = json.loads(done.stdout)
    assert isinstance(value, dict)
    return value


def refused(done: Finished, code: str, operation: str, text: str) -> None:
    said = f"An error occurred ({code}) when calling the {operation} operation: {text}"
    assert (done.status, done.stdout) == (255, "")  # version 2 of the CLI says 254
    assert said in done.stderr


def sign_in(aws: Run, username: str, password: str) -> Finished:
    return aws(
        "admin-initiate-auth",
        *POOL,
        *("--client-id", PUBLIC.id, "--auth-flow", "ADMIN_USER_PASSWORD_AUTH"),
        *("--auth-parameters", json.dumps({"USERNAME": username, "PASSWORD": password})),
    )


def test_a_right_and_a_wrong_password(aws: Run) -> None:
    tokens = output(sign_in(aws, "alice", account("alice").password))["AuthenticationResult"]
    assert {"AccessToken", "IdToken", "RefreshToken", "TokenType", "ExpiresIn"} == set(tokens)
    refused(
        sign_in(aws, "alice", "Wrong-Kettle-40!"),
        "NotAuthorizedException",
        "AdminInitiateAuth",
        "Incorrect username or password.",
    )


def test_a_challenge_and_its_answer_on_the_confidential_client(aws: Run) -> None:
    frank = account("frank")
    assert frank.totp_seed is not None
    made = AWSSRP.get_secret_hash("frank", CONFIDENTIAL.id, CONFIDENTIAL.secret)
    client = ("--client-id", CONFIDENTIAL.id)
    hashed = {"USERNAME": "frank", "SECRET_HASH": made}
    asked = output(
        aws(
            "admin-initiate-auth",
            *POOL,
            *client,
            *("--auth-flow", "ADMIN_USER_PASSWORD_AUTH"),
            *("--auth-parameters", json.dumps(hashed | {"PASSWORD": frank.password})),
        )
    )
    assert asked["ChallengeName"] == "SOFTWARE_TOKEN_MFA"

    def answer(code: str) -> Finished:
        return aws(
            "admin-respond-to-auth-challenge",
            *POOL,
            *client,
            *("--challenge-name", "SOFTWARE_TOKEN_MFA", "--session", asked["Session"]),
            "--challenge-responses",
            json.dumps(hashed | {"SOFTWARE_TOKEN_MFA_CODE": code}),
        )

    code = pyotp.TOTP(frank.totp_seed).now()
    refused(
        answer(f"{(int(code) + 500_000) % 1_000_000:06}"),
        "CodeMismatchException",
        "AdminRespondToAuthChallenge",
        "Invalid code received for user",
    )
    assert output(answer(code))["AuthenticationResult"]["TokenType"] == "Bearer"


def test_the_public_path_needs_no_credentials(aws: Run) -> None:
    """`--no-sign-request` is taken by the public operation, and refused by the admin one."""
    parameters = json.dumps({"USERNAME": "alice", "PASSWORD": account("alice").password})
    keys = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
    flow = ("--client-id", PUBLIC.id, "--auth-parameters", parameters)
    done = aws(
        "initiate-auth",
        *flow,
        *("--auth-flow", "USER_PASSWORD_AUTH", "--no-sign-request"),
        without=keys,
    )
    assert output(done)["AuthenticationResult"]["AccessToken"].count(".") == 2
    done = aws(
        "admin-initiate-auth",
        *POOL,
        *flow,
        *("--auth-flow", "ADMIN_USER_PASSWORD_AUTH", "--no-sign-request"),
        without=keys,
    )
    refused(
        done,
        "MissingAuthenticationTokenException",
        "AdminInitiateAuth",
        "Missing Authentication Token",
    )


def test_the_settings_of_an_app_client(aws: Run) -> None:
    done = aws("describe-user-pool-client", *POOL, "--client-id", CONFIDENTIAL.id)
    described = output(done)["UserPoolClient"]
    assert described["UserPoolId"] == PRACTICE_USER_POOL_ID
    assert described["ClientId"] == CONFIDENTIAL.id
    assert described["ClientSecret"] == CONFIDENTIAL.secret
    assert set(described["ExplicitAuthFlows"]) == set(CONFIDENTIAL.auth_flows)
    done = aws("describe-user-pool-client", *POOL, "--client-id", CLIENTS["deleted"].id)
    refused(
        done,
        "ResourceNotFoundException",
        "DescribeUserPoolClient",
        f"User pool client {CLIENTS['deleted'].id} does not exist.",
    )


def test_the_pools_of_the_account(aws: Run) -> None:
    listed = output(aws("list-user-pools", "--max-results", "10"))["UserPools"]
    assert PRACTICE_USER_POOL_ID in [pool["Id"] for pool in listed]
    assert all(pool["Id"].startswith(f"{PRACTICE_REGION}_") for pool in listed)
