"""The pool's Lambda functions: they refuse, crash, cannot be called, or bring nobody in."""

from __future__ import annotations

from typing import Final

from console.core.call import (
    ADMIN_GET_USER,
    ADMIN_INITIATE_AUTH,
    DESCRIBE_USER_POOL,
    FILTER_LOG_EVENTS,
)
from console.core.conversation.challenges import CUSTOM_CHALLENGE
from console.core.conversation.flows import AuthFlow
from console.core.diagnosis.barriers import CUSTOM_TRIGGERS, may_migrate, srp
from console.core.diagnosis.cause import SAYS_SO, Cause, Rule, says
from console.core.diagnosis.classification import Act
from console.core.diagnosis.evidence import LogKind
from console.core.diagnosis.finding import Confidence, Finding
from console.core.diagnosis.grounds import (
    UNKNOWN_USER,
    WRONG,
    WRONG_TEXTS,
    may_mean,
    related_users,
    unsent,
)
from console.core.diagnosis.situation import Situation
from console.core.diagnosis.trigger_logs import bad_ends, logged, says_timeout

_LOGS: Final = "aws logs tail /aws/lambda/FUNCTION_NAME --since 15m"
_SORRY: Final = (
    "The sign-in was stopped by a check on our side, not by your password. We are looking into it;"
    " please try again later."
)
_OWNERS: Final = (Act.CUSTOMER_DEVELOPER, Act.CUSTOMER_ADMIN)
_MIGRATION = Cause(
    id="migration_gave_nothing",
    title="The user is not in the pool, and the migration trigger brings nobody in",
    act=_OWNERS,
    next_step="Look into the log of the migration trigger: whom it looked for, and what it gave.",
    customer="Your account has not been moved to our new sign-in yet, or the old name and password"
    " did not match. Please check both; if they are right, please tell your administrator.",
    admin="The pool asks its user migration trigger about unknown users. It found nobody, did not"
    " accept the password, or answered in a form that the service cannot use.",
    remedy=_LOGS,
)
_CUSTOM = Cause(
    id="custom_challenge_refused",
    title="The custom sign-in was refused by its own triggers",
    act=_OWNERS,
    next_step="Look into the logs of the define, create and verify triggers around the attempt.",
    customer="The answer to the extra sign-in question was not accepted. Please start again and"
    " answer with care; if it happens again please tell us.",
    admin="In a custom sign-in the define trigger decides. It ended the sign-in, after wrong"
    " answers or at once, or the create trigger gave no answer to compare with.",
    remedy=_LOGS,
)
_REFUSED = Cause(
    id="trigger_refused",
    title="One of the pool's Lambda triggers refused the sign-in",
    act=_OWNERS,
    next_step="Read the trigger's own text beside this, and its log: it said no, not Cognito.",
    customer=_SORRY,
    admin="A Lambda function of yours raised an error on purpose or by mistake; its text is in the"
    " answer. Whether the password was right is not known where it ran before that check.",
    remedy=_LOGS,
)
_CRASHED = Cause(
    id="trigger_failed",
    title="One of the pool's Lambda triggers crashed or took too long",
    act=_OWNERS,
    next_step="Read the trigger's log: it ended by itself or did not answer within five seconds.",
    customer=_SORRY,
    admin="A Lambda function of yours ended with an error of its own or was too slow: it has five"
    " seconds, and is called up to three times.",
    remedy=_LOGS,
)
_SLOW = Cause(
    id="trigger_timed_out",
    title="One of the pool's Lambda triggers took too long",
    act=_OWNERS,
    next_step="Find out what the function waits for; Cognito waits five seconds, whatever time the"
    " function itself is given.",
    customer=_SORRY,
    admin="A Lambda function of yours did not answer in time: a cold start, a call to something"
    " that hangs, or a network without a way out. It has five seconds, and is called up to three"
    " times.",
    remedy="aws lambda get-function-configuration --function-name FUNCTION_NAME --query Timeout",
)
_FORBIDDEN = Cause(
    id="trigger_not_permitted",
    title="Cognito may not call one of the pool's Lambda triggers",
    act=_OWNERS,
    next_step="Give the service the permission to call the function.",
    customer=_SORRY,
    admin="The function's resource policy does not let the user pool invoke it, as happens after"
    " the function or the pool was made anew.",
    remedy="aws lambda add-permission --function-name FUNCTION_NAME --statement-id cognito"
    " --action lambda:InvokeFunction --principal cognito-idp.amazonaws.com --source-arn POOL_ARN",
)
_GONE = Cause(
    id="trigger_missing",
    title="One of the pool's Lambda triggers is not there or not ready",
    act=_OWNERS,
    next_step="Check that the function exists, is active and is the one that the pool names.",
    customer=_SORRY,
    admin="The pool names a function that was deleted, is being updated, or is not active.",
    remedy="aws lambda get-function --function-name FUNCTION_NAME",
)
_THROTTLED = Cause(
    id="trigger_throttled",
    title="One of the pool's Lambda triggers is throttled",
    act=_OWNERS,
    next_step="Try again later; raise the function's concurrency if it happens often.",
    customer="Our sign-in is very busy at the moment. Please try again in a few minutes.",
    admin="The account's or the function's concurrency limit was reached.",
    remedy="aws lambda get-account-settings",
)
_OUTPUT = Cause(
    id="trigger_output",
    title="One of the pool's Lambda triggers answers in a form that cannot be used",
    act=_OWNERS,
    next_step="Compare the function's answer with the form that its trigger wants.",
    customer=_SORRY,
    admin="A function must give back the event that it was given, with its answer filled in, and"
    " in the form of the trigger's version.",
    remedy=_LOGS,
)
CAUSES: Final = (
    _MIGRATION, _CUSTOM, _REFUSED, _SLOW, _CRASHED, _FORBIDDEN, _GONE, _THROTTLED, _OUTPUT,
)  # fmt: skip


