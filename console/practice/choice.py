"""USER_AUTH: the user chooses a first factor, in the first call or when asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from console.practice.accounts import EMAIL_OTP, Status
from console.practice.checks import before_password, judge_password
from console.practice.errors import invalid_parameter
from console.practice.signin import Answer, SignIn
from console.practice.state import PoolState, required, same_text
from console.practice.steps import SMS_OTP, Result, after_password, challenge, one_time_password
from console.practice.verifying import begin_srp
from console.practice.web_authn import WEB_AUTHN, ask_passkey, has_passkey

USER_AUTH: Final = "USER_AUTH"
SELECT_CHALLENGE: Final = "SELECT_CHALLENGE"
PASSWORD: Final = "PASSWORD"  # noqa: S105 - a challenge's name
PASSWORD_SRP: Final = "PASSWORD_SRP"  # noqa: S105


def available(state: PoolState, sign_in: SignIn) -> list[str]:
    """The first factors that this user has; those without a password do not go with MFA."""
    account = sign_in.account
    offered = [PASSWORD, PASSWORD_SRP]
    if account.status is Status.FORCE_CHANGE_PASSWORD or account.mfa or account.mfa_choices:
        return offered
    for name, attribute in ((EMAIL_OTP, "email"), (SMS_OTP, "phone_number")):
        if account.attributes.get(f"{attribute}_verified") == "true":
            offered.append(name)
    if has_passkey(state, sign_in):
        offered.append(WEB_AUTHN)
    return offered


def begin_choice(state: PoolState, sign_in: SignIn, parameters: Mapping[str, str]) -> Result:
    """The preferred factor at once, else the choice; a preference the user lacks is none."""
    preferred = parameters.get("PREFERRED_CHALLENGE")
    if preferred in available(state, sign_in):
        if preferred == PASSWORD:
            required(parameters, "PASSWORD")
        elif preferred == PASSWORD_SRP:
            required(parameters, "SRP_A")
        return _begin_factor(state, sign_in, preferred, parameters)
    before_password(sign_in)
    result = challenge(state, sign_in, sign_in.ticket(SELECT_CHALLENGE), {})
    return result | {"AvailableChallenges": available(state, sign_in)}


def answer_choice(state: PoolState, answer: Answer) -> Result:
    """SELECT_CHALLENGE: the chosen factor, completed at once where its value came along."""
    chosen = required(answer.responses, "ANSWER")
    if chosen not in available(state, answer.sign_in):
        raise invalid_parameter("Invalid input given")
    result = _begin_factor(state, answer.sign_in, chosen, answer.responses)
    state.sessions.spend(answer.session)
    return result


def answer_password(state: PoolState, answer: Answer) -> Result:
    """PASSWORD, asked for after the choice."""
    result = _password(state, answer.sign_in, required(answer.responses, "PASSWORD"))
    state.sessions.spend(answer.session)
    return result


def answer_password_srp(state: PoolState, answer: Answer) -> Result:
    """PASSWORD_SRP: SRP_A, asked for after the choice."""
    result = begin_srp(state, answer.sign_in, answer.responses, with_session=True)
    state.sessions.spend(answer.session)
    return result


def _begin_factor(state: PoolState, sign_in: SignIn, name: str, given: Mapping[str, str]) -> Result:
    if name == PASSWORD and given.get("PASSWORD"):
        return _password(state, sign_in, given["PASSWORD"])
    if name == PASSWORD_SRP and given.get("SRP_A"):
        return begin_srp(state, sign_in, given, with_session=True)
    before_password(sign_in)
    if name in (PASSWORD, PASSWORD_SRP):
        return challenge(state, sign_in, sign_in.ticket(name), {})
    if name == WEB_AUTHN:
        return ask_passkey(state, sign_in)
    return one_time_password(state, sign_in, name)


def _password(state: PoolState, sign_in: SignIn, password: str) -> Result:
    judge_password(state, sign_in, right=same_text(sign_in.account.password, password))
    return after_password(state, sign_in)
