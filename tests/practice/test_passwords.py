from __future__ import annotations

import pytest

from console.practice.errors import PracticeError
from console.practice.passwords import check_policy


@pytest.mark.parametrize("password", ["Abcdef1!", "Abc def1", "Long-Enough-2"])
def test_policy_accepts(password: str) -> None:
    check_policy(password)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("Abcde1!", "Password not long enough"),
        ("ABCDEF1!", "Password must have lowercase characters"),
        ("abcdef1!", "Password must have uppercase characters"),
        ("Abcdefg!", "Password must have numeric characters"),
        ("Abcdefg1", "Password must have symbol characters"),
        (" Abcdef1 ", "Password must have symbol characters"),  # a blank at the edge is none
        ("Äbcdefg1!", "Password must have uppercase characters"),
    ],
)
def test_policy_gives_cognitos_reason(password: str, reason: str) -> None:
    with pytest.raises(PracticeError) as caught:
        check_policy(password)
    assert caught.value.code == "InvalidPasswordException"
    assert caught.value.message == f"Password does not conform to policy: {reason}"
