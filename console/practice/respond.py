"""The second call on either path: which answer it is, and whether it belongs to the sign-in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from console.practice.accounts import (
    EMAIL_OTP,
    MFA_SETUP,
    SMS_MFA,
    SOFTWARE_TOKEN_MFA,
    Checkpoint,
)
from console.practice.calls import Path, RespondCall, respond_call
from console.practice.checks import meet, phantom
from console.practice.choice import (
    PASSWORD,
    PASSWORD_SRP,
    SELECT_CHALLENGE,
    answer_choice,
    answer_password,
    answer_password_srp,
)
from console.practice.clients import Client
from console.practice.custom import (
    CUSTOM_AUTH,
    CUSTOM_CHALLENGE,
    after_custom_srp,
    answer_custom,
)
from console.practice.device_proofs import (
    DEVICE_PASSWORD_VERIFIER,
    answer_device_proof,
    answer_device_srp,
)
from console.practice.errors import missing_parameter
from console.practice.mfa_setup import answer_setup, setup_ticket
from console.practice.new_password import answer_new_password
from console.practice.second_factors import (
    answer_mfa_type,
    answer_sent_code,
    answer_software_token,
)
from console.practice.sessions import Ticket
from console.practice.signin import Answer, SignIn
from console.practice.state import PoolState, known_client, require_hash, required, verify_hash
from console.practice.steps import (
    DEVICE_SRP_AUTH,
    NEW_PASSWORD_REQUIRED,
    SELECT_MFA_TYPE,
    SMS_OTP,
    Result,
    after_password,
)
from console.practice.verifying import PASSWORD_VERIFIER, proved
from console.practice.web_authn import WEB_AUTHN, answer_passkey


def respond(state: PoolState, body: Mapping[str, object], path: Path) -> Result:
    """One second call: pool, client, hash, session, then the answer itself."""
    call = respond_call(body, path)
    client = known_client(call.user_pool_id, call.client_id)
    require_hash(client, call.responses)
    typed = required(call.responses, "USERNAME")
    verify_hash(client, typed, call.responses)
    account = state.find(typed, client.user_pool_id) or phantom(typed)
    asked = SignIn(
        account=account,
        client=client,
        path=path,
        flow="",
        user_pool_id=state.pool_of(client, call.user_pool_id),
    )
    device_step = _DEVICE_ANSWERS.get(call.challenge_name)
    if device_step is not None:  # what they belong to is known without a session, sent or not
        return device_step(state, call.responses, asked)
    if call.session is None:
        if call.challenge_name != PASSWORD_VERIFIER:
            raise missing_parameter("Session")
        return after_password(state, proved(state, call.responses, asked, with_session=False))
    ticket = _ticket(state, call, call.session, account.username, client, path)
    answer = Answer(
        sign_in=replace(asked, flow=ticket.flow, srp=ticket.srp, device_key=ticket.device_key),
        ticket=ticket,
        session=call.session,
        responses=call.responses,
    )
    meet(answer.sign_in, Checkpoint.ANSWER)
    return _ANSWERS[call.challenge_name](state, answer)


def _ticket(
    state: PoolState, call: RespondCall, session: str, username: str, client: Client, path: Path
) -> Ticket:
    if call.challenge_name == MFA_SETUP:
        return setup_ticket(state, session, username=username, client_id=client.id, path=path)
    return state.sessions.find(
        session,
        username=username,
        client_id=client.id,
        path=path,
        challenge=call.challenge_name,
    )


def _proof(state: PoolState, answer: Answer) -> Result:
    """PASSWORD_VERIFIER with a session; what follows depends on the flow."""
    sign_in = proved(state, answer.responses, answer.sign_in, with_session=True)
    state.sessions.spend(answer.session)
    if sign_in.flow == CUSTOM_AUTH:
        return after_custom_srp(state, sign_in)
    return after_password(state, sign_in)


_DEVICE_ANSWERS: Final[Mapping[str, Callable[[PoolState, Mapping[str, str], SignIn], Result]]] = {
    DEVICE_SRP_AUTH: answer_device_srp,
    DEVICE_PASSWORD_VERIFIER: answer_device_proof,
}
_ANSWERS: Final[Mapping[str, Callable[[PoolState, Answer], Result]]] = {
    SMS_MFA: answer_sent_code,
    SMS_OTP: answer_sent_code,
    EMAIL_OTP: answer_sent_code,
    SOFTWARE_TOKEN_MFA: answer_software_token,
    SELECT_MFA_TYPE: answer_mfa_type,
    MFA_SETUP: answer_setup,
    NEW_PASSWORD_REQUIRED: answer_new_password,
    PASSWORD_VERIFIER: _proof,
    SELECT_CHALLENGE: answer_choice,
    PASSWORD: answer_password,
    PASSWORD_SRP: answer_password_srp,
    CUSTOM_CHALLENGE: answer_custom,
    WEB_AUTHN: answer_passkey,
}
