"""Users that meet one exception each, so that every one of the API model can be seen."""
# ruff: noqa: S106 - nothing here opens anything but the practice pool

from __future__ import annotations

from typing import Final

from console.practice.accounts import (
    EMAIL_OTP,
    SMS_MFA,
    SOFTWARE_TOKEN_MFA,
    Account,
    Checkpoint,
    Refusal,
    Status,
    seeded_attributes,
)
from console.practice.calls import Path

_PHONE: Final = "+12025550173"  # from the range that is kept free for fiction


def _meets(
    username: str,
    password: str,
    at: Checkpoint,
    code: str,
    message: str,
    *,
    mfa: str | None = None,
    status: Status = Status.CONFIRMED,
    only_on: Path | None = None,
) -> Account:
    # Whoever needs a new password is asked for the name too.
    attributes = seeded_attributes(username, name=status is Status.CONFIRMED)
    if mfa == SMS_MFA:
        attributes = seeded_attributes(username, phone_number=_PHONE, phone_number_verified="true")
    return Account(
        username=username,
        password=password,
        status=status,
        attributes=attributes,
        mfa=mfa,
        refusals=(Refusal(at=at, code=code, message=message, only_on=only_on),),
    )


# No text of Cognito's own is known where the text says no more than the code does.
REFUSED_ACCOUNTS: Final = (
    _meets(
        "not-enabled",
        "Noble-Tower-12!",
        Checkpoint.LOOKUP,
        "OperationNotEnabledException",
        "Operation not enabled",
    ),
    _meets(
        "unsupported",
        "Umber-Tower-13!",
        Checkpoint.LOOKUP,
        "UnsupportedOperationException",
        "Unsupported operation",
    ),
    _meets(
        "blocked-by-waf",
        "Brisk-Tower-14!",
        Checkpoint.LOOKUP,
        "ForbiddenException",
        "Request not allowed due to WAF block.",
        only_on=Path.PUBLIC,
    ),
    _meets(
        "pool-config",
        "Pearl-Tower-16!",
        Checkpoint.SECOND_FACTOR,
        "InvalidUserPoolConfigurationException",
        "Invalid user pool configuration",
        mfa=SMS_MFA,
    ),
    _meets(
        "no-mfa-method",
        "North-Tower-17!",
        Checkpoint.SECOND_FACTOR,
        "MFAMethodNotFoundException",
        "MFA method not found",
        mfa=SMS_MFA,
    ),
    _meets(
        "sms-role",
        "Sandy-Tower-18!",
        Checkpoint.SEND,
        "InvalidSmsRoleAccessPolicyException",
        "Role does not have permission to publish with SNS",
        mfa=SMS_MFA,
    ),
    _meets(
        "sms-trust",
        "Stony-Tower-19!",
        Checkpoint.SEND,
        "InvalidSmsRoleTrustRelationshipException",
        "Role does not have a trust relationship allowing Cognito to assume the role",
        mfa=SMS_MFA,
    ),
    _meets(
        "email-role",
        "Early-Tower-20!",
        Checkpoint.SEND,
        "InvalidEmailRoleAccessPolicyException",
        "Invalid email role access policy",
        mfa=EMAIL_OTP,
    ),
    _meets(
        "define-fails",
        "Dusky-Tower-21!",
        Checkpoint.DEFINE_CHALLENGE,
        "UserLambdaValidationException",
        "DefineAuthChallenge failed with error USER_TYPE_NOT_ALLOWED.",
    ),
    _meets(
        "create-fails",
        "Crisp-Tower-22!",
        Checkpoint.DEFINE_CHALLENGE,
        "UserLambdaValidationException",
        "CreateAuthChallenge failed with error 'challengeMetaData'.",
    ),
    _meets(
        "token-trigger",
        "Tepid-Tower-23!",
        Checkpoint.TOKENS,
        "UserLambdaValidationException",
        "PreTokenGeneration failed with error This account is not authorized.",
    ),
    _meets(
        "post-trigger",
        "Plush-Tower-24!",
        Checkpoint.TOKENS,
        "UserLambdaValidationException",
        "PostAuthentication failed with error x.",
    ),
    _meets(
        "trigger-throttled",
        "Tulip-Tower-25!",
        Checkpoint.TOKENS,
        "UnexpectedLambdaException",
        "PreTokenGeneration invocation failed due to error TooManyRequestsException.",
    ),
    _meets(
        "trigger-forbidden",
        "Tawny-Tower-26!",
        Checkpoint.PRE_AUTHENTICATION,
        "UnexpectedLambdaException",
        "PreAuthentication invocation failed due to error AccessDeniedException.",
    ),
    _meets(
        "trigger-output",
        "Topaz-Tower-27!",
        Checkpoint.TOKENS,
        "InvalidLambdaResponseException",
        "Unrecognizable lambda output",
    ),
    _meets(
        "strict-policy",
        "Strict-Tower-38!",
        Checkpoint.ANSWER,
        "InvalidPasswordException",
        "Password does not conform to policy: Password not long enough",
        status=Status.FORCE_CHANGE_PASSWORD,
    ),
    _meets(
        "every-password",
        "Every-Tower-39!",
        Checkpoint.ANSWER,
        "PasswordHistoryPolicyViolationException",
        "Password has previously been used",
        status=Status.FORCE_CHANGE_PASSWORD,
    ),
    _meets(
        "twin",
        "Twin-Tower-40!",
        Checkpoint.ANSWER,
        "AliasExistsException",
        "An account with the email already exists.",
        status=Status.FORCE_CHANGE_PASSWORD,
    ),
    # An authenticator app that was taken away while it stayed the preferred factor.
    Account(
        username="no-token",
        password="Nutty-Tower-28!",
        attributes=seeded_attributes("no-token"),
        mfa=SOFTWARE_TOKEN_MFA,
    ),
)
