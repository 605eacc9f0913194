from __future__ import annotations

import subprocess
import sys

import pytest

from console.cli.crashes import on_loop_error, tell_bug

PROGRAM = """
import threading
from console.cli.crashes import report_masked
report_masked()
def fail():
    raise ValueError("hunter2-canary")
thread = threading.Thread(target=fail)
thread.start()
thread.join()
class Odd:
    def __del__(self):
        fail()
Odd()
fail()
"""


def test_bugs_that_nobody_hears_of_are_told_without_their_texts() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert done.stderr.count("internal error") == 3
    assert done.stderr.count("ValueError") == 3
    assert "hunter2" not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_the_loop_s_errors(capsys: pytest.CaptureFixture[str]) -> None:
    on_loop_error(None, {"message": "hunter2", "exception": KeyError("hunter2")})
    on_loop_error(None, {"message": "hunter2"})
    told = capsys.readouterr().err
    assert told.count("internal error") == 1
    assert "KeyError" in told
    assert "hunter2" not in told


def test_a_bug_without_an_exception(capsys: pytest.CaptureFixture[str]) -> None:
    tell_bug(None)
    assert capsys.readouterr().err == "internal error\n"
