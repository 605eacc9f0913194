"""Rows for a console that speaks every flow on both paths: what to try, and what comes of it."""
# ruff: noqa: S106 - nothing here opens anything but the practice pool

from __future__ import annotations

from typing import Final

from console.practice.accounts import EMAIL_OTP, MFA_SETUP, SMS_MFA, SOFTWARE_TOKEN_MFA
from console.practice.cause_rows import CAUSE_ROWS
from console.practice.guarded_rows import GUARDED_ROWS
from console.practice.held_rows import HELD_ROWS
from console.practice.later_refusals import LATER_REFUSALS
from console.practice.rows import (
    CHOICE,
    CUSTOM,
    LAMBDA,
    PARAMETER,
    PUBLIC_PASSWORD,
    REFUSED,
    ROUND,
    SELECT,
    SELECT_MFA,
    SRP,
    VERIFIER,
    prefers,
    row,
    says,
)
from console.practice.users import ADMIN_USER_PASSWORD_AUTH, NEW_PASSWORD_REQUIRED

_PATHS: Final = (
    row(
        "alice",
        PUBLIC_PASSWORD,
        "the app's own call with the password, no AWS credentials",
        path="public",
    ),
    row(
        "alice",
        PUBLIC_PASSWORD,
        "a flow that the admin operation refuses",
        fails=("IP06", PARAMETER),
        finding="flow_wrong_path",
    ),
    row(
        "alice",
        ADMIN_USER_PASSWORD_AUTH,
        "an admin flow that the public operation refuses",
        path="public",
        fails=("IP06", PARAMETER),
        finding="flow_wrong_path",
    ),
    row(
        "bob",
        PUBLIC_PASSWORD,
        "the app's own call on the confidential client",
        path="public",
        client="confidential",
    ),
    row(
        "dora",
        PUBLIC_PASSWORD,
        "authenticator app (TOTP) on the public path",
        SOFTWARE_TOKEN_MFA,
        path="public",
    ),
    row(
        "blocked-by-waf",
        ADMIN_USER_PASSWORD_AUTH,
        "signs in here, since the admin path does not pass the web firewall",
    ),
    row(
        "blocked-by-waf",
        PUBLIC_PASSWORD,
        "blocked by the web firewall, which the public path passes",
        path="public",
        fails=("FB01", "ForbiddenException"),
    ),
)

_PROOFS: Final = tuple(
    proof
    for path in ("admin", "public")
    for proof in (
        row("alice", SRP, f"SRP: the password never leaves ({path})", VERIFIER, path=path),
        row("soren", SRP, f"SRP with letters beyond ASCII ({path})", VERIFIER, path=path),
        row(
            "bob",
            SRP,
            f"SRP on the confidential client ({path})",
            VERIFIER,
            path=path,
            client="confidential",
        ),
        row(
            "sybil",
            SRP,
            f"SRP with a wrong password ({path})",
            VERIFIER,
            path=path,
            password="Wrong-Paddle-53!",
            fails=("NA01", REFUSED),
            finding="wrong_password",
        ),
        # Right after the wrong one, so that a loop over all rows never locks the user.
        row("sybil", SRP, f"SRP after a wrong password ({path})", VERIFIER, path=path),
    )
)

_AFTER_PROOF: Final = (
    row(
        "dean",
        SRP,
        "SRP, then authenticator app (TOTP)",
        VERIFIER,
        SOFTWARE_TOKEN_MFA,
    ),
    row(
        "alice",
        SRP,
        "SRP on an app client that does not allow it",
        client="no-password-flow",
        fails=("IP09", PARAMETER),
        finding="flow_not_enabled",
    ),
    row(
        "hugo",
        SRP,
        "SRP with a temporary password; then new password and authenticator app",
        VERIFIER,
        NEW_PASSWORD_REQUIRED,
        SOFTWARE_TOKEN_MFA,
    ),
)

