"""The password: wrong, padded, locked out, expired, or not acceptable as a new one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from console.core.call import (
    ADMIN_GET_USER,
    ADMIN_INITIATE_AUTH,
    ADMIN_LIST_USER_AUTH_EVENTS,
    DESCRIBE_RISK_CONFIGURATION,
    DESCRIBE_USER_POOL,
    DESCRIBE_USER_POOL_CLIENT,
    LIST_USERS,
    Path,
)
from console.core.conversation.challenges import PASSWORD_VERIFIER
from console.core.conversation.flows import PREFERRED, AuthFlow
from console.core.diagnosis.barriers import sends_password, srp
from console.core.diagnosis.barriers import temporary_password_expired as has_expired
from console.core.diagnosis.cause import Cause, Rule, says
from console.core.diagnosis.classification import Act
from console.core.diagnosis.evidence import AuthEventFacts
from console.core.diagnosis.finding import Confidence, Finding
from console.core.diagnosis.grounds import (
    UNKNOWN_USER,
    WRONG,
    WRONG_TEXTS,
    is_alias,
    may_mean,
    refreshes,
    related_users,
    says_wrong,
    unsent,
)
from console.core.diagnosis.situation import Situation

_SET_ONE: Final = (
    "aws cognito-idp admin-set-user-password --user-pool-id USER_POOL_ID --username USERNAME"
    " --password NEW_PASSWORD --no-permanent"
)
_LOCK_AFTER: Final = 5  # failures; the first locks last a second or a few
_LONG_LOCK: Final = 10  # failures: half a minute, and twice as long with each further one
_LOCK_WINDOW: Final = timedelta(minutes=15)  # quiet for so long, and all is forgotten
# With these a text cannot be a Cognito password or name at all; other oddities only may be wrong.
# What is odd may be read from a case that others wrote, so that none of it is repeated.
_IMPOSSIBLE: Final = {
    "begins with": "begins with a blank",
    "ends with": "ends with a blank or a line break",
    "is longer than": "is longer than any can be",
}
_ANSWERS: Final = tuple(path.respond for path in Path)
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
_BEFORE: Final = (
    "If you are told that name or password are wrong, please type the password by hand once, with"
    " an eye on capital letters and the keyboard layout."
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
        decided=sure and (nobody or _is_in_order(situation)),
        rests_on=(ADMIN_GET_USER,),
        would_decide=ADMIN_INITIATE_AUTH,
    )


def _told(oddity: str) -> str:
    """The oddity in words of our own."""
    return next((words for mark, words in _IMPOSSIBLE.items() if oddity.startswith(mark)), _ODD)


def locked_out(situation: Situation) -> Finding | None:
    """Cognito's words for it alternate with those for a wrong password."""
    if said := _LOCKED.said(situation, "NA03", "TF01"):
        return said
    if not may_mean(situation, WRONG) or situation.evidence.user_missing or refreshes(situation):
        return None
    failures = max(situation.failures_seen, _failures_in_a_row(situation))
    if failures < _LOCK_AFTER:
        return None
    return _LOCKED.found(
        situation,
        Confidence.HIGH if failures >= _LONG_LOCK else Confidence.LOW,
        "Five or more tries of this user failed within the last minutes, and none was right.",
        rests_on=(ADMIN_GET_USER,),
        would_decide=ADMIN_INITIATE_AUTH,
    )


def temporary_password_expired(situation: Situation) -> Finding | None:
    """A temporary password is good for a number of days that the pool says."""
    if said := _EXPIRED.said(situation, "NA08", "NA51"):
        return said
    if not unsent(situation) or not has_expired(situation):
        return None
    return _EXPIRED.found(
        situation,
        Confidence.HIGH,
        "The account still has its first, temporary password.",
        "It has not been changed for longer than the pool lets such a password live.",
        decided=True,
        rests_on=(ADMIN_GET_USER, DESCRIBE_USER_POOL),
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
    return now is not None and event.at is not None and not _is_recent(event, now)


def wrong_password(situation: Situation) -> Finding | None:
    """What is left where nothing else fits; before a sign-in, what a refusal would mean."""
    evidence = situation.evidence
    if not may_mean(situation, *WRONG_TEXTS) or not _asks_password(situation):
        return None
    if evidence.user_missing or (evidence.user is not None and not _is_in_order(situation)):
        return None
    because = [] if unsent(situation) else ["A name and a password were refused together."]
    if evidence.user is not None:
        because.append("The account exists, is enabled and may have a password.")
    against = _doubts(situation)
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
    return _WRONG.found(
        situation,
        Confidence.HIGH if proof and evidence.user and not against else Confidence.MEDIUM,
        *because,
        decided=proof and sends_password(situation) and not against,
        against=against,
        rests_on=_needed(situation),
        would_decide=ADMIN_INITIATE_AUTH,
    )


def _needed(situation: Situation) -> tuple[str, ...]:
    alias = (LIST_USERS,) if is_alias(situation) else ()
    return (ADMIN_GET_USER, *alias, DESCRIBE_USER_POOL_CLIENT)


def _doubts(situation: Situation) -> tuple[str, ...]:
    """What speaks for another cause."""
    found = []
    if situation.challenge is None and situation.operation in _ANSWERS:
        found.append("Which challenge was answered is not known.")
    if situation.password_findings or situation.username_findings:
        found.append("There is something odd about what was typed.")
    if max(situation.failures_seen, _failures_in_a_row(situation)) >= _LOCK_AFTER:
        found.append("So many tries failed that the user may be locked.")
    user = situation.evidence.user
    others = [one for one in related_users(situation) if user and one.username != user.username]
    if is_alias(situation) and others:
        found.append("Another profile has the same address or number.")
    if user is not None and user.status == "UNKNOWN":
        found.append("The account is in a state of which little is known.")
    last = situation.evidence.last_sign_in
    if last is not None and last.compromised and sends_password(situation):
        found.append("Threat protection found leaked credentials at the last sign-in.")
    client = situation.evidence.client
    if client is not None and client.secret_matches is False:
        found.append("The client secret does not match either.")
    return tuple(found)


def _asks_password(situation: Situation) -> bool:
    """Whether a password, or the proof of one, is part of what was refused or is to be sent."""
    if situation.challenge is not None:
        return situation.challenge in ("PASSWORD", PASSWORD_VERIFIER)
    chooses = situation.auth_flow == AuthFlow.USER_AUTH and PREFERRED not in situation.chosen
    return sends_password(situation) or srp(situation) or chooses


def _is_in_order(situation: Situation) -> bool:
    """Whether the account lets a right password through."""
    user = situation.evidence.user
    states = ("CONFIRMED", "FORCE_CHANGE_PASSWORD", "UNKNOWN")
    return user is not None and user.enabled and user.status in states


def _failures_in_a_row(situation: Situation) -> int:
    """Wrong passwords in the last minutes, back to the last right one."""
    now, count = situation.evidence.gathered_at, 0
    for event in situation.evidence.auth_events or ():
        shown = event.challenges.get("Password")
        if shown == "Success" or event.response == "Pass" or not _is_recent(event, now):
            break
        count += shown == "Failure"
    return count


def _is_recent(event: AuthEventFacts, now: datetime | None) -> bool:
    return event.at is not None and now is not None and now - event.at < _LOCK_WINDOW


RULES: Final[tuple[Rule, ...]] = (
    padded_input,
    locked_out,
    says(_LIMIT, "LE01"),
    temporary_password_expired,
    password_leaked,
    wrong_password,
)
