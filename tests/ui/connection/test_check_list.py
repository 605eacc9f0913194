"""Rows are filled as answers come."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from console.core.diagnosis.connection import CheckStatus
from console.core.diagnosis.connection_check import check
from console.ui.connection.check_list import CheckList
from console.ui.theme import Theme
from tests.ui.fakes_ui import child, texts

NAMES = ("Clock", "User pool", "cognito-idp:ListUsers")
PART = [
    check("Clock", CheckStatus.SKIPPED, "No answer."),
    check("User pool", CheckStatus.FAIL, "None.", "Compare."),
    check("cognito-idp:ListUsers", CheckStatus.SKIPPED, "Not checked."),
]


@pytest.fixture
def rows(qtbot: QtBot, theme: Theme) -> CheckList:
    assert theme is not None
    made = CheckList(NAMES)
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    return made


def marks(rows: CheckList) -> list[str]:
    return [texts(rows, f"checkMark{number}")[0] for number in range(3)]


def test_nothing_is_said_before_anything_is_known(rows: CheckList) -> None:
    assert marks(rows) == ["", "", ""]
    assert texts(rows, "checkDetail0") == [""]
    assert texts(rows, "checkHint0") == []


def test_what_is_not_known_yet_waits(rows: CheckList) -> None:
    rows.show_checks(PART, whole=False)
    assert marks(rows) == ["…", "✕", "…"]
    assert texts(rows, "checkDetail0") == [""]
    assert texts(rows, "checkDetail1") == ["None."]
    assert texts(rows, "checkHint1") == ["Compare."]


def test_in_the_end_everything_is_said_in_shape_and_word(rows: CheckList) -> None:
    rows.show_checks(PART, whole=True)
    assert marks(rows) == ["–", "✕", "–"]
    assert texts(rows, "checkDetail2") == ["Not checked."]
    failed = child(rows, QLabel, "checkDetail1")
    assert failed.accessibleName() == "User pool: at fault"
    assert child(rows, QLabel, "checkMark1").property("state") == "refused"
    rows.show_waiting()
    assert marks(rows) == ["", "", ""]
    assert texts(rows, "checkHint1") == []


def test_while_all_run_every_row_waits(rows: CheckList) -> None:
    rows.show_checks(PART, whole=True)
    rows.show_running()
    assert marks(rows) == ["…", "…", "…"]
    assert texts(rows, "checkDetail1") == [""]
    assert texts(rows, "checkHint1") == []
    assert child(rows, QLabel, "checkDetail1").accessibleName() == ""


def test_without_actions_there_is_no_head_for_them(qtbot: QtBot, rows: CheckList) -> None:
    bare = CheckList(NAMES[:2])
    qtbot.addWidget(bare)
    heads = [[each.text() for each in made.findChildren(QLabel)] for made in (rows, bare)]
    assert ["IAM actions of cognito-idp" in each for each in heads] == [True, False]


def test_actions_stand_under_the_service_that_they_are_of(qtbot: QtBot, theme: Theme) -> None:
    assert theme is not None
    made = CheckList(("Clock", "cognito-idp:ListUsers", "logs:FilterLogEvents", "sns:GetIt"))
    qtbot.addWidget(made)
    said = [label.text() for label in made.findChildren(QLabel) if label.text()]
    assert said == [
        "Clock",
        "IAM actions of cognito-idp",
        "ListUsers",
        "IAM actions of logs",
        "FilterLogEvents",
        "IAM actions of sns",
        "GetIt",
    ]
