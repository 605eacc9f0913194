"""What is held until it is committed: bounded, in its order, and shown over what the file says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from console.core.history import Annotations, Page, Query, Row
from console.core.record import Outcome
from console.services import journal_held
from console.services.journal_held import HeldAttempts
from console.services.journal_overlay import over_page, over_record
from tests.services.attempts import event, record


@pytest.fixture
def held() -> HeldAttempts:
    return HeldAttempts()


def test_what_is_given_is_taken_once_and_held_until_it_is_done(held: HeldAttempts) -> None:
    held.put_record(record(), whole=False)
    held.put_events("a1", [event(1)])
    held.put_ticket("a1", "x\u202e")
    taken = held.take()
    assert taken["a1"].record == record()
    assert taken["a1"].ticket == ("x\\u202e",)
    assert list(taken["a1"].events) == [1]
    assert held.take() == {}
    held.put_record(record(), whole=False)
    held.take()
    assert (held.waiting, held.has("a1")) == (1, True)
    held.done()
    assert (held.waiting, held.has("a1"), held.lost) == (0, False, 0)
    assert held.name_of("a1") == "alice"


def test_what_is_given_back_comes_before_what_came_meanwhile(held: HeldAttempts) -> None:
    held.put_record(record(), whole=False)
    held.put_ticket("a1", "first")
    held.put_annotations("a1", Annotations(note="first"))
    held.take()
    held.put_events("a1", [event(1)])
    held.put_ticket("a1", None)
    held.put_record(record("a2"), whole=False)
    assert held.waiting == 2
    held.give_back()
    taken = held.take()
    assert list(taken) == ["a1", "a2"]
    assert taken["a1"].record == record()
    assert taken["a1"].ticket == (None,)
    assert taken["a1"].annotations == Annotations(note="first")
    assert list(taken["a1"].events) == [1]


def test_a_later_record_has_the_ticket_that_counts(held: HeldAttempts) -> None:
    held.put_record(record(), whole=False)
    held.put_ticket("a1", "between")
    held.put_record(replace(record(), ticket="last", outcome=Outcome.FAILED), whole=True)
    one = held.all()["a1"]
    shown = one.shown()
    assert shown is not None
    assert (shown.ticket, shown.outcome, one.whole) == ("last", Outcome.FAILED, True)


def test_there_is_a_bound_and_the_oldest_are_lost_and_counted(
    held: HeldAttempts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_held, "ATTEMPTS_LIMIT", 3)
    monkeypatch.setattr(journal_held, "EVENTS_LIMIT", 10)
    for number in range(5):
        held.put_record(record(f"a{number}"), whole=False)
    assert list(held.all()) == ["a2", "a3", "a4"]
    assert (held.lost, held.has("a0"), held.has("a4")) == (2, True, True)
    held.put_events("a4", [event(seq) for seq in range(1, 12)])
    assert list(held.all()) == ["a4"]
    assert (held.lost, held.waiting) == (4, 1)
    held.take()
    held.put_record(record("a5"), whole=False)
    held.give_back()
    assert list(held.all()) == ["a5"]
    held.put_record(record("a0"), whole=True)  # its end brings all of it
    held.take()
    held.done()
    assert (held.has("a0"), held.lost) == (False, 4)


def test_what_can_never_be_written_is_lost(held: HeldAttempts) -> None:
    held.put_record(record(), whole=False)
    held.take()
    held.give_up()
    assert (held.waiting, held.lost, held.has("a1")) == (0, 1, True)


def test_what_is_dropped_is_forgotten_with_its_name(held: HeldAttempts) -> None:
    held.put_record(record(), whole=False)
    held.drop(["a1", "nobody"])
    assert (held.waiting, held.name_of("a1")) == (0, None)
    assert held.names() == {}


KEPT = Row(header=record("kept", minute=1), annotations=Annotations(note="n"))


def test_a_page_has_what_is_held_in_its_place(held: HeldAttempts) -> None:
    held.put_record(record("new", minute=2), whole=False)
    held.put_record(record("old"), whole=False)
    held.put_record(record("bob", minute=3, username="bob"), whole=False)
    held.put_ticket("kept", "CS-9")
    held.put_annotations("kept", Annotations(pinned=True))
    held.put_ticket("elsewhere", "CS-9")  # on another page
    page = over_page(Page(rows=(KEPT,), total=7), held.all(), Query(user="alice"))
    assert [row.header.attempt_id for row in page.rows] == ["new", "kept", "old"]
    assert page.total == 9
    assert page.rows[1].header.ticket == "CS-9"
    assert page.rows[1].annotations == Annotations(pinned=True)
    short = over_page(Page(rows=(KEPT,), total=7), held.all(), Query(user="alice", limit=1))
    assert [row.header.attempt_id for row in short.rows] == ["new"]


def test_what_fits_no_more_leaves_the_page(held: HeldAttempts) -> None:
    held.put_record(record("kept", minute=1, username="renamed"), whole=False)
    page = over_page(Page(rows=(KEPT,), total=1), held.all(), Query(user="alice"))
    assert page == Page(rows=(), total=0)
    later = Query(before=(KEPT.header.started_at, "kept"))
    assert over_page(Page(rows=(), total=1), held.all(), later).rows == ()


def test_an_attempt_has_the_events_of_both(held: HeldAttempts) -> None:
    held.put_events("a1", [event(2), event(3)])
    held.put_ticket("a1", None)
    kept = replace(record(), events=(event(1), event(2)))
    found = over_record(kept, held.all()["a1"])
    assert found == replace(kept, ticket=None, events=(event(1), event(2), event(3)))
    assert over_record(None, held.all()["a1"]) is None
    held.put_record(replace(record(), reason="new"), whole=False)
    found = over_record(None, held.all()["a1"])
    assert found is not None
    assert (found.reason, found.ticket, len(found.events)) == ("new", "CS-1", 2)
