"""Sessions between challenge and answer, and access tokens after them."""

from __future__ import annotations

from typing import Final

from console.core.call import LOOKUP_EVENTS
from console.core.diagnosis.cause import Cause, Rule, says
from console.core.diagnosis.classification import Act
from console.core.diagnosis.finding import Confidence, Finding
from console.core.diagnosis.situation import Situation

_AGAIN: Final = (
    "The sign-in was not finished in one go. Please start again from the beginning and answer each"
    " question without a long pause."
)
_SIGN_IN: Final = "You have been signed out. Please sign in again."
_LOOK: Final = (
    "aws cognito-idp describe-user-pool-client --user-pool-id USER_POOL_ID --client-id CLIENT_ID"
    " --query UserPoolClient.AuthSessionValidity"
)
_EXPIRED = Cause(
    id="session_expired",
    title="The answer came too late: the session of the sign-in had expired",
    act=(Act.USER,),
    next_step="Start the sign-in again; the app client sets 3 to 15 minutes for an answer.",
    customer=_AGAIN,
    admin="The user took longer than the app client allows. If codes arrive late, give more time.",
    remedy=_LOOK,
)
_TWICE = Cause(
    id="session_used_twice",
    title="The same answer was sent twice",
    act=(Act.CUSTOMER_DEVELOPER,),
    next_step="Look for a double click, or for a library that sends again after an error.",
    customer="The answer was sent twice. Please start again and press the button once.",
    admin="A session is good for one right answer. The app sent it a second time.",
)
_FOREIGN = Cause(
    id="session_foreign",
    title="The session does not belong to this user, client, challenge or path",
    act=(Act.CUSTOMER_DEVELOPER,),
    next_step="Answer with the newest session, by the same user, app client and path as the first"
    " call.",
    customer=_AGAIN,
    admin="Each answer has to carry the session of the answer before it. After a wrong custom"
    " answer, or after setting up an authenticator app, that is a new one.",
)
_MISSING = Cause(
    id="session_missing",
    title="The answer carries no session",
    act=(Act.CUSTOMER_DEVELOPER,),
    next_step="Send the session that came with the challenge.",
    customer=_AGAIN,
    admin="The app does not hand on the session of the sign-in.",
)
_TOKEN = Cause(
    id="access_token_invalid",
    title="The access token is expired, revoked, or not good for this call",
    act=(Act.USER, Act.CUSTOMER_DEVELOPER),
    next_step="Sign in again; tokens of a hosted page may lack the scope for calls about oneself.",
    customer=_SIGN_IN,
    admin="The app used an access token that is too old, was revoked, or lacks a scope.",
)
CAUSES: Final = (_EXPIRED, _TWICE, _FOREIGN, _MISSING, _TOKEN)


def session_foreign(situation: Situation) -> Finding | None:
    """The bare text: which of its causes it is, Cognito does not say."""
    if situation.code_id != "NA10":
        return None
    return _FOREIGN.found(
        situation,
        Confidence.MEDIUM,
        "The refusal speaks of an invalid session, and neither of its age nor of a second use.",
        would_decide=LOOKUP_EVENTS,
    )


RULES: Final[tuple[Rule, ...]] = (
    says(_EXPIRED, "NA11"),
    says(_TWICE, "NA12"),
    session_foreign,
    says(_MISSING, "IP04"),
    says(_TOKEN, "NA16", "NA17", "NA18", "NA52"),
)
