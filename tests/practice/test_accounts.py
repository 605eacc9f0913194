from __future__ import annotations

import base64
from dataclasses import replace

from console.practice.accounts import ACCOUNTS, SMS_MFA, SOFTWARE_TOKEN_MFA, Checkpoint, Refusal
from console.practice.calls import Path
from console.practice.passwords import check_policy


def test_names_and_passwords_are_distinct_and_keep_the_policy() -> None:
    assert len({account.username for account in ACCOUNTS}) == len(ACCOUNTS)
    assert len({account.password for account in ACCOUNTS}) == len(ACCOUNTS)
    for account in ACCOUNTS:
        check_policy(account.password)


def test_each_factor_has_what_it_needs() -> None:
    for account in ACCOUNTS:
        assert (account.totp_seed is not None) == (account.mfa == SOFTWARE_TOKEN_MFA)
        assert ("phone_number" in account.attributes) == (account.mfa == SMS_MFA)
        if account.totp_seed is not None:
            assert len(base64.b32decode(account.totp_seed)) >= 10


def test_repr_shows_neither_password_nor_seed_nor_attributes() -> None:
    for account in ACCOUNTS:
        shown = repr(account)
        assert account.password not in shown
        assert account.attributes["email"] not in shown
        assert account.totp_seed is None or account.totp_seed not in shown


def test_refusal_strikes_at_its_own_checkpoint_only() -> None:
    oscar = next(account for account in ACCOUNTS if account.username == "oscar")
    refusal = oscar.refusal(Checkpoint.PASSWORD, Path.ADMIN)
    assert refusal is not None
    assert refusal.message == "Password attempts exceeded"
    assert oscar.refusal(Checkpoint.LOOKUP, Path.ADMIN) is None


def test_a_refusal_of_one_path_leaves_the_other_alone() -> None:
    refusal = Refusal(at=Checkpoint.LOOKUP, code="X", message="y", only_on=Path.PUBLIC)
    account = replace(ACCOUNTS[0], refusals=(refusal,))
    assert account.refusal(Checkpoint.LOOKUP, Path.PUBLIC) is refusal
    assert account.refusal(Checkpoint.LOOKUP, Path.ADMIN) is None
