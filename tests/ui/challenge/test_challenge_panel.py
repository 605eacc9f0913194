"""The wizard's page: each challenge, wrong answers, codes from elsewhere, the second step."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from console.core.call import Failure, Origin, Sent
from console.core.conversation.challenges import Challenge, answer_fields
from console.core.ports import Answer
from console.core.profile import Profile, ProfileKind
from console.core.secret import Secret
from console.core.totp import totp_code
from console.ui.challenge.challenge_panel import ChallengePanel
from tests.fakes import FakeClock, failure, profile, refusal

Found = TypeVar("Found", bound=QWidget)

SEED = Secret("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
WRONG = refusal("CodeMismatchException", "Invalid code received for user")
ATTRIBUTES = '["userAttributes.name","<b>A&B</b>"]'


def challenge(name: str, parameters: dict[str, str] | None = None, **more: object) -> Challenge:
    made = {"name": name, "fields": answer_fields(name, parameters or {}), "number": 1}
    return Challenge(**(made | more))  # type: ignore[arg-type]


TOTP = challenge("SOFTWARE_TOKEN_MFA")
SMS = challenge("SMS_MFA", medium="SMS", destination="+*******1234")
NEW_PASSWORD = challenge("NEW_PASSWORD_REQUIRED", {"requiredAttributes": ATTRIBUTES})


class Page:
    """The panel with what a test looks at."""

    def __init__(self, panel: ChallengePanel, clock: FakeClock) -> None:
        self.panel, self.clock = panel, clock

    def show(
        self,
        asked: Challenge,
        *,
        target: Profile | None = None,
        seed: Secret | None = None,
        outbox: bool = False,
        confidential: bool = False,
    ) -> None:
        self.panel.show_challenge(
            asked,
            username="alice",
            profile=target or profile(),
            confidential=confidential,
            totp_seed=seed,
            outbox=outbox,
            shown=lambda text: text,
        )

    def line(self, name: str) -> QLineEdit:
        return self.find(QLineEdit, name)

    def button(self, name: str) -> QPushButton:
        return self.find(QPushButton, name)

    def text(self, name: str) -> str:
        label = self.find(QLabel, name)
        return label.text() if label.isVisible() else ""

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
        == "USERNAME alice · SMS_MFA_CODE ‹withheld› · SECRET_HASH ‹computed›"
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
    assert page.panel.button_text == "Set new password…"
    fill_new_password(page)
    with qtbot.assertNotEmitted(page.panel.answer_confirmed):
        assert page.panel.checked_answer() is None
    assert page.panel.confirming
    assert page.text("confirmText") == "This changes the user's password in “Contoso shop”."
    assert page.find(QFrame, "confirmNote").property("note") == "bad"
    assert page.panel.checked_answer() is None, "asking again answers nothing"
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
    assert page.panel.button_text == "Set new password"
    fill_new_password(page)
    assert page.panel.checked_answer() == NEW_ANSWER


def test_a_choice_is_no_secret(page: Page) -> None:
    page.show(challenge("SELECT_MFA_TYPE", {"MFAS_CAN_CHOOSE": '["SMS_MFA","EMAIL_OTP"]'}))
    page.panel.focus_first()
    QTest.keyClick(page.panel.focusWidget(), Qt.Key.Key_Space)
    assert page.panel.checked_answer() == Answer(responses={"ANSWER": "SMS_MFA"})


def test_what_this_version_cannot_answer_is_said(page: Page) -> None:
    page.show(challenge("WEB_AUTHN"))
    assert page.text("challengeTitle") == "This version cannot answer WEB_AUTHN"
    assert "attempt ends here" in page.text("challengeDetail")
    assert page.text("willSendOperation") == ""
    assert page.panel.checked_answer() is None


@pytest.mark.parametrize("hostile", ["<b>bold</b>", "a&b", "x" * 500, "\u202egnp.exe"])
def test_hostile_texts_are_plain_and_do_not_widen_the_page(page: Page, hostile: str) -> None:
    said = Failure(record=WRONG.record, origin=Origin.SERVICE, code=hostile, message=hostile * 2)
    attributes = '["' + hostile + '"]'
    page.panel.show_challenge(
        challenge(
            "NEW_PASSWORD_REQUIRED",
            {"requiredAttributes": attributes},
            refusal=said,
            destination=hostile,
            device_name=hostile,
        ),
        username=hostile,
        profile=profile(name=hostile),
        confidential=True,
        totp_seed=None,
        outbox=False,
        shown=lambda text: text[:300],
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
