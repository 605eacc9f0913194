"""Which challenges lie ahead of a user whom nothing refuses, in order, as far as they are settled.

A choice ends the road unless it is known beforehand what will be chosen.
"""

from __future__ import annotations

from dataclasses import dataclass

from console.core.conversation.challenges import (
    CODE_CHALLENGES,
    CUSTOM_CHALLENGE,
    DEVICE_PASSWORD_VERIFIER,
    DEVICE_SRP_AUTH,
    MFA_SETUP,
    NEW_PASSWORD_REQUIRED,
    PASSWORD_VERIFIER,
    SELECT_CHALLENGE,
    SELECT_MFA_TYPE,
    WEB_AUTHN,
)
from console.core.conversation.flows import PREFERRED, AuthFlow
from console.core.diagnosis.barriers import LITE, Barrier, Stage, srp
from console.core.diagnosis.evidence import UserFacts
from console.core.diagnosis.situation import Situation

BY_ITSELF = (PASSWORD_VERIFIER, DEVICE_SRP_AUTH, DEVICE_PASSWORD_VERIFIER, "PASSWORD_SRP")
_ONE_TIME = ("EMAIL_OTP", "SMS_OTP", WEB_AUTHN)  # first factors in place of a password
_SECOND = tuple(name for name in CODE_CHALLENGES if name != "SMS_OTP")


@dataclass(frozen=True, slots=True, kw_only=True)
class Road:
    """`barrier` ends it; not `sure` where evidence is missing or somebody else decides."""

    challenges: tuple[str, ...] = ()
    barrier: Barrier | None = None
    sure: bool = True

    def behind(self, *challenges: str, sure: bool = True) -> Road:
        """The same road, those challenges before it."""
        return Road(
            challenges=(*challenges, *self.challenges),
            barrier=self.barrier,
            sure=self.sure and sure,
        )


def road(situation: Situation) -> Road:
    """What lies ahead, the user being let in so far."""
    flow = situation.auth_flow
    if flow == AuthFlow.CUSTOM_AUTH:
        return _custom(situation)
    if flow == AuthFlow.USER_AUTH:
        return _choice(situation)
    if srp(situation):
        return _proved(situation)
    return _after_password(situation)


def _custom(situation: Situation) -> Road:
    """The triggers decide; a second factor of Cognito's own comes in place of their questions."""
    asked = Road(challenges=(CUSTOM_CHALLENGE,), sure=False)
    if not srp(situation):
        return asked
    factor = _second_factor(situation)
    return (factor if factor.challenges else asked).behind(PASSWORD_VERIFIER)


def _choice(situation: Situation) -> Road:
    preferred = situation.chosen.get(PREFERRED)
    if preferred == "PASSWORD":
        return _after_password(situation)
    if preferred == "PASSWORD_SRP":
        return _proved(situation)
    if preferred in _ONE_TIME and _has_factor(situation, preferred):
        return Road(challenges=(preferred,), sure=preferred != WEB_AUTHN)
    return _chosen(situation, situation.chosen.get(SELECT_CHALLENGE)).behind(SELECT_CHALLENGE)


def _chosen(situation: Situation, name: str | None) -> Road:
    if name == "PASSWORD":
        return _after_password(situation).behind(name)
    if name == "PASSWORD_SRP":
        return _proved(situation).behind(name)
    if name in _ONE_TIME:
        return Road(challenges=(name,), sure=_has_factor(situation, name))
    return Road()


def _has_factor(situation: Situation, name: str) -> bool:
    """Whether the user can begin with that factor. One without a password never goes with MFA."""
    evidence = situation.evidence
    user, pool = evidence.user, evidence.pool
    if pool is not None and pool.first_factors and name not in pool.first_factors:
        return False
    if user is None:
        return True  # a simulated challenge where the user does not exist, else not known
    if user.status == "FORCE_CHANGE_PASSWORD" or user.mfa_methods:
        return False
    verified = {"EMAIL_OTP": user.email_verified, "SMS_OTP": user.phone_verified}
    return verified.get(name, True)


def _proved(situation: Situation) -> Road:
    """SRP; a remembered device comes in place of the second factor."""
    evidence = situation.evidence
    tracks = evidence.pool is not None and evidence.pool.device_tracking
    if not tracks or "DEVICE_KEY" not in situation.parameters:
        return _after_password(situation).behind(PASSWORD_VERIFIER)
    if evidence.devices is None:
        return _after_password(situation).behind(PASSWORD_VERIFIER, sure=False)
    known = [device for device in evidence.devices if device.key_matches is not False]
    if any(device.key_matches is None for device in known):  # there was no key to compare with
        return _after_password(situation).behind(PASSWORD_VERIFIER, sure=False)
    if not known:
        gone = Barrier(id="RN50", why="the user has no device with this key", stage=Stage.PASSWORD)
        return Road(challenges=(PASSWORD_VERIFIER,), barrier=gone)
    after = _after_password(situation, remembered=known[0].remembered is True)
    return after.behind(PASSWORD_VERIFIER)


def _after_password(situation: Situation, *, remembered: bool = False) -> Road:
    after = _second_factor(situation)
    if remembered:
        after = Road(challenges=(DEVICE_SRP_AUTH, DEVICE_PASSWORD_VERIFIER))
    user = situation.evidence.user
    if user is not None and user.status == "FORCE_CHANGE_PASSWORD":
        return after.behind(NEW_PASSWORD_REQUIRED)
    return after


def _second_factor(situation: Situation) -> Road:
    """By the pool's MfaConfiguration and what the user has set up."""
    pool, user = situation.evidence.pool, situation.evidence.user
    if pool is not None and pool.mfa == "OFF":
        return Road()
    if user is None:
        return Road(sure=False)
    if methods := tuple(name for name in user.mfa_methods if name in _SECOND):
        return _factor_of(situation, user, methods)
    if pool is None or pool.mfa is None:
        return Road(sure=False)
    if pool.mfa == "ON":
        # Of a user with a number such a pool may ask an SMS code at once.
        return Road(challenges=(MFA_SETUP,), sure=not user.has_phone)
    return Road()


def _factor_of(situation: Situation, user: UserFacts, methods: tuple[str, ...]) -> Road:
    one = user.preferred_mfa if user.preferred_mfa in methods else None
    if one is None and len(methods) == 1:
        one = methods[0]
    if one is not None:
        return _asked(situation, one)
    chosen = situation.chosen.get(SELECT_MFA_TYPE)
    if chosen in methods:
        return _asked(situation, chosen).behind(SELECT_MFA_TYPE)
    return Road(challenges=(SELECT_MFA_TYPE,))


def _asked(situation: Situation, factor: str) -> Road:
    pool = situation.evidence.pool
    if factor == "EMAIL_OTP" and pool is not None and pool.tier == LITE:
        lacks = Barrier(
            id="FT01",
            why="the pool's Lite plan has no e-mail codes as second factor",
            stage=Stage.LOOKUP,
            sure=False,
        )
        return Road(barrier=lacks)
    return Road(challenges=(factor,), sure=pool is not None)
