"""The way of signing in: not enabled, on the wrong path, without its triggers, not in the plan."""

from __future__ import annotations

from typing import Final

from console.core.allowed_flows import why_refused
from console.core.call import (
    ADMIN_GET_USER,
    ADMIN_INITIATE_AUTH,
    DESCRIBE_USER_POOL,
    DESCRIBE_USER_POOL_CLIENT,
    Path,
)
from console.core.conversation.flows import FLOWS, REFRESH_FLOWS, ROTATED_REFRESH, AuthFlow
from console.core.diagnosis.barriers import CUSTOM_TRIGGERS, LITE, settings_of
from console.core.diagnosis.cause import SAYS_SO, Cause, Rule, says
from console.core.diagnosis.classification import Act
from console.core.diagnosis.finding import Confidence, Finding
from console.core.diagnosis.grounds import may_mean, unsent
from console.core.diagnosis.situation import Situation

_SORRY: Final = (
    "The app is not set up for this way of signing in. This is not about your password. We are"
    " looking into it."
)
_DEVELOPERS: Final = (Act.CUSTOMER_DEVELOPER, Act.CUSTOMER_ADMIN)
_LOOK: Final = (
    "aws cognito-idp describe-user-pool-client --user-pool-id USER_POOL_ID --client-id CLIENT_ID"
    " --query UserPoolClient.ExplicitAuthFlows"
)
_NOT_ENABLED = Cause(
    id="flow_not_enabled",
    title="The app client does not allow this flow",
    act=_DEVELOPERS,
    next_step="Use a flow that the client allows, or allow this one; the admin's and the app's"
    " password flows have settings of their own.",
    customer=_SORRY,
    admin="The app client's list of flows lacks the one that was used. When you change it, give all"
    " other settings of the client once more: what is left out goes back to its default.",
    remedy=_LOOK,
)
_WRONG_PATH = Cause(
    id="flow_wrong_path",
    title="This flow does not exist on the path that was used",
    act=(Act.OPERATOR, Act.CUSTOMER_DEVELOPER),
    next_step="Use the flow's twin: the admin's password flow with admin calls, the app's password"
    " flow with the app's own.",
    customer=_SORRY,
    admin="One password flow is for calls with AWS credentials, the other for calls of the app"
    " itself; each refuses the other's name.",
)
_CUSTOM_ONLY = Cause(
    id="flow_custom_only",
    title="The app client allows custom sign-in alone",
    act=_DEVELOPERS,
    next_step="Use the custom flow, or another app client.",
    customer=_SORRY,
    admin="The client's flows are set to custom authentication only.",
    remedy=_LOOK,
)
_NO_TRIGGERS = Cause(
    id="custom_triggers_missing",
    title="The pool lacks the triggers that a custom sign-in needs",
    act=_DEVELOPERS,
    next_step="Use another flow, or give the pool its define, create and verify triggers.",
    customer=_SORRY,
    admin="A custom sign-in needs three Lambda triggers, and the pool does not have them all.",
    remedy="aws cognito-idp describe-user-pool --user-pool-id USER_POOL_ID"
    " --query UserPool.LambdaConfig",
)
_PLAN = Cause(
    id="feature_not_in_plan",
    title="The pool's plan does not have what the sign-in asks for",
    act=(Act.CUSTOMER_ADMIN,),
    next_step="Use another flow or factor, or another plan.",
    customer=_SORRY,
    admin="Choice of first factors, passkeys and e-mail as a second factor need a higher plan than"
    " the pool has.",
    remedy="aws cognito-idp describe-user-pool --user-pool-id USER_POOL_ID"
    " --query UserPool.UserPoolTier",
)
_INCOMPLETE = Cause(
    id="request_incomplete",
    title="The request lacks something, or has it in a form that Cognito does not take",
    act=(Act.CUSTOMER_DEVELOPER, Act.OPERATOR),
    next_step="Compare the parameters with what the flow or challenge wants; Cognito's text names"
    " the one at fault.",
    customer=_SORRY,
    admin="The app's request is not complete. This is a fault of the app or of its settings.",
)
_SWITCHED_OFF = Cause(
    id="operation_not_available",
    title="The operation is switched off or not supported here",
    act=(Act.CUSTOMER_ADMIN, Act.AWS),
    next_step="Try another flow; look whether the pool's or client's settings rule this one out.",
    customer=_SORRY,
    admin="Cognito says that this operation is not enabled or not supported for the pool.",
    remedy="aws cognito-idp describe-user-pool --user-pool-id USER_POOL_ID",
)
CAUSES: Final = (
    _WRONG_PATH, _NOT_ENABLED, _CUSTOM_ONLY, _NO_TRIGGERS, _PLAN, _INCOMPLETE, _SWITCHED_OFF,
)  # fmt: skip
_NO_WORDS: Final = "IP00"  # a text of that exception which is not known, or none
_NOT_ENABLED_CODES: Final = ("IP08", "IP09", "IP10", "IP13", "IP50", "IP51")


