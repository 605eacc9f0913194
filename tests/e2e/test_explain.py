"""`explain` of cases that `run` wrote, with no pool left to ask."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from console.practice.server import PracticeServer
from tests.e2e.pools import environment_for, recipe_for
from tests.e2e.programs import environment, finish


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A refused and a signed-in sign-in; the pool has ended."""
    folder = tmp_path_factory.mktemp("cases")
    written = {}
    with PracticeServer() as server:
        recipe = folder / "recipe.toml"
        recipe.write_text(recipe_for(server, "alice"))
        for name, changes in (("refused", {"USER_PASSWORD": "Wrong-One-1!"}), ("signed_in", {})):
            written[name] = folder / f"{name}.json"
            env = {**environment_for(folder, "alice"), **changes}
            finish("run", str(recipe), "--export", str(written[name]), env=env)
    return written


def test_a_refused_case_tells_its_causes_and_what_would_decide(
    cases: dict[str, Path], tmp_path: Path
) -> None:
    done = finish("explain", str(cases["refused"]), "--json", env=environment(tmp_path))
    assert done.status == 0
    assert done.json["classification"]["id"] == "NA01"
    assert done.json["probes"] == []
    assert {"challenge", "sends_message", "changes_user", "counts_towards_lockout", "triggers"} <= (
        done.json["forecast"].keys()
    )
    assert done.json["forecast"]["certain"] is False  # nothing was read
    assert done.json["findings"]
    for finding in done.json["findings"]:
        assert finding["decided"] is False
    assert any(finding["would_decide"] for finding in done.json["findings"])
    assert done.stderr == ""
    words = finish("explain", str(cases["refused"]), env=environment(tmp_path))
    assert "would decide:" in words.stdout
    assert "for the customer:" in words.stdout


def test_a_signed_in_case_has_nothing_to_explain(cases: dict[str, Path], tmp_path: Path) -> None:
    done = finish("explain", str(cases["signed_in"]), "--json", env=environment(tmp_path))
    assert (done.status, done.json["classification"]) == (0, None)
    left_out = {each["layer"] for each in done.json["not_exercised"]}
    assert {
        "waf",
        "client_settings",
        "srp",
        "clock",
        "hosted_ui",
        "network",
        "client_id",
    } <= left_out
    words = finish("explain", str(cases["signed_in"]), env=environment(tmp_path))
    assert "does not prove that the customer's app can sign in" in words.stdout


def test_a_changed_case_is_explained_and_said_to_be_changed(
    cases: dict[str, Path], tmp_path: Path
) -> None:
    changed = json.loads(cases["refused"].read_text())
    changed["ticket"] = "CS-1"
    path = tmp_path / "changed.json"
    path.write_text(json.dumps(changed))
    done = finish("explain", str(path), "--json", env=environment(tmp_path))
    assert done.status == 0
    assert "does not fit its digest" in done.stderr
    assert done.json["findings"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x89PNG",
        b"[" * 200_000,
        b'{"kind": "signin-console-case", "schema_version": 1}',
        b'{"kind": "signin-console-case", "schema_version": 99}',
    ],
)
def test_a_file_that_is_no_case_is_refused_in_one_line(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "case.json"
    path.write_bytes(data)
    done = finish("explain", str(path), "--json", env=environment(tmp_path))
    assert (done.status, set(done.json)) == (2, {"error"})
    assert done.json["error"]["detail"]
    assert "Traceback" not in done.stderr


def test_bidi_marks_of_a_hostile_case_reach_no_terminal(
    cases: dict[str, Path], tmp_path: Path
) -> None:
    hostile = json.loads(cases["refused"].read_text())
    hostile["classification"]["code"] = "Not\u202eAuthorized\x1b[31m"
    path = tmp_path / "hostile.json"
    path.write_text(json.dumps(hostile))
    done = finish("explain", str(path), env=environment(tmp_path))
    assert done.status == 0
    assert "\u202e" not in done.stdout
    assert "\x1b" not in done.stdout


def test_an_absent_file_and_help(tmp_path: Path) -> None:
    env = environment(tmp_path)
    done = finish("explain", str(tmp_path / "absent.json"), "--json", env=env)
    assert (done.status, set(done.json)) == (2, {"error"})
    done = finish("explain", "--help", env=env)
    assert (done.status, "exit statuses:" in done.stdout) == (0, True)