def migration_gave_nothing(situation: Situation) -> Finding | None:
    """The user is absent, the trigger is there, and the flow hands it the password."""
    evidence = situation.evidence
    if not may_mean(situation, *WRONG_TEXTS, *UNKNOWN_USER) or not may_migrate(situation):
        return None
    if related_users(situation) or evidence.found_in:
        return None
    before = unsent(situation)
    return _MIGRATION.found(
        situation,
        Confidence.MEDIUM if before else Confidence.HIGH,
        "This pool has no user under the name that was typed.",
        "The pool has a user migration trigger, and this flow hands it the password.",
        *logged(situation, ("UserMigration",)),
        # A name that no one can have was not what the trigger should have looked for.
        decided=not before and not situation.username_findings,
        against=("The trigger may still bring the user in.",) if before else (),
        rests_on=(ADMIN_GET_USER, DESCRIBE_USER_POOL),
        would_decide=ADMIN_INITIATE_AUTH,
    )


def custom_challenge_refused(situation: Situation) -> Finding | None:
    """No password is looked at in a custom sign-in without SRP, so the triggers refused it."""
    evidence = situation.evidence
    if situation.auth_flow != AuthFlow.CUSTOM_AUTH or not may_mean(situation, *WRONG_TEXTS):
        return None
    if evidence.user_missing or (evidence.user is not None and not evidence.user.enabled):
        return None
    at_questions = situation.challenge == CUSTOM_CHALLENGE or not srp(situation)
    proof = situation.code_id == WRONG and at_questions
    if situation.code_id and not at_questions:
        return None  # the proof of the password was refused
    return _CUSTOM.found(
        situation,
        Confidence.HIGH if proof else Confidence.MEDIUM,
        "The pool's own triggers decide about a custom sign-in, and no password is looked at."
        if at_questions
        else "After the proof of the password the pool's own triggers decide.",
        *logged(situation, CUSTOM_TRIGGERS),
        decided=proof and evidence.user is not None and evidence.user.status == "CONFIRMED",
        rests_on=(ADMIN_GET_USER,),
        would_decide=ADMIN_INITIATE_AUTH,
    )


_TOO_SLOW: Final = "UX50"
_CRASH: Final = "UL09"
_UNCLEAR: Final = "UX00"
_SAID_NO: Final = (
    "UL01", "UL02", "UL03", "UL50", "UL05", "UL06", "UL07", "UL08", "UL51", "UL00",
)  # fmt: skip
_MIXED: Final = "The log has ends of several kinds, and does not say which is of this sign-in."


def trigger_timed_out(situation: Situation) -> Finding | None:
    """Cognito wraps a function that ran out of time like one that said no; its log tells."""
    words = says_timeout(situation) and _is_wrapped(situation)
    if situation.code_id == _TOO_SLOW or words:
        return _SLOW.found(situation, Confidence.HIGH, SAYS_SO, *logged(situation), decided=True)
    return _by_log(situation, _SLOW, LogKind.TIMEOUT)


def trigger_failed(situation: Situation) -> Finding | None:
    """The function crashed, by Cognito's words or by its log; unclear words may mean it too."""
    if situation.code_id == _CRASH:
        return _CRASHED.found(situation, Confidence.HIGH, SAYS_SO, *logged(situation), decided=True)
    if says_timeout(situation) or _kinds(situation) == {LogKind.TIMEOUT}:
        return None
    if situation.code_id == _UNCLEAR:
        return _CRASHED.found(situation, Confidence.HIGH, SAYS_SO, *logged(situation), decided=True)
    return _by_log(situation, _CRASHED, LogKind.EXIT)


def trigger_refused(situation: Situation) -> Finding | None:
    """The function raised an error, unless its log tells of another end."""
    kinds = _kinds(situation)
    if situation.code_id not in _SAID_NO or says_timeout(situation):
        return None
    if kinds and LogKind.ERROR not in kinds:
        return None
    mixed = len(kinds) > 1
    return _REFUSED.found(
        situation,
        Confidence.MEDIUM if mixed else Confidence.HIGH,
        SAYS_SO,
        *logged(situation),
        decided=not mixed,
        against=(_MIXED,) if mixed else (),
        would_decide=ADMIN_INITIATE_AUTH,
    )


def _by_log(situation: Situation, cause: Cause, kind: LogKind) -> Finding | None:
    """What the log alone tells: it has no other end than this one around the attempt."""
    kinds = _kinds(situation)
    if not _is_wrapped(situation) or kind not in kinds:
        return None
    mixed = len(kinds) > 1
    return cause.found(
        situation,
        Confidence.MEDIUM if mixed else Confidence.HIGH,
        "Cognito says that the function did not end well.",
        *logged(situation),
        decided=not mixed,
        against=(_MIXED,) if mixed else (),
        rests_on=(FILTER_LOG_EVENTS,),
        would_decide=ADMIN_INITIATE_AUTH,
    )


def _is_wrapped(situation: Situation) -> bool:
    """Whether the refusal says no more than that a trigger did not end well."""
    return situation.code_id in (_UNCLEAR, *_SAID_NO)


def _kinds(situation: Situation) -> frozenset[LogKind]:
    return frozenset(line.kind for line in bad_ends(situation))


RULES: Final[tuple[Rule, ...]] = (
    migration_gave_nothing,
    custom_challenge_refused,
    trigger_timed_out,
    trigger_failed,
    trigger_refused,
    says(_FORBIDDEN, "UX01"),
    says(_GONE, "UX03", "UX51"),
    says(_THROTTLED, "UX04"),
    says(_OUTPUT, "IL01", "IL00"),
)
