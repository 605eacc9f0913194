"""Every page of the wizard by keyboard alone, on the practice pool; each ends in an export."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QPlainTextEdit,
    QTableWidget,
)

from console.core.practice_keys import (
    PRACTICE_DEVICE_GROUP_KEY,
    PRACTICE_DEVICE_KEY,
    PRACTICE_DEVICE_PASSWORD,
)
from tests.e2e.window import (
    CTRL,
    PASSWORDS,
    Typist,
    begin,
    console_on_practice,
    newest_code,
    steps,
    text_of,
    until,
)
from tests.practice.authenticator import seeded_authenticator

SHIFT = Qt.KeyboardModifier.ShiftModifier
ENTER, ESC, SPACE, DOWN = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Space, Qt.Key.Key_Down


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """No session bus: secrets stay in memory, whatever this machine has."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")


def asks(person: Typist, number: int) -> bool:
    """Whether the page of that challenge is open."""
    head = person.find(QLabel, "challengeHead").text()
    return head.startswith(f"Challenge {number} ")


def choose_factor(person: Typist, name: str) -> None:
    """Down to the factor and Space, which chooses it."""
    while name not in person.focus().accessibleName():
        before = person.focus()
        person.key(DOWN)
        assert person.focus() is not before, f"{name} is not offered"
    person.key(SPACE)


