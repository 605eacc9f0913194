"""The password: wrong, padded, locked out, expired, or not acceptable as a new one."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from console.core.call import (
    ADMIN_GET_USER,
    ADMIN_INITIATE_AUTH,
    ADMIN_LIST_USER_AUTH_EVENTS,
    DESCRIBE_RISK_CONFIGURATION,
    DESCRIBE_USER_POOL,
    DESCRIBE_USER_POOL_CLIENT,
    LIST_USERS,
    LOOKUP_EVENTS,
)
from console.core.conversation.challenges import PASSWORD_VERIFIER
from console.core.conversation.flows import PREFERRED, AuthFlow
from console.core.diagnosis.barriers import sends_password, srp
from console.core.diagnosis.barriers import temporary_password_expired as has_expired
from console.core.diagnosis.cause import SAYS_SO, Cause, Rule
from console.core.diagnosis.classification import Act
from console.core.diagnosis.evidence import AuthEventFacts
from console.core.diagnosis.finding import Confidence, Finding
from console.core.diagnosis.grounds import (
    UNKNOWN_USER,
    UNREAD,
    WRONG,
    WRONG_TEXTS,
    is_alias,
    may_mean,
    refreshes,
    says_wrong,
    unsent,
)
from console.core.diagnosis.password_grounds import (
    LOCK_AFTER,
    LONG_LOCK,
    doubts,
    failures_here,
    is_in_order,
    is_recent,
    may_reset,
    tries_are_known,
)
from console.core.diagnosis.situation import Situation
from console.core.diagnosis.trail_grounds import trail_refusals

_SET_ONE: Final = (
    "aws cognito-idp admin-set-user-password --user-pool-id USER_POOL_ID --username USERNAME"
    " --password NEW_PASSWORD --no-permanent"
)
_BY_TRAIL: Final = (
    "CloudTrail has five or more refused calls of this user within 15 minutes, from anywhere."
)
_IN_A_ROW: Final = (
    "Five or more tries of this user failed within the last minutes, and none was right."
)
_CLEARED: Final = "A sign-in that succeeded between them would have cleared the count."
# With these a text cannot be a Cognito password or name at all; other oddities only may be wrong.
# What is odd may be read from a case that others wrote, so that none of it is repeated.
_IMPOSSIBLE: Final = {
    "begins with": "begins with a blank",
    "ends with": "ends with a blank or a line break",
    "is longer than": "is longer than any can be",
}
_ODD: Final = "has characters that are rarely meant, as pasting brings them in"

_WRONG = Cause(
    id="wrong_password",
    title="The password is wrong",
    act=(Act.USER, Act.CUSTOMER_ADMIN),
    next_step="Let the user type the password by hand once, then go through the forgotten-password"
    " steps. Do not guess: each wrong try counts towards a lock.",
    customer="The password did not match. Please type it by hand once more, with an eye on capital"
    " letters and the keyboard layout. If that does not help, set a new one by way of the"
    " forgotten-password link.",
    admin="The account exists and is in order, so the password itself is most likely wrong. Let"
    " the user reset it, or give out a temporary one.",
    remedy=_SET_ONE,
)
# Where the forgotten-password steps lead nowhere.
_NO_RESET = replace(
    _WRONG,
    next_step="Let the user type the password by hand once, then have the customer's admin give out"
    " a new one: the forgotten-password steps do not work for this account. Do not guess: each"
    " wrong try counts towards a lock.",
    customer="The password did not match. Please type it by hand once more, with an eye on capital"
    " letters and the keyboard layout. If that does not help, please ask your administrator for a"
    " new one.",
    admin="The account exists, and the password itself is most likely wrong. Give out a new one:"
    " the user cannot ask for it, with a first, temporary password or without a verified address or"
    " number.",
)
# Where nobody looked whether there is such a user.
_UNREAD = replace(
    _WRONG,
    customer="The name or the password did not match. Please check the name for typing mistakes,"
    " and type the password by hand once more, with an eye on capital letters and the keyboard"
    " layout. If that does not help, set a new one by way of the forgotten-password link.",
    admin="The name and the password were refused together. Look whether the account exists and is"
    " in order: then the password itself is wrong, and the user can reset it.",
)
_PADDED = Cause(
    id="padded_input",
    title="Something came along with the name or password: a blank, a line break, a look-alike",
    act=(Act.USER,),
    next_step="Let the user type both by hand in place of copying them.",
    customer="Something extra seems to have come along when your name or password was copied, for"
    " example a blank at the end. Please type both by hand once.",
    admin="What was typed has characters that a user rarely means. The app can trim blanks from the"
    " name before it sends it; a password must be sent as it is.",
)
_LOCKED = Cause(
    id="locked_out",
    title="Too many failed tries: the user is locked for a while",
    act=(Act.USER,),
    next_step="Wait 15 minutes without any try, then sign in once with the right password.",
    customer="There were too many failed tries in a row, so your account is locked for a short"
    " time. Please wait 15 minutes without trying, and then sign in once more or reset your"
    " password.",
    admin="The lock ends by itself, at the latest after 15 minutes; nothing can lift it sooner."
    " Look for an app or device that keeps on trying an old password.",
    remedy="aws cognito-idp admin-list-user-auth-events --user-pool-id USER_POOL_ID"
    " --username USERNAME --max-results 10",
)
_EXPIRED = Cause(
    id="temporary_password_expired",
    title="The temporary password has expired",
    act=(Act.CUSTOMER_ADMIN,),
    next_step="Ask the customer's admin for a new temporary password.",
    customer="The temporary password that you were given is no longer valid. Please ask your"
    " administrator for a new one and use it soon.",
    admin="The temporary password was not used in time. Send the invitation once more, or set a new"
    " temporary password.",
    remedy="aws cognito-idp admin-create-user --user-pool-id USER_POOL_ID --username USERNAME"
    " --message-action RESEND",
)
_LEAKED = Cause(
    id="password_leaked",
    title="The password is known to have leaked, and such a sign-in is blocked",
    act=(Act.USER, Act.CUSTOMER_ADMIN),
    next_step="Let the user set a password that is used nowhere else.",
    customer="Your password has turned up in a leak elsewhere, so it is not accepted any more."
    " Please set a new one that you use nowhere else.",
    admin="Threat protection found the credentials among leaked ones and is set to block them.",
    remedy="aws cognito-idp admin-reset-user-password --user-pool-id USER_POOL_ID"
    " --username USERNAME",
)
_LIMIT = Cause(
    id="code_requests_limited",
    title="Too many codes or password changes were asked for within a short time",
    act=(Act.USER,),
    next_step="Wait an hour, then ask for one code. A sign-in with the right password is not"
    " affected.",
    customer="Too many codes or password changes were asked for in a short time. Please wait an"
    " hour, ask for one code, and use the newest that you get.",
    admin="Cognito limits how often a user may ask for codes, enter them or change the password."
    " Nothing can lift that sooner; see that the app asks once at a time.",
)
_NOT_SAID: Final = (
    "Of an expired one Cognito has words of its own, which a wrong password does not bring."
)
_BEFORE: Final = (
    "If you are told that name or password are wrong, please type the password by hand once, with"
    " an eye on capital letters and the keyboard layout."
)
_TAKEN_FOR_GRANTED: Final = (
    "It is taken for granted that the app uses this pool, app client and flow, and this name."
)
CAUSES: Final = (_PADDED, _LOCKED, _LIMIT, _EXPIRED, _LEAKED, _WRONG)


def padded_input(situation: Situation) -> Finding | None:
    """Odd characters; a text with blanks at its ends is never a password here."""
    looked_at = _asks_password(situation) and situation.code_id not in UNKNOWN_USER
    password = situation.password_findings if looked_at else ()
    odd = (*password, *situation.username_findings)
    if not odd or not may_mean(situation, *WRONG_TEXTS, "UN01", "UN00"):
        return None
    because = [f"The typed password {_told(one)}." for one in password]
    because += [f"The typed name {_told(one)}." for one in situation.username_findings]
    sure = any(_told(one) != _ODD for one in odd)
    wrong_name = any(_told(one) != _ODD for one in situation.username_findings)
    nobody = wrong_name and situation.evidence.user_missing
    return _PADDED.found(
        situation,
        Confidence.HIGH if sure else Confidence.MEDIUM,
        *dict.fromkeys(because),
        decided=sure and (nobody or is_in_order(situation)),
        rests_on=(ADMIN_GET_USER,),
        would_decide=ADMIN_INITIATE_AUTH,
    )


def _told(oddity: str) -> str:
    """The oddity in words of our own."""
    return next((words for mark, words in _IMPOSSIBLE.items() if oddity.startswith(mark)), _ODD)


def locked_out(situation: Situation) -> Finding | None:
    """Cognito's words for it alternate with those for a wrong password."""
    everywhere = trail_refusals(situation) >= LOCK_AFTER
    because = [_BY_TRAIL] if everywhere else []
    if situation.code_id in ("NA03", "TF01"):
        return _LOCKED.found(situation, Confidence.HIGH, SAYS_SO, *because, decided=True)
    if not may_mean(situation, *WRONG_TEXTS) or refreshes(situation):
        return None
    if situation.evidence.user_missing:
        return None
    here = failures_here(situation)
    if here < LOCK_AFTER and not everywhere:
        return None
    because += [_IN_A_ROW] if here >= LOCK_AFTER else []
    many = max(here, trail_refusals(situation)) >= LONG_LOCK
    short = Confidence.MEDIUM if everywhere else Confidence.LOW
    return _LOCKED.found(
        situation,
        Confidence.HIGH if many else short,
        *because,
        against=() if here >= LOCK_AFTER else (_CLEARED,),
        rests_on=(ADMIN_GET_USER,),
        would_decide=ADMIN_INITIATE_AUTH,
    )


