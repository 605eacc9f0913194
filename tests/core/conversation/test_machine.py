from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from console.core.call import ApiCall, Failure, Origin, Path, Reply, Sent
from console.core.conversation.challenges import Challenge, Stage
from console.core.conversation.device import Device
from console.core.conversation.flows import ROTATED_REFRESH, AuthFlow
from console.core.conversation.machine import Conversation
from console.core.conversation.turns import (
    Ask,
    ConversationError,
    Expired,
    Proceed,
    Refused,
    SignedIn,
)
from console.core.request import ContextData, SignInRequest
from console.core.secret import Secret
from console.core.secret_hash import secret_hash
from tests.fakes import START, challenge_reply, failure, record, refusal, request, tokens_reply


def conversation(
    asked: SignInRequest | None = None, client_secret: Secret | None = None
) -> Conversation:
    return Conversation(
        user_pool_id="eu-west-1_Ab12Cd34E",
        client_id="client",
        client_secret=client_secret,
        request=asked or request(),
    )


def answered(talk: Conversation, responses: Mapping[str, str | Secret]) -> ApiCall:
    """The call that the answer makes."""
    call = talk.answer(responses, now=0.0)
    assert isinstance(call, ApiCall)
    return call


def test_first_call_of_a_public_client() -> None:
    call = conversation().start()
    assert call.operation == "AdminInitiateAuth"
    assert call.params == {
        "UserPoolId": "eu-west-1_Ab12Cd34E",
        "ClientId": "client",
        "AuthFlow": "ADMIN_USER_PASSWORD_AUTH",
        "AuthParameters": {"USERNAME": "alice", "PASSWORD": Secret("correct-horse-1")},
    }


def test_confidential_client_hashes_over_the_typed_name() -> None:
    secret = Secret("client-secret")
    call = conversation(client_secret=secret).start()
    parameters = call.params["AuthParameters"]
    assert isinstance(parameters, dict)
    assert parameters["SECRET_HASH"] == secret_hash(
        client_secret=secret, username="alice", client_id="client"
    )


def test_refresh_sends_no_name() -> None:
    asked = request(
        auth_flow=AuthFlow.REFRESH_TOKEN_AUTH, parameters={"REFRESH_TOKEN": Secret("token")}
    )
    call = conversation(asked, Secret("client-secret")).start()
    parameters = call.params["AuthParameters"]
    assert isinstance(parameters, dict)
    assert set(parameters) == {"REFRESH_TOKEN", "SECRET_HASH"}


def test_metadata_and_context_go_with_every_call() -> None:
    asked = request(
        client_metadata={"shop": "7"},
        context_data=ContextData(
            ip_address="203.0.113.7",
            server_name="shop",
            server_path="/login",
            http_headers=(("User-Agent", "x"),),
            encoded_data=Secret("blob"),
        ),
    )
    talk = conversation(asked)
    first = talk.start()
    talk.receive(challenge_reply("SMS_MFA"), now=0.0, at=START)
    second = answered(talk, {"SMS_MFA_CODE": Secret("123456")})
    for call in (first, second):
        assert call.params["ClientMetadata"] == {"shop": "7"}
        assert call.params["ContextData"] == {
            "IpAddress": "203.0.113.7",
            "ServerName": "shop",
            "ServerPath": "/login",
            "HttpHeaders": ({"headerName": "User-Agent", "headerValue": "x"},),
            "EncodedData": Secret("blob"),
        }


