"""The code's field cleans what is pasted and knows where its code came from."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.core.conversation.challenges import clean_code
from console.core.secret import Secret
from console.ui.challenge.code_field import CodeField


@pytest.fixture
def field(qtbot: QtBot) -> CodeField:
    made = CodeField(name="codeField")
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize("pasted", [" 123 456\n", "123-456", "1\u00a023\u200b456", "\t123456\r\n"])
def test_a_pasted_code_is_cleaned(field: CodeField, pasted: str) -> None:
    QGuiApplication.clipboard().setText(pasted)
    field.paste()
    assert field.text() == "123456"
    assert field.code().reveal() == "123456"


def test_typing_with_a_blank_in_the_middle(field: CodeField) -> None:
    QTest.keyClicks(field, "123 456")
    assert field.text() == "123456"


def test_the_cursor_stays_where_it_was_put(field: CodeField) -> None:
    QTest.keyClicks(field, "1256")
    field.setCursorPosition(2)
    QTest.keyClicks(field, " 34")
    assert field.text() == "123456"
    assert field.cursorPosition() == 4


def test_a_code_from_the_seed_is_one_until_it_is_changed(field: CodeField) -> None:
    field.set_code(Secret("482913"), from_seed=True)
    origins = [field.from_seed]
    QTest.keyClicks(field, "7")
    origins.append(field.from_seed)
    field.set_code(Secret("482913"))  # from the outbox, say
    origins.append(field.from_seed)
    assert origins == [True, False, False]


def test_each_change_is_told_once(field: CodeField) -> None:
    told: list[str] = []
    field.code_changed.connect(lambda: told.append(field.text()))
    field.setText(" 12 ")
    assert told == ["12"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(text=st.text(max_size=40))
def test_no_text_breaks_it(field: CodeField, text: str) -> None:
    field.setText(text)
    assert clean_code(field.text()) == field.text()
