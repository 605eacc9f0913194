from __future__ import annotations

import json
import subprocess
from pathlib import Path

from tests.e2e.programs import command, environment, finish

FIELDS = [
    "id",
    "code",
    "message",
    "matched",
    "meaning",
    "causes",
    "act",
    "next_steps",
    "retry",
    "counts_towards_lockout",
]


def test_one_exception(tmp_path: Path) -> None:
    env = environment(tmp_path)
    arguments = ("--code", "NotAuthorizedException", "--message", "User is disabled.")
    done = finish("classify", *arguments, "--json", env=env)
    assert done.status == 0
    assert list(done.json) == FIELDS
    assert (done.json["id"], done.json["matched"]) == ("NA02", "text")
    words = finish("classify", *arguments, env=env)
    assert words.stdout.startswith("NA02 NotAuthorizedException")


def test_lines_in_order_with_bad_ones_marked(tmp_path: Path) -> None:
    lines = tmp_path / "lines"
    lines.write_text(
        '{"code": "TooManyRequestsException"}\nnonsense\n{"code": 5}\n'
        '{"code": "X", "message": 7}\n'
        '{"code": "UserNotFoundException", "message": "User does not exist."}\n'
    )
    done = finish("classify", "--from", str(lines), env=environment(tmp_path))
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [value.get("line") for value in found] == [None, 2, 3, 4, None]
    assert found[4]["id"] == "UN01"
    piped = finish("classify", "--from", "-", env=environment(tmp_path), stdin=lines.read_text())
    assert piped.stdout == done.stdout


def test_a_line_ends_at_a_line_feed_and_stdin_is_utf_8(tmp_path: Path) -> None:
    lines = '\ufeff{"code": "X",\r"message": "h\u00e9\u202e"}\r\n\n{"code": "Y"}'
    env = environment(tmp_path, LANG="C", LC_ALL="C", PYTHONIOENCODING="ascii")
    done = subprocess.run(
        command("classify", "--from", "-"),
        input=lines.encode(),
        env=env,
        capture_output=True,
        check=True,
    )
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [value.get("code") for value in found] == ["X", None, "Y"]
    assert found[0]["message"] == "h\u00e9\u202e"
    log = "NotAuthorizedException: h\u00e9".encode()
    done = subprocess.run(
        command("classify", "--text", "-"), input=log, env=env, capture_output=True, check=True
    )
    assert b"h\\xe9" in done.stdout


def test_a_pasted_log(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("x\n12:00 NotAuthorizedException: Incorrect username or password.\n")
    env = environment(tmp_path)
    done = finish("classify", "--text", str(log), "--json", env=env)
    (finding,) = done.json["findings"]
    assert (finding["id"], finding["line"], finding["column"]) == ("NA01", 2, 7)
    words = finish("classify", "--text", str(log), env=env)
    assert "line 2, column 7" in words.stdout
    empty = finish("classify", "--text", "-", env=env, stdin="nothing")
    assert "No exception" in empty.stdout


def test_hostile_text_cannot_act_on_a_terminal(tmp_path: Path) -> None:
    done = finish(
        "classify",
        "--code",
        "X\x1b[31mException",
        "--message",
        "a\u202eb",
        env=environment(tmp_path),
    )
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    for option in ("--from", "--text"):
        done = finish(
            "classify", option, str(tmp_path / "absent"), "--json", env=environment(tmp_path)
        )
        assert done.status == 2
        assert "cannot be read" in done.json["error"]["title"]


def test_logs_of_a_windows_shell_are_read(tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    text = "NotAuthorizedException: User is disabled.\r\n"
    for encoding in ("utf-16", "utf-8-sig"):
        log.write_bytes(text.encode(encoding))
        done = finish("classify", "--text", str(log), "--json", env=environment(tmp_path))
        (found,) = done.json["findings"]
        assert (found["id"], found["line"]) == ("NA02", 1)


def test_the_last_line_of_a_long_log_is_read_and_a_longer_one_is_refused(tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    line = "2026-11-24 12:00:00 INFO request handled by a worker\n"
    log.write_text(line * (5 * 1024 * 1024 // len(line)) + "UserNotConfirmedException: x\n")
    done = finish("classify", "--text", str(log), "--json", env=environment(tmp_path))
    assert [found["id"] for found in done.json["findings"]] == ["UC00"]
    log.write_text("x" * (8 * 1024 * 1024 + 1))
    done = finish("classify", "--text", str(log), "--json", env=environment(tmp_path))
    assert (done.status, set(done.json)) == (2, {"error"})
    assert "too long" in done.json["error"]["title"]
