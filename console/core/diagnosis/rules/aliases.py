"""A name that is somebody's, but not as typed: another spelling, or an alias that is none here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from console.core.call import (
    ADMIN_GET_USER,
    ADMIN_INITIATE_AUTH,
    DESCRIBE_USER_POOL,
    LIST_USERS,
)
from console.core.diagnosis.cause import Cause, Rule
from console.core.diagnosis.classification import Act
from console.core.diagnosis.evidence import UserFacts
from console.core.diagnosis.finding import Confidence, Finding
from console.core.diagnosis.grounds import is_verified, other_spelling, related_users
from console.core.diagnosis.name_grounds import (
    aliases_of,
    for_alias,
    leads_nowhere,
    leads_to,
    name_in_doubt,
    of_name,
    takes_alias,
    with_alias,
)
from console.core.diagnosis.situation import Situation

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
    title="This pool takes no such address, number or other name as one to sign in with",
    act=(Act.USER, Act.CUSTOMER_DEVELOPER),
    next_step="Let the user sign in with the user name.",
    customer="Please sign in with your user name: what you entered cannot be used to sign in.",
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
CAUSES: Final = (_CASE, _PHONE_FORM, _UNVERIFIED, _NO_ALIAS, _MOVED)


def letter_case(situation: Situation) -> Finding | None:
    """Nobody is found as typed, and somebody in another spelling."""
    evidence = situation.evidence
    folds = evidence.pool is not None and evidence.pool.case_sensitive is False
    if not leads_nowhere(situation) or evidence.user is not None or folds:
        return None
    spelled = [one for one in related_users(situation) if other_spelling(situation, one)]
    # An address that leads to a user, but not as typed, was found by its small letters.
    folded = [one for one in with_alias(situation) if leads_to(situation, one)]
    if not spelled and not (folded and situation.username != situation.username.lower()):
        return None
    return of_name(
        situation,
        _CASE,
        "A user is found when the letter case of the typed name is changed.",
        rests_on=(ADMIN_GET_USER, DESCRIBE_USER_POOL),
    )


def alias_not_verified(situation: Situation) -> Finding | None:
    """The address is on a profile, but as an attribute alone."""
    owners = with_alias(situation)
    if not leads_nowhere(situation) or situation.evidence.user is not None or not owners:
        return None
    if takes_alias(situation) is False or any(leads_to(situation, one) for one in owners):
        return None
    return of_name(
        situation,
        _UNVERIFIED,
        "A profile has the typed address or number, and it is not marked as verified there.",
        *_state_of(owners),
        rests_on=(ADMIN_GET_USER, DESCRIBE_USER_POOL),
    )


def _state_of(owners: tuple[UserFacts, ...]) -> Iterator[str]:
    """What else is in the way once the alias is verified."""
    if any(one.status == "UNCONFIRMED" for one in owners):
        yield "The sign-up of that profile was never confirmed, which would have verified it."
    if any(not one.enabled for one in owners):
        yield "That profile is disabled besides."


def alias_not_accepted(situation: Situation) -> Finding | None:
    """The pool's users sign in with their names alone."""
    if not leads_nowhere(situation) or situation.evidence.user is not None:
        return None
    if with_alias(situation) and takes_alias(situation) is False:
        what = "A profile has the typed address or number."
    elif _by_preferred_name(situation) and takes_alias(situation, _PREFERRED) is False:
        what = "A profile has the typed name as its preferred name."
    else:
        return None
    return of_name(
        situation,
        _NO_ALIAS,
        what,
        "The pool's settings do not name this kind of alias.",
        rests_on=(ADMIN_GET_USER, DESCRIBE_USER_POOL),
    )


_PREFERRED: Final = "preferred_username"


def _by_preferred_name(situation: Situation) -> bool:
    return any(one.matched_by == _PREFERRED for one in related_users(situation))


def phone_form(situation: Situation) -> Finding | None:
    """The number itself belongs to a user; as typed it is none of the pool's names."""
    pool = situation.evidence.pool
    as_typed = situation.evidence.user is not None or situation.username.startswith("+")
    if not leads_nowhere(situation) or as_typed:
        return None
    owners = [one for one in related_users(situation) if one.matched_by == "phone_number"]
    takes = pool is None or "phone_number" in aliases_of(pool)
    if not takes or not any(one.phone_verified for one in owners):
        return None
    return of_name(
        situation,
        _PHONE_FORM,
        "A user is found when the typed number is brought to its international form.",
        rests_on=(ADMIN_GET_USER, DESCRIBE_USER_POOL),
    )


def alias_moved(situation: Situation) -> Finding | None:
    """The alias leads to one profile, and another has it unverified."""
    user, owners = situation.evidence.user, with_alias(situation)
    if not name_in_doubt(situation) or len(owners) < 2 or situation.evidence.user_missing:
        return None
    if takes_alias(situation) is False:
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
    return for_alias(situation, finding)


RULES: Final[tuple[Rule, ...]] = (
    letter_case,
    phone_form,
    alias_not_verified,
    alias_not_accepted,
    alias_moved,
)
