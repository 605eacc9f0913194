"""Requests as code."""

from __future__ import annotations

import ast
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import botocore
import pytest
from botocore.session import Session
from botocore.validate import ParamValidator

from console.cases.case import Case, CaseContext
from console.cases.code import Language, request_code
from console.core import call as calls
from console.core.call import ApiCall, ParamValue
from console.core.events import EventKind
from console.core.masking import masked_request
from console.core.practice_keys import PRACTICE_ACCESS_KEY_ID, PRACTICE_SECRET_ACCESS_KEY
from console.core.profile import ProfileKind
from console.core.record import AttemptRecord
from console.core.secret import Secret
from console.core.timeline import Timeline
from console.practice.server import PracticeServer
from tests.core.corpus import HOSTILE

NOW = datetime(2026, 1, 2, tzinfo=UTC)
CONTEXT = CaseContext(
    program_version="0.1.0",
    python_version="3.11",
    platform="Linux",
    time_zone="UTC",
    exported_at=NOW,
)
POOL = {"UserPoolId": "eu-west-1_Ab12Cd34E", "ClientId": "1example23456789"}
OPERATIONS: Mapping[str, Mapping[str, ParamValue]] = {
    calls.ADMIN_INITIATE_AUTH: {
        **POOL,
        "AuthFlow": "ADMIN_USER_PASSWORD_AUTH",
        "AuthParameters": {
            "USERNAME": "alice",
            "PASSWORD": Secret("hunter2"),
            "SECRET_HASH": Secret("h"),
        },
        "ClientMetadata": {"tenant": "x"},
        "AnalyticsMetadata": {"AnalyticsEndpointId": "endpoint"},
        "ContextData": {
            "IpAddress": "203.0.113.7",
            "ServerName": "shop",
            "ServerPath": "/login",
            "HttpHeaders": ({"headerName": "X-Thing", "headerValue": "v"},),
            "EncodedData": Secret("blob"),
        },
    },
    calls.ADMIN_RESPOND: {
        **POOL,
        "ChallengeName": "NEW_PASSWORD_REQUIRED",
        "ChallengeResponses": {
            "USERNAME": "alice",
            "NEW_PASSWORD": Secret("n"),
            "userAttributes.name": Secret("a"),
        },
        "Session": Secret("s" * 30),
    },
    calls.INITIATE_AUTH: {
        "ClientId": "1example23456789",
        "AuthFlow": "USER_SRP_AUTH",
        "AuthParameters": {"USERNAME": "alice", "SRP_A": Secret("ab")},
        "UserContextData": {"IpAddress": "203.0.113.7", "EncodedData": Secret("blob")},
    },
    calls.RESPOND: {
        "ClientId": "1example23456789",
        "ChallengeName": "SMS_MFA",
        "ChallengeResponses": {"USERNAME": "alice", "SMS_MFA_CODE": Secret("123456")},
        "Session": Secret("s" * 30),
    },
    calls.ASSOCIATE_SOFTWARE_TOKEN: {"Session": Secret("s" * 30)},
    calls.VERIFY_SOFTWARE_TOKEN: {
        "Session": Secret("s" * 30),
        "UserCode": Secret("123456"),
        "FriendlyDeviceName": "phone",
    },
    calls.CONFIRM_DEVICE: {
        "AccessToken": Secret("t"),
        "DeviceKey": Secret("k"),
        "DeviceName": "desk",
        "DeviceSecretVerifierConfig": {"PasswordVerifier": Secret("v"), "Salt": Secret("s")},
    },
    calls.UPDATE_DEVICE_STATUS: {
        "AccessToken": Secret("t"),
        "DeviceKey": Secret("k"),
        "DeviceRememberedStatus": "remembered",
    },
    calls.GET_TOKENS_FROM_REFRESH_TOKEN: {
        "RefreshToken": Secret("t"),
        "ClientId": "1example23456789",
        "ClientSecret": Secret("c"),
        "DeviceKey": Secret("k"),
        "ClientMetadata": {"tenant": "x"},
    },
    calls.REVOKE_TOKEN: {"Token": Secret("t"), "ClientId": "1example23456789"},
}


