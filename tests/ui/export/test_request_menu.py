"""The request as code, to copy."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAction, QGuiApplication
from pytestqt.qtbot import QtBot

from console.cases.code import Language
from console.ui.export.request_menu import RequestMenu
from tests.ui.fakes_ui import child

CODES = {Language.AWS_CLI: "aws …\n", Language.PYTHON: "import boto3\n"}


@pytest.fixture
def button(qtbot: QtBot) -> RequestMenu:
    made = RequestMenu()
    qtbot.addWidget(made)
    return made


def action(button: RequestMenu, language: Language) -> QAction:
    (found,) = button.findChildren(QAction, f"copyRequest_{language}")
    return found


def test_each_language_copies_its_own_code(button: RequestMenu) -> None:
    copied: list[bool] = []
    button.copied.connect(lambda: copied.append(True))
    button.show_codes(CODES)
    for language, text in CODES.items():
        action(button, language).trigger()
        assert QGuiApplication.clipboard().text() == text
    assert copied == [True, True]
    assert not action(button, Language.CSHARP).isVisible(), "there is none in it"


def test_it_is_off_until_the_texts_are_ready(button: RequestMenu) -> None:
    button.show_codes(CODES)
    button.set_ready(False)
    assert not button.isEnabled()
    button.set_ready(True)
    assert button.isEnabled()
    button.show_codes({})
    button.set_ready(True)
    assert not button.isEnabled()
    assert "no request" in button.toolTip()


def test_every_language_has_a_title(button: RequestMenu) -> None:
    assert all(child(button, type(button.menu()), "copyRequestMenu").actions())
    assert {str(each) for each in Language} == {
        found.objectName().removeprefix("copyRequest_") for found in button.menu().actions()
    }
