"""What seldom goes along goes along only where the flow takes it."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from console.core.conversation.flows import ROTATED_REFRESH, AuthFlow
from console.core.fields import FieldProblem
from console.core.request import SignInRequest
from console.core.secret import Secret
from console.ui.request.extras import Extras
from tests.ui.fakes_ui import child

FOLDS = ("metadata", "context", "session", "advanced")
SESSION = "a-session-of-at-least-twenty-characters"


@pytest.fixture
def extras(qtbot: QtBot) -> Extras:
    made = Extras()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def asked(flow: str, *, username: str = "alice") -> SignInRequest:
    return SignInRequest(auth_flow=flow, username=username)


def fill_everything(extras: Extras) -> None:
    for name, text in (
        ("metadataKey1", "tenant"),
        ("ip_addressField", "203.0.113.7"),
        ("analyticsEndpointField", "d70b2ba3"),
        ("sessionField", f"{SESSION[:20]}\n {SESSION[20:]}"),
        ("deviceKeyField", " eu-west-1_device "),
    ):
        child(extras, QLineEdit, name).setText(text)


def offered(extras: Extras, flow: str) -> list[str]:
    extras.show_for(asked(flow), flow)
    return [name for name in FOLDS if child(extras, QPushButton, f"{name}Fold").isVisible()]


@pytest.mark.parametrize(
    ("flow", "names"),
    [
        (AuthFlow.USER_SRP_AUTH, ["metadata", "context", "advanced"]),
        (AuthFlow.USER_AUTH, ["metadata", "context", "session"]),
        (ROTATED_REFRESH, ["metadata", "advanced"]),
        ("USER_TOMORROW_AUTH", ["metadata", "context", "session"]),
    ],
)
def test_each_flow_is_offered_what_it_takes(extras: Extras, flow: str, names: list[str]) -> None:
    assert offered(extras, flow) == names


def test_nothing_that_the_flow_does_not_take_is_sent(extras: Extras) -> None:
    fill_everything(extras)
    srp = extras.completed(asked(AuthFlow.USER_SRP_AUTH), AuthFlow.USER_SRP_AUTH)
    assert srp.parameters == {"DEVICE_KEY": "eu-west-1_device"}
    assert srp.session is None
    assert srp.context_data is not None
    choice = extras.completed(asked(AuthFlow.USER_AUTH), AuthFlow.USER_AUTH)
    assert choice.parameters == {}
    assert choice.session == Secret(SESSION)
    assert choice.analytics_endpoint_id == "d70b2ba3"
    rotated = extras.completed(asked(ROTATED_REFRESH), ROTATED_REFRESH)
    assert rotated.client_metadata == {"tenant": ""}
    assert (rotated.context_data, rotated.analytics_endpoint_id, rotated.session) == (None,) * 3


def test_the_session_is_hidden_and_forgotten_with_the_customer(extras: Extras) -> None:
    fill_everything(extras)
    field = child(extras, QLineEdit, "sessionField")
    assert field.echoMode() == QLineEdit.EchoMode.Password
    assert field.accessibleName() == "Session"
    extras.forget_secrets()
    left = extras.completed(asked(AuthFlow.USER_AUTH), AuthFlow.USER_AUTH)
    assert left.session is None
    assert extras.completed(asked(ROTATED_REFRESH), ROTATED_REFRESH).parameters == {}


@pytest.mark.parametrize(
    ("flow", "username", "words"),
    [
        (AuthFlow.USER_SRP_AUTH, "alice", "for this user goes along by itself"),
        (AuthFlow.ADMIN_USER_PASSWORD_AUTH, "alice", "With SRP, a device that is kept"),
        (AuthFlow.REFRESH_TOKEN_AUTH, "", "Needed where the pool tracks devices."),
        (AuthFlow.REFRESH_TOKEN_AUTH, "alice", "for this user goes along by itself"),
    ],
)
def test_what_a_kept_device_does(extras: Extras, flow: str, username: str, words: str) -> None:
    extras.show_for(asked(flow, username=username), flow)
    assert words in child(extras, QLabel, "deviceKeyFieldHint").text()


@pytest.mark.parametrize(
    ("field", "widget"),
    [
        ("session", "sessionField"),
        ("DEVICE_KEY", "deviceKeyField"),
        ("client_metadata", "metadataKey1"),
        ("analytics_endpoint_id", "analyticsEndpointField"),
        ("context_data.server_name", "server_nameField"),
    ],
)
def test_a_problem_opens_its_fold(extras: Extras, field: str, widget: str) -> None:
    line = child(extras, QLineEdit, widget)
    assert not line.isVisible()
    assert field in extras.fields()
    extras.show_problems({field: [FieldProblem(field=field, sentence="Wrong.")]})
    extras.focus_field(field)
    assert line.hasFocus()
    errors = [w.text() for w in extras.findChildren(QLabel) if w.property("role") == "error"]
    assert "✕ Wrong." in errors
