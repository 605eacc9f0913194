"""What a user holds, by recipe: a passkey at a terminal, a device and a seed in the keyring."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.practice.clients import CLIENTS
from console.practice.seeds_held import PRACTICE_PASSKEY_USERNAME
from console.practice.server import PracticeServer
from tests.e2e.pools import WatchedPool, environment_for, recipe_for
from tests.e2e.programs import LIMIT_S, Finished, command
from tests.practice.authenticator import seeded_authenticator

pytest.importorskip("pty", reason="there are no pseudo terminals on this system")

IN_A_KEYRING = """
printf '%s' pw | gnome-keyring-daemon --unlock --components=secrets >&2 || exit 9
exec "$@"
"""
DEVICE = """
import asyncio, sys
from console.services.secrets import KeyringVault
print(asyncio.run(KeyringVault().get(sys.argv[1])).reveal(), end="")
"""
READ = """
import sys, keyring
print(keyring.get_password("signin-console", sys.argv[1]), end="")
"""


@pytest.fixture
def pool() -> WatchedPool:
    return WatchedPool()


@pytest.fixture
def server(pool: WatchedPool) -> Iterator[PracticeServer]:
    with PracticeServer(pool) as server:
        yield server


def test_a_passkey_answers_at_a_terminal(server: PracticeServer, tmp_path: Path) -> None:
    from tests.e2e.test_secrets import on_a_terminal

    user, made = PRACTICE_PASSKEY_USERNAME, list[str]()

    def signed(shown: str) -> bytes:
        options = re.search(r"CREDENTIAL_REQUEST_OPTIONS: (\{.*\})", shown)
        assert options is not None
        made.append(seeded_authenticator().answers(options[1]))
        return f"{made[0]}\n".encode()

    recipe = tmp_path / "recipe.toml"
    rest = 'PREFERRED_CHALLENGE = "WEB_AUTHN"\n[answers.WEB_AUTHN]\nCREDENTIAL = "prompt"\n'
    recipe.write_text(recipe_for(server, user, "USER_AUTH", rest=rest))
    done = on_a_terminal(
        *("run", str(recipe), "--json"),
        env=environment_for(tmp_path, user),
        question="WEB_AUTHN CREDENTIAL: ",
        act=signed,
    )
    assert (done.status, done.json["outcome"]) == (0, "signed_in"), done.stderr
    assert done.json["challenges"] == ["WEB_AUTHN"]
    signature = json.loads(made[0])["response"]["signature"]
    assert signature not in done.stdout + done.stderr


class Keyring:
    """A keyring of its own on a private bus, for a row of commands."""

    def __init__(self, folder: Path) -> None:
        runner, daemon = shutil.which("dbus-run-session"), shutil.which("gnome-keyring-daemon")
        if runner is None or daemon is None:
            pytest.skip("dbus-run-session or gnome-keyring-daemon is not installed")
        self._runner = runner
        self._folder = folder

    def run(self, username: str, *commands: list[str]) -> list[Finished]:
        """Runs them one after the other, with the same keyring."""
        env = environment_for(self._folder, username)
        for name in ("XDG_DATA_HOME", "XDG_RUNTIME_DIR"):
            env[name] = str(self._folder / name.lower())
            Path(env[name]).mkdir(mode=0o700)
        for name in ("DBUS_SESSION_BUS_ADDRESS", "PYTHON_KEYRING_BACKEND"):
            env.pop(name, None)
        code = (
            "import json, subprocess, sys\n"
            "ran = [subprocess.run(each, capture_output=True, text=True)\n"
            "       for each in json.loads(sys.argv[1])]\n"
            "print(json.dumps([(each.returncode, each.stdout, each.stderr) for each in ran]))\n"
        )
        work = [sys.executable, "-c", code, json.dumps(commands)]
        done = subprocess.run(
            [self._runner, "--", "sh", "-c", IN_A_KEYRING, "sh", *work],
            env=env,
            capture_output=True,
            text=True,
            timeout=2 * LIMIT_S,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return [
            Finished(status=status, stdout=stdout, stderr=stderr)
            for status, stdout, stderr in json.loads(done.stdout)
        ]


linux = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="Secret Service is of Linux"
)


@linux
@pytest.mark.parametrize("client", ["device-always", "device-opt-in"])
def test_a_device_is_remembered_and_proves_itself_in_the_next_run(
    server: PracticeServer, pool: WatchedPool, tmp_path: Path, client: str
) -> None:
    first, second = tmp_path / "first.toml", tmp_path / "second.toml"
    text = recipe_for(server, "alice", "USER_SRP_AUTH", client=client)
    first.write_text(text + "[after]\nremember_device = true\n")
    second.write_text(text)
    name = f"device/{CLIENTS[client].user_pool_id}/alice"
    once, again, kept = Keyring(tmp_path).run(
        "alice",
        command("run", str(first), "--json"),
        command("run", str(second), "--json"),
        [sys.executable, "-c", DEVICE, name],
    )
    assert (once.status, once.json["outcome"]) == (0, "signed_in"), once.stderr
    asked_first = ["UpdateDeviceStatus"] if client == "device-opt-in" else []
    after = [step["operation"] for step in once.json["after"]]
    assert after == ["ConfirmDevice", *asked_first, "RevokeToken"]
    assert "kept in the keyring" in once.stderr
    assert (again.status, again.json["challenges"]) == (
        0,
        ["PASSWORD_VERIFIER", "DEVICE_SRP_AUTH", "DEVICE_PASSWORD_VERIFIER"],
    ), again.stderr
    device = json.loads(kept.stdout)
    for secret in device.values():
        for run in (once, again):
            assert secret not in run.stdout + run.stderr
    assert pool.operations.count("ConfirmDevice") == 1


@linux
def test_a_new_seed_is_kept_and_serves_the_other_path(
    server: PracticeServer, tmp_path: Path
) -> None:
    recipe = tmp_path / "recipe.toml"
    rest = '[answers.MFA_SETUP]\ntotp_seed = "keyring:yvonne new"\n'
    rest += '[answers.SOFTWARE_TOKEN_MFA]\ntotp_seed = "keyring:yvonne new"\n'
    recipe.write_text(recipe_for(server, "yvonne", request='path = "both"', rest=rest))
    done, kept = Keyring(tmp_path).run(
        "yvonne",
        command("run", str(recipe), "--json"),
        [sys.executable, "-c", READ, "yvonne new"],
    )
    assert (done.status, done.json["outcome"]) == (0, "signed_in"), done.stderr
    assert done.json["challenges"] == ["MFA_SETUP", "SOFTWARE_TOKEN_MFA"]
    assert "for the next code" in done.stderr
    assert "lost" not in done.stderr
    assert re.fullmatch(r"[A-Z2-7]{32,}=*", kept.stdout)
    assert kept.stdout not in done.stdout + done.stderr


def test_a_seed_that_could_not_be_kept_sends_nothing(
    server: PracticeServer, pool: WatchedPool, tmp_path: Path
) -> None:
    from tests.e2e.pools import run_recipe

    rest = '[answers.MFA_SETUP]\ntotp_seed = "keyring:yvonne new"\n'
    done = run_recipe(tmp_path, recipe_for(server, "yvonne", rest=rest), "yvonne")
    assert (done.status, set(done.json)) == (2, {"error"})
    assert "cannot be kept at keyring:yvonne new" in done.json["error"]["title"]
    assert pool.operations == []
