from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.cli.recipe import AfterRecipe, parse_recipe, read_recipe
from console.cli.references import Reference, Source
from console.core.call import Path as CallPath
from console.core.conversation.flows import ROTATED_REFRESH, AuthFlow
from console.core.errors import UserFacingError
from console.core.fields import FieldProblem
from console.core.profile import ProfileKind
from console.core.request import ContextData
from console.core.secret import Secret

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
Accept = ["a", "b"]
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
    request = recipe.request
    assert request.auth_flow == AuthFlow.ADMIN_USER_PASSWORD_AUTH
    assert (request.path, request.both_paths) == (CallPath.ADMIN, False)
    assert (request.username, request.ticket) == ("alice", "CS-48213")
    assert request.parameters == {"PASSWORD": Reference(source=Source.ENV, name="PASSWORD")}
    assert request.client_metadata == {"shop": "7"}
    assert request.context_data == ContextData(
        ip_address="203.0.113.7",
        server_name="shop",
        server_path="/login",
        http_headers=(("User-Agent", "x"), ("Accept", "a"), ("Accept", "b")),
        encoded_data=Secret("blob"),
    )
    assert recipe.after == AfterRecipe()
    assert recipe.notes() == ()
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


def test_an_answer_may_have_a_table_for_each_round() -> None:
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
    assert "Line 25: answers.SOFTWARE_TOKEN_MFA.SOFTWARE_TOKEN_MFA_CODE" in caught.value.detail


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


def test_both_paths_and_what_goes_along() -> None:
    changed = GOOD.replace(
        'ticket = "CS-48213"', 'path = "both"\nsession = "env:S"\nanalytics_endpoint_id = "a-1"'
    )
    request = parse_recipe(changed).request
    assert request.both_paths
    assert request.session == Reference(source=Source.ENV, name="S")
    assert request.analytics_endpoint_id == "a-1"


@pytest.mark.parametrize("flow", [*AuthFlow, ROTATED_REFRESH])
def test_every_known_flow_is_taken_with_its_own_parameters(flow: str) -> None:
    text = GOOD.replace("ADMIN_USER_PASSWORD_AUTH", flow)
    if "REFRESH" in flow or flow == ROTATED_REFRESH:
        text = text.replace('PASSWORD = "env:PASSWORD"', 'REFRESH_TOKEN = "env:T"')
    recipe = parse_recipe(text)
    assert recipe.request.auth_flow == flow
    assert recipe.notes() == ()


def test_a_newer_flow_takes_any_parameters_as_references_and_is_said() -> None:
    text = GOOD.replace("ADMIN_USER_PASSWORD_AUTH", "FACE_AUTH")
    text = text.replace('PASSWORD = "env:PASSWORD"', 'FACE = "env:FACE"\nDEVICE_KEY = "eu_1"')
    recipe = parse_recipe(text)
    assert recipe.request.parameters == {
        "FACE": Reference(source=Source.ENV, name="FACE"),
        "DEVICE_KEY": "eu_1",
    }
    assert recipe.notes() == ("FACE_AUTH is no flow that this version knows; it is sent as it is.",)
    with pytest.raises(UserFacingError) as caught:
        parse_recipe(text.replace('"env:FACE"', '"hunter2"'))
    assert "request.parameters.FACE is written in clear" in caught.value.detail
    assert "hunter2" not in caught.value.sentence()


def test_answers_to_every_challenge_and_to_unknown_ones() -> None:
    recipe = parse_recipe(
        GOOD
        + '[answers.MFA_SETUP]\nFRIENDLY_DEVICE_NAME = "phone"\ntotp_seed = "keyring:new"\n'
        + '[answers.WEB_AUTHN]\nCREDENTIAL = "prompt"\n'
        + '[answers.DEVICE_SRP_AUTH]\nDEVICE_KEY = "eu_1"\nDEVICE_GROUP_KEY = "keyring:group"\n'
        + 'DEVICE_PASSWORD = "env:DP"\n'
        + '[answers.ADMIN_NO_SRP_AUTH]\nANSWER = "env:A"\n'
        + '[answers.NEWER]\nANY_KEY = "env:B"\n'
    )
    assert recipe.answers["MFA_SETUP"] == (
        {
            "FRIENDLY_DEVICE_NAME": "phone",
            "totp_seed": Reference(source=Source.KEYRING, name="new"),
        },
    )
    assert recipe.answers["WEB_AUTHN"] == ({"CREDENTIAL": Reference(source=Source.PROMPT)},)
    assert recipe.answers["DEVICE_SRP_AUTH"][0]["DEVICE_KEY"] == "eu_1"
    assert str(recipe.answers["DEVICE_SRP_AUTH"][0]["DEVICE_GROUP_KEY"]) == "keyring:group"
    assert recipe.answers["NEWER"] == ({"ANY_KEY": Reference(source=Source.ENV, name="B")},)
    (note,) = recipe.notes()
    assert note.startswith("NEWER is no challenge that this version knows")


