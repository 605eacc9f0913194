"""Who is meant: no such user, or another spelling, pool, alias or profile."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from console.core.call import (
    ADMIN_GET_USER,
    ADMIN_INITIATE_AUTH,
    DESCRIBE_USER_POOL,
    LIST_USER_POOLS,
    LIST_USERS,
)
from console.core.diagnosis.barriers import hides_users, may_migrate
from console.core.diagnosis.cause import SAYS_SO, Cause, Rule
from console.core.diagnosis.classification import Act
from console.core.diagnosis.evidence import PoolFacts, UserFacts
from console.core.diagnosis.finding import Confidence, Finding
from console.core.diagnosis.grounds import (
    UNKNOWN_USER,
    WRONG_TEXTS,
    answered,
    is_alias,
    is_verified,
    may_mean,
    other_spelling,
    refreshes,
    related_users,
    says_wrong,
    unsent,
)
from console.core.diagnosis.situation import AliasKind, Situation

_REFUSED: Final = (*WRONG_TEXTS, *UNKNOWN_USER)
_ABSENT: Final = "This pool has no user under the name that was typed."

_CHECK_NAME: Final = (
    "We could not find an account under the name that you entered. Please check it for typing"
    " mistakes, and try the e-mail address or name with which you registered."
)
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
_CASE = Cause(
    id="letter_case",
    title="The name was typed in other letter case",
    act=(Act.USER, Act.CUSTOMER_DEVELOPER),
    next_step="Let the user sign in with the name spelled exactly as it was registered.",
    customer="Please enter your name exactly as you registered it: capital and small letters make a"
    " difference here.",
    admin="The pool tells capital from small letters and the user exists in another spelling. The"
    " app can fold names before it sends them; the setting of a pool cannot be changed later.",
    remedy="aws cognito-idp describe-user-pool --user-pool-id USER_POOL_ID"
    " --query UserPool.UsernameConfiguration",
)
_UNVERIFIED = Cause(
    id="alias_not_verified",
    title="The e-mail address or phone number is not verified, so it is no name to sign in with",
    act=(Act.CUSTOMER_ADMIN, Act.USER),
    next_step="Let the user sign in with the user name itself, or have the alias verified.",
    customer="Your e-mail address or phone number has not been confirmed yet, so it cannot be used"
    " to sign in. Please use your user name for now, and ask for help to confirm it.",
    admin="The profile has this address or number, but not verified, and only a verified one works"
    " as a sign-in name. Verify it once it is certain that it is the user's.",
    remedy="aws cognito-idp admin-update-user-attributes --user-pool-id USER_POOL_ID"
    " --username USERNAME --user-attributes Name=email_verified,Value=true",
)
_NO_ALIAS = Cause(
    id="alias_not_accepted",
    title="This pool takes no such address or number as a name",
    act=(Act.USER, Act.CUSTOMER_DEVELOPER),
    next_step="Let the user sign in with the user name.",
    customer="Please sign in with your user name: the address or number that you entered cannot be"
    " used to sign in.",
    admin="The pool is not set up to take this kind of alias as a sign-in name, and that cannot be"
    " changed for an existing pool. The app should ask for the user name.",
    remedy="aws cognito-idp describe-user-pool --user-pool-id USER_POOL_ID"
    " --query UserPool.AliasAttributes",
)
_MOVED = Cause(
    id="alias_moved",
    title="The e-mail address or phone number now belongs to another profile",
    act=(Act.CUSTOMER_ADMIN,),
    next_step="Find out which of the two profiles is in use, and let the user name it.",
    customer="Your e-mail address or phone number is attached to more than one account. Please use"
    " your user name to sign in until it is settled which account keeps the address.",
    admin="Two profiles carry this address or number, and it is verified at one of them only. A"
    " sign-in with it reaches that one, with that one's password.",
    remedy="aws cognito-idp list-users --user-pool-id USER_POOL_ID --filter 'email = \"EMAIL\"'",
)
_PHONE_FORM = Cause(
    id="phone_form",
    title="The phone number was typed in another form than the one it is registered in",
    act=(Act.USER, Act.CUSTOMER_DEVELOPER),
    next_step="Let the user type it with a plus sign and the country code, and nothing between.",
    customer="Please enter your phone number with a plus sign and the country code in front, and"
    " without blanks or other signs between the digits.",
    admin="The pool knows the number in its international form alone. The app should bring what is"
    " typed to that form before it sends it.",
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
CAUSES: Final = (
    _CASE, _PHONE_FORM, _UNVERIFIED, _NO_ALIAS, _MOVED, _OTHER_POOL, _SUB, _HIDDEN, _UNKNOWN,
)  # fmt: skip


def _looks(situation: Situation) -> bool:
    """Whether the name may be at fault: nothing was tried yet, or the refusal hides the cause."""
    sent = bool(situation.username) and not (unsent(situation) and refreshes(situation))
    return sent and may_mean(situation, *_REFUSED)


def letter_case(situation: Situation) -> Finding | None:
    """Nobody is found as typed, and somebody in another spelling."""
    evidence = situation.evidence
    folds = evidence.pool is not None and evidence.pool.case_sensitive is False
    if not _looks(situation) or evidence.user is not None or folds:
        return None
    spelled = [one for one in related_users(situation) if other_spelling(situation, one)]
    # An address that leads to a user, but not as typed, was found by its small letters.
    folded = [one for one in _with_alias(situation) if _leads_to(situation, one)]
    if not spelled and not (folded and situation.username != situation.username.lower()):
        return None
    return _CASE.found(
        situation,
        Confidence.HIGH,
        "A user is found when the letter case of the typed name is changed.",
        decided=True,
        rests_on=(ADMIN_GET_USER, DESCRIBE_USER_POOL),
        would_decide=LIST_USERS,
    )


def alias_not_verified(situation: Situation) -> Finding | None:
    """The address is on a profile, but as an attribute alone."""
    owners = _with_alias(situation)
    if not _looks(situation) or situation.evidence.user is not None or not owners:
        return None
    if _takes_alias(situation) is False or any(_leads_to(situation, one) for one in owners):
        return None
    finding = _UNVERIFIED.found(
        situation,
        Confidence.HIGH,
        "A profile has the typed address or number, and it is not marked as verified there.",
        decided=True,
        rests_on=(ADMIN_GET_USER, DESCRIBE_USER_POOL),
    )
    return _for_alias(situation, finding)


def alias_not_accepted(situation: Situation) -> Finding | None:
    """The pool's users sign in with their names alone."""
    if not _looks(situation) or situation.evidence.user is not None:
        return None
    if not _with_alias(situation) or _takes_alias(situation) is not False:
        return None
    return _NO_ALIAS.found(
        situation,
        Confidence.HIGH,
        "A profile has the typed address or number.",
        "The pool's settings do not name this kind of alias.",
        decided=True,
        rests_on=(ADMIN_GET_USER, DESCRIBE_USER_POOL),
    )


