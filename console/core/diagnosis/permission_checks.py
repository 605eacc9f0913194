"""Checks of IAM actions: allowed or denied as a call of that name was answered, else not known."""

from __future__ import annotations

from console.core.call import (
    ADMIN_GET_USER,
    ADMIN_INITIATE_AUTH,
    ADMIN_LIST_DEVICES,
    ADMIN_LIST_USER_AUTH_EVENTS,
    ADMIN_RESPOND,
    GET_CALLER_IDENTITY,
    LIST_USERS,
    SERVICES,
    Sent,
)
from console.core.diagnosis.connection_check import CheckStatus, ConnectionCheck, check
from console.core.diagnosis.evidence import Evidence, Probe, ProbeStatus
from console.core.diagnosis.grounds import unread
from console.core.diagnosis.probe_plan import OPERATIONS

_SIGN_IN = (ADMIN_INITIATE_AUTH, ADMIN_RESPOND)
_OF_USER = frozenset({ADMIN_GET_USER, LIST_USERS, ADMIN_LIST_DEVICES, ADMIN_LIST_USER_AUTH_EVENTS})
# GetCallerIdentity needs no permission.
_READ = tuple(each for each in OPERATIONS if each != GET_CALLER_IDENTITY)
# Refusals for another reason than IAM's, which the service looks at first.
_PASSED = frozenset({"ResourceNotFoundException", "UserPoolAddOnNotEnabledException"})


def action_name(operation: str) -> str:
    """As in an IAM policy."""
    return f"{SERVICES.get(operation, 'cognito-idp')}:{operation}"


def permissions(evidence: Evidence) -> tuple[ConnectionCheck, ...]:
    """Sign-in first, which no read-only call can tell of, then each read-only action."""
    signing_in = (
        check(action_name(each), CheckStatus.SKIPPED, "Not checked: no sign-in is sent.")
        for each in _SIGN_IN
    )
    return (*signing_in, *(_permission(each, evidence) for each in _READ))


def _permission(operation: str, evidence: Evidence) -> ConnectionCheck:
    name, probe = action_name(operation), evidence.probe(operation)
    if probe is None:
        return check(name, CheckStatus.SKIPPED, "Not checked.")
    if probe.status is ProbeStatus.DENIED:
        return check(name, CheckStatus.WARN, _denied(name, probe), unread(evidence, operation))
    if probe.status is ProbeStatus.OK:
        return check(name, CheckStatus.OK, f"Allowed: {operation} answered.")
    if probe.code in _PASSED and probe.sent is Sent.YES:
        return check(name, CheckStatus.OK, f"Allowed: {operation} answered {probe.code}.")
    if probe.status is ProbeStatus.SKIPPED:
        return check(name, CheckStatus.SKIPPED, _not_asked(operation, probe))
    return check(name, CheckStatus.SKIPPED, f"Not known. {operation}: {probe.reason}")


def _denied(name: str, probe: Probe) -> str:
    other = probe.missing_action
    if other is not None and other != name:
        return f"Denied: {probe.operation} was refused for want of {other}."
    return f"Denied: {probe.operation} was refused by IAM."


def _not_asked(operation: str, probe: Probe) -> str:
    if operation in _OF_USER:
        return "Not checked: it is about one user."
    return f"Not checked. {probe.reason}"
