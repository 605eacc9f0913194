"""The middle column as an operator uses it: by keyboard, once a press, with nothing given away."""

from __future__ import annotations

import gc
import weakref
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from console.core.conversation.challenges import Challenge, answer_fields
from console.core.ports import Answer
from console.core.profile import ProfileKind
from console.core.request import SignInRequest
from console.core.secret import Secret
from console.ui.challenge.will_send import request_words
from console.ui.middle_column import MiddleColumn, _requests_of
from console.ui.theme import Theme
from tests.fakes import FakeClock, profile, refusal
from tests.ui.columns import (
    CLIENT_SECRET,
    CTRL,
    PASSWORD,
    Screen,
    open_screen,
    send_first_request,
    shown_texts,
    widest,
)

NEW_PASSWORD = "New-Pass-1!"
SEED = Secret("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")


def challenge(name: str, parameters: dict[str, str] | None = None) -> Challenge:
    return Challenge(name=name, fields=answer_fields(name, parameters or {}), number=1)


TOTP = challenge("SOFTWARE_TOKEN_MFA")
NEW = challenge("NEW_PASSWORD_REQUIRED", {"requiredAttributes": '["name"]'})


class WindowSpy(QObject):
    """Notes every widget that is shown as a window of its own, be it for a moment."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[QWidget] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(watched)
        return False


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def screen(qtbot: QtBot, theme: Theme, clock: FakeClock) -> Screen:
    return open_screen(qtbot, theme, clock)


def test_a_sign_in_with_a_code_by_keyboard_alone(screen: Screen) -> None:
    screen.type("alice")
    screen.press(Qt.Key.Key_Tab)
    screen.type(PASSWORD)
    screen.press(Qt.Key.Key_Return, CTRL)
    (request,) = screen.requests
    assert (request.username, request.parameters) == ("alice", {"PASSWORD": Secret(PASSWORD)})
    screen.ask(TOTP)
    assert screen.line("codeField").hasFocus()
    screen.type("123 456")
    screen.press(Qt.Key.Key_Return)
    assert screen.answers == [Answer(responses={"SOFTWARE_TOKEN_MFA_CODE": Secret("123456")})]
    screen.column.set_running(False)
    screen.column.show_request()
    assert screen.line("usernameField").hasFocus()
    screen.press(Qt.Key.Key_Enter, CTRL)
    assert screen.requests == [request, request], "the password was kept for another run"


def test_the_request_is_sent_once_however_often_the_keys_are_pressed(screen: Screen) -> None:
    send_first_request(screen)
    screen.press(Qt.Key.Key_Return, CTRL)
    screen.press(Qt.Key.Key_Return, CTRL)
    screen.button("runButton").click()
    assert len(screen.requests) == 1
    screen.column.set_running(False)
    screen.press(Qt.Key.Key_Return, CTRL)
    assert len(screen.requests) == 2


def test_a_double_enter_sends_one_answer(screen: Screen) -> None:
    send_first_request(screen)
    screen.ask(TOTP)
    screen.type("123456")
    screen.press(Qt.Key.Key_Return)
    screen.press(Qt.Key.Key_Return)
    screen.press(Qt.Key.Key_Return, CTRL)
    screen.button("answerButton").click()
    assert len(screen.answers) == 1
    screen.ask(replace(TOTP, try_number=2, refusal=refusal("CodeMismatchException", "No.")))
    screen.type("654321")
    screen.press(Qt.Key.Key_Enter)
    assert len(screen.answers) == 2


def test_a_held_key_sends_nothing(screen: Screen) -> None:
    screen.column.prefill(auth_flow="ADMIN_NO_SRP_AUTH", username="a", password="b")
    for _ in range(3):
        held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, CTRL, "\r", True)
        QApplication.sendEvent(screen.line("usernameField"), held)
    assert screen.requests == []


def test_enter_alone_does_not_send_the_request(screen: Screen) -> None:
    screen.column.prefill(auth_flow="ADMIN_NO_SRP_AUTH", username="a", password="b")
    screen.press(Qt.Key.Key_Return)
    assert screen.requests == []


def test_what_is_wrong_is_shown_in_place_of_sending(screen: Screen) -> None:
    screen.press(Qt.Key.Key_Return, CTRL)
    assert screen.requests == []
    assert screen.text("passwordFieldErrors") == "✕ Type the password."
    assert screen.states()["runButton"]


def test_which_buttons_can_be_pressed(screen: Screen) -> None:
    assert screen.states() == {"runButton": True, "cancelButton": False}
    send_first_request(screen)
    assert screen.states() == {"runButton": False, "cancelButton": True}
    assert screen.text("requestWords") == "under way…"
    screen.ask(TOTP)
    assert screen.states() == {"answerButton": True, "cancelButton": True}
    assert screen.button("answerButton").text() == "Send code"
    assert screen.button("cancelButton").text() == "Give up"
    assert screen.text("requestWords") == "one request"
    screen.column.set_code(Secret("123456"))
    screen.column.submit()
    assert screen.states() == {"answerButton": False, "cancelButton": True}
    assert screen.button("cancelButton").text() == "Cancel"
    screen.column.set_running(False)
    screen.column.show_request()
    assert screen.states() == {"runButton": True, "cancelButton": False}


def test_a_desk_may_say_that_nothing_runs_while_it_asks(screen: Screen) -> None:
    send_first_request(screen)
    screen.column.set_running(False)
    screen.ask(TOTP)
    screen.column.run()
    assert screen.answers == [], "no code was typed yet"
    assert screen.text("codeFieldErrors") == "✕ Type the code."
    assert screen.states() == {"answerButton": True, "cancelButton": True}
    assert len(screen.requests) == 1


def test_escape_cancels_only_what_there_is(screen: Screen) -> None:
    screen.press(Qt.Key.Key_Escape)
    assert screen.cancels == 0
    send_first_request(screen)
    screen.press(Qt.Key.Key_Escape)
    assert screen.cancels == 1
    screen.ask(TOTP)
    screen.press(Qt.Key.Key_Escape)
    assert screen.cancels == 2


def test_the_focus_stays_near_when_buttons_go(screen: Screen) -> None:
    screen.column.prefill(auth_flow="ADMIN_NO_SRP_AUTH", username="a", password="b")
    screen.button("runButton").setFocus()
    screen.press(Qt.Key.Key_Space)
    assert screen.button("cancelButton").hasFocus()
    screen.column.set_running(False)
    assert screen.button("runButton").hasFocus()


def test_a_challenge_does_not_take_the_focus_from_elsewhere(
    qtbot: QtBot, theme: Theme, clock: FakeClock
) -> None:
    window = QWidget()
    column, ticket = MiddleColumn(theme=theme, clock=clock), QLineEdit()
    for widget in (column, ticket):
        widget.setParent(window)
    column.resize(352, 700)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    ticket.setFocus()
    Screen(column).ask(TOTP)
    column.show_request()
    assert ticket.hasFocus()


def test_the_keys_work_beside_an_action_of_the_window_with_the_same_ones(
    qtbot: QtBot, theme: Theme, clock: FakeClock
) -> None:
    window = QWidget()
    column = MiddleColumn(theme=theme, clock=clock)
    column.setParent(window)
    column.resize(352, 700)
    action = QAction("Run", window)
    action.setShortcut(QKeySequence("Ctrl+Return"))
    window.addAction(action)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    column.set_profile(profile(), None)
    column.prefill(auth_flow="ADMIN_NO_SRP_AUTH", username="a", password="b")
    column.focus_first()
    with (
        qtbot.waitSignal(column.run_requested),
        qtbot.assertNotEmitted(action.triggered),
    ):
        QTest.keyClick(column.focusWidget(), Qt.Key.Key_Return, CTRL)


def test_a_new_password_needs_a_second_step_that_enter_is_not(screen: Screen) -> None:
    send_first_request(screen)
    screen.ask(NEW)
    screen.type(NEW_PASSWORD)
    screen.press(Qt.Key.Key_Return)
    assert screen.line("answerField2").hasFocus(), "Enter leads to the next field first"
    screen.type("Grace")
    screen.press(Qt.Key.Key_Return)
    screen.press(Qt.Key.Key_Return)
    screen.press(Qt.Key.Key_Return, CTRL)
    assert screen.answers == []
    assert screen.states()["answerButton"] is False
    assert "Contoso shop" in screen.text("confirmText")
    screen.press(Qt.Key.Key_Escape)
    assert screen.cancels == 0, "Escape only takes the question back"
    assert screen.states()["answerButton"] is True
    screen.press(Qt.Key.Key_Return, CTRL)
    assert screen.button("confirmButton").hasFocus()
    screen.press(Qt.Key.Key_Space)
    assert screen.answers == [
        Answer(
            responses={
                "NEW_PASSWORD": Secret(NEW_PASSWORD),
                "userAttributes.name": Secret("Grace"),
            }
        )
    ]


def test_an_unsupported_challenge_cannot_be_answered(screen: Screen) -> None:
    screen.ask(challenge("PASSWORD_VERIFIER"))
    assert screen.states() == {"answerButton": False, "cancelButton": True}
    screen.column.submit()
    assert screen.answers == []


def test_without_a_profile_nothing_can_be_sent(screen: Screen) -> None:
    screen.column.set_profile(None, None)
    assert screen.states() == {"runButton": False, "cancelButton": False}
    screen.press(Qt.Key.Key_Return, CTRL)
    assert screen.requests == []
    assert screen.text("previewEmpty") == "Choose or add a profile on the left."


def test_the_outbox_and_edits_are_passed_on(qtbot: QtBot, screen: Screen) -> None:
    with qtbot.waitSignal(screen.column.edited):
        screen.type("a")
    screen.ask(challenge("SMS_MFA"), outbox=True)
    with qtbot.waitSignal(screen.column.outbox_requested):
        screen.button("outboxLink").click()
    with qtbot.waitSignal(screen.column.edited):
        screen.column.set_code(Secret("123456"))
    assert screen.line("codeField").text() == "123456"


def test_the_ticket_goes_along(screen: Screen) -> None:
    screen.column.set_ticket("CS-48213")
    assert screen.column.request.ticket == "CS-48213"
    send_first_request(screen)
    assert screen.requests[0].ticket == "CS-48213"


def test_no_secret_is_in_any_text(screen: Screen) -> None:
    send_first_request(screen)
    screen.line("metadataKey1").setText("tenant")
    screen.line("encodedDataField").setText("encoded-device-data")
    screen.column._request._preview.refresh()
    shown = shown_texts(screen.column)
    assert "alice" in shown
    for secret in (PASSWORD, CLIENT_SECRET.reveal(), "encoded-device-data"):
        assert secret not in shown
    screen.ask(NEW, seed=SEED)
    screen.line("newPasswordField").setText(NEW_PASSWORD)
    screen.line("answerField2").setText("Grace")
    screen.column.submit()
    shown = shown_texts(screen.column)
    for secret in (PASSWORD, NEW_PASSWORD, SEED.reveal(), CLIENT_SECRET.reveal()):
        assert secret not in shown


@pytest.mark.parametrize("repeated", [PASSWORD, "123456", CLIENT_SECRET.reveal()])
def test_a_secret_that_cognito_repeats_is_withheld(screen: Screen, repeated: str) -> None:
    send_first_request(screen)
    screen.ask(TOTP)
    screen.column.set_code(Secret("123456"))
    screen.column.submit()
    said = refusal("CodeMismatchException", f"The value {repeated} is wrong")
    screen.ask(replace(TOTP, try_number=2, refusal=said))
    assert repeated not in shown_texts(screen.column)
    assert "‹withheld›" in screen.text("refusalNoteText")


def test_secrets_of_an_ended_challenge_are_forgotten(screen: Screen) -> None:
    send_first_request(screen)
    screen.ask(TOTP)
    field = screen.line("codeField")
    field.setText("123456")
    screen.column.show_request()
    assert field.text() == ""
    assert screen.column.findChild(QLineEdit, "codeField") is None


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [300, 352])
def test_nothing_is_wider_than_the_column(
    screen: Screen, theme: Theme, width: int, *, dark: bool
) -> None:
    theme.force(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)
    for name in ("metadata", "context", "advanced"):
        fold = screen.column.findChild(QAbstractButton, f"{name}Fold")
        assert fold is not None
        fold.click()
    screen.column.prefill(auth_flow="REFRESH_TOKEN", username="W" * 200, password="“ ”" * 90)
    screen.column.run()
    screen.column.resize(width, 784)
    assert widest(screen.column, 0) <= 0
    screen.ask(NEW)
    assert widest(screen.column, 1) <= 0
    theme.force(None)


def test_a_simulated_pool_sets_the_password_at_once(screen: Screen) -> None:
    screen.column.set_profile(profile(kind=ProfileKind.PRACTICE), None)
    send_first_request(screen)
    screen.ask(NEW)
    screen.type(NEW_PASSWORD)
    screen.press(Qt.Key.Key_Return)
    screen.type("Grace")
    screen.press(Qt.Key.Key_Return)
    assert len(screen.answers) == 1


def test_the_question_is_about_the_profile_that_was_asked(screen: Screen) -> None:
    send_first_request(screen)
    screen.column.set_profile(profile(profile_id="p2", kind=ProfileKind.PRACTICE), None)
    screen.ask(NEW)
    assert "SECRET_HASH" in screen.text("willSendKeys")
    screen.type(NEW_PASSWORD)
    screen.line("answerField2").setText("Grace")
    screen.press(Qt.Key.Key_Return, CTRL)
    assert screen.answers == [], "production is asked about, whatever is selected by now"
    assert "“Contoso shop”" in screen.text("confirmText")


def test_tab_goes_through_the_form_from_top_to_bottom(screen: Screen) -> None:
    screen.column.prefill(auth_flow="ADMIN_NO_SRP_AUTH", username="a", password="b")
    screen.button("contextFold").click()
    combo = screen.column.findChild(QComboBox, "flowCombo")
    assert combo is not None
    combo.setFocus()
    names = []
    for _ in range(24):
        focus = QApplication.focusWidget()
        assert focus is not None
        names.append(focus.objectName())
        screen.press(Qt.Key.Key_Tab)
    assert names[:23] == [
        "flowCombo", "pathCombo", "usernameField", "passwordField", "passwordFieldShowButton",
        "metadataFold", "contextFold", "ip_addressField", "server_nameField",
        "server_pathField", "headersKey1", "headersValue1", "headersRemove1",
        "headersAddButton", "encodedDataField", "analyticsEndpointField", "advancedFold",
        "lookUpLink", "probesFold", "copyPreviewButton", "requestPreview", "runButton",
        "flowCombo",
    ]  # fmt: skip


def test_a_closed_column_leaves_nothing_behind(
    qtbot: QtBot, theme: Theme, clock: FakeClock
) -> None:
    column = MiddleColumn(theme=theme, clock=clock)
    column.set_profile(profile(), None)
    column.show_challenge(TOTP, username="alice", totp_seed=SEED, outbox=True, password_known=False)
    with qtbot.waitExposed(column):
        column.show()
    gone = weakref.ref(column)
    column.close()
    column.deleteLater()
    del column
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    theme.apply()
    assert gone() is None


def test_nothing_is_shown_as_a_window_of_its_own(qapp: QApplication, screen: Screen) -> None:
    spy = WindowSpy()
    qapp.installEventFilter(spy)
    screen.column.run()
    screen.button("metadataFold").click()
    screen.button("metadataAddButton").click()
    send_first_request(screen)
    for question in (TOTP, replace(TOTP, refusal=refusal("CodeMismatchException", "No.")), NEW):
        screen.ask(question, seed=SEED, outbox=True)
        screen.column.submit()
    screen.column.show_request()
    screen.column.set_profile(None, None)
    qapp.removeEventFilter(spy)
    assert spy.shown == []


def test_the_cursor_stays_where_it_is_when_nothing_was_asked(screen: Screen) -> None:
    screen.line("usernameField").setText("alice")
    screen.line("passwordField").setText(PASSWORD)
    screen.line("passwordField").setFocus()
    screen.press(Qt.Key.Key_Return, CTRL)
    assert len(screen.requests) == 1
    screen.column.set_running(False)
    screen.column.show_request()
    assert screen.line("passwordField").hasFocus()


def test_srp_is_said_to_take_two_requests(screen: Screen) -> None:
    screen.column.prefill(auth_flow="USER_SRP_AUTH", username="a", password="b")
    assert screen.text("requestWords") == "two requests"
    screen.column.prefill(auth_flow="ADMIN_NO_SRP_AUTH", username="a", password="b")
    assert screen.text("requestWords") == "one request"


def test_both_paths_count_twice(screen: Screen) -> None:
    found = SignInRequest(auth_flow="USER_SRP_AUTH", username="a", parameters={})
    words = [
        request_words(_requests_of(replace(found, auth_flow=flow, both_paths=both)))
        for flow in ("ADMIN_USER_PASSWORD_AUTH", "USER_SRP_AUTH")
        for both in (False, True)
    ]
    assert words == ["one request", "two requests", "two requests", "four requests"]
