from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.core.call import ApiCall
from console.core.masking import LiveSecrets, kind_of, masked_request
from console.core.secret import COMPUTED, WITHHELD, Secret


def call(**params: object) -> ApiCall:
    return ApiCall(operation="AdminInitiateAuth", params=params)  # type: ignore[arg-type]


def test_what_is_listed_is_shown_and_the_rest_is_counted() -> None:
    masked = masked_request(
        call(
            UserPoolId="eu-west-1_A",
            ClientId="client",
            AuthFlow="ADMIN_USER_PASSWORD_AUTH",
            AuthParameters={
                "USERNAME": "alice",
                "PASSWORD": Secret("hunter2"),
                "SECRET_HASH": Secret("hash"),
                "NEWER_KEY": "anything",
            },
            ClientMetadata={"shop": "7"},
            Session=Secret("session"),
            Unlisted="x",
        )
    )
    assert masked.value == {
        "UserPoolId": "eu-west-1_A",
        "ClientId": "client",
        "AuthFlow": "ADMIN_USER_PASSWORD_AUTH",
        "AuthParameters": {
            "USERNAME": "alice",
            "PASSWORD": WITHHELD,
            "SECRET_HASH": COMPUTED,
            "NEWER_KEY": WITHHELD,
        },
        "ClientMetadata": {"shop": WITHHELD},
        "Session": WITHHELD,
        "Unlisted": WITHHELD,
    }
    assert masked.withheld == {
        "password": 1,
        "secret_hash": 1,
        "other": 2,
        "client_metadata": 1,
        "session": 1,
    }


def test_context_data_shows_places_and_header_names() -> None:
    masked = masked_request(
        call(
            ContextData={
                "IpAddress": "203.0.113.7",
                "ServerName": "shop",
                "ServerPath": "/login",
                "HttpHeaders": ({"headerName": "Cookie", "headerValue": "token"},),
                "EncodedData": Secret("blob"),
                "Newer": "x",
            }
        )
    )
    assert masked.value["ContextData"] == {
        "IpAddress": "203.0.113.7",
        "ServerName": "shop",
        "ServerPath": "/login",
        "HttpHeaders": [{"headerName": "Cookie", "headerValue": WITHHELD}],
        "EncodedData": WITHHELD,
        "Newer": WITHHELD,
    }
    assert masked.withheld == {"http_header": 1, "encoded_data": 1, "other": 1}


def test_a_selection_is_shown_and_any_other_answer_is_not() -> None:
    def answer(name: str) -> object:
        masked = masked_request(call(ChallengeName=name, ChallengeResponses={"ANSWER": "SMS_MFA"}))
        return masked.value["ChallengeResponses"]

    assert answer("SELECT_MFA_TYPE") == {"ANSWER": "SMS_MFA"}
    assert answer("CUSTOM_CHALLENGE") == {"ANSWER": WITHHELD}


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("SMS_MFA_CODE", "code"),
        ("userAttributes.name", "attribute"),
        ("PASSWORD", "password"),
        ("UNKNOWN", "other"),
    ],
)
def test_kinds(key: str, kind: str) -> None:
    assert kind_of(key) == kind


@given(st.text(min_size=6))
def test_no_secret_survives_in_a_request(value: str) -> None:
    masked = masked_request(call(AuthParameters={"PASSWORD": Secret(value)}, Session=Secret(value)))
    assert json.dumps(masked.value) == json.dumps(
        {"AuthParameters": {"PASSWORD": WITHHELD}, "Session": WITHHELD}
    )


@pytest.mark.parametrize(
    "text",
    [
        "the password p&ss'wörd\"1 is bad",
        "p%26ss%27w%C3%B6rd%221",
        "p&amp;ss&#x27;wörd&quot;1",
        '"p&ss\'w\\u00f6rd\\"1"',
        "P&SS'WÖRD\"1",
        "cCZzcyd3w7ZyZCIx",
        "1\"dröw'ss&p",
    ],
)
def test_a_repeated_secret_is_found_in_every_form(text: str) -> None:
    live = LiveSecrets()
    live.add([Secret("p&ss'wörd\"1"), None, "no secret"])
    assert live.hit(text)
    assert live.shown(text) == WITHHELD


def test_a_short_secret_is_found_only_by_itself() -> None:
    live = LiveSecrets()
    live.add([Secret("abc")])
    assert live.hit("error abc.")
    assert not live.hit("error abcde")


