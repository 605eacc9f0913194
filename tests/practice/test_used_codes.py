from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pyotp
import pytest

from console.practice.errors import PracticeError
from console.practice.used_codes import UsedCodes, matching_step

_SEED = "ERSGKHLZYZYBUBLSFPP6SRR4LJGLNHOD"


@pytest.mark.parametrize("drift", [-1, 0, 1])
def test_a_code_of_a_neighbouring_step_matches(now: Callable[[], datetime], drift: int) -> None:
    at = now()
    code = pyotp.TOTP(_SEED).at(at + timedelta(seconds=30 * drift))
    assert matching_step(_SEED, code, at) == int(at.timestamp()) // 30 + drift


@pytest.mark.parametrize("drift", [-2, 2])
def test_a_code_further_off_does_not(now: Callable[[], datetime], drift: int) -> None:
    code = pyotp.TOTP(_SEED).at(now() + timedelta(seconds=30 * drift))
    assert matching_step(_SEED, code, now()) is None


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "１２３４５６"])
def test_what_is_no_code_matches_nothing(now: Callable[[], datetime], code: str) -> None:
    assert matching_step(_SEED, code, now()) is None


def test_a_step_is_good_once_for_each_user() -> None:
    used = UsedCodes()
    for step in (100, 99, 101):
        used.use("dave", step)
    used.use("frank", 100)
    for step in (99, 100, 101):
        with pytest.raises(PracticeError) as caught:
            used.use("dave", step)
        assert (caught.value.code, caught.value.message) == (
            "ExpiredCodeException",
            "Your software token has already been used once.",
        )
    used.use("dave", 150)
    assert used._used["dave"] == {150}