def phone_form(situation: Situation) -> Finding | None:
    """The number itself belongs to a user; as typed it is none of the pool's names."""
    evidence = situation.evidence
    if not _looks(situation) or evidence.user is not None or situation.username.startswith("+"):
        return None
    owners = [one for one in related_users(situation) if one.matched_by == "phone_number"]
    takes = evidence.pool is None or "phone_number" in _aliases(evidence.pool)
    if not takes or not any(one.phone_verified for one in owners):
        return None
    return _PHONE_FORM.found(
        situation,
        Confidence.HIGH,
        "A user is found when the typed number is brought to its international form.",
        decided=True,
        rests_on=(ADMIN_GET_USER, DESCRIBE_USER_POOL),
    )


def alias_moved(situation: Situation) -> Finding | None:
    """The alias leads to one profile, and another has it unverified."""
    user, owners = situation.evidence.user, _with_alias(situation)
    if not _looks(situation) or len(owners) < 2 or situation.evidence.user_missing:
        return None
    if _takes_alias(situation) is False:
        return None
    holders = [one for one in owners if is_verified(situation, one)]
    if len(holders) != 1 or (user is not None and user.username != holders[0].username):
        return None
    finding = _MOVED.found(
        situation,
        Confidence.HIGH,
        "More than one profile has the typed address or number.",
        "It is verified at one of them only: a sign-in with it reaches that one.",
        against=("The password of that one may have been typed wrong all the same.",),
        rests_on=(ADMIN_GET_USER, LIST_USERS),
        would_decide=ADMIN_INITIATE_AUTH,
    )
    return _for_alias(situation, finding)