def test_other_texts_are_shown_safely() -> None:
    live = LiveSecrets()
    live.add([Secret("hunter2"), Secret("")])
    assert live.shown("Incorrect username or password.\n") == ("Incorrect username or password.\\n")


def test_values_of_metadata_are_found_when_they_are_more_than_a_word() -> None:
    live = LiveSecrets()
    live.trust(["alice@example.com"])
    live.add_values(["true", "tenant-4711", "alice@example.com"])
    assert live.hit("no tenant-4711")
    assert not live.hit("it is true")
    assert not live.hit("alice@example.com is no user")


def test_trusted_texts_pass_whatever_is_in_them() -> None:
    live = LiveSecrets()
    live.add([Secret("password")])
    live.trust(["Incorrect username or password."])
    assert live.safe("Incorrect username or password.") == "Incorrect username or password."
    assert live.safe("Incorrect password.") == WITHHELD


def test_calls_that_follow_a_sign_in() -> None:
    masked = masked_request(
        call(
            AccessToken=Secret("access"),
            DeviceKey=Secret("key"),
            DeviceSecretVerifierConfig={"PasswordVerifier": Secret("v"), "Salt": Secret("s")},
            DeviceName="Support desk",
            Token=Secret("refresh"),
            ClientSecret=Secret("client"),
            UserCode=Secret("123456"),
            AnalyticsMetadata={"AnalyticsEndpointId": "endpoint"},
        )
    )
    assert masked.value == {
        "AccessToken": WITHHELD,
        "DeviceKey": WITHHELD,
        "DeviceSecretVerifierConfig": WITHHELD,
        "DeviceName": "Support desk",
        "Token": WITHHELD,
        "ClientSecret": WITHHELD,
        "UserCode": WITHHELD,
        "AnalyticsMetadata": {"AnalyticsEndpointId": "endpoint"},
    }
    assert masked.withheld == {
        "access_token": 1,
        "device_key": 1,
        "srp": 1,
        "refresh_token": 1,
        "client_secret": 1,
        "code": 1,
    }


def test_a_repeated_secret_is_told_from_the_shape_of_one() -> None:
    live = LiveSecrets()
    live.add([Secret("hunter2-canary")])
    shaped = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJlLW9mLWl0"
    assert live.hit(shaped)
    assert not live.repeats(shaped)
    assert live.repeats("x hunter2-canary y")


def test_the_options_of_the_next_passkey_question_repeat_nothing_of_a_credential() -> None:
    credential = {
        "id": "2lgosUUrt9lqxfn9rE3ky01bBtc",
        "rawId": "2lgosUUrt9lqxfn9rE3ky01bBtc",
        "type": "public-key",
        "response": {
            "clientDataJSON": "eyJ0eXBlIjogIndlYmF1dGhuLmdldCJ9",
            "authenticatorData": "Hcp2dY0rWoNQlWi57X3LSq7tKDKV",
            "signature": "MEQCIGcXxrfxnzvt0PfWjBtYr98JFX20",
            "newer": ["kept by nobody: 9431"],
        },
    }
    live = LiveSecrets()
    live.add([Secret(json.dumps(credential))])
    allowed = [{"type": "public-key", "id": credential["id"], "transports": ["internal"]}]
    assert not live.repeats(json.dumps({"rpId": "example.com", "allowCredentials": allowed}))
    for part in ("MEQCIGcXxrfxnzvt0PfWjBtYr98JFX20", "Hcp2dY0rWoNQlWi57X3LSq7tKDKV"):
        assert live.repeats(f"it said {part}")
    assert live.repeats("kept by nobody: 9431")
    assert live.repeats(json.dumps(credential))


@pytest.mark.parametrize("text", ['{"id": "correct horse 9"}', '{"type": "x', "[1]"])
def test_a_secret_that_is_no_credential_is_looked_for_as_it_is(text: str) -> None:
    live = LiveSecrets()
    live.add([Secret(text)])
    assert live.repeats(f"it said {text} to me")


def test_what_a_finished_file_is_searched_for_is_given_by_kind() -> None:
    live = LiveSecrets()
    live.trust(["alice@example.com"])
    live.add([Secret("hunter2"), Secret("hunter2"), None])
    live.add_values(["tenant-4711", "en", "alice@example.com"])
    assert live.secrets() == ("hunter2",)
    assert live.values() == ("tenant-4711",)
