"""`investigate` against the practice pool: what is read, while nothing of a sign-in is sent."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from console.core.call import READ_ONLY, SERVICES
from console.practice.clients import CLIENTS
from console.practice.errors import PracticeError
from console.practice.server import PracticeServer
from tests.e2e.pools import PASSWORDS, WatchedPool, environment_for, recipe_for
from tests.e2e.programs import LIMIT_S, Finished, command, environment, finish
from tests.e2e.test_run import production_recipe

WRONG = ("--code", "NotAuthorizedException", "--message", "Incorrect username or password.")


class TogetherPool(WatchedPool):
    """Answers its first calls only once so many are here at the same time."""

    def __init__(self, together: int) -> None:
        super().__init__()
        self._barrier = threading.Barrier(together)
        self._left = together
        self._lock = threading.Lock()

    def handle(self, operation: str, body: Mapping[str, object]) -> dict[str, Any]:
        with self._lock:
            waits, self._left = self._left > 0, self._left - 1
        if waits:
            self._barrier.wait(LIMIT_S)
        return super().handle(operation, body)


class DenyingPool(WatchedPool):
    """IAM says no to one operation, in its own words."""

    def __init__(self, operation: str) -> None:
        super().__init__()
        self._denied = operation

    def handle(self, operation: str, body: Mapping[str, object]) -> dict[str, Any]:
        if operation == self._denied:
            self.calls.append((operation, body))
            action = f"cognito-idp:{operation}"
            raise PracticeError(
                "AccessDeniedException",
                f"User: arn:aws:iam::123456789012:user/support is not authorized to perform: "
                f"{action} on resource: * because no identity-based policy allows the {action} "
                "action",
            )
        return super().handle(operation, body)


@pytest.fixture
def pool() -> WatchedPool:
    return WatchedPool()


@pytest.fixture
def server(pool: WatchedPool) -> Iterator[PracticeServer]:
    with PracticeServer(pool) as running:
        yield running


def investigated(folder: Path, text: str, username: str, *more: str, **changes: str) -> Finished:
    path = folder / "recipe.toml"
    path.write_text(text, encoding="utf-8")
    env = {**environment_for(folder, username), **changes}
    return finish("investigate", str(path), *more, env=env)


def statuses(done: Finished) -> dict[str, str]:
    return {probe["operation"]: probe["status"] for probe in done.json["probes"]}


def test_everything_is_read_and_nothing_of_a_sign_in_is_sent(
    server: PracticeServer, pool: WatchedPool, tmp_path: Path
) -> None:
    done = investigated(tmp_path, recipe_for(server, "dave"), "dave", "--json")
    assert done.status == 0, done.stderr
    assert set(done.json) == {
        "schema_version", "simulated", "classification", "probes", "findings", "forecast",
        "policy", "trail", "log_lines", "sms", "not_exercised",
    }  # fmt: skip
    found = statuses(done)
    assert set(found) == READ_ONLY
    assert {name for name, status in found.items() if status != "ok"} == {
        "AdminListDevices",
        *SERVICES,
    }
    assert done.json["forecast"]["challenge"] == "SOFTWARE_TOKEN_MFA"
    assert set(pool.operations) <= READ_ONLY
    assert PASSWORDS["dave"] not in done.stdout + done.stderr
    assert "dave@" not in done.stdout + done.stderr


def test_independent_calls_are_under_way_at_the_same_time(tmp_path: Path) -> None:
    pool = TogetherPool(10)  # six operations and four searches of one name
    with PracticeServer(pool) as server:
        done = investigated(tmp_path, recipe_for(server, "dave"), "dave", "--json")
    assert done.status == 0
    assert set(statuses(done).values()) == {"ok", "skipped"}


def test_one_that_hangs_is_a_timeout_and_hides_no_other(tmp_path: Path) -> None:
    pool = WatchedPool(hold="GetUserPoolMfaConfig")
    with PracticeServer(pool) as server:
        text = recipe_for(server, "dave").replace("[request]", "read_timeout_s = 3\n[request]", 1)
        done = investigated(tmp_path, text, "dave", "--json")
        pool.let_go.set()
    assert done.status == 0
    found = statuses(done)
    assert found.pop("GetUserPoolMfaConfig") == "timeout"
    assert set(found.values()) == {"ok", "skipped"}
    assert found["AdminGetUser"] == "ok"


def test_one_that_is_denied_names_its_action_and_leaves_the_cause_open(tmp_path: Path) -> None:
    pool = DenyingPool("AdminGetUser")
    with PracticeServer(pool) as server:
        done = investigated(tmp_path, recipe_for(server, "dave"), "dave", *WRONG, "--json")
    assert done.status == 0
    assert done.json["classification"]["id"] == "NA01"
    (denied,) = (probe for probe in done.json["probes"] if probe["status"] == "denied")
    assert denied["operation"] == "AdminGetUser"
    assert denied["missing_action"] == "cognito-idp:AdminGetUser"
    assert done.json["findings"]
    assert not any(finding["decided"] for finding in done.json["findings"])
    first = done.json["findings"][0]
    assert "AdminGetUser" in json.dumps([first["not_checked"], first["would_decide"]])
    assert "123456789012" not in done.stdout + done.stderr


def test_where_the_user_was_read_the_same_error_is_decided(
    server: PracticeServer, tmp_path: Path
) -> None:
    done = investigated(tmp_path, recipe_for(server, "dave"), "dave", *WRONG, "--json")
    first = done.json["findings"][0]
    assert (first["id"], first["decided"]) == ("wrong_password", True)
    nobody = recipe_for(server, "dave").replace('"dave"', '"nobody"')
    done = investigated(tmp_path, nobody, "dave", *WRONG, "--json")
    assert done.json["findings"][0]["id"] != "wrong_password"


def test_a_user_secret_that_is_not_set_stops_nothing_but_the_client_secret_does(
    server: PracticeServer, pool: WatchedPool, tmp_path: Path
) -> None:
    path = tmp_path / "recipe.toml"
    path.write_text(recipe_for(server, "dave", client="confidential"))
    env = environment(tmp_path, PYTHON_KEYRING_BACKEND="keyring.backends.fail.Keyring")
    done = finish("investigate", str(path), "--json", env=env)
    assert (done.status, set(done.json)) == (2, {"error"})
    assert "CLIENT_SECRET" in done.json["error"]["title"]
    assert pool.operations == []
    env["CLIENT_SECRET"] = CLIENTS["confidential"].secret or ""
    done = finish("investigate", str(path), "--json", env=env)
    assert done.status == 0
    assert env["CLIENT_SECRET"] not in done.stdout + done.stderr


def test_a_wrong_client_secret_is_found_without_being_shown(
    server: PracticeServer, tmp_path: Path
) -> None:
    text = recipe_for(server, "dave", client="confidential")
    code = ("--code", "NotAuthorizedException", "--message")
    message = f"Unable to verify secret hash for client {CLIENTS['confidential'].id}"
    wrong = {"CLIENT_SECRET": "of-quite-another-client"}
    done = investigated(tmp_path, text, "dave", *code, message, "--json", **wrong)
    assert done.status == 0
    assert "secret" in done.json["findings"][0]["id"]
    secret = CLIENTS["confidential"].secret
    assert secret is not None
    assert secret not in done.stdout + done.stderr
    assert wrong["CLIENT_SECRET"] not in done.stdout + done.stderr


def test_the_words_for_a_person(server: PracticeServer, tmp_path: Path) -> None:
    done = investigated(tmp_path, recipe_for(server, "dave"), "dave", *WRONG)
    assert done.status == 0
    for words in (
        "Simulated",
        "NA01",
        "OPERATION",
        "The practice pool is in no AWS account.",
        "wrong_password",
        "for the customer:",
        "forecast:",
    ):
        assert words in done.stdout


def test_without_credentials_nothing_is_sent_and_everything_is_told(tmp_path: Path) -> None:
    recipe = production_recipe(tmp_path)
    done = finish("investigate", str(recipe), "--json", env=environment(tmp_path))
    assert done.status == 4
    found = statuses(done)
    skipped = set(SERVICES) - {"GetCallerIdentity"}
    assert {name for name, status in found.items() if status != "failed"} == skipped
    assert {found[name] for name in skipped} == {"skipped"}
    assert "NoCredentialsError" in done.json["error"]["title"]
    assert done.json["error"]["hint"]
    assert done.json["forecast"] is not None
    assert "Traceback" not in done.stderr


def test_without_a_network_nothing_is_sent(server: PracticeServer, tmp_path: Path) -> None:
    text = recipe_for(server, "dave").replace(server.endpoint_url, "http://127.0.0.1:1")
    done = investigated(tmp_path, text, "dave", "--json")
    assert done.status == 4
    assert set(statuses(done).values()) == {"failed", "skipped"}


@pytest.mark.parametrize("arguments", [("--message", "x"), ("--challenge", "SMS_MFA")])
def test_what_belongs_to_an_error_needs_its_code(
    server: PracticeServer, pool: WatchedPool, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    done = investigated(tmp_path, recipe_for(server, "dave"), "dave", *arguments, "--json")
    assert (done.status, set(done.json)) == (2, {"error"})
    assert pool.operations == []


def test_bad_input_is_told_in_one_line(tmp_path: Path) -> None:
    for arguments in (("investigate", str(tmp_path / "absent.toml"), "--json"), ("investigate",)):
        done = finish(*arguments, env=environment(tmp_path))
        assert done.status == 2
        assert "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_tells_what_was_read_until_then(
    tmp_path: Path, number: signal.Signals
) -> None:
    pool = WatchedPool(hold="AdminGetUser")
    with PracticeServer(pool) as server:
        recipe = tmp_path / "recipe.toml"
        recipe.write_text(recipe_for(server, "dave"))
        process = subprocess.Popen(
            command("investigate", str(recipe), "--json"),
            env=environment_for(tmp_path, "dave"),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stderr is not None
        for line in process.stderr:
            if line.startswith("DescribeUserPool: ok"):
                break
        assert pool.held.wait(LIMIT_S)
        process.send_signal(number)
        output, errors = process.communicate(timeout=LIMIT_S)
        pool.let_go.set()
    value = json.loads(output)
    assert process.returncode == 3
    assert value["error"]["title"] == "Interrupted."
    found = {probe["operation"]: probe["status"] for probe in value["probes"]}
    assert (found["DescribeUserPool"], found["AdminGetUser"]) == ("ok", "failed")
    assert "Traceback" not in errors


def test_help_states_statuses(tmp_path: Path) -> None:
    done = finish("investigate", "--help", env=environment(tmp_path))
    assert done.status == 0
    for words in ("exit statuses:", "nothing could be sent", "--code", "AdminGetUser"):
        assert words in done.stdout