def test_answer_carries_session_and_the_name_that_cognito_gave() -> None:
    secret = Secret("client-secret")
    talk = conversation(client_secret=secret)
    talk.start()
    asked = talk.receive(
        challenge_reply("SMS_MFA", USER_ID_FOR_SRP="real-name", FRIENDLY_DEVICE_NAME="phone"),
        now=7.0,
        at=START,
    )
    assert isinstance(asked, Ask)
    assert asked.challenge.asked_at == 7.0
    assert asked.challenge.device_name == "phone"
    call = answered(talk, {"SMS_MFA_CODE": Secret("123456")})
    assert call.operation == "AdminRespondToAuthChallenge"
    assert call.params["Session"] == Secret("session-1-of-the-pool")
    assert call.params["ChallengeName"] == "SMS_MFA"
    assert call.params["ChallengeResponses"] == {
        "USERNAME": "real-name",
        "SMS_MFA_CODE": Secret("123456"),
        "SECRET_HASH": secret_hash(client_secret=secret, username="real-name", client_id="client"),
    }


def test_tokens_end_it() -> None:
    talk = conversation()
    talk.start()
    assert isinstance(talk.receive(tokens_reply(), now=0.0, at=START), SignedIn)
    with pytest.raises(ConversationError):
        answered(talk, {})


def test_a_wrong_code_keeps_the_session_and_counts_the_try() -> None:
    talk = conversation()
    talk.start()
    talk.receive(challenge_reply("SMS_MFA"), now=0.0, at=START)
    answered(talk, {"SMS_MFA_CODE": Secret("000000")})
    wrong = refusal("CodeMismatchException", "Invalid code received for user")
    asked = talk.receive(wrong, now=1.0, at=START)
    assert isinstance(asked, Ask)
    assert asked.challenge.try_number == 2
    assert asked.challenge.refusal is wrong
    again = answered(talk, {"SMS_MFA_CODE": Secret("123456")})
    assert again.params["Session"] == Secret("session-1-of-the-pool")


def test_a_second_challenge_takes_the_new_session() -> None:
    talk = conversation()
    talk.start()
    talk.receive(challenge_reply("NEW_PASSWORD_REQUIRED", session="one"), now=0.0, at=START)
    asked = talk.receive(challenge_reply("SMS_MFA", session="two"), now=1.0, at=START)
    assert isinstance(asked, Ask)
    assert asked.challenge.number == 2
    assert answered(talk, {}).params["Session"] == Secret("two")


def test_an_answer_that_never_left_can_be_given_again() -> None:
    talk = conversation()
    talk.start()
    talk.receive(challenge_reply("SMS_MFA"), now=0.0, at=START)
    result = failure(Origin.CLIENT, "EndpointConnectionError", Sent.NO)
    assert isinstance(talk.receive(result, now=1.0, at=START), Ask)


@pytest.mark.parametrize(
    "result",
    [
        refusal("NotAuthorizedException", "Invalid session for the user."),
        failure(Origin.CLIENT, "ReadTimeoutError", Sent.YES),
        failure(Origin.STOPPED, "CallCancelled", Sent.NO),
        failure(Origin.REPLY, "NotCognitoReply", Sent.YES),
    ],
)
def test_other_failures_end_it(result: object) -> None:
    talk = conversation()
    talk.start()
    talk.receive(challenge_reply("SMS_MFA"), now=0.0, at=START)
    following = talk.receive(result, now=1.0, at=START)  # type: ignore[arg-type]
    assert isinstance(following, Refused)
    with pytest.raises(ConversationError):
        answered(talk, {})


def test_a_first_refusal_ends_it_whatever_its_code() -> None:
    talk = conversation()
    talk.start()
    following = talk.receive(refusal("CodeMismatchException", "x"), now=0.0, at=START)
    assert isinstance(following, Refused)


def test_a_reply_with_neither_tokens_nor_challenge_is_not_believed() -> None:
    talk = conversation()
    talk.start()
    following = talk.receive(Reply(record=record()), now=0.0, at=START)
    assert isinstance(following, Refused)
    assert following.failure.code == "NotCognitoReply"


def test_abandon_forgets_the_session() -> None:
    talk = conversation()
    talk.start()
    talk.receive(challenge_reply("SMS_MFA"), now=0.0, at=START)
    talk.abandon()
    with pytest.raises(ConversationError):
        answered(talk, {})


