"""The practice pool's place, its own signing key, and a device: published, worthless at AWS."""

from __future__ import annotations

from typing import Final

PRACTICE_REGION: Final = "eu-west-1"
PRACTICE_USER_POOL_ID: Final = "eu-west-1_PRACTICE1"
PRACTICE_ACCESS_KEY_ID: Final = "PRACTICEPOOLKEY00001"
PRACTICE_SECRET_ACCESS_KEY: Final = "practice-pool-only-opens-nothing-at-aws-1"  # noqa: S105
# Another key of the same secret: it may sign users in and may read nothing.
PRACTICE_LIMITED_ACCESS_KEY_ID: Final = "PRACTICEPOOLKEY00002"
# A device that the practice pool remembers from the start; every console in kind practice has it.
PRACTICE_DEVICE_USERNAME: Final = "wendy"
PRACTICE_DEVICE_KEY: Final = "eu-west-1_57e6617f-c0c2-4062-b802-5b2216d0d4b6"
PRACTICE_DEVICE_GROUP_KEY: Final = "-PrActIcE"
PRACTICE_DEVICE_PASSWORD: Final = "xiQFupcGmF/0G5UNotMMT15UvXLEkFP8hwULNnEEJWXFU2HH3utQ1Q=="  # noqa: S105
