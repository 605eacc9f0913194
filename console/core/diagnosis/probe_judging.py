"""What became of a read-only operation, each judged by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from console.core.call import (
    ADMIN_GET_USER,
    DESCRIBE_USER_POOL,
    DESCRIBE_USER_POOL_CLIENT,
    FILTER_LOG_EVENTS,
    CallResult,
    Failure,
    Origin,
    Sent,
)
from console.core.diagnosis.evidence import Probe, ProbeStatus
from console.core.diagnosis.missing_action import missing_action
from console.core.text import visible

_CODE_LIMIT = 128
# The last two are SNS's words for it, by code and by shape.
_DENIED = frozenset(
    {"AccessDeniedException", "AccessDenied", "AuthorizationError", "AuthorizationErrorException"}
)
_LATE = frozenset({"ConnectTimeoutError", "ReadTimeoutError"})
_NO_ADD_ON = "UserPoolAddOnNotEnabledException"
NO_THREAT_PROTECTION = "Threat protection is off in this pool."
# Refusals that are an answer: what was asked for is not there.
_ABSENT = {
    (ADMIN_GET_USER, "UserNotFoundException"): "The pool has no such user.",
    (DESCRIBE_USER_POOL, "ResourceNotFoundException"): "There is no such pool in this account and "
    "region.",
    (DESCRIBE_USER_POOL_CLIENT, "ResourceNotFoundException"): "The pool has no such app client.",
    (FILTER_LOG_EVENTS, "ResourceNotFoundException"): "A function has no log group.",
}
_GRAVEST = (
    ProbeStatus.DENIED,
    ProbeStatus.TIMEOUT,
    ProbeStatus.FAILED,
    ProbeStatus.SKIPPED,
    ProbeStatus.OK,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Verdict:
    status: ProbeStatus
    reason: str = ""
    missing_action: str | None = None
    code: str | None = None


def skipped(operation: str, reason: str) -> Probe:
    """An operation that was not asked."""
    return Probe(operation=operation, status=ProbeStatus.SKIPPED, reason=reason)


def is_absent(operation: str, result: CallResult | None) -> bool:
    """Whether the service answered that there is no such user, client, pool or log group."""
    if not isinstance(result, Failure) or result.origin is not Origin.SERVICE:
        return False
    # Asked for a client, Cognito says the same of a pool that is not there, in other words.
    of_pool = operation == DESCRIBE_USER_POOL_CLIENT and "client" not in result.message.lower()
    return (operation, result.code) in _ABSENT and not of_pool


def judged(operation: str, results: Sequence[CallResult], duration_ms: float) -> Probe:
    """The probe for the calls of one operation, at least one: the gravest of them counts."""
    verdicts = [_verdict(operation, result) for result in results]
    gravest = min(verdicts, key=lambda verdict: _GRAVEST.index(verdict.status))
    return Probe(
        operation=operation,
        status=gravest.status,
        missing_action=gravest.missing_action,
        duration_ms=duration_ms,
        code=gravest.code,
        reason=gravest.reason,
        sent=_most([result.record.sent for result in results]),
    )


def _most(sent: Sequence[Sent]) -> Sent:
    return max(sent, key=[Sent.NO, Sent.MAYBE, Sent.YES].index)


def _verdict(operation: str, result: CallResult) -> _Verdict:
    if not isinstance(result, Failure):
        return _Verdict(status=ProbeStatus.OK)
    code = visible(result.code, _CODE_LIMIT)
    if is_absent(operation, result):
        return _Verdict(status=ProbeStatus.OK, code=code, reason=_ABSENT[operation, result.code])
    if result.origin is Origin.SERVICE:
        return _refusal(operation, result, code)
    return _unanswered(result, code)


def _unanswered(failure: Failure, code: str) -> _Verdict:
    status = ProbeStatus.FAILED
    if failure.origin is Origin.STOPPED:
        reason = "It was stopped."
    elif failure.origin is Origin.DEADLINE or failure.code in _LATE:
        status, reason = ProbeStatus.TIMEOUT, "No answer came within the time limit."
    elif failure.record.sent is Sent.NO:
        reason = f"Not sent: {code}."
    else:
        reason = f"No believable answer came: {code}."
    return _Verdict(status=status, code=code, reason=reason)


def _refusal(operation: str, failure: Failure, code: str) -> _Verdict:
    if failure.code in _DENIED:
        action = missing_action(failure.message, operation)
        return _Verdict(
            status=ProbeStatus.DENIED,
            code=code,
            missing_action=action,
            reason=f"The AWS identity of this profile may not call it: {action} is missing.",
        )
    if failure.code == _NO_ADD_ON:
        return _Verdict(status=ProbeStatus.SKIPPED, code=code, reason=NO_THREAT_PROTECTION)
    return _Verdict(status=ProbeStatus.FAILED, code=code, reason=f"It was refused: {code}.")
