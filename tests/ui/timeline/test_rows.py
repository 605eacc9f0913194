"""Lines of the timeline: calls are one line, details belong to them, texts are safe."""

from __future__ import annotations

from datetime import timedelta

from console.core.call import INITIATE_AUTH, REVOKE_TOKEN, Origin, Path, Sent
from console.core.events import Event, EventKind
from console.core.record import Outcome
from console.core.telling import State
from console.ui.timeline.rows import Row, TimelineRows
from tests.fakes import START
from tests.ui.timelines import (
    HOSTILE,
    REUSED,
    WARM,
    on_both_paths,
    refused_at_once,
    signed_in,
    story,
    wrong_code,
)


def rows_of(events: tuple[Event, ...]) -> list[Row]:
    return TimelineRows(events).rows


def test_the_start_and_the_end_of_a_call_are_one_line() -> None:
    rows = TimelineRows()
    told = story().started().call()
    for event in told.events:
        rows.take(event)
    call = rows.rows[1]
    assert (call.sentence, call.state_word) == ("AdminInitiateAuth under way…", "under way")
    assert (call.duration_ms, call.code, call.request_id) == (None, "", "")
    told.refused()
    for event in told.events[2:]:
        rows.take(event)
    assert rows.rows[1] is call
    assert (call.sentence, call.state) == ("AdminInitiateAuth refused", State.REFUSED)
    assert (call.duration_ms, call.code) == (268.0, "CodeMismatch")
    assert call.request_id == "1c44e0b2-5a0f-4f0e-8b36-0d7a9be1e4aa"


def test_details_follow_their_call_one_step_in() -> None:
    rows = rows_of(wrong_code().events)
    assert [(row.depth, row.parent) for row in rows] == [
        (0, None),  # attempt
        (0, None),  # call
        (1, 1),  # wire try
        (0, None),  # challenge
        (0, None),  # answer
        (0, None),  # call
        (1, 5),  # wire try
        (1, 5),  # clock
        (0, None),  # end
    ]
    assert rows[5].details == 2
    assert [event.kind for event in rows[5].tries] == [EventKind.WIRE_TRY]


def test_a_detail_without_its_call_above_stands_alone() -> None:
    told = wrong_code()
    skew = next(event for event in told.events if event.kind is EventKind.CLOCK_SKEW)
    wire = next(event for event in told.events if event.kind is EventKind.WIRE_TRY)
    rows = rows_of((*story().started().call().events, skew, wire))
    assert [row.parent for row in rows] == [None, None, None, None]
    assert rows[1].details == 0


def test_an_end_without_a_start_is_a_line_of_its_own() -> None:
    told = refused_at_once()
    end = next(event for event in told.events if event.kind is EventKind.CALL_ENDED)
    (row,) = rows_of((end,))
    assert (row.sentence, row.error, row.ended) == ("AdminInitiateAuth refused", True, end)


def test_a_call_whose_end_was_never_recorded_says_so() -> None:
    rows = TimelineRows(story().started().call().events)
    (closed,) = rows.close()
    assert closed is rows.rows[1]
    assert (closed.state, closed.text) == (State.UNKNOWN, "its end was not recorded")
    assert rows.close() == []


def test_times_add_up_over_calls_and_leave_out_the_wait_between() -> None:
    rows = TimelineRows(wrong_code().events)
    first, second = (row for row in rows.rows if row.is_call)
    assert (first.before_ms, second.before_ms, rows.total_ms) == (0.0, 412.0, 680.0)
    assert (first.call_number, second.call_number, rows.calls) == (0, 1, 2)


def test_only_calls_that_failed_are_errors() -> None:
    rows = TimelineRows(wrong_code().events)
    assert rows.errors == 1
    assert rows.last_error is rows.rows[5]
    told = story().started().call()
    told.refused("EndpointConnectionError", "no route", origin=Origin.CLIENT,
                 record=told.record(status=None, sent=Sent.NO, phases=()))  # fmt: skip
    not_sent = rows_of(told.events)[1]
    assert (not_sent.error, not_sent.state) == (True, State.WARNING)
    assert not_sent.kinds == ("call", "error", "warning")


def test_character_warnings_are_part_of_the_attempts_line() -> None:
    (row,) = rows_of(story().started("The user name ends with a blank.").events)
    assert row.state is State.WARNING
    assert row.sentence.endswith("The user name ends with a blank.")


def test_a_wire_try_is_dated_by_its_start() -> None:
    rows = rows_of(wrong_code().events)
    assert rows[2].began_at == START + timedelta(milliseconds=2)
    assert rows[1].began_at == START


def test_several_wire_tries_belong_to_one_call() -> None:
    told = story().started().call()
    told.refused(record=told.record(phases=(WARM, REUSED, REUSED)))
    assert len(rows_of(told.events)[1].tries) == 3


def test_texts_from_outside_are_shown_with_their_hidden_characters_escaped() -> None:
    rows = rows_of(refused_at_once(message=HOSTILE).events)
    told = story(username=HOSTILE).started()
    said = "".join(row.sentence + row.code for row in [*rows, *rows_of(told.events)])
    assert "\u202e" not in said
    assert "\x07" not in said
    assert "\\u202e" in said


def test_a_tampered_record_is_escaped_again() -> None:
    event = story(username="x").started().events[0]
    raw = event.to_json()
    raw["data"] = {"flow": "A\u202eB", "username": "a\nb"}
    (row,) = rows_of((Event.from_json(raw),))
    assert row.text == "A\\u202eB as “a\\nb”"


def test_every_kind_of_event_is_a_line_that_the_filter_finds() -> None:
    told = on_both_paths().checked("access").checked("id").call(REVOKE_TOKEN).done()
    rows = rows_of(told.revoked().remembered().events)
    last = [(row.sentence, row.kinds) for row in rows[-6:]]
    assert last == [
        ("Access token of the admin path as it must be", ("tokens",)),
        ("ID token of the admin path as it must be", ("tokens",)),
        ("RevokeToken → done", ("call",)),
        (rows[-3].sentence, ("wire",)),
        ("Tokens revoked", ("tokens",)),
        ("Device confirmed kept in the keyring", ("device",)),
    ]
    ends = [row for row in rows if "path" in row.kinds]
    assert [row.state for row in ends] == [State.DONE, State.REFUSED]


def test_what_follows_the_outcome_decides_nothing() -> None:
    rows = TimelineRows(signed_in().call(REVOKE_TOKEN).refused("NotAuthorizedException").events)
    assert (rows.errors, rows.last_error, rows.last_failed) == (1, None, None)
    assert rows.last_call is not None
    assert rows.last_call.strong == "AdminRespondToAuthChallenge"


def test_the_first_path_without_tokens_decides() -> None:
    rows = TimelineRows(on_both_paths().events)
    assert rows.last_error is not None
    assert rows.last_error.strong == "InitiateAuth"
    told = story(both=True).started().call().refused().path_end(Path.ADMIN, Outcome.FAILED)
    told.call(INITIATE_AUTH, path=Path.PUBLIC).refused("NotAuthorizedException")
    rows = TimelineRows(told.path_end(Path.PUBLIC, Outcome.FAILED).end(Outcome.FAILED).events)
    assert rows.errors == 2
    assert rows.last_error is not None
    assert rows.last_error.strong == "AdminInitiateAuth"


def test_a_wrong_code_on_a_path_that_signed_in_is_forgotten() -> None:
    told = story(both=True).started().call().asked().answered().refused().call().tokens()
    rows = TimelineRows(told.path_end(Path.ADMIN, Outcome.SIGNED_IN).events)
    assert (rows.last_error, rows.last_failed) == (None, None)
