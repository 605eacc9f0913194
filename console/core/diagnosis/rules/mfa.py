"""Second factors: none there, a code that does not fit, and what threat protection demands."""

from __future__ import annotations

from typing import Final

from console.core.call import ADMIN_GET_USER, ADMIN_INITIATE_AUTH, DESCRIBE_USER_POOL
from console.core.call import ADMIN_LIST_USER_AUTH_EVENTS as AUTH_EVENTS
from console.core.call import GET_USER_POOL_MFA_CONFIG as MFA_CONFIG
from console.core.conversation.challenges import MFA_SETUP
from console.core.conversation.flows import AuthFlow
from console.core.diagnosis.cause import SAYS_SO, Cause, Rule, says
from console.core.diagnosis.classification import Act
from console.core.diagnosis.finding import Confidence, Finding
from console.core.diagnosis.grounds import given_up_at, unsent
from console.core.diagnosis.situation import Situation

_LOOK: Final = "aws cognito-idp admin-get-user --user-pool-id USER_POOL_ID --username USERNAME"
_BLOCKED_WORDS: Final = (
    "The sign-in was stopped as a precaution, because something about it looked unusual. Please try"
    " again from a place and device that you use often."
)
_UNFINISHED = Cause(
    id="mfa_setup_unfinished",
    title="The pool demands a second factor, and the user has not finished setting one up",
    act=(Act.USER, Act.CUSTOMER_DEVELOPER),
    next_step="Let the user go through the set-up in one go, to the very end.",
    customer="Please set up your second step for signing in, for example an authenticator app, and"
    " go through it in one go: if you start again in the middle, it begins anew.",
    admin="The user is asked for the set-up each time until it is finished: the app has to verify"
    " the code and then answer the challenge once more.",
    remedy=_LOOK,
)
_NO_PHONE = Cause(
    id="mfa_sms_without_phone",
    title="The pool demands a code by text message, and the user has no phone number",
    act=(Act.CUSTOMER_ADMIN,),
    next_step="Have a phone number set for the user, or allow another second factor.",
    customer="We need a phone number of yours to send you a code. Please give it to your"
    " administrator.",
    admin="A second factor is demanded, text messages are the only one, and this user has no"
    " number: the user cannot finish alone.",
    remedy="aws cognito-idp admin-update-user-attributes --user-pool-id USER_POOL_ID"
    " --username USERNAME --user-attributes Name=phone_number,Value=PHONE_NUMBER",
)
_WRONG = Cause(
    id="code_wrong",
    title="The code is wrong",
    act=(Act.USER,),
    next_step="Take the newest code; with an authenticator app check the phone's clock and that it"
    " is the right entry.",
    customer="The code did not match. Please use the newest code that you were sent. If you use an"
    " app, check that your phone sets its time automatically.",
    admin="If it keeps on failing with an authenticator app, the app holds an older secret: let the"
    " user set it up anew.",
    remedy=_LOOK,
)
_MOMENT = Cause(
    id="code_of_other_moment",
    title="The code was made for another moment",
    act=(Act.OPERATOR,),
    next_step="Have the clock of this machine set automatically, then make a new code.",
    customer="The check could not be made on our side. This says nothing about your account, and"
    " there is nothing that you need to do.",
    admin="Nothing to do on your side: the clock of the support desk's machine is off.",
)
_OLD = Cause(
    id="code_expired",
    title="The code has expired",
    act=(Act.USER,),
    next_step="Ask for a new code and enter it at once.",
    customer="The code is too old. Please start again and enter the new code as soon as it comes.",
    admin="Codes live as long as the sign-in's session, which the app client sets. If they arrive"
    " late, give more time.",
    remedy="aws cognito-idp describe-user-pool-client --user-pool-id USER_POOL_ID"
    " --client-id CLIENT_ID --query UserPoolClient.AuthSessionValidity",
)
_USED = Cause(
    id="code_used",
    title="The code of the authenticator app was used already",
    act=(Act.USER,),
    next_step="Wait for the app's next code.",
    customer="Each code works once. Please wait until your app shows the next one and enter that.",
    admin="A code was sent a second time, by a double click or a second device.",
)
_NO_APP = Cause(
    id="app_not_registered",
    title="An authenticator app is asked for, and the pool has none of this user",
    act=(Act.CUSTOMER_ADMIN, Act.USER),
    next_step="Have the preference for the app taken away, then let the user set it up anew.",
    customer="Your authenticator app has to be set up anew. Please ask your administrator to"
    " prepare that.",
    admin="The app is the user's preferred factor, but no secret of it is registered, or the pool"
    " does not allow it any more.",
    remedy="aws cognito-idp admin-set-user-mfa-preference --user-pool-id USER_POOL_ID"
    " --username USERNAME --software-token-mfa-settings Enabled=false",
)
_NO_METHOD = Cause(
    id="mfa_method_missing",
    title="Cognito finds no way to ask the user for a second factor",
    act=(Act.CUSTOMER_ADMIN,),
    next_step="Look which factors the user has and the pool allows.",
    customer="Your second step for signing in has to be set up anew. Please ask your administrator"
    " to prepare that.",
    admin="The user's factors and those that the pool allows have nothing in common.",
    remedy=_LOOK,
)
_DEMANDED = Cause(
    id="threat_needs_factor",
    title="Threat protection demands a second factor, and the user has none",
    act=(Act.CUSTOMER_ADMIN, Act.USER),
    next_step="Let the user sign in from a known place and set up a second factor.",
    customer=_BLOCKED_WORDS,
    admin="The sign-in was judged a risk for which a second factor is demanded; a user without one"
    " is blocked. Encourage users to set one up, or change the setting.",
    remedy="aws cognito-idp describe-risk-configuration --user-pool-id USER_POOL_ID",
)
_BLOCKED = Cause(
    id="threat_blocked",
    title="Threat protection blocked the sign-in",
    act=(Act.CUSTOMER_ADMIN,),
    next_step="Look at the user's events: where the tries came from, and why they were judged so.",
    customer=_BLOCKED_WORDS,
    admin="The sign-in was judged too risky. If it was the user, mark the event as valid, and later"
    " ones will be judged less harshly.",
    remedy="aws cognito-idp admin-list-user-auth-events --user-pool-id USER_POOL_ID"
    " --username USERNAME --max-results 10",
)
_ADDRESS = Cause(
    id="address_blocked",
    title="The network address is on the pool's block list",
    act=(Act.CUSTOMER_ADMIN,),
    next_step="Look at the block list; with admin calls it is the address that the request names.",
    customer="The sign-in is not possible from your present network. Please try from another one.",
    admin="Threat protection always blocks this address. Remove it from the list if that is wrong.",
    remedy="aws cognito-idp describe-risk-configuration --user-pool-id USER_POOL_ID"
    " --query RiskConfiguration.RiskExceptionConfiguration",
)
CAUSES: Final = (
    _NO_PHONE, _UNFINISHED, _MOMENT, _WRONG, _OLD, _USED, _NO_APP, _NO_METHOD, _DEMANDED, _BLOCKED,
    _ADDRESS,
)  # fmt: skip


