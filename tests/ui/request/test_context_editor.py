"""Context data: all or nothing, headers too, secrets wrapped."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from console.core.fields import FieldProblem
from console.core.request import ContextData
from console.core.secret import Secret
from console.ui.request.context_editor import ContextEditor


@pytest.fixture
def editor(qtbot: QtBot) -> ContextEditor:
    made = ContextEditor()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def fill(editor: ContextEditor, **texts: str) -> None:
    for name, text in texts.items():
        line = editor.findChild(QLineEdit, name)
        assert line is not None, name
        line.setText(text)


def test_nothing_typed_sends_nothing(editor: ContextEditor) -> None:
    assert editor.value() is None
    assert editor.count() == 0


def test_everything_typed(editor: ContextEditor) -> None:
    fill(
        editor,
        ip_addressField="203.0.113.7",
        server_nameField="shop.example.com",
        server_pathField="/login",
        headersKey1="User-Agent",
        headersValue1="Mozilla/5.0",
        encodedDataField="abc\n def",
    )
    assert editor.value() == ContextData(
        ip_address="203.0.113.7",
        server_name="shop.example.com",
        server_path="/login",
        http_headers=(("User-Agent", "Mozilla/5.0"),),
        encoded_data=Secret("abcdef"),
    )
    assert editor.count() == 5
    editor.forget_secrets()
    assert (value := editor.value()) is not None
    assert value.encoded_data is None


def test_one_field_is_enough_to_be_sent(editor: ContextEditor) -> None:
    fill(editor, headersKey1="Accept")
    assert (value := editor.value()) is not None
    assert value.ip_address == ""
    assert value.encoded_data is None


def test_a_problem_stands_at_its_field_which_can_be_gone_to(editor: ContextEditor) -> None:
    name = "context_data.server_name"
    editor.show_problems({name: [FieldProblem(field=name, sentence="It is needed.")]})
    label = editor.findChild(QLabel, "server_nameFieldErrors")
    assert label is not None
    assert label.text() == "✕ It is needed."
    editor.focus_field(name)
    assert (line := editor.findChild(QLineEdit, "server_nameField")) is not None
    assert line.hasFocus()
    editor.focus_field("context_data.http_headers")
    assert (key := editor.findChild(QLineEdit, "headersKey1")) is not None
    assert key.hasFocus()


def test_a_header_may_come_again(editor: ContextEditor) -> None:
    editor.headers._add_row()
    fill(editor, headersKey1="X-Thing", headersValue1="one", headersKey2="X-Thing")
    assert (value := editor.value()) is not None
    assert value.http_headers == (("X-Thing", "one"), ("X-Thing", ""))
    assert editor.problems() == ()
    fill(editor, headersKey1="")
    assert [p.sentence for p in editor.problems()] == ["Each header needs a name."]


def test_the_public_path_takes_address_and_encoded_data_only(editor: ContextEditor) -> None:
    fill(
        editor,
        ip_addressField="203.0.113.7",
        server_nameField="shop.example.com",
        headersKey1="Accept",
        encodedDataField="abc",
    )
    editor.show_for("public")
    assert shown(editor, "contextPathLine").startswith("The public path sends the address")
    for name in ("server_nameField", "server_pathField", "headersKey1"):
        assert (line := editor.findChild(QLineEdit, name)) is not None
        assert not line.isVisible()
    assert editor.value() == ContextData(
        ip_address="203.0.113.7", server_name="", server_path="", encoded_data=Secret("abc")
    )
    assert editor.count() == 2
    editor.show_for("both")
    assert "Admin path: all of it." in shown(editor, "contextPathLine")
    assert (value := editor.value()) is not None
    assert value.server_name == "shop.example.com"
    editor.show_for("admin")
    assert shown(editor, "contextPathLine") == ""


def test_only_hidden_fields_typed_is_nothing_typed(editor: ContextEditor) -> None:
    fill(editor, server_nameField="shop.example.com", headersKey1=" ")
    editor.show_for("public")
    assert editor.value() is None
    assert editor.problems() == ()


def test_analytics_is_no_context(editor: ContextEditor) -> None:
    fill(editor, analyticsEndpointField=" d70b2ba36a8c4dc5a04a0451a31a1e12 ")
    assert editor.endpoint() == "d70b2ba36a8c4dc5a04a0451a31a1e12"
    assert editor.value() is None
    assert editor.count() == 1
    fill(editor, analyticsEndpointField=" ")
    assert editor.endpoint() is None


def shown(editor: ContextEditor, name: str) -> str:
    label = editor.findChild(QLabel, name)
    assert label is not None
    return label.text() if label.isVisible() else ""
