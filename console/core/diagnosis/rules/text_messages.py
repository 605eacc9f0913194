"""Text messages that do not arrive: what SNS says of the number, the account and its limits."""

from __future__ import annotations

from typing import Final

from console.core.call import (
    ADMIN_GET_USER,
    CHECK_IF_PHONE_NUMBER_IS_OPTED_OUT,
    DESCRIBE_USER_POOL,
    GET_SMS_ATTRIBUTES,
    GET_SMS_SANDBOX_ACCOUNT_STATUS,
    LIST_ORIGINATION_NUMBERS,
    LIST_SMS_SANDBOX_PHONE_NUMBERS,
)
from console.core.diagnosis.cause import Cause, Rule
from console.core.diagnosis.classification import Act
from console.core.diagnosis.evidence import SmsFacts
from console.core.diagnosis.finding import Confidence, Finding
from console.core.diagnosis.forecasting import forecast
from console.core.diagnosis.grounds import given_up_at, unsent
from console.core.diagnosis.name_grounds import BY_SMS
from console.core.diagnosis.rules.messages import ADMINS, NO_CODE
from console.core.diagnosis.situation import Situation

_SANDBOX_FAULT: Final = "SNSSandbox"  # SmsConfigurationFailure
_USUAL_LIMIT_USD: Final = 1.0  # of an account that never had it raised
_SPENT: Final = "CloudWatch SMSMonthToDateSpentUSD"
_DELIVERIES: Final = "CloudWatch Logs of SNS deliveries"
# What decides most first.
_OF_SNS: Final = (
    CHECK_IF_PHONE_NUMBER_IS_OPTED_OUT,
    GET_SMS_SANDBOX_ACCOUNT_STATUS,
    LIST_SMS_SANDBOX_PHONE_NUMBERS,
    GET_SMS_ATTRIBUTES,
    LIST_ORIGINATION_NUMBERS,
)
_OPTED_OUT = Cause(
    id="sms_opted_out",
    title="The phone number has opted out of text messages",
    act=(Act.USER, Act.CUSTOMER_ADMIN),
    next_step="Ask whether the user wants messages again, and have the number opted in: that is"
    " possible once in 30 days.",
    customer="Your phone number has been unsubscribed from our text messages, for example by a"
    " reply of STOP, so no code can reach it. Please tell us whether you want them again.",
    admin="SNS sends nothing to this number, as its owner once answered a message with STOP or the"
    " like. With the user's consent it can be opted in once in 30 days.",
    remedy="aws sns opt-in-phone-number --phone-number PHONE_NUMBER --region SNS_REGION",
)
_SANDBOX = Cause(
    id="sms_sandbox",
    title="The account sends text messages to verified numbers alone, and this one is not verified",
    act=ADMINS,
    next_step="Have the account moved out of the sandbox for text messages, or verify this number.",
    customer=NO_CODE,
    admin="Your AWS account is in the SNS sandbox of the region that the pool sends from: until AWS"
    " has moved it out, only numbers that were verified there get messages.",
    remedy="aws sns create-sms-sandbox-phone-number --phone-number PHONE_NUMBER"
    " --region SNS_REGION",
)
_LIMIT = Cause(
    id="sms_spend_limit",
    title="The month's limit for text messages may be used up",
    act=ADMINS,
    next_step="Compare what was spent this month with the limit, and have the limit raised.",
    customer=NO_CODE,
    admin="The account may spend one dollar a month or less on text messages. Once that is used up"
    " SNS sends no more, while Cognito goes on as if it did.",
    remedy="aws cloudwatch get-metric-statistics --namespace AWS/SNS"
    " --metric-name SMSMonthToDateSpentUSD --start-time START_TIME --end-time END_TIME"
    " --period 3600 --statistics Maximum --region SNS_REGION",
)
_NO_SENDER = Cause(
    id="sms_no_sender",
    title="The account has no number to send text messages from, which some countries demand",
    act=ADMINS,
    next_step="Look whether the country of the user's number demands a sender of your own.",
    customer=NO_CODE,
    admin="The account has no origination number. Numbers in the United States, and in some other"
    " countries, get no message without one.",
    remedy="aws sns list-origination-numbers --region SNS_REGION",
)
_SMS = Cause(
    id="sms_not_delivered",
    title="The text message may not arrive",
    act=ADMINS,
    next_step="Look at SNS in the pool's SNS region: sandbox, spend limit, origination number,"
    " opted-out number.",
    customer=NO_CODE,
    admin="Cognito goes on as if the message were sent. In a new account SNS sends to verified"
    " numbers only, and for one dollar a month; numbers in some countries need a sender of your"
    " own.",
    remedy="aws sns get-sms-attributes --region SNS_REGION",
)
CAUSES: Final = (_OPTED_OUT, _SANDBOX, _LIMIT, _NO_SENDER, _SMS)