def flow_wrong_path(situation: Situation) -> Finding | None:
    """Known from the flow's name and the path alone."""
    rules = FLOWS.get(situation.auth_flow)
    wrong = rules is not None and (
        (rules.admin_only and situation.path is Path.PUBLIC)
        or (rules.public_only and situation.path is Path.ADMIN)
    )
    if situation.code_id != "IP06" and not (wrong and may_mean(situation, _NO_WORDS)):
        return None
    because = ["The flow's name belongs to the other pair of operations."] if wrong else [SAYS_SO]
    return _WRONG_PATH.found(situation, Confidence.HIGH, *because, decided=True)


def flow_not_enabled(situation: Situation) -> Finding | None:
    """The refusal has three wordings, by flow; the client's settings say it beforehand."""
    if _rotates(situation):
        return None  # a family of its own tells why
    said = situation.code_id in _NOT_ENABLED_CODES
    why = _why(situation)
    if not said and not (why and may_mean(situation, _NO_WORDS)):
        return None
    because = ([SAYS_SO] if said else []) + ([why] if why else [])
    rests_on = () if said else (DESCRIBE_USER_POOL_CLIENT,)
    return _NOT_ENABLED.found(situation, Confidence.HIGH, *because, decided=True, rests_on=rests_on)


def _why(situation: Situation) -> str:
    """The sentence on what the client lacks, or an empty text."""
    client = situation.evidence.client
    if client is None or situation.auth_flow == ROTATED_REFRESH:
        return ""
    return why_refused(settings_of(client), situation.auth_flow)


def _rotates(situation: Situation) -> bool:
    client = situation.evidence.client
    return (
        client is not None
        and bool(client.rotates_refresh)
        and (situation.auth_flow in REFRESH_FLOWS)
    )


def custom_triggers_missing(situation: Situation) -> Finding | None:
    """The pool's LambdaConfig says it beforehand."""
    if said := _NO_TRIGGERS.said(situation, "IP12"):
        return said
    pool = situation.evidence.pool
    if not may_mean(situation, _NO_WORDS) or pool is None:
        return None
    if situation.auth_flow != AuthFlow.CUSTOM_AUTH:
        return None
    if all(name in pool.triggers for name in CUSTOM_TRIGGERS):
        return None
    return _NO_TRIGGERS.found(
        situation,
        Confidence.HIGH,
        "The pool's settings do not name all three triggers of a custom sign-in.",
        decided=True,
        rests_on=(DESCRIBE_USER_POOL,),
    )


def feature_not_in_plan(situation: Situation) -> Finding | None:
    """The pool's tier says it beforehand for the choice of first factors."""
    if said := _PLAN.said(situation, "FT01"):
        return said
    pool = situation.evidence.pool
    lite = pool is not None and pool.tier == LITE
    if not unsent(situation) or situation.auth_flow != AuthFlow.USER_AUTH or not lite:
        return None
    return _PLAN.found(
        situation,
        Confidence.HIGH,
        "The pool is on the plan that has passwords alone.",
        decided=True,
        rests_on=(DESCRIBE_USER_POOL,),
    )


def input_not_taken(situation: Situation) -> Finding | None:
    """Of the code alone, or "Invalid input given", which SRP says of a due reset, too."""
    user = situation.evidence.user
    resets = user is not None and user.status == "RESET_REQUIRED"
    if situation.code_id not in ("IP21", _NO_WORDS) or resets:
        return None
    return _INCOMPLETE.found(
        situation,
        Confidence.MEDIUM,
        "The refusal speaks of the input, and does not say which.",
        rests_on=(ADMIN_GET_USER,),
        would_decide=ADMIN_INITIATE_AUTH,
    )


def operation_not_available(situation: Situation) -> Finding | None:
    """The words of Cognito's that it has for a client which rotates its refresh tokens, too."""
    if _rotates(situation) and situation.auth_flow != ROTATED_REFRESH:
        return None  # a family of its own tells why
    return _SWITCHED_OFF.said(situation, "ON00", "UO01", "AC17")


RULES: Final[tuple[Rule, ...]] = (
    flow_wrong_path,
    flow_not_enabled,
    says(_CUSTOM_ONLY, "IP11"),
    custom_triggers_missing,
    feature_not_in_plan,
    input_not_taken,
    says(
        _INCOMPLETE, "IP01", "IP02", "IP03", "IP05", "IP22", "IP24", "VE01", "SZ01", "BC34",
        "AW01", "AW03", "AW05", "AW06",
    ),
    operation_not_available,
)  # fmt: skip