def case_with(
    operation: str,
    params: Mapping[str, ParamValue],
    *,
    username: str = "alice",
    names: bool = False,
    ids: bool = True,
    **changes: object,
) -> Case:
    timeline = Timeline()
    asked = ApiCall(operation=operation, params=params)
    timeline.append(
        EventKind.CALL_STARTED,
        {"operation": operation, "request": masked_request(asked)},
        at=NOW,
        offset_ms=0,
        step=1,
    )
    record = AttemptRecord(
        attempt_id="a",
        started_at=NOW,
        profile_name="shop",
        profile_kind=ProfileKind.STAGING,
        region="eu-west-1",
        user_pool_id=POOL["UserPoolId"],
        client_id=POOL["ClientId"],
        username=username,
        auth_flow="USER_AUTH",
        simulated=False,
        events=timeline.events,
    )
    record = replace(record, **changes)  # type: ignore[arg-type]
    return Case.from_record(record, CONTEXT, names=names, ids=ids)


def code_of(case: Case, language: Language) -> str:
    text = request_code(case, language)
    assert text is not None
    return text


def keywords_of(text: str) -> tuple[str, dict[str, object]]:
    """The method that the Python code calls on its client, and with what."""
    for node in ast.walk(ast.parse(text)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "client"
        ):
            given = {str(each.arg): ast.literal_eval(each.value) for each in node.keywords}
            return node.func.attr, given
    raise AssertionError("nothing is called")


@pytest.fixture(scope="module")
def model() -> Session:
    return Session()


@pytest.mark.parametrize("operation", OPERATIONS)
def test_python_code_compiles_and_fits_the_model(operation: str, model: Session) -> None:
    text = code_of(case_with(operation, OPERATIONS[operation]), Language.PYTHON)
    compile(text, "code", "exec")
    method, given = keywords_of(text)
    service = model.get_service_model("cognito-idp")
    assert method == botocore.xform_name(operation)
    shape = service.operation_model(operation).input_shape
    assert shape is not None
    wrong = ParamValidator().validate(given, shape).generate_report().splitlines()
    # A placeholder may be shorter than a session is.
    assert [line for line in wrong if not line.startswith("Invalid length for")] == []
    assert set(given) == set(OPERATIONS[operation])
    assert ("UNSIGNED" in text) is not calls.ApiCall(operation=operation, params={}).signed


@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_shell_reads_one_argument_of_json(operation: str) -> None:
    text = code_of(case_with(operation, OPERATIONS[operation]), Language.AWS_CLI)
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    words = shlex.split("\n".join(lines).replace("\\\n", " "))
    assert words[:2] == ["aws", "cognito-idp"]
    assert words[2] == botocore.xform_name(operation, "-")
    assert words[3:5] == ["--region", "eu-west-1"]
    assert set(json.loads(words[words.index("--cli-input-json") + 1])) == set(OPERATIONS[operation])
    signed = calls.ApiCall(operation=operation, params={}).signed
    assert ("--no-sign-request" in words) is not signed


