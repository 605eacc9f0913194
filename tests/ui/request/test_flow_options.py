"""The choices that a flow leaves open."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel
from pytestqt.qtbot import QtBot

from console.core.call import Path
from console.core.conversation.flows import PREFERENCES, ROTATED_REFRESH, AuthFlow
from console.core.fields import FieldProblem
from console.ui.request.flow_options import FlowOptions
from console.ui.theme import Theme

SRP = AuthFlow.USER_SRP_AUTH


@pytest.fixture
def options(qtbot: QtBot, theme: Theme) -> FlowOptions:
    assert theme is not None
    made = FlowOptions()
    qtbot.addWidget(made)
    return made


def combo(options: FlowOptions, name: str) -> QComboBox:
    found = options.findChild(QComboBox, name)
    assert found is not None
    return found


def check(options: FlowOptions) -> QCheckBox:
    found = options.findChild(QCheckBox, "srpFirstCheck")
    assert found is not None
    return found


def hint(options: FlowOptions) -> str:
    (label,) = options.findChildren(QLabel, "pathComboHint")
    return "" if label.isHidden() else label.text().replace("\u200b", "")


def test_the_path_is_admin_unless_chosen(options: FlowOptions) -> None:
    assert options.word(SRP) == "admin"
    options.choose_path("public")
    assert (options.path(SRP), options.word(SRP)) == (Path.PUBLIC, "public")
    options.choose_path("both")
    assert (options.path(SRP), options.both(SRP), options.word(SRP)) == (Path.ADMIN, True, "both")


def test_both_paths_are_explained_with_the_names_that_the_flow_has(options: FlowOptions) -> None:
    options.choose_path("both")
    options.show_for(SRP)
    assert hint(options) == (
        "Two sign-ins are sent: each counts towards lockout and may send a message. "
        "No session crosses from one path to the other."
    )
    for flow in ("ADMIN_USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH"):
        options.show_for(flow)
        names = "The flow is ADMIN_USER_PASSWORD_AUTH, then USER_PASSWORD_AUTH."
        assert hint(options).endswith(names)


def test_a_refresh_is_offered_one_path(options: FlowOptions) -> None:
    model = combo(options, "pathCombo").model()
    assert isinstance(model, QStandardItemModel)
    options.show_for(SRP)
    assert model.item(2).isEnabled()
    options.choose_path("both")
    options.show_for(AuthFlow.REFRESH_TOKEN)
    assert not model.item(2).isEnabled()
    assert hint(options) == "", "what is wrong with it is said as a problem"
    assert options.both(AuthFlow.REFRESH_TOKEN), "the choice is not changed in secret"


def test_the_unsigned_call_of_its_own_has_no_path_to_choose(options: FlowOptions) -> None:
    options.choose_path("both")
    options.show_for(ROTATED_REFRESH)
    assert options.isHidden()
    assert options.word(ROTATED_REFRESH) == "public"
    options.show_for(SRP)
    assert not options.isHidden()


def test_each_flow_shows_what_it_takes(options: FlowOptions) -> None:
    for flow, preferred, srp in (
        (AuthFlow.USER_AUTH, True, False),
        (AuthFlow.CUSTOM_AUTH, False, True),
        (AuthFlow.USER_SRP_AUTH, False, False),
    ):
        options.show_for(flow)
        block = combo(options, "preferredChallengeCombo").parentWidget()
        assert block is not None
        assert block.isHidden() is not preferred
        assert check(options).isHidden() is not srp


def test_values_go_along_only_where_the_flow_takes_them(options: FlowOptions) -> None:
    preferred = combo(options, "preferredChallengeCombo")
    preferred.setCurrentIndex(preferred.findData("EMAIL_OTP"))
    check(options).setChecked(True)
    assert options.parameters(AuthFlow.USER_AUTH) == {"PREFERRED_CHALLENGE": "EMAIL_OTP"}
    assert options.parameters(AuthFlow.CUSTOM_AUTH) == {"CHALLENGE_NAME": "SRP_A"}
    assert options.parameters(AuthFlow.USER_SRP_AUTH) == {}
    assert options.parameters("USER_TOMORROW_AUTH") == {}, "there everything is typed"


def test_a_password_is_asked_for_only_where_it_has_a_use(options: FlowOptions) -> None:
    assert options.wants_password(AuthFlow.USER_SRP_AUTH)
    assert options.wants_password(AuthFlow.USER_AUTH)
    assert not options.wants_password(AuthFlow.CUSTOM_AUTH)
    check(options).setChecked(True)
    assert options.wants_password(AuthFlow.CUSTOM_AUTH)
    preferred = combo(options, "preferredChallengeCombo")
    preferred.setCurrentIndex(preferred.findData("EMAIL_OTP"))
    assert not options.wants_password(AuthFlow.USER_AUTH)
    assert not options.wants_password(AuthFlow.REFRESH_TOKEN)


def test_changes_are_told(qtbot: QtBot, options: FlowOptions) -> None:
    with qtbot.waitSignal(options.edited):
        options.choose_path("public")
    with qtbot.waitSignal(options.edited):
        check(options).click()


def test_every_preference_is_offered(options: FlowOptions) -> None:
    preferred = combo(options, "preferredChallengeCombo")
    offered = [preferred.itemData(n) for n in range(preferred.count())]
    assert offered == ["", *PREFERENCES]


def test_a_problem_with_the_path_stands_there(options: FlowOptions, qtbot: QtBot) -> None:
    options.show_for(AuthFlow.REFRESH_TOKEN)
    with qtbot.waitActive(options):
        options.show()
        options.activateWindow()
    options.show_problems([FieldProblem(field="path", sentence="Choose one.")])
    (label,) = options.findChildren(QLabel, "pathComboErrors")
    assert label.text() == "✕ Choose one."
    options.focus_field()
    assert combo(options, "pathCombo").hasFocus()
