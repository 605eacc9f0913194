"""Events reach the window in batches, and only while they are wanted."""

from __future__ import annotations

import gc

from pytestqt.qtbot import QtBot

from console.core.events import Event
from console.ui.timeline.event_feed import BATCH, INTERVAL_MS, EventFeed
from tests.ui.timelines import long_story, story


def listen(feed: EventFeed) -> list[list[Event]]:
    batches: list[list[Event]] = []
    feed.batch_ready.connect(batches.append)
    return batches


def test_events_that_come_together_are_one_batch(qtbot: QtBot) -> None:
    feed, told = EventFeed(), story()
    batches = listen(feed)
    feed.follow(told.attempt.timeline)
    told.started().call().asked()
    assert batches == []
    assert feed._timer.interval() == INTERVAL_MS
    qtbot.waitUntil(lambda: bool(batches))
    assert batches == [list(told.events)]


def test_a_long_record_comes_in_parts_in_its_order(qtbot: QtBot) -> None:
    feed = EventFeed()
    batches = listen(feed)
    events = long_story(400).events
    feed.queue(events)
    qtbot.waitUntil(lambda: feed.waiting == 0)
    assert [len(batch) for batch in batches[:-1]] == [BATCH] * (len(events) // BATCH)
    assert [event.seq for batch in batches for event in batch] == [e.seq for e in events]


def test_following_another_timeline_forgets_the_first(qtbot: QtBot) -> None:
    feed, first, second = EventFeed(), story(), story()
    batches = listen(feed)
    feed.follow(first.attempt.timeline)
    first.started()
    feed.follow(second.attempt.timeline)
    first.call()
    second.started()
    qtbot.waitUntil(lambda: bool(batches))
    assert batches == [list(second.events)]


def test_stopping_drops_what_is_queued(qtbot: QtBot) -> None:
    feed, told = EventFeed(), story()
    batches = listen(feed)
    feed.follow(told.attempt.timeline)
    told.started()
    feed.stop()
    told.call()
    assert feed.waiting == 0
    qtbot.wait(INTERVAL_MS * 2)
    assert batches == []


def test_a_feed_that_is_gone_is_told_nothing_more(qtbot: QtBot) -> None:
    told = story()
    feed = EventFeed()
    feed.follow(told.attempt.timeline)
    with qtbot.waitSignal(feed.destroyed):
        feed.deleteLater()
    del feed
    gc.collect()
    assert told.attempt.timeline._listeners == []
    told.started()
