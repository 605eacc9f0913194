"""Users whom threat protection, triggers and codes stop, or whose claims a trigger makes."""
# ruff: noqa: S106 - nothing here opens anything but the practice pool

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from console.practice.accounts import (
    SMS_MFA,
    SOFTWARE_TOKEN_MFA,
    Account,
    Checkpoint,
    Refusal,
    Risk,
    Round,
    seeded_attributes,
)

_PHONE: Final = "+12025550186"  # from the range that is kept free for fiction
_LAMBDA: Final = "UserLambdaValidationException"


def _with_phone(username: str) -> MappingProxyType[str, str]:
    return MappingProxyType(
        dict(seeded_attributes(username, phone_number=_PHONE, phone_number_verified="true"))
    )


GUARDED_ACCOUNTS: Final = (
    Account(
        username="risky",
        password="Rapid-Tower-15!",
        attributes=seeded_attributes("risky"),
        risk=Risk.BLOCK,
    ),
    Account(
        username="suspect",
        password="Sober-Tower-31!",
        attributes=seeded_attributes("suspect"),
        risk=Risk.TAKEOVER,
        totp_seed="W2YQK6ZT4LXN7BMVRC3PHGSJ5DFEAUI2",
    ),
    Account(
        username="suspect-without",
        password="Sunny-Tower-32!",
        attributes=seeded_attributes("suspect-without"),
        risk=Risk.TAKEOVER,
    ),
    Account(
        username="wrong-code",
        password="Wheat-Tower-33!",
        attributes=_with_phone("wrong-code"),
        mfa=SMS_MFA,
    ),
    Account(
        username="stale-code",
        password="Straw-Tower-34!",
        attributes=_with_phone("stale-code"),
        mfa=SMS_MFA,
        refusals=(
            Refusal(
                at=Checkpoint.RIGHT_CODE,
                code="ExpiredCodeException",
                message="Invalid code provided, please request a code again.",
            ),
        ),
    ),
    Account(
        username="used-code",
        password="Umbra-Tower-35!",
        attributes=seeded_attributes("used-code"),
        mfa=SOFTWARE_TOKEN_MFA,
        totp_seed="R5MZT3KQX7LBWNY2VPC6HGSJ4DFEAUI7",
        refusals=(
            Refusal(
                at=Checkpoint.RIGHT_CODE,
                code="ExpiredCodeException",
                message="Your software token has already been used once.",
            ),
        ),
    ),
    Account(
        username="wrong-app",
        password="Woven-Tower-36!",
        attributes=seeded_attributes("wrong-app"),
        mfa=SOFTWARE_TOKEN_MFA,
        totp_seed="L6XBW2QKT7NZM3YVRPC5HGSJ4DFEAUI2",
    ),
    Account(
        username="verify-fails",
        password="Vivid-Tower-37!",
        attributes=seeded_attributes("verify-fails"),
        rounds=(
            Round(shown=MappingProxyType({"question": "Which bird sings first?"}), answer="robin"),
        ),
        refusals=(
            Refusal(
                at=Checkpoint.VERIFY_ANSWER,
                code=_LAMBDA,
                message="VerifyAuthChallengeResponse failed with error 'answer'.",
            ),
        ),
    ),
    Account(
        username="message-fails",
        password="Mossy-Tower-38!",
        attributes=_with_phone("message-fails"),
        mfa=SMS_MFA,
        refusals=(
            Refusal(
                at=Checkpoint.SEND,
                code=_LAMBDA,
                message="CustomMessage failed with error Unknown language.",
            ),
        ),
    ),
    Account(
        username="clara",
        password="Clover-Ladder-39!",
        attributes=seeded_attributes("clara"),
        groups=("staff", "night-shift"),
        claims=MappingProxyType({"tenant": "blue", "name": "Clara of the blue tenant"}),
    ),
)
