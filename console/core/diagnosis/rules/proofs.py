"""Proofs in place of the password: SRP, a remembered device, a passkey."""

from __future__ import annotations

from itertools import groupby
from typing import Final

from console.core.call import ADMIN_GET_USER, ADMIN_INITIATE_AUTH
from console.core.conversation.challenges import PASSWORD_VERIFIER, WEB_AUTHN
from console.core.diagnosis.barriers import srp
from console.core.diagnosis.cause import Cause, Rule, says
from console.core.diagnosis.classification import Act
from console.core.diagnosis.finding import Confidence, Finding
from console.core.diagnosis.grounds import WRONG_TEXTS, may_mean, unsent
from console.core.diagnosis.situation import Situation

SKEW_LIMIT_S: Final = 60.0  # Cognito's own window is unpublished

_SRP = Cause(
    id="srp_proof",
    title="The proof of the password was not accepted: its arithmetic, its time, or a late answer",
    act=(Act.CUSTOMER_DEVELOPER, Act.USER),
    next_step="Sign in once with the password itself (ADMIN_USER_PASSWORD_AUTH): where that"
    " succeeds the password is right and the proof is not.",
    customer="Please check that the date and time of your device are set automatically, and try"
    " once more. If it still fails please tell us which device and app you use.",
    admin="The app proves the password by SRP. A proof fails for a wrong clock, a slow answer, or a"
    " fault in the arithmetic that shows with some values only. Update the app's library.",
)
_STAMP = Cause(
    id="srp_time_format",
    title="The time in the proof of the password is not in the form that Cognito wants",
    act=(Act.CUSTOMER_DEVELOPER,),
    next_step="Write the time in English, in UTC, without a zero before the day.",
    customer="A setting of your device's language gets in the way of the app. We are looking into"
    " it; until then please sign in on another device.",
    admin="The app writes the time of the proof in the language or time zone of the device. It must"
    " be in English and in UTC.",
)
_DEVICE = Cause(
    id="device_unknown",
    title="The device named in the sign-in is not known, or was forgotten",
    act=(Act.CUSTOMER_DEVELOPER, Act.USER),
    next_step="Let the app forget its device key and sign in without it.",
    customer="Your device is not remembered any more. Please sign out of the app completely, or"
    " install it anew, and sign in again.",
    admin="The app sends the key of a device that this user does not have (any more). It should"
    " drop the key and sign in again without it.",
    remedy="aws cognito-idp admin-list-devices --user-pool-id USER_POOL_ID --username USERNAME",
)
_PASSKEY = Cause(
    id="passkey_refused",
    title="The passkey was not accepted",
    act=(Act.USER, Act.CUSTOMER_DEVELOPER),
    next_step="Sign in another way and register the passkey anew.",
    customer="Your passkey was not accepted. Please sign in another way and set the passkey up"
    " again.",
    admin="The credential does not fit the challenge, the user, or the relying party that the pool"
    " names.",
    remedy="aws cognito-idp get-user-pool-mfa-config --user-pool-id USER_POOL_ID",
)
CAUSES: Final = (_SRP, _STAMP, _DEVICE, _PASSKEY)


def srp_proof(situation: Situation) -> Finding | None:
    """A wrong clock, or passwords that are sometimes right and sometimes not."""
    at_proof = situation.challenge in (None, PASSWORD_VERIFIER)
    proves = srp(situation) or situation.challenge == PASSWORD_VERIFIER
    if not proves or not at_proof or not may_mean(situation, *WRONG_TEXTS):
        return None
    user = situation.evidence.user
    in_order = user is not None and user.enabled and user.status in _MAY_PROVE
    if situation.evidence.user_missing or (user is not None and not in_order):
        return None
    skew = situation.skew_s if situation.skew_s is not None else situation.evidence.clock_skew_s
    here = not situation.seen_elsewhere  # else the proof was made by the clock of another machine
    off = here and skew is not None and abs(skew) > SKEW_LIMIT_S
    mixed = _comes_and_goes(situation)
    because = ["The sign-in proves the password in place of sending it."]
    because += ["The clock of this machine is off by more than a minute."] if off else []
    because += ["Wrong and right passwords of this user alternate in the history."] if mixed else []
    return _SRP.found(
        situation,
        Confidence.HIGH if off or mixed else Confidence.LOW,
        *because,
        against=() if off or mixed else ("Nothing points at the clock or at the arithmetic.",),
        rests_on=(ADMIN_GET_USER,),
        would_decide=ADMIN_INITIATE_AUTH,
    )


_MAY_PROVE: Final = ("CONFIRMED", "FORCE_CHANGE_PASSWORD", "UNKNOWN")


def _comes_and_goes(situation: Situation) -> bool:
    """Whether a right password lies between wrong ones, twice: nobody mistypes like that."""
    events = situation.evidence.auth_events or ()
    shown = [event.challenges["Password"] for event in events if "Password" in event.challenges]
    turns = [result for result, _ in groupby(shown)]
    return turns[:1] == ["Failure"] and turns.count("Failure") >= 3


def device_unknown(situation: Situation) -> Finding | None:
    """Cognito says it, or none of the user's devices has the key that goes along."""
    if said := _DEVICE.said(situation, "RN50", "IP17"):
        return said
    evidence = situation.evidence
    tracked = evidence.pool is not None and evidence.pool.device_tracking
    if not unsent(situation) or not tracked or "DEVICE_KEY" not in situation.parameters:
        return None
    if evidence.devices is None or any(each.key_matches is not False for each in evidence.devices):
        return None
    return _DEVICE.found(
        situation,
        Confidence.HIGH,
        "The request names a device, and none of the user's devices has that key.",
        decided=True,
    )


def passkey_refused(situation: Situation) -> Finding | None:
    """A refusal at the passkey's challenge, whatever its words."""
    codes = ("WA01", "WA02", "WA03", "WA04", "WA05", "WA06", "WA07")
    at_passkey = situation.challenge == WEB_AUTHN and situation.code_id in WRONG_TEXTS
    if at_passkey:
        return _PASSKEY.found(
            situation,
            Confidence.HIGH,
            "The refusal came in answer to the passkey.",
            decided=True,
        )
    return _PASSKEY.said(situation, *codes)


RULES: Final[tuple[Rule, ...]] = (
    says(_STAMP, "IP20"),
    device_unknown,
    passkey_refused,
    srp_proof,
)
