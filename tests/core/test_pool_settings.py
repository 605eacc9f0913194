from __future__ import annotations

import pytest

from console.core.pool_settings import PasswordPolicy, PoolSettings

STRICT = PasswordPolicy(
    minimum_length=10,
    require_uppercase=True,
    require_lowercase=True,
    require_numbers=True,
    require_symbols=True,
)


@pytest.mark.parametrize(
    ("password", "broken"),
    [
        ("Abcdefgh1!", []),
        ("Abcdef1!", ["at least 10 characters"]),
        ("abcdefgh1!", ["an upper-case letter"]),
        ("ABCDEFGH1!", ["a lower-case letter"]),
        ("Abcdefghi!", ["a digit"]),
        ("Abcdefghi1", ["a symbol"]),
        ("Abcdefghi1 ", ["a symbol"]),  # a blank counts inside alone
        ("Abcdef ghi1", []),
        ("Äbcdefgh1!", ["an upper-case letter"]),
    ],
)
def test_the_rules_of_a_policy(password: str, broken: list[str]) -> None:
    assert [words for words, keeps in STRICT.rules() if not keeps(password)] == broken


def test_a_policy_that_asks_for_length_alone() -> None:
    assert [words for words, _ in PasswordPolicy().rules()] == ["at least 8 characters"]


def test_types_of_attributes() -> None:
    settings = PoolSettings(attribute_types=(("birthdate", "String"), ("custom:age", "Number")))
    assert settings.type_of("custom:age") == "Number"
    assert settings.type_of("name") is None
