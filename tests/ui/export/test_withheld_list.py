"""What is withheld, in plain words."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from console.ui.export.withheld_list import NOTHING, WithheldList, withheld_rows
from tests.ui.fakes_ui import texts


def test_the_most_frequent_come_first_and_what_is_none_is_left_out() -> None:
    rows = withheld_rows({"password": 1, "session": 3, "code": 0, "message_size": 1})
    assert rows == (
        (3, "sessions of the sign-in"),
        (1, "passwords"),
        (1, "sizes of requests and replies, which tell how long a secret is"),
    )


def test_others_take_the_place_of_the_last(qtbot: QtBot) -> None:
    shown = WithheldList()
    qtbot.addWidget(shown)
    shown.show()
    shown.show_withheld({"password": 1, "session": 3})
    assert shown.accessibleDescription() == "3 sessions of the sign-in; 1 passwords"
    shown.show_withheld({})
    assert texts(shown, "withheldRow")[-1] == NOTHING
    assert shown.accessibleDescription() == ""
