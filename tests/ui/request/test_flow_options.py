"""The choices that a flow leaves open."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox
from pytestqt.qtbot import QtBot

from console.core.call import Path
from console.core.conversation.flows import AuthFlow
from console.ui.request.flow_options import FlowOptions
from console.ui.theme import Theme


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


def test_the_path_is_admin_unless_chosen(options: FlowOptions) -> None:
    assert options.path() is Path.ADMIN
    options.choose_path(Path.PUBLIC)
    assert options.path() is Path.PUBLIC


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
        options.choose_path(Path.PUBLIC)
    with qtbot.waitSignal(options.edited):
        check(options).click()
