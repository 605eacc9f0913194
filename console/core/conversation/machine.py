"""The state of one sign-in: start, then replies and answers in turn, until an end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias

from console.core.call import (
    ApiCall,
    CallResult,
    Failure,
    Origin,
    ParamValue,
    Path,
    Reply,
    Sent,
    Tokens,
)
from console.core.conversation.challenges import (
    PASSWORD_CHALLENGES,
    PASSWORD_VERIFIER,
    SELECT_CHALLENGE,
    Challenge,
    answer_fields,
    delivery,
    shown_parameters,
)
from console.core.conversation.flows import FLOWS, begins_with_srp, sends_password
from console.core.conversation.proofs import PasswordProof
from console.core.conversation.srp import SrpError
from console.core.request import ContextData, SignInRequest
from console.core.secret import Secret
from console.core.secret_hash import secret_hash
from console.core.text import visible

# Codes after which the Session is still good (facts 4.7): the answer was wrong, not spent.
_SESSION_SURVIVES = frozenset({"CodeMismatchException", "ExpiredCodeException"})

Responses: TypeAlias = Mapping[str, str | Secret]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """The next thing is an answer by a person or a recipe."""

    challenge: Challenge


@dataclass(frozen=True, slots=True, kw_only=True)
class Proceed:
    """The challenge answers itself: `call` carries the answer, whose keys are `keys`."""

    challenge: Challenge
    keys: tuple[str, ...]
    call: ApiCall


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """The end: tokens came."""

    tokens: Tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The end: no tokens, and why."""

    failure: Failure


