"""The dialog asks for a name and shows who that is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from console.core.diagnosis.evidence import Evidence, Probe, ProbeStatus
from console.core.profile import ProfileKind
from console.ui.person.dialog import PersonDialog, Wish
from console.ui.person.found import found
from console.ui.theme import Theme
from tests.core.diagnosis.situations import CLIENT, POOL, USER
from tests.fakes import profile
from tests.ui.fakes_ui import child, texts

SHOP = profile(aws_profile="support")
OFF = Evidence(user=replace(USER, enabled=False), pool=POOL, client=CLIENT)


@pytest.fixture
def dialog(qtbot: QtBot, theme: Theme) -> PersonDialog:
    assert theme is not None
    made = PersonDialog(None, profile=SHOP)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def button(dialog: PersonDialog, name: str = "findPersonButton") -> QPushButton:
    return child(dialog, QPushButton, name)


def type_into(dialog: PersonDialog, name: str, text: str) -> None:
    QTest.keyClicks(child(dialog, QLineEdit, name), text)


def test_it_says_before_what_it_does(dialog: PersonDialog) -> None:
    assert "the AWS profile “support”" in texts(dialog, "personBefore")[0]
    assert texts(dialog, "personEmpty")[0].startswith("Type whom to look for")
    assert child(dialog, QLineEdit, "personField").hasFocus()
    assert not button(dialog).isEnabled()
    assert not button(dialog, "useNameButton").isEnabled()


def test_the_practice_pool_is_evidence_of_nothing(qtbot: QtBot) -> None:
    made = PersonDialog(None, profile=profile(kind=ProfileKind.PRACTICE))
    qtbot.addWidget(made)
    assert texts(made, "personBefore")[0].startswith("Simulated: ")


def test_enter_asks_once_for_one_or_two(dialog: PersonDialog, qtbot: QtBot) -> None:
    type_into(dialog, "personField", " alice")
    with qtbot.waitSignal(dialog.find_requested) as told:
        QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert told.args == [Wish(name=" alice")], "as it is typed: a blank may be the cause"
    type_into(dialog, "personField", "x")
    assert not button(dialog).isEnabled()
    with qtbot.assertNotEmitted(dialog.find_requested):
        QTest.keyClick(dialog, Qt.Key.Key_Return)
    dialog.show_found(found(SHOP, "alice", OFF))
    type_into(dialog, "compareField", "bob ")
    with qtbot.waitSignal(dialog.find_requested) as told:
        button(dialog).click()
    assert told.args == [Wish(name=" alicex", other="bob")]


def test_who_was_found_is_shown_and_can_be_used(dialog: PersonDialog, qtbot: QtBot) -> None:
    dialog.show_found(found(SHOP, "alice@example.com", OFF))
    assert texts(dialog, "personState") == ["Found."]
    assert texts(dialog, "personEmpty") == []
    assert texts(dialog, "cardLeft")[2] == "alice"
    assert any("disabled" in title for title in texts(dialog, "findingTitle"))
    with qtbot.waitSignal(dialog.name_chosen) as told:
        button(dialog, "useNameButton").click()
    assert told.args == ["alice"]
    assert not dialog.isVisible()


def test_two_are_shown_side_by_side(dialog: PersonDialog) -> None:
    fine = replace(OFF, user=USER)
    dialog.show_found(found(SHOP, "alice", OFF, other="b\u202eb", other_evidence=fine))
    assert texts(dialog, "cardHead") == ["alice", "b\\u202eb"]
    assert texts(dialog, "cardRight")


def test_nobody_can_not_be_used(dialog: PersonDialog) -> None:
    dialog.show_found(found(SHOP, "alice", OFF))
    dialog.show_found(found(SHOP, "eve", Evidence(user_missing=True)))
    assert texts(dialog, "personState") == ["No such user was found."]
    assert not button(dialog, "useNameButton").isEnabled()


def test_a_failure_of_ours_is_said(dialog: PersonDialog) -> None:
    type_into(dialog, "personField", "alice")
    button(dialog).click()
    dialog.show_failure("It went wrong.")
    assert texts(dialog, "personState") == ["It went wrong."]
    assert button(dialog).isEnabled()


def test_escape_closes(dialog: PersonDialog) -> None:
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_denied_look_is_not_taken_for_nobody(dialog: PersonDialog) -> None:
    probe = Probe(operation="AdminGetUser", status=ProbeStatus.DENIED)
    dialog.show_found(found(SHOP, "alice", Evidence(probes=(probe,))))
    (said,) = texts(dialog, "personState")
    assert "AdminGetUser was not permitted" in said
    assert not button(dialog, "useNameButton").isEnabled()
    button(dialog, "copyMissingPolicyLink").click()
    assert '"cognito-idp:AdminGetUser"' in QGuiApplication.clipboard().text()
    dialog.show_found(found(SHOP, "alice", OFF))
    assert not button(dialog, "copyMissingPolicyLink").isVisible()


def test_tab_goes_to_the_findings_before_the_buttons(dialog: PersonDialog) -> None:
    dialog.show_found(found(SHOP, "alice", OFF))
    dialog.show_found(found(SHOP, "alice@example.com", OFF))
    names = []
    for _ in range(8):
        focused = dialog.focusWidget()
        assert focused is not None
        names.append(focused.objectName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert names[0] == "personField"
    shown = names[names.index("personResult") :]
    assert shown.index("findingToggle") < shown.index("useNameButton")
    assert "closePersonButton" in shown[shown.index("useNameButton") :]
