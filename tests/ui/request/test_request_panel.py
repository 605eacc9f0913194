"""The request builder: what it makes, what it says beside its fields, what it forgets."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
)
from pytestqt.qtbot import QtBot

from console.core.call import Path
from console.core.conversation.flows import FLOWS, ROTATED_REFRESH, AuthFlow
from console.core.pool_settings import PoolSettings
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


def take_path(panel: RequestPanel, word: str) -> None:
    combo = panel.findChild(QComboBox, "pathCombo")
    assert combo is not None
    combo.setCurrentIndex(combo.findData(word))


def choose(panel: RequestPanel, flow: str) -> None:
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


def test_a_practice_user_is_not_sent_with_what_was_chosen_for_another(panel: RequestPanel) -> None:
    panel.prefill(auth_flow="CUSTOM_AUTH", username="trent", password=PASSWORD)
    panel._options.choose_path("both")
    panel._options._srp_first.setChecked(True)
    panel._options._preferred.setCurrentIndex(1)
    panel.prefill(auth_flow="CUSTOM_AUTH", username="trent", password=PASSWORD)
    request = panel.request()
    assert (request.both_paths, request.path) == (False, Path.ADMIN)
    assert request.parameters == {}
    chosen = {"PREFERRED_CHALLENGE": "EMAIL_OTP"}
    panel.prefill(
        auth_flow="USER_AUTH", username="xenia", password="", path="public", chosen=chosen
    )
    made = panel.request()
    assert (made.path, dict(made.parameters)) == (Path.PUBLIC, chosen)
    panel.prefill(auth_flow="USER_AUTH", username="xenia", password="")
    assert panel.request().parameters == {}


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
    assert name.accessibleName() == "Real user name: hashed over, not sent"
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
        "▸ Context data, analytics (1)",
        "▸ Advanced (1)",
    ]


def test_the_note_names_the_kind(panel: RequestPanel) -> None:
    assert "PRODUCTION" in text(panel, "sendingTitle")
    panel.set_profile(profile(kind=ProfileKind.PRACTICE), None)
    assert text(panel, "sendingText").startswith("Simulated on this machine: nothing reaches AWS.")
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


def test_both_paths_are_one_request_with_two_legs(panel: RequestPanel) -> None:
    type_user(panel)
    take_path(panel, "both")
    assert text(panel, "requestHead") == "Request · AdminInitiateAuth, InitiateAuth"
    request = panel.checked_request()
    assert request is not None
    assert (request.path, request.both_paths) == (Path.ADMIN, True)
    assert preview(panel)["AuthFlow"] == "ADMIN_USER_PASSWORD_AUTH"
    assert text(panel, "previewNext") == (
        "Then InitiateAuth with USER_PASSWORD_AUTH, the same but without UserPoolId. "
        "A sign-in of its own."
    )
    take_path(panel, "public")
    assert text(panel, "previewNext") == ""
    assert "refuses ADMIN_USER_PASSWORD_AUTH" in text(panel, "flowComboWarnings")


def test_a_refresh_on_both_paths_is_refused_at_once(panel: RequestPanel) -> None:
    take_path(panel, "both")
    choose(panel, AuthFlow.REFRESH_TOKEN)
    assert text(panel, "pathComboErrors").startswith("✕ A refresh token is used on one path")
    line(panel, "refreshTokenField").setText("eyJ.token")
    assert panel.checked_request() is None
    take_path(panel, "admin")
    assert panel.checked_request() is not None


def test_a_rotated_refresh_sends_the_secret_itself(panel: RequestPanel) -> None:
    panel.set_profile(profile(has_client_secret=True), CLIENT_SECRET)
    choose(panel, ROTATED_REFRESH)
    assert set(preview(panel)) == {"ClientId", "ClientSecret"}, "no token was typed yet"
    line(panel, "refreshTokenField").setText("eyJ.token")
    assert text(panel, "requestHead") == "Request · GetTokensFromRefreshToken"
    assert preview(panel)["ClientSecret"] == preview(panel)["RefreshToken"] == WITHHELD
    assert "SECRET_HASH" not in str(preview(panel))
    assert "The client secret itself" in text(panel, "secretHashLine")
    assert "The client secret itself" in text(panel, "sendingText")
    assert panel.checked_request() == SignInRequest(
        auth_flow=ROTATED_REFRESH,
        path=Path.PUBLIC,
        parameters={"REFRESH_TOKEN": Secret("eyJ.token")},
    )


def test_a_flow_of_a_newer_model_is_typed(panel: RequestPanel) -> None:
    panel.prefill(auth_flow="USER_TOMORROW_AUTH", username="alice", password=PASSWORD)
    request = panel.checked_request()
    assert request is not None
    assert request.auth_flow == "USER_TOMORROW_AUTH"
    assert request.parameters == {"PASSWORD": Secret(PASSWORD)}
    assert preview(panel)["AuthParameters"] == {"USERNAME": "alice", "PASSWORD": WITHHELD}
    assert "is not known here" in text(panel, "sendingText")
    line(panel, "otherFlowField").setText("lower case")
    assert panel.checked_request() is None
    assert line(panel, "otherFlowField").hasFocus()
    assert text(panel, "otherFlowFieldErrors").startswith("✕ A flow's name has capital letters")
    line(panel, "otherFlowField").setText("USER_AUTH")
    assert panel.checked_request() is None
    assert shown_problems(panel) == ["USER_AUTH is in the list above: choose it there."]


def test_typing_begins_with_the_name_of_another_flow(panel: RequestPanel) -> None:
    choose(panel, "none of the list")
    panel.focus_first()
    assert line(panel, "otherFlowField").hasFocus()
    line(panel, "otherFlowField").setText("X_AUTH")
    panel.focus_first()
    assert line(panel, "usernameField").hasFocus()


def test_a_session_begins_on_one_path_alone(panel: RequestPanel) -> None:
    choose(panel, AuthFlow.USER_AUTH)
    type_user(panel)
    line(panel, "sessionField").setText("s" * 40)
    assert preview(panel)["Session"] == WITHHELD
    assert panel.checked_request() is not None
    take_path(panel, "both")
    assert panel.checked_request() is None
    assert line(panel, "sessionField").hasFocus(), "its fold was opened"
    assert "good on one path alone" in text(panel, "sessionFieldErrors")


def test_analytics_goes_along(panel: RequestPanel) -> None:
    type_user(panel)
    line(panel, "analyticsEndpointField").setText("d70b2ba3")
    assert preview(panel)["AnalyticsMetadata"] == {"AnalyticsEndpointId": "d70b2ba3"}


def test_an_address_that_was_not_typed_is_not_sent_on_the_public_path(panel: RequestPanel) -> None:
    type_user(panel)
    take_path(panel, "public")
    line(panel, "encodedDataField").setText("abc")
    assert preview(panel)["UserContextData"] == {"EncodedData": WITHHELD}
    line(panel, "ip_addressField").setText("203.0.113.7")
    assert preview(panel)["UserContextData"] == {
        "IpAddress": "203.0.113.7",
        "EncodedData": WITHHELD,
    }


def test_flows_that_the_client_refuses_are_warned_of(panel: RequestPanel) -> None:
    known = PoolSettings(auth_flows=("ALLOW_ADMIN_USER_PASSWORD_AUTH",))
    panel.set_profile(profile(known=known), None)
    type_user(panel)
    assert text(panel, "flowComboWarnings") == ""
    take_path(panel, "both")
    assert "ALLOW_USER_PASSWORD_AUTH is not among" in text(panel, "flowComboWarnings")
    take_path(panel, "admin")
    choose(panel, AuthFlow.USER_SRP_AUTH)
    assert "ALLOW_USER_SRP_AUTH is not among" in text(panel, "flowComboWarnings")
    assert panel.checked_request() is not None, "it can be sent all the same"


def test_typing_costs_no_srp(panel: RequestPanel) -> None:
    choose(panel, AuthFlow.USER_SRP_AUTH)
    type_user(panel)
    parameters = panel.call().params["AuthParameters"]
    assert isinstance(parameters, dict)
    assert parameters["SRP_A"] == Secret("2"), "g itself: the preview masks it"
    assert preview(panel)["AuthParameters"] == {"USERNAME": "alice", "SRP_A": WITHHELD}


@pytest.mark.parametrize("flow", [*FLOWS, "USER_TOMORROW_AUTH"])
@pytest.mark.parametrize("word", ["admin", "public", "both"])
def test_every_flow_and_path_by_keyboard_alone(panel: RequestPanel, flow: str, word: str) -> None:
    panel.prefill(auth_flow=flow, username="alice", password="")
    take_path(panel, word)
    for fold in panel.findChildren(QPushButton):
        if fold.objectName().endswith("Fold") and fold.isVisible():
            fold.setChecked(True)
    fields = {w for kind in (QLineEdit, QComboBox) for w in panel.findChildren(kind)}
    wanted = {w.objectName() for w in fields if w.isVisible() and w.isEnabled()}
    assert all(w.accessibleName() for w in fields if w.isVisible())
    reached: set[str] = set()
    panel.focus_first()
    for _ in range(60):
        focus = QApplication.focusWidget()
        assert focus is not None
        reached.add(focus.objectName())
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert wanted <= reached
    assert panel.request().path_word == ("public" if flow == ROTATED_REFRESH else word)


def shown_problems(panel: RequestPanel) -> list[str]:
    return [
        label.text().removeprefix("✕ ")
        for label in panel.findChildren(QLabel)
        if label.property("role") == "error" and label.isVisible()
    ]
