"""What a situation says: whether a call answered, who the user is, what a refusal may mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from console.core.call import (
    ADMIN_GET_USER,
    ADMIN_LIST_DEVICES,
    ADMIN_LIST_USER_AUTH_EVENTS,
    CHECK_IF_PHONE_NUMBER_IS_OPTED_OUT,
    DESCRIBE_RISK_CONFIGURATION,
    DESCRIBE_USER_POOL,
    DESCRIBE_USER_POOL_CLIENT,
    FILTER_LOG_EVENTS,
    GET_CALLER_IDENTITY,
    GET_SMS_ATTRIBUTES,
    GET_SMS_SANDBOX_ACCOUNT_STATUS,
    GET_USER_POOL_MFA_CONFIG,
    LIST_ORIGINATION_NUMBERS,
    LIST_SMS_SANDBOX_PHONE_NUMBERS,
    LIST_USER_POOL_CLIENTS,
    LIST_USER_POOLS,
    LIST_USERS,
    LOOKUP_EVENTS,
)
from console.core.conversation.flows import REFRESH_FLOWS
from console.core.diagnosis.evidence import Evidence, ProbeStatus, UserFacts
from console.core.diagnosis.situation import AliasKind, Situation
from console.core.diagnosis.user_filters import PREFIX
from console.core.record import Outcome

WRONG = "NA01"  # "Incorrect username or password."
# The refusals that say no more of the cause than that name and password do not fit.
UNREAD_WORDS = "NA00"  # a text of that exception which the catalogue does not have
UNREAD: Final = "The words of the refusal are not known, and may be about something else."
WRONG_TEXTS = frozenset({WRONG, UNREAD_WORDS})
UNKNOWN_USER = frozenset({"UN01", "UN02", "UN00"})

_TELLS: Mapping[str, tuple[Callable[[Evidence], bool], str]] = {
    GET_CALLER_IDENTITY: (
        lambda e: e.caller is not None, "Whether the operator's credentials are good"
    ),
    DESCRIBE_USER_POOL: (
        lambda e: e.pool is not None or e.pool_missing, "How the pool is set up"
    ),
    DESCRIBE_USER_POOL_CLIENT: (
        lambda e: e.client is not None or e.client_missing, "How the app client is set up"
    ),
    ADMIN_GET_USER: (
        lambda e: e.user is not None or e.user_missing,
        "Whether the user exists under this name, and in which state",
    ),
    LIST_USERS: (
        lambda e: e.alias_users is not None, "Whether another profile has this name or alias"
    ),
    GET_USER_POOL_MFA_CONFIG: (
        lambda e: e.mfa_config is not None, "Which second factors the pool allows"
    ),
    ADMIN_LIST_DEVICES: (lambda e: e.devices is not None, "Which devices the user has confirmed"),
    ADMIN_LIST_USER_AUTH_EVENTS: (
        lambda e: e.auth_events is not None, "How the user's last sign-ins ended"
    ),
    DESCRIBE_RISK_CONFIGURATION: (
        lambda e: e.blocks_compromised is not None, "What threat protection does about a risk"
    ),
    LIST_USER_POOLS: (
        lambda e: e.other_pools is not None, "Whether the account has other pools here"
    ),
    LIST_USER_POOL_CLIENTS: (
        lambda e: e.pool_clients is not None, "Which app clients the pool has"
    ),
    LOOKUP_EVENTS: (lambda e: e.trail is not None, "What CloudTrail has of the attempt"),
    FILTER_LOG_EVENTS: (
        lambda e: e.log_lines is not None, "What the pool's triggers wrote into their logs"
    ),
    GET_SMS_SANDBOX_ACCOUNT_STATUS: (
        lambda e: e.sms is not None and e.sms.in_sandbox is not None,
        "Whether the account is in the sandbox for text messages",
    ),
    LIST_SMS_SANDBOX_PHONE_NUMBERS: (
        lambda e: e.sms is not None and e.sms.verified_in_sandbox is not None,
        "Whether the user's number is verified in the sandbox for text messages",
    ),
    GET_SMS_ATTRIBUTES: (
        lambda e: e.sms is not None and e.sms.monthly_limit_usd is not None,
        "How much the account may spend on text messages a month",
    ),
    LIST_ORIGINATION_NUMBERS: (
        lambda e: e.sms is not None and e.sms.origination_numbers is not None,
        "Whether the account has a number of its own to send text messages from",
    ),
    CHECK_IF_PHONE_NUMBER_IS_OPTED_OUT: (
        lambda e: e.sms is not None and e.sms.opted_out is not None,
        "Whether the user's number has opted out of text messages",
    ),
}  # fmt: skip
_WHY = {
    ProbeStatus.DENIED: "was not permitted",
    ProbeStatus.TIMEOUT: "did not answer in time",
    ProbeStatus.FAILED: "failed",
    ProbeStatus.SKIPPED: "was not asked",
    ProbeStatus.OK: "said nothing of it",
}


def answered(evidence: Evidence, operation: str) -> bool:
    """Whether the call told what it can tell; that there is no such thing is an answer too."""
    probe = evidence.probe(operation)
    if probe is not None and probe.status is not ProbeStatus.OK:
        return False
    return _TELLS[operation][0](evidence)


def unread(evidence: Evidence, operation: str) -> str:
    """A sentence on what is not known for lack of that call's answer."""
    probe = evidence.probe(operation)
    why = _WHY[ProbeStatus.SKIPPED if probe is None else probe.status]
    return f"{_TELLS[operation][1]} is not known: {operation} {why}."


def unsent(situation: Situation) -> bool:
    """Whether nothing was tried yet, so that findings speak of what would stand in the way."""
    return situation.classification is None and situation.outcome is None


def may_mean(situation: Situation, *ids: str) -> bool:
    """Whether the refusal is one of `ids` in the catalogue, or there is none yet."""
    return unsent(situation) or situation.code_id in ids


def refreshes(situation: Situation) -> bool:
    """Whether a token is traded in, with neither name nor password."""
    return situation.auth_flow in REFRESH_FLOWS


def says_wrong(situation: Situation) -> bool:
    """Whether name and password were refused in words that hide which of them it was."""
    return situation.code_id in WRONG_TEXTS


def related_users(situation: Situation) -> tuple[UserFacts, ...]:
    """Those whom ListUsers found by the whole name or alias, in any spelling; each once."""
    found = situation.evidence.alias_users or ()
    return tuple({each.username: each for each in found if each.matched_by != PREFIX}.values())


def other_spelling(situation: Situation, user: UserFacts) -> bool:
    """Whether the typed name is this user's but for upper and lower case."""
    typed = situation.username.strip()
    return user.username != typed and user.username.casefold() == typed.casefold()


def is_verified(situation: Situation, user: UserFacts) -> bool:
    """Whether the kind of alias that was typed is verified at that user."""
    if situation.alias_kind is AliasKind.PHONE:
        return user.phone_verified
    return user.email_verified


def is_alias(situation: Situation) -> bool:
    """Whether the typed name reads as an e-mail address or a phone number."""
    return situation.alias_kind in (AliasKind.EMAIL, AliasKind.PHONE)


def given_up_at(situation: Situation, *challenges: str) -> bool:
    """Whether the sign-in ended at one of these challenges without a refusal."""
    ended = situation.outcome in (Outcome.ABANDONED, Outcome.CANCELLED)
    return ended and situation.challenge in challenges
