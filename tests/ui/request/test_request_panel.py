"""The request builder: what it makes, what it says beside its fields, what it forgets."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from console.core.conversation.flows import AuthFlow
from console.core.profile import ProfileKind
from console.core.request import SignInRequest
from console.core.secret import COMPUTED, WITHHELD, Secret
from console.ui.request.flow_combo import FlowCombo
from console.ui.request.request_panel import RequestPanel
from console.ui.theme import Theme
from tests.fakes import profile

PASSWORD = "correct-horse-1"
CLIENT_SECRET = Secret("client-secret-of-the-app")


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme) -> RequestPanel:
    made = RequestPanel(theme=theme)
    made.resize(352, 780)
    made.set_profile(profile(), None)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def line(panel: RequestPanel, name: str) -> QLineEdit:
    found = panel.findChild(QLineEdit, name)
    assert found is not None, name
    return found


def text(panel: RequestPanel, name: str) -> str:
    """What the label shows, or "" when it is not seen."""
    found = panel.findChild(QLabel, name)
    assert found is not None, name
    return found.text() if found.isVisible() else ""


def preview(panel: RequestPanel) -> dict[str, object]:
    found = panel.findChild(QPlainTextEdit, "requestPreview")
    assert found is not None
    panel._preview.refresh()
    shown = json.loads(found.toPlainText())
    assert isinstance(shown, dict)
    return shown


def choose(panel: RequestPanel, flow: AuthFlow) -> None:
    combo = panel.findChild(FlowCombo, "flowCombo")
    assert combo is not None
    combo.choose(flow)


def type_user(panel: RequestPanel, username: str = "alice", password: str = PASSWORD) -> None:
    line(panel, "usernameField").setText(username)
    line(panel, "passwordField").setText(password)


def test_the_request_is_what_was_typed(panel: RequestPanel) -> None:
    type_user(panel)
    line(panel, "metadataKey1").setText("tenant")
    line(panel, "metadataValue1").setText("acme")
    line(panel, "deviceKeyField").setText("eu-west-1_device")
    panel.set_ticket("CS-48213")
    assert panel.checked_request() == SignInRequest(
        auth_flow=AuthFlow.ADMIN_USER_PASSWORD_AUTH,
        username="alice",
        parameters={"PASSWORD": Secret(PASSWORD), "DEVICE_KEY": "eu-west-1_device"},
        client_metadata={"tenant": "acme"},
        ticket="CS-48213",
    )


def test_a_practice_user_fills_the_form(panel: RequestPanel) -> None:
    panel.prefill(auth_flow="ADMIN_NO_SRP_AUTH", username="carol", password=PASSWORD)
    request = panel.request()
    assert request.auth_flow is AuthFlow.ADMIN_NO_SRP_AUTH
    assert (request.username, request.parameters) == ("carol", {"PASSWORD": Secret(PASSWORD)})
    panel.prefill(auth_flow="REFRESH_TOKEN_AUTH", username="carol", password="eyJ.token")
    assert panel.request().parameters == {"REFRESH_TOKEN": Secret("eyJ.token")}
    assert line(panel, "passwordField").text() == ""


def test_odd_characters_are_warned_of_while_typing(panel: RequestPanel) -> None:
    QTest.keyClicks(line(panel, "usernameField"), "alice ")
    assert text(panel, "usernameFieldWarnings") == "! The user name ends with a blank."
    QTest.keyClick(line(panel, "usernameField"), Qt.Key.Key_Backspace)
    assert text(panel, "usernameFieldWarnings") == ""
    line(panel, "passwordField").setText("“quoted”")
    assert "curly quotation mark" in text(panel, "passwordFieldWarnings")
    assert panel.checked_request() is not None, "a warning keeps nothing from being sent"


def test_a_missing_password_is_said_after_leaving_the_field(panel: RequestPanel) -> None:
    line(panel, "passwordField").setFocus()
    assert text(panel, "passwordFieldErrors") == ""
    QTest.keyClick(line(panel, "passwordField"), Qt.Key.Key_Tab)
    assert text(panel, "passwordFieldErrors") == "✕ Type the password."
    assert text(panel, "usernameFieldErrors") == "", "no one was there yet"


def test_a_try_shows_all_errors_and_goes_to_the_first(panel: RequestPanel) -> None:
    assert panel.checked_request() is None
    assert text(panel, "usernameFieldErrors").startswith("✕ Type the user name")
    assert text(panel, "passwordFieldErrors") == "✕ Type the password."
    assert line(panel, "usernameField").hasFocus()
    type_user(panel)
    assert text(panel, "usernameFieldErrors") == ""
    assert panel.checked_request() is not None


def test_an_error_inside_a_fold_opens_it(panel: RequestPanel) -> None:
    type_user(panel)
    line(panel, "metadataValue1").setText("acme")
    assert not line(panel, "metadataKey1").isVisible()
    assert panel.checked_request() is None
    assert line(panel, "metadataKey1").hasFocus()
    assert text(panel, "metadataErrors") == "✕ Each pair needs a key."
    line(panel, "metadataKey1").setText("tenant")
    line(panel, "ip_addressField").setText("203.0.113.7")
    assert panel.checked_request() is None
    assert line(panel, "server_nameField").hasFocus()
    line(panel, "server_nameField").setText("shop.example.com")
    line(panel, "server_pathField").setText("/login")
    assert (request := panel.checked_request()) is not None
    assert request.context_data is not None


def test_a_bad_ticket_is_said_though_its_field_is_elsewhere(panel: RequestPanel) -> None:
    type_user(panel)
    panel.set_ticket("<b>\n")
    assert text(panel, "requestErrors").startswith("✕ A ticket number has")
    assert panel.checked_request() is None
    panel.set_ticket("")
    assert text(panel, "requestErrors") == ""


def test_the_preview_is_masked_and_follows(panel: RequestPanel) -> None:
    panel.set_profile(profile(has_client_secret=True), CLIENT_SECRET)
    type_user(panel)
    line(panel, "metadataKey1").setText("tenant")
    line(panel, "metadataValue1").setText("acme-corporation")
    shown = preview(panel)
    assert shown["AuthParameters"] == {
        "USERNAME": "alice",
        "PASSWORD": WITHHELD,
        "SECRET_HASH": COMPUTED,
    }
    assert shown["ClientMetadata"] == {"tenant": WITHHELD}
    assert shown["UserPoolId"] == profile().user_pool_id
    type_user(panel, "bob\u202e")
    assert preview(panel)["AuthParameters"] == {
        "USERNAME": "bob\\u202e",
        "PASSWORD": WITHHELD,
        "SECRET_HASH": COMPUTED,
    }


def test_the_preview_follows_typing_by_itself(qtbot: QtBot, panel: RequestPanel) -> None:
    found = panel.findChild(QPlainTextEdit, "requestPreview")
    assert found is not None
    QTest.keyClicks(line(panel, "usernameField"), "alice")
    qtbot.waitUntil(lambda: '"alice"' in found.toPlainText())


def test_the_name_that_the_secret_hash_is_made_over(panel: RequestPanel) -> None:
    assert text(panel, "secretHashLine") == "", "a public client has none"
    panel.set_profile(profile(has_client_secret=True), CLIENT_SECRET)
    assert "type one" in text(panel, "secretHashLine")
    type_user(panel)
    assert text(panel, "secretHashLine") == "SECRET_HASH is computed over “alice”."
    choose(panel, AuthFlow.REFRESH_TOKEN_AUTH)
    assert "real user name" in text(panel, "secretHashLine")


def test_a_secret_that_could_not_be_read_stops_the_request(panel: RequestPanel) -> None:
    panel.set_profile(profile(has_client_secret=True), None)
    type_user(panel)
    assert text(panel, "requestErrors") == "", "it may still be on its way from the keyring"
    assert panel.checked_request() is None
    assert "SECRET_HASH cannot be made" in text(panel, "requestErrors")
    panel.set_profile(profile(has_client_secret=True), CLIENT_SECRET)
    assert panel.checked_request() is not None


def test_a_refresh_takes_a_pasted_token_and_no_name(panel: RequestPanel) -> None:
    choose(panel, AuthFlow.REFRESH_TOKEN_AUTH)
    assert not line(panel, "passwordField").isVisible()
    assert not line(panel, "usernameField").isVisible()
    QGuiApplication.clipboard().setText("eyJjdHk\r\n  iOiJKV1Q\n.abc-_\n")
    line(panel, "refreshTokenField").paste()
    line(panel, "usernameField").setText("left over")
    assert panel.checked_request() == SignInRequest(
        auth_flow=AuthFlow.REFRESH_TOKEN_AUTH,
        parameters={"REFRESH_TOKEN": Secret("eyJjdHkiOiJKV1Q.abc-_")},
    )
    assert line(panel, "refreshTokenField").echoMode() == QLineEdit.EchoMode.Password


def test_a_refresh_of_a_confidential_client_needs_the_real_name(panel: RequestPanel) -> None:
    panel.set_profile(profile(has_client_secret=True), CLIENT_SECRET)
    choose(panel, AuthFlow.REFRESH_TOKEN)
    name = line(panel, "usernameField")
    assert name.isVisible()
    assert name.accessibleName() == "Real user name (for SECRET_HASH)"
    line(panel, "refreshTokenField").setText("token with <signs>")
    assert panel.checked_request() is None
    assert text(panel, "usernameFieldErrors").startswith("✕ Type the real user name")
    assert text(panel, "refreshTokenFieldErrors").startswith("✕ A token has letters")


def test_another_profile_forgets_secrets_and_the_same_one_keeps_them(
    panel: RequestPanel,
) -> None:
    type_user(panel)
    for name in ("deviceKeyField", "refreshTokenField", "encodedDataField"):
        line(panel, name).setText("secret-thing")
    panel.set_profile(profile(has_client_secret=True), CLIENT_SECRET)
    assert panel.request().parameters["PASSWORD"] == Secret(PASSWORD)
    panel.set_profile(profile(profile_id="p2", name="Another customer"), None)
    assert panel.request().parameters == {}
    assert line(panel, "encodedDataField").text() == ""
    assert line(panel, "refreshTokenField").text() == ""
    assert panel.request().username == "alice"


def test_the_password_stays_for_another_run(panel: RequestPanel) -> None:
    type_user(panel)
    first = panel.checked_request()
    assert first is not None
    assert panel.checked_request() == first


def test_folds_count_what_is_set(panel: RequestPanel) -> None:
    line(panel, "metadataKey1").setText("tenant")
    line(panel, "server_nameField").setText("shop")
    line(panel, "deviceKeyField").setText("key")
    toggles = [
        panel.findChild(QPushButton, f"{n}Fold") for n in ("metadata", "context", "advanced")
    ]
    assert [toggle.text() for toggle in toggles if toggle is not None] == [
        "▸ Client metadata (1)",
        "▸ Context data (1)",
        "▸ Advanced (1)",
    ]


def test_the_note_names_the_kind(panel: RequestPanel) -> None:
    assert "PRODUCTION" in text(panel, "sendingTitle")
    panel.set_profile(profile(kind=ProfileKind.PRACTICE), None)
    assert text(panel, "sendingText") == "Simulated on this machine: nothing reaches AWS."
    panel.set_profile(None, None)
    assert text(panel, "sendingText") == ""
    assert text(panel, "previewEmpty") == "Choose or add a profile on the left."


def test_typing_begins_in_the_first_empty_field(panel: RequestPanel) -> None:
    panel.focus_first()
    assert line(panel, "usernameField").hasFocus()
    line(panel, "usernameField").setText("alice")
    panel.focus_first()
    assert line(panel, "passwordField").hasFocus()
    line(panel, "passwordField").setText("x")
    panel.focus_first()
    assert line(panel, "usernameField").hasFocus()
    choose(panel, AuthFlow.REFRESH_TOKEN)
    panel.focus_first()
    assert line(panel, "refreshTokenField").hasFocus()


def test_another_profile_is_no_reason_to_scold(panel: RequestPanel) -> None:
    line(panel, "usernameField").setText("alice")
    assert panel.checked_request() is None
    assert shown_problems(panel) == ["Type the password."]
    panel.set_profile(profile(profile_id="p2"), None)
    assert shown_problems(panel) == []
    panel.set_profile(None, None)
    for name in ("usernameField", "passwordField"):
        line(panel, name).setFocus()
    line(panel, "usernameField").setFocus()
    assert shown_problems(panel) == [], "without a profile nothing can be sent anyway"


def shown_problems(panel: RequestPanel) -> list[str]:
    return [
        label.text().removeprefix("✕ ")
        for label in panel.findChildren(QLabel)
        if label.property("role") == "error" and label.isVisible()
    ]
