"""The calls of a sign-in with a note of each in threat protection's history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from console.practice.accounts import EMAIL_OTP, SMS_MFA, SOFTWARE_TOKEN_MFA, Account
from console.practice.auth_events import Proof, Verdict
from console.practice.calls import Path
from console.practice.checks import WRONG
from console.practice.clients import Client, client_by_id
from console.practice.errors import PracticeError
from console.practice.initiate import initiate
from console.practice.respond import respond
from console.practice.state import PoolState
from console.practice.steps import SMS_OTP, Result
from console.practice.threat import judged_address
from console.practice.verifying import PASSWORD_VERIFIER

_CODES: Final = frozenset({SMS_MFA, SMS_OTP, EMAIL_OTP, SOFTWARE_TOKEN_MFA})
_MAY_TRY_AGAIN: Final = frozenset({"CodeMismatchException", "ExpiredCodeException"})
# Not the user's failures: the request, the pool or the service was at fault.
_NO_EVENT: Final = frozenset(
    {
        "FeatureUnavailableInTierException",
        "ForbiddenException",
        "InternalErrorException",
        "InvalidParameterException",
        "ResourceNotFoundException",
        "SerializationException",
        "TooManyRequestsException",
    }
)


def recorded_initiate(state: PoolState, body: Mapping[str, object], path: Path) -> Result:
    """The first call: an event begins where it concerns a user that there is."""
    proof = Proof.PASSWORD if "PASSWORD" in _texts(body, "AuthParameters") else None
    try:
        result = initiate(state, body, path)
    except PracticeError as error:
        if error.code not in _NO_EVENT:
            _begin(state, body, path)
            _note_refusal(state, body, "AuthParameters", error, proof)
        raise
    _begin(state, body, path)
    _note(state, body, "AuthParameters", _verdict(result), proof)
    return result


def recorded_respond(state: PoolState, body: Mapping[str, object], path: Path) -> Result:
    """An answer: the event goes on or ends."""
    challenge = body.get("ChallengeName")
    proof: Proof | None = None
    if challenge == PASSWORD_VERIFIER or "PASSWORD" in _texts(body, "ChallengeResponses"):
        proof = Proof.PASSWORD
    elif challenge in _CODES:
        proof = Proof.MFA
    try:
        result = respond(state, body, path)
    except PracticeError as error:
        if error.code not in _NO_EVENT:
            _note_refusal(state, body, "ChallengeResponses", error, proof)
        raise
    _note(state, body, "ChallengeResponses", _verdict(result), proof)
    return result


def _begin(state: PoolState, body: Mapping[str, object], path: Path) -> None:
    account, client = _who(state, body, "AuthParameters")
    if account is not None and client is not None and client.judges_risk:
        state.auth_events.begin(
            account,
            client_id=client.id,
            at=state.now(),
            address=judged_address(client, body, path),
        )


def _note(
    state: PoolState,
    body: Mapping[str, object],
    member: str,
    verdict: Verdict,
    proof: Proof | None,
    *,
    right: bool = True,
) -> None:
    account, client = _who(state, body, member)
    if account is None or client is None:
        return
    shown = () if proof is None else ((proof, right),)
    state.auth_events.note(account.username, client.id, verdict, *shown)


def _note_refusal(
    state: PoolState,
    body: Mapping[str, object],
    member: str,
    error: PracticeError,
    proof: Proof | None,
) -> None:
    again = error.code in _MAY_TRY_AGAIN
    verdict = Verdict.GOES_ON if again else Verdict.FAILED
    shown = proof if again or error.message == WRONG else None
    _note(state, body, member, verdict, shown, right=False)


def _verdict(result: Result) -> Verdict:
    return Verdict.PASSED if "AuthenticationResult" in result else Verdict.GOES_ON


def _who(
    state: PoolState, body: Mapping[str, object], member: str
) -> tuple[Account | None, Client | None]:
    username, client_id = _texts(body, member).get("USERNAME"), body.get("ClientId")
    account = state.find(username) if isinstance(username, str) else None
    return account, client_by_id(client_id) if isinstance(client_id, str) else None


def _texts(body: Mapping[str, object], member: str) -> Mapping[str, object]:
    texts = body.get(member)
    return texts if isinstance(texts, dict) else {}
