"""The keys that a recipe may have: one place for them and for which of them are secrets."""

from __future__ import annotations

import re
from enum import StrEnum

from console.core.conversation.challenges import ATTRIBUTE_PREFIX, MFA_SETUP

PROFILE_KEYS = (
    "kind", "region", "user_pool_id", "client_id", "client_secret", "aws_profile", "endpoint_url",
    "use_fips", "use_dualstack", "ca_bundle", "proxy", "connect_timeout_s", "read_timeout_s",
    "total_timeout_s", "auth_session_validity_min",
)  # fmt: skip
REQUEST_KEYS = (
    "auth_flow", "username", "path", "ticket", "session", "analytics_endpoint_id", "parameters",
    "client_metadata", "context_data",
)  # fmt: skip
CONTEXT_KEYS = ("ip_address", "server_name", "server_path", "http_headers", "encoded_data")
AFTER_KEYS = ("refresh", "revoke", "remember_device")

# What only the program can make: proofs, hashes, sessions.
MADE_HERE = frozenset({
    "SECRET_HASH", "SRP_A", "Session", "SESSION", "PASSWORD_CLAIM_SIGNATURE",
    "PASSWORD_CLAIM_SECRET_BLOCK", "TIMESTAMP",
})  # fmt: skip
# Challenges whose answers are proofs.
ANSWERED_HERE = frozenset({"PASSWORD_VERIFIER", "DEVICE_PASSWORD_VERIFIER"})

# Challenges that this version knows, with the keys of their answers. Any other takes any keys.
ANSWER_KEYS: dict[str, tuple[str, ...]] = {
    "SMS_MFA": ("SMS_MFA_CODE",),
    "EMAIL_OTP": ("EMAIL_OTP_CODE",),
    "SMS_OTP": ("SMS_OTP_CODE",),
    "SOFTWARE_TOKEN_MFA": ("SOFTWARE_TOKEN_MFA_CODE", "totp_seed"),
    "SELECT_MFA_TYPE": ("ANSWER",),
    MFA_SETUP: (
        "ANSWER", "EMAIL", "SOFTWARE_TOKEN_MFA_CODE", "FRIENDLY_DEVICE_NAME", "totp_seed",
    ),
    "NEW_PASSWORD_REQUIRED": ("NEW_PASSWORD", f"{ATTRIBUTE_PREFIX}NAME"),
    "CUSTOM_CHALLENGE": ("ANSWER",),
    "SELECT_CHALLENGE": ("ANSWER", "PASSWORD"),
    "PASSWORD": ("PASSWORD",),
    "PASSWORD_SRP": ("PASSWORD",),
    "DEVICE_SRP_AUTH": ("DEVICE_KEY", "DEVICE_GROUP_KEY", "DEVICE_PASSWORD"),
    "WEB_AUTHN": ("CREDENTIAL",),
}  # fmt: skip
NO_SRP = "ADMIN_NO_SRP_AUTH"  # a challenge's name too, of which no use is known

# Codes that Cognito sends, which the practice pool therefore has in its outbox.
OUTBOX_KEYS = frozenset({"SMS_MFA_CODE", "EMAIL_OTP_CODE", "SMS_OTP_CODE"})

_CHALLENGE_NAME = re.compile(r"[A-Z][A-Z0-9_]{2,63}", re.ASCII)
_CHOSEN = frozenset({"SELECT_MFA_TYPE", "SELECT_CHALLENGE", MFA_SETUP})
_PLAIN_PARAMETERS = frozenset({"PREFERRED_CHALLENGE", "CHALLENGE_NAME"})
_OPEN = frozenset({"EMAIL", "DEVICE_KEY", "DEVICE_GROUP_KEY"})


class Form(StrEnum):
    """How a value may stand in a recipe."""

    TEXT = "text"
    EITHER = "either"  # a text or a reference: withheld in outputs, of no use to a thief
    REFERENCE = "reference"


def is_challenge_name(text: str) -> bool:
    """Whether it is shaped as Cognito's names of challenges are."""
    return _CHALLENGE_NAME.fullmatch(text) is not None


def is_answer_key(challenge: str, key: str) -> bool:
    """Whether the challenge's answer may have `key`."""
    if challenge not in ANSWER_KEYS:
        return bool(key)
    if challenge == "NEW_PASSWORD_REQUIRED" and key.startswith(ATTRIBUTE_PREFIX):
        return len(key) > len(ATTRIBUTE_PREFIX)
    return key in ANSWER_KEYS[challenge]


def parameter_form(key: str) -> Form:
    """How the parameter's value may stand; one that is not known counts as a secret."""
    if key in _PLAIN_PARAMETERS:
        return Form.TEXT
    return Form.EITHER if key in _OPEN else Form.REFERENCE


def answer_form(challenge: str, key: str) -> Form:
    """How the value of an answer's key may stand; all of an unknown challenge are secrets."""
    if challenge not in ANSWER_KEYS:
        return Form.REFERENCE
    if key == "ANSWER" and challenge in _CHOSEN:
        return Form.TEXT
    if key == "FRIENDLY_DEVICE_NAME" or key.startswith(ATTRIBUTE_PREFIX):
        return Form.TEXT
    return Form.EITHER if key in _OPEN else Form.REFERENCE
