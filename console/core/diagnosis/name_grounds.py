"""What all rules about a typed name share: whether it is in doubt, and what speaks against that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from console.core.call import ADMIN_INITIATE_AUTH
from console.core.diagnosis.barriers import hides_users
from console.core.diagnosis.cause import Cause
from console.core.diagnosis.evidence import PoolFacts, UserFacts
from console.core.diagnosis.finding import Confidence, Finding
from console.core.diagnosis.grounds import (
    UNKNOWN_USER,
    UNREAD,
    UNREAD_WORDS,
    WRONG_TEXTS,
    given_up_at,
    is_alias,
    is_verified,
    may_mean,
    refreshes,
    related_users,
    says_wrong,
    unsent,
)
from console.core.diagnosis.situation import AliasKind, Situation

FEDERATED: Final = "EXTERNAL_PROVIDER"
BY_SMS: Final = ("SMS_MFA", "SMS_OTP")
BY_EMAIL: Final = ("EMAIL_OTP",)
_REFUSED: Final = (*WRONG_TEXTS, *UNKNOWN_USER)
_WRONG_CODES: Final = ("CM01", "CM02", "CM04", "CM00", "NA01")
_SHOWS_USERS: Final = "The app client does not hide who exists, and the refusal does."


def name_in_doubt(situation: Situation) -> bool:
    """Whether the name may be at fault: nothing was tried yet, or the refusal hides the cause."""
    sent = bool(situation.username) and not (unsent(situation) and refreshes(situation))
    return sent and may_mean(situation, *_REFUSED)


def code_for_nobody(situation: Situation) -> bool:
    """Whether a code was asked for of a user that is not there, as an app client does that hides
    who exists.
    """
    if not situation.evidence.user_missing or hides_users(situation) is False:
        return False
    codes = (*BY_SMS, *BY_EMAIL)
    wrong = situation.challenge in codes and situation.code_id in _WRONG_CODES
    return wrong or given_up_at(situation, *codes)


def leads_nowhere(situation: Situation) -> bool:
    """Whether the name as it was typed may be what leads to nobody."""
    return name_in_doubt(situation) or code_for_nobody(situation)


def misfits(situation: Situation) -> tuple[str, ...]:
    """What in the refusal does not fit that the typed name leads to nobody."""
    return tuple(_misfits(situation))


def _misfits(situation: Situation) -> Iterator[str]:
    if says_wrong(situation) and hides_users(situation) is False:
        yield _SHOWS_USERS
    if situation.code_id == UNREAD_WORDS:
        yield UNREAD


def of_name(
    situation: Situation,
    cause: Cause,
    *because: str,
    rests_on: tuple[str, ...],
    would_decide: str = ADMIN_INITIATE_AUTH,
) -> Finding:
    """The finding that a name leads to nobody as it was typed; decided where the refusal fits."""
    odd = misfits(situation)
    finding = cause.found(
        situation,
        Confidence.MEDIUM if odd else Confidence.HIGH,
        *because,
        decided=not odd,
        against=odd,
        rests_on=rests_on,
        would_decide=would_decide,
    )
    return for_alias(situation, finding)


def for_alias(situation: Situation, finding: Finding) -> Finding:
    """The remedy of an e-mail address in the words of a phone number, where one was typed."""
    if finding.remedy is None or situation.alias_kind is not AliasKind.PHONE:
        return finding
    remedy = finding.remedy.replace("Name=email_verified", "Name=phone_number_verified")
    number = remedy.replace('email = "EMAIL"', 'phone_number = "PHONE_NUMBER"')
    return replace(finding, remedy=number)


def wanted(situation: Situation) -> str:
    """The attribute that the typed address or number would be."""
    return "phone_number" if situation.alias_kind is AliasKind.PHONE else "email"


def with_alias(situation: Situation, *, federated: bool = False) -> tuple[UserFacts, ...]:
    """Profiles of the pool's own that have the typed address or number, or those of providers.

    Whom an identity provider brought in has the address too, and never a password.
    """
    if not is_alias(situation):
        return ()
    return tuple(
        one
        for one in related_users(situation)
        if one.matched_by == wanted(situation) and (one.status == FEDERATED) is federated
    )


def takes_alias(situation: Situation, kind: str | None = None) -> bool | None:
    """Whether the pool takes that kind of alias as a name; None where it is not known."""
    pool = situation.evidence.pool
    return None if pool is None else (kind or wanted(situation)) in aliases_of(pool)


def leads_to(situation: Situation, owner: UserFacts) -> bool:
    """Whether a sign-in with the typed address or number, as it is stored, reaches that profile."""
    pool = situation.evidence.pool
    if takes_alias(situation) is False:
        return False
    # Where users are named by it, it need not be verified.
    named = pool is not None and wanted(situation) in pool.username_attributes
    return named or is_verified(situation, owner)


def listed_holder(situation: Situation) -> UserFacts | None:
    """Whom the typed address or number reaches, as ListUsers tells, while AdminGetUser does not."""
    evidence = situation.evidence
    if evidence.user is not None or evidence.user_missing:
        return None
    holders = [one for one in with_alias(situation) if leads_to(situation, one)]
    return holders[0] if len(holders) == 1 else None


def aliases_of(pool: PoolFacts) -> tuple[str, ...]:
    """What the pool takes as a name beside the user name itself."""
    return (*pool.alias_attributes, *pool.username_attributes)
