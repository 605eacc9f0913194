from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.cli.recipe import ContextRecipe, parse_recipe, read_recipe
from console.cli.references import Reference, Source
from console.core.conversation.flows import AuthFlow
from console.core.errors import UserFacingError
from console.core.fields import FieldProblem
from console.core.profile import ProfileKind

PROFILE = """\
[profile]
kind = "practice"
region = "eu-west-1"
user_pool_id = "eu-west-1_PRACTICE1"
client_id = "gvu04upzcdqo6mxguy2i5o7nes"
client_secret = "env:CLIENT_SECRET"
endpoint_url = "http://127.0.0.1:8123"
"""
REQUEST = """\
[request]
auth_flow = "ADMIN_USER_PASSWORD_AUTH"
username = "alice"
ticket = "CS-48213"
"""
REST = """\
[request.parameters]
PASSWORD = "env:PASSWORD"
[request.client_metadata]
shop = "7"
[request.context_data]
ip_address = "203.0.113.7"
server_name = "shop"
server_path = "/login"
encoded_data = "blob"
[request.context_data.http_headers]
User-Agent = "x"
[answers.SOFTWARE_TOKEN_MFA]
totp_seed = "keyring:alice totp"
[answers.SMS_MFA]
SMS_MFA_CODE = "outbox"
[answers.NEW_PASSWORD_REQUIRED]
NEW_PASSWORD = "prompt"
"userAttributes.name" = "Alice"
"""
GOOD = PROFILE + REQUEST + REST


def test_a_whole_recipe() -> None:
    recipe = parse_recipe(GOOD)
    assert recipe.profile.kind is ProfileKind.PRACTICE
    assert recipe.profile.has_client_secret
    assert recipe.client_secret == Reference(source=Source.ENV, name="CLIENT_SECRET")
    assert recipe.auth_flow is AuthFlow.ADMIN_USER_PASSWORD_AUTH
    assert (recipe.username, recipe.ticket) == ("alice", "CS-48213")
    assert recipe.parameters == {"PASSWORD": Reference(source=Source.ENV, name="PASSWORD")}
    assert recipe.client_metadata == {"shop": "7"}
    assert recipe.context_data == ContextRecipe(
        ip_address="203.0.113.7",
        server_name="shop",
        server_path="/login",
        http_headers={"User-Agent": "x"},
        encoded_data="blob",
    )
    assert recipe.answers == {
        "SOFTWARE_TOKEN_MFA": ({"totp_seed": Reference(source=Source.KEYRING, name="alice totp")},),
        "SMS_MFA": ({"SMS_MFA_CODE": "outbox"},),
        "NEW_PASSWORD_REQUIRED": (
            {"NEW_PASSWORD": Reference(source=Source.PROMPT), "userAttributes.name": "Alice"},
        ),
    }


def test_an_absent_kind_is_production() -> None:
    text = (
        GOOD.replace('kind = "practice"\n', "")
        .replace('endpoint_url = "http://127.0.0.1:8123"\n', "")
        .replace('SMS_MFA_CODE = "outbox"', 'SMS_MFA_CODE = "env:CODE"')
    )
    assert parse_recipe(text).profile.kind is ProfileKind.PRODUCTION


def test_answers_of_later_versions_are_no_mistake() -> None:
    recipe = parse_recipe(
        GOOD
        + '[[answers.CUSTOM_CHALLENGE]]\nANSWER = "env:A"\n'
        + '[[answers.CUSTOM_CHALLENGE]]\nANSWER = "prompt"\n'
        + '[answers.SELECT_CHALLENGE]\nANSWER = "PASSWORD"\n'
    )
    assert [str(table["ANSWER"]) for table in recipe.answers["CUSTOM_CHALLENGE"]] == [
        "env:A",
        "prompt",
    ]
    assert recipe.answers["SELECT_CHALLENGE"] == ({"ANSWER": "PASSWORD"},)


def test_the_outbox_has_only_codes_that_are_sent() -> None:
    text = GOOD.replace('totp_seed = "keyring:alice totp"', 'SOFTWARE_TOKEN_MFA_CODE = "outbox"')
    with pytest.raises(UserFacingError, match="in error") as caught:
        parse_recipe(text)
    assert "Line 24: answers.SOFTWARE_TOKEN_MFA.SOFTWARE_TOKEN_MFA_CODE" in caught.value.detail


@pytest.mark.parametrize(
    ("field", "start"),
    [
        ("username", "Line 10: request.username: "),
        ("ticket", "Line 11: request.ticket: "),
        ("PASSWORD", "Line 13: request.parameters.PASSWORD: "),
        ("client_metadata", "Line 14: request.client_metadata: "),
        ("context_data.server_path", "Line 19: request.context_data.server_path: "),
    ],
)
def test_problems_of_the_request_name_their_line(field: str, start: str) -> None:
    error = parse_recipe(GOOD).error(FieldProblem(field=field, sentence="It is wrong."))
    assert error.detail == f"{start}It is wrong."
    assert error.hint


def test_time_limits() -> None:
    text = GOOD.replace("[request]", "read_timeout_s = 2\ntotal_timeout_s = 2.5\n[request]", 1)
    profile = parse_recipe(text).profile
    assert (profile.read_timeout_s, profile.total_timeout_s) == (2.0, 2.5)


