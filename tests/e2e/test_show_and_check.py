"""`show`, `check` and the exports of `run`, as scripts and people use them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from console.practice.server import PracticeServer
from tests.e2e.pools import PASSWORDS, environment_for, recipe_for
from tests.e2e.programs import Finished, environment, finish

FORMS = ("json", "md", "html")


@pytest.fixture(scope="module")
def server_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Exports of the same refused sign-in: twice, and once with names; the pool has ended."""
    folder = tmp_path_factory.mktemp("exports")
    with PracticeServer() as server:
        recipe = folder / "recipe.toml"
        recipe.write_text(recipe_for(server, "alice", request='ticket = "CS-48213"'))
        for name, password, more in (
            ("one", "Wrong-One-Canary-1!", ()),
            ("two", "Another-Wrong-Canary-22!", ()),
            ("named", "Wrong-One-Canary-1!", ("--names",)),
        ):
            env = {**environment_for(folder, "alice"), "USER_PASSWORD": password}
            exports = [f"--export={folder / name}.{form}" for form in FORMS]
            done = finish("run", str(recipe), "--json", *exports, *more, env=env)
            assert (done.status, done.json["exports"][2]["format"]) == (1, "html")
    return folder


def run(server_folder: Path, *arguments: str) -> Finished:
    return finish(*arguments, env=environment(server_folder))


def test_a_case_is_shown_as_text(server_folder: Path) -> None:
    done = run(server_folder, "show", str(server_folder / "one.json"))
    assert (done.status, done.stderr) == (0, "")
    first, *lines = done.stdout.splitlines()
    assert first.startswith("SIMULATED. Tried: sign-in of USER-1 with ADMIN_USER_PASSWORD_AUTH")
    assert "Likeliest cause: The password is wrong" in first
    assert {"ATTEMPT", "LIKELY CAUSES", "TIMELINE", "WITHHELD"} <= set(lines)
    as_json = run(server_folder, "show", str(server_folder / "one.json"), "--json")
    assert as_json.json == json.loads((server_folder / "one.json").read_text())


def test_two_runs_with_other_secrets_are_the_same_when_normalized(server_folder: Path) -> None:
    shown = [
        run(server_folder, "show", str(server_folder / f"{name}.json"), "--normalized", *more)
        for name in ("one", "two")
        for more in ((), ("--json",))
    ]
    assert [done.status for done in shown] == [0] * 4
    assert shown[0].stdout == shown[2].stdout
    assert shown[1].stdout == shown[3].stdout
    assert "classification:" in shown[0].stdout
    assert "request_id" not in shown[1].stdout
    plain = [run(server_folder, "show", str(server_folder / f"{name}.json")) for name in
             ("one", "two")]  # fmt: skip
    assert plain[0].stdout != plain[1].stdout


def test_a_sound_case_is_said_to_be_sound(server_folder: Path) -> None:
    for name in ("one", "named"):
        done = run(server_folder, "check", str(server_folder / f"{name}.json"), "--json")
        assert (done.status, done.json) == (
            0,
            {
                "schema": "ok",
                "digest": "ok",
                "secrets_found": 0,
                "names_found": 0,
                "complete": True,
            },
        )
    words = run(server_folder, "check", str(server_folder / "one.json"))
    assert words.stdout.splitlines()[0] == "schema: ok"


def test_what_is_wrong_with_a_case_is_told_and_gives_status_1(
    server_folder: Path, tmp_path: Path
) -> None:
    content = json.loads((server_folder / "one.json").read_text())
    content["ticket"] = "password=hunter2 of bob@example.com"
    del content["events"][3], content["outcome"]
    path = tmp_path / "case.json"
    path.write_text(json.dumps(content))
    done = run(server_folder, "check", str(path), "--json")
    assert (done.status, done.json) == (
        1,
        {
            "schema": "outcome is missing",
            "digest": "mismatch",
            "secrets_found": 1,
            "names_found": 1,
            "complete": False,
        },
    )
    words = run(server_folder, "check", str(path))
    assert words.status == 1
    assert "hunter2" not in words.stdout + words.stderr
    shown = run(server_folder, "show", str(path))
    assert (shown.status, "does not fit its digest" in shown.stderr) == (0, True)


@pytest.mark.parametrize("command", ["show", "check"])
@pytest.mark.parametrize("data", [b"", b"\x89PNG", b"[" * 200_000, b"[]"])
def test_a_file_that_is_no_case_is_refused_in_words(
    tmp_path: Path, command: str, data: bytes
) -> None:
    path = tmp_path / "case.json"
    path.write_bytes(data)
    for named in (path, tmp_path / "absent.json"):
        done = finish(command, str(named), "--json", env=environment(tmp_path))
        assert (done.status, set(done.json)) == (2, {"error"})
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["show", "check"])
def test_help_states_the_statuses(tmp_path: Path, command: str) -> None:
    done = finish(command, "--help", env=environment(tmp_path))
    assert (done.status, "exit statuses:" in done.stdout) == (0, True)


@pytest.mark.parametrize("form", FORMS)
def test_names_are_in_the_export_that_asks_for_them_alone(server_folder: Path, form: str) -> None:
    plain = (server_folder / f"one.{form}").read_text(encoding="utf-8")
    named = (server_folder / f"named.{form}").read_text(encoding="utf-8")
    assert "USER-1" in plain
    assert "alice" not in plain
    assert "alice" in named
    assert "USER-1" not in named
    for text in (plain, named):
        assert "Canary" not in text
        assert PASSWORDS["alice"] not in text


def test_a_named_case_is_explained_too(server_folder: Path) -> None:
    named = run(server_folder, "explain", str(server_folder / "named.json"), "--json")
    plain = run(server_folder, "explain", str(server_folder / "one.json"), "--json")
    assert named.json == plain.json
    assert named.json["findings"]


def test_a_ticket_that_holds_the_password_is_not_written(tmp_path: Path) -> None:
    with PracticeServer() as server:
        recipe = tmp_path / "recipe.toml"
        recipe.write_text(recipe_for(server, "alice"))
        env = {**environment_for(tmp_path, "alice"), "USER_PASSWORD": "Wrong-One-Canary-1"}
        path = tmp_path / "case.md"
        ticket = "CS-Wrong-One-Canary-1"
        done = finish(
            "run", str(recipe), "--json", f"--ticket={ticket}", f"--export={path}", env=env
        )
    assert (done.status, done.json["exports"]) == (2, [])
    assert "was not kept" in done.json["error"]["title"]
    assert "Canary" not in json.dumps(done.json["error"])
    assert not path.exists()
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".case")] == []
