"""Secrets from the places that a recipe can name: the keyring, and a terminal's prompt."""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.programs import LIMIT_S, Finished, command, environment, practice
from tests.e2e.recipes import recipe_text, secrets_of

pty = pytest.importorskip("pty", reason="there are no pseudo terminals on this system")
termios = pytest.importorskip("termios")

STORE = """
printf '%s' pw | gnome-keyring-daemon --unlock --components=secrets >&2 || exit 9
printf '%s' "$1" | "$2" -c '
import sys, keyring
keyring.set_password("signin-console", "alice at Contoso", sys.stdin.read())' || exit 8
shift 1
exec "$@"
"""


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    with practice(tmp_path_factory.mktemp("practice")) as line:
        yield line


def recipe_of(folder: Path, pool: dict[str, Any], name: str, old: str, new: str) -> str:
    user = next(user for user in pool["users"] if user["username"] == name)
    text = recipe_text(pool, user)
    assert old in text
    path = folder / "recipe.toml"
    path.write_text(text.replace(old, new))
    return str(path)


def environment_of(folder: Path, pool: dict[str, Any], name: str) -> dict[str, str]:
    user = next(user for user in pool["users"] if user["username"] == name)
    return environment(folder, **secrets_of(pool, user))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Secret Service is of Linux")
def test_a_password_from_the_system_keyring(pool: dict[str, Any], tmp_path: Path) -> None:
    runner, daemon = shutil.which("dbus-run-session"), shutil.which("gnome-keyring-daemon")
    if runner is None or daemon is None:
        pytest.skip("dbus-run-session or gnome-keyring-daemon is not installed")
    recipe = recipe_of(tmp_path, pool, "alice", "env:USER_PASSWORD", "keyring:alice at Contoso")
    env = environment_of(tmp_path, pool, "alice")
    password = env.pop("USER_PASSWORD")
    for name in ("XDG_DATA_HOME", "XDG_RUNTIME_DIR"):
        env[name] = str(tmp_path / name.lower())
        Path(env[name]).mkdir(mode=0o700)
    for name in ("DBUS_SESSION_BUS_ADDRESS", "PYTHON_KEYRING_BACKEND"):
        env.pop(name, None)
    done = subprocess.run(
        [runner, "--", "sh", "-c", STORE, "sh", password, *command("run", recipe, "--json")],
        env=env,
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["outcome"] == "signed_in"
    assert password not in done.stdout + done.stderr


def on_a_terminal(
    *arguments: str,
    env: dict[str, str],
    question: str,
    act: bytes | signal.Signals | Callable[[str], bytes],
) -> Finished:
    """Runs the program on a pseudo terminal; `act` is typed or sent once the question stands.

    It may be made of what is shown until then.
    """
    master, slave = pty.openpty()
    process = subprocess.Popen(
        command(*arguments), env=env, stdin=slave, stdout=subprocess.PIPE, stderr=slave, text=True
    )
    shown = b""
    try:
        while question.encode() not in shown:
            ready, _, _ = select.select([master], [], [], LIMIT_S)
            assert ready, "the program asks nothing"
            shown += os.read(master, 4096)
        if isinstance(act, signal.Signals):
            process.send_signal(act)
        else:
            os.write(master, act if isinstance(act, bytes) else act(shown.decode()))
        output, _ = process.communicate(timeout=LIMIT_S)
        assert termios.tcgetattr(slave)[3] & termios.ECHO
        while select.select([master], [], [], 0)[0]:
            shown += os.read(master, 4096)
    finally:
        process.kill()
        process.wait(timeout=LIMIT_S)
        os.close(slave)
        os.close(master)
    assert b"Traceback" not in shown
    return Finished(status=process.returncode, stdout=output, stderr=shown.decode())


def test_a_prompted_password_signs_in_and_is_shown_nowhere(
    pool: dict[str, Any], tmp_path: Path
) -> None:
    recipe = recipe_of(tmp_path, pool, "alice", "env:USER_PASSWORD", "prompt")
    env = environment_of(tmp_path, pool, "alice")
    password = env.pop("USER_PASSWORD")
    typed = f"{password}\n".encode()
    done = on_a_terminal("run", recipe, "--json", env=env, question="PASSWORD: ", act=typed)
    assert (done.status, done.json["outcome"]) == (0, "signed_in")
    assert password not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("act", "status"), [(b"\n", 2), (b"\x04", 2), (signal.SIGINT, 3), (signal.SIGTERM, 3)]
)
def test_without_a_prompted_password_nothing_is_sent(
    pool: dict[str, Any], tmp_path: Path, act: bytes | signal.Signals, status: int
) -> None:
    recipe = recipe_of(tmp_path, pool, "alice", "env:USER_PASSWORD", "prompt")
    env = environment_of(tmp_path, pool, "alice")
    done = on_a_terminal("run", recipe, "--json", env=env, question="PASSWORD: ", act=act)
    assert done.status == status
    assert set(done.json) == {"error"}


@pytest.mark.parametrize(
    ("act", "status", "outcome"),
    [
        (b"\n", 1, "abandoned"),
        (b"\x04", 1, "abandoned"),
        (b"000 000\n", 1, "failed"),
        (signal.SIGINT, 3, "cancelled"),
        (signal.SIGTERM, 3, "cancelled"),
    ],
)
def test_a_challenge_at_a_prompt(
    pool: dict[str, Any],
    tmp_path: Path,
    act: bytes | signal.Signals,
    status: int,
    outcome: str,
) -> None:
    recipe = recipe_of(tmp_path, pool, "erin", '"outbox"', '"prompt"')
    env = environment_of(tmp_path, pool, "erin")
    target = tmp_path / "case.json"
    done = on_a_terminal(
        *("run", recipe, "--json", "--export", str(target)),
        env=env,
        question="SMS_MFA_CODE: ",
        act=act,
    )
    assert (done.status, done.json["outcome"]) == (status, outcome)
    assert done.json["challenges"] == ["SMS_MFA"]
    assert json.loads(target.read_text())["outcome"] == outcome