# SRP, selections, custom rounds, and the public path


def srp_request(flow: AuthFlow = AuthFlow.USER_SRP_AUTH, **parameters: str) -> SignInRequest:
    return request(auth_flow=flow, parameters={"PASSWORD": Secret("correct-horse-1"), **parameters})


def verifier(session: str | None = None) -> Reply:
    made = challenge_reply(
        "PASSWORD_VERIFIER",
        SALT="ab12",
        SRP_B="cd34",
        SECRET_BLOCK="c2VjcmV0",
        USER_ID_FOR_SRP="real-name",
    )
    return Reply(
        record=made.record,
        challenge_name=made.challenge_name,
        session=None if session is None else Secret(session),
        challenge_parameters=made.challenge_parameters,
    )


def auth_parameters(call: ApiCall) -> dict[str, object]:
    found = call.params.get("AuthParameters") or call.params.get("ChallengeResponses")
    assert isinstance(found, dict)
    return found


def test_srp_sends_a_proof_and_never_the_password() -> None:
    talk = conversation(srp_request(), Secret("client-secret"))
    first = talk.start()
    assert set(auth_parameters(first)) == {"USERNAME", "SRP_A", "SECRET_HASH"}
    following = talk.receive(verifier(), now=0.0, at=START)
    assert isinstance(following, Proceed)
    responses = auth_parameters(following.call)
    assert set(responses) == {
        "USERNAME",
        "PASSWORD_CLAIM_SIGNATURE",
        "PASSWORD_CLAIM_SECRET_BLOCK",
        "TIMESTAMP",
        "SECRET_HASH",
    }
    assert responses["USERNAME"] == "real-name"
    assert responses["TIMESTAMP"] == "Tue Nov 24 14:02:11 UTC 2026"
    assert "Session" not in following.call.params
    assert "correct-horse-1" not in str(first.params) + str(following.call.params)


def test_srp_after_custom_auth_carries_the_session() -> None:
    talk = conversation(srp_request(AuthFlow.CUSTOM_AUTH, CHALLENGE_NAME="SRP_A"))
    assert set(auth_parameters(talk.start())) == {"USERNAME", "CHALLENGE_NAME", "SRP_A"}
    following = talk.receive(verifier("session-1"), now=0.0, at=START)
    assert isinstance(following, Proceed)
    assert following.call.params["Session"] == Secret("session-1")


@pytest.mark.parametrize("change", [{"SRP_B": "0"}, {"SALT": "xyz"}, {"SECRET_BLOCK": "*"}])
def test_srp_numbers_of_no_use_end_it(change: dict[str, str]) -> None:
    talk = conversation(srp_request())
    talk.start()
    made = verifier()
    reply = replace(made, challenge_parameters={**made.challenge_parameters, **change})
    following = talk.receive(reply, now=0.0, at=START)
    assert isinstance(following, Refused)
    assert following.failure.code == "NotCognitoReply"


def test_a_verifier_that_nobody_began_is_only_shown() -> None:
    talk = conversation()
    talk.start()
    following = talk.receive(verifier(), now=0.0, at=START)
    assert isinstance(following, Ask)
    assert not following.challenge.supported


def test_custom_auth_has_as_many_rounds_as_the_pool_likes() -> None:
    talk = conversation(request(auth_flow=AuthFlow.CUSTOM_AUTH, parameters={}))
    assert auth_parameters(talk.start()) == {"USERNAME": "alice"}
    for number in (1, 2, 3):
        reply = challenge_reply("CUSTOM_CHALLENGE", session=f"s{number}", question="Pet?\u202e")
        asked = talk.receive(reply, now=0.0, at=START)
        assert isinstance(asked, Ask)
        assert asked.challenge.number == number
        assert asked.challenge.parameters == (("question", "Pet?\\u202e"),)
        call = answered(talk, {"ANSWER": Secret("Rex")})
        assert call.params["Session"] == Secret(f"s{number}")
        assert auth_parameters(call) == {"USERNAME": "alice", "ANSWER": Secret("Rex")}


