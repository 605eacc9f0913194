"""AdminRespondToAuthChallenge: what makes an answer right, and what it changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

import pyotp

from console.practice.accounts import SMS_MFA, SOFTWARE_TOKEN_MFA, Account, Status
from console.practice.calls import respond_call
from console.practice.clients import Client
from console.practice.errors import (
    PracticeError,
    invalid_parameter,
    missing_parameter,
    not_authorized,
)
from console.practice.passwords import check_policy
from console.practice.sessions import Ticket
from console.practice.state import (
    PoolState,
    known_client,
    require_hash,
    required,
    same_text,
    verify_hash,
)
from console.practice.steps import (
    ATTRIBUTE_PREFIX,
    NEW_PASSWORD_REQUIRED,
    Result,
    after_first_factor,
    missing_attributes,
    signed_in,
)

# The standard attributes; the pool has no custom ones, and clients may write all of these.
_WRITABLE: Final = frozenset(
    {
        *("address", "birthdate", "email", "family_name", "gender", "given_name", "locale"),
        *("middle_name", "name", "nickname", "phone_number", "picture", "preferred_username"),
        *("profile", "updated_at", "website", "zoneinfo"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer whose session, user and client are already known to fit together."""

    account: Account
    client: Client
    ticket: Ticket
    session: str = field(repr=False)
    responses: Mapping[str, str] = field(repr=False)


def respond(state: PoolState, body: Mapping[str, object]) -> Result:
    """One AdminRespondToAuthChallenge: pool, client, hash, session, then the answer itself."""
    call = respond_call(body)
    client = known_client(call.user_pool_id, call.client_id)
    require_hash(client, call.responses)
    username = required(call.responses, "USERNAME")
    verify_hash(client, username, call.responses)
    if call.session is None:
        raise missing_parameter("Session")
    ticket = state.sessions.find(
        call.session, username=username, client_id=client.id, challenge=call.challenge_name
    )
    answer = Answer(
        account=state.accounts[username],
        client=client,
        ticket=ticket,
        session=call.session,
        responses=call.responses,
    )
    return _ANSWERS[ticket.challenge](state, answer)


def _sms_code(state: PoolState, answer: Answer) -> Result:
    code = required(answer.responses, "SMS_MFA_CODE")
    if answer.ticket.code is None or not same_text(answer.ticket.code, code):
        raise PracticeError("CodeMismatchException", "Invalid code or auth state for the user.")
    state.sessions.spend(answer.session)
    return signed_in(state, answer.account, answer.client)


def _software_token_code(state: PoolState, answer: Answer) -> Result:
    code = required(answer.responses, "SOFTWARE_TOKEN_MFA_CODE")
    totp = pyotp.TOTP(answer.account.totp_seed or "")
    # One step of 30 seconds either way, as Cognito allows. pyotp would take other scripts' digits.
    if not code.isascii() or not totp.verify(code, for_time=state.now(), valid_window=1):
        raise PracticeError("CodeMismatchException", "Invalid code received for user")
    state.sessions.spend(answer.session)
    return signed_in(state, answer.account, answer.client)


def _new_password(state: PoolState, answer: Answer) -> Result:
    password = answer.responses.get("NEW_PASSWORD")
    if not password:
        raise invalid_parameter(
            "Invalid attributes given, new password should be given with key NEW_PASSWORD."
        )
    given = _given_attributes(answer.account, answer.responses)
    check_policy(password)
    state.sessions.spend(answer.session)
    account = replace(
        answer.account,
        password=password,
        status=Status.CONFIRMED,
        attributes=MappingProxyType({**answer.account.attributes, **given}),
    )
    state.accounts[account.username] = account
    return after_first_factor(state, account, answer.client)


def _given_attributes(account: Account, responses: Mapping[str, str]) -> dict[str, str]:
    given = {
        key.removeprefix(ATTRIBUTE_PREFIX): value
        for key, value in responses.items()
        if key.startswith(ATTRIBUTE_PREFIX)
    }
    for name in given:
        if name in account.attributes:
            raise not_authorized(f"Cannot modify an already provided {name}")
        if name not in _WRITABLE:
            raise not_authorized("A client attempted to write unauthorized attribute")
    for name in missing_attributes(account):
        if not given.get(name):
            raise invalid_parameter(f"Invalid attributes given, {name} is missing")
    return given


_ANSWERS: Final[Mapping[str, Callable[[PoolState, Answer], Result]]] = {
    SMS_MFA: _sms_code,
    SOFTWARE_TOKEN_MFA: _software_token_code,
    NEW_PASSWORD_REQUIRED: _new_password,
}
