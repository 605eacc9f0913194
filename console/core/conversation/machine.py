"""The state of one sign-in: start, then replies and answers in turn, until an end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from console.core.call import (
    ADMIN_INITIATE_AUTH,
    ADMIN_RESPOND,
    ApiCall,
    CallResult,
    Failure,
    Origin,
    ParamValue,
    Reply,
    Sent,
    Tokens,
)
from console.core.conversation.challenges import Challenge, answer_fields, delivery
from console.core.request import REFRESH_FLOWS, ContextData, SignInRequest
from console.core.secret import Secret
from console.core.secret_hash import secret_hash
from console.core.text import visible

# Codes after which the Session is still good (facts 4.7): the answer was wrong, not spent.
_SESSION_SURVIVES = frozenset({"CodeMismatchException", "ExpiredCodeException"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """The next thing is an answer by a person or a recipe."""

    challenge: Challenge


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """The end: tokens came."""

    tokens: Tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The end: no tokens, and why."""

    failure: Failure


Next: TypeAlias = Ask | SignedIn | Refused


class ConversationError(Exception):
    """The conversation was driven out of turn: a bug of the caller."""


class Conversation:
    """Owns the Session and the names of one sign-in; knows no network and no clock."""

    def __init__(
        self,
        *,
        user_pool_id: str,
        client_id: str,
        client_secret: Secret | None,
        request: SignInRequest,
        session_life_s: float = 180.0,
    ) -> None:
        self._pool = user_pool_id
        self._client = client_id
        self._client_secret = client_secret
        self._request = request
        self._life_s = session_life_s
        self._session: Secret | None = None
        self._challenge: Challenge | None = None
        self._count = 0
        # Answers name the user as Cognito does, and hash over that same name (facts 1.3).
        self._answer_name = request.username

    def start(self) -> ApiCall:
        """The first call, AdminInitiateAuth."""
        request = self._request
        parameters: dict[str, ParamValue] = {}
        if request.auth_flow not in REFRESH_FLOWS:
            parameters["USERNAME"] = request.username
        parameters.update(request.parameters)
        self._add_hash(parameters, request.username)
        params: dict[str, ParamValue] = {
            "UserPoolId": self._pool,
            "ClientId": self._client,
            "AuthFlow": str(request.auth_flow),
            "AuthParameters": parameters,
        }
        return ApiCall(operation=ADMIN_INITIATE_AUTH, params=self._with_context(params))

    def receive(self, result: CallResult, *, now: float) -> Next:
        """Takes the result of the call that came last; `now` is monotonic seconds."""
        if isinstance(result, Failure):
            return self._receive_failure(result)
        if result.tokens is not None:
            self._end()
            return SignedIn(tokens=result.tokens)
        return self._receive_challenge(result, now)

    def answer(self, responses: Mapping[str, str | Secret]) -> ApiCall:
        """The call that answers the open challenge with Cognito's own keys."""
        challenge = self._challenge
        if challenge is None:
            raise ConversationError("no challenge is open")
        given: dict[str, ParamValue] = {"USERNAME": self._answer_name, **responses}
        self._add_hash(given, self._answer_name)
        params: dict[str, ParamValue] = {
            "UserPoolId": self._pool,
            "ClientId": self._client,
            "ChallengeName": challenge.name,
            "ChallengeResponses": given,
        }
        if self._session is not None:
            params["Session"] = self._session
        return ApiCall(operation=ADMIN_RESPOND, params=self._with_context(params))

    def abandon(self) -> None:
        """Forgets the Session; nothing more can be answered."""
        self._end()

    def _receive_challenge(self, reply: Reply, now: float) -> Next:
        name = reply.challenge_name
        if name is None:
            self._end()
            return Refused(
                failure=Failure(
                    record=reply.record,
                    origin=Origin.REPLY,
                    code="NotCognitoReply",
                    message="The answer has neither a challenge nor tokens.",
                )
            )
        parameters = reply.challenge_parameters
        self._session = reply.session
        self._answer_name = (
            parameters.get("USER_ID_FOR_SRP") or parameters.get("USERNAME") or self._answer_name
        )
        self._count += 1
        medium, destination = delivery(parameters)
        device = parameters.get("FRIENDLY_DEVICE_NAME")
        self._challenge = Challenge(
            name=name,
            fields=answer_fields(name, parameters),
            number=self._count,
            medium=medium,
            destination=destination,
            device_name=visible(device, 60) if device else None,
            session_life_s=self._life_s,
            asked_at=now,
        )
        return Ask(challenge=self._challenge)

    def _receive_failure(self, failure: Failure) -> Next:
        challenge = self._challenge
        if challenge is not None and _may_answer_again(failure):
            self._challenge = replace(
                challenge, try_number=challenge.try_number + 1, refusal=failure
            )
            return Ask(challenge=self._challenge)
        self._end()
        return Refused(failure=failure)

    def _add_hash(self, parameters: dict[str, ParamValue], username: str) -> None:
        if self._client_secret is not None:
            parameters["SECRET_HASH"] = secret_hash(
                client_secret=self._client_secret, username=username, client_id=self._client
            )

    def _with_context(self, params: dict[str, ParamValue]) -> dict[str, ParamValue]:
        request = self._request
        if request.client_metadata:
            params["ClientMetadata"] = dict(request.client_metadata)
        if request.context_data is not None:
            params["ContextData"] = context_params(request.context_data)
        return params

    def _end(self) -> None:
        self._session = None
        self._challenge = None


def _may_answer_again(failure: Failure) -> bool:
    if failure.origin is Origin.SERVICE:
        return failure.code in _SESSION_SURVIVES
    # An answer that never left has not spent the Session; a cancelled one ends the attempt.
    return failure.origin is Origin.CLIENT and failure.record.sent is Sent.NO


def context_params(context: ContextData) -> dict[str, ParamValue]:
    """ContextData in the API's own form."""
    params: dict[str, ParamValue] = {
        "IpAddress": context.ip_address,
        "ServerName": context.server_name,
        "ServerPath": context.server_path,
        "HttpHeaders": tuple(
            {"headerName": name, "headerValue": value}
            for name, value in context.http_headers.items()
        ),
    }
    if context.encoded_data is not None:
        params["EncodedData"] = context.encoded_data
    return params