def select(*names: str) -> Reply:
    made = challenge_reply("SELECT_CHALLENGE")
    return replace(made, available_challenges=names)


@pytest.mark.parametrize(
    ("chosen", "also"),
    [("PASSWORD", {"PASSWORD"}), ("PASSWORD_SRP", {"SRP_A"}), ("EMAIL_OTP", set())],
)
def test_a_selection_takes_along_what_completes_it(chosen: str, also: set[str]) -> None:
    talk = conversation(srp_request(AuthFlow.USER_AUTH))
    assert auth_parameters(talk.start()) == {"USERNAME": "alice"}
    asked = talk.receive(select("PASSWORD", "PASSWORD_SRP", "EMAIL_OTP"), now=0.0, at=START)
    assert isinstance(asked, Ask)
    assert asked.challenge.fields[0].choices == ("PASSWORD", "PASSWORD_SRP", "EMAIL_OTP")
    call = answered(talk, {"ANSWER": chosen})
    assert set(auth_parameters(call)) == {"USERNAME", "ANSWER"} | also


@pytest.mark.parametrize(
    ("preferred", "sent"),
    [
        ("PASSWORD", {"PASSWORD"}),
        ("PASSWORD_SRP", {"SRP_A"}),
        ("EMAIL_OTP", set()),
    ],
)
def test_a_preferred_challenge_begins_at_once(preferred: str, sent: set[str]) -> None:
    talk = conversation(srp_request(AuthFlow.USER_AUTH, PREFERRED_CHALLENGE=preferred))
    assert set(auth_parameters(talk.start())) == {"USERNAME", "PREFERRED_CHALLENGE"} | sent


def test_a_password_challenge_answers_itself_where_the_password_is_known() -> None:
    talk = conversation(srp_request(AuthFlow.USER_AUTH))
    talk.start()
    following = talk.receive(challenge_reply("PASSWORD"), now=0.0, at=START)
    assert isinstance(following, Proceed)
    assert auth_parameters(following.call)["PASSWORD"] == Secret("correct-horse-1")


def test_a_password_challenge_asks_where_it_is_not() -> None:
    talk = conversation(request(auth_flow=AuthFlow.USER_AUTH, parameters={}))
    talk.start()
    asked = talk.receive(challenge_reply("PASSWORD_SRP"), now=0.0, at=START)
    assert isinstance(asked, Ask)
    assert asked.challenge.fields[0].key == "PASSWORD"
    call = answered(talk, {"PASSWORD": Secret("typed-later")})
    assert set(auth_parameters(call)) == {"USERNAME", "SRP_A"}
    following = talk.receive(verifier("s"), now=0.0, at=START)
    assert isinstance(following, Proceed)


def test_the_public_path_is_unsigned_and_names_no_pool() -> None:
    asked = replace(
        srp_request(),
        path=Path.PUBLIC,
        context_data=ContextData(ip_address="203.0.113.7", server_name="", server_path=""),
    )
    talk = conversation(asked)
    first = talk.start()
    assert (first.operation, first.path) == ("InitiateAuth", Path.PUBLIC)
    assert "UserPoolId" not in first.params
    assert first.params["UserContextData"] == {"IpAddress": "203.0.113.7"}
    following = talk.receive(verifier(), now=0.0, at=START)
    assert isinstance(following, Proceed)
    assert following.call.operation == "RespondToAuthChallenge"
    assert "UserPoolId" not in following.call.params


def setting_up(**changes: str) -> tuple[Conversation, Challenge]:
    talk = conversation()
    talk.start()
    asked = talk.receive(
        challenge_reply("MFA_SETUP", "setup-session", MFAS_CAN_SETUP=changes.get("offers", BOTH)),
        now=0.0,
        at=START,
    )
    assert isinstance(asked, Ask)
    return talk, asked.challenge