Next: TypeAlias = Ask | Proceed | SignedIn | Refused


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
        password = request.parameters.get("PASSWORD")
        self._proof = PasswordProof(
            user_pool_id=user_pool_id, password=password if isinstance(password, Secret) else None
        )

    def start(self) -> ApiCall:
        """The first call, AdminInitiateAuth or InitiateAuth."""
        request = self._request
        parameters: dict[str, ParamValue] = {}
        if FLOWS[request.auth_flow].sends_username:
            parameters["USERNAME"] = request.username
        parameters.update(request.parameters)
        if not sends_password(request.auth_flow, request.parameters):
            parameters.pop("PASSWORD", None)
        if begins_with_srp(request.auth_flow, request.parameters):
            parameters["SRP_A"] = self._proof.begin()
        self._add_hash(parameters, request.username)
        return self._call(
            request.path.initiate,
            {"AuthFlow": str(request.auth_flow), "AuthParameters": parameters},
        )

    def receive(self, result: CallResult, *, now: float, at: datetime) -> Next:
        """Takes the result of the call that came last; `now` monotonic seconds, `at` the time."""
        if isinstance(result, Failure):
            return self._receive_failure(result)
        if result.tokens is not None:
            self._end()
            return SignedIn(tokens=result.tokens)
        return self._receive_challenge(result, now, at)

    def answer(self, responses: Responses) -> ApiCall:
        """The call that answers the open challenge with Cognito's own keys."""
        challenge = self._challenge
        if challenge is None:
            raise ConversationError("no challenge is open")
        password = responses.get("PASSWORD")
        if isinstance(password, Secret):
            self._proof.password = password
        return self._respond(challenge.name, self._completed(challenge.name, responses))

    def abandon(self) -> None:
        """Forgets the Session; nothing more can be answered."""
        self._end()

    def _receive_challenge(self, reply: Reply, now: float, at: datetime) -> Next:
        name = reply.challenge_name
        if name is None:
            return self._not_cognito(reply, "The answer has neither a challenge nor tokens.")
        parameters = reply.challenge_parameters
        self._session = reply.session
        self._answer_name = (
            parameters.get("USER_ID_FOR_SRP") or parameters.get("USERNAME") or self._answer_name
        )
        self._count += 1
        medium, destination = delivery(parameters)
        device = parameters.get("FRIENDLY_DEVICE_NAME")
        challenge = Challenge(
            name=name,
            fields=answer_fields(name, parameters, reply.available_challenges),
            number=self._count,
            operation=self._request.path.respond,
            medium=medium,
            destination=destination,
            device_name=visible(device, 60) if device else None,
            parameters=shown_parameters(name, parameters),
            session_life_s=self._life_s,
            asked_at=now,
        )
        self._challenge = challenge
        try:
            made = self._made_answer(challenge, parameters, at)
        except SrpError as error:
            return self._not_cognito(reply, f"The SRP numbers cannot be used: {error}.")
        if made is None:
            return Ask(challenge=challenge)
        return Proceed(
            challenge=challenge, keys=tuple(made), call=self._respond(challenge.name, made)
        )

    def _made_answer(
        self, challenge: Challenge, parameters: Mapping[str, str], at: datetime
    ) -> Responses | None:
        """The answer that needs nobody, because the password is known; else None."""
        proof = self._proof
        if challenge.name == PASSWORD_VERIFIER and proof.begun:
            return proof.answer(parameters, name=self._answer_name, at=at)
        if challenge.name in PASSWORD_CHALLENGES and proof.password is not None:
            return self._completed(challenge.name, {"PASSWORD": proof.password})
        return None

    def _completed(self, name: str, responses: Responses) -> Responses:
        """What goes with an answer, or in its place, because the password is known."""
        password = self._proof.password
        if name == "PASSWORD_SRP":
            return {"SRP_A": self._proof.begin()}
        if name != SELECT_CHALLENGE or password is None:
            return responses
        if responses.get("ANSWER") == "PASSWORD":
            return {**responses, "PASSWORD": password}
        if responses.get("ANSWER") == "PASSWORD_SRP":
            return {**responses, "SRP_A": self._proof.begin()}
        return responses

    def _receive_failure(self, failure: Failure) -> Next:
        challenge = self._challenge
        if challenge is not None and challenge.supported and _may_answer_again(failure):
            self._challenge = replace(
                challenge, try_number=challenge.try_number + 1, refusal=failure
            )
            return Ask(challenge=self._challenge)
        self._end()
        return Refused(failure=failure)

    def _not_cognito(self, reply: Reply, sentence: str) -> Refused:
        self._end()
        return Refused(
            failure=Failure(
                record=reply.record, origin=Origin.REPLY, code="NotCognitoReply", message=sentence
            )
        )

    def _respond(self, name: str, responses: Responses) -> ApiCall:
        given: dict[str, ParamValue] = {"USERNAME": self._answer_name, **responses}
        self._add_hash(given, self._answer_name)
        params: dict[str, ParamValue] = {"ChallengeName": name, "ChallengeResponses": given}
        if self._session is not None:
            params["Session"] = self._session
        return self._call(self._request.path.respond, params)

    def _call(self, operation: str, params: dict[str, ParamValue]) -> ApiCall:
        request = self._request
        path = request.path
        # The public operations find the pool by the client.
        pool: dict[str, ParamValue] = {"UserPoolId": self._pool} if path is Path.ADMIN else {}
        whole: dict[str, ParamValue] = {**pool, "ClientId": self._client, **params}
        if request.client_metadata:
            whole["ClientMetadata"] = dict(request.client_metadata)
        if request.context_data is not None:
            key = "ContextData" if path is Path.ADMIN else "UserContextData"
            whole[key] = context_params(request.context_data, path)
        return ApiCall(operation=operation, params=whole, path=path)

    def _add_hash(self, parameters: dict[str, ParamValue], username: str) -> None:
        if self._client_secret is not None:
            parameters["SECRET_HASH"] = secret_hash(
                client_secret=self._client_secret, username=username, client_id=self._client
            )

    def _end(self) -> None:
        self._session = None
        self._challenge = None


def _may_answer_again(failure: Failure) -> bool:
    if failure.origin is Origin.SERVICE:
        return failure.code in _SESSION_SURVIVES
    # An answer that never left has not spent the Session; a cancelled one ends the attempt.
    return failure.origin is Origin.CLIENT and failure.record.sent is Sent.NO


def context_params(context: ContextData, path: Path) -> dict[str, ParamValue]:
    """ContextData of the admin API, or the shorter UserContextData of the public one."""
    params: dict[str, ParamValue] = {"IpAddress": context.ip_address}
    if path is Path.ADMIN:
        params["ServerName"] = context.server_name
        params["ServerPath"] = context.server_path
        params["HttpHeaders"] = tuple(
            {"headerName": name, "headerValue": value}
            for name, value in context.http_headers.items()
        )
    if context.encoded_data is not None:
        params["EncodedData"] = context.encoded_data
    return params
