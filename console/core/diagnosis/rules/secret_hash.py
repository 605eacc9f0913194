"""The client secret, and the hash that is made with it."""

from __future__ import annotations

from typing import Final

from console.core.call import ADMIN_GET_USER, ADMIN_INITIATE_AUTH, DESCRIBE_USER_POOL_CLIENT
from console.core.diagnosis.cause import SAYS_SO, Cause, Rule
from console.core.diagnosis.classification import Act
from console.core.diagnosis.finding import Confidence, Finding
from console.core.diagnosis.grounds import (
    UNREAD,
    UNREAD_WORDS,
    WRONG,
    WRONG_TEXTS,
    may_mean,
    says_wrong,
    unsent,
)
from console.core.diagnosis.situation import Situation

_SORRY: Final = (
    "The app is not set up right at the moment, so nobody can sign in with it. This is not about"
    " your password. We are looking into it."
)
_LOOK: Final = (
    "aws cognito-idp describe-user-pool-client --user-pool-id USER_POOL_ID --client-id CLIENT_ID"
)
_WRONG = Cause(
    id="client_secret_wrong",
    title="The client secret is not the one of this app client",
    act=(Act.CUSTOMER_DEVELOPER, Act.OPERATOR),
    next_step="Compare app client id and secret: they must be of the same client, and current.",
    customer=_SORRY,
    admin="The app makes its hash with a secret that is not this app client's (any more): it was"
    " exchanged, or id and secret come from two clients.",
    remedy=_LOOK,
)
_MISSING = Cause(
    id="client_secret_missing",
    title="The app client has a secret, and no hash was sent",
    act=(Act.CUSTOMER_DEVELOPER, Act.OPERATOR),
    next_step="Send the hash with every call and answer, or use an app client without secret.",
    customer=_SORRY,
    admin="A client with a secret wants a hash in every call. Libraries often forget it in answers"
    " to challenges; apps in a browser or on a phone should use a client without a secret.",
    remedy=_LOOK,
)
_NAME = Cause(
    id="hash_of_other_name",
    title="The hash was made over another name than the one it was checked with",
    act=(Act.CUSTOMER_DEVELOPER,),
    next_step="Make the hash over the name in the same call; in answers and refreshes that is the"
    " real user name, not the alias.",
    customer=_SORRY,
    admin="The secret is right, so the name in the hash is not. At the first call it is the name"
    " that is sent; in answers the one that the challenge gave; in a refresh the real user name.",
)
_UNNEEDED = Cause(
    id="client_secret_unneeded",
    title="A client secret is given for an app client that has none",
    act=(Act.OPERATOR, Act.CUSTOMER_DEVELOPER),
    next_step="Take the secret out of the profile, or check the app client's id.",
    customer=_SORRY,
    admin="The app client has no secret. Whoever sends a hash may mean another app client.",
    remedy=_LOOK,
)
CAUSES: Final = (_WRONG, _MISSING, _NAME, _UNNEEDED)
_HASH_REFUSED: Final = ("NA04", "NA07")
_OUR_HASH: Final = (
    "The console makes the hash over the very name that it sends; the secret may have been"
    " exchanged meanwhile, or be one of two."
)


def client_secret_wrong(situation: Situation) -> Finding | None:
    """The secrets were compared, or the hash was refused and they could not be."""
    client, refused = situation.evidence.client, situation.code_id in _HASH_REFUSED
    matches = None if client is None else client.secret_matches
    if client is not None and not client.has_secret:
        return None  # there is none that it could be
    # What the customer saw was refused to the app, whose secret was compared with nothing.
    elsewhere = refused and situation.seen_elsewhere
    if matches is not False and not (refused and (matches is None or elsewhere)):
        return None
    if not may_mean(situation, *_HASH_REFUSED, *WRONG_TEXTS):
        return None
    because = ["The hash of the secret was refused."] if refused else []
    because += ["The secret of the profile is not the app client's."] if matches is False else []
    against = _against_wrong(situation, elsewhere=elsewhere)
    sure = matches is False and not elsewhere
    confidence = Confidence.HIGH if sure and not says_wrong(situation) else Confidence.MEDIUM
    return _WRONG.found(
        situation,
        Confidence.LOW if situation.code_id == WRONG else confidence,
        *because,
        decided=sure and refused,
        against=against,
        rests_on=(DESCRIBE_USER_POOL_CLIENT, *_of_the_user(situation)),
        would_decide=ADMIN_INITIATE_AUTH,
    )