def replaced(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new, 1)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (GOOD + "[extra]\n", 30, "extra is not known"),
        (GOOD + "[extra.more]\n", 30, "extra is not known"),
        (GOOD + "[profile.more.deep]\n", 30, "profile.more is not known"),
        (replaced("PASSWORD = ", "PASWORD = "), 13, "request.parameters.PASWORD is not"),
        (replaced("PASSWORD = ", "REFRESH_TOKEN = "), 13, "not a parameter of ADMIN_USER"),
        (replaced("[request]", f"read_timeout_s = {'9' * 400}\n[request]"), 8, "too large"),
        (GOOD + '[[answers.CUSTOM_CHALLENGE]]\nANSWER = "hunter2"\n', 31, "in clear"),
        (GOOD + '[answers.WEB_AUTHN]\nCREDENTIAL = "hunter2"\n', 31, "in clear"),
        (replaced('kind = "practice"', 'kin = "practice"'), 2, "profile.kin is not known"),
        (replaced('kind = "practice"', 'kind = "live"'), 2, "profile.kind is not known"),
        (replaced('"eu-west-1"', "1"), 3, "profile.region must be a text"),
        (replaced('"eu-west-1_PRACTICE1"', '"pool"'), 4, "user pool id"),
        (replaced('kind = "practice"', 'kind = "staging"'), 7, "kind practice or lab"),
        (replaced("127.0.0.1", "example.com"), 7, "must be on this machine"),
        (replaced('"env:CLIENT_SECRET"', '"hunter2"'), 6, "written in clear"),
        (replaced('"env:PASSWORD"', '"hunter2"'), 13, "written in clear"),
        (replaced('"keyring:alice totp"', '"hunter2"'), 24, "written in clear"),
        (replaced('"outbox"', '"hunter2"'), 26, "written in clear"),
        (replaced('PASSWORD = "env', 'SECRET_HASH = "env'), 13, "never given"),
        (replaced('PASSWORD = "env', 'USERNAME = "env'), 13, "request.username"),
        (replaced('NEW_PASSWORD = "prompt"', 'SESSION = "env:X"'), 28, "never given"),
        (replaced('"ADMIN_USER_PASSWORD_AUTH"', '"X"'), 9, "auth_flow"),
        (replaced('ticket = "CS-48213"', 'path = "sideways"'), 11, "request.path"),
        (replaced('ticket = "CS-48213"', "ticket = 5"), 11, "must be a text"),
        (replaced("[answers.SMS_MFA]", "[answers.SMS]"), 25, "not a challenge"),
        (replaced("SMS_MFA_CODE", "SMS_CODE"), 26, "is not known"),
        (replaced('"Alice"', "true"), 29, "must be a text"),
        (replaced('shop = "7"', "shop = 7"), 15, "must be a text"),
        (replaced('server_path = "/login"', 'path = "/"'), 19, "is not known"),
        (replaced("[request]", "read_timeout_s = true\n[request]"), 8, "number of seconds"),
        (replaced("[request]", "read_timeout_s = 0\n[request]"), 8, "between 0.1 and 300"),
    ],
)
def test_errors_name_their_line(text: str, line: int, words: str) -> None:
    with pytest.raises(UserFacingError) as caught:
        parse_recipe(text)
    assert f"Line {line}:" in caught.value.detail
    assert words in caught.value.detail
    assert "hunter2" not in caught.value.sentence()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "[profile]"),
        (PROFILE, "[request]"),
        (PROFILE.replace('region = "eu-west-1"\n', "") + REQUEST, "profile.region is missing"),
        (PROFILE + "[request]\n", "request.auth_flow is missing"),
        (
            PROFILE.replace('endpoint_url = "http://127.0.0.1:8123"\n', "") + REQUEST,
            "practice pool",
        ),
        (PROFILE + REQUEST + 'parameters = "x"\n', "must be a table"),
        (PROFILE + REQUEST + 'context_data = "x"\n', "[request.context_data]"),
        (PROFILE + REQUEST + "[answers]\nSMS_MFA = 1\n", "must be a table"),
        ("profile = hunter2", "line 1"),
        (f"{PROFILE}total_timeout_s = {'9' * 5000}\n", "not valid TOML"),
        ('[profile]\nx = "hunter2', "mistake is at"),
    ],
)
def test_what_is_missing_or_broken_is_said(text: str, words: str) -> None:
    with pytest.raises(UserFacingError) as caught:
        parse_recipe(text)
    assert words in caught.value.sentence()
    assert "hunter2" not in caught.value.sentence()


@given(st.text() | st.text().map(lambda tail: GOOD + tail))
def test_any_text_is_a_recipe_or_an_error(text: str) -> None:
    with contextlib.suppress(UserFacingError):
        assert parse_recipe(text).username == "alice"


def test_files_that_cannot_be_used(tmp_path: Path) -> None:
    with pytest.raises(UserFacingError, match="cannot be read"):
        read_recipe(tmp_path / "absent.toml")
    with pytest.raises(UserFacingError, match="cannot be read"):
        read_recipe(tmp_path)
    binary = tmp_path / "binary.toml"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UserFacingError, match="UTF-8"):
        read_recipe(binary)
    large = tmp_path / "large.toml"
    large.write_bytes(b"#" * (256 * 1024 + 1))
    with pytest.raises(UserFacingError, match="too large"):
        read_recipe(large)
    good = tmp_path / "good.toml"
    good.write_text(GOOD, encoding="utf-8-sig")
    assert read_recipe(good).username == "alice"
