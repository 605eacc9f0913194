"""The state of the account: disabled, unconfirmed, imported, of an identity provider."""

from __future__ import annotations

from typing import Final

from console.core.call import (
    ADMIN_GET_USER,
    ADMIN_INITIATE_AUTH,
    DESCRIBE_USER_POOL_CLIENT,
    LIST_USERS,
)
from console.core.diagnosis.barriers import hides_users
from console.core.diagnosis.cause import SAYS_SO, Cause, Rule
from console.core.diagnosis.classification import Act
from console.core.diagnosis.evidence import UserFacts
from console.core.diagnosis.finding import Confidence, Finding
from console.core.diagnosis.grounds import WRONG_TEXTS, may_mean, says_wrong
from console.core.diagnosis.name_grounds import (
    FEDERATED,
    leads_nowhere,
    listed_holder,
    misfits,
    with_alias,
)
from console.core.diagnosis.situation import Situation

_LOOK_UP: Final = "aws cognito-idp admin-get-user --user-pool-id USER_POOL_ID --username USERNAME"
_SET_NEW: Final = (
    "Your account needs a new password before you can sign in. Please choose the way to reset a"
    " forgotten password in the app; the old password will not be accepted any more."
)
_DISABLED = Cause(
    id="user_disabled",
    title="The user is disabled",
    act=(Act.CUSTOMER_ADMIN,),
    next_step="Ask the customer's admin whether and why the account was disabled.",
    customer="Your account is switched off at the moment. Please ask your administrator whether it"
    " can be switched on again; a new password will not help.",
    admin="The account is disabled. If that is not intended, enable it; the password stays as it"
    " was.",
    remedy="aws cognito-idp admin-enable-user --user-pool-id USER_POOL_ID --username USERNAME",
)
_UNCONFIRMED = Cause(
    id="user_unconfirmed",
    title="The sign-up was never confirmed",
    act=(Act.USER, Act.CUSTOMER_ADMIN),
    next_step="Let the user enter the code of the sign-up, or have it sent once more.",
    customer="Your registration is not finished yet. Please enter the code that we sent you when"
    " you registered, or ask for a new one in the app.",
    admin="The account waits for the code of the sign-up. Resend it, or confirm the account once it"
    " is certain whose it is.",
    remedy="aws cognito-idp admin-confirm-sign-up --user-pool-id USER_POOL_ID --username USERNAME",
)
_RESET = Cause(
    id="password_reset_required",
    title="The user has to set a new password first",
    act=(Act.USER, Act.CUSTOMER_ADMIN),
    next_step="Let the user go through the forgotten-password steps.",
    customer=_SET_NEW,
    admin="The account is marked so that its password must be reset before the next sign-in: an"
    " admin did that, an import, or the service after a leak.",
    remedy="aws cognito-idp admin-reset-user-password --user-pool-id USER_POOL_ID"
    " --username USERNAME",
)
_IMPORTED = Cause(
    id="imported_reset_required",
    title="The user has to set a new password first, and the app client hides that",
    act=(Act.USER, Act.CUSTOMER_ADMIN),
    next_step="Let the user go through the forgotten-password steps; no old password will do.",
    customer=_SET_NEW,
    admin="The account waits for a new password, as all imported users do. The app client is set to"
    " hide this, so the app speaks of a wrong name or password.",
    remedy="aws cognito-idp admin-reset-user-password --user-pool-id USER_POOL_ID"
    " --username USERNAME",
)
_EXTERNAL = Cause(
    id="external_provider",
    title="The user signs in at an identity provider and has no password here",
    act=(Act.USER, Act.CUSTOMER_DEVELOPER),
    next_step="Let the user choose the identity provider's button in the app.",
    customer="Your account is linked to another sign-in, for example that of your company. Please"
    " use that button on the sign-in page in place of a password.",
    admin="This profile was made by an identity provider and has no password in the pool. The user"
    " has to come in through the provider, or needs a profile of the pool's own.",
    remedy="aws cognito-idp list-identity-providers --user-pool-id USER_POOL_ID",
)
_ARCHIVED = Cause(
    id="user_archived",
    title="The account is archived",
    act=(Act.CUSTOMER_ADMIN,),
    next_step="Ask the customer's admin whether the account is still wanted.",
    customer="Your account is not active any more. Please ask your administrator about it.",
    admin="The account is in a state in which nobody can sign in. Create it anew if it is wanted.",
    remedy=_LOOK_UP,
)
_COMPROMISED = Cause(
    id="user_compromised",
    title="The account is locked for a suspected attack",
    act=(Act.CUSTOMER_ADMIN, Act.USER),
    next_step="Let the customer's admin look at it, then reset the password.",
    customer="Your account was locked to protect it. Please contact your administrator, who will"
    " help you to a new password.",
    admin="The account is marked as compromised. Find out what happened before you reset the"
    " password.",
    remedy="aws cognito-idp admin-reset-user-password --user-pool-id USER_POOL_ID"
    " --username USERNAME",
)
CAUSES: Final = (
    _DISABLED,
    _UNCONFIRMED,
    _RESET,
    _IMPORTED,
    _EXTERNAL,
    _ARCHIVED,
    _COMPROMISED,
)


# A right password brings them; whether a wrong one does, nobody has told.
_OWN_WORDS: Final = (
    "For this state Cognito has words of its own, so the password may have been wrong besides."
)


_OWN_PROFILE: Final = "A profile of the pool's own has the address or number, too."


