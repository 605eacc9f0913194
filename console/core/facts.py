"""From calls and challenges to the fields of events, steps and outcomes."""

from __future__ import annotations

from datetime import datetime

from console.core.attempt import Attempt
from console.core.call import (
    ApiCall,
    CallRecord,
    CallResult,
    Failure,
    Origin,
    Phases,
    Sent,
    Tokens,
    WireTry,
)
from console.core.claims import Signature, TokenClaims
from console.core.conversation.challenges import MFA_SETUP, Challenge, Stage
from console.core.diagnosis.classifier import Classification
from console.core.ports import Answer, GiveUp
from console.core.record import Outcome, Step
from console.core.text import visible

Raw = dict[str, object]
EXPIRED_KEYS = frozenset({"ExpiredTokenException", "ExpiredToken"})


def started(attempt: Attempt, warnings: tuple[str, ...]) -> Raw:
    """The first event: what is tried, and what is odd about the typed names."""
    profile, request = attempt.plan.profile, attempt.plan.request
    return {
        "flow": str(request.auth_flow),
        "path": request.path_word,
        "username": request.username,
        "profile": profile.name,
        "profile_kind": str(profile.kind),
        "region": profile.region,
        "user_pool_id": profile.user_pool_id,
        "client_id": profile.client_id,
        "simulated": profile.simulated,
        "warnings": warnings,
    }


def step(call: ApiCall, record: CallRecord) -> Step:
    """The call as a step of the attempt; its phases are those of the last wire try."""
    return Step(
        operation=call.operation,
        path=str(call.path),
        sent=record.sent,
        request_id=visible(record.request_id, 128) if record.request_id else None,
        http_status=record.http_status,
        duration_ms=record.duration_ms,
        wire_tries=len(record.tries),
        phases=record.tries[-1].phases if record.tries else Phases(),
    )


def wire_try(wire: WireTry, start_ms: float) -> Raw:
    """One HTTP request; `start_ms` is the call's start from the start of the attempt."""
    return {
        "number": wire.number,
        "start_ms": start_ms + wire.offset_ms,
        "duration_ms": wire.duration_ms,
        "phases": phases(wire.phases),
        "sent": str(wire.sent),
        "reused": wire.reused,
        "remote": wire.remote,
        "proxied": wire.proxied,
        "tls_version": wire.tls_version,
        "tls_issuer": wire.tls_issuer,
        "http_status": wire.http_status,
        "request_bytes": wire.request_bytes,
        "reply_bytes": wire.reply_bytes,
        "error": wire.error,
        "left_behind": wire.left_behind or None,
    }


def phases(value: Phases) -> dict[str, float | None]:
    """Phases by the names of the public interface."""
    return {
        "dns_ms": value.dns_ms,
        "connect_ms": value.connect_ms,
        "tls_ms": value.tls_ms,
        "first_byte_ms": value.first_byte_ms,
        "transfer_ms": value.transfer_ms,
    }


def call_ended(
    call: ApiCall, result: CallResult, start_ms: float, classification: Classification | None
) -> Raw:
    """How a call ended.

    `result` is tokens, challenge, done, refused, not_sent, unknown or cancelled.
    """
    record = result.record
    raw: Raw = {
        "operation": call.operation,
        "result": _result_word(result),
        "sent": str(record.sent),
        "http_status": record.http_status,
        "request_id": record.request_id,
        "content_type": record.content_type,
        "duration_ms": record.duration_ms,
        "start_ms": start_ms,
        "wire_tries": len(record.tries),
        "phases": phases(record.tries[-1].phases) if record.tries else None,
        "left_behind": record.left_behind or None,
    }
    if isinstance(result, Failure):
        raw["code"] = result.code
        raw["message"] = result.message or None
        raw["classification"] = classification.id if classification is not None else None
    else:
        raw["challenge"] = result.challenge_name
    return raw


def _result_word(result: CallResult) -> str:
    if not isinstance(result, Failure):
        if result.tokens is not None:
            return "tokens"
        return "done" if result.challenge_name is None else "challenge"
    if result.origin is Origin.SERVICE:
        return "refused"
    if result.origin is Origin.STOPPED:
        return "cancelled"
    return "not_sent" if result.record.sent is Sent.NO else "unknown"


