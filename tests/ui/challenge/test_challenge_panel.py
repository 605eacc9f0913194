"""The wizard's page: each challenge, wrong answers, codes from elsewhere, the second step."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from console.core.call import Failure, Origin, Sent
from console.core.conversation.challenges import Challenge
from console.core.pool_settings import PasswordPolicy, PoolSettings
from console.core.ports import Answer
from console.core.profile import Profile, ProfileKind
from console.core.secret import Secret
from console.core.totp import totp_code
from console.ui.challenge.challenge_panel import ChallengePanel
from console.ui.challenge.credential_field import CredentialField
from console.ui.challenge.qr_code import QrCode
from console.ui.parts.secret_field import SecretField
from tests.fakes import FakeClock, failure, profile
from tests.ui.challenges import (
    APP,
    CHOOSE,
    CREDENTIAL,
    DEVICE,
    EMAIL,
    KEY,
    OPTIONS,
    PASSKEY,
    SEED,
    SMS,
    TOTP,
    UNKNOWN,
    WRONG,
    asked,
    setting,
)

Found = TypeVar("Found", bound=QWidget)

ATTRIBUTES = '["userAttributes.name","<b>A&B</b>"]'
NEW_PASSWORD = asked("NEW_PASSWORD_REQUIRED", {"requiredAttributes": ATTRIBUTES})


class Page:
    """The panel with what a test looks at."""

    def __init__(self, panel: ChallengePanel, clock: FakeClock) -> None:
        self.panel, self.clock = panel, clock

    def show(
        self,
        question: Challenge,
        *,
        target: Profile | None = None,
        seed: Secret | None = None,
        outbox: bool = False,
        confidential: bool = False,
    ) -> None:
        around = setting(
            profile=target or profile(), confidential=confidential, totp_seed=seed, outbox=outbox
        )
        self.panel.show_challenge(question, around)

    def line(self, name: str) -> QLineEdit:
        return self.find(QLineEdit, name)

    def button(self, name: str) -> QPushButton:
        return self.find(QPushButton, name)

    def text(self, name: str) -> str:
        label = self.find(QLabel, name)
        return label.text() if label.isVisible() else ""

    def plain(self, name: str) -> str:
        return self.find(QPlainTextEdit, name).toPlainText()

    def find(self, kind: type[Found], name: str) -> Found:
        found = self.panel.findChild(kind, name)
        assert found is not None, name
        return found


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    clock = FakeClock()
    panel = ChallengePanel(clock=clock)
    panel.resize(352, 780)
    qtbot.addWidget(panel)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    return Page(panel, clock)


def test_a_code_is_asked_for_with_what_is_known(page: Page) -> None:
    page.show(SMS, outbox=True, confidential=True)
    assert page.text("challengeHead") == "Challenge 1 · SMS_MFA"
    assert page.text("challengeTitle") == "Enter the code sent by SMS to +*******1234"
    assert page.text("willSendOperation") == "AdminRespondToAuthChallenge"
    assert (
        page.text("willSendKeys")
        == "USERNAME as Cognito named it · SMS_MFA_CODE ‹withheld› · SECRET_HASH ‹computed›"
    )
    assert page.panel.button_text == "Send code"
    assert page.button("outboxLink").isVisible()
    assert not page.button("seedLink").isVisible()
    assert page.text("refusalNoteTitle") == ""


def test_the_answer_is_what_was_typed(page: Page) -> None:
    page.show(SMS)
    assert page.panel.checked_answer() is None
    assert page.text("codeFieldErrors") == "✕ Type the code."
    page.line("codeField").setText(" 123 456\n")
    assert page.panel.checked_answer() == Answer(responses={"SMS_MFA_CODE": Secret("123456")})


def test_the_session_counts_down(page: Page) -> None:
    page.clock.advance(100)
    page.show(replace(SMS, asked_at=54.0))
    assert page.text("sessionLeft") == "2:14"
    page.clock.advance(200)
    page.panel._session._timer.timeout.emit()
    assert "probably expired" in page.text("sessionWords")
    page.line("codeField").setText("123456")
    assert page.panel.checked_answer() is not None, "warned, but not kept from it"


def test_a_wrong_code_is_said_and_its_field_is_empty_again(page: Page) -> None:
    page.show(TOTP)
    page.line("codeField").setText("000000")
    page.show(replace(TOTP, try_number=2, refusal=WRONG))
    assert page.text("refusalNoteTitle") == "That code was not accepted."
    assert page.text("refusalNoteText") == (
        "CodeMismatchException: “Invalid code received for user”. "
        "The session is still good; this is try 2."
    )
    assert "this is try 2" in page.find(QFrame, "refusalNote").accessibleName()
    assert page.line("codeField").text() == ""


@pytest.mark.parametrize("kept", [True, False])
def test_an_answer_that_never_left_stays_to_be_sent_again(page: Page, *, kept: bool) -> None:
    page.show(TOTP)
    page.line("codeField").setText("123456")
    sent = Sent.NO if kept else Sent.MAYBE
    unsent = failure(Origin.CLIENT, "EndpointConnectionError", sent)
    page.show(replace(TOTP, try_number=2, refusal=unsent))
    assert page.line("codeField").text() == ("123456" if kept else "")


def test_a_code_made_from_the_seed(page: Page) -> None:
    page.show(TOTP, seed=SEED)
    assert page.button("seedLink").isVisible()
    page.button("seedLink").click()
    code = totp_code(SEED, page.clock.now())
    assert page.line("codeField").hasFocus()
    assert page.panel.checked_answer() == Answer(
        responses={"SOFTWARE_TOKEN_MFA_CODE": code}, from_seed=True
    )
    page.line("codeField").setText("111111")
    answer = page.panel.checked_answer()
    assert answer is not None
    assert not answer.from_seed
    page.clock.advance(30)
    page.button("seedLink").click()
    assert page.line("codeField").text() == totp_code(SEED, page.clock.now()).reveal()


def test_a_seed_that_is_none_is_said_without_its_text(page: Page) -> None:
    page.show(TOTP, seed=Secret("not-base32-!!"))
    page.button("seedLink").click()
    assert page.text("codeFieldErrors").startswith("✕ The TOTP seed cannot be used.")
    assert "not-base32" not in page.text("codeFieldErrors")


def test_the_outbox_is_asked_and_its_code_is_no_seeds(qtbot: QtBot, page: Page) -> None:
    page.show(SMS, outbox=True)
    with qtbot.waitSignal(page.panel.outbox_requested):
        page.button("outboxLink").click()
    page.panel.set_code(Secret("654321"))
    assert page.panel.checked_answer() == Answer(responses={"SMS_MFA_CODE": Secret("654321")})


def test_a_code_comes_too_late_for_a_page_without_one(page: Page) -> None:
    page.show(NEW_PASSWORD)
    page.panel.set_code(Secret("654321"))
    assert all(line.text() == "" for line in page.panel.findChildren(QLineEdit))


def fill_new_password(page: Page) -> None:
    page.line("newPasswordField").setText("New-Pass-1!")
    page.line("answerField2").setText("Grace")
    page.line("answerField3").setText("x")


NEW_ANSWER = Answer(
    responses={
        "NEW_PASSWORD": Secret("New-Pass-1!"),
        "userAttributes.name": Secret("Grace"),
        "userAttributes.<b>A&B</b>": Secret("x"),
    }
)


def test_a_new_password_is_confirmed_first(qtbot: QtBot, page: Page) -> None:
    page.show(NEW_PASSWORD)
    assert page.panel.button_text == "Set password…"
    fill_new_password(page)
    with qtbot.assertNotEmitted(page.panel.answer_confirmed):
        assert page.panel.checked_answer() is None
    assert page.panel.confirming
    assert page.text("confirmText") == "This changes the user's password in “Contoso shop”."
    assert page.find(QFrame, "confirmNote").property("note") == "bad"
    assert page.panel.checked_answer() is None, "setting again answers nothing"
    with qtbot.waitSignal(page.panel.answer_confirmed) as given:
        QTest.keyClick(page.button("confirmButton"), Qt.Key.Key_Space)
    assert given.args == [NEW_ANSWER]
    assert not page.panel.confirming


def test_the_second_step_can_be_taken_back(qtbot: QtBot, page: Page) -> None:
    page.show(NEW_PASSWORD, target=profile(kind=ProfileKind.STAGING))
    fill_new_password(page)
    page.panel.checked_answer()
    assert page.find(QFrame, "confirmNote").property("note") == "warn"
    with qtbot.assertNotEmitted(page.panel.answer_confirmed):
        page.button("backButton").click()
    assert not page.button("confirmButton").isVisible()
    assert page.line("newPasswordField").hasFocus()
    assert page.line("newPasswordField").text() == "New-Pass-1!"


def test_a_change_takes_the_question_back(page: Page) -> None:
    page.show(NEW_PASSWORD)
    fill_new_password(page)
    page.panel.checked_answer()
    page.line("newPasswordField").setText("Other-Pass-1!")
    states = [page.panel.confirming]
    page.panel.checked_answer()
    states.append(page.panel.confirming)
    assert states == [False, True]


def test_in_the_practice_pool_nobody_is_asked(page: Page) -> None:
    page.show(NEW_PASSWORD, target=profile(kind=ProfileKind.PRACTICE))
    assert page.panel.button_text == "Set password"
    fill_new_password(page)
    assert page.panel.checked_answer() == NEW_ANSWER


POLICY = PoolSettings(password_policy=PasswordPolicy(minimum_length=8, require_symbols=True))


@pytest.mark.parametrize("kind", [ProfileKind.PRACTICE, ProfileKind.PRODUCTION])
def test_a_password_that_breaks_the_known_policy_is_asked_about_first(
    qtbot: QtBot, page: Page, kind: ProfileKind
) -> None:
    page.show(NEW_PASSWORD, target=profile(kind=kind, known=POLICY))
    fill_new_password(page)
    page.line("newPasswordField").setText("short1")
    assert page.panel.checked_answer() is None
    assert "breaks the pool’s password policy" in page.text("confirmText")
    with qtbot.waitSignal(page.panel.answer_confirmed):  # the policy may have been changed since
        QTest.keyClick(page.button("confirmButton"), Qt.Key.Key_Space)


def test_a_password_that_keeps_the_policy_is_not(page: Page) -> None:
    page.show(NEW_PASSWORD, target=profile(kind=ProfileKind.PRACTICE, known=POLICY))
    fill_new_password(page)
    assert page.panel.checked_answer() == NEW_ANSWER


def test_a_choice_is_no_secret(page: Page) -> None:
    page.show(asked("SELECT_MFA_TYPE", {"MFAS_CAN_CHOOSE": '["SMS_MFA","EMAIL_OTP"]'}))
    page.panel.focus_first()
    QTest.keyClick(page.panel.focusWidget(), Qt.Key.Key_Space)
    assert page.panel.checked_answer() == Answer(responses={"ANSWER": "SMS_MFA"})


def test_what_this_version_cannot_answer_is_said(page: Page) -> None:
    page.show(asked("PASSWORD_VERIFIER"))
    assert page.text("challengeTitle") == "PASSWORD_VERIFIER cannot be answered as it came"
    assert "attempt ends here" in page.text("challengeDetail")
    assert page.text("willSendOperation") == ""
    assert page.panel.checked_answer() is None


@pytest.mark.parametrize("hostile", ["<b>bold</b>", "a&b", "x" * 128, "\u202egnp.exe"])
def test_hostile_texts_are_plain_and_do_not_widen_the_page(page: Page, hostile: str) -> None:
    said = Failure(record=WRONG.record, origin=Origin.SERVICE, code=hostile, message=hostile * 2)
    attributes = '["' + hostile + '"]'
    page.panel.show_challenge(
        asked(
            "NEW_PASSWORD_REQUIRED",
            {"requiredAttributes": attributes},
            refusal=said,
            destination=hostile,
            device_name=hostile,
        ),
        setting(
            username=hostile,
            profile=profile(name=hostile),
            confidential=True,
            shown=lambda text: text[:300],
        ),
    )
    page.line("newPasswordField").setText("New-Pass-1!")
    page.line("answerField2").setText("x")
    page.panel.checked_answer()
    labels = page.panel.findChildren(QLabel)
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}
    assert not any("\u202e" in label.text() for label in labels)
    assert page.panel.minimumSizeHint().width() <= 300


def test_afterwards_nothing_is_kept(page: Page) -> None:
    page.show(TOTP, seed=SEED)
    field = page.line("codeField")
    field.setText("123456")
    page.panel.clear()
    assert field.text() == ""
    assert page.panel.challenge is None
    assert page.panel.checked_answer() is None


def test_a_new_app_is_confirmed_with_its_key_kept(qtbot: QtBot, page: Page) -> None:
    page.show(APP)
    assert page.text("challengeTitle") == "Add an authenticator app for alice"
    assert page.find(QrCode, "qrCode").isVisible()
    page.button("seedLink").click()
    code = totp_code(KEY, page.clock.now())
    assert page.panel.checked_answer() is None
    assert page.text("confirmText").startswith(
        "This adds an authenticator app to the user in “Contoso shop”."
    )
    with qtbot.waitSignal(page.panel.answer_confirmed) as given:
        page.button("confirmButton").click()
    assert given.args == [Answer(responses={"SOFTWARE_TOKEN_MFA_CODE": code}, from_seed=True)]
    assert page.panel.kept_seed() == KEY
    assert page.panel.requests == 2


def test_another_try_at_an_app_keeps_its_name_and_the_box(page: Page) -> None:
    page.show(APP)
    page.line("codeField").setText("000000")
    page.line("answerField2").setText("iPhone")
    page.find(QCheckBox, "keepKeyBox").setChecked(False)
    page.show(replace(APP, try_number=2, refusal=WRONG))
    assert page.line("codeField").text() == ""
    assert page.line("answerField2").text() == "iPhone"
    assert page.panel.kept_seed() is None


def test_an_address_is_confirmed_too(page: Page) -> None:
    page.show(CHOOSE)
    assert "SMS_MFA is offered too" in page.text("setupNote")
    assert page.text("willSendOperation") == "what the choice needs"
    page.find(QRadioButton, "answerField1Choice2").click()
    assert page.text("willSendOperation") == "nothing yet"
    assert page.panel.requests == 0
    assert page.panel.checked_answer() == Answer(responses={"ANSWER": "EMAIL_OTP"})
    page.show(EMAIL)
    assert page.text("setupNote") == ""
    page.line("answerField1").setText("alice@example.com")
    assert page.panel.checked_answer() is None
    assert page.text("confirmText").startswith("This sets the user's e-mail for sign-in codes")


def test_a_failed_choice_does_not_stay_on_the_page_of_the_address(page: Page) -> None:
    page.show(CHOOSE)
    unsent = failure(Origin.CLIENT, "EndpointConnectionError", Sent.NO)
    page.show(replace(EMAIL, refusal=unsent, try_number=2))
    assert page.line("answerField1").isVisible()


def test_a_passkey_has_its_page(page: Page) -> None:
    page.show(PASSKEY)
    assert "relying party: auth.example.com" in page.plain("challengeParameters")
    assert page.plain("passkeyOptions") == OPTIONS
    field = page.find(CredentialField, "credentialField")
    field.setPlainText(CREDENTIAL)
    assert page.panel.checked_answer() == Answer(responses={"CREDENTIAL": Secret(CREDENTIAL)})
    page.show(TOTP)
    assert not page.find(QPlainTextEdit, "passkeyOptions").isVisible()


def test_what_came_with_an_unknown_challenge_is_shown(page: Page) -> None:
    page.show(UNKNOWN)
    assert page.plain("challengeParameters") == "SCAN_URL: https://example.com"
    page.line("responseKey1").setText("SCAN_RESULT")
    page.line("responseValue1").setText("x")
    assert "SCAN_RESULT ‹withheld›" in page.text("willSendKeys")
    assert page.panel.checked_answer() == Answer(responses={"SCAN_RESULT": Secret("x")})


KNOWN_LIFE = replace(SMS, session_known=True)


def test_after_the_end_of_the_session_nothing_is_answered(qtbot: QtBot, page: Page) -> None:
    page.show(KNOWN_LIFE)
    page.line("codeField").setText("123456")
    page.clock.advance(181)
    with qtbot.waitSignal(page.panel.session_expired):
        assert page.panel.checked_answer() is None
    assert page.panel.expired
    assert page.text("expiredNoteTitle") == "✕ The session has expired."
    assert page.text("sessionWords") == ""
    assert not page.button("resendLink").isVisible()
    page.line("codeField").setText("654321")
    assert page.text("willSendKeys") == "", "nothing will be sent"
    with qtbot.waitSignal(page.panel.restart_requested):
        QTest.keyClick(page.button("restartButton"), Qt.Key.Key_Space)
    page.show(replace(KNOWN_LIFE, asked_at=page.clock.monotonic()))
    assert page.text("expiredNoteTitle") == ""
    assert page.text("sessionLeft") == "3:00"


def test_a_challenge_that_comes_too_late_says_so_at_once(page: Page) -> None:
    page.clock.advance(500)
    page.show(KNOWN_LIFE)
    assert page.text("expiredNoteTitle") == "✕ The session has expired."
    assert not page.button("resendLink").isVisible()


def test_a_session_can_end_while_a_change_is_asked_about(qtbot: QtBot, page: Page) -> None:
    page.show(replace(NEW_PASSWORD, session_known=True))
    fill_new_password(page)
    page.panel.checked_answer()
    page.clock.advance(181)
    with qtbot.assertNotEmitted(page.panel.answer_confirmed):
        page.button("confirmButton").click()
    assert not page.panel.confirming
    assert page.button("restartButton").isVisible()


def test_another_code_needs_a_second_step(qtbot: QtBot, page: Page) -> None:
    page.show(SMS)
    with qtbot.assertNotEmitted(page.panel.restart_requested):
        page.button("resendLink").click()
        assert "starts over from the first call" in page.text("confirmText")
        page.button("backButton").click()
        assert page.line("codeField").hasFocus()
        page.button("resendLink").click()
    with qtbot.waitSignal(page.panel.restart_requested):
        QTest.keyClick(page.button("confirmButton"), Qt.Key.Key_Space)
    assert not page.panel.confirming


def test_a_typed_key_is_kept_when_ticked(page: Page) -> None:
    page.show(TOTP)
    page.button("keyLink").click()
    page.line("seedField").setText(SEED.reveal())
    page.button("makeCodeButton").click()
    assert page.line("codeField").hasFocus()
    assert page.panel.checked_answer() == Answer(
        responses={"SOFTWARE_TOKEN_MFA_CODE": totp_code(SEED, page.clock.now())}, from_seed=True
    )
    assert page.panel.kept_seed() is None
    page.find(QCheckBox, "keepSeedBox").setChecked(True)
    assert page.panel.kept_seed() == SEED
    page.show(SMS)
    assert page.panel.kept_seed() is None


@pytest.mark.parametrize("question", [APP, EMAIL, DEVICE, UNKNOWN, PASSKEY, TOTP, NEW_PASSWORD])
def test_clearing_forgets_everything_typed(page: Page, question: Challenge) -> None:
    page.show(question)
    if question is TOTP:
        page.button("keyLink").click()
    lines = page.panel.findChildren(QLineEdit)
    areas = [page.find(CredentialField, "credentialField")] if question is PASSKEY else []
    for line in lines:
        line.setText("typed")
    for area in areas:
        area.setPlainText("typed")
    page.panel.clear()
    for line in lines:
        line.undo()
        assert line.text() == ""
    for area in areas:
        area.undo()
        assert area.toPlainText() == ""
    assert page.find(QLabel, "keyText").text() == ""
    assert page.panel.kept_seed() is None


def tab_order(page: Page, first: QWidget, count: int) -> list[str]:
    first.setFocus()
    names = [first.objectName()]
    for _ in range(count):
        QTest.keyClick(page.panel.focusWidget(), Qt.Key.Key_Tab)
        names.append(page.panel.focusWidget().objectName())
    return names


@pytest.mark.parametrize(
    ("question", "order"),
    [
        (APP, ["showKeyButton", "keepKeyBox", "codeField", "answerField2", "seedLink"]),
        (
            PASSKEY,
            [
                "challengeParameters",
                "passkeyOptionsCopyButton",
                "passkeyOptions",
                "passkeySnippetCopyButton",
                "passkeySnippet",
                "credentialField",
            ],
        ),
        (SMS, ["codeField", "outboxLink", "resendLink"]),
        (UNKNOWN, ["responseKey1", "responseValue1", "responseShowButton1", "responseRemove1"]),
        (DEVICE, ["answerField1", "answerField2", "answerField3", "answerField3ShowButton"]),
    ],
)
def test_tab_goes_down_the_page(page: Page, question: Challenge, order: list[str]) -> None:
    page.show(TOTP)
    page.show(question, outbox=True)
    for line in page.panel.findChildren(SecretField):
        line.setText("x")  # its button to show it can be reached
    assert tab_order(page, page.find(QWidget, order[0]), len(order) - 1) == order