def test_an_empty_table_sets_up_an_app() -> None:
    assert parse_recipe(GOOD + "[answers.MFA_SETUP]\n").answers["MFA_SETUP"] == ({},)


def test_what_follows_a_sign_in() -> None:
    after = parse_recipe(GOOD + "[after]\nrevoke = false\nremember_device = true\n").after
    assert after == AfterRecipe(revoke=False, remember_device=True)
    assert parse_recipe(GOOD + "[after]\nrefresh = true\n").after == AfterRecipe(refresh=True)
    rotated = parse_recipe(GOOD + '[after]\nrefresh = "rotated"\n').after
    assert rotated == AfterRecipe(refresh=True, rotated=True)


def test_the_life_of_a_session_is_known_where_the_recipe_says_it() -> None:
    assert parse_recipe(GOOD).profile.session_life_s is None
    for minutes, life in (("3", 180.0), ("7.5", 450.0), ("15", 900.0)):
        text = GOOD.replace("[request]", f"auth_session_validity_min = {minutes}\n[request]", 1)
        assert parse_recipe(text).profile.session_life_s == life


def test_time_limits() -> None:
    text = GOOD.replace("[request]", "read_timeout_s = 2\ntotal_timeout_s = 2.5\n[request]", 1)
    profile = parse_recipe(text).profile
    assert (profile.read_timeout_s, profile.total_timeout_s) == (2.0, 2.5)


@pytest.mark.parametrize(("key", "fips"), [("use_fips", True), ("use_dualstack", False)])
def test_aws_endpoints_are_chosen_by_the_recipe(key: str, fips: bool) -> None:
    text = PROFILE.replace('endpoint_url = "http://127.0.0.1:8123"', f"{key} = true", 1)
    text = text.replace('"practice"', '"staging"', 1) + REQUEST
    profile = parse_recipe(text + '[request.parameters]\nPASSWORD = "env:PASSWORD"\n').profile
    assert (profile.use_fips, profile.use_dualstack) == (fips, not fips)
    plain = parse_recipe(GOOD).profile
    assert (plain.use_fips, plain.use_dualstack) == (False, False)