def challenge(asked: Challenge) -> Raw:
    """A question that Cognito asked."""
    return {
        "name": asked.name,
        "number": asked.number,
        "try_number": asked.try_number,
        "medium": asked.medium,
        "destination": asked.destination,
        "keys": tuple(field.key for field in asked.fields),
        "supported": asked.supported,
        "stage": None if asked.stage is Stage.ANSWER else str(asked.stage),
    }


def answer(asked: Challenge, given: Answer) -> Raw:
    """An answer, by its keys alone."""
    return {
        "challenge": asked.name,
        "keys": tuple(given.responses),
        "from_seed": given.from_seed,
        "try_number": asked.try_number,
    }


def made_answer(asked: Challenge, keys: tuple[str, ...]) -> Raw:
    """An answer that the console made from the password, by its keys alone."""
    return {"challenge": asked.name, "keys": keys, "made_here": True, "try_number": 1}


def tokens(value: Tokens) -> Raw:
    """Which tokens came, never what they are."""
    return {
        "names": value.names(),
        "token_type": value.token_type,
        "expires_in_s": value.expires_in_s,
        "new_device": None if value.new_device is None else True,
    }


def token_checked(claims: TokenClaims, signature: Signature, path: str | None = None) -> Raw:
    """What a token says of itself, and whether it is true.

    `path` is the one that won it, where both did.
    """
    return {
        "path": path,
        "token": claims.use,
        "algorithm": claims.algorithm,
        **{name: str(check) for name, check in claims.checks.items()},
        "signature": str(signature.check),
        "signature_reason": signature.reason or None,
        "issued_at": _moment(claims.issued_at),
        "expires_at": _moment(claims.expires_at),
        "auth_time": _moment(claims.auth_time),
        "sub": claims.sub,
        "scopes": claims.scopes,
        "groups": claims.groups,
        "claims": claims.names,
    }


def _moment(value: datetime | None) -> str | None:
    return None if value is None else value.isoformat(timespec="seconds")


def clock_skew_s(record: CallRecord) -> float | None:
    """Seconds by which this machine's clock is ahead of the server's (a whole number there)."""
    if record.server_date is None or record.received_at is None:
        return None
    return (record.received_at - record.server_date).total_seconds()


def unsupported(asked: Challenge) -> GiveUp:
    """Why the console stops at a challenge that it cannot answer."""
    name = visible(asked.name, 60)
    if asked.name == MFA_SETUP:
        offered = ", ".join(visible(choice, 60) for choice in asked.setup_choices[:5]) or "nothing"
        return GiveUp(
            reason=f"Cognito asked for {name} and offers {offered}, which cannot be set up in a "
            "sign-in: an administrator has to."
        )
    return GiveUp(reason=f"Cognito asked for {name}, which cannot be answered as it came.")


def expired(asked: Challenge) -> GiveUp:
    """Why an answer is not sent any more."""
    name = visible(asked.name, 60)
    minutes = asked.session_life_s / 60
    life = f" after {minutes:.0f} min" if asked.session_known else ""
    return GiveUp(
        reason=f"The session of {name} has expired{life}; the answer was not sent. Start over."
    )


def ending(failure: Failure, *, first: bool) -> tuple[Outcome, str]:
    """The outcome that a failed last call gives, and one sentence for it.

    `first` says that it was the attempt's only call.
    """
    sent = failure.record.sent
    code = visible(failure.code, 80)
    if first and failure.origin is Origin.SERVICE and failure.code in EXPIRED_KEYS:
        # AWS turned the call away at its door, as the SDK does where it knows the time of expiry.
        return Outcome.NOT_SENT, f"The AWS credentials have expired ({code}): no sign-in was tried."
    if failure.origin is Origin.SERVICE:
        return Outcome.FAILED, f"Cognito refused the request with {code}."
    if failure.origin is Origin.STOPPED:
        return Outcome.CANCELLED, _cancelled_sentence(sent)
    if sent is Sent.NO:
        if first:
            return Outcome.NOT_SENT, f"Nothing was sent: {code}."
        return (
            Outcome.NOT_SENT,
            (f"The last request was not sent: {code}. What went before it was sent."),
        )
    return Outcome.UNKNOWN, (
        f"The request was sent, but no believable answer came ({code}). "
        "The try may have counted, and a message may have been sent."
    )


def _cancelled_sentence(sent: Sent) -> str:
    if sent is Sent.NO:
        return "Cancelled; the request had not left this machine."
    return "Cancelled; the request had left, so the try may have counted."