def code_requests_limited(situation: Situation) -> Finding | None:
    """Cognito says so; of the code alone it may be the account's limit for e-mails, too."""
    if situation.code_id != "LE00":
        return _LIMIT.said(situation, "LE01")
    return _LIMIT.found(
        situation,
        Confidence.MEDIUM,
        "A limit was reached, and the refusal does not say which.",
        against=("The account's daily limit for e-mails has the same code.",),
        would_decide=ADMIN_INITIATE_AUTH,
    )


def temporary_password_expired(situation: Situation) -> Finding | None:
    """A temporary password is good for a number of days that the pool says."""
    if said := _EXPIRED.said(situation, "NA08", "NA51"):
        return said
    if not may_mean(situation, *WRONG_TEXTS) or not has_expired(situation):
        return None
    wrong = situation.code_id == WRONG
    return _EXPIRED.found(
        situation,
        Confidence.MEDIUM if wrong else Confidence.HIGH,
        "The account still has its first, temporary password.",
        "It has not been changed for longer than the pool lets such a password live.",
        decided=unsent(situation),
        against=() if unsent(situation) else (_NOT_SAID if wrong else UNREAD,),
        rests_on=(ADMIN_GET_USER, DESCRIBE_USER_POOL),
        would_decide=ADMIN_INITIATE_AUTH,
    )