async def test_an_app_s_code_wrong_then_made_from_the_key(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with console_on_practice(qapp, tmp_path / "data") as person:
        await use(person, "dave")  # from the practice screen, so that his key is known
        person.send()
        await person.at("codeField")
        person.enter(" 000 000 ")
        assert text_of(person, "codeField") == "000000"
        person.key(ENTER)
        await until(lambda: person.sees("refusalNote"))
        await person.at("codeField")
        assert text_of(person, "codeField") == ""
        person.tab_to("seedLink")
        person.key(SPACE)
        await person.at("codeField")
        person.key(ENTER)
        await person.ends("igned in")
        case = await person.export(tmp_path / "case.json")
    assert case["outcome"] == "signed_in"
    assert steps(case) == ["AdminInitiateAuth", *["AdminRespondToAuthChallenge"] * 2]


async def use(person: Typist, username: str, client: str = "public") -> None:
    """Ctrl+Shift+P, the name into the filter, down to the row, Enter."""
    await person.at("usernameField")
    person.key(Qt.Key.Key_P, CTRL | SHIFT)
    await person.at("practiceFilter")
    person.enter(username)
    table = person.find(QTableWidget, "practiceTable")

    def here() -> bool:
        cells = [table.item(table.currentRow(), column) for column in (0, 3)]
        return [cell.text() for cell in cells if cell is not None] == [username, client]

    while not here():
        before = table.currentRow()
        person.key(DOWN)
        assert table.currentRow() != before, f"{username} is not on the practice screen"
    person.key(ENTER)
    await person.at("usernameField")
    await until(lambda: text_of(person, "usernameField") == username)


async def test_another_message_then_a_code(qapp: QApplication, tmp_path: Path) -> None:
    async with console_on_practice(qapp, tmp_path / "data") as person:
        await begin(person, "erin", "codeField")
        person.tab_to("resendLink")
        person.key(SPACE)
        await person.at("confirmButton")
        person.key(ENTER)  # a second Enter must not send anything
        person.key(SPACE)
        await until(lambda: "tarted over" in person.texts())
        await person.at("codeField")
        await newest_code(person)
        person.key(ENTER)
        await person.ends("igned in")
        case = await person.export(tmp_path / "case.json")
    assert case["challenges"] == ["SMS_MFA"]


async def test_a_new_password_against_the_policy(qapp: QApplication, tmp_path: Path) -> None:
    async with console_on_practice(qapp, tmp_path / "data") as person:
        await begin(person, "grace", "newPasswordField")
        person.enter("short1")
        person.key(ENTER)
        await person.at("answerField2")
        person.enter("Grace")
        person.key(ENTER)
        await person.at("confirmButton")
        assert "breaks the pool’s password policy" in person.find(QLabel, "confirmText").text()
        person.key(ESC)
        await person.at("newPasswordField")
        person.enter("Copper-Anchor-93!")
        person.key(ENTER)
        await person.at("answerField2")
        person.key(ENTER)
        await person.ends("igned in")
        case = await person.export(tmp_path / "case.json")
    assert case["challenges"] == ["NEW_PASSWORD_REQUIRED"]
    assert "Copper-Anchor" not in (tmp_path / "case.json").read_text()


async def test_an_authenticator_app_is_set_up(qapp: QApplication, tmp_path: Path) -> None:
    async with console_on_practice(qapp, tmp_path / "data") as person:
        await begin(person, "yvonne", "answerField1Choice1")
        choose_factor(person, "SOFTWARE_TOKEN_MFA")
        person.key(ENTER)
        await person.at("codeField")
        person.enter("000000")
        person.key(ENTER)
        await until(lambda: person.sees("refusalNote"))
        person.tab_to("seedLink")
        person.key(SPACE)
        await person.at("codeField")
        person.key(ENTER)
        await person.ends("igned in")
        case = await person.export(tmp_path / "case.json")
    assert steps(case)[1:] == [
        "AssociateSoftwareToken",
        "VerifySoftwareToken",
        "VerifySoftwareToken",
        "AdminRespondToAuthChallenge",
    ]


async def test_an_e_mail_address_is_set_up(qapp: QApplication, tmp_path: Path) -> None:
    async with console_on_practice(qapp, tmp_path / "data") as person:
        await begin(person, "yusuf", "answerField1Choice1")
        choose_factor(person, "EMAIL_OTP")
        person.key(ENTER)
        await person.at("answerField1")
        person.enter("yusuf@example.com")
        person.key(ENTER)
        await person.at("codeField")
        await newest_code(person)
        person.key(ENTER)
        await person.ends("igned in")
        case = await person.export(tmp_path / "case.json")
    assert case["challenges"] == ["MFA_SETUP", "EMAIL_OTP"]
    assert "yusuf" not in (tmp_path / "case.json").read_text()


async def test_a_second_factor_is_chosen(qapp: QApplication, tmp_path: Path) -> None:
    async with console_on_practice(qapp, tmp_path / "data") as person:
        await begin(person, "walter", "answerField1Choice1")
        person.key(ENTER)  # nothing is chosen yet, so nothing is sent
        assert "Choose one." in person.texts()
        for place in ("ticketField", "profileList", "historyList", "answerField1Choice1"):
            person.tab_to(place)
        choose_factor(person, "EMAIL_OTP")
        person.key(ENTER)
        await person.at("codeField")
        await newest_code(person)
        person.key(ENTER)
        await person.ends("igned in")
        case = await person.export(tmp_path / "case.json")
    assert case["challenges"] == ["SELECT_MFA_TYPE", "EMAIL_OTP"]


async def test_a_first_factor_is_chosen_then_its_password(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with console_on_practice(qapp, tmp_path / "data") as person:
        await person.fill("xenia", flow="USER_AUTH", path="public")
        person.tab_to("passwordField")
        person.enter("")
        person.key(Qt.Key.Key_Delete)
        person.send()
        await person.at("answerField1Choice1")
        choose_factor(person, "PASSWORD_SRP")
        person.key(ENTER)
        await person.at("newPasswordField")
        person.enter(PASSWORDS["xenia"])
        person.key(ENTER)
        await person.ends("igned in")
        case = await person.export(tmp_path / "case.json")
    assert case["challenges"] == ["SELECT_CHALLENGE", "PASSWORD_SRP", "PASSWORD_VERIFIER"]


async def test_rounds_of_the_pool_s_own_questions(qapp: QApplication, tmp_path: Path) -> None:
    async with console_on_practice(qapp, tmp_path / "data") as person:
        await begin(person, "trent", "answerField1", flow="CUSTOM_AUTH", path="public")
        for number, answer in enumerate(("birch", "maple", "seven"), start=1):
            await until(partial(asks, person, number))
            await person.at("answerField1")
            person.enter(answer)
            person.key(ENTER)
        await person.ends("igned in")
        case = await person.export(tmp_path / "case.json")
    assert case["challenges"] == ["CUSTOM_CHALLENGE"] * 3
    assert "birch" not in (tmp_path / "case.json").read_text()


async def test_a_passkey_is_pasted(qapp: QApplication, tmp_path: Path) -> None:
    async with console_on_practice(qapp, tmp_path / "data") as person:
        await begin(person, "paula", "credentialField", flow="USER_AUTH", preferred="WEB_AUTHN")
        person.paste("{not a credential")
        person.key(ENTER)
        assert person.sees("credentialField")
        options = person.find(QPlainTextEdit, "passkeyOptions").toPlainText()
        person.paste(seeded_authenticator().answers(options))
        person.key(ENTER)
        await person.ends("igned in")
        case = await person.export(tmp_path / "case.json")
    assert case["challenges"] == ["WEB_AUTHN"]


async def test_the_keys_of_a_device_are_typed(qapp: QApplication, tmp_path: Path) -> None:
    """Signed in under another name, so that the console does not know the user's device."""
    async with console_on_practice(qapp, tmp_path / "data") as person:
        await use(person, "wendy", "device-always")
        person.enter("wendy@example.com")
        person.tab_to("advancedFold")
        person.key(SPACE)
        person.tab_to("deviceKeyField")
        person.enter(PRACTICE_DEVICE_KEY)
        person.send()
        await person.at("answerField1")
        keys = (PRACTICE_DEVICE_KEY, PRACTICE_DEVICE_GROUP_KEY, PRACTICE_DEVICE_PASSWORD)
        for text in keys:
            person.enter(text)
            person.key(ENTER)
        await person.ends("igned in")
        case = await person.export(tmp_path / "case.json")
    assert case["challenges"] == [
        "PASSWORD_VERIFIER",
        "DEVICE_SRP_AUTH",
        "DEVICE_PASSWORD_VERIFIER",
    ]
    assert PRACTICE_DEVICE_PASSWORD not in (tmp_path / "case.json").read_text()