def sub_as_name(situation: Situation) -> Finding | None:
    """Read calls find a user by the sub; a sign-in does not."""
    user = situation.evidence.user
    if not _looks(situation) or situation.alias_kind is not AliasKind.SUB or user is None:
        return None
    if user.username == situation.username:
        return None
    return _SUB.found(
        situation,
        Confidence.HIGH,
        "The typed name is the sub of a user whose user name is another.",
        decided=True,
        rests_on=(ADMIN_GET_USER,),
    )


def other_pool(situation: Situation) -> Finding | None:
    """Nobody here, and somebody of that name elsewhere in the account."""
    evidence = situation.evidence
    if not _looks(situation) or not evidence.user_missing or related_users(situation):
        return None
    if evidence.found_in:
        # A plain name may be taken by somebody else there; an address or a number is not.
        same = situation.alias_kind is not AliasKind.NAME
        return _OTHER_POOL.found(
            situation,
            Confidence.HIGH if same else Confidence.MEDIUM,
            _ABSENT,
            "Another pool of the account has a user with this name or address.",
            decided=same,
            against=() if same else ("A user of the same name there may be somebody else.",),
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
    if not _looks(situation) or (evidence.user is not None and not said):
        return None
    if not evidence.user_missing and not said:
        return cause.found(situation, Confidence.LOW, rests_on=(ADMIN_GET_USER,))
    against = _otherwise(situation)
    finding = cause.found(
        situation,
        Confidence.LOW if against else Confidence.HIGH,
        SAYS_SO if said else _ABSENT,
        decided=not against,
        against=against,
        rests_on=(ADMIN_GET_USER,),
        would_decide=ADMIN_INITIATE_AUTH if answered(evidence, LIST_USERS) else LIST_USERS,
    )
    return _for_alias(situation, finding)


def _otherwise(situation: Situation) -> tuple[str, ...]:
    """What speaks for a nearer cause than that there is nobody of this name."""
    found = []
    if situation.evidence.user is not None:
        found.append("AdminGetUser finds one by now.")
    if says_wrong(situation) and hides_users(situation) is False:
        found.append("The app client does not hide who exists, and the refusal does.")
    if related_users(situation):
        found.append("A user is found by an attribute or in another spelling.")
    if situation.evidence.found_in:
        found.append("Another pool of the account has such a user.")
    if situation.username_findings:
        found.append("There is something odd about the characters of the name.")
    if may_migrate(situation):
        found.append("The pool's migration trigger is asked for users that are not there yet.")
    return tuple(found)


def _for_alias(situation: Situation, finding: Finding) -> Finding:
    """The remedy of an e-mail address in the words of a phone number, where one was typed."""
    if finding.remedy is None or situation.alias_kind is not AliasKind.PHONE:
        return finding
    remedy = finding.remedy.replace("Name=email_verified", "Name=phone_number_verified")
    number = remedy.replace('email = "EMAIL"', 'phone_number = "PHONE_NUMBER"')
    return replace(finding, remedy=number)


def _leads_to(situation: Situation, owner: UserFacts) -> bool:
    """Whether a sign-in with the typed address or number, as it is stored, reaches that profile."""
    pool = situation.evidence.pool
    if _takes_alias(situation) is False:
        return False
    # Where users are named by it, it need not be verified.
    named = pool is not None and _wanted(situation) in pool.username_attributes
    return named or is_verified(situation, owner)


def _wanted(situation: Situation) -> str:
    return "phone_number" if situation.alias_kind is AliasKind.PHONE else "email"


def _with_alias(situation: Situation) -> tuple[UserFacts, ...]:
    """Profiles that have the typed address or number as an attribute."""
    if not is_alias(situation):
        return ()
    return tuple(one for one in related_users(situation) if one.matched_by == _wanted(situation))


def _takes_alias(situation: Situation) -> bool | None:
    """Whether the pool takes that kind of alias as a name; None where it is not known."""
    pool = situation.evidence.pool
    if pool is None:
        return None
    return _wanted(situation) in _aliases(pool)


def _aliases(pool: PoolFacts) -> tuple[str, ...]:
    return (*pool.alias_attributes, *pool.username_attributes)


RULES: Final[tuple[Rule, ...]] = (
    letter_case,
    phone_form,
    alias_not_verified,
    alias_not_accepted,
    alias_moved,
    other_pool,
    sub_as_name,
    user_unknown_hidden,
    user_unknown,
)