BOTH = '["SMS_MFA","SOFTWARE_TOKEN_MFA","EMAIL_OTP"]'
SEED = Secret("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")


def test_an_authenticator_is_set_up_and_each_session_is_carried_on() -> None:
    talk, challenge = setting_up()
    assert challenge.stage is Stage.CHOOSE
    assert not challenge.changes_user
    associate = answered(talk, {"ANSWER": "SOFTWARE_TOKEN_MFA"})
    assert (associate.operation, associate.signed) == ("AssociateSoftwareToken", False)
    assert associate.params == {"Session": Secret("setup-session")}

    reply = Reply(record=record(), session=Secret("associated"), secret_code=SEED)
    asked = talk.receive(reply, now=50.0, at=START)
    assert isinstance(asked, Ask)
    assert asked.challenge.stage is Stage.APP
    assert asked.challenge.secret_code == SEED
    assert asked.challenge.changes_user
    assert asked.challenge.repeats
    assert asked.challenge.asked_at == 50.0
    code: dict[str, str | Secret] = {
        "SOFTWARE_TOKEN_MFA_CODE": Secret("123456"),
        "FRIENDLY_DEVICE_NAME": "Desk",
    }
    verify = answered(talk, code)
    assert verify.operation == "VerifySoftwareToken"
    assert verify.params == {
        "Session": Secret("associated"),
        "UserCode": Secret("123456"),
        "FriendlyDeviceName": "Desk",
    }

    done = Reply(record=record(), session=Secret("verified"), status="SUCCESS")
    following = talk.receive(done, now=60.0, at=START)
    assert isinstance(following, Proceed)
    assert following.challenge is None
    assert following.call.operation == "AdminRespondToAuthChallenge"
    assert following.call.params["Session"] == Secret("verified")
    assert auth_parameters(following.call) == {"USERNAME": "alice"}
    assert isinstance(talk.receive(tokens_reply(), now=61.0, at=START), SignedIn)


@pytest.mark.parametrize(
    "said",
    [
        refusal("EnableSoftwareTokenMFAException", "Code mismatch"),
        refusal("CodeMismatchException", "Invalid code"),
        Reply(record=record(), session=Secret("associated-2"), status="ERROR"),
    ],
)
def test_a_wrong_first_code_asks_again(said: Reply | Failure) -> None:
    talk, _ = setting_up()
    answered(talk, {"ANSWER": "SOFTWARE_TOKEN_MFA"})
    talk.receive(
        Reply(record=record(), session=Secret("associated"), secret_code=SEED), now=0.0, at=START
    )
    answered(talk, {"SOFTWARE_TOKEN_MFA_CODE": Secret("000000")})
    asked = talk.receive(said, now=0.0, at=START)
    assert isinstance(asked, Ask)
    assert asked.challenge.try_number == 2
    assert asked.challenge.secret_code == SEED
    assert asked.challenge.refusal is not None
    again = answered(talk, {"SOFTWARE_TOKEN_MFA_CODE": Secret("123456")})
    assert again.operation == "VerifySoftwareToken"


def test_an_address_is_set_up() -> None:
    talk, _ = setting_up()
    asked = talk.answer({"ANSWER": "EMAIL_OTP"}, now=0.0)
    assert isinstance(asked, Ask)
    assert asked.challenge.stage is Stage.EMAIL
    call = answered(talk, {"EMAIL": Secret("a@example.com")})
    assert call.params["ChallengeName"] == "MFA_SETUP"
    assert auth_parameters(call) == {"USERNAME": "alice", "EMAIL": Secret("a@example.com")}
    code = talk.receive(challenge_reply("EMAIL_OTP", "mail"), now=0.0, at=START)
    assert isinstance(code, Ask)
    assert code.challenge.number == 2
    assert answered(talk, {"EMAIL_OTP_CODE": Secret("1")}).params["Session"] == Secret("mail")


