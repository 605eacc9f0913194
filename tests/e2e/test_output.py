"""Outputs that cannot be written, and texts on them: no traceback, no second failure at the end."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.programs import LIMIT_S, command, environment, finish

ARGUMENTS = ("classify", "--code", "NotAuthorizedException")
FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="no device that is always full")
@pytest.mark.parametrize("extra", [(), ("--json",)])
def test_a_full_disk_behind_stdout_is_said(tmp_path: Path, extra: tuple[str, ...]) -> None:
    with FULL.open("w") as full:
        done = subprocess.run(
            command(*ARGUMENTS, *extra),
            env=environment(tmp_path),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=LIMIT_S,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.startswith("signin-console: The result could not be written.")
    assert "Exception" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="a POSIX shell")
@pytest.mark.parametrize(
    ("redirection", "status"), [(">&-", 2), ("2>&-", 0), (">&- 2>&-", 2), ("<&-", 0)]
)
def test_closed_streams(tmp_path: Path, redirection: str, status: int) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f'"$@" {redirection}', "sh", *command(*ARGUMENTS, "--json")],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )
    assert done.returncode == status
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="pipes end otherwise there")
def test_a_reader_that_has_seen_enough_is_left_alone(tmp_path: Path) -> None:
    lines = tmp_path / "lines"
    lines.write_text('{"code": "X"}\n' * 2000)
    process = subprocess.Popen(
        command("classify", "--from", str(lines)),
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline().startswith("{")
    process.stdout.close()
    assert process.stderr.read() == ""
    process.stderr.close()
    assert process.wait(timeout=LIMIT_S) == 3


def test_commands_need_no_qt_and_classify_no_network(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "sys.modules.update(dict.fromkeys(('PySide6', 'shiboken6', 'qasync')))\n"
        "from console.__main__ import main\n"
        "status = main(sys.argv[1:])\n"
        "assert not {'boto3', 'botocore', 'keyring', 'ssl'} & set(sys.modules)\n"
        "sys.exit(status)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *ARGUMENTS],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_a_wrong_command_line_is_quoted_in_part(tmp_path: Path) -> None:
    done = finish("run", "a", "\x1b" * 3000, "--json", env=environment(tmp_path))
    assert done.status == 2
    assert len(done.json["error"]["detail"]) < 2000
    assert "\x1b" not in done.json["error"]["detail"]
