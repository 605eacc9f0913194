"""Who is meant: no such user, one of another pool, or one who is named by the wrong thing."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from console.core.call import (
    ADMIN_GET_USER,
    ADMIN_INITIATE_AUTH,
    DESCRIBE_USER_POOL,
    DESCRIBE_USER_POOL_CLIENT,
    LIST_USER_POOLS,
    LIST_USERS,
    LOOKUP_EVENTS,
)
from console.core.conversation.flows import AuthFlow
from console.core.diagnosis.barriers import has_migration, hides_users, may_migrate, srp
from console.core.diagnosis.cause import SAYS_SO, Cause, Rule
from console.core.diagnosis.classification import Act
from console.core.diagnosis.finding import Confidence, Finding
from console.core.diagnosis.grounds import UNKNOWN_USER, related_users, says_wrong
from console.core.diagnosis.name_grounds import (
    for_alias,
    leads_nowhere,
    misfits,
    name_in_doubt,
    of_name,
)
from console.core.diagnosis.situation import AliasKind, Situation

_ABSENT: Final = "This pool has no user under the name that was typed."
_NAMESAKE: Final = "A user of the same name there may be somebody else."
_NOT_MIGRATED: Final = (
    "The pool brings users in by a migration trigger, which this flow never runs."
)

_CHECK_NAME: Final = (
    "We could not find an account under the name that you entered. Please check it for typing"
    " mistakes, and try the e-mail address or name with which you registered."
)
# Where nobody looked whether there is such a user.
_CHECK: Final = (
    "Please check the name that you entered for typing mistakes, and try the e-mail address or name"
    " with which you registered."
)
_LOOK_FIRST: Final = "Look whether the pool has a user under that name."
_UNKNOWN = Cause(
    id="user_unknown",
    title="No user has this name in this pool",
    act=(Act.USER, Act.CUSTOMER_ADMIN),
    next_step="Ask for the exact name or address of the registration and look that up.",
    customer=_CHECK_NAME,
    admin="The pool has no user under that name. Check the spelling, and whether the account was"
    " ever created here or has been deleted.",
    remedy="aws cognito-idp list-users --user-pool-id USER_POOL_ID --filter 'email = \"EMAIL\"'",
)
_HIDDEN = Cause(
    id="user_unknown_hidden",
    title="No user has this name in this pool, and the app client hides that",
    act=(Act.USER, Act.CUSTOMER_ADMIN),
    next_step="Ask for the exact name or address of the registration; no password will help.",
    customer=_CHECK_NAME,
    admin="The pool has no user under that name. The app client is set to hide this, so the app"
    " speaks of a wrong name or password.",
    remedy="aws cognito-idp list-users --user-pool-id USER_POOL_ID --filter 'email = \"EMAIL\"'",
)
_OTHER_POOL = Cause(
    id="other_pool",
    title="The user is in another pool",
    act=(Act.CUSTOMER_DEVELOPER, Act.OPERATOR),
    next_step="Compare the pool id, region and account of the app with those of this profile.",
    customer="Your account exists, but not in the place where you tried to sign in. Please make"
    " sure that you use the address or app that you registered with; we are looking into it too.",
    admin="The user is not in this pool but in another one. Check which pool id and app client id"
    " the app is built with.",
    remedy="aws cognito-idp admin-get-user --user-pool-id OTHER_USER_POOL_ID --username USERNAME",
)
_ELSEWHERE = Cause(
    id="app_points_elsewhere",
    title="The app asks another pool or app client than those of this profile",
    act=(Act.CUSTOMER_DEVELOPER, Act.OPERATOR),
    next_step="Compare pool id, app client id, region and account of the app's build with those of"
    " this profile.",
    customer="Your account exists, but the app seems to look for it in the wrong place. Please make"
    " sure that you use its newest version; we are looking into it.",
    admin="The app is told that there is no such user, and in this pool there is one. Check which"
    " pool id and app client id the app is built with: one of a test system, or of another region.",
    remedy="aws cognito-idp describe-user-pool-client --user-pool-id USER_POOL_ID"
    " --client-id CLIENT_ID",
)
_SUB = Cause(
    id="sub_as_name",
    title="The user's internal id was given as the name",
    act=(Act.CUSTOMER_DEVELOPER, Act.USER),
    next_step="Sign in with the user name or a verified alias in place of the id.",
    customer="Please sign in with your name or e-mail address.",
    admin="The app sends the sub of the user where the user name belongs. Read calls take it; a"
    " sign-in does not.",
    remedy="aws cognito-idp list-users --user-pool-id USER_POOL_ID --filter 'sub = \"SUB\"'",
)
_NEEDS_PASSWORD = Cause(
    id="migration_needs_password",
    title="The user may be waiting to be brought in, which this way of signing in never does",
    act=(Act.CUSTOMER_DEVELOPER, Act.CUSTOMER_ADMIN),
    next_step="Ask whether the former system has this user. If so, let the app send the password"
    " itself at the first sign-in (USER_PASSWORD_AUTH), or bring the users in otherwise.",
    customer="Your account may not have been moved to our new sign-in yet. Please tell us the name"
    " with which you signed in before; we are looking into it.",
    admin="The pool's user migration trigger runs where the password itself is sent, and when it is"
    " reset. An app that proves it by SRP never sets it off, so that users of the former system"
    " stay unknown.",
    remedy="aws cognito-idp describe-user-pool-client --user-pool-id USER_POOL_ID"
    " --client-id CLIENT_ID --query UserPoolClient.ExplicitAuthFlows",
)
CAUSES: Final = (_OTHER_POOL, _ELSEWHERE, _SUB, _HIDDEN, _UNKNOWN, _NEEDS_PASSWORD)


def sub_as_name(situation: Situation) -> Finding | None:
    """Read calls find a user by the sub; a sign-in does not."""
    user = situation.evidence.user
    if not name_in_doubt(situation) or situation.alias_kind is not AliasKind.SUB or user is None:
        return None
    if user.username == situation.username:
        return None
    return of_name(
        situation,
        _SUB,
        "The typed name is the sub of a user whose user name is another.",
        rests_on=(ADMIN_GET_USER,),
    )


def other_pool(situation: Situation) -> Finding | None:
    """Nobody here, and somebody of that name elsewhere in the account."""
    evidence = situation.evidence
    if not leads_nowhere(situation) or not evidence.user_missing or related_users(situation):
        return None
    if evidence.found_in:
        # A plain name may be taken by somebody else there; an address or a number is not.
        same = situation.alias_kind is not AliasKind.NAME
        against = (*(() if same else (_NAMESAKE,)), *misfits(situation))
        return _OTHER_POOL.found(
            situation,
            Confidence.MEDIUM if against else Confidence.HIGH,
            _ABSENT,
            "Another pool of the account has a user with this name or address.",
            decided=not against,
            against=against,
            rests_on=(ADMIN_GET_USER, LIST_USERS),
            would_decide=ADMIN_INITIATE_AUTH,
        )
    if not evidence.other_pools or evidence.found_in is not None:
        return None
    return _OTHER_POOL.found(
        situation,
        Confidence.LOW,
        _ABSENT,
        "The account has other pools in this region, in which nobody was looked for.",
        rests_on=(ADMIN_GET_USER, LIST_USER_POOLS),
        would_decide=LIST_USERS,
    )


def app_points_elsewhere(situation: Situation) -> Finding | None:
    """The app was told that there is no such user, and there is one where the profile points."""
    user, evidence = situation.evidence.user, situation.evidence
    if situation.code_id == "RN00" and evidence.pool is not None and evidence.client is not None:
        return _nothing_missing(situation)
    if situation.code_id not in UNKNOWN_USER or not situation.seen_elsewhere or user is None:
        return None
    if sub_as_name(situation) is not None:
        return None  # which explains it nearer
    trail = situation.evidence.trail
    here = trail is not None and bool(trail.own)
    against = ["The user may have typed another name there, or be here for a short time only."]
    against += ["CloudTrail of this account and region has the app's call."] if here else []
    return _ELSEWHERE.found(
        situation,
        Confidence.LOW if here else Confidence.MEDIUM,
        "The app was told that there is no such user.",
        "This pool has a user under the name.",
        against=tuple(against),
        rests_on=(ADMIN_GET_USER,),
        would_decide=LIST_USER_POOLS if here else LOOKUP_EVENTS,
    )


def _nothing_missing(situation: Situation) -> Finding | None:
    """Something that the app names is not there, and pool and app client of the profile are."""
    if not situation.seen_elsewhere:
        return None
    return _ELSEWHERE.found(
        situation,
        Confidence.MEDIUM,
        "The app was told that something which it names does not exist.",
        "The pool and the app client of this profile exist.",
        against=("It may be a device that was forgotten.",),
        rests_on=(DESCRIBE_USER_POOL, DESCRIBE_USER_POOL_CLIENT),
        would_decide=LOOKUP_EVENTS,
    )


def user_unknown(situation: Situation) -> Finding | None:
    """Nobody of that name here, and the app client says so."""
    hides = hides_users(situation)
    shows = hides is False or (hides is None and not says_wrong(situation))
    told = situation.code_id in UNKNOWN_USER or shows
    return _absent(situation, _UNKNOWN) if told else None


def user_unknown_hidden(situation: Situation) -> Finding | None:
    """Nobody of that name here, and the app client hides it."""
    if situation.code_id in UNKNOWN_USER or hides_users(situation) is False:
        return None
    hides = hides_users(situation) or says_wrong(situation)
    return _absent(situation, _HIDDEN) if hides else None


def _absent(situation: Situation, cause: Cause) -> Finding | None:
    evidence, said = situation.evidence, situation.code_id in UNKNOWN_USER
    if not name_in_doubt(situation) or (evidence.user is not None and not said):
        return None
    if not evidence.user_missing and not said:
        guess = replace(cause, customer=_CHECK, admin=_LOOK_FIRST)
        return guess.found(situation, Confidence.LOW, rests_on=(ADMIN_GET_USER,))
    nearer = _nearer(situation)
    against = (*misfits(situation), *nearer, *_not_yet(situation))
    unlikely = bool(nearer) or (says_wrong(situation) and hides_users(situation) is False)
    unsure = Confidence.LOW if unlikely else Confidence.MEDIUM
    # What hides who exists is the app client; and another name of the user's would be nearer.
    hides = (DESCRIBE_USER_POOL_CLIENT,) if says_wrong(situation) else ()
    finding = cause.found(
        situation,
        unsure if against else Confidence.HIGH,
        SAYS_SO if said else _ABSENT,
        decided=not against,
        against=against,
        rests_on=(ADMIN_GET_USER, LIST_USERS, *hides),
        would_decide=ADMIN_INITIATE_AUTH,
    )
    return for_alias(situation, finding)


def _nearer(situation: Situation) -> tuple[str, ...]:
    """What speaks for a nearer cause than that there is nobody of this name."""
    found = []
    if situation.evidence.user is not None:
        found.append("AdminGetUser finds one by now.")
    if related_users(situation):
        found.append("A user is found by an attribute or in another spelling.")
    if situation.evidence.found_in:
        found.append("Another pool of the account has such a user.")
    if situation.username_findings:
        found.append("There is something odd about the characters of the name.")
    if may_migrate(situation):
        found.append("The pool's migration trigger is asked for users that are not there yet.")
    return tuple(found)


def _not_yet(situation: Situation) -> tuple[str, ...]:
    """What speaks for somebody who was not brought in yet."""
    no_password = srp(situation) or situation.auth_flow == AuthFlow.CUSTOM_AUTH
    waits = situation.evidence.user_missing and has_migration(situation) and no_password
    return (_NOT_MIGRATED,) if waits else ()


def migration_needs_password(situation: Situation) -> Finding | None:
    """SRP and custom sign-ins hand over no password, so that nobody is brought in by them."""
    if not name_in_doubt(situation) or not _not_yet(situation) or related_users(situation):
        return None
    return _NEEDS_PASSWORD.found(
        situation,
        Confidence.LOW,
        _ABSENT,
        _NOT_MIGRATED,
        against=("Whether the former system has this user is not known.",),
        rests_on=(ADMIN_GET_USER, DESCRIBE_USER_POOL),
        would_decide=ADMIN_INITIATE_AUTH,
    )


RULES: Final[tuple[Rule, ...]] = (
    other_pool,
    app_points_elsewhere,
    sub_as_name,
    user_unknown_hidden,
    user_unknown,
    migration_needs_password,
)