def mfa_setup_unfinished(situation: Situation) -> Finding | None:
    """MFA is ON and the user has no factor: the set-up comes for ever until it is finished."""
    if not _lacks_factor(situation) or _sms_alone(situation):
        return None
    return _UNFINISHED.found(
        situation,
        Confidence.HIGH if situation.challenge == MFA_SETUP else Confidence.MEDIUM,
        "The pool demands a second factor.",
        "The user has none yet.",
        decided=situation.challenge == MFA_SETUP,
        rests_on=(ADMIN_GET_USER, DESCRIBE_USER_POOL),
        would_decide=ADMIN_INITIATE_AUTH,
    )


def mfa_sms_without_phone(situation: Situation) -> Finding | None:
    """Text messages alone, and nowhere to send them."""
    user = situation.evidence.user
    if not _lacks_factor(situation) or not _sms_alone(situation) or user is None or user.has_phone:
        return None
    return _NO_PHONE.found(
        situation,
        Confidence.HIGH,
        "The pool demands a second factor and allows text messages alone.",
        "The user has no phone number.",
        decided=True,
        rests_on=(ADMIN_GET_USER, DESCRIBE_USER_POOL, MFA_CONFIG),
    )


def _lacks_factor(situation: Situation) -> bool:
    pool, user = situation.evidence.pool, situation.evidence.user
    if not unsent(situation) and not given_up_at(situation, MFA_SETUP):
        return False
    if pool is None or pool.mfa != "ON" or user is None or not user.enabled:
        return False
    return not user.mfa_methods and user.status in ("CONFIRMED", "FORCE_CHANGE_PASSWORD")


def _sms_alone(situation: Situation) -> bool:
    allowed = situation.evidence.mfa_config
    return allowed is not None and [name for name, on in allowed.items() if on] == ["sms"]


def threat_needs_factor(situation: Situation) -> Finding | None:
    """NA20 of a user without a factor, where the risk asks for one."""
    user = situation.evidence.user
    if situation.code_id != "NA20" or user is None or user.mfa_methods:
        return None
    decision = _decision(situation)
    if decision not in (None, "AccountTakeover"):
        return None
    return _DEMANDED.found(
        situation,
        Confidence.HIGH if decision else Confidence.LOW,
        SAYS_SO,
        "The user has no second factor.",
        decided=decision is not None,
        rests_on=(ADMIN_GET_USER, AUTH_EVENTS),
        would_decide=AUTH_EVENTS,
    )


