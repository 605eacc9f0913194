"""The journal as the program itself keeps it, with a real keyring, a locked one, and none."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.core.secret import Secret
from console.practice.server import PracticeServer
from console.services.journal_database import Database
from console.services.journal_key import KEY_NAME, check_value, kept_check
from console.services.journal_places import FILE_NAME
from console.services.single_window import ADDRESS_NAME, LocalSingleWindow
from tests.e2e.pools import WatchedPool, environment_for, recipe_for, run_recipe
from tests.e2e.programs import LIMIT_S, Finished, command
from tests.e2e.test_run_held import READ, Keyring, linux

LOCKED = """
export PYTHON_KEYRING_BACKEND=keyring.backends.SecretService.Keyring
gnome-keyring-daemon --start --components=secrets >&2 || exit 9
exec "$@"
"""


@pytest.fixture
def server() -> Iterator[PracticeServer]:
    with PracticeServer(WatchedPool()) as server:
        yield server


def every_byte(folder: Path) -> bytes:
    return b"\n".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@linux
def test_with_a_keyring_two_runs_write_one_encrypted_journal(
    server: PracticeServer, tmp_path: Path
) -> None:
    recipe = tmp_path / "recipe.toml"
    recipe.write_text(recipe_for(server, "alice", "ADMIN_USER_PASSWORD_AUTH"))
    run = command("run", str(recipe), "--json", "--ticket", "CS-48213")
    read = [sys.executable, "-c", READ, KEY_NAME]
    first, second, key = Keyring(tmp_path).run("alice", run, run, read)
    assert (first.status, second.status) == (0, 0), first.stderr
    data = tmp_path / "data"
    assert kept_check(data) == check_value(Secret(key.stdout))
    seen = every_byte(data)
    for word in (b"alice", b"CS-48213", b"SQLite format 3", b"ADMIN", key.stdout.encode()):
        assert word not in seen
    assert key.stdout not in first.stdout + first.stderr
    with contextlib.closing(
        Database(data / FILE_NAME, key=Secret(key.stdout), busy_s=5)
    ) as journal:
        rows = journal.rows("SELECT username, ticket, effect FROM attempts")
    assert rows == [("alice", "CS-48213", "try")] * 2


@linux
def test_a_locked_keyring_stops_no_sign_in_and_is_said(
    server: PracticeServer, tmp_path: Path
) -> None:
    runner = shutil.which("dbus-run-session")
    if runner is None or shutil.which("gnome-keyring-daemon") is None:
        pytest.skip("dbus-run-session or gnome-keyring-daemon is not installed")
    recipe = tmp_path / "recipe.toml"
    recipe.write_text(recipe_for(server, "alice", "ADMIN_USER_PASSWORD_AUTH"))
    env = environment_for(tmp_path, "alice")
    for name in ("XDG_DATA_HOME", "XDG_RUNTIME_DIR"):
        env[name] = str(tmp_path / name.lower())
        Path(env[name]).mkdir(mode=0o700)
    done = subprocess.run(
        [runner, "--", "sh", "-c", LOCKED, "sh", *command("run", str(recipe), "--json")],
        env=env,
        capture_output=True,
        text=True,
        timeout=2 * LIMIT_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert re.search("keyring (is locked|could not be opened|refused|does not answer)", done.stderr)
    assert done.stderr.count("could not be kept") <= 1
    assert not (tmp_path / "data" / FILE_NAME).exists()


def test_without_a_keyring_labels_stand_for_names(server: PracticeServer, tmp_path: Path) -> None:
    done: Finished = run_recipe(
        tmp_path, recipe_for(server, "alice", "ADMIN_USER_PASSWORD_AUTH"), "alice"
    )
    assert done.status == 0
    seen = every_byte(tmp_path / "data")
    assert b"alice" not in seen
    assert b"USER-1" in seen
    assert done.stderr.count("labels stand for names") == 1


@pytest.mark.skipif(os.name != "posix", reason="Xvfb")
def test_a_second_window_raises_the_first_and_ends(tmp_path: Path) -> None:
    """The first is one that only listens: what it does is shown by the window's own tests."""
    xvfb = shutil.which("Xvfb")
    if xvfb is None:
        pytest.skip("Xvfb is not installed")
    first, wanted = LocalSingleWindow(tmp_path / "data"), list[int]()
    assert first.claim()
    first.listen(lambda: wanted.append(1))
    reading, writing = os.pipe()
    display = subprocess.Popen(
        [xvfb, "-displayfd", str(writing), "-screen", "0", "640x480x24"],
        pass_fds=(writing,),
        stderr=subprocess.DEVNULL,
    )
    try:
        number = os.read(reading, 16).decode().strip()
        env = {**environment_for(tmp_path, "alice"), "DISPLAY": f":{number}"}
        done = subprocess.run(
            command("--data-dir", str(tmp_path / "data")),
            env=env,
            capture_output=True,
            text=True,
            timeout=LIMIT_S,
            check=False,
        )
    finally:
        display.terminate()
        display.wait(timeout=LIMIT_S)
        os.close(reading)
        os.close(writing)
        first.close()
    assert (done.returncode, wanted) == (0, [1]), done.stderr
    assert "brought to front" in done.stderr
    assert not (tmp_path / "data" / ADDRESS_NAME).exists()
