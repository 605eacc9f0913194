"""A person at the whole window, composed as the program composes it: what they see and do."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
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
from console.practice.accounts import ACCOUNTS
from console.practice.seeds import SEEDS
from console.ui.main_window import MainWindow

W = TypeVar("W", bound=QWidget)
LIMIT_S = 20.0
TABS_AT_MOST = 60
CTRL = Qt.KeyboardModifier.ControlModifier
PASSWORDS = {account.username: account.password for account in (*ACCOUNTS, *SEEDS)}


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
async def console_on_practice(app: QApplication, folder: Path) -> AsyncIterator[Typist]:
    """The program as `--practice` starts it, closed as a person closes it."""
    program = _Program(app, data_dir=str(folder), theme_name="light")
    window = program._window
    window.resize(1440, 900)
    window.show()
    running = asyncio.get_running_loop().create_task(program._main(practice=True))
    operator = Typist(window)
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


class Typist(Operator):
    """A person without a mouse: every key goes to whatever has the focus."""

    def focus(self) -> QWidget:
        focused = QApplication.focusWidget()
        assert focused is not None, "nothing has the focus"
        return focused

    def key(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        QTest.keyClick(self.focus(), key, modifier)

    def enter(self, text: str) -> None:
        """Types over what is there."""
        self.key(Qt.Key.Key_A, CTRL)
        QTest.keyClicks(self.focus(), text)

    def paste(self, text: str) -> None:
        QApplication.clipboard().setText(text)
        self.key(Qt.Key.Key_A, CTRL)
        self.key(Qt.Key.Key_V, CTRL)

    def tab_to(self, name: str, *, back: bool = False) -> None:
        """Presses Tab until the focus is there."""
        passed = []
        for _ in range(TABS_AT_MOST):
            passed.append(self.focus().objectName())
            if passed[-1] == name:
                return
            self.key(Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab)
        raise AssertionError(f"Tab does not reach {name}: {passed}")

    def choose(self, name: str, text: str) -> None:
        """Goes through a combo box until it shows `text`; the focus is somewhere below it."""
        self.tab_to(name, back=True)
        combo = self.focus()
        assert isinstance(combo, QComboBox)
        self.key(Qt.Key.Key_Home)
        while not combo.currentText().startswith(text):
            before = combo.currentIndex()
            self.key(Qt.Key.Key_Down)
            assert combo.currentIndex() != before, f"{name} has no {text}"

    async def fill(
        self,
        username: str,
        password: str = "",
        *,
        flow: str = "ADMIN_USER_PASSWORD_AUTH",
        path: str = "admin",
        preferred: str = "",
    ) -> None:
        """From the user's name on: where typing begins."""
        await self.at("usernameField")
        self.choose("flowCombo", flow)
        self.tab_to("usernameField")
        self.choose("pathCombo", path)
        self.tab_to("usernameField")
        if preferred:
            self.choose("preferredChallengeCombo", preferred)
            self.tab_to("usernameField")
        self.enter(username)
        if password:
            self.tab_to("passwordField")
            self.enter(password)

    def send(self) -> None:
        """Ctrl+Enter."""
        self.key(Qt.Key.Key_Return, CTRL)

    async def at(self, name: str) -> None:
        """Waits until typing goes there."""
        if QApplication.activeModalWidget() is None:
            self.window.activateWindow()  # as a window manager does when a dialog has gone
        await until(lambda: self.sees(name) and self.find(QWidget, name).hasFocus())

    async def ends(self, outcome: str) -> None:
        """Waits for the outcome, and for the form to be back."""
        await until(lambda: outcome in self.outcome())
        await until(lambda: self.sees("runButton"))

    async def export(self, path: Path) -> dict[str, Any]:
        """Ctrl+E, JSON, Save, a name, Enter; what stands in the file."""
        self.key(Qt.Key.Key_E, CTRL)
        await until(lambda: self.sees("saveExportButton"))
        await until(lambda: self.focus().window().objectName() == "exportDialog")
        self.tab_to("exportFormatCombo")
        self.choose("exportFormatCombo", "JSON")
        self.tab_to("saveExportButton")
        self.key(Qt.Key.Key_Space)
        await until(lambda: isinstance(self.focus().window(), QFileDialog))
        await self.at("fileNameEdit")
        # Not typed: at each letter the dialog would offer what is in the folder.
        self.find(QLineEdit, "fileNameEdit").setText(str(path))
        self.key(Qt.Key.Key_Return)
        await until(path.exists)
        await until(lambda: not self.sees("exportDialog"))
        return read_case(path)


def read_case(path: Path) -> dict[str, Any]:
    """What stands in an exported file."""
    value = json.loads(path.read_text())
    assert isinstance(value, dict)
    return value


async def begin(person: Typist, username: str, first: str, **request: str) -> None:
    """Sends the user's request and waits for the cursor to be in the first page's field."""
    password = "" if request.get("flow") in ("CUSTOM_AUTH", "USER_AUTH") else PASSWORDS[username]
    await person.fill(username, password, **request)
    person.send()
    await person.at(first)


def text_of(person: Typist, name: str) -> str:
    return person.find(QLineEdit, name).text()


async def newest_code(person: Typist) -> None:
    """The link that reads the practice outbox."""
    person.tab_to("outboxLink")
    person.key(Qt.Key.Key_Space)
    await until(lambda: len(text_of(person, "codeField")) == 6)


def steps(case: Mapping[str, object]) -> list[str]:
    found = case["steps"]
    assert isinstance(found, list)
    return [step["operation"] for step in found]