def test_a_set_up_that_was_refused_ends_it() -> None:
    talk, _ = setting_up()
    answered(talk, {"ANSWER": "SOFTWARE_TOKEN_MFA"})
    ended = talk.receive(refusal("SoftwareTokenMFANotFoundException", "No"), now=0.0, at=START)
    assert isinstance(ended, Refused)


def test_an_answer_to_the_set_up_that_is_none_is_not_believed() -> None:
    talk, _ = setting_up()
    answered(talk, {"ANSWER": "SOFTWARE_TOKEN_MFA"})
    ended = talk.receive(Reply(record=record()), now=0.0, at=START)
    assert isinstance(ended, Refused)
    assert ended.failure.code == "NotCognitoReply"


def test_a_set_up_without_a_session_cannot_be_answered() -> None:
    talk = conversation()
    talk.start()
    reply = replace(challenge_reply("MFA_SETUP", MFAS_CAN_SETUP=BOTH), session=None)
    asked = talk.receive(reply, now=0.0, at=START)
    assert isinstance(asked, Ask)
    assert not asked.challenge.supported


DEVICE = Device(key=Secret("eu-west-1_key"), group_key=Secret("-group"), password=Secret("random"))


def with_device(device: Device | None) -> Conversation:
    return Conversation(
        user_pool_id="eu-west-1_Ab12Cd34E",
        client_id="client",
        client_secret=None,
        request=srp_request(AuthFlow.USER_SRP_AUTH),
        device=device,
    )


def test_a_remembered_device_goes_along_and_answers_itself() -> None:
    talk = with_device(DEVICE)
    assert auth_parameters(talk.start())["DEVICE_KEY"] == DEVICE.key
    following = talk.receive(verifier("s"), now=0.0, at=START)
    assert isinstance(following, Proceed)
    assert auth_parameters(following.call)["DEVICE_KEY"] == DEVICE.key
    asks = replace(challenge_reply("DEVICE_SRP_AUTH"), session=None)
    following = talk.receive(asks, now=0.0, at=START)
    assert isinstance(following, Proceed)
    assert set(auth_parameters(following.call)) == {"USERNAME", "DEVICE_KEY", "SRP_A"}
    assert "Session" not in following.call.params
    proof = replace(verifier("s"), challenge_name="DEVICE_PASSWORD_VERIFIER", session=None)
    following = talk.receive(proof, now=0.0, at=START)
    assert isinstance(following, Proceed)
    assert set(following.keys) == {
        "DEVICE_KEY",
        "PASSWORD_CLAIM_SIGNATURE",
        "PASSWORD_CLAIM_SECRET_BLOCK",
        "TIMESTAMP",
    }


def test_an_unknown_device_can_be_typed() -> None:
    talk = with_device(None)
    talk.start()
    asked = talk.receive(challenge_reply("DEVICE_SRP_AUTH"), now=0.0, at=START)
    assert isinstance(asked, Ask)
    keys = [field.key for field in asked.challenge.fields]
    assert keys == ["DEVICE_KEY", "DEVICE_GROUP_KEY", "DEVICE_PASSWORD"]
    call = answered(
        talk,
        {
            "DEVICE_KEY": DEVICE.key,
            "DEVICE_GROUP_KEY": DEVICE.group_key,
            "DEVICE_PASSWORD": DEVICE.password,
        },
    )
    assert set(auth_parameters(call)) == {"USERNAME", "DEVICE_KEY", "SRP_A"}


def test_an_expired_session_is_refused_before_sending() -> None:
    talk = Conversation(
        user_pool_id="eu-west-1_Ab12Cd34E",
        client_id="client",
        client_secret=None,
        request=request(),
        session_life_s=300.0,
    )
    talk.start()
    asked = talk.receive(challenge_reply("SMS_MFA"), now=10.0, at=START)
    assert isinstance(asked, Ask)
    assert asked.challenge.session_known
    assert isinstance(talk.answer({"SMS_MFA_CODE": Secret("1")}, now=311.0), Expired)
    with pytest.raises(ConversationError):
        talk.answer({"SMS_MFA_CODE": Secret("1")}, now=311.0)


