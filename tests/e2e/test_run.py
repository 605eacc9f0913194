"""`run` against a practice process: what a support engineer does, without a window."""

from __future__ import annotations

import json
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.programs import environment, finish, practice
from tests.e2e.recipes import NEW_PASSWORD, recipe_text, secrets_of, write_recipe
from tests.services.fault_server import FaultServer, answer, http, refusal

STATUSES = {"signed_in": 0, "failed": 1, "abandoned": 1, "cancelled": 3, "unknown": 3}


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    with practice(tmp_path_factory.mktemp("practice")) as line:
        yield line


def user_of(pool: dict[str, Any], *, challenges: list[str], outcome: str) -> dict[str, Any]:
    return next(
        user
        for user in pool["users"]
        if user["expect"]["challenges"] == challenges and user["expect"]["outcome"] == outcome
    )


def test_every_practice_user_gives_what_the_list_promises(
    pool: dict[str, Any], tmp_path: Path
) -> None:
    assert len(pool["users"]) >= 15
    wrong = []
    for number, user in enumerate(pool["users"]):
        env = environment(tmp_path, **secrets_of(pool, user))
        target = tmp_path / f"{number}.json"
        recipe = str(write_recipe(tmp_path, pool, user))
        done = finish("run", recipe, "--json", "--export", str(target), env=env)
        seen, expect = done.json, user["expect"]
        classification = seen["classification"] or {}
        got = (
            done.status,
            seen["outcome"],
            seen["challenges"],
            classification.get("id"),
            classification.get("code"),
        )
        wanted = (
            STATUSES[expect["outcome"]],
            expect["outcome"],
            expect["challenges"],
            expect["classification"],
            expect["code"],
        )
        if got != wanted:
            wrong.append((user["username"], got, wanted))
        assert seen["simulated"] is True
        assert all(step["sent"] == "yes" for step in seen["steps"])
        assert all(step["wire_tries"] == 1 for step in seen["steps"])
        _assert_no_secret(done.stdout + done.stderr + target.read_text(), pool, user)
    assert not wrong
    _assert_journal(tmp_path / "data", pool)


def _assert_no_secret(text: str, pool: dict[str, Any], user: dict[str, Any]) -> None:
    for name, secret in secrets_of(pool, user).items():
        assert secret not in text, name
    assert "eyJ" not in text


def _assert_journal(folder: Path, pool: dict[str, Any]) -> None:
    file = folder / "journal.sqlite3"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    data = b"".join(path.read_bytes() for path in folder.iterdir())
    assert b"CS-48213" in data
    for user in pool["users"]:
        for secret in secrets_of(pool, user).values():
            assert secret.encode() not in data
    connection = sqlite3.connect(file)
    (count,) = connection.execute("select count(*) from attempts").fetchone()
    connection.close()
    assert count == len(pool["users"])


def test_words_for_a_person(pool: dict[str, Any], tmp_path: Path) -> None:
    user = user_of(pool, challenges=[], outcome="failed")
    env = environment(tmp_path, **secrets_of(pool, user))
    report = tmp_path / "case.md"
    recipe = str(write_recipe(tmp_path, pool, user))
    done = finish("run", recipe, "--export", str(report), "--ticket", "CS-7", env=env)
    assert done.status == 1
    assert "Simulated" in done.stdout
    assert user["expect"]["classification"] in done.stdout
    assert "next:" in done.stdout
    assert "CS-7" in report.read_text()
    assert stat.S_IMODE(report.stat().st_mode) == 0o600


def test_a_missing_answer_names_challenge_and_keys(pool: dict[str, Any], tmp_path: Path) -> None:
    user = user_of(pool, challenges=["SMS_MFA"], outcome="signed_in")
    text = recipe_text(pool, user).replace('[answers.SMS_MFA]\nSMS_MFA_CODE = "outbox"\n', "")
    recipe = tmp_path / "r.toml"
    recipe.write_text(text)
    done = finish("run", str(recipe), "--json", env=environment(tmp_path, **secrets_of(pool, user)))
    assert done.status == 2
    assert done.json["outcome"] == "abandoned"
    assert done.json["challenges"] == ["SMS_MFA"]
    assert "SMS_MFA_CODE" in done.json["error"]["detail"]


