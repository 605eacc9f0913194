"""The whole window, composed as the program composes it, on real HTTP: clicks and keys only."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QLabel, QLineEdit, QWidget

from console.practice.users import USERS, User
from tests.e2e.window import Operator, console_on_practice, export, until


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """No session bus: secrets stay in memory, whatever this machine has."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")


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


async def test_a_refusal_is_traced_to_its_cause(qapp: QApplication, tmp_path: Path) -> None:
    """Looked up before, sent, explained, evidence gathered, and opened again from the history."""
    async with console_on_practice(qapp, tmp_path) as operator:
        fill(operator, next(row for row in USERS if row.expect.classification == "NA02"))
        operator.click("lookUpLink")
        await until(lambda: operator.sees("forecastFrame"))
        assert "since the user is disabled" in operator.texts()
        assert operator.rows() == []  # nothing was sent

        fill(operator, next(row for row in USERS if row.expect.classification == "NA01"))
        assert not operator.sees("forecastFrame")
        operator.click("runButton")
        await until(lambda: "efused" in operator.outcome())
        await until(lambda: operator.sees("finding_wrong_password"))  # once it is saved
        operator.click("whyLink")
        await operator.press("gatherEvidenceButton", Qt.Key.Key_Space)
        await until(lambda: "Read at" in told(operator))
        assert "Decided" in told(operator)
        operator.click("copyForCustomerButton")
        assert "type it by hand" in QApplication.clipboard().text()
        operator.click("copyDiagnosisButton")
        assert "1. The password is wrong (◆ Decided" in QApplication.clipboard().text()

        await operator.press("usernameField", Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: not operator.sees("findingsPanel"))
        history = operator.find(QAbstractItemView, "historyList")
        history.setCurrentIndex(history.model().index(0, 0))
        await operator.press("historyList", Qt.Key.Key_Return)
        await until(lambda: operator.sees("findingsPanel"))
        await until(operator.find(QWidget, "gatherEvidenceButton").isEnabled)
        operator.click("gatherEvidenceButton")
        await until(lambda: "Read at" in told(operator))


def told(operator: Operator) -> str:
    """What the findings and their look-up say."""
    labels = operator.find(QWidget, "findingsPanel").findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisible())
