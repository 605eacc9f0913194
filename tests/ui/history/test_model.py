"""The history as rows: newest first, a page at a time, changed without a reset."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from console.core.history import Annotations, Page, Query, Row
from console.core.record import AttemptRecord, Outcome
from console.ui.history import model as module
from console.ui.history.model import HistoryModel
from console.ui.history.row_words import NOT_SAVED
from console.ui.parts.row_list import RowRole
from tests.fakes import START, FakeClock
from tests.ui.fakes_ui import header

_ROOT = QModelIndex()


@pytest.fixture
def model(qapp: object) -> HistoryModel:
    assert qapp is not None
    made = HistoryModel(clock=FakeClock())
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    return made


class Heard:
    """Counts what a model tells its view."""

    def __init__(self, model: HistoryModel) -> None:
        self.resets = self.more = 0
        self.changed: list[int] = []
        model.modelReset.connect(lambda: self._count("resets"))
        model.more_wanted.connect(lambda: self._count("more"))
        model.dataChanged.connect(lambda top, _bottom: self.changed.append(top.row()))

    def _count(self, name: str) -> None:
        setattr(self, name, getattr(self, name) + 1)


def attempt(number: int, **changes: object) -> AttemptRecord:
    """The higher its number, the newer it is."""
    return header(str(number), started_at=START + timedelta(minutes=number), **changes)


def page(*numbers: int, total: int | None = None) -> Page:
    rows = tuple(Row(header=attempt(number)) for number in numbers)
    return Page(rows=rows, total=len(rows) if total is None else total)


def ids(model: HistoryModel) -> list[str]:
    found = [model.row_at(model.index(row)) for row in range(model.rowCount())]
    return [row.header.attempt_id for row in found if row is not None]


def test_the_first_page_is_shown_as_it_comes(model: HistoryModel) -> None:
    model.show_page(page(3, 2, 1), Query())
    assert ids(model) == ["3", "2", "1"]
    assert model.total == 3
    assert model.rowCount(model.index(0)) == 0
    assert model.row_at(_ROOT) is None
    assert model.data(_ROOT) is None
    assert model.last() == Row(header=attempt(1))
    assert model.index_of("2").row() == 1
    assert not model.index_of("gone").isValid()
    assert model.row_of("gone") is None


def test_an_empty_journal_has_no_last_row(model: HistoryModel) -> None:
    model.show_page(page(), Query())
    assert model.last() is None
    assert not model.canFetchMore(_ROOT)


def test_further_pages_are_asked_for_once_and_added_below(model: HistoryModel) -> None:
    heard = Heard(model)
    model.show_page(page(9, 8, total=4), Query())
    model.fetchMore(_ROOT)
    model.fetchMore(_ROOT)
    assert heard.more == 1, "one page at a time"
    assert not model.canFetchMore(model.index(0))
    model.add_page(page(7, 6, total=4))
    assert ids(model) == ["9", "8", "7", "6"]
    assert not model.canFetchMore(_ROOT)
    assert heard.resets == 1


def test_a_page_of_rows_that_are_here_already_adds_none(model: HistoryModel) -> None:
    model.show_page(page(9, 8, total=4), Query())
    model.add_page(page(8, 7, total=4))
    assert ids(model) == ["9", "8", "7"]
    model.add_page(page(total=4))
    assert not model.canFetchMore(_ROOT), "an empty page is the last, whatever the total"


def test_where_pages_cannot_be_read_none_is_asked_for(model: HistoryModel) -> None:
    model.show_page(page(9, total=4), Query())
    model.fetchMore(_ROOT)
    model.end_pages()
    assert not model.canFetchMore(_ROOT)


def test_a_new_attempt_goes_to_the_top_without_a_reset(model: HistoryModel) -> None:
    model.show_page(page(1), Query())
    heard = Heard(model)
    model.put(attempt(2))
    assert ids(model) == ["2", "1"]
    assert model.total == 2
    assert heard.resets == 0


def test_one_that_fits_no_filter_is_not_listed_until_it_does(model: HistoryModel) -> None:
    model.show_page(page(), Query(outcome=Outcome.FAILED))
    model.put(attempt(2, outcome=None), running=True)
    assert ids(model) == []
    model.put(attempt(2, outcome=Outcome.FAILED))
    assert ids(model) == ["2"]
    model.put(attempt(2, outcome=Outcome.CANCELLED))
    assert ids(model) == ["2"], "no row goes away under the hand"


def test_an_attempt_that_ends_changes_its_row(model: HistoryModel) -> None:
    model.show_page(page(), Query())
    model.put(attempt(1, outcome=None), running=True)
    model.put(attempt(2, outcome=None), running=True)
    assert model.index(1).data() == "alice · running"
    assert model.index(1).data(RowRole.MARK) == "…"
    assert model.is_running("1")
    heard = Heard(model)
    model.put(attempt(1, outcome=Outcome.CANCELLED))
    assert model.index(1).data() == "alice · cancelled"
    assert not model.is_running("1")
    assert (heard.changed, heard.resets) == ([1], 0)


def test_what_the_journal_gives_late_joins_what_was_added_meanwhile(model: HistoryModel) -> None:
    model.put(attempt(9, outcome=None), running=True)
    model.show_page(page(2, 1), Query())
    assert ids(model) == ["9", "2", "1"]
    assert model.total == 3
    assert model.index(0).data() == "alice · running"


def test_what_ended_meanwhile_is_newer_than_what_the_journal_gave(model: HistoryModel) -> None:
    model.note_asked()
    model.put(attempt(9, outcome=Outcome.CANCELLED))
    old = Row(header=attempt(9, outcome=None), annotations=Annotations(pinned=True))
    model.show_page(Page(rows=(old,), total=1), Query())
    assert model.index(0).data() == "alice · cancelled"
    assert model.index(0).data(RowRole.NOTES) == "★"
    assert model.total == 1


def test_what_fits_another_question_no_more_goes_with_it(model: HistoryModel) -> None:
    model.note_asked()
    model.put(attempt(9, outcome=Outcome.CANCELLED))
    model.show_page(
        Page(rows=(Row(header=attempt(9, outcome=Outcome.FAILED)),), total=1),
        Query(outcome=Outcome.FAILED),
    )
    assert (ids(model), model.total) == ([], 0)


def test_what_ended_before_the_question_is_what_the_journal_says(model: HistoryModel) -> None:
    model.show_page(page(), Query())
    model.put(attempt(9, outcome=Outcome.CANCELLED))
    model.note_asked()
    model.show_page(page(), Query())
    assert ids(model) == [], "it was deleted elsewhere"


def test_a_running_attempt_below_the_page_waits_for_its_own(model: HistoryModel) -> None:
    model.put(attempt(1, outcome=None), running=True)
    model.show_page(page(9, 8, total=3), Query())
    assert ids(model) == ["9", "8"]
    model.add_page(Page(rows=(Row(header=attempt(1)),), total=3))
    assert model.index(2).data() == "alice · running"
    model.put(attempt(5))
    assert ids(model) == ["9", "8", "5", "1"]


def test_an_old_attempt_below_all_that_is_here_comes_with_its_page(model: HistoryModel) -> None:
    model.show_page(page(9, 8, total=5), Query())
    model.put(attempt(1))
    assert ids(model) == ["9", "8"]


def test_rows_that_nobody_asked_for_do_not_grow_for_ever(
    model: HistoryModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_KEPT", 3)
    model.show_page(page(2, 1), Query())
    heard = Heard(model)
    for number in range(3, 8):
        model.put(attempt(number))
    assert ids(model) == ["7", "6", "5"]
    assert model.total == 7
    model.fetchMore(_ROOT)
    assert heard.more == 1, "the rest is in the journal"
    assert model._fresh == {}


def test_deleted_attempts_go(model: HistoryModel) -> None:
    model.show_page(page(4, 3, 2, 1, total=9), Query())
    heard = Heard(model)
    model.remove({"4", "2", "gone"})
    assert ids(model) == ["3", "1"]
    assert model.total == 7
    assert heard.resets == 0


def test_tags_note_and_pin_change_the_row_alone(model: HistoryModel) -> None:
    model.show_page(page(2, 1), Query())
    heard = Heard(model)
    model.annotate("1", Annotations(tags=("vip",), note="call back", pinned=True))
    model.annotate("gone", Annotations())
    assert heard.changed == [1]
    assert model.index(1).data(RowRole.NOTES) == "★✎"
    assert "#vip" in model.index(1).data(RowRole.SECOND_LINE)


def test_what_is_not_on_the_disk_says_so(model: HistoryModel) -> None:
    model.show_page(page(2, 1), Query())
    heard = Heard(model)
    model.show_unsaved(frozenset({"1"}))
    assert model.index(1).data(RowRole.SECOND_LINE).startswith(NOT_SAVED)
    model.show_unsaved(frozenset({"1", "2"}))
    assert heard.changed == [1, 0]
    model.show_unsaved(frozenset())
    assert NOT_SAVED not in model.index(1).data(RowRole.SECOND_LINE)


def test_another_total_is_told(model: HistoryModel) -> None:
    told: list[int] = []
    model.total_changed.connect(lambda: told.append(model.total))
    model.show_page(page(1), Query())
    model.put(attempt(2))
    model.put(attempt(2, outcome=Outcome.FAILED))
    assert told == [1, 2]


def test_roles_that_nothing_is_said_for(model: HistoryModel) -> None:
    model.show_page(page(1), Query())
    assert model.index(0).data(Qt.ItemDataRole.EditRole) is None
