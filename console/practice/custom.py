"""CUSTOM_AUTH: rounds of questions, decided by the pool's own (simulated) Lambda triggers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from console.practice.accounts import Checkpoint
from console.practice.checks import WRONG, before_password, meet
from console.practice.errors import invalid_parameter, not_authorized
from console.practice.sessions import Ticket
from console.practice.signin import Answer, SignIn
from console.practice.state import PoolState, required, same_text
from console.practice.steps import Result, ask_factor, challenge, signed_in
from console.practice.verifying import begin_srp

CUSTOM_AUTH: Final = "CUSTOM_AUTH"
CUSTOM_CHALLENGE: Final = "CUSTOM_CHALLENGE"
_TRIES: Final = 3  # failed rounds until DefineAuthChallenge gives up


def begin_custom(state: PoolState, sign_in: SignIn, parameters: Mapping[str, str]) -> Result:
    """The first round, or SRP before it where the call says so."""
    if not sign_in.client.has_custom_triggers:
        raise invalid_parameter("Custom auth lambda trigger is not configured for the user pool.")
    if parameters.get("CHALLENGE_NAME") == "SRP_A":
        return begin_srp(state, sign_in, parameters, with_session=True)
    before_password(sign_in)
    return _define(state, sign_in, sign_in.ticket(CUSTOM_CHALLENGE))


def after_custom_srp(state: PoolState, sign_in: SignIn) -> Result:
    """The questions; a user with a second factor is asked for that instead, as Cognito does."""
    if sign_in.account.mfa is not None:
        return ask_factor(state, sign_in, sign_in.account.mfa)
    return _define(state, sign_in, sign_in.ticket(CUSTOM_CHALLENGE))


def answer_custom(state: PoolState, answer: Answer) -> Result:
    """One round's answer; right or wrong, what follows has a new session."""
    given = required(answer.responses, "ANSWER")
    ticket = answer.ticket
    meet(answer.sign_in, Checkpoint.VERIFY_ANSWER)
    state.sessions.spend(answer.session)
    if same_text(answer.sign_in.account.rounds[ticket.rounds_done].answer, given):
        ticket = replace(ticket, rounds_done=ticket.rounds_done + 1)
    else:
        ticket = replace(ticket, rounds_failed=ticket.rounds_failed + 1)
    return _define(state, answer.sign_in, ticket)


def _define(state: PoolState, sign_in: SignIn, ticket: Ticket) -> Result:
    """What DefineAuthChallenge decides: fail, ask, or issue tokens."""
    meet(sign_in, Checkpoint.DEFINE_CHALLENGE)
    rounds = sign_in.account.rounds
    if not rounds or ticket.rounds_failed >= _TRIES:
        raise not_authorized(WRONG)
    if ticket.rounds_done == len(rounds):
        return signed_in(state, sign_in)
    shown = {**rounds[ticket.rounds_done].shown, "USERNAME": sign_in.account.username}
    return challenge(state, sign_in, ticket, shown)