def _of_the_user(situation: Situation) -> tuple[str, ...]:
    """The look at the user, unless a hash of the console's own was refused.

    Cognito checks the hash before it looks for the user, so that this refusal is settled by the
    secret. Otherwise the user may be what is in the way; and a hash that an app made may have been
    over another name than the user's own.
    """
    own_hash = situation.code_id in _HASH_REFUSED and not situation.seen_elsewhere
    return () if own_hash else (ADMIN_GET_USER,)


def _against_wrong(situation: Situation, *, elsewhere: bool) -> tuple[str, ...]:
    if elsewhere:
        return ("The app made the hash, and the secret that it has was not compared.",)
    if situation.code_id == UNREAD_WORDS:
        return (UNREAD,)
    if says_wrong(situation):
        # On some stacks a wrong secret was reported to read like a wrong password.
        return ("Of a wrong secret Cognito as a rule says that the hash cannot be verified.",)
    if unsent(situation):
        return ("A client can have two secrets, and one of them alone was compared.",)
    return ()


def client_secret_missing(situation: Situation) -> Finding | None:
    """No hash where one is due."""
    client, said = situation.evidence.client, situation.code_id in ("NA05", "NA50")
    lacks = client is not None and client.has_secret and not situation.has_client_secret
    unread = situation.code_id == UNREAD_WORDS
    if not said and not (lacks and may_mean(situation, UNREAD_WORDS)):
        return None
    because = [SAYS_SO] if said else []
    because += ["The app client has a secret, and the profile gives none."] if lacks else []
    return _MISSING.found(
        situation,
        Confidence.MEDIUM if unread else Confidence.HIGH,
        *because,
        decided=not unread,
        against=(UNREAD,) if unread else (),
        would_decide=ADMIN_INITIATE_AUTH,
    )


def hash_of_other_name(situation: Situation) -> Finding | None:
    """The hash was refused though the secret is right, or in a refresh."""
    client = situation.evidence.client
    matches = None if client is None else client.secret_matches
    none = client is not None and not client.has_secret
    if situation.code_id not in _HASH_REFUSED or matches is False or none:
        return None
    refresh = situation.code_id == "NA07"
    likely = matches is True or refresh
    # In a refresh no name goes along, and the hash is checked with the user's own.
    ours = not (refresh or situation.seen_elsewhere)
    probable = Confidence.MEDIUM if ours else Confidence.HIGH
    return _NAME.found(
        situation,
        probable if likely else Confidence.LOW,
        "The hash was refused.",
        *(("The secret of the profile is the app client's.",) if matches else ()),
        *(("The user's own name is another than the typed one.",) if _is_alias(situation) else ()),
        decided=matches is True and refresh and not situation.seen_elsewhere,
        against=(_OUR_HASH,) if ours and likely else (),
        rests_on=(DESCRIBE_USER_POOL_CLIENT, *_of_the_user(situation)),
        would_decide=ADMIN_INITIATE_AUTH,
    )


def _is_alias(situation: Situation) -> bool:
    user = situation.evidence.user
    return user is not None and user.username != situation.username


def client_secret_unneeded(situation: Situation) -> Finding | None:
    """What Cognito does about a hash that it does not want is not known."""
    client, refused = situation.evidence.client, situation.code_id in _HASH_REFUSED
    if client is None or client.has_secret or not (situation.has_client_secret or refused):
        return None
    if not may_mean(situation, *_HASH_REFUSED, *WRONG_TEXTS):
        return None
    return _UNNEEDED.found(
        situation,
        Confidence.HIGH if refused else Confidence.LOW,
        "The app client has no secret, and a hash was sent."
        if refused
        else "The app client has no secret, and the profile gives one.",
        rests_on=_of_the_user(situation),
        would_decide=ADMIN_INITIATE_AUTH,
    )


RULES: Final[tuple[Rule, ...]] = (
    client_secret_wrong,
    client_secret_missing,
    hash_of_other_name,
    client_secret_unneeded,
)
