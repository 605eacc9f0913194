"""What is shown of the account's logs: in the order of time, in words, with nothing hidden."""

from __future__ import annotations

from datetime import timedelta

import pytest

from console.core.diagnosis.evidence import (
    Evidence,
    LogKind,
    LogLine,
    SmsFacts,
    TrailEvent,
    TrailFacts,
)
from console.core.telling import State
from console.ui.evidence.account_logs import LogRow, account_logs
from tests.fakes import START

EVENT = TrailEvent(
    at=START,
    event_name="AdminInitiateAuth",
    request_id="r1",
    error_code="NotAuthorizedException",
    error_text="Incorrect username or password.",
)


def line(seconds: float | None, kind: LogKind = LogKind.ERROR, **more: str) -> LogLine:
    at = None if seconds is None else START + timedelta(seconds=seconds)
    return LogLine(at=at, trigger="PreAuthentication", kind=kind, **more)


def of_trail(trail: TrailFacts) -> tuple[str, ...]:
    return account_logs(Evidence(trail=trail)).notes


def test_where_nothing_was_read_there_is_nothing() -> None:
    assert not account_logs(Evidence())
    assert account_logs(Evidence(log_lines=()))


def test_lines_stand_in_the_order_of_time_whoever_wrote_them() -> None:
    lines = (line(None, text="no time"), line(0.5, text="later"), line(-1, text="before"))
    rows = account_logs(Evidence(trail=TrailFacts(own=(EVENT,)), log_lines=lines)).rows
    assert [row.text for row in rows] == ["before", EVENT.error_text, "later", "no time"]
    assert [row.time == "" for row in rows] == [False, False, False, True]


def test_an_event_says_its_call_and_its_error() -> None:
    good = TrailEvent(at=START, event_name="AdminGetUser")
    refused, answered = account_logs(Evidence(trail=TrailFacts(own=(EVENT, good)))).rows
    time = f"{START.astimezone():%H:%M:%S}"
    assert refused.to_text() == (
        f"{time} · AdminInitiateAuth · CloudTrail · ✕ NotAuthorizedException · "
        "Incorrect username or password."
    )
    assert refused.brief == "✕ NotAuthorized"
    assert (answered.marked, answered.state) == ("✓ answered", State.DONE)


@pytest.mark.parametrize(
    ("kind", "error_type", "marked"),
    [
        (LogKind.TIMEOUT, "", "? timed out"),
        (LogKind.ERROR, "KeyError", "✕ KeyError"),
        (LogKind.ERROR, "", "✕ error"),
        (LogKind.EXIT, "Runtime.ExitError", "✕ crashed: Runtime.ExitError"),
        (LogKind.OTHER, "", "log line"),
    ],
)
def test_a_line_says_its_kind(kind: LogKind, error_type: str, marked: str) -> None:
    (row,) = account_logs(Evidence(log_lines=(line(0, kind, error_type=error_type),))).rows
    assert (row.source, row.marked) == ("PreAuthentication", marked)


def test_nothing_in_a_text_is_hidden_or_without_end() -> None:
    wild = line(0, text="<b>a\u202eb\n" + "x" * 5000, error_type="a\x00b")
    (row,) = account_logs(Evidence(log_lines=(wild,))).rows
    assert row.text.startswith("<b>a\\u202eb\\n")
    assert len(row.text) < 2200
    assert row.what == "a\\x00b"
    assert "\n" not in row.to_text()


def test_what_cloudtrail_counts_and_lacks_is_said() -> None:
    (none,) = of_trail(TrailFacts())
    assert none == "CloudTrail has no event with a request id of this attempt."
    assert of_trail(TrailFacts(own=(EVENT,))) == ()
    assert "counts 1 refused call of" in of_trail(TrailFacts(own=(EVENT,), refusals=1))[0]
    assert "counts 3 refused calls of" in of_trail(TrailFacts(own=(EVENT,), refusals=3))[0]
    assert "counts no refused call of" in of_trail(TrailFacts(own=(EVENT,), refusals=0))[0]
    (part,) = of_trail(TrailFacts(own=(EVENT,), whole=False))
    assert "Not every page" in part


def test_logs_without_a_line_are_said_and_private_ones_too() -> None:
    assert "no line" in account_logs(Evidence(log_lines=())).notes[0]
    assert "no copy" in account_logs(Evidence(log_lines=(line(0),))).notes[0]


def test_text_messages_as_they_are_set_up() -> None:
    worst = SmsFacts(
        region="eu-west-1",
        in_sandbox=True,
        verified_in_sandbox=False,
        monthly_limit_usd=1.0,
        origination_numbers=0,
        opted_out=True,
    )
    assert account_logs(Evidence(sms=worst)).sms == (
        ("Sends from", "eu-west-1"),
        ("Sandbox", "yes: only numbers verified there get messages"),
        ("User’s number", "not verified there"),
        ("Opted out", "yes: it gets no message until it opts in again"),
        ("Spending limit", "1 USD a month, the account’s default"),
        ("Own numbers", "none"),
    )
    best = SmsFacts(
        region="eu-west-1",
        in_sandbox=False,
        verified_in_sandbox=False,
        monthly_limit_usd=250.5,
        origination_numbers=2,
        opted_out=False,
    )
    assert dict(account_logs(Evidence(sms=best)).sms) == {
        "Sends from": "eu-west-1",
        "Sandbox": "no",
        "Opted out": "no",
        "Spending limit": "250.5 USD a month",
        "Own numbers": "2",
    }
    assert account_logs(Evidence(sms=SmsFacts(region="x"))).sms == (("Sends from", "x"),)


def test_a_row_without_text_or_time_is_short() -> None:
    row = LogRow(at=None, source="PostConfirmation", what="crashed", state=State.REFUSED)
    assert row.to_text() == "PostConfirmation · ✕ crashed"


def test_of_a_line_that_part_is_shown_which_tells_something() -> None:
    lead = "2026-11-24T14:02:11.420Z 3f1d8a52-0000-4000-8000-0123456789ab "
    texts = {
        f"{lead}Task timed out after 3.00 seconds": "Task timed out after 3.00 seconds",
        "2026-11-24T14:02:11.420Z\tundefined\tERROR\tboom": "ERROR\\tboom",
        lead.strip(): lead.strip(),
        "Task timed out": "Task timed out",
        f"said {lead}x": f"said {lead}x",
    }
    for text, shown in texts.items():
        (row,) = account_logs(Evidence(log_lines=(line(0, text=text),))).rows
        assert row.shown == shown
        assert row.text.startswith(text[:24])  # whole in the tool tip and when it is copied
