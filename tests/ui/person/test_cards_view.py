"""Cards in one column, or two."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from console.core.diagnosis.comparing import ComparedCard, ComparedRow
from console.ui.person.cards_view import CardsView
from tests.ui.fakes_ui import texts

CARD = ComparedCard(
    title="User",
    rows=(
        ComparedRow(name="Status", left="CONFIRMED", right="UNCONFIRMED", differs=True),
        ComparedRow(name="Sub", left="1", right="2", differs=False),
    ),
)


def test_one_column_shows_no_difference(qtbot: QtBot) -> None:
    view = CardsView()
    qtbot.addWidget(view)
    view.show_cards([CARD], ["alice"])
    assert texts(view, "cardLeft") == ["CONFIRMED", "1"]
    assert texts(view, "cardRight") == texts(view, "cardHead") == []
    assert not [label for label in view.findChildren(QLabel) if label.text() == "≠"]


def test_two_columns_mark_what_differs(qtbot: QtBot) -> None:
    view = CardsView()
    qtbot.addWidget(view)
    view.show_cards([CARD], ["alice"])
    view.show_cards([CARD, CARD], ["alice", "bob"])
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # the old rows go
    assert texts(view, "cardHead") == ["alice", "bob"]
    assert texts(view, "cardRight") == ["UNCONFIRMED", "2"] * 2
    assert len([label for label in view.findChildren(QLabel) if label.text() == "≠"]) == 2
    spoken = [label.accessibleName() for label in view.findChildren(QLabel, "cardLeft")]
    assert spoken[:2] == ["Status, differs", "Sub"]
