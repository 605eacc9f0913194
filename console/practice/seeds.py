"""All users that the practice pool starts with, and those with factors beyond the first ones."""
# ruff: noqa: S106 - nothing here opens anything but the practice pool

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from console.practice.accounts import (
    ACCOUNTS,
    EMAIL_OTP,
    MFA_SETUP,
    SMS_MFA,
    SOFTWARE_TOKEN_MFA,
    Account,
    Checkpoint,
    Refusal,
    Round,
    Status,
    seeded_attributes,
)
from console.practice.seeds_causes import CAUSE_ACCOUNTS
from console.practice.seeds_guarded import GUARDED_ACCOUNTS
from console.practice.seeds_held import HELD_ACCOUNTS
from console.practice.seeds_refused import REFUSED_ACCOUNTS

_ROUNDS: Final = (
    Round(
        shown=MappingProxyType(
            {"question": "Which tree stands at the gate?", "hint": "five letters"}
        ),
        answer="maple",
    ),
    Round(
        shown=MappingProxyType({"question": "How many steps lead to the door?"}),
        answer="seven",
    ),
)

FACTOR_ACCOUNTS: Final = (
    Account(
        username="soren",
        password="Blåbær-Grød-73!",
        attributes=seeded_attributes("soren"),
    ),
    Account(
        username="sybil",
        password="Silver-Paddle-52!",
        attributes=seeded_attributes("sybil"),
    ),
    Account(
        username="dora",
        password="Dappled-Oar-38!",
        attributes=seeded_attributes("dora"),
        mfa=SOFTWARE_TOKEN_MFA,
        totp_seed="B6QXN2WLT7MZK4HVRY3PGDJ5CSFAUE2I",
    ),
    Account(
        username="dean",
        password="Dewy-Hollow-74!",
        attributes=seeded_attributes("dean"),
        mfa=SOFTWARE_TOKEN_MFA,
        totp_seed="T3VYL6KQZ7BWNX2MPRC5HGSJ4DFEAUI7",
    ),
    Account(
        username="hugo",
        password="Hazy-Meadow-26!",
        status=Status.FORCE_CHANGE_PASSWORD,
        attributes=seeded_attributes("hugo", name=False),
        mfa=SOFTWARE_TOKEN_MFA,
        totp_seed="M5ZKX7QWB3TVLN6YRPJ2HCGS4DFUEAI5",
    ),
    Account(
        username="gina",
        password="Golden-Thimble-69!",
        status=Status.FORCE_CHANGE_PASSWORD,
        attributes=seeded_attributes("gina", name=False),
    ),
    Account(
        username="trent",
        password="Tidy-Lantern-35!",
        attributes=seeded_attributes("trent"),
        rounds=_ROUNDS,
    ),
    Account(
        username="olivia",
        password="Opal-Ferry-67!",
        attributes=seeded_attributes("olivia"),
        mfa=SOFTWARE_TOKEN_MFA,
        totp_seed="Q4XKZ6T2M7VLWN3SBF5YHCJ2RDPEG7UA",
        rounds=_ROUNDS,
    ),
    Account(
        username="victor",
        password="Velvet-Beacon-21!",
        attributes=seeded_attributes("victor"),
        mfa=EMAIL_OTP,
    ),
    Account(
        username="walter",
        password="Walnut-Bridge-94!",
        # Numbers from the range that is kept free for fiction.
        attributes=seeded_attributes(
            "walter", phone_number="+12025550151", phone_number_verified="true"
        ),
        mfa_choices=(SMS_MFA, SOFTWARE_TOKEN_MFA, EMAIL_OTP),
        totp_seed="K7WZ3PFQ2MXN6TYLB4RVSJ5CHDEUAG2O",
    ),
    Account(
        username="xenia",
        password="Xylo-Garden-48!",
        attributes=seeded_attributes(
            "xenia", phone_number="+12025550162", phone_number_verified="true"
        ),
    ),
    Account(
        username="yvonne",
        password="Yellow-Marble-29!",
        attributes=seeded_attributes("yvonne"),
        mfa=MFA_SETUP,
    ),
    Account(
        username="yusuf",
        password="Yonder-Pillar-63!",
        attributes=MappingProxyType({"name": "Yusuf"}),
        mfa=MFA_SETUP,
    ),
    Account(
        username="zack",
        password="Zesty-Harvest-16!",
        status=Status.FORCE_CHANGE_PASSWORD,
        attributes=seeded_attributes("zack", name=False),
    ),
    Account(
        username="iris",
        password="Inky-Willow-85!",
        status=Status.FORCE_CHANGE_PASSWORD,
        attributes=seeded_attributes("iris"),
        past_passwords=("Older-Willow-84!", "Inky-Willow-85!"),
    ),
    Account(
        username="jack",
        password="Jaunty-Cedar-57!",
        status=Status.FORCE_CHANGE_PASSWORD,
        attributes=MappingProxyType({"name": "Jack"}),
    ),
    Account(
        username="moira",
        password="Misty-Anvil-30!",
        attributes=seeded_attributes("moira"),
        migrates=True,
        refusals=(
            Refusal(
                at=Checkpoint.MIGRATION,
                code="UserLambdaValidationException",
                message="UserMigration failed with error Bad password.",
            ),
        ),
    ),
)

SEEDS: Final[tuple[Account, ...]] = (
    ACCOUNTS
    + FACTOR_ACCOUNTS
    + HELD_ACCOUNTS
    + GUARDED_ACCOUNTS
    + REFUSED_ACCOUNTS
    + CAUSE_ACCOUNTS
)
