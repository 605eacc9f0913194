"""The table of the timeline: appends without a reset, completes in place, folds and filters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from console.core.call import REVOKE_TOKEN, Failure, Origin, Sent
from console.core.record import Outcome
from console.ui.timeline.filter import parse_filter
from console.ui.timeline.model import Column, TimelineModel, TimelineRole, row_text
from console.ui.timeline.rows import Row
from tests.ui.timelines import (
    HOSTILE,
    long_story,
    on_both_paths,
    refused_at_once,
    signed_in,
    story,
    wrong_code,
)


@dataclass
class Heard:
    """What the model said."""

    resets: int = 0
    inserted: list[tuple[int, int]] = field(default_factory=list)
    removed: list[tuple[int, int]] = field(default_factory=list)
    changed: list[tuple[int, int, int]] = field(default_factory=list)  # first, last, column


def listen(model: QAbstractItemModel) -> Heard:
    heard = Heard()

    def on_reset() -> None:
        heard.resets += 1

    def on_changed(first: QModelIndex, last: QModelIndex) -> None:
        heard.changed.append((first.row(), last.row(), first.column()))

    model.modelReset.connect(on_reset)
    model.rowsInserted.connect(lambda _parent, a, b: heard.inserted.append((a, b)))
    model.rowsRemoved.connect(lambda _parent, a, b: heard.removed.append((a, b)))
    model.dataChanged.connect(on_changed)
    return heard


@pytest.fixture
def model(qtbot: QtBot) -> Iterator[TimelineModel]:
    """A model that is watched by Qt's own tester."""
    made = TimelineModel()
    tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    yield made
    tester.deleteLater()
    made.deleteLater()


def column(model: TimelineModel, which: Column, role: int = Qt.ItemDataRole.DisplayRole) -> list[
    object
]:  # fmt: skip
    return [model.index(place, which).data(role) for place in range(model.rowCount())]


def events_column(model: TimelineModel) -> list[object]:
    return column(model, Column.EVENT)


def test_the_lines_of_the_mock_up(model: TimelineModel) -> None:
    model.load(wrong_code().events)
    assert events_column(model) == [
        "Attempt ADMIN_USER_PASSWORD_AUTH as “alice”",
        "AdminInitiateAuth → challenge",
        "wire try 1 · new connection · TLSv1.3",
        "Challenge SOFTWARE_TOKEN_MFA",
        "Answer given · SOFTWARE_TOKEN_MFA_CODE ‹withheld›",
        "AdminRespondToAuthChallenge refused",
        "wire try 1 · reused connection · TLSv1.3",
        "Clock of this machine is 41 s ahead of the server's",
        "Refused Cognito refused the request with CodeMismatchException.",
    ]
    assert column(model, Column.CODE) == ["", "200", "", "", "", "CodeMismatch", "", "", ""]
    assert column(model, Column.MS)[1] == "412"
    assert column(model, Column.REQUEST_ID)[5] == "1c44e0b2-5a0f-4f0e-8b36-0d7a9be1e4aa"
    heads = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]
    assert heads == ["Time", "Event", "Code", "Waterfall", "ms", "Request id"]


def test_times_are_local_with_milliseconds(model: TimelineModel) -> None:
    told = wrong_code()
    model.load(told.events)
    local = told.events[0].at.astimezone()
    assert column(model, Column.TIME)[0] == f"{local:%H:%M:%S}.020"


def test_appending_never_resets(model: TimelineModel) -> None:
    heard = listen(model)
    told = wrong_code()
    for event in told.events:
        model.append([event])
    assert heard.resets == 0
    assert len(heard.inserted) == 9
    whole = TimelineModel()
    whole.load(told.events)
    assert events_column(model) == events_column(whole)


def test_a_batch_is_one_insertion(model: TimelineModel) -> None:
    heard = listen(model)
    model.append(long_story(50).events)
    assert (heard.resets, heard.inserted) == (0, [(0, 150)])


def test_the_end_of_a_call_completes_its_line_in_place(model: TimelineModel) -> None:
    told = story().started().call()
    model.append(told.events)
    assert events_column(model)[1] == "AdminInitiateAuth under way…"
    assert column(model, Column.MS)[1] == ""
    heard = listen(model)
    told.refused()
    model.append(told.events[2:])
    assert events_column(model)[1] == "AdminInitiateAuth refused"
    assert column(model, Column.MS)[1] == "268"
    assert (1, 1, 0) in heard.changed
    assert heard.inserted == [(2, 2)]


