"""An authenticator app or an e-mail address is set up, when MFA_SETUP asks for it or unasked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import pyotp

from console.practice.accounts import EMAIL_OTP, MFA_SETUP, SOFTWARE_TOKEN_MFA
from console.practice.bearer import ACCESS_TOKEN, bearer
from console.practice.calls import SESSION, Member, Path, read_texts
from console.practice.checks import WRONG
from console.practice.clients import client_by_id
from console.practice.errors import PracticeError, missing_parameter, not_authorized
from console.practice.sessions import Ticket
from console.practice.signin import Answer
from console.practice.state import PoolState
from console.practice.steps import Result, code_challenge, signed_in
from console.practice.used_codes import matching_step

# Steps between the challenge and its answer; no operation takes these as a ChallengeName.
_ASSOCIATED: Final = "MFA_SETUP, seed given out"
_VERIFIED: Final = "MFA_SETUP, seed verified"
_ACCESS_TOKEN: Final = replace(ACCESS_TOKEN, required=False)
_DEVICE_NAME: Final = Member(name="FriendlyDeviceName", required=False, max_length=131_072)
_USER_CODE: Final = Member(
    name="UserCode", min_length=6, max_length=6, pattern="[0-9]+", sensitive=True
)


def associate(state: PoolState, body: Mapping[str, object]) -> Result:
    """AssociateSoftwareToken: a new seed, and after MFA_SETUP the next session."""
    texts = read_texts(body, _ACCESS_TOKEN, SESSION)
    seed = pyotp.random_base32(52)
    if "AccessToken" in texts:
        state.pending_seeds[bearer(state, texts["AccessToken"]).account.username] = seed
        return {"SecretCode": seed}
    session = _session(texts)
    ticket = state.sessions.find_step(session, challenge=MFA_SETUP)
    state.sessions.spend(session)
    return {"SecretCode": seed, "Session": _next(state, ticket, _ASSOCIATED, seed)}


def verify(state: PoolState, body: Mapping[str, object]) -> Result:
    """VerifySoftwareToken: a first code of the new seed; a wrong one may be tried again."""
    texts = read_texts(body, _ACCESS_TOKEN, SESSION, _USER_CODE, _DEVICE_NAME)
    if "AccessToken" in texts:
        return _verify_unasked(state, texts)
    session = _session(texts)
    ticket = state.sessions.find_step(session, challenge=_ASSOCIATED)
    seed = ticket.seed or ""
    _use_first_code(state, ticket.username, seed, texts["UserCode"])
    state.sessions.spend(session)
    named = replace(ticket, device_name=texts.get("FriendlyDeviceName"))
    return {"Status": "SUCCESS", "Session": _next(state, named, _VERIFIED, seed)}


def _verify_unasked(state: PoolState, texts: Mapping[str, str]) -> Result:
    """The app is registered; it is asked for once SetUserMFAPreference says so."""
    account = bearer(state, texts["AccessToken"]).account
    seed = state.pending_seeds.get(account.username)
    if seed is None:
        raise _not_enabled()
    _use_first_code(state, account.username, seed, texts["UserCode"])
    del state.pending_seeds[account.username]
    state.save(replace(account, totp_seed=seed, totp_name=texts.get("FriendlyDeviceName")))
    return {"Status": "SUCCESS"}


def _use_first_code(state: PoolState, username: str, seed: str, code: str) -> None:
    step = matching_step(seed, code, state.now())
    if step is None:
        raise _not_enabled()
    state.used_codes.use(username, step)


def _not_enabled() -> PracticeError:
    return PracticeError(
        "EnableSoftwareTokenMFAException", "Code mismatch and fail enable Software Token MFA"
    )


def answer_setup(state: PoolState, answer: Answer) -> Result:
    """The final answer: with VerifySoftwareToken's session, or with an address to verify."""
    account = answer.sign_in.account
    if answer.ticket.challenge == _VERIFIED:
        state.sessions.spend(answer.session)
        account = replace(
            account,
            mfa=SOFTWARE_TOKEN_MFA,
            totp_seed=answer.ticket.seed,
            totp_name=answer.ticket.device_name,
        )
        state.save(account)
        return signed_in(state, answer.sign_in.as_user(account))
    address = answer.responses.get("EMAIL")
    if not address:
        raise not_authorized("Invalid session for the user.")
    result = code_challenge(
        state, answer.sign_in, EMAIL_OTP, medium="EMAIL", to=address, email=address
    )
    state.sessions.spend(answer.session)
    return result


def setup_ticket(
    state: PoolState, session: str, *, username: str, client_id: str, path: Path
) -> Ticket:
    """The ticket that an answer to MFA_SETUP may carry: the first one, or the verified one."""
    step = MFA_SETUP
    if state.sessions.challenge_of(session) == _VERIFIED:
        step = _VERIFIED
    return state.sessions.find(
        session, username=username, client_id=client_id, path=path, challenge=step
    )


def _session(texts: Mapping[str, str]) -> str:
    session = texts.get("Session")
    if session is None:
        raise missing_parameter("Session")
    return session


def _next(state: PoolState, ticket: Ticket, step: str, seed: str) -> str:
    client = client_by_id(ticket.client_id)
    if client is None:
        raise not_authorized(WRONG)
    return state.sessions.issue(
        replace(ticket, challenge=step, seed=seed), valid_s=client.session_validity_s
    )
