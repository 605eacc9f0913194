"""Lines of functions' logs: what they say, and that no secret stands in what is shown."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.core.diagnosis.evidence import LogKind, LogLine
from console.core.diagnosis.log_reading import line_of, lines_of, read_page, worth_showing
from console.core.masking import LiveSecrets
from console.core.secret import WITHHELD, Secret
from tests.core.diagnosis.by_operation import AT

REQUEST = "3f1c0a52-6f0c-4f3e-9a43-0d8f6c1b2a55"
TRACEBACK = 'Traceback (most recent call last):\r  File "/var/task/app.py", line 3, in handler\r'
TIMEOUT, ERROR, EXIT, OTHER = LogKind


def read(*messages: str, live: LiveSecrets | None = None) -> list[LogLine]:
    page = {"events": tuple({"Timestamp": AT, "Message": each} for each in messages)}
    found = worth_showing(read_page(page))
    return [line_of(each, "PreAuthentication", live or LiveSecrets()) for each in found]


@pytest.mark.parametrize(
    ("message", "kind", "error_type"),
    [
        (f"2026-11-24T14:02Z {REQUEST} Task timed out after 3.00 seconds\n\n", TIMEOUT, None),
        ('{"errorType":"Sandbox.Timedout","errorMessage":"Task timed out"}', TIMEOUT, None),
        (f"[ERROR] KeyError: 'tenant'\r{TRACEBACK}", ERROR, "KeyError"),
        (f"[ERROR] ZeroDivisionError\r{TRACEBACK}", ERROR, "ZeroDivisionError"),
        ("[ERROR] Runtime.UserCodeError: No module", ERROR, "Runtime.UserCodeError"),
        (f"[ERROR]\t2026Z\t{REQUEST}\tNo\n{TRACEBACK}shop.Closed: no", ERROR, "shop.Closed"),
        ("[ERROR] Could not reach the shop", OTHER, None),
        (
            f'2026Z\t{REQUEST}\tERROR\tInvoke Error \t{{"errorType":"TypeError","stack":[]}}',
            ERROR,
            "TypeError",
        ),
        ('{"errorMessage":"x","errorType":"Function<RuntimeError>"}', ERROR, "RuntimeError"),
        (r'{"message":"{\"errorType\": \"Error\"}"}', ERROR, "Error"),
        ("boom: java.lang.StateException\njava.lang.St", ERROR, "java.lang.StateException"),
        (
            "System.NullReferenceException: Object reference not set\n   at Shop.Handler()",
            ERROR,
            "System.NullReferenceException",
        ),
        ("Unhandled exception. Shop.ClosedException: no", ERROR, "Shop.ClosedException"),
        ("we handled shop.ClosedException and went on", OTHER, None),
        (
            f"RequestId: {REQUEST} Error: Runtime exited with error\nRuntime.ExitError",
            EXIT,
            "Runtime.ExitError",
        ),
        ("Runtime exited without providing a reason", EXIT, None),
        ("java.lang.OutOfMemoryError: Java heap space", EXIT, "java.lang.OutOfMemoryError"),
        ("FATAL ERROR: JavaScript heap out of memory", EXIT, None),
        ("signing in", OTHER, None),
    ],
)  # fmt: skip
def test_what_a_line_says(message: str, kind: LogKind, error_type: str | None) -> None:
    (line,) = read(message)
    assert (line.kind, line.error_type) == (kind, error_type)
    assert (line.at, line.trigger) == (AT, "PreAuthentication")


@pytest.mark.parametrize(
    "message",
    [
        f"START RequestId: {REQUEST} Version: $LATEST\n",
        f"END RequestId: {REQUEST}\n",
        f"REPORT RequestId: {REQUEST}\tDuration: 3.1 ms\tBilled Duration: 4 ms\n",
        "INIT_START Runtime Version: python:3.12.v1",
        "XRAY TraceId: 1-5759e988-bd862e3fe1be46a994272793\tSegmentId: x",
        "EXTENSION\tName: agent\tState: Ready\tEvents: [INVOKE]",
        '{"time":"2026","type":"platform.start","record":{"requestId":"x"}}',
        '{"time":"2026","type":"platform.report","record":{"status":"success"}}',
        "  \n",
    ],
)
def test_what_lambda_itself_writes_is_left_out(message: str) -> None:
    assert read(message) == []
    assert len(read(message, "STARTED the shop")) == 1


@pytest.mark.parametrize(
    ("report", "kind", "error_type"),
    [
        (f"REPORT RequestId: {REQUEST}\tDuration: 3 ms\tStatus: timeout", TIMEOUT, None),
        (
            f"REPORT RequestId: {REQUEST}\tStatus: error\tError Type: Runtime.ExitError",
            EXIT,
            "Runtime.ExitError",
        ),
        ('{"type":"platform.report","record":{"status":"failure"}}', ERROR, None),
    ],
)
def test_a_report_of_a_bad_end_counts_where_nothing_else_tells(
    report: str, kind: LogKind, error_type: str | None
) -> None:
    (plain, bad) = read("hello", report)
    assert (plain.kind, bad.kind, bad.error_type) == (OTHER, kind, error_type)
    (alone,) = read(report, "[ERROR] KeyError: 'x'")
    assert alone.error_type == "KeyError"


MIGRATION = {
    "triggerSource": "UserMigration_Authentication",
    "userName": "alice",
    "request": {"password": "Summer2026!", "validationData": None},
}


@pytest.mark.parametrize(
    "message",
    [
        json.dumps(MIGRATION),
        json.dumps(MIGRATION, indent=2),
        str(MIGRATION),
        json.dumps({"message": json.dumps(MIGRATION)}),
        "request={password=Summer2026!, validationData=null}",
        '  "password": "Summer2026!",',
        "[ERROR] KeyError: 'x' with password=Summer2026!",
        '{"request": {"challengeAnswer": "482913"}}',
        "{'privateChallengeParameters': {'answer': 'blue'}}",
        '"secretLoginCode": "482913"',
        "your code is 482913",
        "OTP: 482913",
        "482913\n",
        f"2026Z\t{REQUEST}\tINFO\t482913",
        "Bearer abcdefghijklmnop.qrstuvwxyz",
        "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl",
        "session AYABeH3n5kAbcdEfGhIjKlMnOpQrSt",
        "AKIA" + "ABCDEFGHIJKLMNOP",
    ],
)
def test_no_secret_is_shown(message: str) -> None:
    (line,) = read(message)
    assert line.text == WITHHELD


@pytest.mark.parametrize(
    "message",
    [
        '{"errorType":"Error","errorMessage":"connect ECONNREFUSED","code":"ECONNREFUSED"}',
        "HTTP status code 503 from the shop",
        f"request {REQUEST} took 1200 ms",
        "Password must be longer",
    ],
)
def test_what_is_no_secret_is_shown(message: str) -> None:
    (line,) = read(message)
    assert line.text == message


def test_a_secret_of_the_request_is_not_shown_whatever_it_looks_like() -> None:
    live = LiveSecrets()
    live.add([Secret("correct-horse-1"), Secret("BlueMoonError")])
    shown, hidden, named = read(
        "a word", "he typed correct-horse-1 twice", "[ERROR] BlueMoonError: no", live=live
    )
    assert (shown.text, hidden.text) == ("a word", WITHHELD)
    assert (named.kind, named.error_type, named.text) == (ERROR, None, WITHHELD)


def test_a_text_is_looked_at_whole_before_it_is_cut() -> None:
    live = LiveSecrets()
    live.add([Secret("correct-horse-1")])
    filler = "x " * 247
    (line,) = read(f"{filler}correct-horse-1", live=live)
    assert line.text == WITHHELD
    (line,) = read(f"{filler} a word or two")
    assert len(line.text) == 500


def test_a_text_is_on_one_line_without_hidden_characters() -> None:
    (line,) = read("[ERROR] E: no\r  at\u202e here\x1b[0m\n\n")
    assert line.text == "[ERROR] E: no | at\\u202e here\\x1b[0m"


def test_lines_are_in_order_and_those_that_tell_come_before_all_others() -> None:
    times = [AT + timedelta(seconds=each) for each in range(150)]
    events: list[dict[str, object]] = [{"Timestamp": at, "Message": "hello"} for at in times]
    events[149]["Message"] = "[ERROR] KeyError: 'x'"
    found = worth_showing(read_page({"events": tuple(reversed(events))}))
    assert len(found) == 100
    assert [event.at for event in found] == sorted(at for at in (*times[:99], times[149]))
    assert found[-1].kind is ERROR


def test_the_message_is_not_in_what_is_printed_of_an_event() -> None:
    (event,) = read_page({"events": ({"Message": "password=Summer2026!"},)})
    assert "Summer" not in repr(event)
    assert event.at is None


def test_lines_of_a_trigger_are_those_of_its_function() -> None:
    lines = [
        LogLine(at=AT, trigger=trigger, kind=OTHER) for trigger in ("PreAuthentication", "Other")
    ]
    functions = {"PreAuthentication": "f", "PostAuthentication": "f", "Other": "g"}
    shared = replace(lines[0], trigger="PostAuthentication")
    assert lines_of("PostAuthentication", lines, functions) == (shared,)
    assert lines_of("PreAuthentication", lines, functions) == (lines[0],)
    assert lines_of("Other", lines, functions) == (lines[1],)
    assert lines_of("Other", lines, {}) == (lines[1],)
    assert lines_of("CustomMessage", lines, functions) == ()


@given(
    st.text(max_size=300), st.sampled_from(("", "[ERROR] ", "REPORT RequestId: ", '{"errorType":"'))
)
def test_any_text_is_read(text: str, start: str) -> None:
    for line in read(start + text):
        assert len(line.text) <= 500
        assert line.error_type is None or len(line.error_type) <= 128


@pytest.mark.parametrize(
    "hostile",
    [
        "[ERROR] " + "a" * 9000,
        "a." * 4500,
        "Traceback (most recent call last)\n" + "a\n" * 4500,
        "code " * 2000,
        " " * 9000 + "x",
        "{" * 9000,
    ],
)
def test_a_text_that_is_made_to_be_slow_is_read_once_and_for_all(hostile: str) -> None:
    started = time.perf_counter()
    assert len(read_page({"events": ({"Message": hostile + "x"},)})) <= 1
    assert time.perf_counter() - started < 1
