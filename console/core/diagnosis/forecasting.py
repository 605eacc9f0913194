"""The forecast: from the evidence to what a request will most likely give, send and risk.

The order of the checks is Cognito's, as far as it was observed: client, flow, secret, user (or the
UserMigration trigger), PreAuthentication, the user's state, password, second factor,
PreTokenGeneration, PostAuthentication. A right password is taken for granted.
"""

from __future__ import annotations

from dataclasses import dataclass

from console.core.call import Path
from console.core.conversation.challenges import (
    CUSTOM_CHALLENGE,
    MFA_SETUP,
    NEW_PASSWORD_REQUIRED,
    PASSWORD_VERIFIER,
    WEB_AUTHN,
)
from console.core.conversation.flows import REFRESH_FLOWS
from console.core.diagnosis.barriers import (
    Barrier,
    Stage,
    at_the_door,
    at_the_user,
    may_be_locked,
    may_migrate,
    sends_password,
    srp,
)
from console.core.diagnosis.forecast import Forecast, SendsMessage
from console.core.diagnosis.forecast_words import expected
from console.core.diagnosis.road import BY_ITSELF, Road, road
from console.core.diagnosis.situation import Situation
from console.core.diagnosis.trigger_order import triggers_of

_MEDIA = {"SMS_MFA": "SMS", "SMS_OTP": "SMS", "EMAIL_OTP": "EMAIL"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ahead:
    """The road and what ends it, once both are known."""

    challenges: tuple[str, ...]
    barrier: Barrier | None
    sure: bool


def forecast(situation: Situation) -> Forecast:
    """What the request will most likely give. Pure; says by `certain` what it rests on."""
    ahead = _ahead(situation)
    message = _message(situation, ahead)
    return Forecast(
        challenge=next(iter(ahead.challenges), None),
        sends_message=message,
        changes_user=_changes_user(situation, ahead),
        counts_towards_lockout=_counts(situation, ahead),
        triggers=triggers_of(situation, ahead.challenges, ahead.barrier, message),
        expects=expected(situation, ahead.challenges, ahead.barrier, message),
        certain=ahead.sure and not (ahead.barrier is None and may_be_locked(situation)),
        for_person=next((name for name in ahead.challenges if name not in BY_ITSELF), None),
        refusal=None if ahead.barrier is None else ahead.barrier.id,
    )


def _ahead(situation: Situation) -> _Ahead:
    sure = _evidence_is_there(situation)
    if door := at_the_door(situation):
        # The path's own check needs no evidence at all; the others rest on what they name.
        return _Ahead(challenges=(), barrier=door, sure=door.sure)
    if situation.auth_flow in REFRESH_FLOWS:
        return _Ahead(challenges=(), barrier=None, sure=False)  # nobody sees into the token
    way = road(situation)
    if barrier := at_the_user(situation):
        asked = _asked_before(situation, way, barrier)
        return _Ahead(challenges=asked, barrier=barrier, sure=sure and barrier.sure)
    if way.barrier is not None:
        sure = sure and way.barrier.sure
    migrates = may_migrate(situation)
    return _Ahead(
        challenges=way.challenges, barrier=way.barrier, sure=sure and way.sure and not migrates
    )


def _asked_before(situation: Situation, way: Road, barrier: Barrier) -> tuple[str, ...]:
    """What is asked although the user is refused: SRP's numbers, and what hides a missing user."""
    if barrier.stage < Stage.PASSWORD:
        return ()
    if srp(situation):
        return (PASSWORD_VERIFIER,)
    hidden = situation.evidence.user is None
    return () if not hidden or way.challenges[:1] == (CUSTOM_CHALLENGE,) else way.challenges[:1]


def _evidence_is_there(situation: Situation) -> bool:
    """Pool, client and user were read. What a web firewall does on the app's own path is not."""
    evidence = situation.evidence
    user_known = evidence.user is not None or evidence.user_missing
    read = evidence.pool is not None and evidence.client is not None and user_known
    return read and situation.path is Path.ADMIN


def _message(situation: Situation, ahead: _Ahead) -> SendsMessage | None:
    user = situation.evidence.user
    if ahead.barrier is not None or (user is None and situation.evidence.user_missing):
        return None  # nothing goes to a user that does not exist, though Cognito acts as if
    before: str | None = None
    for name in ahead.challenges:
        if medium := _MEDIA.get(name):
            masked = None
            if user is not None:
                masked = user.phone_masked if medium == "SMS" else user.email_masked
            return SendsMessage(medium=medium, destination_masked=masked, after=before)
        before = name
    return None


def _changes_user(situation: Situation, ahead: _Ahead) -> bool:
    """A user made by migration, a new password or factor, a number verified, a forced reset."""
    evidence, user = situation.evidence, situation.evidence.user
    if may_migrate(situation) and _past_the_door(ahead):
        return True
    if ahead.barrier is not None:
        return False
    if evidence.blocks_compromised and sends_password(situation):
        return True  # a password known from leaks is answered by RESET_REQUIRED
    if user is not None and "SMS_MFA" in ahead.challenges and not user.phone_verified:
        return True  # the right code verifies the number
    return any(name in (NEW_PASSWORD_REQUIRED, MFA_SETUP) for name in ahead.challenges)


def _past_the_door(ahead: _Ahead) -> bool:
    return ahead.barrier is None or ahead.barrier.stage > Stage.REQUEST


def _counts(situation: Situation, ahead: _Ahead) -> bool:
    """Whether a wrong password or code will be looked at, of a user that there is."""
    # These two come after the password, so that a wrong one counts all the same.
    if ahead.barrier is not None and ahead.barrier.id not in ("RN50", "NA08"):
        return False
    if situation.evidence.user_missing or situation.auth_flow in REFRESH_FLOWS:
        return False
    only_others = bool(ahead.challenges) and set(ahead.challenges) <= {CUSTOM_CHALLENGE, WEB_AUTHN}
    return not only_others