def password_leaked(situation: Situation) -> Finding | None:
    """Threat protection looks among leaked credentials where the password itself is sent."""
    last, blocks = situation.evidence.last_sign_in, situation.evidence.blocks_compromised
    if not may_mean(situation, *WRONG_TEXTS, "NA20", "PR01") or not sends_password(situation):
        return None
    if last is None or not last.compromised or blocks is False:
        return None
    # Neither an older sign-in nor words for a wrong password are of this password for certain.
    sure = not unsent(situation) and not says_wrong(situation) and not _is_stale(situation, last)
    return _LEAKED.found(
        situation,
        Confidence.HIGH if sure else Confidence.MEDIUM,
        "Threat protection found the credentials of the last sign-in among leaked ones.",
        decided=sure and blocks is True,
        rests_on=(ADMIN_GET_USER, ADMIN_LIST_USER_AUTH_EVENTS),
        would_decide=DESCRIBE_RISK_CONFIGURATION if blocks is None else ADMIN_INITIATE_AUTH,
    )


def _is_stale(situation: Situation, event: AuthEventFacts) -> bool:
    """Whether the event is of an earlier sign-in than the one that is explained."""
    now = situation.evidence.gathered_at
    return now is not None and event.at is not None and not is_recent(event, now)


def wrong_password(situation: Situation) -> Finding | None:
    """What is left where nothing else fits; before a sign-in, what a refusal would mean."""
    evidence = situation.evidence
    if not may_mean(situation, *WRONG_TEXTS) or not _asks_password(situation):
        return None
    if evidence.user_missing or (evidence.user is not None and not is_in_order(situation)):
        return None
    told = situation.code_id == WRONG
    because = ["A name and a password were refused together."] if told else []
    if evidence.user is not None:
        because.append("The account exists, is enabled and may have a password.")
    against = doubts(situation)
    if unsent(situation):
        finding = _WRONG.found(
            situation,
            Confidence.LOW,
            *because,
            against=("Nothing was tried yet, and nothing that was read speaks for it.", *against),
            rests_on=(ADMIN_GET_USER,),
            would_decide=ADMIN_INITIATE_AUTH,
        )
        return replace(finding, for_customer=_BEFORE)
    by_srp = srp(situation) or situation.challenge == PASSWORD_VERIFIER
    proof = situation.code_id == WRONG and not by_srp
    counted = tries_are_known(situation)
    cause = _WRONG if may_reset(situation) else _NO_RESET
    cause = _UNREAD if evidence.user is None else cause
    return cause.found(
        situation,
        Confidence.HIGH if proof and evidence.user and not against else Confidence.MEDIUM,
        *because,
        *((_TAKEN_FOR_GRANTED,) if situation.seen_elsewhere else ()),
        decided=proof and _was_looked_at(situation) and counted and not against,
        against=against,
        rests_on=_needed(situation),
        would_decide=ADMIN_INITIATE_AUTH if counted else LOOKUP_EVENTS,
    )


def _was_looked_at(situation: Situation) -> bool:
    """Whether the password itself was sent in the call that was refused."""
    return sends_password(situation) or situation.challenge == "PASSWORD"


def _needed(situation: Situation) -> tuple[str, ...]:
    """What excludes that nobody is there, another profile, the app client, and a lock."""
    alias = (LIST_USERS,) if is_alias(situation) else ()
    tries = () if tries_are_known(situation) else (LOOKUP_EVENTS,)
    return (ADMIN_GET_USER, *alias, DESCRIBE_USER_POOL_CLIENT, *tries)


def _asks_password(situation: Situation) -> bool:
    """Whether a password, or the proof of one, is part of what was refused or is to be sent."""
    if situation.challenge is not None:
        return situation.challenge in ("PASSWORD", PASSWORD_VERIFIER)
    chooses = situation.auth_flow == AuthFlow.USER_AUTH and PREFERRED not in situation.chosen
    return sends_password(situation) or srp(situation) or chooses


RULES: Final[tuple[Rule, ...]] = (
    padded_input,
    locked_out,
    code_requests_limited,
    temporary_password_expired,
    password_leaked,
    wrong_password,
)
