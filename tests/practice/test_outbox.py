from __future__ import annotations

from datetime import UTC, datetime

from console.practice.outbox import Message, Outbox

_AT = datetime(2026, 3, 6, 9, 8, 7, 123456, tzinfo=UTC)


def test_messages_are_listed_oldest_first_in_the_interfaces_form() -> None:
    outbox = Outbox(lambda: _AT)
    outbox.send(to="erin", medium="SMS", code="000001")
    outbox.send(to="erin", medium="SMS", code="000002")
    assert outbox.to_json() == [
        {"to": "erin", "medium": "SMS", "code": code, "at": "2026-03-06T09:08:07.123+00:00"}
        for code in ("000001", "000002")
    ]


def test_only_the_newest_are_kept() -> None:
    outbox = Outbox(lambda: _AT)
    for number in range(1_005):
        outbox.send(to="erin", medium="SMS", code=f"{number:06d}")
    kept = outbox.to_json()
    assert len(kept) == 1_000
    assert (kept[0]["code"], kept[-1]["code"]) == ("000005", "001004")


def test_repr_hides_the_code() -> None:
    assert "654321" not in repr(Message(to="erin", medium="SMS", code="654321", at=_AT))
