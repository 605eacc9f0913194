"""The whole window, composed as the program composes it, on real HTTP: clicks and keys only."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
    QWidget,
)

from console.app import _Program
from console.practice.users import USERS, User
from console.ui.main_window import MainWindow

W = TypeVar("W", bound=QWidget)
LIMIT_S = 20.0


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """No session bus: secrets stay in memory, whatever this machine has."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")


class Operator:
    """What a person can see and do in the window."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window

    def find(self, kind: type[W], name: str) -> W:
        """The visible widget of that name; the current tab's where each tab has one."""
        found = [widget for widget in self.window.findChildren(kind, name) if widget.isVisible()]
        assert found, f"{name} is not on the screen"
        return found[0]

    def sees(self, name: str) -> bool:
        return any(widget.isVisible() for widget in self.window.findChildren(QWidget, name))

    def click(self, name: str) -> None:
        button = self.find(QAbstractButton, name)
        assert button.isEnabled(), f"{name} cannot be used"
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    async def press(
        self,
        name: str,
        key: Qt.Key,
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        field = self.find(QWidget, name)
        self.window.activateWindow()
        field.setFocus()
        await until(field.hasFocus)
        QTest.keyClick(field, key, modifier)

    def type_into(self, name: str, text: str) -> None:
        field = self.find(QLineEdit, name)
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text)

    def texts(self) -> str:
        """Every text that the window shows, names and tips included."""
        shown: list[str] = []
        for widget in self.window.findChildren(QWidget):
            shown += [widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()]
            if isinstance(widget, QLabel | QAbstractButton):
                shown.append(widget.text())
            elif isinstance(widget, QLineEdit):
                shown.append(widget.displayText())
            elif isinstance(widget, QPlainTextEdit):
                shown.append(widget.toPlainText())
        return "\n".join([*shown, *self.rows()])

    def rows(self) -> list[str]:
        """The timeline, a line each."""
        model = self.find(QTableView, "timelineView").model()
        return [
            " ".join(
                str(model.index(row, column).data(Qt.ItemDataRole.AccessibleTextRole) or "")
                for column in range(model.columnCount())
            )
            for row in range(model.rowCount())
        ]

    def outcome(self) -> str:
        """What the banner says, or an empty text."""
        if not self.sees("outcomeBanner"):
            return ""
        banner = self.find(QWidget, "outcomeBanner")
        return " ".join(label.text() for label in banner.findChildren(QLabel))


async def until(condition: Callable[[], bool]) -> None:
    """Waits for a condition, as a person waits for the screen."""
    async with asyncio.timeout(LIMIT_S):
        while not condition():  # noqa: ASYNC110  # the screen has no event for "it says so"
            await asyncio.sleep(0.005)


@asynccontextmanager
async def console_on_practice(app: QApplication, folder: Path) -> AsyncIterator[Operator]:
    """The program as `--practice` starts it, closed as a person closes it."""
    program = _Program(app, data_dir=str(folder), theme_name="light")
    window = program._window
    window.resize(1440, 900)
    window.show()
    running = asyncio.get_running_loop().create_task(program._main(practice=True))
    operator = Operator(window)
    try:
        window.activateWindow()
        await until(window.isActiveWindow)
        await until(lambda: operator.find(QLineEdit, "usernameField").text() != "")
        yield operator
    finally:
        window.close()
        await running
        asyncio.get_running_loop().set_exception_handler(None)
        window.deleteLater()


def user_who(outcome: str, *challenges: str, client: str = "public") -> User:
    return next(
        user
        for user in USERS
        if user.expect.outcome == outcome
        and user.expect.challenges == challenges
        and user.client == client
    )


def fill(operator: Operator, user: User) -> None:
    flows = operator.find(QComboBox, "flowCombo")
    flows.setCurrentText(user.auth_flow)
    operator.type_into("usernameField", user.username)
    operator.type_into("passwordField", user.password)


