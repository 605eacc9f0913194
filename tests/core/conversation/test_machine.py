from __future__ import annotations

import pytest

from console.core.call import Origin, Reply, Sent
from console.core.conversation.machine import (
    Ask,
    Conversation,
    ConversationError,
    Refused,
    SignedIn,
)
from console.core.request import AuthFlow, ContextData, SignInRequest
from console.core.secret import Secret
from console.core.secret_hash import secret_hash
from tests.fakes import challenge_reply, failure, record, refusal, request, tokens_reply


def conversation(
    asked: SignInRequest | None = None, client_secret: Secret | None = None
) -> Conversation:
    return Conversation(
        user_pool_id="eu-west-1_Ab12Cd34E",
        client_id="client",
        client_secret=client_secret,
        request=asked or request(),
    )


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
            http_headers={"User-Agent": "x"},
            encoded_data=Secret("blob"),
        ),
    )
    talk = conversation(asked)
    first = talk.start()
    talk.receive(challenge_reply("SMS_MFA"), now=0.0)
    second = talk.answer({"SMS_MFA_CODE": Secret("123456")})
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
    )
    assert isinstance(asked, Ask)
    assert asked.challenge.asked_at == 7.0
    assert asked.challenge.device_name == "phone"
    call = talk.answer({"SMS_MFA_CODE": Secret("123456")})
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
    assert isinstance(talk.receive(tokens_reply(), now=0.0), SignedIn)
    with pytest.raises(ConversationError):
        talk.answer({})


def test_a_wrong_code_keeps_the_session_and_counts_the_try() -> None:
    talk = conversation()
    talk.start()
    talk.receive(challenge_reply("SMS_MFA"), now=0.0)
    talk.answer({"SMS_MFA_CODE": Secret("000000")})
    wrong = refusal("CodeMismatchException", "Invalid code received for user")
    asked = talk.receive(wrong, now=1.0)
    assert isinstance(asked, Ask)
    assert asked.challenge.try_number == 2
    assert asked.challenge.refusal is wrong
    again = talk.answer({"SMS_MFA_CODE": Secret("123456")})
    assert again.params["Session"] == Secret("session-1-of-the-pool")


def test_a_second_challenge_takes_the_new_session() -> None:
    talk = conversation()
    talk.start()
    talk.receive(challenge_reply("NEW_PASSWORD_REQUIRED", session="one"), now=0.0)
    asked = talk.receive(challenge_reply("SMS_MFA", session="two"), now=1.0)
    assert isinstance(asked, Ask)
    assert asked.challenge.number == 2
    assert talk.answer({}).params["Session"] == Secret("two")


def test_an_answer_that_never_left_can_be_given_again() -> None:
    talk = conversation()
    talk.start()
    talk.receive(challenge_reply("SMS_MFA"), now=0.0)
    result = failure(Origin.CLIENT, "EndpointConnectionError", Sent.NO)
    assert isinstance(talk.receive(result, now=1.0), Ask)


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
    talk.receive(challenge_reply("SMS_MFA"), now=0.0)
    following = talk.receive(result, now=1.0)  # type: ignore[arg-type]
    assert isinstance(following, Refused)
    with pytest.raises(ConversationError):
        talk.answer({})


def test_a_first_refusal_ends_it_whatever_its_code() -> None:
    talk = conversation()
    talk.start()
    following = talk.receive(refusal("CodeMismatchException", "x"), now=0.0)
    assert isinstance(following, Refused)


def test_a_reply_with_neither_tokens_nor_challenge_is_not_believed() -> None:
    talk = conversation()
    talk.start()
    following = talk.receive(Reply(record=record()), now=0.0)
    assert isinstance(following, Refused)
    assert following.failure.code == "NotCognitoReply"


def test_abandon_forgets_the_session() -> None:
    talk = conversation()
    talk.start()
    talk.receive(challenge_reply("SMS_MFA"), now=0.0)
    talk.abandon()
    with pytest.raises(ConversationError):
        talk.answer({})
