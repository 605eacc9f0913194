"""The middle column on the screen, as tests look at it and type into it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from console.core.conversation.challenges import Challenge
from console.core.ports import Answer
from console.core.request import SignInRequest
from console.core.secret import Secret
from console.ui.middle_column import MiddleColumn
from console.ui.theme import Theme
from tests.fakes import FakeClock, profile

PASSWORD = "correct-horse-1"
CLIENT_SECRET = Secret("client-secret-of-the-app")
CTRL = Qt.KeyboardModifier.ControlModifier


class Screen:
    """The column, and everything that it said upwards."""

    def __init__(self, column: MiddleColumn) -> None:
        self.column = column
        self.requests: list[SignInRequest] = []
        self.answers: list[Answer] = []
        self.cancels = 0
        column.run_requested.connect(self.requests.append)
        column.answer_given.connect(self.answers.append)
        self.restarts = 0
        self.seeds: list[Secret] = []
        column.cancel_requested.connect(self._count)
        column.restart_requested.connect(self._count_restart)
        column.seed_kept.connect(self.seeds.append)

    def _count(self) -> None:
        self.cancels += 1

    def _count_restart(self) -> None:
        self.restarts += 1

    def line(self, name: str) -> QLineEdit:
        found = self.column.findChild(QLineEdit, name)
        assert found is not None, name
        return found

    def button(self, name: str) -> QPushButton:
        found = self.column.findChild(QPushButton, name)
        assert found is not None, name
        return found

    def text(self, name: str) -> str:
        found = self.column.findChild(QLabel, name)
        assert found is not None, name
        return found.text() if found.isVisible() else ""

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        """A key where the focus is, as a keyboard does it."""
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key, modifier or Qt.KeyboardModifier.NoModifier)

    def type(self, text: str) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClicks(focus, text)

    def ask(
        self,
        question: Challenge,
        *,
        seed: Secret | None = None,
        outbox: bool = False,
        password_known: bool = False,
    ) -> None:
        self.column.show_challenge(
            question,
            username="alice",
            totp_seed=seed,
            outbox=outbox,
            password_known=password_known,
        )

    def states(self) -> dict[str, bool]:
        """The buttons that are seen, and whether they can be pressed."""
        names = ("runButton", "answerButton", "cancelButton")
        return {n: self.button(n).isEnabled() for n in names if self.button(n).isVisible()}


def open_screen(qtbot: QtBot, theme: Theme, clock: FakeClock) -> Screen:
    """The column of a confidential client, with the cursor in its first field."""
    column = MiddleColumn(theme=theme, clock=clock)
    column.resize(352, 784)
    column.set_profile(profile(has_client_secret=True), CLIENT_SECRET)
    qtbot.addWidget(column)
    with qtbot.waitActive(column):
        column.show()
        column.activateWindow()
    column.focus_first()
    return Screen(column)


def send_first_request(screen: Screen) -> None:
    screen.column.prefill(auth_flow="ADMIN_USER_PASSWORD_AUTH", username="alice", password=PASSWORD)
    screen.column.run()


def shown_texts(column: QWidget) -> str:
    """Every text that screen, tool tips and assistive technology get."""
    texts: list[str] = []
    for widget in (column, *column.findChildren(QWidget)):
        texts += [
            widget.accessibleName(), widget.accessibleDescription(), widget.toolTip(),
            widget.whatsThis(), widget.statusTip(), widget.windowTitle(), widget.objectName(),
        ]  # fmt: skip
        if isinstance(widget, QLabel | QAbstractButton):
            texts.append(widget.text())
        if isinstance(widget, QLineEdit):
            texts += [widget.displayText(), widget.placeholderText()]
        if isinstance(widget, QPlainTextEdit):
            texts.append(widget.toPlainText())
    return "\n".join(texts)


def widest(column: MiddleColumn, page: int) -> int:
    """By how much the page needs more width than it has; negative when it has room."""
    QApplication.sendPostedEvents()
    area = column.findChildren(QScrollArea)[page]
    content: QWidget | None = area.widget()
    assert content is not None
    return content.minimumSizeHint().width() - area.viewport().width()
