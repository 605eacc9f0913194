"""What is asked of whom, by flow; nothing hidden is sent."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QCompleter, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from console.core.conversation.flows import ROTATED_REFRESH, AuthFlow
from console.core.fields import FieldProblem
from console.core.secret import Secret
from console.ui.request.credentials import Credentials, hash_line
from tests.fakes import request
from tests.ui.fakes_ui import child

NEW = "USER_TOMORROW_AUTH"


@pytest.fixture
def form(qtbot: QtBot) -> Credentials:
    made = Credentials()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def show(
    form: Credentials, flow: str, *, confidential: bool = False, password: bool = True
) -> None:
    form.show_for(flow, confidential=confidential, wants_password=password, needs_password=password)


def line(form: Credentials, name: str) -> QLineEdit:
    return child(form, QLineEdit, name)


def seen(form: Credentials) -> set[str]:
    names = ("usernameField", "passwordField", "refreshTokenField", "parametersKey1")
    return {name for name in names if line(form, name).isVisible()}


def test_each_flow_shows_its_own_fields(form: Credentials) -> None:
    show(form, AuthFlow.USER_SRP_AUTH)
    assert seen(form) == {"usernameField", "passwordField"}
    show(form, AuthFlow.CUSTOM_AUTH, password=False)
    assert seen(form) == {"usernameField"}
    show(form, AuthFlow.REFRESH_TOKEN, password=False)
    assert seen(form) == {"refreshTokenField"}
    show(form, AuthFlow.REFRESH_TOKEN, confidential=True, password=False)
    assert seen(form) == {"usernameField", "refreshTokenField"}
    assert line(form, "usernameField").accessibleName() == "Real user name: hashed over, not sent"
    show(form, ROTATED_REFRESH, confidential=True, password=False)
    assert seen(form) == {"refreshTokenField"}
    show(form, NEW, password=False)
    assert seen(form) == {"usernameField", "parametersKey1"}
    assert line(form, "usernameField").accessibleName() == "User name, alias or e-mail"


def test_a_password_that_can_be_left_out_says_so(form: Credentials) -> None:
    form.show_for(AuthFlow.USER_AUTH, confidential=False, wants_password=True, needs_password=False)
    assert line(form, "passwordField").accessibleName() == "Password (optional)"


def test_typed_pairs_are_secrets(form: Credentials) -> None:
    form.prefill(NEW, "alice", "amber", another=True)
    show(form, NEW, password=False)
    assert form.parameters(NEW, wants_password=False) == {"PASSWORD": Secret("amber")}
    assert line(form, "parametersValue1").echoMode() == QLineEdit.EchoMode.Password
    assert form.username(NEW, confidential=False) == "alice"
    assert form.parameters(AuthFlow.CUSTOM_AUTH, wants_password=False) == {}
    form.forget_secrets()
    assert form.parameters(NEW, wants_password=False) == {"PASSWORD": Secret("")}


@pytest.mark.parametrize("key", ["USERNAME", "SECRET_HASH"])
def test_what_is_made_here_is_not_typed(form: Credentials, key: str) -> None:
    line(form, "parametersKey1").setText(key)
    (problem,) = form.problems(NEW)
    assert problem.sentence.startswith(f"{key} ")
    assert form.problems(AuthFlow.USER_SRP_AUTH) == (), "there the pairs are not sent"


def test_a_problem_with_a_typed_pair_stands_below_the_pairs(form: Credentials) -> None:
    show(form, NEW, password=False)
    line(form, "parametersKey1").setText("PASSWORD")
    assert "PASSWORD" in form.fields()
    form.show_problems(NEW, {"PASSWORD": [FieldProblem(field="PASSWORD", sentence="Too long.")]})
    label = child(form, QLabel, "parametersErrors")
    assert (label.text(), label.isVisible()) == ("✕ Too long.", True)
    form.focus_field("PASSWORD")
    assert line(form, "parametersKey1").hasFocus()


def test_hidden_pairs_take_no_problem_of_others(form: Credentials) -> None:
    line(form, "parametersKey1").setText("ticket")
    show(form, AuthFlow.USER_SRP_AUTH)
    assert "ticket" not in form.fields()


@pytest.mark.parametrize(
    ("flow", "words"),
    [
        (AuthFlow.ADMIN_USER_PASSWORD_AUTH, "SECRET_HASH is computed over “alice”."),
        (
            AuthFlow.USER_SRP_AUTH,
            (
                "SECRET_HASH is computed over “alice”. "
                "With the proof, over the name that Cognito answers with."
            ),
        ),
        (ROTATED_REFRESH, "The client secret itself goes along: this call takes no SECRET_HASH."),
    ],
)
def test_the_name_that_is_hashed_over_is_named_truly(flow: str, words: str) -> None:
    assert hash_line(request(auth_flow=flow)) == words


def test_a_refresh_hashes_over_the_real_name() -> None:
    assert "real user name" in hash_line(request(auth_flow=AuthFlow.REFRESH_TOKEN))


def offered(form: Credentials) -> list[str]:
    completer: QCompleter | None = line(form, "usernameField").completer()
    if completer is None:
        return []
    completer.setCompletionPrefix("")
    model = completer.completionModel()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_names_tried_last_complete_what_is_typed(form: Credentials) -> None:
    form.show_recent_users(["alice", "Bob", "a\u202eb", ""])
    assert offered(form) == ["alice", "Bob"], "none that shows itself as another"
    completer = line(form, "usernameField").completer()
    assert completer is not None
    completer.setCompletionPrefix("OB")
    assert completer.currentCompletion() == "Bob"
    form.show_recent_users([])
    assert offered(form) == []
