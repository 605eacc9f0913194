"""Rows that end in a refusal: hidden users, triggers, and each exception of the API's model."""
# ruff: noqa: S106 - nothing here opens anything but the practice pool

from __future__ import annotations

from typing import Final

from console.practice.accounts import SOFTWARE_TOKEN_MFA
from console.practice.rows import (
    LAMBDA,
    REFUSED,
    SRP,
    VERIFIER,
    row,
)
from console.practice.users import ADMIN_USER_PASSWORD_AUTH, NEW_PASSWORD_REQUIRED

_HIDDEN: Final = (
    row(
        "nobody",
        ADMIN_USER_PASSWORD_AUTH,
        "unknown user, on a client that hides it",
        client="hidden-users",
        fails=("NA01", REFUSED),
        finding="migration_gave_nothing",
    ),
    row(
        "nobody",
        SRP,
        "unknown user with SRP, on a client that hides it",
        VERIFIER,
        path="public",
        client="hidden-users",
        fails=("NA01", REFUSED),
        finding="user_unknown_hidden",
    ),
    row(
        "nobody",
        SRP,
        "unknown user with SRP",
        fails=("UN01", "UserNotFoundException"),
        finding="user_unknown",
    ),
    row(
        "kevin",
        ADMIN_USER_PASSWORD_AUTH,
        "password reset required, on a client that hides it",
        client="hidden-users",
        fails=("NA01", REFUSED),
        finding="imported_reset_required",
    ),
    row(
        "moira",
        ADMIN_USER_PASSWORD_AUTH,
        "the UserMigration trigger refuses a wrong password",
        password="Wrong-Anvil-31!",
        fails=("UL07", LAMBDA),
    ),
    row(
        "moira",
        ADMIN_USER_PASSWORD_AUTH,
        "the UserMigration trigger brings the user in",
    ),
)

_EXCEPTIONS: Final = (
    *(
        row(username, ADMIN_USER_PASSWORD_AUTH, purpose, fails=fails)
        for username, purpose, fails in (
            (
                "not-enabled",
                "an operation that is switched off",
                ("ON00", "OperationNotEnabledException"),
            ),
            (
                "unsupported",
                "an operation that is not supported",
                ("UO01", "UnsupportedOperationException"),
            ),
            (
                "pool-config",
                "the pool's configuration is invalid",
                ("IU01", "InvalidUserPoolConfigurationException"),
            ),
            (
                "no-mfa-method",
                "no method for the second factor",
                ("MM01", "MFAMethodNotFoundException"),
            ),
            (
                "sms-role",
                "the role for text messages may not publish",
                ("SR01", "InvalidSmsRoleAccessPolicyException"),
            ),
            (
                "sms-trust",
                "the role for text messages does not trust Cognito",
                ("SR02", "InvalidSmsRoleTrustRelationshipException"),
            ),
            (
                "email-role",
                "the role for e-mail may not send",
                ("SE01", "InvalidEmailRoleAccessPolicyException"),
            ),
            (
                "token-trigger",
                "refused by the PreTokenGeneration trigger",
                ("UL05", LAMBDA),
            ),
            (
                "post-trigger",
                "refused by the PostAuthentication trigger",
                ("UL06", LAMBDA),
            ),
            (
                "trigger-throttled",
                "the PreTokenGeneration trigger is throttled",
                ("UX04", "UnexpectedLambdaException"),
            ),
            (
                "trigger-forbidden",
                "Cognito may not call the PreAuthentication trigger",
                ("UX01", "UnexpectedLambdaException"),
            ),
            (
                "trigger-output",
                "a trigger answers in the wrong form",
                ("IL01", "InvalidLambdaResponseException"),
            ),
        )
    ),
    row(
        "no-token",
        ADMIN_USER_PASSWORD_AUTH,
        "authenticator app asked for, but the pool has none of this user any more",
        SOFTWARE_TOKEN_MFA,
        totp_seed="T7NZQ4WXK2LMB6VRPHYC5JSGDFEAUO3I",
        fails=("SN01", "SoftwareTokenMFANotFoundException"),
    ),
    row(
        "gina",
        SRP,
        "a new password that the policy refuses",
        VERIFIER,
        NEW_PASSWORD_REQUIRED,
        answers={
            NEW_PASSWORD_REQUIRED: ({"NEW_PASSWORD": "Short1!", "userAttributes.name": "Gina"},)
        },
        fails=("PW01", "InvalidPasswordException"),
    ),
    row(
        "iris",
        ADMIN_USER_PASSWORD_AUTH,
        "a new password that was used before",
        NEW_PASSWORD_REQUIRED,
        answers={NEW_PASSWORD_REQUIRED: ({"NEW_PASSWORD": "Older-Willow-84!"},)},
        fails=("PH01", "PasswordHistoryPolicyViolationException"),
    ),
    row(
        "jack",
        ADMIN_USER_PASSWORD_AUTH,
        "a required e-mail address that another user has",
        NEW_PASSWORD_REQUIRED,
        answers={
            NEW_PASSWORD_REQUIRED: (
                {
                    "NEW_PASSWORD": "Fresh-Meadow-77!",
                    "userAttributes.email": "alice@example.com",
                },
            )
        },
        fails=("AE01", "AliasExistsException"),
    ),
    *(
        row(
            username,
            ADMIN_USER_PASSWORD_AUTH,
            f"new password required; {purpose}",
            NEW_PASSWORD_REQUIRED,
            fails=fails,
        )
        for username, purpose, fails in (
            ("strict-policy", "none is good enough here", ("PW01", "InvalidPasswordException")),
            (
                "every-password",
                "all were used before",
                ("PH01", "PasswordHistoryPolicyViolationException"),
            ),
            (
                "twin",
                "another user has this one's e-mail address",
                ("AE01", "AliasExistsException"),
            ),
        )
    ),
    row(
        "alice",
        ADMIN_USER_PASSWORD_AUTH,
        "an app client that was deleted",
        client="deleted",
        fails=("RN01", "ResourceNotFoundException"),
        finding="client_not_found",
    ),
)

LATER_REFUSALS: Final = (*_HIDDEN, *_EXCEPTIONS)
