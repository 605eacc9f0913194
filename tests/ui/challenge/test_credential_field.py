"""The field for a credential: pasted, cleaned, and never given away."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.core.conversation.webauthn import CREDENTIAL_LIMIT
from console.core.secret import Secret
from console.ui.challenge.credential_field import CredentialField, clean_credential
from tests.ui.challenges import CREDENTIAL

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def field(qtbot: QtBot) -> CredentialField:
    made = CredentialField(name="credentialField", accessible_name="Credential")
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.setFocus()
    return made


@pytest.mark.parametrize(
    "pasted",
    [
        CREDENTIAL,
        f"  {CREDENTIAL}\n",
        f"'{CREDENTIAL}'",
        json.dumps(CREDENTIAL),
    ],
)
def test_what_browsers_print_is_cleaned(pasted: str) -> None:
    assert clean_credential(pasted) == CREDENTIAL


@pytest.mark.parametrize("text", ["", "'", '"', '"a', '"a" b', '{"id": 1'])
def test_anything_else_stays_as_it_is(text: str) -> None:
    assert clean_credential(text) == text


def test_a_paste_is_plain_and_limited(field: CredentialField) -> None:
    data = QMimeData()
    data.setHtml("<b>x</b>")
    data.setText("y" * (2 * CREDENTIAL_LIMIT))
    field.insertFromMimeData(data)
    assert field.credential() == Secret("y" * (CREDENTIAL_LIMIT + 1))


def test_nothing_reaches_the_clipboard_and_nothing_can_be_undone(field: CredentialField) -> None:
    QApplication.clipboard().setText("before")
    field.setPlainText(CREDENTIAL)
    field.selectAll()
    for key in (Qt.Key.Key_C, Qt.Key.Key_X):
        QTest.keyClick(field, key, CTRL)
    assert QApplication.clipboard().text() == "before"
    assert field.credential() == Secret(CREDENTIAL)
    assert not field.createMimeDataFromSelection().hasText()
    field.setPlainText("")
    QTest.keyClick(field, Qt.Key.Key_Z, CTRL)
    assert field.toPlainText() == ""


def test_enter_is_no_text(field: CredentialField) -> None:
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        QTest.keyClick(field, key)
    assert field.toPlainText() == ""