def test_an_unknown_challenge_takes_any_keys() -> None:
    talk = conversation()
    talk.start()
    asked = talk.receive(challenge_reply("TELEPATHY", "t"), now=0.0, at=START)
    assert isinstance(asked, Ask)
    call = answered(talk, {"THOUGHT": Secret("blue")})
    assert call.params["ChallengeName"] == "TELEPATHY"
    assert auth_parameters(call) == {"USERNAME": "alice", "THOUGHT": Secret("blue")}


def test_an_unknown_flow_sends_what_is_given() -> None:
    asked = request(auth_flow="USER_TELEPATHY_AUTH", parameters={"THOUGHT": Secret("blue")})
    assert auth_parameters(conversation(asked).start()) == {
        "USERNAME": "alice",
        "THOUGHT": Secret("blue"),
    }


@pytest.mark.parametrize("secret", [None, Secret("client-secret")])
def test_rotated_refresh_is_a_call_of_its_own(secret: Secret | None) -> None:
    asked = request(
        auth_flow=ROTATED_REFRESH,
        username="",
        parameters={"REFRESH_TOKEN": Secret("token"), "DEVICE_KEY": Secret("key")},
        client_metadata={"a": "b"},
    )
    call = conversation(asked, secret).start()
    assert (call.operation, call.signed) == ("GetTokensFromRefreshToken", False)
    assert call.params == {
        "ClientId": "client",
        "RefreshToken": Secret("token"),
        "DeviceKey": Secret("key"),
        "ClientMetadata": {"a": "b"},
        **({} if secret is None else {"ClientSecret": secret}),
    }


def test_session_and_analytics_go_with_the_first_call() -> None:
    asked = request(
        auth_flow=AuthFlow.USER_AUTH,
        parameters={},
        session=Secret("of-confirm-sign-up-00"),
        analytics_endpoint_id="endpoint",
    )
    talk = conversation(asked)
    call = talk.start()
    assert call.params["Session"] == Secret("of-confirm-sign-up-00")
    assert call.params["AnalyticsMetadata"] == {"AnalyticsEndpointId": "endpoint"}
    talk.receive(challenge_reply("EMAIL_OTP", "next"), now=0.0, at=START)
    second = answered(talk, {"EMAIL_OTP_CODE": Secret("1")})
    assert second.params["Session"] == Secret("next")
    assert second.params["AnalyticsMetadata"] == {"AnalyticsEndpointId": "endpoint"}


def test_a_typed_device_key_goes_with_the_proof() -> None:
    typed = srp_request(AuthFlow.USER_SRP_AUTH, DEVICE_KEY="eu-west-1_typed")
    talk = conversation(typed)
    assert auth_parameters(talk.start())["DEVICE_KEY"] == "eu-west-1_typed"
    following = talk.receive(verifier("s"), now=0.0, at=START)
    assert isinstance(following, Proceed)
    assert auth_parameters(following.call)["DEVICE_KEY"] == "eu-west-1_typed"


def test_a_server_that_asks_without_end_is_not_answered_without_end() -> None:
    talk = conversation(request(auth_flow=AuthFlow.USER_AUTH))
    talk.start()
    sent = 0
    asked = talk.receive(challenge_reply("PASSWORD"), now=0.0, at=START)
    while isinstance(asked, Proceed):
        sent += 1
        assert sent < 100
        asked = talk.receive(challenge_reply("PASSWORD"), now=0.0, at=START)
    assert isinstance(asked, Ask)
    answered(talk, {"PASSWORD": Secret("typed by a person")})
    assert isinstance(talk.receive(challenge_reply("PASSWORD"), now=0.0, at=START), Proceed)
