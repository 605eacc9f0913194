"""Starts the program as a user would, in processes of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LIMIT_S = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """An ended command; `json` is its one line of stdout."""

    status: int
    stdout: str
    stderr: str

    @property
    def json(self) -> dict[str, Any]:
        (line,) = self.stdout.splitlines()
        value = json.loads(line)
        assert isinstance(value, dict)
        return value


def environment(home: Path, **changes: str) -> dict[str, str]:
    """No AWS configuration, no display, no home of this machine."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("AWS_", "XDG_", "SIGNIN_")) and "proxy" not in name.lower()
    }
    kept.pop("DISPLAY", None)
    kept.pop("WAYLAND_DISPLAY", None)
    kept.pop("QT_QPA_PLATFORM", None)
    return {
        **kept,
        "HOME": str(home),
        "SIGNIN_CONSOLE_DATA": str(home / "data"),
        "PYTHONWARNINGS": "error",
        "AWS_EC2_METADATA_DISABLED": "true",
        **changes,
    }


def command(*arguments: str) -> list[str]:
    """The program's command line."""
    return [sys.executable, "-m", "console", *arguments]


def finish(
    *arguments: str, env: Mapping[str, str], stdin: str = "", cwd: Path | None = None
) -> Finished:
    """Runs the program to its end."""
    done = subprocess.run(
        command(*arguments),
        env=dict(env),
        input=stdin,
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
        cwd=cwd,
    )
    return Finished(status=done.returncode, stdout=done.stdout, stderr=done.stderr)


@contextmanager
def practice(home: Path) -> Iterator[dict[str, Any]]:
    """A practice process and the line that it printed; ended by SIGTERM, with status 0."""
    process = subprocess.Popen(
        command("practice"),
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        value = json.loads(line)
        assert isinstance(value, dict)
        yield value
    finally:
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=LIMIT_S)
    assert process.returncode == 0, errors
    assert "Traceback" not in errors
