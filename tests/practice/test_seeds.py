from __future__ import annotations

import base64

from console.practice.accounts import ACCOUNTS, SMS_MFA, SOFTWARE_TOKEN_MFA, Risk
from console.practice.passwords import check_policy
from console.practice.seeds import FACTOR_ACCOUNTS, SEEDS
from console.practice.seeds_causes import CAUSE_ACCOUNTS
from console.practice.seeds_guarded import GUARDED_ACCOUNTS
from console.practice.seeds_held import HELD_ACCOUNTS
from console.practice.seeds_refused import REFUSED_ACCOUNTS


def test_all_seeds_have_names_passwords_and_aliases_of_their_own() -> None:
    assert SEEDS == (
        ACCOUNTS
        + FACTOR_ACCOUNTS
        + HELD_ACCOUNTS
        + GUARDED_ACCOUNTS
        + REFUSED_ACCOUNTS
        + CAUSE_ACCOUNTS
    )
    assert len({seed.username for seed in SEEDS}) == len(SEEDS)
    assert len({seed.password for seed in SEEDS}) == len(SEEDS)
    addresses = [
        seed.attributes["email"]
        for seed in SEEDS
        if seed.attributes.get("email_verified") == "true"  # others are no aliases
    ]
    assert len(set(addresses)) == len(addresses)
    for seed in SEEDS:
        check_policy(seed.password)


def test_each_factor_has_what_it_needs() -> None:
    for seed in SEEDS:
        factors = {seed.mfa, *seed.mfa_choices}
        if SMS_MFA in factors:
            assert seed.attributes["phone_number_verified"] == "true"
        if seed.totp_seed is not None:
            # Threat protection asks for an app that no setting asks for.
            assert SOFTWARE_TOKEN_MFA in factors or seed.risk is Risk.TAKEOVER
            assert len(base64.b32decode(seed.totp_seed)) >= 10
        elif SOFTWARE_TOKEN_MFA in factors:
            assert seed.username == "no-token"


def test_repr_shows_no_password_seed_or_answer() -> None:
    for seed in SEEDS:
        shown = repr(seed)
        secrets = (seed.password, *seed.past_passwords, *(one.answer for one in seed.rounds))
        assert not [secret for secret in secrets if secret in shown]
        assert seed.totp_seed is None or seed.totp_seed not in shown
