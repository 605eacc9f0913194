"""The way to a credential: options that can be copied, and a snippet in which they stay data."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QToolButton
from pytestqt.qtbot import QtBot

from console.ui.challenge.passkey_page import PasskeyPage, browser_snippet, plain_options
from tests.ui.challenges import OPTIONS
from tests.ui.fakes_ui import child


@pytest.fixture
def page(qtbot: QtBot) -> PasskeyPage:
    made = PasskeyPage()
    made.resize(320, 500)
    qtbot.addWidget(made)
    made.show_options(OPTIONS)
    with qtbot.waitExposed(made):
        made.show()
    return made


def shown(page: PasskeyPage, name: str) -> bool:
    return child(page, QPlainTextEdit, name).isVisible()


@pytest.mark.parametrize("name", ["passkeyOptions", "passkeySnippet"])
def test_both_texts_can_be_copied_whole(page: PasskeyPage, name: str) -> None:
    button = child(page, QToolButton, f"{name}CopyButton")
    button.click()
    copied = QApplication.clipboard().text()
    assert copied == child(page, QPlainTextEdit, name).toPlainText()
    assert "auth.example.com" in copied
    assert button.text() == "Copied"
    page.show_options(OPTIONS)
    assert button.text() == "Copy"


@pytest.mark.parametrize("options", [None, "oops", "[1]", "{", "‹withheld›"])
def test_options_that_are_no_object_give_no_snippet(page: PasskeyPage, options: str | None) -> None:
    page.show_options(options)
    assert not shown(page, "passkeySnippet")
    assert shown(page, "passkeyOptions") is (options is not None)
    assert child(page, QLabel, "passkeyUnusable").isVisible()
    page.show_options(OPTIONS)
    assert shown(page, "passkeySnippet")
    assert not child(page, QLabel, "passkeyUnusable").isVisible()


def test_hidden_characters_stay_escapes() -> None:
    plain = plain_options('{"rpId": "a\u202eb\u2028c"}')
    assert plain is not None
    assert plain.isascii()


NODE = shutil.which("node") or ""
HOSTILE = '{"rpId": "\\"); alert(1); (\\"", "__proto__": "</script>`${1}`", "x": "\u2028"}'


@given(st.dictionaries(st.text(), st.text() | st.integers(), max_size=4))
def test_options_come_through_unchanged(options: dict[str, str | int]) -> None:
    plain = plain_options(json.dumps(options))
    assert plain is not None
    assert json.loads(plain) == options
    literal = browser_snippet(plain).split("JSON.parse(", 1)[1].split(");\n", 1)[0]
    if ");\n" not in plain:
        assert json.loads(json.loads(literal)) == options


@pytest.mark.skipif(not NODE, reason="no JavaScript engine here")
@pytest.mark.parametrize("options", [OPTIONS, HOSTILE])
def test_a_javascript_engine_runs_the_snippet_on_the_options_as_data(options: str) -> None:
    plain = plain_options(options)
    assert plain is not None
    browser = (
        "globalThis.alert = () => process.exit(7);"
        "Object.defineProperty(globalThis, 'navigator',"
        " {value: {credentials: {get: async o => o}}});"
        "globalThis.PublicKeyCredential = {parseRequestOptionsFromJSON: o => o};"
    )
    body = browser_snippet(plain).replace("JSON.stringify(made);", "return JSON.stringify(made);")
    script = f"{browser}(async () => {{{body}}})().then(text => process.stdout.write(text));"
    ran = subprocess.run(
        [NODE, "-e", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert json.loads(ran.stdout) == {"publicKey": json.loads(options)}


def test_long_options_are_cut_on_the_screen_alone(page: PasskeyPage) -> None:
    page.show_options("\u202e" * 60_000)
    # Escapes counted: it is laying them out that takes the window's time.
    assert len(child(page, QPlainTextEdit, "passkeyOptions").toPlainText()) <= 4096
    child(page, QToolButton, "passkeyOptionsCopyButton").click()
    assert QApplication.clipboard().text() == "\\u202e" * 60_000