def sms_opted_out(situation: Situation) -> Finding | None:
    """SNS says so of the user's own number."""
    sms = _facts(situation)
    if sms is None or not sms.opted_out:
        return None
    return _OPTED_OUT.found(
        situation,
        Confidence.HIGH,
        "SNS has the user's number on the list of those that opted out.",
        decided=True,
        rests_on=(CHECK_IF_PHONE_NUMBER_IS_OPTED_OUT,),
    )


def sms_sandbox(situation: Situation) -> Finding | None:
    """A new account sends to verified numbers alone."""
    sms, pool = _facts(situation), situation.evidence.pool
    fault = pool is not None and pool.sms_failure == _SANDBOX_FAULT
    told = sms is not None and sms.in_sandbox is True
    verified = None if sms is None else sms.verified_in_sandbox
    free = sms is not None and sms.in_sandbox is False
    if not _matters(situation) or not (told or fault) or free or verified:
        return None
    because = ["The account is in the SNS sandbox for text messages."] if told else []
    because += ["Cognito reports the sandbox as a fault of the pool."] if fault else []
    because += ["The user's number is not verified there."] if verified is False else []
    return _SANDBOX.found(
        situation,
        Confidence.HIGH if verified is False else Confidence.MEDIUM,
        *because,
        decided=told,
        rests_on=(LIST_SMS_SANDBOX_PHONE_NUMBERS,),
        would_decide=GET_SMS_SANDBOX_ACCOUNT_STATUS,
    )


def sms_spend_limit(situation: Situation) -> Finding | None:
    """The usual limit is one dollar, and what was spent is in no evidence."""
    sms = _facts(situation)
    limit = None if sms is None else sms.monthly_limit_usd
    if limit is None or limit > _USUAL_LIMIT_USD:
        return None
    return _LIMIT.found(
        situation,
        _while_waiting(situation),
        "The account may spend one dollar a month or less on text messages.",
        rests_on=(GET_SMS_ATTRIBUTES,),
        would_decide=_SPENT,
    )


def sms_no_sender(situation: Situation) -> Finding | None:
    """No origination number; the country of the user's number is in no evidence."""
    sms = _facts(situation)
    if sms is None or sms.origination_numbers != 0:
        return None
    return _NO_SENDER.found(
        situation,
        _while_waiting(situation),
        "The account has no origination number for text messages.",
        against=("Not every country demands one, and which one it is was not looked at.",),
        rests_on=(LIST_ORIGINATION_NUMBERS,),
        would_decide=_DELIVERIES,
    )


def sms_not_delivered(situation: Situation) -> Finding | None:
    """The pool reports trouble with SMS, or the user gave up waiting, and nothing tells why."""
    evidence = situation.evidence
    failure = evidence.pool is not None and evidence.pool.sms_failure is not None
    waited = _waited(situation)
    if not waited and not (failure and _will_be_sent(situation)):
        return None
    nearer = [one for one in (sms_opted_out(situation), sms_sandbox(situation)) if one is not None]
    if evidence.user_missing or any(one.decided for one in nearer):
        return None
    because = ["The pool reports a fault of its SMS configuration."] if failure else []
    because += ["The sign-in ended while a code was awaited."] if waited else []
    return _SMS.found(
        situation,
        (Confidence.MEDIUM if nearer else Confidence.HIGH) if failure else Confidence.LOW,
        *because,
        rests_on=(ADMIN_GET_USER, DESCRIBE_USER_POOL, *_wanted(evidence.sms)),
        would_decide=_DELIVERIES,
    )


def _wanted(sms: SmsFacts | None) -> tuple[str, ...]:
    """The operations of SNS that tell something; in no sandbox no number is verified."""
    if sms is None or sms.in_sandbox is not False:
        return _OF_SNS
    return tuple(name for name in _OF_SNS if name != LIST_SMS_SANDBOX_PHONE_NUMBERS)


def _facts(situation: Situation) -> SmsFacts | None:
    """What SNS says, where a text message is what the sign-in waits for, or will send."""
    return situation.evidence.sms if _matters(situation) else None


def _matters(situation: Situation) -> bool:
    if situation.evidence.user_missing:
        return False  # nothing is sent to somebody who is not there
    return _waited(situation) or _will_be_sent(situation)


def _waited(situation: Situation) -> bool:
    return given_up_at(situation, *BY_SMS)


def _will_be_sent(situation: Situation) -> bool:
    """Whether nothing was tried yet and the sign-in will most likely send a text message."""
    if not unsent(situation):
        return False
    message, user = forecast(situation).sends_message, situation.evidence.user
    prefers = user is not None and user.preferred_mfa == "SMS_MFA"
    return prefers or (message is not None and message.medium == "SMS")


def _while_waiting(situation: Situation) -> Confidence:
    """Before anything was sent it is but a chance."""
    return Confidence.MEDIUM if _waited(situation) else Confidence.LOW


RULES: Final[tuple[Rule, ...]] = (
    sms_opted_out,
    sms_sandbox,
    sms_spend_limit,
    sms_no_sender,
    sms_not_delivered,
)
