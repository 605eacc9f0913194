"""A record with labels in place of names."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from console.core.labelled_record import labelled_record
from console.core.labelling import Labels
from console.core.timeline import withheld_of
from tests.cases.conftest import build


def test_names_are_gone_and_ids_stay() -> None:
    record = build(text="of alice and bob@x.org", message="User alice is disabled.")
    shown = labelled_record(record, Labels("alice"))
    assert (shown.username, shown.ticket) == ("USER-1", "of USER-1 and EMAIL-1")
    assert (shown.profile_name, shown.endpoint) == (shown.ticket, shown.ticket)
    assert shown.challenges == ("SMS_MFA", "of USER-1 and EMAIL-1")
    assert shown.classification is not None
    assert shown.classification.message == "User USER-1 is disabled."
    assert shown.legs[1].reason == "of USER-1 and EMAIL-1"
    assert shown.steps[0].request_id == "of USER-1 and EMAIL-1"
    for name in ("attempt_id", "region", "user_pool_id", "client_id", "started_at", "tokens_left"):
        assert getattr(shown, name) == getattr(record, name)
    assert "alice" not in repr(shown.events)
    assert "bob" not in repr(shown.events)


def test_the_request_id_of_aws_stays() -> None:
    found = "05d2e49f-0d61-420c-98c1-09c3e9e3fb98"
    record = build(username="alice")
    steps = (replace(record.steps[0], request_id=found), replace(record.steps[1], request_id=None))
    shown = labelled_record(replace(record, steps=steps), Labels("alice"))
    assert [step.request_id for step in shown.steps] == [found, None]


def test_what_was_lost_is_in_its_own_count() -> None:
    record = build(message="User alice is disabled.")
    shown = labelled_record(record, Labels("alice"))
    in_events = Counter(withheld_of(shown.events))
    # The header's user and the message of the classification are outside of the events.
    assert shown.withheld == {**in_events, "user_name": in_events["user_name"] + 2}
    bare = replace(record, events=(), withheld={"password": 2}, username="")
    assert labelled_record(bare, Labels("")).withheld == {"password": 2}


def test_a_name_that_comes_late_is_gone_from_what_came_before() -> None:
    record = build(username="alice@example.com")
    first, *others = record.events
    late = replace(others[1], data={"request": {"ChallengeResponses": {"USERNAME": "j.doe"}}})
    early = replace(first, data={"profile": "of j.doe"})
    shown = labelled_record(replace(record, events=(early, late)), Labels(record.username))
    assert shown.events[0].data == {"profile": "of USER-2"}


def test_labelled_twice_is_labelled_once() -> None:
    once = labelled_record(build(text="of alice, bob@x.org"), Labels("alice"))
    assert labelled_record(once, Labels(once.username)).ticket == once.ticket