@pytest.mark.skipif(shutil.which("sh") is None, reason="no shell of that kind")
@pytest.mark.parametrize("operation", [calls.ADMIN_INITIATE_AUTH, calls.INITIATE_AUTH])
def test_the_aws_cli_itself_sends_the_line(operation: str, tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    keys = {
        "AWS_ACCESS_KEY_ID": PRACTICE_ACCESS_KEY_ID,
        "AWS_SECRET_ACCESS_KEY": PRACTICE_SECRET_ACCESS_KEY,
    }
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    with PracticeServer() as server:
        endpoint = server.endpoint_url.removeprefix("http://")
        made = case_with(operation, OPERATIONS[operation], endpoint=endpoint, simulated=True)
        done = subprocess.run(
            ["sh", "-c", code_of(made, Language.AWS_CLI)],  # noqa: S607
            env={**kept, **keys, "PATH": path, "HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert "ResourceNotFoundException" in done.stderr  # the pool read it: it is another pool


def test_what_is_secret_or_names_somebody_is_a_placeholder() -> None:
    made = case_with(calls.ADMIN_INITIATE_AUTH, OPERATIONS[calls.ADMIN_INITIATE_AUTH], ids=False)
    for language in Language:
        text = code_of(made, language)
        for shown in ("<USERNAME>", "<PASSWORD>", "<SECRET_HASH>", "<USER_POOL_ID>", "<CLIENT_ID>",
                      "<TENANT>", "<IP_ADDRESS>", "<HEADER_VALUE>", "<ENCODED_DATA>"):  # fmt: skip
            assert shown in text, (language, shown)
        assert "base64(HMAC-SHA256(client secret" in text
        for hidden in ("alice", "hunter2", "USER-1", "POOL-1", "203.0.113", "‹"):
            assert hidden not in text, (language, hidden)
        assert made.self_check.problem(text.encode(), lambda code: code.splitlines()) is None


def test_names_stand_in_the_code_where_the_export_has_them() -> None:
    params = OPERATIONS[calls.ADMIN_RESPOND]
    for language in Language:
        text = code_of(case_with(calls.ADMIN_RESPOND, params, names=True), language)
        assert "alice" in text
        assert "eu-west-1_Ab12Cd34E" in text
        assert "<USERNAME>" not in text


def test_a_sub_is_no_name() -> None:
    sub = "63f7f1e6-b31d-4bc5-a97d-23a44dcc87c1"
    params = {"AuthParameters": {"USERNAME": sub}}
    assert sub in code_of(case_with(calls.INITIATE_AUTH, params, username=sub), Language.PYTHON)


def test_a_practice_pool_is_called_at_its_own_address() -> None:
    made = case_with(calls.REVOKE_TOKEN, OPERATIONS[calls.REVOKE_TOKEN],
                     endpoint="127.0.0.1:8700", simulated=True)  # fmt: skip
    for language in Language:
        assert "http://127.0.0.1:8700" in code_of(made, language)
    other = case_with(calls.REVOKE_TOKEN, {}, endpoint="cognito.example:443")
    for language in Language:
        assert "<ENDPOINT_URL>" in code_of(other, language)


def test_c_sharp_is_as_it_was_looked_through() -> None:
    golden = (Path(__file__).parent / "request.cs.txt").read_text(encoding="utf-8")
    shown = (calls.ADMIN_INITIATE_AUTH, calls.CONFIRM_DEVICE, calls.INITIATE_AUTH)
    made = [code_of(case_with(each, OPERATIONS[each]), Language.CSHARP) for each in shown]
    assert "\n".join(made) == golden


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_others_ends_its_literal(text: str, model: Session) -> None:
    params: Mapping[str, ParamValue] = {
        **POOL,
        "AuthFlow": text,
        "AuthParameters": {"USERNAME": text, text: "v", "PASSWORD": Secret("p")},
        "ClientMetadata": {text: "v"},
        "ContextData": {"ServerName": text, "HttpHeaders": ({"headerName": text},)},
    }
    made = case_with(calls.ADMIN_INITIATE_AUTH, params, username=text, names=True)
    python = code_of(made, Language.PYTHON)
    method, given = keywords_of(python)
    assert method == "admin_initiate_auth"
    assert set(given) == set(params)
    line = code_of(made, Language.AWS_CLI).replace("\\\n", " ", 2)
    words = shlex.split(line)
    assert words[3::2] == ["--region", "--cli-input-json"]
    assert json.loads(words[-1]) == given
    sharp = code_of(made, Language.CSHARP)
    assert sharp.isascii()
    # Literals apart, the code of a hostile request is that of a quiet one.
    quiet = code_of(case_with(calls.ADMIN_INITIATE_AUTH, params, username="x"), Language.CSHARP)
    assert without_literals(sharp) == without_literals(quiet)


def without_literals(text: str) -> str:
    return re.sub(r'"(?:[^"\\]|\\.)*"', '""', text)


def test_a_step_without_a_request_has_no_code() -> None:
    made = case_with(calls.REVOKE_TOKEN, OPERATIONS[calls.REVOKE_TOKEN])
    assert request_code(made, Language.PYTHON, step=2) is None
    (event,) = made.events
    for changed in ({"operation": "x; rm"}, {"request": "‹withheld›"}):
        odd = replace(made, events=(replace(event, data={**event.data, **changed}),))
        assert request_code(odd, Language.AWS_CLI) is None
