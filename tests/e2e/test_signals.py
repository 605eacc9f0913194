"""Ctrl-C and SIGTERM, to commands and to the window, as a person or a desktop sends them."""

from __future__ import annotations

import json
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.e2e.programs import LIMIT_S, command, environment

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")


def silent_recipe(folder: Path, port: int) -> str:
    path = folder / "silent.toml"
    path.write_text(
        '[profile]\nkind = "practice"\nregion = "eu-west-1"\n'
        'user_pool_id = "eu-west-1_PRACTICE1"\nclient_id = "client"\n'
        f'endpoint_url = "http://127.0.0.1:{port}"\n'
        '[request]\nauth_flow = "ADMIN_USER_PASSWORD_AUTH"\nusername = "alice"\n'
        '[request.parameters]\nPASSWORD = "env:USER_PASSWORD"\n'
    )
    return str(path)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_cancelled_run_says_what_had_left(tmp_path: Path, number: signal.Signals) -> None:
    case = tmp_path / "case.json"
    with socket.create_server(("127.0.0.1", 0)) as server:
        recipe = silent_recipe(tmp_path, server.getsockname()[1])
        process = subprocess.Popen(
            command("run", recipe, "--json", "--export", str(case)),
            env=environment(tmp_path, USER_PASSWORD="hunter2-hunter2"),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        server.settimeout(LIMIT_S)
        connection, _ = server.accept()
        with connection:
            received = b""
            while b"hunter2-hunter2" not in received:  # the whole request is here
                received += connection.recv(65536)
            process.send_signal(number)
            output, errors = process.communicate(timeout=LIMIT_S)
    value = json.loads(output)
    assert process.returncode == 3
    assert value["outcome"] == "cancelled"
    assert value["steps"][0]["sent"] == "yes"
    assert "Traceback" not in errors
    assert json.loads(case.read_text())["outcome"] == "cancelled"
    assert "hunter2" not in output + errors + case.read_text()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_that_meets_exec_keeps_its_status(
    tmp_path: Path, number: signal.Signals
) -> None:
    """As when dataclasses are made while modules load: CPython would end the process by SIGINT."""
    code = (
        "import sys\n"
        "from console import __main__ as program\n"
        "from console.cli import main\n"
        f"main._run = lambda _: exec('import signal; signal.raise_signal({int(number)})')\n"
        "sys.exit(program.main(['run', 'recipe', '--json']))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )
    assert done.returncode == 3, done.stderr
    assert json.loads(done.stdout)["error"]["title"] == "Interrupted."


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_classify_says_so(tmp_path: Path, number: signal.Signals) -> None:
    process = subprocess.Popen(
        command("classify", "--from", "-"),
        env=environment(tmp_path),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write('{"code": "X"}\n')
    process.stdin.flush()
    assert process.stdout.readline().startswith('{"id"')
    process.send_signal(number)
    _, errors = process.communicate(timeout=LIMIT_S)
    assert process.returncode == 3
    assert "Interrupted" in errors
    assert "Traceback" not in errors


def test_ctrl_c_ends_the_practice_pool_with_status_0(tmp_path: Path) -> None:
    process = subprocess.Popen(
        command("practice"),
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert json.loads(process.stdout.readline())["endpoint_url"]
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=LIMIT_S)
    assert process.returncode == 0
    assert "Traceback" not in errors


@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="no Xvfb on this system")
def test_the_window_on_a_real_x_display_ends_in_order(tmp_path: Path) -> None:
    """The program itself, painted by the xcb plugin, until SIGTERM."""
    read, write = socket.socketpair()
    display = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write.fileno()), "-screen", "0", "1440x900x24"],  # noqa: S607
        pass_fds=(write.fileno(),),
        stderr=subprocess.DEVNULL,
    )
    try:
        read.settimeout(LIMIT_S)
        number = read.recv(16).decode().strip()
        env = environment(tmp_path, DISPLAY=f":{number}")
        program = subprocess.Popen(
            command("--practice"), env=env, stderr=subprocess.PIPE, text=True
        )
        journal = tmp_path / "data" / "journal.sqlite3"
        end = time.monotonic() + LIMIT_S
        while not journal.exists():  # the history is read once the window stands
            assert program.poll() is None
            assert time.monotonic() < end
        program.send_signal(signal.SIGTERM)
        _, errors = program.communicate(timeout=LIMIT_S)
        assert program.returncode == 0, errors
        assert "Traceback" not in errors
        assert "internal error" not in errors
    finally:
        display.terminate()
        display.wait(timeout=LIMIT_S)
        read.close()
        write.close()