_CUSTOMS: Final = (
    row(
        "trent",
        CUSTOM,
        "two rounds of questions by the pool's own triggers",
        ROUND,
        ROUND,
        answers=says(ROUND, "maple", "seven"),
    ),
    row(
        "trent",
        CUSTOM,
        "SRP first, then two rounds of questions",
        VERIFIER,
        ROUND,
        ROUND,
        path="public",
        parameters={"CHALLENGE_NAME": "SRP_A"},
        answers=says(ROUND, "maple", "seven"),
    ),
    row(
        "trent",
        CUSTOM,
        "a wrong round brings a new session and the same question",
        ROUND,
        ROUND,
        ROUND,
        path="public",
        answers=says(ROUND, "birch", "maple", "seven"),
    ),
    row(
        "trent",
        CUSTOM,
        "three wrong rounds end it",
        ROUND,
        ROUND,
        ROUND,
        answers=says(ROUND, "birch", "beech", "alder"),
        fails=("NA01", REFUSED),
        finding="custom_challenge_refused",
    ),
    row(
        "olivia",
        CUSTOM,
        "SRP first, and Cognito's own second factor in place of the questions",
        VERIFIER,
        SOFTWARE_TOKEN_MFA,
        parameters={"CHALLENGE_NAME": "SRP_A"},
    ),
    row(
        "alice",
        CUSTOM,
        "custom flow in a pool without its triggers",
        client="no-custom-triggers",
        fails=("IP12", PARAMETER),
    ),
    row(
        "alice",
        CUSTOM,
        "custom flow on an app client that does not allow it",
        client="no-password-flow",
        fails=("IP10", PARAMETER),
        finding="flow_not_enabled",
    ),
    row(
        "define-fails",
        CUSTOM,
        "the DefineAuthChallenge trigger refuses",
        fails=("UL02", LAMBDA),
    ),
    row(
        "create-fails",
        CUSTOM,
        "the CreateAuthChallenge trigger fails",
        fails=("UL03", LAMBDA),
    ),
)

_CHOICES: Final = (
    row(
        "xenia",
        CHOICE,
        "choice among first factors: e-mail code",
        SELECT,
        EMAIL_OTP,
        answers=says(SELECT, EMAIL_OTP),
    ),
    row(
        "xenia",
        CHOICE,
        "choice among first factors: password, asked for after the choice",
        SELECT,
        "PASSWORD",
        path="public",
        answers=says(SELECT, "PASSWORD"),
    ),
    row(
        "xenia",
        CHOICE,
        "choice among first factors: SRP, asked for after the choice",
        SELECT,
        "PASSWORD_SRP",
        VERIFIER,
        answers=says(SELECT, "PASSWORD_SRP"),
    ),
    row("xenia", CHOICE, "prefers the password", parameters=prefers("PASSWORD")),
    row("xenia", CHOICE, "prefers SRP", VERIFIER, parameters=prefers("PASSWORD_SRP")),
    row("xenia", CHOICE, "prefers an e-mail code", EMAIL_OTP, parameters=prefers(EMAIL_OTP)),
    row(
        "xenia",
        CHOICE,
        "prefers a text message code",
        "SMS_OTP",
        path="public",
        parameters=prefers("SMS_OTP"),
    ),
    row(
        "zack",
        CHOICE,
        "temporary password: the choice has passwords alone",
        SELECT,
        "PASSWORD",
        NEW_PASSWORD_REQUIRED,
        answers=says(SELECT, "PASSWORD"),
    ),
    row(
        "alice",
        CHOICE,
        "choice of factors on an app client that does not allow it",
        client="no-password-flow",
        fails=("IP13", PARAMETER),
        finding="flow_not_enabled",
    ),
)

_FACTORS: Final = (
    row("victor", ADMIN_USER_PASSWORD_AUTH, "e-mail code as second factor", EMAIL_OTP),
    *(
        row(
            "walter",
            ADMIN_USER_PASSWORD_AUTH,
            f"choice among second factors: {chosen}",
            SELECT_MFA,
            chosen,
            answers=says(SELECT_MFA, chosen),
        )
        for chosen in (SMS_MFA, SOFTWARE_TOKEN_MFA, EMAIL_OTP)
    ),
    row(
        "yvonne",
        ADMIN_USER_PASSWORD_AUTH,
        "must set up an authenticator app",
        MFA_SETUP,
    ),
    row(
        "yusuf",
        ADMIN_USER_PASSWORD_AUTH,
        "must set up a second factor, and gives an e-mail address",
        MFA_SETUP,
        EMAIL_OTP,
        answers={MFA_SETUP: ({"EMAIL": "yusuf@example.com"},)},
    ),
    row(
        "alice",
        ADMIN_USER_PASSWORD_AUTH,
        "an app client whose refresh tokens are good once",
        client="rotating",
    ),
)

LATER_USERS: Final = (
    *_PATHS,
    *_PROOFS,
    *_AFTER_PROOF,
    *_CUSTOMS,
    *_CHOICES,
    *_FACTORS,
    *HELD_ROWS,
    *GUARDED_ROWS,
    *LATER_REFUSALS,
    *CAUSE_ROWS,
)
