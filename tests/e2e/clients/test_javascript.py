"""Amazon's JavaScript client under node against the practice pool: what browser apps run.

It speaks the public path alone, and has no client secret: that a confidential client refuses it
is as far as it goes; the secret hash is pycognito's to prove.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jwt
import pyotp
import pytest

from console.core.practice_keys import PRACTICE_USER_POOL_ID
from console.practice.clients import CLIENTS
from console.practice.server import PracticeServer
from tests.e2e.clients.seeded import account
from tests.e2e.programs import LIMIT_S, environment

SOURCES = Path(__file__).parent / "js"
INSTALL_LIMIT_S = 120
# How npm names a network or a registry that is not there; any other failure is one of the test.
NO_NETWORK = re.compile(
    r"\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT"
    r"|ERR_SOCKET_TIMEOUT|E40[134]|E5\d\d)\b"
)
NEW_PASSWORD = "Fresh-Start-2026!"
SRP = ["InitiateAuth", "RespondToAuthChallenge"]

Results = list[dict[str, Any]]
Run = Callable[..., Results]


@pytest.fixture(scope="session")
def node() -> str:
    found = shutil.which("node")
    if found is None or shutil.which("npm") is None:
        pytest.skip("node and npm are not installed")
    done = subprocess.run([found, "--version"], capture_output=True, text=True, check=True)
    if int(done.stdout.removeprefix("v").partition(".")[0]) < 18:
        pytest.skip(f"node {done.stdout.strip()} has no fetch of its own; 18 has")
    return found


@pytest.fixture(scope="session")
def modules(node: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`node_modules` as the lock says; kept within the virtual environment, for the next run."""
    lock = (SOURCES / "package-lock.json").read_bytes()
    shared = tmp_path_factory.getbasetemp()
    if sys.prefix != sys.base_prefix:
        shared = Path(sys.prefix) / "share"
    kept = shared / f"js-client-{hashlib.sha256(lock).hexdigest()[:16]}"
    if not kept.exists():
        shared.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=shared) as made:
            install(Path(made))
            Path(made).rename(kept)
            Path(made).mkdir()  # so that its end finds it
    return kept / "node_modules"


