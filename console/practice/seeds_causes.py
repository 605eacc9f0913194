"""Users whose sign-ins fail for a cause that the refusal does not name."""
# ruff: noqa: S106 - nothing here opens anything but the practice pool

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from console.practice.accounts import (
    Account,
    Checkpoint,
    Past,
    Refusal,
    Status,
    seeded_attributes,
)
from console.practice.clients import OTHER_POOL_ID

SHARED_EMAIL: Final = "tina@example.com"  # of two profiles, verified at the newer one

CAUSE_ACCOUNTS: Final = (
    Account(
        username="luisa",
        password="Lilac-Cellar-41!",
        attributes=seeded_attributes("luisa"),
    ),
    Account(
        username="basil",
        password="Birch-Cellar-42!",
        attributes=seeded_attributes("basil", email_verified="false"),
    ),
    Account(
        username="zora",
        password="Zinnia-Cellar-49!",
        # A number from the range that is kept free for fiction.
        attributes=seeded_attributes(
            "zora", phone_number="+12025550199", phone_number_verified="true"
        ),
    ),
    Account(
        username="tina",
        password="Thyme-Cellar-43!",
        attributes=seeded_attributes("tina", email_verified="false"),
    ),
    Account(
        username="tina-again",
        password="Tansy-Cellar-44!",
        attributes=MappingProxyType(
            {"email": SHARED_EMAIL, "email_verified": "true", "name": "Tina"}
        ),
    ),
    Account(
        username="olga",
        password="Olive-Cellar-45!",
        attributes=seeded_attributes("olga"),
        only_in=OTHER_POOL_ID,
    ),
    Account(
        username="corp_emil",
        password="Ember-Cellar-46!",
        status=Status.EXTERNAL_PROVIDER,
        attributes=seeded_attributes("corp_emil"),
    ),
    Account(
        username="pia",
        password="Plume-Cellar-47!",
        attributes=seeded_attributes("pia"),
    ),
    # Whose app gets its arithmetic wrong every other time.
    Account(
        username="lars",
        password="Loden-Cellar-48!",
        attributes=seeded_attributes("lars"),
        refusals=(
            Refusal(
                at=Checkpoint.PROOF,
                code="NotAuthorizedException",
                message="Incorrect username or password.",
            ),
        ),
        history=tuple(
            Past(minutes_ago=10 * number, right=number % 2 == 0) for number in range(1, 8)
        ),
    ),
)