def threat_blocked(situation: Situation) -> Finding | None:
    """NA20, or a last sign-in that was blocked."""
    blocked, said = _decision(situation) == "Block", situation.code_id == "NA20"
    if not said and not (blocked and unsent(situation)):
        return None
    decision = _decision(situation)
    user = situation.evidence.user
    lacks = user is not None and not user.mfa_methods
    if said and decision == "AccountTakeover" and lacks:
        return None  # a rule of its own tells why
    other = said and not blocked and decision is not None
    because = [SAYS_SO] if said else []
    because += ["The user's last sign-in was blocked as a risk."] if blocked else []
    return _BLOCKED.found(
        situation,
        Confidence.HIGH if blocked else Confidence.MEDIUM,
        *because,
        decided=said and blocked,
        against=("The last sign-in in the history was judged otherwise.",) if other else (),
        rests_on=(ADMIN_GET_USER, AUTH_EVENTS),
        would_decide=ADMIN_INITIATE_AUTH,
    )


def _decision(situation: Situation) -> str | None:
    """What threat protection thought of the newest sign-in, None where it is not known."""
    pool, last = situation.evidence.pool, situation.evidence.last_sign_in
    enforced = pool is None or pool.threat_protection == "ENFORCED"
    return last.risk_decision if last is not None and enforced else None


def address_blocked(situation: Situation) -> Finding | None:
    """NA21 says it; other words for a risk may mean it where the pool has a list of addresses."""
    if said := _ADDRESS.said(situation, "NA21"):
        return said
    blocked = unsent(situation) and _decision(situation) == "Block"
    if not situation.evidence.blocks_addresses or not (situation.code_id == "NA20" or blocked):
        return None
    return _ADDRESS.found(
        situation,
        Confidence.LOW,
        "The pool has a list of addresses that are always blocked.",
        against=(
            "Of an address on that list Cognito as a rule has words of its own.",
            "From which address the user came was not looked at.",
        ),
        rests_on=(AUTH_EVENTS,),
        would_decide=ADMIN_INITIATE_AUTH,
    )


_MISMATCHES: Final = ("CM01", "CM02", "CM04", "CM50", "CM90", "CM00", "ES01", "ES00")


_DRIFT_S: Final = 30.0  # by which the clock of an authenticator app may be off


def _made_by_a_wrong_clock(situation: Situation) -> bool:
    """Whether the code was made on this machine, from a key, by a clock that is off."""
    skew = situation.skew_s if situation.skew_s is not None else situation.evidence.clock_skew_s
    return situation.code_from_seed and skew is not None and abs(skew) > _DRIFT_S


def code_of_other_moment(situation: Situation) -> Finding | None:
    """A code from a key is good for half a minute."""
    if situation.code_id not in _MISMATCHES or not _made_by_a_wrong_clock(situation):
        return None
    return _MOMENT.found(
        situation,
        Confidence.HIGH,
        "The code was made on this machine from a key.",
        "The clock of this machine is off by more than half a minute.",
        against=("The key may be of an earlier set-up all the same.",),
        would_decide=ADMIN_INITIATE_AUTH,
    )


def code_wrong(situation: Situation) -> Finding | None:
    """Cognito says so, and may say it of a right code where triggers ask, or nobody is there."""
    if situation.code_id not in _MISMATCHES:
        return None
    against = []
    if situation.evidence.user_missing:
        against.append("This pool has no user under the name that was typed.")
    if situation.auth_flow == AuthFlow.CUSTOM_AUTH:
        against.append("A trigger that asks for such a code by itself gets the same words.")
    if _made_by_a_wrong_clock(situation):
        against.append("The clock of this machine is off, and made the code.")
    if not against:
        return _WRONG.said(situation, *_MISMATCHES)
    return _WRONG.found(
        situation,
        Confidence.LOW if situation.evidence.user_missing else Confidence.MEDIUM,
        SAYS_SO,
        against=tuple(against),
        would_decide=ADMIN_INITIATE_AUTH,
    )


RULES: Final[tuple[Rule, ...]] = (
    threat_blocked,
    threat_needs_factor,
    address_blocked,
    mfa_sms_without_phone,
    mfa_setup_unfinished,
    code_of_other_moment,
    code_wrong,
    says(_OLD, "EC02", "EC00"),
    says(_USED, "EC01"),
    says(_NO_APP, "SN01", "SN02", "SN00", "IP19"),
    says(_NO_METHOD, "MM01"),
)
