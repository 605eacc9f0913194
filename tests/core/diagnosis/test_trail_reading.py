"""Events of CloudTrail: which are the sign-in's own, and which refusals count."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from console.core.diagnosis.evidence import TrailEvent, TrailFacts
from console.core.diagnosis.trail_reading import merged, read_trail, trail_facts
from console.core.masking import LiveSecrets
from console.core.secret import WITHHELD, Secret
from tests.core.diagnosis.by_operation import AT, OCCURRENCE

WRONG = "NotAuthorizedException"


def event(minutes: float = 0.0, **changes: Any) -> TrailEvent:
    known: dict[str, Any] = {"request_id": "other", "error_code": WRONG, "sub": "s"}
    return TrailEvent(
        at=AT + timedelta(minutes=minutes), event_name="AdminInitiateAuth", **known | changes
    )


OWN = event(request_id="r1")
NONE = LiveSecrets()


def test_an_event_is_read() -> None:
    details = {
        "EventName": "AdminInitiateAuth",
        "EventTime": AT,
        "RequestId": "r1",
        "ErrorCode": WRONG,
        "ErrorMessage": "Incorrect username or password.",
        "Sub": "s",
        "SourceIPAddress": "192.0.2.1",
    }
    (found,) = read_trail([{"Events": (details, details)}])
    assert found == TrailEvent(
        at=AT,
        event_name="AdminInitiateAuth",
        request_id="r1",
        error_code=WRONG,
        error_text="Incorrect username or password.",
        sub="s",
    )


def test_pages_come_newest_first_and_are_put_in_order() -> None:
    pages = [
        {"Events": ({"EventTime": AT + timedelta(minutes=each)} for each in minutes)}
        for minutes in ((3, 2), (1,))
    ]
    listed = [{"Events": tuple(page["Events"])} for page in pages]
    times = [found.at for found in read_trail(listed)]
    assert times == [AT + timedelta(minutes=each) for each in (1, 2, 3)]


def test_own_events_are_known_by_their_request_ids() -> None:
    found = trail_facts([event(-1), OWN], OCCURRENCE, sub=None, whole=True, live=NONE)
    assert found.own == (OWN,)
    nobody = event(request_id=None)
    assert trail_facts([nobody], OCCURRENCE, sub=None, whole=False, live=NONE) == TrailFacts(
        whole=False
    )


def test_a_text_that_repeats_a_secret_is_withheld() -> None:
    live = LiveSecrets()
    live.add([Secret("correct-horse-1")])
    texts = ("PreAuthentication failed with error correct-horse-1.", "Bearer " + "a1B2" * 8, "No.")
    events = [event(request_id="r1", error_text=text) for text in texts]
    found = trail_facts(events, OCCURRENCE, sub=None, whole=True, live=live)
    assert [each.error_text for each in found.own] == [WITHHELD, WITHHELD, "No."]


def test_refusals_of_the_same_user_are_counted() -> None:
    events = [
        event(-16),
        event(-14),
        event(-3, sub="another"),
        event(-2, error_code=None),
        event(-1, error_code="CodeMismatchException"),
        OWN,
        event(1),
    ]
    assert trail_facts(events, OCCURRENCE, sub=None, whole=True, live=NONE).refusals == 2
    assert trail_facts(events, OCCURRENCE, sub="another", whole=True, live=NONE).refusals == 2


def test_the_looked_up_user_counts_where_no_own_event_names_one() -> None:
    events = [event(-14), event(-1, sub="another")]
    assert trail_facts(events, OCCURRENCE, sub="another", whole=True, live=NONE).refusals == 1
    assert trail_facts(events, OCCURRENCE, sub=None, whole=True, live=NONE).refusals is None


def test_a_later_look_takes_nothing_away() -> None:
    before = TrailFacts(own=(OWN,), refusals=3, whole=True)
    second = event(0.1, request_id="r2")
    now = TrailFacts(own=(second, OWN), refusals=1, whole=False)
    assert merged(before, now) == TrailFacts(own=(OWN, second), refusals=3, whole=False)
    assert merged(before, TrailFacts()).own == (OWN,)
    assert merged(None, now) is now
    assert merged(TrailFacts(), TrailFacts()).refusals is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just(AT),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
NAMES = st.sampled_from(("EventName", "EventTime", "RequestId", "ErrorCode", "Sub"))


@given(st.lists(st.fixed_dictionaries({"Events": JSON | st.lists(st.dictionaries(NAMES, JSON))})))
def test_whatever_comes_is_read_without_an_error(pages: list[dict[str, object]]) -> None:
    for found in read_trail(pages):
        assert isinstance(found.event_name, str)
        assert len(found.error_text) <= 1024