@pytest.mark.parametrize("seed", ["not a seed", ""])
def test_a_seed_that_cannot_be_one_sends_nothing(
    pool: dict[str, Any], tmp_path: Path, seed: str
) -> None:
    user = user_of(pool, challenges=["SOFTWARE_TOKEN_MFA"], outcome="signed_in")
    env = environment(tmp_path, **{**secrets_of(pool, user), "TOTP_SEED": seed})
    done = finish("run", str(write_recipe(tmp_path, pool, user)), "--json", env=env)
    assert done.status == 2
    assert set(done.json) == {"error"}
    assert seed not in done.stdout or not seed


def test_an_outbox_that_fails_leaves_the_whole_object_and_the_export(tmp_path: Path) -> None:
    asks = {"ChallengeName": "SMS_MFA", "Session": "s" * 40, "ChallengeParameters": {}}
    target = tmp_path / "case.json"
    with FaultServer(answer(http(asks), http(b"<html>"))) as server:
        text = recipe_text(
            {
                "clients": {"c": {"id": "client"}},
                "region": "eu-west-1",
                "user_pool_id": "eu-west-1_PRACTICE1",
                "endpoint_url": server.url,
            },
            {"client": "c", "auth_flow": "ADMIN_USER_PASSWORD_AUTH", "username": "erin"},
        )
        recipe = tmp_path / "r.toml"
        recipe.write_text(text)
        env = environment(tmp_path, USER_PASSWORD=NEW_PASSWORD, NEW_PASSWORD=NEW_PASSWORD)
        done = finish("run", str(recipe), "--json", "--export", str(target), env=env)
    assert done.status == 2
    assert (done.json["outcome"], done.json["challenges"]) == ("abandoned", ["SMS_MFA"])
    assert "outbox" in done.json["error"]["title"]
    assert len(done.json["exports"]) == 1
    assert json.loads(target.read_text())["outcome"] == "abandoned"


def test_exports_are_checked_before_anything_is_sent(pool: dict[str, Any], tmp_path: Path) -> None:
    user = pool["users"][0]
    recipe = str(write_recipe(tmp_path, pool, user))
    env = environment(tmp_path, **secrets_of(pool, user))
    there = tmp_path / "there.json"
    there.write_text("precious")
    long = tmp_path / f"{'n' * 300}.md"
    for name, words in (
        (str(there), "--force"),
        (str(tmp_path / "x.docx"), ".docx"),
        (str(long), "too long"),
    ):
        done = finish("run", recipe, "--json", "--export", name, env=env)
        assert done.status == 2
        assert set(done.json) == {"error"}
        assert words in " ".join(done.json["error"].values())
    assert there.read_text() == "precious"
    twice = ("--export", str(tmp_path / "a.md"))
    done = finish("run", recipe, "--json", *twice, *twice, env=env)
    assert (done.status, set(done.json)) == (2, {"error"})
    done = finish("run", recipe, "--json", "--export", str(there), "--force", env=env)
    assert done.status == 0
    assert json.loads(there.read_text())["outcome"] == "signed_in"
    assert done.json["exports"][0]["format"] == "json"
    assert done.json["exports"][0]["withheld"]["password"] == 1


@pytest.mark.parametrize("missing", ["USER_PASSWORD", "NEW_PASSWORD"])
def test_an_unset_variable_sends_nothing(
    pool: dict[str, Any], tmp_path: Path, missing: str
) -> None:
    user = pool["users"][0]
    env = environment(tmp_path, **secrets_of(pool, user))
    del env[missing]
    done = finish("run", str(write_recipe(tmp_path, pool, user)), "--json", env=env)
    assert done.status == 2
    assert missing in done.json["error"]["title"]
    assert "steps" not in done.json


def production_recipe(folder: Path, extra: str = "") -> Path:
    path = folder / "production.toml"
    path.write_text(
        '[profile]\nregion = "eu-west-1"\nuser_pool_id = "eu-west-1_Ab12Cd34E"\n'
        f'client_id = "74jdrobmasoi0m2i1je8vhrij6"\n{extra}'
        '[request]\nauth_flow = "ADMIN_USER_PASSWORD_AUTH"\nusername = "alice"\n'
        '[request.parameters]\nPASSWORD = "env:USER_PASSWORD"\n'
    )
    return path


