"""Words and filters as one value: what they ask the journal, and how they are told."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime, timedelta

import pytest

from console.core.history import Query
from console.core.record import Outcome
from console.ui.history.wanted import PAGE, Cause, Span, Wanted

NOW = datetime(2026, 11, 24, 14, 2, tzinfo=UTC)
CAUSE = Cause(id="NA01", words="not authorized")
FULL = Wanted(
    text="x", span=Span.WEEK, outcome=Outcome.FAILED, profile="Shop", user="alice", cause=CAUSE,
    ticket="CS-1", tag="vip", pinned=True,
)  # fmt: skip


def test_nothing_wanted_asks_for_the_newest() -> None:
    assert Wanted().query(NOW) == Query(limit=PAGE)


def test_every_filter_is_asked_of_the_journal() -> None:
    assert FULL.query(NOW) == Query(
        text="x", profile="Shop", user="alice", outcome=Outcome.FAILED, classification="NA01",
        ticket="CS-1", since=NOW - timedelta(days=7), tag="vip", pinned=True, limit=PAGE,
    )  # fmt: skip


def test_today_begins_at_local_midnight() -> None:
    since = Span.TODAY.since(NOW)
    assert since is not None
    local = since.astimezone()
    assert (local.hour, local.minute, local.date()) == (0, 0, NOW.astimezone().date())


@pytest.mark.parametrize(("span", "days"), [(Span.WEEK, 7), (Span.MONTH, 30)])
def test_spans_count_back_from_now(span: Span, days: int) -> None:
    assert span.since(NOW) == NOW - timedelta(days=days)
    assert Span.ALL.since(NOW) is None


def test_each_filter_has_a_chip_but_the_words() -> None:
    assert FULL.chips() == (
        ("span", "Last 7 days"), ("outcome", "refused"), ("profile", "Shop"), ("user", "alice"),
        ("cause", "not authorized"), ("ticket", "CS-1"), ("tag", "#vip"), ("pinned", "pinned"),
    )  # fmt: skip
    assert Wanted(text="x").chips() == ()


def test_a_chip_shows_hidden_characters_and_is_short() -> None:
    ((_, words),) = Wanted(user="a\u202eb" + "c" * 100).chips()
    assert words.startswith("a\\u202eb")
    assert len(words) < 50


@pytest.mark.parametrize("name", [field.name for field in fields(Wanted)])
def test_one_filter_is_taken_away(name: str) -> None:
    left = FULL.without(name)
    assert getattr(left, name) == getattr(Wanted(), name)
    assert sum(getattr(left, f.name) != getattr(FULL, f.name) for f in fields(Wanted)) == 1


def test_a_cause_is_told_with_its_id() -> None:
    assert CAUSE.title == "not authorized · NA01"
    assert Cause(id="X9", words="").title == "X9"
