"""How long the export of an attempt of 10,000 events takes, from its record to the checked file."""

from __future__ import annotations

import random
import string
import time
import uuid
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from console.cases.case import Case
from console.cases.case_diagnosis import Diagnosis
from console.cases.registry import FORMATS
from console.cases.write import write_case
from console.core.events import Event, EventKind
from console.core.masking import LiveSecrets
from console.core.record import AttemptRecord
from console.core.secret import Secret
from tests.cases.conftest import STARTED, build
from tests.cases.pairs import CONTEXT

EVENTS = 10_000
LIMIT_S = 1.0

pytestmark = pytest.mark.bench


def long_record() -> AttemptRecord:
    """The events of many calls, each with ids and times of its own."""
    record = build()
    once = (EventKind.ATTEMPT_STARTED, EventKind.ATTEMPT_ENDED, EventKind.PATH_ENDED)
    again = [event for event in record.events if event.kind not in once]
    events: list[Event] = []
    while len(events) < EVENTS:
        event = again[len(events) % len(again)]
        number = len(events) + 1
        data = dict(event.data)
        if "request_id" in data:
            data["request_id"] = str(uuid.uuid4())
        if "start_ms" in data:
            data["start_ms"] = number * 3.7
        at = STARTED + timedelta(milliseconds=4 * number)
        moved = replace(event, seq=number, at=at, offset_ms=3.777 * number, data=data)
        events.append(replace(moved, step=number // 7))
    return replace(record, events=tuple(events))


def some(length: int) -> Secret:
    dice = random.Random(length)  # noqa: S311
    return Secret("".join(dice.choices(string.ascii_letters + string.digits, k=length)))


@pytest.mark.parametrize("name", FORMATS)
def test_ten_thousand_events(tmp_path: Path, name: str) -> None:
    record, live = long_record(), LiveSecrets()
    live.add([Secret("Canary-91b2-Zq-Pa55word"), Secret("739214"), *map(some, (51, 60, 900, 1800))])
    took = []
    for _ in range(3):
        start = time.process_time()
        found = Diagnosis.of_record(record)
        case = Case.from_record(record, CONTEXT, diagnosis=found, live=live)
        write_case(case, tmp_path / f"case.{name}", name, force=True)
        took.append(time.process_time() - start)
    size = (tmp_path / f"case.{name}").stat().st_size
    print(f"\n{EVENTS} events as {name}: {min(took):.2f} s, {size / 1e6:.1f} MB")  # noqa: T201
    assert min(took) < LIMIT_S
