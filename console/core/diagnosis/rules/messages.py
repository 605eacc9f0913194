"""Codes by text message and e-mail: what keeps them from being sent or from arriving."""

from __future__ import annotations

from typing import Final

from console.core.call import (
    ADMIN_GET_USER,
    ADMIN_INITIATE_AUTH,
    DESCRIBE_USER_POOL,
    LIST_USERS,
)
from console.core.diagnosis.cause import Cause, Rule, says
from console.core.diagnosis.classification import Act
from console.core.diagnosis.finding import Confidence, Finding
from console.core.diagnosis.grounds import given_up_at, related_users
from console.core.diagnosis.name_grounds import BY_EMAIL, code_for_nobody
from console.core.diagnosis.situation import Situation

NO_CODE: Final = (
    "We are sorry that no code reached you. Please check the number or address, the spam folder and"
    " the reception of your phone; we are checking the sending on our side."
)
ADMINS: Final = (Act.CUSTOMER_ADMIN, Act.CUSTOMER_DEVELOPER)
_ROLE = Cause(
    id="sms_role",
    title="The pool's role may not send text messages",
    act=ADMINS,
    next_step="Give the role of the pool the permission to publish with SNS.",
    customer=NO_CODE,
    admin="The IAM role that the pool names for text messages lacks sns:Publish.",
    remedy="aws cognito-idp describe-user-pool --user-pool-id USER_POOL_ID"
    " --query UserPool.SmsConfiguration",
)
_TRUST = Cause(
    id="sms_trust",
    title="The pool's role for text messages does not trust Cognito",
    act=ADMINS,
    next_step="Correct the trust policy of the role, its external id included.",
    customer=NO_CODE,
    admin="The role must trust cognito-idp.amazonaws.com, with the external id of the pool.",
    remedy="aws iam get-role --role-name ROLE_NAME --query Role.AssumeRolePolicyDocument",
)
_MAIL_ROLE = Cause(
    id="email_role",
    title="Cognito may not send e-mail in the pool's name",
    act=ADMINS,
    next_step="Check the identity in SES and its sending policy.",
    customer=NO_CODE,
    admin="The pool is set to send by your own SES identity, and that does not let Cognito send.",
    remedy="aws sesv2 get-email-identity --email-identity IDENTITY",
)
_MAIL = Cause(
    id="email_not_delivered",
    title="The e-mail may not arrive",
    act=ADMINS,
    next_step="Look at the pool's sender: the default one sends 50 a day and often lands in spam.",
    customer=NO_CODE,
    admin="With Cognito's own sender an account has 50 e-mails a day. Use an SES identity of your"
    " own for more.",
    remedy="aws cognito-idp describe-user-pool --user-pool-id USER_POOL_ID"
    " --query UserPool.EmailConfiguration",
)
_SIMULATED = Cause(
    id="simulated_delivery",
    title="No code was sent: the user does not exist, and the app client hides that",
    act=(Act.USER, Act.CUSTOMER_ADMIN),
    next_step="Ask for the exact name or address of the registration; no code will come.",
    customer="We could not find an account under the name that you entered, so no code was sent."
    " Please check the name for typing mistakes.",
    admin="The app client hides which users exist, so that an unknown one is asked for a code that"
    " nobody sent.",
    remedy="aws cognito-idp admin-get-user --user-pool-id USER_POOL_ID --username USERNAME",
)
_SETUP = Cause(
    id="pool_configuration",
    title="The pool's settings do not fit together",
    act=ADMINS,
    next_step="Look at the pool's settings for messages and second factors.",
    customer="The sign-in is not set up right on our side. We are looking into it.",
    admin="Cognito finds the pool's configuration invalid: most often a second factor that needs a"
    " sender or a role which is not there.",
    remedy="aws cognito-idp get-user-pool-mfa-config --user-pool-id USER_POOL_ID",
)
CAUSES: Final = (_SIMULATED, _ROLE, _TRUST, _MAIL_ROLE, _MAIL, _SETUP)


def simulated_delivery(situation: Situation) -> Finding | None:
    """A code was asked for of a user that is not there."""
    if not code_for_nobody(situation):
        return None
    evidence = situation.evidence
    nearer = bool(related_users(situation) or evidence.found_in)
    return _SIMULATED.found(
        situation,
        Confidence.HIGH,
        "This pool has no user under the name that was typed.",
        "The sign-in asked for a code all the same.",
        decided=not nearer,
        against=("There is somebody whom the typed name means, and may not lead to.",)
        if nearer
        else (),
        rests_on=(ADMIN_GET_USER, LIST_USERS),
        would_decide=ADMIN_INITIATE_AUTH,
    )


def email_not_delivered(situation: Situation) -> Finding | None:
    """The sender's limit is reached, its set-up has a fault, or the user gave up waiting."""
    if said := _MAIL.said(situation, "LE50", "CD00"):
        return said
    pool = situation.evidence.pool
    waited = given_up_at(situation, *BY_EMAIL)
    failure = pool is not None and pool.email_failure is not None
    if not waited or situation.evidence.user_missing:
        return None
    default = pool is not None and pool.email_account == "COGNITO_DEFAULT"
    because = ["The sign-in ended while a code was awaited."]
    because += ["The pool reports a fault of its e-mail configuration."] if failure else []
    because += ["The pool sends with Cognito's own sender."] if default else []
    return _MAIL.found(
        situation,
        Confidence.HIGH if failure else Confidence.LOW,
        *because,
        rests_on=(ADMIN_GET_USER, DESCRIBE_USER_POOL),
        would_decide="SES GetAccount",
    )


RULES: Final[tuple[Rule, ...]] = (
    simulated_delivery,
    says(_ROLE, "SR01", "SA00"),
    says(_TRUST, "SR02", "ST00"),
    says(_MAIL_ROLE, "SE01"),
    email_not_delivered,
    says(_SETUP, "IU01", "IP28"),
)