def test_a_later_call_changes_the_scale_of_all_bars(model: TimelineModel) -> None:
    told = story().started().call().asked()
    model.append(told.events)
    heard = listen(model)
    seen = len(told.events)
    told.answered().refused()
    model.append(told.events[seen:])
    last = model.rowCount() - 1
    assert (0, last, int(Column.WATERFALL)) in heard.changed


def test_errors_are_counted(model: TimelineModel, qtbot: QtBot) -> None:
    told = story().started().call()
    model.append(told.events)
    with qtbot.waitSignal(model.errors_changed) as signal:
        told.refused()
        model.append(told.events[2:])
    assert signal.args == [1]
    assert model.errors == 1
    model.load(())
    assert model.errors == 0


def test_details_fold_and_unfold(model: TimelineModel) -> None:
    model.load(wrong_code().events)
    heard = listen(model)
    model.set_folded(5, folded=True)
    assert heard.removed == [(6, 7)]
    assert model.rowCount() == 7
    assert "Clock" not in str(events_column(model))
    model.set_folded(1, folded=True)
    model.set_folded(5, folded=False)
    assert heard.inserted == [(5, 6)]
    assert events_column(model)[5] == "wire try 1 · reused connection · TLSv1.3"
    assert heard.resets == 0


def test_folding_a_line_without_details_does_nothing(model: TimelineModel) -> None:
    model.load(wrong_code().events)
    heard = listen(model)
    model.set_folded(0, folded=True)
    model.set_folded(5, folded=False)
    assert heard == Heard()


def test_details_that_come_later_stay_hidden_in_a_folded_call(model: TimelineModel) -> None:
    told = wrong_code()
    model.append(told.events[:-2])  # before the clock's line
    model.set_folded(5, folded=True)
    model.append(told.events[-2:])
    assert "Clock" not in str(events_column(model))
    model.set_folded(5, folded=False)
    assert "Clock" in str(events_column(model))


def test_a_filter_shows_what_matches_and_offers_no_folds(model: TimelineModel) -> None:
    model.load(wrong_code().events)
    model.set_folded(1, folded=True)
    model.set_filter(parse_filter("kind:wire"))
    assert events_column(model) == [
        "wire try 1 · new connection · TLSv1.3",
        "wire try 1 · reused connection · TLSv1.3",
    ]
    model.set_filter(parse_filter("kind:call"))
    assert column(model, Column.EVENT, TimelineRole.FOLDABLE) == [False, False]
    model.set_folded(5, folded=True)
    assert model.rowCount() == 2
    model.set_filter(parse_filter(""))
    assert model.rowCount() == 8  # the fold from before is kept


def test_only_errors(model: TimelineModel) -> None:
    model.load(wrong_code().events)
    model.set_errors_only(only=True)
    assert events_column(model) == ["AdminRespondToAuthChallenge refused"]
    model.set_filter(parse_filter("AdminInitiateAuth"))
    assert model.rowCount() == 0
    model.set_errors_only(only=False)
    assert model.rowCount() == 1


def test_a_call_comes_into_view_when_its_end_matches(model: TimelineModel) -> None:
    told = story().started().call()
    model.append(told.events)
    model.set_filter(parse_filter("kind:error"))
    heard = listen(model)
    told.refused()
    model.append(told.events[2:])
    assert events_column(model) == ["AdminInitiateAuth refused"]
    assert heard.resets == 0


def test_a_call_leaves_the_view_when_it_no_longer_matches(model: TimelineModel) -> None:
    told = story().started().call()
    model.append(told.events)
    model.set_filter(parse_filter('"under way"'))
    assert model.rowCount() == 1
    told.refused()
    model.append(told.events[2:])
    assert model.rowCount() == 0


def test_the_decisive_call(model: TimelineModel) -> None:
    def decisive(outcome: Outcome | None) -> str:
        row = model.decisive(outcome)
        return "" if row is None else row.sentence

    assert decisive(None) == ""
    model.load(wrong_code().events)
    assert decisive(Outcome.FAILED) == "AdminRespondToAuthChallenge refused"
    model.load(signed_in().events)
    assert decisive(Outcome.SIGNED_IN) == "AdminRespondToAuthChallenge → tokens"
    told = story().started().call().asked().answered().refused().answered().tokens()
    model.load(told.end(Outcome.SIGNED_IN).events)
    assert decisive(Outcome.SIGNED_IN) == "AdminRespondToAuthChallenge → tokens"


