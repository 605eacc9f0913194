"""The keys that a recipe may have: one place for them and for which of them are secrets."""

from __future__ import annotations

from console.core.conversation.challenges import ATTRIBUTE_PREFIX

PROFILE_KEYS = (
    "kind", "region", "user_pool_id", "client_id", "client_secret", "aws_profile", "endpoint_url",
    "ca_bundle", "proxy", "connect_timeout_s", "read_timeout_s", "total_timeout_s",
)  # fmt: skip
REQUEST_KEYS = (
    "auth_flow", "username", "path", "ticket", "parameters", "client_metadata", "context_data",
)  # fmt: skip

# What only the program can make: proofs, hashes, sessions.
MADE_HERE = frozenset({
    "SECRET_HASH", "SRP_A", "Session", "SESSION", "PASSWORD_CLAIM_SIGNATURE",
    "PASSWORD_CLAIM_SECRET_BLOCK", "TIMESTAMP",
})  # fmt: skip

# Challenges that a recipe may answer, with the keys of their answers. Which of them this version
# sends is the conversation's matter: a recipe written for a later one is no mistake.
ANSWER_KEYS: dict[str, tuple[str, ...]] = {
    "SMS_MFA": ("SMS_MFA_CODE",),
    "EMAIL_OTP": ("EMAIL_OTP_CODE",),
    "SMS_OTP": ("SMS_OTP_CODE",),
    "SOFTWARE_TOKEN_MFA": ("SOFTWARE_TOKEN_MFA_CODE", "totp_seed"),
    "SELECT_MFA_TYPE": ("ANSWER",),
    "NEW_PASSWORD_REQUIRED": ("NEW_PASSWORD", f"{ATTRIBUTE_PREFIX}NAME"),
    "CUSTOM_CHALLENGE": ("ANSWER",),
    "SELECT_CHALLENGE": ("ANSWER", "PASSWORD"),
    "PASSWORD": ("PASSWORD",),
    "PASSWORD_SRP": ("PASSWORD",),
    "WEB_AUTHN": ("CREDENTIAL",),
}

# Codes that Cognito sends, which the practice pool therefore has in its outbox.
OUTBOX_KEYS = frozenset({"SMS_MFA_CODE", "EMAIL_OTP_CODE", "SMS_OTP_CODE"})

_SECRET_KEYS = frozenset({
    "PASSWORD", "NEW_PASSWORD", "REFRESH_TOKEN", "CREDENTIAL", "totp_seed",
})  # fmt: skip


def is_answer_key(challenge: str, key: str) -> bool:
    """Whether the challenge's answer may have `key`."""
    if challenge == "NEW_PASSWORD_REQUIRED" and key.startswith(ATTRIBUTE_PREFIX):
        return len(key) > len(ATTRIBUTE_PREFIX)
    return key in ANSWER_KEYS[challenge]


def is_secret_key(key: str, challenge: str | None) -> bool:
    """Whether the value of `key` must be a reference and not stand in the file."""
    if key == "ANSWER":
        return challenge == "CUSTOM_CHALLENGE"
    return key in _SECRET_KEYS or key.endswith("_CODE")