def user_disabled(situation: Situation) -> Finding | None:
    """Enabled is false. What Cognito says of such a user's wrong password is not known."""
    user, said = _account(situation), situation.code_id == "NA02"
    seen = user is not None and not user.enabled
    if not said and not (seen and may_mean(situation, *WRONG_TEXTS)):
        return None
    because = [SAYS_SO] if said else []
    because += ["The account is disabled."] if seen else []
    against = (
        *((_OWN_WORDS,) if says_wrong(situation) else ()),
        *_by_now(situation, "The account is enabled by now.", differs=said and not seen),
    )
    return _DISABLED.found(
        situation,
        Confidence.MEDIUM if against and said else Confidence.HIGH,
        *because,
        decided=not against,
        against=against,
        # Cognito's own words need no look at the account.
        rests_on=() if said else (ADMIN_GET_USER,),
        would_decide=ADMIN_INITIATE_AUTH,
    )


def _account(situation: Situation) -> UserFacts | None:
    """The user as AdminGetUser tells, else as ListUsers does, of which nothing gets decided."""
    return situation.evidence.user or listed_holder(situation)


def _by_now(situation: Situation, sentence: str, *, differs: bool) -> tuple[str, ...]:
    """What was told to the app, and is not so any more: then another try is due."""
    known = situation.evidence.user is not None and situation.seen_elsewhere
    return (sentence,) if differs and known else ()


def user_unconfirmed(situation: Situation) -> Finding | None:
    """The code of the sign-up was never entered."""
    own = "Cognito has words of its own for such an account, whatever the password."
    against = (own,) if says_wrong(situation) else ()
    return _in_state(situation, _UNCONFIRMED, "UNCONFIRMED", ("UC01", "UC00"), against=against)


def password_reset_required(situation: Situation) -> Finding | None:
    """A reset is due, and the app client does not hide it."""
    if _is_hidden(situation):
        return None
    against = (_OWN_WORDS,) if says_wrong(situation) else ()
    return _in_state(situation, _RESET, "RESET_REQUIRED", ("PR01", "PR00"), against=against)


def imported_reset_required(situation: Situation) -> Finding | None:
    """A reset is due, and with the hiding of users it reads like a wrong password."""
    if not _is_hidden(situation):
        return None
    return _in_state(situation, _IMPORTED, "RESET_REQUIRED", also=(DESCRIBE_USER_POOL_CLIENT,))


def _is_hidden(situation: Situation) -> bool:
    """Whether a due reset reads, or would read, like a wrong password."""
    hides = hides_users(situation)
    if hides is False:
        return False
    return says_wrong(situation) or (hides is True and not situation.code_id)


def external_provider(situation: Situation) -> Finding | None:
    """A federated profile has no password, and its address leads to no other one."""
    return _in_state(situation, _EXTERNAL, FEDERATED) or _by_its_address(situation)


def _by_its_address(situation: Situation) -> Finding | None:
    """Whoever comes in through a provider knows the address alone, not the name that they got."""
    if not leads_nowhere(situation) or not with_alias(situation, federated=True):
        return None
    own = with_alias(situation) or situation.evidence.user is not None
    against = (*((_OWN_PROFILE,) if own else ()), *misfits(situation))
    unsure = Confidence.LOW if own else Confidence.MEDIUM
    return _EXTERNAL.found(
        situation,
        unsure if against else Confidence.HIGH,
        "The profile that has the typed address or number is one of an identity provider.",
        decided=not against,
        against=against,
        rests_on=(ADMIN_GET_USER, LIST_USERS),
        would_decide=ADMIN_INITIATE_AUTH,
    )


def user_archived(situation: Situation) -> Finding | None:
    """A state that is rarely seen."""
    return _in_state(situation, _ARCHIVED, "ARCHIVED")


def user_compromised(situation: Situation) -> Finding | None:
    """Likewise."""
    return _in_state(situation, _COMPROMISED, "COMPROMISED")


_OF_STATUS: Final = {
    "UNCONFIRMED": "The account's status is unconfirmed.",
    "RESET_REQUIRED": "The account's status asks for a reset of the password.",
    "EXTERNAL_PROVIDER": "The account's status names an external identity provider.",
    "ARCHIVED": "The account's status is archived.",
    "COMPROMISED": "The account's status is compromised.",
}


def _in_state(
    situation: Situation,
    cause: Cause,
    status: str,
    codes: tuple[str, ...] = (),
    *,
    against: tuple[str, ...] = (),
    also: tuple[str, ...] = (),
) -> Finding | None:
    """The cause where the account is in that state, or Cognito's own words say so."""
    user, said = _account(situation), situation.code_id in codes
    seen = user is not None and user.status == status
    against += _by_now(
        situation, "The account is in another state by now.", differs=said and not seen
    )
    # With SRP a due reset is reported as "Invalid input given".
    odd = ("IP21", "IP00") if status == "RESET_REQUIRED" else ()
    if not said and not (seen and may_mean(situation, *WRONG_TEXTS, *odd)):
        return None
    because = [SAYS_SO] if said else []
    because += [_OF_STATUS[status]] if seen else []
    return cause.found(
        situation,
        Confidence.MEDIUM if against else Confidence.HIGH,
        *because,
        decided=not against,
        against=against,
        rests_on=() if said else (ADMIN_GET_USER, *also),
        would_decide=ADMIN_INITIATE_AUTH,
    )


RULES: Final[tuple[Rule, ...]] = (
    user_disabled,
    user_unconfirmed,
    imported_reset_required,
    password_reset_required,
    external_provider,
    user_archived,
    user_compromised,
)