def test_a_cancelled_call_is_decisive_for_a_cancelled_attempt(model: TimelineModel) -> None:
    told = story().started().call().asked().answered().refused().answered()
    stopped = Failure(
        record=told.record(status=None, sent=Sent.MAYBE),
        origin=Origin.STOPPED,
        code="CallCancelled",
    )
    model.load(told.ended(stopped).end(Outcome.CANCELLED).events)
    decisive = model.decisive(Outcome.CANCELLED)
    assert decisive is not None
    assert decisive.sentence == "AdminRespondToAuthChallenge cancelled"
    assert model.last_failed() is decisive
    assert model.errors == 1


def test_lines_know_their_places(model: TimelineModel) -> None:
    model.load(wrong_code().events)
    model.set_folded(1, folded=True)
    assert [model.place_of(number) for number in (1, 2, 3)] == [1, None, 2]
    row = model.row_at(model.index(2, 0))
    assert isinstance(row, Row)
    assert row.number == 3
    assert model.row_at(QModelIndex()) is None


def test_tool_tips_never_render_rich_text(model: TimelineModel) -> None:
    model.load((*story(username=HOSTILE).started().events, *refused_at_once(HOSTILE).events))
    for place in range(model.rowCount()):
        for which in Column:
            tip = model.index(place, which).data(Qt.ItemDataRole.ToolTipRole)
            assert isinstance(tip, str)
            assert "<b>" not in tip
            assert "<img" not in tip
            assert "\u202e" not in tip
    assert "&lt;b&gt;bold" in str(model.index(0, Column.EVENT).data(Qt.ItemDataRole.ToolTipRole))


def test_every_cell_says_its_state_to_assistive_technology(model: TimelineModel) -> None:
    model.load(wrong_code().events)
    said = column(model, Column.EVENT, Qt.ItemDataRole.AccessibleTextRole)
    assert said[1] == "done: AdminInitiateAuth → challenge"
    assert said[5] == "refused: AdminRespondToAuthChallenge refused"
    bars = column(model, Column.WATERFALL, Qt.ItemDataRole.AccessibleTextRole)
    assert str(bars[5]).startswith("wait 127 ms")
    assert column(model, Column.MS, Qt.ItemDataRole.AccessibleTextRole)[1] == "412.0 ms"


def test_a_line_as_text_is_masked_and_on_one_line(model: TimelineModel) -> None:
    model.load(wrong_code().events)
    row = model.row_at(model.index(5, 0))
    assert row is not None
    time, event, code, ms, request_id = row_text(row).split("\t")
    assert (event, code, ms) == ("AdminRespondToAuthChallenge refused", "CodeMismatch", "268")
    assert request_id == "1c44e0b2-5a0f-4f0e-8b36-0d7a9be1e4aa"
    assert time.endswith(".101")


def test_closing_marks_calls_without_an_end(model: TimelineModel) -> None:
    model.load(story().started().call().events)
    model.close()
    assert events_column(model)[1] == "AdminInitiateAuth its end was not recorded"


def test_what_follows_the_outcome_is_appended_without_a_reset(model: TimelineModel) -> None:
    told = on_both_paths()
    model.load(told.events)
    known, heard = len(told.events), listen(model)
    before = model.rowCount()
    told.checked("access").call(REVOKE_TOKEN)
    model.append(told.events[known:])
    known = len(told.events)
    told.done().revoked()
    model.append(told.events[known:])
    assert heard.resets == 0
    assert heard.inserted == [(before, before + 1), (before + 2, before + 3)]
    assert events_column(model)[-3:] == [
        "RevokeToken → done", "wire try 1 · reused connection · TLSv1.3", "Tokens revoked",
    ]  # fmt: skip
    decisive = model.decisive(Outcome.FAILED)
    assert decisive is not None
    assert decisive.strong == "InitiateAuth"
    assert model.decisive(Outcome.SIGNED_IN) is decisive, "the last call before the outcome"
