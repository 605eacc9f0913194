"""Rows of plans, threat protection, triggers, and codes that are wrong, stale or used."""

from __future__ import annotations

from typing import Final

from console.practice.accounts import SMS_MFA, SOFTWARE_TOKEN_MFA
from console.practice.rows import CHOICE, CUSTOM, LAMBDA, PUBLIC_PASSWORD, REFUSED, ROUND, row, says
from console.practice.users import ADMIN_USER_PASSWORD_AUTH

_TIER: Final = ("FT01", "FeatureUnavailableInTierException")
_EXPIRED: Final = "ExpiredCodeException"
_MISMATCH: Final = "CodeMismatchException"
_WRONG_CODE: Final = "000000"
_BARRED: Final = {"ip_address": "203.0.113.77"}  # in a range that the pool always blocks

_PLANS: Final = (
    row(
        "carol",
        ADMIN_USER_PASSWORD_AUTH,
        "a pool on the Lite plan, which has passwords too",
        client="lite",
    ),
    row(
        "xenia",
        CHOICE,
        "choice of first factors in a pool on the Lite plan, which lacks it",
        client="lite",
        fails=_TIER,
    ),
    row(
        "victor",
        ADMIN_USER_PASSWORD_AUTH,
        "e-mail as second factor in a pool on the Lite plan, which lacks it",
        client="lite",
        fails=_TIER,
    ),
)

_THREATS: Final = (
    row(
        "risky",
        ADMIN_USER_PASSWORD_AUTH,
        "blocked by threat protection",
        fails=("NA20", REFUSED),
    ),
    row(
        "risky",
        ADMIN_USER_PASSWORD_AUTH,
        "the same user where the plan has no threat protection",
        client="lite",
    ),
    row(
        "suspect",
        ADMIN_USER_PASSWORD_AUTH,
        "threat protection demands the authenticator app (TOTP) that is not asked for else",
        SOFTWARE_TOKEN_MFA,
    ),
    row(
        "suspect-without",
        ADMIN_USER_PASSWORD_AUTH,
        "threat protection demands a second factor, and the user has none",
        fails=("NA20", REFUSED),
        explained="threat_needs_factor",
    ),
    row(
        "alice",
        ADMIN_USER_PASSWORD_AUTH,
        "from an address that threat protection always blocks",
        context_data=_BARRED,
        fails=("NA21", REFUSED),
    ),
    row(
        "bob",
        PUBLIC_PASSWORD,
        "from a blocked address that the app's server passes on",
        path="public",
        client="confidential",
        context_data=_BARRED,
        fails=("NA21", REFUSED),
    ),
)

_CODES: Final = (
    row(
        "wrong-code",
        ADMIN_USER_PASSWORD_AUTH,
        "a wrong code from the text message, and no second try",
        SMS_MFA,
        answers={SMS_MFA: ({"SMS_MFA_CODE": _WRONG_CODE},)},
        fails=("CM01", _MISMATCH),
    ),
    row(
        "wrong-app",
        ADMIN_USER_PASSWORD_AUTH,
        "authenticator app with the seed of an earlier set-up: its codes are wrong",
        SOFTWARE_TOKEN_MFA,
        totp_seed="PFHXW4ZQT2N7LKMB6VRYC5JSGDEAUO3I",
        fails=("CM02", _MISMATCH),
    ),
    row(
        "stale-code",
        ADMIN_USER_PASSWORD_AUTH,
        "text message code that has expired when it arrives",
        SMS_MFA,
        fails=("EC02", _EXPIRED),
    ),
    row(
        "used-code",
        ADMIN_USER_PASSWORD_AUTH,
        "authenticator app whose code was used a moment ago, elsewhere",
        SOFTWARE_TOKEN_MFA,
        fails=("EC01", _EXPIRED),
    ),
)

_TRIGGERS: Final = (
    row(
        "verify-fails",
        CUSTOM,
        "the VerifyAuthChallengeResponse trigger fails",
        ROUND,
        answers=says(ROUND, "robin"),
        fails=("UL50", LAMBDA),
    ),
    row(
        "message-fails",
        ADMIN_USER_PASSWORD_AUTH,
        "the CustomMessage trigger fails, so no text message is sent",
        fails=("UL08", LAMBDA),
    ),
    row(
        "nina",
        ADMIN_USER_PASSWORD_AUTH,
        "the user whom a PreAuthentication trigger refuses, in a pool without triggers",
        client="no-custom-triggers",
    ),
    row(
        "clara",
        ADMIN_USER_PASSWORD_AUTH,
        "in groups, and the PreTokenGeneration trigger adds a claim and overrides one",
    ),
)

GUARDED_ROWS: Final = (*_PLANS, *_THREATS, *_CODES, *_TRIGGERS)
