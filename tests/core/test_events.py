from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.core.events import Event, EventKind, admit
from console.core.masking import Json, LiveSecrets, Masked
from console.core.secret import WITHHELD, Secret
from console.core.timeline import Timeline, withheld_of
from tests.fakes import START


def live(*values: str) -> LiveSecrets:
    found = LiveSecrets()
    found.add([Secret(value) for value in values])
    return found


def test_an_unlisted_field_leaves_only_a_count() -> None:
    data, withheld = admit(EventKind.CLOCK_SKEW, {"skew_s": 61, "password": "hunter2"}, live())
    assert data == {"skew_s": 61}
    assert withheld == {"other": 1}


def test_a_value_that_does_not_fit_is_withheld() -> None:
    data, withheld = admit(
        EventKind.CALL_ENDED,
        {"code": Secret("x"), "http_status": "200", "sent": None, "operation": "Op"},
        live(),
    )
    assert data == {"code": WITHHELD, "http_status": WITHHELD, "operation": "Op"}
    assert withheld == {"other": 1, "server_text": 1}


def test_a_server_text_that_repeats_a_secret_is_withheld() -> None:
    raw = {"message": "PreAuthentication failed with error hunter2-is-wrong."}
    data, withheld = admit(EventKind.CALL_ENDED, raw, live("hunter2"))
    assert data == {"message": WITHHELD}
    assert withheld == {"server_text": 1}
    data, withheld = admit(EventKind.CALL_ENDED, raw, live("other-password"))
    assert data == raw
    assert withheld == {}


def test_withheld_parts_of_a_request_are_counted_in() -> None:
    masked = Masked(value={"AuthFlow": "X"}, withheld={"password": 1})
    data, withheld = admit(EventKind.CALL_STARTED, {"operation": "Op", "request": masked}, live())
    assert data == {"operation": "Op", "request": {"AuthFlow": "X"}}
    assert withheld == {"password": 1}


@given(
    st.sampled_from(EventKind),
    st.dictionaries(
        st.text() | st.sampled_from(["message", "code", "name", "names", "phases", "skew_s"]),
        st.none() | st.booleans() | st.integers() | st.text() | st.tuples(st.text()),
    ),
)
def test_whatever_comes_an_event_can_be_written_and_read(
    kind: EventKind, raw: dict[str, object]
) -> None:
    timeline = Timeline()
    event = timeline.append(kind, raw, at=START, offset_ms=1.5)
    assert Event.from_json(json.loads(json.dumps(event.to_json()))).to_json() == event.to_json()


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "nonsense"},
        {"data": []},
        {"withheld": None},
        {"seq": "1"},
        {"at": "yesterday"},
        {"offset_ms": True},
        {"withheld": {"x": "y"}},
    ],
)
def test_a_broken_event_is_refused(change: dict[str, object]) -> None:
    good = Timeline().append(EventKind.CLOCK_SKEW, {"skew_s": 1}, at=START, offset_ms=0.0)
    with pytest.raises((ValueError, TypeError, KeyError)):
        Event.from_json({**good.to_json(), **change})  # type: ignore[dict-item]


def test_fields_by_type() -> None:
    event = Timeline().append(
        EventKind.CHALLENGE,
        {"name": "SMS_MFA", "number": 1, "keys": ("A", "B"), "supported": True},
        at=START,
        offset_ms=0.0,
    )
    assert event.text("name") == "SMS_MFA"
    assert event.text("number") == ""
    assert event.number("number") == 1
    assert event.number("supported") is None
    assert event.number("name") is None
    assert event.texts("keys") == ("A", "B")
    assert event.texts("name") == ()


def test_timeline_numbers_tells_and_counts() -> None:
    heard: list[int] = []
    timeline = Timeline()
    stop = timeline.subscribe(lambda event: heard.append(event.seq))
    timeline.append(EventKind.CLOCK_SKEW, {"x": 1}, at=START, offset_ms=0.0)
    timeline.append(EventKind.CLOCK_SKEW, {"x": 1}, at=START, offset_ms=1.0)
    stop()
    stop()
    timeline.append(EventKind.CLOCK_SKEW, {"skew_s": 1}, at=START, offset_ms=2.0)
    assert heard == [1, 2]
    assert len(timeline) == 3
    assert [event.seq for event in timeline.since(1)] == [2, 3]
    assert timeline.withheld() == {"other": 2}
    assert withheld_of(()) == {}


def test_a_text_that_lost_its_secret_before_is_counted_too() -> None:
    data, withheld = admit(EventKind.CALL_ENDED, {"code": WITHHELD}, live())
    assert (data, withheld) == ({"code": WITHHELD}, {"server_text": 1})


def test_keys_of_attributes_may_repeat_a_secret_and_keys_of_the_api_do_not() -> None:
    keys = ("NEW_PASSWORD", "userAttributes.password1", "userAttributes.name")
    data, withheld = admit(EventKind.CHALLENGE, {"keys": keys}, live("password"))
    assert data == {"keys": ["NEW_PASSWORD", WITHHELD, "userAttributes.name"]}
    assert withheld == {"server_text": 1}


def test_a_request_repeats_no_secret_in_what_a_server_named() -> None:
    value: dict[str, Json] = {
        "ClientId": "hunter2client",
        "ChallengeName": "ODD_hunter2",
        "ChallengeResponses": {
            "USERNAME": "hunter2",
            "ANSWER": "SMS_MFA",
            "userAttributes.hunter2": WITHHELD,
        },
    }
    masked = Masked(value=value, withheld={"attribute": 1})
    data, withheld = admit(EventKind.CALL_STARTED, {"request": masked}, live("hunter2"))
    assert data["request"] == {
        "ClientId": "hunter2client",
        "ChallengeName": WITHHELD,
        "ChallengeResponses": {"USERNAME": WITHHELD, "ANSWER": "SMS_MFA", WITHHELD: WITHHELD},
    }
    assert withheld == {"server_text": 1, "attribute": 1}


def test_words_of_a_list_repeat_no_secret_together() -> None:
    scopes = ("openid", "my", "pass", "word", "x-correct-horse")
    secrets = live("my pass word", "correct-horse")
    data, withheld = admit(EventKind.TOKEN_CHECKED, {"scopes": scopes, "groups": ("a",)}, secrets)
    assert data == {"scopes": WITHHELD, "groups": ["a"]}
    assert withheld == {"server_text": 1}
    # What stands beside a part of a secret may be another part of it.
    data, _ = admit(EventKind.TOKEN_CHECKED, {"scopes": scopes}, live("correct-horse"))
    assert data == {"scopes": WITHHELD}
    shaped = ("openid", "AKIAIOSFODNN7EXAMPLE")
    data, _ = admit(EventKind.TOKEN_CHECKED, {"scopes": shaped}, live("correct-horse"))
    assert data == {"scopes": ["openid", WITHHELD]}
