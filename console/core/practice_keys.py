"""The practice pool's place and its own signing key: published constants, worthless at AWS."""

from __future__ import annotations

from typing import Final

PRACTICE_REGION: Final = "eu-west-1"
PRACTICE_USER_POOL_ID: Final = "eu-west-1_PRACTICE1"
PRACTICE_ACCESS_KEY_ID: Final = "PRACTICEPOOLKEY00001"
PRACTICE_SECRET_ACCESS_KEY: Final = "practice-pool-only-opens-nothing-at-aws-1"  # noqa: S105
