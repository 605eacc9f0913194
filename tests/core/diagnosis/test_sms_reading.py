"""What SNS's answers say, whatever they are made of."""

from __future__ import annotations

import pytest

from console.core.diagnosis import sms_reading as reading
from console.core.secret import Secret

NUMBER = Secret("+15550100134")


@pytest.mark.parametrize(("value", "said"), [(True, True), (False, False), ("true", None)])
def test_flags_are_true_or_false(value: object, said: bool | None) -> None:
    assert reading.read_in_sandbox({"IsInSandbox": value}) is said
    assert reading.read_opted_out({"isOptedOut": value}) is said


@pytest.mark.parametrize(
    ("value", "limit"),
    [
        ("1", 1.0),
        ("0", 0.0),
        ("20.5", 20.5),
        ("nan", None),
        ("inf", None),
        ("-1", None),
        ("much", None),
        ("1" * 33, None),
        (1, None),
        (None, None),
    ],
)
def test_a_limit_is_an_amount(value: object, limit: float | None) -> None:
    assert reading.read_monthly_limit({"MonthlySpendLimit": value}) == limit


def test_numbers_that_are_in_use_are_counted() -> None:
    pages: list[dict[str, object]] = [
        {"PhoneNumbers": (True, {"Status": "Active"}, {"Status": "PENDING"}, {})},
        {"PhoneNumbers": None},
        {"PhoneNumbers": (True,)},
    ]
    assert reading.count_numbers(pages) == 4
    assert reading.count_numbers([]) == 0


def test_a_number_is_verified_by_its_own_entry() -> None:
    verified = {"PhoneNumber": NUMBER, "Status": "Verified"}
    pending = {"PhoneNumber": NUMBER, "Status": "Pending"}
    other = {"PhoneNumber": Secret("+15550100135"), "Status": "Verified"}
    assert reading.is_verified([{"PhoneNumbers": (other,)}, {"PhoneNumbers": (verified,)}], NUMBER)
    assert not reading.is_verified([{"PhoneNumbers": (other, pending)}], NUMBER)
    bare = {"PhoneNumber": NUMBER.reveal(), "Status": "Verified"}
    assert not reading.is_verified([{"PhoneNumbers": (bare,)}], NUMBER)
