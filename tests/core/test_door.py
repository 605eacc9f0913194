from __future__ import annotations

import json
from dataclasses import replace

import pytest

from console.core.call import ADMIN_INITIATE_AUTH, ApiCall, Failure, NewDevice, Reply, Tokens
from console.core.conversation.challenges import (
    AnswerField,
    Challenge,
    FieldKind,
    answer_fields,
    shown_parameters,
)
from console.core.door import admitted, challenge_to_show, secrets_of_call, secrets_of_result
from console.core.masking import LiveSecrets
from console.core.secret import WITHHELD, Secret
from tests.fakes import challenge_reply, record, refusal, tokens_reply

SECRET = "hunter2-canary"


def live() -> LiveSecrets:
    found = LiveSecrets()
    found.add([Secret(SECRET)])
    return found


def test_every_secret_of_a_call_is_found() -> None:
    call = ApiCall(
        operation=ADMIN_INITIATE_AUTH,
        params={
            "ClientId": "c",
            "Session": Secret("s"),
            "AuthParameters": {"USERNAME": "u", "PASSWORD": Secret("p")},
            "ContextData": {"HttpHeaders": ({"headerName": "n"},), "EncodedData": Secret("e")},
        },
    )
    assert secrets_of_call(call) == [Secret("s"), Secret("p"), Secret("e")]


def test_every_secret_of_a_result_is_found() -> None:
    assert secrets_of_result(challenge_reply("SMS_MFA", session="s")) == [Secret("s")]
    assert len(secrets_of_result(tokens_reply())) == 3
    assert secrets_of_result(refusal("X", "y")) == []


def test_what_repeats_nothing_stays() -> None:
    for result in (challenge_reply("SMS_MFA"), tokens_reply(), refusal("X", "y")):
        assert admitted(result, live()) == result


def test_texts_of_a_failure() -> None:
    failure = refusal(f"X{SECRET}", f"no {SECRET}")
    told = replace(failure, record=record(request_id=SECRET, content_type=f"x/{SECRET}"))
    seen = admitted(told, live())
    assert isinstance(seen, Failure)
    assert (seen.code, seen.message) == (WITHHELD, WITHHELD)
    assert (seen.record.request_id, seen.record.content_type) == (WITHHELD, WITHHELD)


def test_shown_parameters_of_a_challenge_and_no_others() -> None:
    reply = challenge_reply(
        f"ODD_{SECRET}", CODE_DELIVERY_DESTINATION=f"to {SECRET}", USER_ID_FOR_SRP=SECRET
    )
    seen = admitted(reply, live())
    assert isinstance(seen, Reply)
    assert seen.challenge_name == WITHHELD
    assert seen.challenge_parameters["CODE_DELIVERY_DESTINATION"] == WITHHELD
    assert seen.challenge_parameters["USER_ID_FOR_SRP"] == SECRET


def test_type_and_life_of_tokens() -> None:
    found = live()
    found.add([Secret("918273")])
    reply = tokens_reply()
    assert reply.tokens is not None
    odd = replace(reply, tokens=replace(reply.tokens, token_type=SECRET, expires_in_s=918273))
    seen = admitted(odd, found)
    assert isinstance(seen, Reply)
    assert seen.tokens is not None
    assert (seen.tokens.token_type, seen.tokens.expires_in_s) == (WITHHELD, None)


def test_an_attribute_keeps_its_key_and_loses_its_label() -> None:
    fields = answer_fields("NEW_PASSWORD_REQUIRED", {"requiredAttributes": f'["{SECRET}", "name"]'})
    shown = challenge_to_show(
        Challenge(name="NEW_PASSWORD_REQUIRED", fields=fields, number=1), live()
    )
    assert [field.key for field in shown.fields] == [field.key for field in fields]
    assert [field.label for field in shown.fields] == [
        "New password",
        f"Attribute {WITHHELD}",
        "Attribute name",
    ]


def test_choices_that_repeat_a_secret_cannot_be_made() -> None:
    field = AnswerField(key="ANSWER", label="x", kind=FieldKind.CHOICE, choices=("A", SECRET))
    shown = challenge_to_show(Challenge(name="X", fields=(field,), number=1), live())
    assert not shown.supported


def test_every_secret_of_what_follows_a_sign_in_is_found() -> None:
    device = NewDevice(key=Secret("k"), group_key=Secret("g"))
    reply = Reply(record=record(), secret_code=Secret("seed"), tokens=Tokens(new_device=device))
    assert secrets_of_result(reply) == [Secret("seed"), Secret("k"), Secret("g")]


def test_what_a_challenge_offers_and_asks_for() -> None:
    challenge = Challenge(
        name="MFA_SETUP",
        fields=(),
        number=1,
        setup_choices=("SMS_MFA", SECRET),
        options=json.dumps({"challenge": SECRET}),
    )
    seen = challenge_to_show(challenge, live())
    assert seen.setup_choices == ("SMS_MFA", WITHHELD)
    assert seen.options == WITHHELD
    nonce = replace(challenge, options=json.dumps({"challenge": "q" * 300}))
    assert challenge_to_show(nonce, live()).options == nonce.options


@pytest.mark.parametrize("length", [985, 995, 1005, 3000, 60_000])
def test_a_cut_parameter_gives_no_part_of_a_secret_away(length: int) -> None:
    parameters = {"question": "x" * (length - len(SECRET)) + SECRET}
    asked = Challenge(
        name="CUSTOM_CHALLENGE",
        fields=answer_fields("CUSTOM_CHALLENGE", parameters),
        number=1,
        parameters=shown_parameters("CUSTOM_CHALLENGE", parameters),
    )
    ((_, value),) = challenge_to_show(asked, live()).parameters
    assert SECRET[:6] not in value


@pytest.mark.parametrize("before", [110, 115, 245, 250])
def test_the_words_about_options_give_no_part_of_a_secret_away(before: int) -> None:
    options = {"CREDENTIAL_REQUEST_OPTIONS": json.dumps({"rpId": "x" * before + SECRET})}
    words = shown_parameters("WEB_AUTHN", options)
    assert all(SECRET in value or SECRET[:6] not in value for _, value in words)


def test_a_destination_that_is_none_is_not_looked_through() -> None:
    seen = admitted(challenge_reply("SMS_MFA", CODE_DELIVERY_DESTINATION="a=" * 30_000), live())
    assert isinstance(seen, Reply)
    assert seen.challenge_parameters["CODE_DELIVERY_DESTINATION"] == WITHHELD
