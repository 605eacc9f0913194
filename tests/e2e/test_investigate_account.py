"""`investigate` beyond Cognito, against an account that keeps what it was asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from console.core.call import READ_ONLY
from console.core.practice_keys import PRACTICE_REGION, PRACTICE_USER_POOL_ID
from console.practice.clients import CLIENTS
from console.practice.pool import PracticePool
from tests.e2e.account import (
    BEYOND,
    NUMBER,
    OF_SNS,
    REQUEST_ID,
    Account,
    lab_environment,
    server_of,
    trail_event,
)
from tests.e2e.programs import Finished, finish
from tests.services.fault_server import FaultServer

NOW = datetime.now(UTC)
AT = ("--at", (NOW - timedelta(minutes=1)).isoformat())
WRONG = ("--code", "NotAuthorizedException", "--message", "Incorrect username or password.")
NOT_WELL = (
    "--code",
    "UserLambdaValidationException",
    "--message",
    "PreAuthentication failed with error null.",
)
# Asked at once, and asked once pool and user are known; numbers of a sandbox are not asked unless
# it is known that there is one.
FIRST = frozenset(
    {
        "GetCallerIdentity",
        "DescribeUserPool",
        "DescribeUserPoolClient",
        "AdminGetUser",
        "ListUsers",
        "GetUserPoolMfaConfig",
        "ListUserPools",
        "ListUserPoolClients",
        "LookupEvents",
    }
)
SECOND = frozenset({*OF_SNS, "FilterLogEvents"} - {"ListSMSSandboxPhoneNumbers"})
TIMED_OUT = "2026-11-24T10:00:00.000Z 8f5a Task timed out after 3.00 seconds"


@contextmanager
def serving(account: Account) -> Iterator[FaultServer]:
    with server_of(account) as server:
        try:
            yield server
        finally:
            account.let_go.set()


def recipe(folder: Path, server: FaultServer, *, kind: str = "lab", limit_s: int = 20) -> str:
    path = folder / "recipe.toml"
    path.write_text(
        f'[profile]\nkind = "{kind}"\nregion = "{PRACTICE_REGION}"\n'
        f'user_pool_id = "{PRACTICE_USER_POOL_ID}"\nclient_id = "{CLIENTS["public"].id}"\n'
        f'endpoint_url = "{server.url}"\nread_timeout_s = {limit_s}\n'
        '[request]\nauth_flow = "ADMIN_USER_PASSWORD_AUTH"\nusername = "erin"\n'
        '[request.parameters]\nPASSWORD = "env:USER_PASSWORD"\n'
    )
    return str(path)


def investigated(
    folder: Path, account: Account, *more: str, kind: str = "lab", limit_s: int = 20
) -> Finished:
    with serving(account) as server:
        path = recipe(folder, server, kind=kind, limit_s=limit_s)
        env = lab_environment(folder, USER_PASSWORD="Logged-Canary-47!")
        return finish("investigate", path, *more, env=env)


def probes(done: Finished) -> dict[str, dict[str, Any]]:
    return {probe["operation"]: probe for probe in done.json["probes"]}


def statuses(done: Finished) -> dict[str, str]:
    return {name: probe["status"] for name, probe in probes(done).items()}


def test_calls_of_every_service_are_under_way_at_the_same_time(tmp_path: Path) -> None:
    account = Account(together=[FIRST, SECOND], sandbox=True)
    done = investigated(tmp_path, account, *WRONG, *AT, "--json")
    assert done.status == 0, done.stderr
    assert set(done.json) > {"policy", "trail", "log_lines", "sms", "not_exercised"}
    assert account.met == {FIRST, SECOND}
    found = statuses(done)
    assert set(found) == READ_ONLY
    assert set(found.values()) == {"ok", "skipped"}
    assert {name for name in BEYOND if found[name] != "ok"} == set()
    assert {call.region for call in account.calls} == {PRACTICE_REGION}


@pytest.mark.parametrize(
    ("hung", "needed_for"),
    [
        ("GetCallerIdentity", frozenset()),
        (
            "DescribeUserPool",
            SECOND | {"ListSMSSandboxPhoneNumbers"},
        ),  # it names role and functions
        ("LookupEvents", frozenset()),
        ("FilterLogEvents", frozenset()),
        ("GetSMSAttributes", frozenset()),
    ],
)
def test_one_that_hangs_is_a_timeout_and_all_others_are_there(
    tmp_path: Path, hung: str, needed_for: frozenset[str]
) -> None:
    account = Account(hold=hung, sandbox=True)
    done = investigated(tmp_path, account, *WRONG, *AT, "--json", limit_s=4)
    assert done.status == 0, done.stderr
    found = statuses(done)
    assert set(found) == READ_ONLY
    assert found.pop(hung) == "timeout"
    assert set(found.values()) == {"ok", "skipped"}
    beyond = BEYOND - {hung}
    assert {name for name in beyond if found[name] != "ok"} == needed_for


@pytest.mark.parametrize(
    ("operation", "action"),
    [
        ("LookupEvents", "cloudtrail:LookupEvents"),
        ("FilterLogEvents", "logs:FilterLogEvents"),
        ("GetSMSAttributes", "sns:GetSMSAttributes"),
    ],
)
def test_one_that_is_denied_names_its_action_and_who_may_can_ask(
    tmp_path: Path, operation: str, action: str
) -> None:
    done = investigated(tmp_path, Account(denied={operation}), *WRONG, *AT, "--json")
    assert done.status == 0, done.stderr
    (denied,) = (probe for probe in done.json["probes"] if probe["status"] == "denied")
    assert (denied["operation"], denied["missing_action"]) == (operation, action)
    assert denied["query"].startswith("aws ")
    assert f"--region {PRACTICE_REGION}" in denied["query"]
    assert denied["link"].startswith("https://")
    policy = json.loads(done.json["policy"])
    assert [each["Action"] for each in policy["Statement"]] == [[action]]
    assert set(statuses(done).values()) == {"ok", "skipped", "denied"}
    assert "support" not in done.stdout + done.stderr  # whom the refusal named


def test_the_words_of_a_denied_search(tmp_path: Path) -> None:
    done = investigated(tmp_path, Account(denied={"LookupEvents"}), *WRONG, *AT)
    lines = done.stdout.splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("LookupEvents  "))
    assert "denied" in lines[at]
    assert lines[at + 1].startswith("   ask: aws cloudtrail lookup-events ")
    assert any("cloudtrail:LookupEvents" in line for line in lines[-10:])


def test_the_very_call_is_found_by_its_id_and_no_name_of_it_is_kept(tmp_path: Path) -> None:
    refused, pool = "NotAuthorizedException", PracticePool()
    asked = {"UserPoolId": PRACTICE_USER_POOL_ID, "Username": "erin"}
    attributes: Any = pool.handle("AdminGetUser", asked)["UserAttributes"]
    sub = next(each["Value"] for each in attributes if each["Name"] == "sub")
    own = trail_event(at=NOW - timedelta(seconds=50), error=refused, sub=sub)
    before = partial(
        trail_event, at=NOW - timedelta(seconds=55), request_id="1" * 8 + REQUEST_ID[8:]
    )
    account = Account(
        pool=pool,
        trail=[
            own,
            before(error=refused, sub=sub),
            before(error=refused, sub="2" * 8 + REQUEST_ID[8:]),
            before(),
        ],
    )
    options = (*AT, "--request-id", REQUEST_ID.upper(), "--operation", "AdminInitiateAuth")
    done = investigated(tmp_path, account, *WRONG, *options, "--json")
    assert done.status == 0, done.stderr
    (found,) = done.json["trail"]["own"]
    assert found["event_name"] == "AdminInitiateAuth"
    assert found["error_code"] == "NotAuthorizedException"
    assert abs(datetime.fromisoformat(found["at"]) - NOW) < timedelta(minutes=2)
    assert (done.json["trail"]["refusals"], done.json["trail"]["whole"]) == (2, True)
    assert {
        body["LookupAttributes"][0]["AttributeValue"] for body in account.asked("LookupEvents")
    } == {"AdminInitiateAuth"}
    assert "203.0.113.7" not in done.stdout + done.stderr
    words = investigated(tmp_path, account, *options)  # the error may not be known
    assert "AdminInitiateAuth  NotAuthorizedException" in words.stdout
    assert "203.0.113.7" not in words.stdout + words.stderr


def test_a_function_that_timed_out_decides_for_the_trigger(tmp_path: Path) -> None:
    account = Account(logs={"practice-PreAuthentication": [TIMED_OUT]})
    done = investigated(tmp_path, account, *NOT_WELL, *AT, "--json")
    assert done.status == 0, done.stderr
    (line,) = done.json["log_lines"]
    assert (line["trigger"], line["kind"]) == ("PreAuthentication", "timeout")
    first = done.json["findings"][0]
    assert (first["id"], first["decided"]) == ("trigger_timed_out", True)
    assert "timed out" in json.dumps(first["for"])
    silent = investigated(tmp_path, Account(), *NOT_WELL, *AT, "--json")
    assert silent.json["findings"][0]["id"] == "trigger_refused"
    groups = {body["logGroupName"] for body in account.asked("FilterLogEvents")}
    assert "/aws/lambda/practice-PreAuthentication" in groups


def test_what_a_function_wrote_is_for_a_person_alone_and_its_secrets_for_nobody(
    tmp_path: Path,
) -> None:
    written = [
        "erin.canary has no plan\u202e\x1b[31m",
        'event {"password": "Logged-Canary-47!"}',
        "[ERROR] KeyError: 'plan'",
    ]
    account = Account(logs={"practice-PreAuthentication": written})
    done = investigated(tmp_path, account, *NOT_WELL, *AT, "--json")
    assert {line["kind"] for line in done.json["log_lines"]} == {"other", "error"}
    assert "KeyError" in {line["error_type"] for line in done.json["log_lines"]}
    assert "erin.canary" not in done.stdout + done.stderr
    words = investigated(tmp_path, account, *NOT_WELL, *AT)
    assert "erin.canary has no plan\\u202e\\x1b[31m" in words.stdout
    for output in (done, words):
        assert "Logged-Canary" not in output.stdout + output.stderr


def test_what_sns_says_is_told_without_the_number(tmp_path: Path) -> None:
    account = Account(sandbox=True, verified=["+12025550199"], origination=0, opted_out=True)
    done = investigated(tmp_path, account, "--json")
    assert done.status == 0, done.stderr
    assert done.json["sms"] == {
        "region": PRACTICE_REGION,
        "in_sandbox": True,
        "verified_in_sandbox": False,
        "monthly_limit_usd": 1.0,
        "origination_numbers": 0,
        "opted_out": True,
    }
    assert account.asked("CheckIfPhoneNumberIsOptedOut") == [
        {"Version": "2010-03-31", "phoneNumber": NUMBER}
    ]
    assert NUMBER not in done.stdout + done.stderr
    assert "202555" not in done.stdout + done.stderr


def test_without_a_time_no_log_is_searched(tmp_path: Path) -> None:
    account = Account()
    done = investigated(tmp_path, account, *WRONG, "--json")
    found = statuses(done)
    assert (found["LookupEvents"], found["FilterLogEvents"]) == ("skipped", "skipped")
    assert (done.json["trail"], done.json["log_lines"]) == (None, None)
    assert not {"LookupEvents", "FilterLogEvents"} & set(account.operations)


def test_a_practice_pool_is_asked_none_of_it(tmp_path: Path) -> None:
    account = Account()
    done = investigated(tmp_path, account, *WRONG, *AT, "--json", kind="practice")
    assert done.status == 0, done.stderr
    found = statuses(done)
    assert set(found) == READ_ONLY
    assert {found[name] for name in BEYOND} == {"skipped"}
    assert {call.service for call in account.calls} == {"cognito-idp"}
    words = investigated(tmp_path, Account(), *WRONG, *AT, kind="practice")
    assert "The practice pool is in no AWS account." in words.stdout


@pytest.mark.parametrize(
    "options", [("--at", "14:05 o'clock"), ("--at", "2026-03-31T12:05"), ("--request-id", "x")]
)
def test_a_time_that_cannot_be_meant_stops_everything(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    account = Account()
    done = investigated(tmp_path, account, *WRONG, *options, "--json")
    assert (done.status, set(done.json)) == (2, {"error"})
    assert done.json["error"]["hint"]
    assert account.calls == []
