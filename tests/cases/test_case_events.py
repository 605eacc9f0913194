"""The events of a case."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from console.cases.case_events import shown_event
from console.core.events import Event, EventKind
from console.core.masking import Json


def event(data: dict[str, Json]) -> Event:
    return Event(
        seq=1,
        kind=EventKind.WIRE_TRY,
        at=datetime(2026, 1, 1, tzinfo=UTC),
        offset_ms=0.0,
        step=1,
        data=data,
        withheld={"code": 1},
    )


@pytest.mark.parametrize("status", [200, 400, None])
def test_sizes_that_tell_of_a_secrets_length_are_withheld(status: int | None) -> None:
    data: dict[str, Json] = {"request_bytes": 411, "reply_bytes": 90, "http_status": status}
    shown = shown_event(event(data))
    assert shown.data == {"http_status": status}
    assert shown.withheld == {"code": 1, "message_size": 2}


def test_an_event_without_sizes_is_the_case_s_as_it_is() -> None:
    plain = event({"sent": "yes"})
    assert shown_event(plain) is plain