async def test_a_first_attempt_is_one_click_away(qapp: QApplication, tmp_path: Path) -> None:
    async with console_on_practice(qapp, tmp_path) as operator:
        operator.click("runButton")
        await until(lambda: "igned in" in operator.outcome())
        assert "imulated" in operator.texts()
        assert any("AdminInitiateAuth" in row for row in operator.rows())
    async with console_on_practice(qapp, tmp_path) as operator:
        await until(lambda: operator.sees("historyList"))
        history = operator.find(QAbstractItemView, "historyList")
        assert history.model().rowCount() == 1


async def test_a_sign_in_by_text_message_then_an_export(qapp: QApplication, tmp_path: Path) -> None:
    user = user_who("signed_in", "SMS_MFA")
    async with console_on_practice(qapp, tmp_path / "data") as operator:
        fill(operator, user)
        operator.type_into("ticketField", "CS-48213")
        await operator.press(
            "passwordField", Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
        )
        await until(lambda: operator.sees("codeField"))
        assert "+*" in operator.texts()

        operator.type_into("codeField", "000000")
        operator.click("answerButton")
        await until(lambda: operator.sees("refusalNote"))
        assert "this is try 2" in operator.texts()

        operator.click("outboxLink")
        await until(lambda: operator.find(QLineEdit, "codeField").text() not in ("", "000000"))
        code = operator.find(QLineEdit, "codeField").text()
        await operator.press("codeField", Qt.Key.Key_Return)
        await until(lambda: "igned in" in operator.outcome())
        await until(lambda: operator.sees("runButton"))  # the wizard has gone, and its code
        assert code not in operator.texts()
        assert user.password not in operator.texts()

        case = tmp_path / "case.json"
        await export(operator, case)
    value = json.loads(case.read_text())
    assert value["outcome"] == "signed_in"
    assert value["ticket"] == "CS-48213"
    assert value["simulated"] is True
    assert value["challenges"] == ["SMS_MFA"]
    assert code not in case.read_text()
    assert user.password not in case.read_text()


async def export(operator: Operator, path: Path) -> None:
    """Ctrl+E, JSON, Save, a file name, Enter."""
    operator.click("exportButton")
    await until(lambda: operator.sees("saveExportButton"))
    formats = operator.find(QComboBox, "exportFormatCombo")
    formats.setCurrentIndex(formats.findText("JSON", Qt.MatchFlag.MatchContains))
    operator.click("saveExportButton")
    await until(lambda: any(d.isVisible() for d in operator.window.findChildren(QFileDialog)))
    dialog = next(d for d in operator.window.findChildren(QFileDialog) if d.isVisible())
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    assert isinstance(name, QLineEdit)
    name.setText(str(path))
    QTest.keyClick(name, Qt.Key.Key_Return)
    await until(path.exists)
    await until(lambda: path.name in operator.texts())


async def test_a_failure_is_explained(qapp: QApplication, tmp_path: Path) -> None:
    user = next(row for row in USERS if row.expect.classification == "NA02")
    async with console_on_practice(qapp, tmp_path) as operator:
        fill(operator, user)
        operator.click("runButton")
        await until(lambda: "efused" in operator.outcome())
        shown = operator.texts()
        assert "User is disabled." in shown
        assert "AdminEnableUser" in shown
        assert user.password not in shown


async def test_giving_up_at_a_challenge(qapp: QApplication, tmp_path: Path) -> None:
    async with console_on_practice(qapp, tmp_path) as operator:
        fill(operator, user_who("signed_in", "SMS_MFA"))
        operator.click("runButton")
        await until(lambda: operator.sees("codeField"))
        await operator.press("codeField", Qt.Key.Key_Escape)
        await until(lambda: "bandoned" in operator.outcome())
        await until(lambda: operator.sees("runButton"))


async def test_two_customers_at_once(qapp: QApplication, tmp_path: Path) -> None:
    async with console_on_practice(qapp, tmp_path) as operator:
        fill(operator, user_who("signed_in", "SMS_MFA"))
        operator.click("runButton")
        await until(lambda: operator.sees("codeField"))
        await operator.press("codeField", Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: not operator.sees("codeField"))
        await until(lambda: operator.find(QWidget, "runButton").isEnabled())
        fill(operator, user_who("signed_in"))
        operator.click("runButton")
        await until(lambda: "igned in" in operator.outcome())