@pytest.mark.parametrize(
    ("extra", "code"),
    [("", "NoCredentialsError"), ('aws_profile = "absent"\n', "ProfileNotFound")],
)
def test_no_credentials_and_no_such_profile_are_not_sent(
    tmp_path: Path, extra: str, code: str
) -> None:
    env = environment(tmp_path, USER_PASSWORD=NEW_PASSWORD)
    done = finish("run", str(production_recipe(tmp_path, extra)), "--json", env=env)
    assert done.status == 4
    assert done.json["outcome"] == "not_sent"
    assert done.json["simulated"] is False
    assert done.json["classification"]["code"] == code
    assert done.json["steps"][0]["sent"] == "no"
    assert "Traceback" not in done.stderr


def test_expired_credentials_are_not_sent(tmp_path: Path) -> None:
    expired = refusal("ExpiredTokenException", "The security token included is expired")
    with FaultServer(answer(expired)) as server:
        extra = f'kind = "lab"\nendpoint_url = "{server.url}"\n'
        env = environment(
            tmp_path,
            USER_PASSWORD=NEW_PASSWORD,
            AWS_ACCESS_KEY_ID="ASIA" + "EXPIREDEXAMPLE00",
            AWS_SECRET_ACCESS_KEY="example",
            AWS_SESSION_TOKEN="example",
        )
        done = finish("run", str(production_recipe(tmp_path, extra)), "--json", env=env)
    assert (done.status, done.json["outcome"]) == (4, "not_sent")
    assert done.json["classification"]["code"] == "ExpiredTokenException"
    assert done.json["steps"][0]["sent"] == "yes"


def test_an_endpoint_that_does_not_listen_is_not_sent(pool: dict[str, Any], tmp_path: Path) -> None:
    user = pool["users"][0]
    text = recipe_text(pool, user).replace(pool["endpoint_url"], "http://127.0.0.1:1")
    recipe = tmp_path / "r.toml"
    recipe.write_text(text)
    env = environment(tmp_path, **secrets_of(pool, user))
    done = finish("run", str(recipe), "--json", env=env)
    assert (done.status, done.json["outcome"]) == (4, "not_sent")


def test_bad_input_is_told_in_one_json_line(tmp_path: Path) -> None:
    env = environment(tmp_path)
    broken = tmp_path / "broken.toml"
    broken.write_text('[profile]\npassword = "hunter2"\n')
    for arguments in (
        ("run", str(tmp_path / "absent.toml"), "--json"),
        ("run", str(broken), "--json"),
        ("run", "--json"),
        ("practice", "--port", "99999", "--json"),
        ("classify", "--json"),
    ):
        done = finish(*arguments, env=env)
        assert done.status == 2, arguments
        assert set(done.json["error"]) == {"title", "detail", "hint"}
        assert "Traceback" not in done.stderr
        assert "hunter2" not in done.stdout + done.stderr


def test_help_states_the_statuses(tmp_path: Path) -> None:
    for arguments in (
        ("--help",),
        ("run", "--help"),
        ("practice", "--help"),
        ("classify", "--help"),
    ):
        done = finish(*arguments, env=environment(tmp_path))
        assert done.status == 0
        assert "exit statuses:" in done.stdout


def test_a_data_directory_that_cannot_be_used_is_said_and_stops_nothing(
    pool: dict[str, Any], tmp_path: Path
) -> None:
    user = pool["users"][0]
    env = environment(tmp_path, **secrets_of(pool, user))
    recipe = str(write_recipe(tmp_path, pool, user))
    file, broken = tmp_path / "file", tmp_path / "broken"
    file.write_text("no folder")
    broken.mkdir()
    (broken / "journal.sqlite3").write_bytes(b"garbage" * 1000)
    (broken / "profiles.json").write_text("{broken")
    for folder, words in ((file, "could not be kept"), (broken, "was damaged")):
        done = finish("--data-dir", str(folder), "run", recipe, "--json", env=env)
        assert (done.status, done.json["outcome"]) == (0, "signed_in")
        assert words in done.stderr
    assert (broken / "profiles.json").read_text() == "{broken"
    assert not (tmp_path / "data").exists()


def test_no_display_is_said_in_words(tmp_path: Path) -> None:
    done = finish(env=environment(tmp_path))
    assert done.status == 2
    assert "no display" in done.stderr
    done = finish(env=environment(tmp_path, DISPLAY=":987"))
    assert done.status == 2
    assert "does not answer" in done.stderr
