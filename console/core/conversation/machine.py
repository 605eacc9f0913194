"""The state of one sign-in: start, then replies and answers in turn, until an end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TypeAlias

from console.core.call import ApiCall, CallResult, Failure, Origin, ParamValue, Reply, Sent
from console.core.conversation.app_setup import AppSetup
from console.core.conversation.challenges import (
    APP,
    DEVICE_PASSWORD_VERIFIER,
    DEVICE_SRP_AUTH,
    EMAIL,
    EMAIL_FIELDS,
    MFA_SETUP,
    PASSWORD_CHALLENGES,
    PASSWORD_VERIFIER,
    SELECT_CHALLENGE,
    Challenge,
    Stage,
    answer_fields,
    delivery,
    setup_choices,
    shown_parameters,
)
from console.core.conversation.device import Device, DeviceProof
from console.core.conversation.envelope import Envelope
from console.core.conversation.flows import (
    begins_with_srp,
    rules_of,
    sends_device,
    sends_password,
)
from console.core.conversation.proofs import PasswordProof
from console.core.conversation.srp import SrpClient, SrpError
from console.core.conversation.turns import (
    Answered,
    Ask,
    ConversationError,
    Expired,
    Next,
    Proceed,
    Refused,
    SignedIn,
)
from console.core.conversation.webauthn import OPTIONS_KEY
from console.core.pool_settings import AUTH_SESSION_DEFAULT_S
from console.core.request import SignInRequest
from console.core.secret import Secret
from console.core.text import visible

# Codes after which the Session is still good (facts 4.7): the answer was wrong, not spent.
_SESSION_SURVIVES = frozenset(
    {"CodeMismatchException", "ExpiredCodeException", "EnableSoftwareTokenMFAException"}
)

# Answers made here in a row: a server that asks again and again does not get one for ever.
_MADE_LIMIT = 8

Responses: TypeAlias = Mapping[str, str | Secret]


class Conversation:
    """Owns the Session and the names of one sign-in; knows no network and no clock."""

    def __init__(
        self,
        *,
        user_pool_id: str,
        client_id: str,
        client_secret: Secret | None,
        request: SignInRequest,
        device: Device | None = None,
        session_life_s: float | None = None,
        new_srp: Callable[[], SrpClient] = SrpClient,
    ) -> None:
        """`session_life_s` is the client's AuthSessionValidity, None where it is not known.

        `new_srp` begins an SRP exchange; a preview, which is masked, takes a cheap one.
        """
        self._request = request
        self._life_s = session_life_s
        self._envelope = Envelope(
            user_pool_id=user_pool_id,
            client_id=client_id,
            client_secret=client_secret,
            request=request,
        )
        self._session: Secret | None = None
        self._challenge: Challenge | None = None
        self._count = 0
        self._made_in_a_row = 0
        # Answers name the user as Cognito does, and hash over that same name (facts 1.3).
        self._answer_name = request.username
        password = request.parameters.get("PASSWORD")
        self._proof = PasswordProof(
            user_pool_id=user_pool_id,
            password=password if isinstance(password, Secret) else None,
            new_client=new_srp,
        )
        self._device = DeviceProof(device)
        self._app = AppSetup(self._envelope)

    @property
    def password(self) -> Secret | None:
        """The password that goes with an answer, or is proved, without being typed again."""
        return self._proof.password

    def start(self) -> ApiCall:
        """The first call: AdminInitiateAuth, InitiateAuth or GetTokensFromRefreshToken."""
        request = self._request
        flow = request.auth_flow
        parameters: dict[str, ParamValue] = {}
        if rules_of(flow).sends_username:
            parameters["USERNAME"] = request.username
        parameters.update(request.parameters)
        if not sends_password(flow, request.parameters):
            parameters.pop("PASSWORD", None)
        if begins_with_srp(flow, request.parameters):
            parameters["SRP_A"] = self._proof.begin()
        device = self._device.device
        if device is not None and sends_device(flow, request.parameters):
            parameters.setdefault("DEVICE_KEY", device.key)
        return self._envelope.initiate(parameters)

    def receive(self, result: CallResult, *, now: float, at: datetime) -> Next:
        """Takes the result of the call that came last; `now` monotonic seconds, `at` the time."""
        if isinstance(result, Failure):
            return self._receive_failure(result)
        if result.tokens is not None:
            self._end()
            return SignedIn(tokens=result.tokens)
        if self._app.under_way and self._challenge is not None:
            return self._receive_setup(self._challenge, result, now)
        return self._receive_challenge(result, now, at)

    def answer(self, responses: Responses, *, now: float) -> Answered:
        """What follows from answering the open challenge with Cognito's own keys.

        A call, a further question of the same challenge, or Expired: nothing is sent then.
        """
        challenge = self._challenge
        if challenge is None:
            raise ConversationError("no challenge is open")
        if challenge.expired(now):
            self._end()
            return Expired(challenge=challenge)
        self._made_in_a_row = 0
        if challenge.name == MFA_SETUP:
            return self._set_up(challenge, responses)
        if challenge.name == DEVICE_SRP_AUTH:
            self._device.device = _typed_device(responses)
            return self._respond(challenge.name, self._device.begin())
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
        challenge = self._challenge = self._challenge_of(name, reply, now)
        if self._made_in_a_row >= _MADE_LIMIT:
            return Ask(challenge=challenge)
        try:
            made = self._made_answer(name, parameters, at)
        except SrpError as error:
            return self._not_cognito(reply, f"The SRP numbers cannot be used: {error}.")
        if made is None:
            return Ask(challenge=challenge)
        self._made_in_a_row += 1
        return Proceed(challenge=challenge, keys=tuple(made), call=self._respond(name, made))

    def _challenge_of(self, name: str, reply: Reply, now: float) -> Challenge:
        parameters = reply.challenge_parameters
        medium, destination = delivery(parameters)
        device = parameters.get("FRIENDLY_DEVICE_NAME")
        fields = answer_fields(name, parameters, reply.available_challenges)
        if name == MFA_SETUP and reply.session is None:
            fields = ()  # its set-up is authorised by the session alone
        return Challenge(
            name=name,
            fields=fields,
            number=self._count,
            operation=self._request.path.respond,
            medium=medium,
            destination=destination,
            device_name=visible(device, 60) if device else None,
            parameters=shown_parameters(name, parameters),
            options=parameters.get(OPTIONS_KEY),
            stage=Stage.CHOOSE if name == MFA_SETUP else Stage.ANSWER,
            setup_choices=setup_choices(parameters) if name == MFA_SETUP else (),
            has_session=reply.session is not None,
            session_life_s=AUTH_SESSION_DEFAULT_S if self._life_s is None else self._life_s,
            session_known=self._life_s is not None,
            asked_at=now,
        )

    def _made_answer(
        self, name: str, parameters: Mapping[str, str], at: datetime
    ) -> Responses | None:
        """The answer that needs nobody, because password or device is known; else None."""
        proof, device = self._proof, self._device
        if name == PASSWORD_VERIFIER and proof.begun:
            made = proof.answer(parameters, name=self._answer_name, at=at)
            key = self._request.parameters.get("DEVICE_KEY") or device.key
            return {**made, "DEVICE_KEY": key} if key else made
        if name in PASSWORD_CHALLENGES and proof.password is not None:
            return self._completed(name, {"PASSWORD": proof.password})
        if name == DEVICE_SRP_AUTH and device.device is not None:
            return device.begin()
        if name == DEVICE_PASSWORD_VERIFIER and device.begun:
            return device.answer(parameters, at=at)
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

    def _set_up(self, challenge: Challenge, responses: Responses) -> Answered:
        """MFA_SETUP: first which factor, then its address, or the seed and its first code."""
        session = self._session
        if session is None:
            raise ConversationError("MFA_SETUP came without a session")
        if challenge.stage is Stage.APP:
            return self._app.verify(session, responses)
        if challenge.stage is Stage.EMAIL:
            return self._respond(MFA_SETUP, responses)
        if responses.get("ANSWER") == APP:
            return self._app.begin(session)
        if responses.get("ANSWER") == EMAIL:
            asked = replace(
                challenge, stage=Stage.EMAIL, fields=EMAIL_FIELDS, try_number=1, refusal=None
            )
            self._challenge = asked
            return Ask(challenge=asked)
        raise ConversationError("MFA_SETUP was answered with a factor that cannot be set up")

    def _receive_setup(self, challenge: Challenge, reply: Reply, now: float) -> Next:
        if reply.session is not None:
            self._session = reply.session  # the new one goes on, not MFA_SETUP's own
            challenge = replace(challenge, asked_at=now)
        asked = self._app.receive(challenge, reply)
        if asked is not None:
            self._challenge = asked
            return Ask(challenge=asked)
        if not self._app.verified:
            return self._not_cognito(reply, "The set-up's answer has no seed and no status.")
        self._challenge = None  # what follows is no answer that could be given again
        call = self._respond(MFA_SETUP, {})
        return Proceed(challenge=None, keys=(), call=call)

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

    def _respond(self, name: str, responses: Mapping[str, ParamValue]) -> ApiCall:
        self._app.under_way = False
        return self._envelope.respond(
            name, responses, username=self._answer_name, session=self._session
        )

    def _end(self) -> None:
        self._session = None
        self._challenge = None


def _may_answer_again(failure: Failure) -> bool:
    if failure.origin is Origin.SERVICE:
        return failure.code in _SESSION_SURVIVES
    # An answer that never left has not spent the Session; a cancelled one ends the attempt.
    return failure.origin is Origin.CLIENT and failure.record.sent is Sent.NO


def _typed_device(responses: Responses) -> Device:
    key, group_key, password = (
        value if isinstance(value := responses.get(name, ""), Secret) else Secret(value)
        for name in ("DEVICE_KEY", "DEVICE_GROUP_KEY", "DEVICE_PASSWORD")
    )
    return Device(key=key, group_key=group_key, password=password)
