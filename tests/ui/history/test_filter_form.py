"""Filters by hand: what is chosen counts at once, what is typed when it is whole."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from console.core.history import Annotations, Row
from console.core.record import Outcome
from console.ui.history.filter_form import FilterForm
from console.ui.history.seen import Seen
from console.ui.history.wanted import Cause, Span, Wanted
from tests.ui.fakes_ui import child, classification, header

CAUSE = Cause(id="X1", words="not authorized")


@pytest.fixture
def form(qtbot: QtBot) -> FilterForm:
    made = FilterForm()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    seen = Seen()
    row = header("1", ticket="CS-7", outcome=Outcome.FAILED, classification=classification())
    seen.add([Row(header=row, annotations=Annotations(tags=("vip",)))])
    made.show_choices(seen)
    return made


@pytest.fixture
def changed(form: FilterForm) -> list[Wanted]:
    heard: list[Wanted] = []
    form.changed.connect(heard.append)
    return heard


def pick(form: FilterForm, name: str, text: str) -> None:
    combo = child(form, QComboBox, name)
    combo.setFocus()
    while combo.currentText() != text:
        before = combo.currentIndex()
        QTest.keyClick(combo, Qt.Key.Key_Down)
        assert combo.currentIndex() != before, f"{name} has no {text}"


def field(form: FilterForm, name: str) -> QLineEdit:
    return child(form, QLineEdit, name)


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("historySpanCombo", "Last 7 days", Wanted(span=Span.WEEK)),
        ("historyOutcomeCombo", "✕ refused", Wanted(outcome=Outcome.FAILED)),
        ("historyProfileCombo", "Contoso shop", Wanted(profile="Contoso shop")),
        ("historyCauseCombo", "not authorized · X1", Wanted(cause=CAUSE)),
    ],
)
def test_choices_count_at_once(
    form: FilterForm, changed: list[Wanted], name: str, text: str, wanted: Wanted
) -> None:
    pick(form, name, text)
    assert changed[-1] == wanted


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("historyUserField", " alice ", Wanted(user="alice")),
        ("historyTicketField", "CS-7", Wanted(ticket="CS-7")),
        ("historyTagField", "vip", Wanted(tag="vip")),
    ],
)
def test_names_count_with_enter_and_end_when_emptied(
    form: FilterForm, changed: list[Wanted], name: str, text: str, wanted: Wanted
) -> None:
    line = field(form, name)
    line.setFocus()
    line.setText(text)
    assert changed == [], "half a name is none"
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert changed == [wanted]
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert changed == [wanted], "nothing has changed"
    line.clear()
    assert changed == [wanted, Wanted()]


def test_a_completed_name_counts_at_once(form: FilterForm, changed: list[Wanted]) -> None:
    line = field(form, "historyUserField")
    completer = line.completer()
    assert completer is not None
    line.setText("alice")
    completer.activated[str].emit("alice")  # type: ignore[index]
    assert changed == [Wanted(user="alice")]


def test_pinned_only(form: FilterForm, changed: list[Wanted]) -> None:
    QTest.mouseClick(child(form, QCheckBox, "historyPinnedBox"), Qt.MouseButton.LeftButton)
    assert changed == [Wanted(pinned=True)]


def test_what_another_hand_wants_is_shown_and_told_to_nobody(
    form: FilterForm, changed: list[Wanted]
) -> None:
    wanted = Wanted(
        text="x", span=Span.TODAY, outcome=Outcome.CANCELLED, profile="Gone", user="bert",
        cause=Cause(id="Z9", words="gone"), ticket="CS-1", tag="late", pinned=True,
    )  # fmt: skip
    form.show_wanted(wanted)
    assert child(form, QComboBox, "historyProfileCombo").currentText() == "Gone"
    assert child(form, QComboBox, "historyCauseCombo").currentText() == "gone · Z9"
    assert field(form, "historyUserField").text() == "bert"
    form.show_choices(Seen())
    assert child(form, QComboBox, "historyProfileCombo").currentText() == "Gone"
    assert changed == []
    QTest.mouseClick(child(form, QCheckBox, "historyPinnedBox"), Qt.MouseButton.LeftButton)
    assert changed == [wanted.without("pinned")], "the rest stays, the words too"


@pytest.mark.parametrize("name", ["historySpanCombo", "historyTagField", "historyPinnedBox"])
def test_escape_closes_it_from_everywhere(form: FilterForm, name: str) -> None:
    closed: list[bool] = []
    form.closed.connect(lambda: closed.append(True))
    QTest.keyClick(child(form, QWidget, name), Qt.Key.Key_Escape)
    assert closed == [True]


def test_everything_has_a_name_and_a_letter(form: FilterForm) -> None:
    form.focus_first()
    assert child(form, QComboBox, "historySpanCombo").hasFocus()
    usable = [*form.findChildren(QComboBox), *form.findChildren(QLineEdit)]
    assert [w for w in usable if not (w.objectName() and w.accessibleName())] == []
    labels = [label.text() for label in form.findChildren(QLabel) if label.buddy() is not None]
    letters = [text[text.index("&") + 1].lower() for text in labels]
    assert len(letters) == len(set(letters)) == 7
