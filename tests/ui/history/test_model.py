"""The history as rows: newest first, filtered by words, changed without a reset."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from console.core.record import Outcome
from console.ui.history.model import HistoryModel
from console.ui.parts.row_list import RowRole
from tests.fakes import FakeClock
from tests.ui.fakes_ui import classification, header


@pytest.fixture
def model(qapp: object) -> HistoryModel:
    assert qapp is not None
    made = HistoryModel(clock=FakeClock())
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    return made


class Resets:
    """Counts the resets of a model."""

    def __init__(self, model: HistoryModel) -> None:
        self.count = 0
        model.modelReset.connect(self._one_more)

    def _one_more(self) -> None:
        self.count += 1


def ids(model: HistoryModel) -> list[str]:
    found = [model.record_at(model.index(row)) for row in range(model.rowCount())]
    return [record.attempt_id for record in found if record is not None]


def test_newest_first(model: HistoryModel) -> None:
    model.show_headers([header("3"), header("2"), header("1")])
    assert ids(model) == ["3", "2", "1"]
    assert model.total == 3
    assert model.rowCount(model.index(0)) == 0
    assert model.record_at(QModelIndex()) is None
    assert model.data(QModelIndex()) is None


def test_a_new_attempt_goes_to_the_top_without_a_reset(model: HistoryModel) -> None:
    model.show_headers([header("1")])
    resets = Resets(model)
    model.put(header("2"))
    assert ids(model) == ["2", "1"]
    assert resets.count == 0


def test_an_attempt_that_ends_changes_its_row(model: HistoryModel) -> None:
    model.put(header("1", outcome=None), running=True)
    model.put(header("2", outcome=None), running=True)
    assert model.index(1).data() == "alice · running"
    assert model.index(1).data(RowRole.MARK) == "…"
    assert model.is_running("1")
    resets, changed = Resets(model), list[int]()
    model.dataChanged.connect(lambda top, _bottom: changed.append(top.row()))
    model.put(header("1", outcome=Outcome.CANCELLED))
    assert model.index(1).data() == "alice · cancelled"
    assert not model.is_running("1")
    assert changed == [1]
    assert resets.count == 0


def test_what_the_journal_gives_late_joins_what_was_added_meanwhile(model: HistoryModel) -> None:
    model.put(header("9", outcome=None), running=True)
    model.show_headers([header("2"), header("1")])
    assert ids(model) == ["9", "2", "1"]
    assert model.index(0).data() == "alice · running"
    assert model.header("2") == header("2")
    assert model.header("gone") is None


def test_what_ended_meanwhile_is_newer_than_what_the_journal_gave(model: HistoryModel) -> None:
    model.put(header("9", outcome=Outcome.CANCELLED))
    model.show_headers([header("9", outcome=None), header("1")])
    assert ids(model) == ["9", "1"]
    assert model.index(0).data() == "alice · cancelled"


FAILED = classification("CodeMismatchException")
ROWS = [
    header("4", username="dora", outcome=None),
    header("3", username="carl", outcome=Outcome.FAILED, classification=FAILED),
    header("2", username="bert", ticket="CS-7", challenges=("SMS_MFA",)),
    header("1", username="anna", outcome=Outcome.CANCELLED),
]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ["4", "3", "2", "1"]),
        ("BERT", ["2"]),
        ("cs-7", ["2"]),
        ("mismatch", ["3"]),
        ("codemismatchexc", ["3"]),
        ("sms_mfa", ["2"]),
        ("interrupted", ["4"]),
        ("signed_in bert", ["2"]),
        ("cancelled bert", []),
        ("contoso", ["4", "3", "2", "1"]),
    ],
)
def test_the_filter_wants_every_word(model: HistoryModel, text: str, found: list[str]) -> None:
    model.show_headers(ROWS)
    model.show_matching(text)
    assert ids(model) == found
    assert model.total == 4
    model.show_matching("")
    assert ids(model) == ["4", "3", "2", "1"]


def test_blanks_change_no_filter(model: HistoryModel) -> None:
    model.show_headers(ROWS)
    model.show_matching("bert")
    resets = Resets(model)
    model.show_matching("  bert ")
    assert resets.count == 0


def test_rows_come_and_go_with_the_filter(model: HistoryModel) -> None:
    model.show_headers(ROWS)
    model.show_matching("cancelled")
    resets = Resets(model)
    model.put(header("5", username="emil"))
    assert ids(model) == ["1"]
    model.put(header("3", username="carl", outcome=Outcome.CANCELLED))
    assert ids(model) == ["3", "1"]
    model.put(header("1", username="anna", outcome=Outcome.SIGNED_IN))
    assert ids(model) == ["3"]
    model.put(header("0", username="fritz", outcome=Outcome.CANCELLED))
    assert ids(model) == ["0", "3"]
    assert resets.count == 0


def test_simulated_attempts_carry_the_practice_shape(model: HistoryModel) -> None:
    model.show_headers([header("2", simulated=True), header("1")])
    assert [model.index(row).data(RowRole.BADGE) for row in (0, 1)] == ["◇", ""]


def test_marks_tips_and_spoken_text(model: HistoryModel) -> None:
    model.show_headers([header("1", reason="It <b>ended</b>.", ticket="CS-7")])
    row = model.index(0)
    assert (row.data(RowRole.MARK), row.data(RowRole.MARK_TOKEN)) == ("✓", "ok")
    assert "CS-7" in row.data(RowRole.SECOND_LINE)
    assert "&lt;b&gt;ended" in row.data(Qt.ItemDataRole.ToolTipRole)
    spoken = row.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("alice · signed in, ")
    assert "Contoso shop · Production" in spoken
    assert row.data(Qt.ItemDataRole.EditRole) is None
