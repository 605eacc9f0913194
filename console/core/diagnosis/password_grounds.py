"""What speaks for another cause than a wrong password, and how many tries went before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from console.core.allowed_flows import why_refused
from console.core.call import ADMIN_LIST_USER_AUTH_EVENTS, Path
from console.core.diagnosis.barriers import sends_password, settings_of
from console.core.diagnosis.evidence import AuthEventFacts, UserFacts
from console.core.diagnosis.grounds import UNREAD, UNREAD_WORDS, answered, is_alias, related_users
from console.core.diagnosis.situation import AliasKind, Situation
from console.core.diagnosis.trail_grounds import (
    trail_counts,
    trail_names_other,
    trail_refusals,
)

LOCK_AFTER: Final = 5  # failures; the first locks last a second or a few
LONG_LOCK: Final = 10  # failures: half a minute, and twice as long with each further one
_LOCK_WINDOW: Final = timedelta(minutes=15)  # quiet for so long, and all is forgotten
_ANSWERS: Final = tuple(path.respond for path in Path)


def failures_here(situation: Situation) -> int:
    """Refusals in a row, as this workstation or the user's history counts them."""
    return max(situation.failures_seen, _failures_in_a_row(situation))


def tries_are_known(situation: Situation) -> bool:
    """Whether the tries of others were counted too: this workstation sees its own alone."""
    return trail_counts(situation) or answered(situation.evidence, ADMIN_LIST_USER_AUTH_EVENTS)


def is_in_order(situation: Situation) -> bool:
    """Whether the account lets a right password through."""
    user = situation.evidence.user
    states = ("CONFIRMED", "FORCE_CHANGE_PASSWORD", "UNKNOWN")
    return user is not None and user.enabled and user.status in states


def may_reset(situation: Situation) -> bool:
    """Whether the user can go through the forgotten-password steps; True where it is not known.

    A first, temporary password cannot be reset so, nor one without an address for the code.
    """
    user = situation.evidence.user
    if user is None:
        return True
    return user.status != "FORCE_CHANGE_PASSWORD" and (user.email_verified or user.phone_verified)


def is_recent(event: AuthEventFacts, now: datetime | None) -> bool:
    """Whether it is of the minutes for which a lock counts."""
    return event.at is not None and now is not None and now - event.at < _LOCK_WINDOW


def doubts(situation: Situation) -> tuple[str, ...]:
    """What speaks for another cause of the same words, or keeps one from being excluded."""
    return (
        *_of_the_request(situation),
        *_of_the_tries(situation),
        *_of_the_user(situation),
        *_of_the_client(situation),
    )


def _of_the_request(situation: Situation) -> Iterator[str]:
    if situation.code_id == UNREAD_WORDS:
        yield UNREAD
    if situation.challenge is None and situation.operation in _ANSWERS:
        yield "Which challenge was answered is not known."
    if situation.password_findings or situation.username_findings:
        yield "There is something odd about what was typed."
    if not situation.password_seen:
        yield "The typed password itself could not be looked at."


def _of_the_tries(situation: Situation) -> Iterator[str]:
    if max(failures_here(situation), trail_refusals(situation)) >= LOCK_AFTER:
        yield "So many tries failed that the user may be locked."
    last = situation.evidence.last_sign_in
    if last is not None and last.compromised and sends_password(situation):
        yield "Threat protection found leaked credentials at the last sign-in."
    if trail_names_other(situation):
        yield "CloudTrail names another user for the refused call."


def _of_the_user(situation: Situation) -> Iterator[str]:
    user = situation.evidence.user
    if user is None:
        return
    others = [one for one in related_users(situation) if one.username != user.username]
    if is_alias(situation) and others:
        yield "Another profile has the same address or number."
    if situation.alias_kind is AliasKind.SUB and user.username != situation.username:
        yield "The typed name is the user's internal id, with which nobody can sign in."
    if user.status == "UNKNOWN":
        yield "The account is in a state of which little is known."
    if _came_by_migration(situation, user):
        yield "The account is minutes old, and the pool has or may have a migration trigger."


def _came_by_migration(situation: Situation, user: UserFacts) -> bool:
    """Whether the sign-in itself may have made the account, by a trigger that then failed."""
    pool, now = situation.evidence.pool, situation.evidence.gathered_at
    if pool is not None and "UserMigration" not in pool.triggers:
        return False
    return user.created is not None and now is not None and now - user.created < _LOCK_WINDOW


def _of_the_client(situation: Situation) -> Iterator[str]:
    client = situation.evidence.client
    if client is None:
        return
    if client.secret_matches is False:
        yield "The client secret does not match either."
    elif client.has_secret and (situation.seen_elsewhere or client.secret_matches is None):
        yield "The app client has a secret, and the one that was used was compared with nothing."
    if why_refused(settings_of(client), situation.auth_flow):
        yield "The app client does not allow this flow, which Cognito refuses in other words."


def _failures_in_a_row(situation: Situation) -> int:
    """Wrong passwords in the last minutes, back to the last right one."""
    now, count = situation.evidence.gathered_at, 0
    for event in situation.evidence.auth_events or ():
        shown = event.challenges.get("Password")
        if shown == "Success" or event.response == "Pass" or not is_recent(event, now):
            break
        count += shown == "Failure"
    return count