def replaced(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new, 1)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (GOOD + "[extra]\n", 31, "extra is not known"),
        (GOOD + "[extra.more]\n", 31, "extra is not known"),
        (GOOD + "[profile.more.deep]\n", 31, "profile.more is not known"),
        (replaced("PASSWORD = ", "PASWORD = "), 13, "request.parameters.PASWORD is not"),
        (replaced("PASSWORD = ", "REFRESH_TOKEN = "), 13, "not a parameter of ADMIN_USER"),
        (replaced("[request]", f"read_timeout_s = {'9' * 400}\n[request]"), 8, "too large"),
        (GOOD + '[[answers.CUSTOM_CHALLENGE]]\nANSWER = "hunter2"\n', 32, "in clear"),
        (GOOD + '[answers.WEB_AUTHN]\nCREDENTIAL = "hunter2"\n', 32, "in clear"),
        (replaced('kind = "practice"', 'kin = "practice"'), 2, "profile.kin is not known"),
        (replaced('kind = "practice"', 'kind = "live"'), 2, "profile.kind is not known"),
        (replaced('"eu-west-1"', "1"), 3, "profile.region must be a text"),
        (replaced('"eu-west-1_PRACTICE1"', '"pool"'), 4, "user pool id"),
        (replaced('kind = "practice"', 'kind = "staging"'), 7, "kind practice or lab"),
        (replaced("127.0.0.1", "example.com"), 7, "must be on this machine"),
        (replaced('"env:CLIENT_SECRET"', '"hunter2"'), 6, "written in clear"),
        (replaced('"env:PASSWORD"', '"hunter2"'), 13, "written in clear"),
        (replaced('"keyring:alice totp"', '"hunter2"'), 25, "written in clear"),
        (replaced('"outbox"', '"hunter2"'), 27, "written in clear"),
        (replaced('PASSWORD = "env', 'SECRET_HASH = "env'), 13, "never given"),
        (replaced('PASSWORD = "env', 'USERNAME = "env'), 13, "request.username"),
        (replaced('NEW_PASSWORD = "prompt"', 'SESSION = "env:X"'), 29, "never given"),
        (replaced('"ADMIN_USER_PASSWORD_AUTH"', '"X"'), 9, "auth_flow"),
        (replaced('ticket = "CS-48213"', 'path = "sideways"'), 11, "request.path"),
        (replaced('ticket = "CS-48213"', "ticket = 5"), 11, "must be a text"),
        (replaced("[answers.SMS_MFA]", "[answers.sms]"), 26, "no challenge's name"),
        (replaced("[answers.SMS_MFA]", "[answers.PASSWORD_VERIFIER]"), 26, "never answered"),
        (replaced("[answers.SMS_MFA]", "[after.SMS_MFA]"), 26, "after.SMS_MFA is not known"),
        (replaced("SMS_MFA_CODE", "SMS_CODE"), 27, "is not known"),
        (replaced('"Alice"', "true"), 30, "must be a text"),
        (replaced('shop = "7"', "shop = 7"), 15, "must be a text"),
        (replaced('server_path = "/login"', 'path = "/"'), 19, "is not known"),
        (replaced("[request]", "read_timeout_s = true\n[request]"), 8, "number of seconds"),
        (replaced("[request]", "connect_timeout_s = 301\n[request]"), 8, "between 0.1 and 300"),
        (replaced("[request]", "total_timeout_s = nan\n[request]"), 8, "between 0.1 and 300"),
        (replaced("[request]", 'use_fips = "yes"\n[request]'), 8, "must be true or false"),
        (replaced("[request]", "use_dualstack = true\n[request]"), 8, "own endpoints"),
        (replaced('"x"', "7"), 22, "a text or a list of texts"),
        (replaced('"b"]', "7]"), 23, "a text or a list of texts"),
        (replaced("[request]", 'auth_session_validity_min = "3"\n[request]'), 8, "of minutes"),
        (replaced("[request]", "auth_session_validity_min = 2.9\n[request]"), 8, "between 3 and"),
        (replaced("[request]", "auth_session_validity_min = 15.1\n[request]"), 8, "and 15 minutes"),
        (replaced("[request]", '[request]\nsession = "hunter2"'), 9, "in clear"),
        (GOOD + "[after]\nrevoke = 1\n", 32, "after.revoke must be true or false"),
        (GOOD + '[after]\nrefresh = "hunter2"\n', 32, "after.refresh must be true or false"),
        (GOOD + '[answers.MFA_SETUP]\ntotp_seed = "hunter2"\n', 32, "in clear"),
        (GOOD + '[answers.MFA_SETUP]\ntotp_seed = "env:SEED"\n', 32, "only be the keyring"),
        (GOOD + '[answers.MFA_SETUP]\nANSWERS = "x"\n', 32, "is not known"),
        (
            GOOD + '[answers.MFA_SETUP]\nSOFTWARE_TOKEN_MFA_CODE = "prompt"\n',
            32,
            "cannot be asked for",
        ),
        (GOOD + '[answers.DEVICE_SRP_AUTH]\nDEVICE_PASSWORD = "hunter2"\n', 32, "in clear"),
        (GOOD + '[answers.NEWER]\nANSWER = "hunter2"\n', 32, "in clear"),
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
        (PROFILE + REQUEST + "[request.context_data]\nhttp_headers = 1\n", "must be a table"),
        (PROFILE + REQUEST + "after = 1\n[answers]\n", "request.after is not known"),
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
        assert parse_recipe(text).request.username == "alice"


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
    assert read_recipe(good).request.username == "alice"
