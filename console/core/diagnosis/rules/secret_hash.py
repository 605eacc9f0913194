"""The client secret, and the hash that is made with it."""

from __future__ import annotations

from typing import Final

from console.core.call import ADMIN_INITIATE_AUTH, DESCRIBE_USER_POOL_CLIENT
from console.core.diagnosis.cause import SAYS_SO, Cause, Rule
from console.core.diagnosis.classification import Act
from console.core.diagnosis.finding import Confidence, Finding
from console.core.diagnosis.grounds import WRONG_TEXTS, may_mean, says_wrong, unsent
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


def client_secret_wrong(situation: Situation) -> Finding | None:
    """The secrets were compared, or the hash was refused and they could not be."""
    client, refused = situation.evidence.client, situation.code_id in _HASH_REFUSED
    matches = None if client is None else client.secret_matches
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
    confidence = Confidence.HIGH if sure else Confidence.MEDIUM
    return _WRONG.found(
        situation,
        Confidence.LOW if says_wrong(situation) else confidence,
        *because,
        decided=sure and refused,
        against=against,
        rests_on=(DESCRIBE_USER_POOL_CLIENT,),
        would_decide=ADMIN_INITIATE_AUTH,
    )


def _against_wrong(situation: Situation, *, elsewhere: bool) -> tuple[str, ...]:
    if elsewhere:
        return ("The app made the hash, and the secret that it has was not compared.",)
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
    if not said and not (lacks and unsent(situation)):
        return None
    because = [SAYS_SO] if said else []
    because += ["The app client has a secret, and the profile gives none."] if lacks else []
    return _MISSING.found(situation, Confidence.HIGH, *because, decided=True)


def hash_of_other_name(situation: Situation) -> Finding | None:
    """The hash was refused though the secret is right, or in a refresh."""
    client = situation.evidence.client
    matches = None if client is None else client.secret_matches
    if situation.code_id not in _HASH_REFUSED or matches is False:
        return None
    likely = matches is True or situation.code_id == "NA07"
    return _NAME.found(
        situation,
        Confidence.HIGH if likely else Confidence.LOW,
        "The hash was refused.",
        *(("The secret of the profile is the app client's.",) if matches else ()),
        decided=matches is True and not situation.seen_elsewhere,
        rests_on=(DESCRIBE_USER_POOL_CLIENT,),
        would_decide=ADMIN_INITIATE_AUTH,
    )


def client_secret_unneeded(situation: Situation) -> Finding | None:
    """What Cognito does about a hash that it does not want is not known."""
    client = situation.evidence.client
    if client is None or client.has_secret or not situation.has_client_secret:
        return None
    if not may_mean(situation, *_HASH_REFUSED, *WRONG_TEXTS):
        return None
    return _UNNEEDED.found(
        situation,
        Confidence.LOW,
        "The app client has no secret, and the profile gives one.",
        would_decide=ADMIN_INITIATE_AUTH,
    )


RULES: Final[tuple[Rule, ...]] = (
    client_secret_wrong,
    client_secret_missing,
    hash_of_other_name,
    client_secret_unneeded,
)
