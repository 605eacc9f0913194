"""Answers to codes: text message, e-mail, authenticator app, and the choice among them."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Final

from console.practice.accounts import EMAIL_OTP, SMS_MFA, Checkpoint
from console.practice.checks import meet
from console.practice.errors import PracticeError, invalid_parameter
from console.practice.signin import Answer
from console.practice.state import PoolState, required, same_text
from console.practice.steps import SMS_OTP, Result, ask_factor, signed_in
from console.practice.used_codes import matching_step

_CODE_KEYS: Final = {
    SMS_MFA: "SMS_MFA_CODE",
    SMS_OTP: "SMS_OTP_CODE",
    EMAIL_OTP: "EMAIL_OTP_CODE",
}


def answer_sent_code(state: PoolState, answer: Answer) -> Result:
    """A code that was sent; a wrong one keeps the session."""
    code = required(answer.responses, _CODE_KEYS[answer.ticket.challenge])
    sent = answer.ticket.code
    if sent is None or answer.ticket.phantom or not same_text(sent, code):
        raise PracticeError("CodeMismatchException", "Invalid code or auth state for the user.")
    meet(answer.sign_in, Checkpoint.RIGHT_CODE)
    state.sessions.spend(answer.session)
    sign_in = answer.sign_in
    if answer.ticket.email is not None:  # the code came to an address that was being set up
        attributes = {"email": answer.ticket.email, "email_verified": "true"}
        account = replace(
            sign_in.account,
            mfa=EMAIL_OTP,
            attributes=MappingProxyType({**sign_in.account.attributes, **attributes}),
        )
        state.save(account)
        sign_in = sign_in.as_user(account)
    return signed_in(state, sign_in)


def answer_software_token(state: PoolState, answer: Answer) -> Result:
    """A code of an authenticator app: within one step of now, and only once."""
    code = required(answer.responses, "SOFTWARE_TOKEN_MFA_CODE")
    account = answer.sign_in.account
    if account.totp_seed is None:
        raise PracticeError(
            "SoftwareTokenMFANotFoundException", "Software Token MFA does not exist for the user."
        )
    step = matching_step(account.totp_seed, code, state.now())
    if step is None:
        raise PracticeError("CodeMismatchException", "Invalid code received for user")
    meet(answer.sign_in, Checkpoint.RIGHT_CODE)
    state.used_codes.use(account.username, step)
    state.sessions.spend(answer.session)
    return signed_in(state, answer.sign_in)


def answer_mfa_type(state: PoolState, answer: Answer) -> Result:
    """SELECT_MFA_TYPE: the chosen factor's own challenge."""
    chosen = required(answer.responses, "ANSWER")
    if chosen not in answer.sign_in.account.mfa_choices:
        raise invalid_parameter("Invalid input given")
    result = ask_factor(state, answer.sign_in, chosen)
    state.sessions.spend(answer.session)
    return result
