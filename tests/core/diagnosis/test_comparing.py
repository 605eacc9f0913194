"""Rows side by side; what everybody has of their own is no difference."""

from __future__ import annotations

from console.core.diagnosis.cards import Card, CardRow
from console.core.diagnosis.comparing import compare


def card(title: str, *rows: tuple[str, str], own: bool = False) -> Card:
    return Card(
        title=title, rows=tuple(CardRow(name=name, value=value, own=own) for name, value in rows)
    )


def test_rows_of_the_same_name_stand_side_by_side() -> None:
    left = [card("User", ("Status", "CONFIRMED"), ("MFA", "none")), card("Pool", ("Plan", "LITE"))]
    right = [card("Pool", ("Plan", "LITE")), card("User", ("MFA", "SMS_MFA"), ("Status", "x"))]
    user, pool = compare(left, right)
    assert (user.title, pool.title) == ("User", "Pool")
    assert [(row.left, row.right, row.differs) for row in user.rows] == [
        ("CONFIRMED", "x", True),
        ("none", "SMS_MFA", True),
    ]
    assert [row.differs for row in pool.rows] == [False]


def test_what_is_everybody_s_own_is_no_difference() -> None:
    (user,) = compare([card("User", ("Sub", "1"), own=True)], [card("User", ("Sub", "2"))])
    assert [(row.left, row.right, row.differs) for row in user.rows] == [("1", "2", False)]


def test_a_row_that_is_missing_is_empty() -> None:
    (user,) = compare([card("User", ("Status", "x"))], [])
    assert [(row.right, row.differs) for row in user.rows] == [("", True)]
    assert compare([], [card("User")]) == ()
    (user,) = compare([card("User")], [card("User", ("Status", "x"))])
    assert [(row.name, row.left, row.right, row.differs) for row in user.rows] == [
        ("Status", "", "x", True)
    ]
