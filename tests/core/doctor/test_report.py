"""Checks as one object and as lines."""

from __future__ import annotations

from console.core.diagnosis.connection_check import CheckStatus, check
from console.core.doctor.report import to_json, to_lines

GOOD = check("DNS", CheckStatus.OK, "3 addresses.")
BAD = check("TLS", CheckStatus.FAIL, "Not trusted.", "Ask.")


def test_the_object_of_the_interface() -> None:
    assert to_json([GOOD, BAD]) == {
        "checks": [
            {"name": "DNS", "status": "ok", "detail": "3 addresses.", "hint": ""},
            {"name": "TLS", "status": "fail", "detail": "Not trusted.", "hint": "Ask."},
        ]
    }


def test_lines_say_the_next_step_where_there_is_one() -> None:
    assert to_lines(GOOD) == ("ok      DNS: 3 addresses.",)
    assert to_lines(BAD) == ("fail    TLS: Not trusted.", "        next: Ask.")