def install(folder: Path) -> None:
    for name in ("package.json", "package-lock.json"):
        shutil.copy(SOURCES / name, folder)
    quiet = ("--no-audit", "--no-fund", "--fetch-retries=0", "--fetch-timeout=30000")
    try:
        done = subprocess.run(
            ["npm", "ci", "--ignore-scripts", *quiet],  # noqa: S607  # wherever npm is here
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=INSTALL_LIMIT_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        pytest.skip(f"npm ci did not end within {INSTALL_LIMIT_S} s")
    missing = NO_NETWORK.search(done.stderr)
    if done.returncode and missing is not None:
        pytest.skip(f"npm ci cannot fetch amazon-cognito-identity-js: {missing[0]}")
    assert done.returncode == 0, done.stderr


@pytest.fixture
def sign_in(node: str, modules: Path, server: PracticeServer, tmp_path: Path) -> Run:
    """Runs sign-ins, one after the other in one process of node."""

    def run(*jobs: dict[str, Any], client: str = "public") -> Results:
        pool = {
            "endpoint": server.endpoint_url,
            "userPoolId": PRACTICE_USER_POOL_ID,
            "clientId": CLIENTS[client].id,
        }
        done = subprocess.run(
            [node, str(SOURCES / "sign_in.cjs")],
            env=environment(tmp_path, NODE_PATH=str(modules), PATH=os.environ["PATH"]),
            input=json.dumps({"pool": pool, "jobs": jobs}),
            capture_output=True,
            text=True,
            timeout=LIMIT_S,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        results: Results = json.loads(done.stdout)
        assert len(results) == len(jobs)
        return results

    return run


def job(username: str, **more: Any) -> dict[str, Any]:
    return {"username": username, "password": account(username).password, **more}


def check_tokens(
    result: dict[str, Any], username: str, server: PracticeServer, client: str = "public"
) -> None:
    """Of this user, and signed with the key that the pool publishes."""
    assert set(result["tokens"]) == {"access", "id", "refresh"}
    key = jwt.PyJWK(server.pool.jwks()["keys"][0]).key
    claims = jwt.decode(
        result["tokens"]["id"], key, algorithms=["RS256"], audience=CLIENTS[client].id
    )
    assert claims["cognito:username"] == username


def test_srp(sign_in: Run, server: PracticeServer) -> None:
    """Also with letters beyond ASCII, and after a wrong password."""
    wrong = job("alice") | {"password": "Wrong-Kettle-40!"}
    refused, right, soren = sign_in(wrong, job("alice"), job("soren"))
    assert (refused["code"], refused["message"]) == (
        "NotAuthorizedException",
        "Incorrect username or password.",
    )
    for result, username in ((right, "alice"), (soren, "soren")):
        assert result["operations"] == SRP
        check_tokens(result, username, server)


def test_the_password_flow(sign_in: Run, server: PracticeServer) -> None:
    (result,) = sign_in(job("alice", flow="USER_PASSWORD_AUTH"))
    assert result["operations"] == ["InitiateAuth"]
    check_tokens(result, "alice", server)


def test_an_authenticator_app(sign_in: Run, server: PracticeServer) -> None:
    """Its answer has SMS_MFA_CODE beside SOFTWARE_TOKEN_MFA_CODE, which Cognito overlooks."""
    seed = account("dean").totp_seed
    assert seed is not None
    code = pyotp.TOTP(seed).now()
    wrong = f"{(int(code) + 500_000) % 1_000_000:06}"
    (result,) = sign_in(job("dean", codes=[wrong, code]))
    assert result["steps"] == ["SOFTWARE_TOKEN_MFA", "CodeMismatchException"]
    check_tokens(result, "dean", server)


def test_a_text_message(sign_in: Run, server: PracticeServer) -> None:
    (result,) = sign_in(job("erin"))
    assert result["steps"] == ["SMS_MFA"]
    check_tokens(result, "erin", server)


def test_a_choice_among_second_factors(sign_in: Run, server: PracticeServer) -> None:
    (result,) = sign_in(job("walter", mfa="SMS_MFA"))
    assert result["steps"] == ["SELECT_MFA_TYPE", "SMS_MFA"]
    check_tokens(result, "walter", server)


def test_a_new_password_and_a_required_attribute(sign_in: Run, server: PracticeServer) -> None:
    chosen = {"newPassword": NEW_PASSWORD, "attributes": {"name": "Gina"}}
    lacking, weak, done, again = sign_in(
        job("gina", newPassword=NEW_PASSWORD),
        job("gina", **chosen | {"newPassword": "Short1!"}),
        job("gina", **chosen),
        {"username": "gina", "password": NEW_PASSWORD},
    )
    assert lacking["steps"] == ['new password and ["name"]', "InvalidParameterException"]
    assert lacking["message"] == "Invalid attributes given, name is missing"
    assert weak["code"] == "InvalidPasswordException"
    assert done["operations"] == [*SRP, "RespondToAuthChallenge"]
    for result in (done, again):
        check_tokens(result, "gina", server)
    assert again["steps"] == []


def test_questions_of_the_pool(sign_in: Run, server: PracticeServer) -> None:
    """The custom flow, with SRP before it and without."""
    questions = ["Which tree stands at the gate?", "How many steps lead to the door?"]
    with_srp = job("trent", flow="CUSTOM_AUTH", rounds=["maple", "seven"])
    without = {name: value for name, value in with_srp.items() if name != "password"}
    for result, start in zip(sign_in(with_srp, without), (SRP, SRP[:1]), strict=True):
        assert result["steps"] == questions
        assert result["operations"] == [*start, "RespondToAuthChallenge", "RespondToAuthChallenge"]
        check_tokens(result, "trent", server)


NO_HASH = (
    f"Client {CLIENTS['confidential'].id} is configured with secret but SECRET_HASH was not"
    " received"
)


@pytest.mark.parametrize(
    ("username", "client", "code", "message"),
    [
        ("nobody", "public", "UserNotFoundException", "User does not exist."),
        ("nobody", "hidden-users", "NotAuthorizedException", "Incorrect username or password."),
        ("bob", "confidential", "NotAuthorizedException", NO_HASH),
    ],
)
def test_refusals(sign_in: Run, username: str, client: str, code: str, message: str) -> None:
    (result,) = sign_in({"username": username, "password": "Nobody-Knows-00!"}, client=client)
    assert (result["code"], result["message"]) == (code, message)


DEVICE_PROOF = ["RespondToAuthChallenge", "RespondToAuthChallenge"]


def test_a_device(sign_in: Run, server: PracticeServer) -> None:
    """The library confirms it unasked, and proves it at the next sign-in."""
    first, again, wrong = sign_in(
        job("alice"),
        job("alice"),
        job("alice", stored={"randomPasswordKey": "not the password of the device"}),
        client="device-always",
    )
    assert first["operations"] == [*SRP, "ConfirmDevice"]
    assert again["operations"] == [*SRP, *DEVICE_PROOF]
    for result in (first, again):
        check_tokens(result, "alice", server, client="device-always")
    assert wrong["operations"] == again["operations"]
    assert (wrong["code"], wrong["message"]) == (
        "NotAuthorizedException",
        "Incorrect username or password.",
    )


def test_a_device_that_the_user_is_asked_about(sign_in: Run, server: PracticeServer) -> None:
    first, again = sign_in(job("alice"), job("alice", remember=True), client="device-opt-in")
    assert (first["asks"], again["asks"]) == (True, False)
    assert again["operations"] == SRP
    assert again["remembered"] == "SUCCESS"
    check_tokens(again, "alice", server, client="device-opt-in")


def test_a_remembered_device_spares_the_second_factor(sign_in: Run, server: PracticeServer) -> None:
    seed = account("dean").totp_seed
    assert seed is not None
    first, again = sign_in(
        job("dean", codes=[pyotp.TOTP(seed).now()]), job("dean"), client="device-always"
    )
    assert (first["steps"], again["steps"]) == (["SOFTWARE_TOKEN_MFA"], [])
    check_tokens(again, "dean", server, client="device-always")


def test_a_device_that_the_pool_forgot(sign_in: Run, server: PracticeServer) -> None:
    """The library then drops its key, and sends the same proof again without it."""
    first, forgot = sign_in(job("alice"), job("alice", forgotten=True), client="device-always")
    assert first["operations"][-1] == "ConfirmDevice"
    assert forgot["operations"] == [*SRP, "RespondToAuthChallenge", "ConfirmDevice"]
    check_tokens(forgot, "alice", server, client="device-always")
