"""`run` through everything that Cognito can ask, on both paths, and what follows a sign-in."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from console.core.practice_keys import (
    PRACTICE_ACCESS_KEY_ID,
    PRACTICE_DEVICE_GROUP_KEY,
    PRACTICE_DEVICE_KEY,
    PRACTICE_DEVICE_PASSWORD,
    PRACTICE_SECRET_ACCESS_KEY,
)
from console.practice.server import PracticeServer
from tests.e2e.canaries import Body, hostile_server
from tests.e2e.pools import WatchedPool, environment_for, recipe_for, run_recipe
from tests.e2e.programs import LIMIT_S, command

SRP = "USER_SRP_AUTH"
PRACTICE_KEYS = {
    "AWS_ACCESS_KEY_ID": PRACTICE_ACCESS_KEY_ID,
    "AWS_SECRET_ACCESS_KEY": PRACTICE_SECRET_ACCESS_KEY,
}


@pytest.fixture
def pool() -> WatchedPool:
    return WatchedPool()


@pytest.fixture
def server(pool: WatchedPool) -> Iterator[PracticeServer]:
    with PracticeServer(pool) as server:
        yield server


def operations(steps: list[dict[str, Any]]) -> list[str]:
    return [step["operation"] for step in steps]


def test_an_app_is_set_up_with_an_empty_table(
    server: PracticeServer, pool: WatchedPool, tmp_path: Path
) -> None:
    text = recipe_for(server, "yvonne", rest="[answers.MFA_SETUP]\n")
    done = run_recipe(tmp_path, text, "yvonne")
    assert (done.status, done.json["outcome"]) == (0, "signed_in"), done.stderr
    assert done.json["challenges"] == ["MFA_SETUP"]
    assert operations(done.json["steps"]) == [
        "AdminInitiateAuth",
        "AssociateSoftwareToken",
        "VerifySoftwareToken",
        "AdminRespondToAuthChallenge",
    ]
    assert done.stderr.count("is lost after this run") == 1
    assert operations(done.json["steps"]) == pool.operations


def test_an_address_is_set_up_and_its_code_read_from_the_outbox(
    server: PracticeServer, tmp_path: Path
) -> None:
    rest = (
        '[answers.MFA_SETUP]\nEMAIL = "yusuf@example.com"\n'
        '[answers.EMAIL_OTP]\nEMAIL_OTP_CODE = "outbox"\n'
    )
    done = run_recipe(tmp_path, recipe_for(server, "yusuf", rest=rest), "yusuf")
    assert (done.status, done.json["challenges"]) == (0, ["MFA_SETUP", "EMAIL_OTP"]), done.stderr
    assert "yusuf@example.com" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("username", "flow", "rest", "words"),
    [
        ("yvonne", None, '[answers.MFA_SETUP]\nANSWER = "SMS_MFA"\n', "SOFTWARE_TOKEN_MFA"),
        ("yvonne", None, '[answers.MFA_SETUP]\nANSWER = "EMAIL_OTP"\n', "EMAIL"),
        ("yvonne", None, "", "ANSWER"),
        ("walter", None, '[answers.SELECT_MFA_TYPE]\nANSWER = "SMS_OTP"\n', "SMS_MFA, SOFTWARE"),
        ("xenia", "USER_AUTH", '[answers.SELECT_CHALLENGE]\nANSWER = "WEB_AUTHN"\n', "EMAIL_OTP"),
        ("xenia", "USER_AUTH", "", "ANSWER"),
    ],
)
def test_an_answer_that_lacks_or_is_not_offered_is_status_2_and_not_sent(
    server: PracticeServer,
    pool: WatchedPool,
    tmp_path: Path,
    username: str,
    flow: str | None,
    rest: str,
    words: str,
) -> None:
    text = recipe_for(server, username, flow or "ADMIN_USER_PASSWORD_AUTH", rest=rest)
    done = run_recipe(tmp_path, text, username)
    assert (done.status, done.json["outcome"]) == (2, "abandoned")
    assert words in done.json["error"]["detail"]
    assert done.json["challenges"][0] in " ".join(done.json["error"].values())
    assert pool.operations == ["AdminInitiateAuth"]


def test_both_paths_sign_in_and_both_tokens_are_revoked(
    server: PracticeServer, pool: WatchedPool, tmp_path: Path
) -> None:
    text = recipe_for(server, "alice", client="revocable", request='path = "both"')
    done = run_recipe(tmp_path, text, "alice")
    assert (done.status, done.json["outcome"]) == (0, "signed_in"), done.stderr
    assert [(each["path"], each["outcome"]) for each in done.json["paths"]] == [
        ("admin", "signed_in"),
        ("public", "signed_in"),
    ]
    assert pool.operations == ["AdminInitiateAuth", "InitiateAuth", "RevokeToken", "RevokeToken"]
    assert [step["path"] for step in done.json["steps"]] == ["admin", "public"]
    assert operations(done.json["after"]) == ["RevokeToken", "RevokeToken"]
    assert done.json["tokens_left_valid_until"] is None


def test_rounds_serve_both_paths(server: PracticeServer, tmp_path: Path) -> None:
    rest = '[[answers.CUSTOM_CHALLENGE]]\nANSWER = "env:ONE"\n'
    rest += '[[answers.CUSTOM_CHALLENGE]]\nANSWER = "env:TWO"\n'
    text = recipe_for(server, "trent", "CUSTOM_AUTH", request='path = "both"', rest=rest)
    done = run_recipe(tmp_path, text, "trent", ONE="maple", TWO="seven")
    assert (done.status, done.json["outcome"]) == (0, "signed_in"), done.stderr
    assert done.json["challenges"] == ["CUSTOM_CHALLENGE"] * 4


@pytest.mark.parametrize(
    ("username", "kind", "keys", "came"),
    [
        ("blocked-by-waf", "practice", {}, ["signed_in", "failed"]),
        (
            "alice",
            "lab",
            {"AWS_ACCESS_KEY_ID": "UNKNOWNKEY", "AWS_SECRET_ACCESS_KEY": "unknown"},
            ["failed", "signed_in"],
        ),
    ],
)
def test_one_path_may_be_refused(
    server: PracticeServer,
    tmp_path: Path,
    username: str,
    kind: str,
    keys: dict[str, str],
    came: list[str],
) -> None:
    text = recipe_for(server, username, kind=kind, request='path = "both"')
    case = tmp_path / "case.json"
    done = run_recipe(tmp_path, text, username, "--export", str(case), **keys)
    assert (done.status, done.json["outcome"]) == (1, "failed"), done.stderr
    assert [each["outcome"] for each in done.json["paths"]] == came
    refused = next(each for each in done.json["paths"] if each["outcome"] == "failed")
    assert refused["classification"] == done.json["classification"]["id"]
    assert done.json["tokens"]["names"] == ["access", "id", "refresh"]
    content = json.loads(case.read_text())
    assert content["paths"] == done.json["paths"]
    assert content["tokens_left_valid_until"] == done.json["tokens_left_valid_until"] is not None


def test_a_plain_run_without_revocation_stays_one_request(
    server: PracticeServer, pool: WatchedPool, tmp_path: Path
) -> None:
    done = run_recipe(tmp_path, recipe_for(server, "alice"), "alice")
    assert done.status == 0
    assert pool.operations == ["AdminInitiateAuth"]
    assert done.json["after"] == []
    assert done.json["tokens_left_valid_until"].endswith("+00:00")
    assert (done.json["tokens_left_assumed"], done.json["tokens_revoked_at"]) == (True, None)
    checks = {check.pop("token"): check for check in done.json["tokens"]["checks"]}
    ok = dict.fromkeys(("signature", "issuer", "client", "use", "expiry"), "ok")
    assert checks == {"access": ok, "id": ok}


@pytest.mark.parametrize(
    ("client", "after", "expected"),
    [
        ("revocable", "", ["RevokeToken"]),
        ("revocable", "revoke = false", []),
        ("revocable", "refresh = true", ["AdminInitiateAuth", "RevokeToken"]),
        ("rotating", 'refresh = "rotated"', ["GetTokensFromRefreshToken", "RevokeToken"]),
        ("confidential", "refresh = true", ["AdminInitiateAuth"]),
        ("revocable", "remember_device = true", ["RevokeToken"]),
    ],
)
def test_what_follows_is_what_the_recipe_wants_and_the_client_allows(
    server: PracticeServer,
    pool: WatchedPool,
    tmp_path: Path,
    client: str,
    after: str,
    expected: list[str],
) -> None:
    username = "bob" if client == "confidential" else "alice"
    text = recipe_for(server, username, client=client, rest=f"[after]\n{after}\n")
    done = run_recipe(tmp_path, text, username)
    assert (done.status, done.json["outcome"]) == (0, "signed_in"), done.stderr
    assert pool.operations == ["AdminInitiateAuth", *expected]
    assert operations(done.json["after"]) == expected
    assert all(step["http_status"] == 200 for step in done.json["after"])
    revoked = "RevokeToken" in expected
    assert (done.json["tokens_revoked_at"] is not None) is revoked
    assert (done.json["tokens_left_valid_until"] is None) is revoked
    assert ("offered no new device" in done.stderr) is ("remember" in after)


def test_words_for_a_person_tell_of_paths_tokens_and_revocation(
    server: PracticeServer, tmp_path: Path
) -> None:
    from tests.e2e.programs import finish

    for client, words in (
        ("revocable", "tokens revoked at "),
        ("public", "not revoked: tokens stay valid until "),
    ):
        path = tmp_path / "recipe.toml"
        path.write_text(recipe_for(server, "alice", client=client, request='path = "both"'))
        done = finish("run", str(path), env=environment_for(tmp_path, "alice"))
        assert done.status == 0
        for line in ("admin path: signed in", "public path: signed in"):
            assert line in done.stdout.splitlines()
        assert "tokens: access, id, refresh" in done.stdout
        assert "Access token of the public path as it must be" in done.stdout
        assert words in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("what", ["jwks", "RevokeToken"])
def test_an_interrupt_of_what_follows_keeps_the_outcome_and_prints_it(
    tmp_path: Path, what: str
) -> None:
    pool, case = WatchedPool(hold=what), tmp_path / "case.json"
    with PracticeServer(pool) as server:
        path = tmp_path / "recipe.toml"
        path.write_text(recipe_for(server, "alice", client="revocable"))
        process = subprocess.Popen(
            command("run", str(path), "--json", "--export", str(case)),
            env=environment_for(tmp_path, "alice"),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            assert pool.held.wait(LIMIT_S)
            process.send_signal(signal.SIGINT)
            output, errors = process.communicate(timeout=LIMIT_S)
        finally:
            pool.let_go.set()
            process.kill()
    value = json.loads(output)
    assert (process.returncode, value["outcome"]) == (0, "signed_in"), errors
    assert value["tokens_revoked_at"] is None
    assert value["tokens_left_valid_until"] is not None
    assert operations(value["after"]) == [what] * (what == "RevokeToken")
    assert "interrupted; the tokens were not revoked" in errors
    assert "Traceback" not in errors
    content = json.loads(case.read_text())
    assert (content["outcome"], content["after"]) == ("signed_in", value["after"])


def test_a_device_of_the_recipe_proves_itself(server: PracticeServer, tmp_path: Path) -> None:
    rest = f'DEVICE_KEY = "{PRACTICE_DEVICE_KEY}"\n[answers.DEVICE_SRP_AUTH]\n'
    rest += f'DEVICE_KEY = "{PRACTICE_DEVICE_KEY}"\n'
    rest += f'DEVICE_GROUP_KEY = "{PRACTICE_DEVICE_GROUP_KEY}"\nDEVICE_PASSWORD = "env:DEVICE"\n'
    # Of kind lab, since a practice profile knows this device by itself.
    text = recipe_for(server, "wendy", SRP, client="device-always", rest=rest, kind="lab")
    done = run_recipe(tmp_path, text, "wendy", DEVICE=PRACTICE_DEVICE_PASSWORD, **PRACTICE_KEYS)
    assert (done.status, done.json["outcome"]) == (0, "signed_in"), done.stdout
    assert done.json["challenges"] == [
        "PASSWORD_VERIFIER",
        "DEVICE_SRP_AUTH",
        "DEVICE_PASSWORD_VERIFIER",
    ]
    assert PRACTICE_DEVICE_PASSWORD not in done.stdout + done.stderr
    lacking = run_recipe(
        tmp_path, text.partition("[answers")[0], "wendy", DEVICE="x", **PRACTICE_KEYS
    )
    assert (lacking.status, lacking.json["outcome"]) == (2, "abandoned")
    assert "DEVICE_GROUP_KEY, DEVICE_PASSWORD" in lacking.json["error"]["detail"]


def test_an_unknown_flow_is_sent_and_what_came_is_classified(
    server: PracticeServer, pool: WatchedPool, tmp_path: Path
) -> None:
    text = recipe_for(server, "alice", "FACE_AUTH", rest='FACE = "env:FACE"\n')
    done = run_recipe(tmp_path, text, "alice", FACE="a-secret-face-of-alice")
    assert (done.status, done.json["outcome"]) == (1, "failed")
    assert done.json["classification"]["code"] == "InvalidParameterException"
    assert "FACE_AUTH is no flow that this version knows" in done.stderr
    ((_, body),) = pool.calls
    assert body["AuthParameters"]["FACE"] == "a-secret-face-of-alice"
    assert "a-secret-face" not in done.stdout + done.stderr


def test_an_unknown_challenge_takes_the_keys_of_the_recipe(tmp_path: Path) -> None:
    seen: list[Body] = []
    asks = {"ChallengeName": "NEWER_FACTOR", "Session": "s" * 40, "ChallengeParameters": {}}

    def script(body: Body, number: int) -> tuple[int, Body, dict[str, str]]:
        seen.append(body)
        return (200, asks, {}) if number == 1 else (400, {"__type": "NotAuthorizedException"}, {})

    with hostile_server(script) as server:
        profile = '[profile]\nkind = "practice"\nregion = "eu-west-1"\nclient_id = "client"\n'
        profile += f'user_pool_id = "eu-west-1_Practice1"\nendpoint_url = "{server.url}"\n'
        text = profile + '[request]\nauth_flow = "ADMIN_USER_PASSWORD_AUTH"\nusername = "alice"\n'
        text += '[request.parameters]\nPASSWORD = "env:USER_PASSWORD"\n'
        lacking = run_recipe(tmp_path, text, "alice")
        seen.clear()
        text += '[answers.NEWER_FACTOR]\nSOME_KEY = "env:SOME"\n'
    assert (lacking.status, lacking.json["outcome"]) == (2, "abandoned")
    assert "NEWER_FACTOR" in lacking.json["error"]["hint"]
    assert "ChallengeResponses" in lacking.json["error"]["detail"]
    with hostile_server(script) as server:
        text = text.replace(text.split('endpoint_url = "')[1].split('"')[0], server.url)
        done = run_recipe(tmp_path, text, "alice", SOME="verbatim value-77")
    assert (done.status, done.json["challenges"]) == (1, ["NEWER_FACTOR"])
    assert seen[1]["ChallengeResponses"] == {"USERNAME": "alice", "SOME_KEY": "verbatim value-77"}
    assert "verbatim" not in done.stdout + done.stderr
