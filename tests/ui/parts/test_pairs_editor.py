"""Rows of key and value: what counts, what is wrong, by keyboard."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from console.core.request import PAIRS_LIMIT
from console.ui.parts.pairs_editor import PairsEditor


@pytest.fixture
def editor(qtbot: QtBot) -> PairsEditor:
    made = PairsEditor(name="metadata", noun="pair", key_word="key", field="client_metadata")
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def line(editor: PairsEditor, name: str) -> QLineEdit:
    found = editor.findChild(QLineEdit, name)
    assert found is not None
    return found


def add(editor: PairsEditor) -> None:
    button = editor.findChild(QPushButton, "metadataAddButton")
    assert button is not None
    button.click()


def test_an_empty_row_counts_for_nothing(editor: PairsEditor) -> None:
    assert editor.pairs() == {}
    assert editor.problems() == ()


def test_pairs_are_what_was_typed(editor: PairsEditor) -> None:
    QTest.keyClicks(line(editor, "metadataKey1"), "tenant")
    QTest.keyClicks(line(editor, "metadataValue1"), "acme")
    add(editor)
    second = line(editor, "metadataKey2")
    assert second.hasFocus(), "typing goes on in the new row"
    QTest.keyClicks(second, "empty")
    assert editor.pairs() == {"tenant": "acme", "empty": ""}


def test_a_value_without_a_key_and_a_key_that_stands_twice(editor: PairsEditor) -> None:
    add(editor)
    add(editor)
    line(editor, "metadataKey1").setText("a")
    line(editor, "metadataKey2").setText("a")
    line(editor, "metadataValue3").setText("value")
    assert [p.sentence for p in editor.problems()] == [
        "Each pair needs a key.",
        "“a” stands 2 times; only one can be sent.",
    ]
    assert {p.field for p in editor.problems()} == {"client_metadata"}


def test_a_removed_row_is_gone_and_the_others_are_renamed(editor: PairsEditor) -> None:
    add(editor)
    line(editor, "metadataKey1").setText("first")
    line(editor, "metadataKey2").setText("second")
    remove = editor.findChild(QToolButton, "metadataRemove1")
    assert remove is not None
    remove.click()
    assert editor.pairs() == {"second": ""}
    assert editor._rows[0].key.accessibleName() == "Pair 1, key"
    editor._rows[0].remove.click()
    assert editor.pairs() == {}
    assert editor.problems() == ()
    assert len(editor._rows) == 1, "there is always a row to type in"


def test_no_more_rows_than_can_be_sent(editor: PairsEditor) -> None:
    for _ in range(PAIRS_LIMIT + 5):
        add(editor)
    assert len(editor._rows) == PAIRS_LIMIT


def test_every_change_is_told(qtbot: QtBot, editor: PairsEditor) -> None:
    with qtbot.waitSignal(editor.edited):
        QTest.keyClick(line(editor, "metadataValue1"), Qt.Key.Key_X)


def test_the_focus_goes_where_a_key_lacks(editor: PairsEditor) -> None:
    add(editor)
    line(editor, "metadataKey1").setText("a")
    editor.focus_first()
    assert line(editor, "metadataKey2").hasFocus()


def test_tab_reaches_a_new_row_before_the_button_below_it(editor: PairsEditor) -> None:
    add(editor)
    editor._rows[0].remove.click()
    add(editor)
    line(editor, "metadataKey1").setFocus()
    names = []
    for _ in range(8):
        focus = QApplication.focusWidget()
        assert focus is not None
        names.append(focus.objectName().removeprefix("metadata"))
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert names == [
        "Key1", "Value1", "Remove1", "Key2", "Value2", "Remove2", "AddButton", "Key1",
    ]  # fmt: skip


@pytest.fixture
def headers(qtbot: QtBot) -> PairsEditor:
    made = PairsEditor(name="headers", noun="header", key_word="name", field="h", repeats=True)
    qtbot.addWidget(made)
    return made


def test_where_a_key_may_repeat_all_of_them_count(headers: PairsEditor) -> None:
    headers._add_row()
    for row, value in zip(headers._rows, ("one", "two"), strict=True):
        row.key.setText("X-Thing")
        row.value.setText(value)
    assert headers.problems() == ()
    assert headers.rows() == (("X-Thing", "one"), ("X-Thing", "two"))


def test_a_pair_can_be_put_in_and_its_value_forgotten(editor: PairsEditor) -> None:
    add(editor)
    line(editor, "metadataKey2").setText("before")
    editor.put("PASSWORD", "amber")
    assert editor.rows() == (("PASSWORD", "amber"),)
    editor.forget_values()
    assert editor.rows() == (("PASSWORD", ""),)


def test_secret_values_are_hidden_and_their_button_is_reached(qtbot: QtBot) -> None:
    made = PairsEditor(name="p", noun="parameter", key_word="key", field="f", secret=True)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.put("PASSWORD", "amber")
    value = line(made, "pValue1")
    assert value.echoMode() == QLineEdit.EchoMode.Password
    line(made, "pKey1").setFocus()
    names = []
    for _ in range(4):
        focus = QApplication.focusWidget()
        assert focus is not None
        names.append(focus.objectName())
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert names == ["pKey1", "pValue1", "pShowButton1", "pRemove1"]


def test_enter_goes_from_field_to_field(editor: PairsEditor) -> None:
    add(editor)
    names = ("metadataKey1", "metadataValue1", "metadataKey2", "metadataValue2")
    fields = [line(editor, name) for name in names]
    for field, following in pairwise(fields):
        assert editor.focus_after(field)
        assert following.hasFocus()
    assert not editor.focus_after(fields[-1])
    assert not editor.focus_after(None)


def test_cleared_it_has_one_empty_row_and_nothing_to_undo(editor: PairsEditor) -> None:
    add(editor)
    for name in ("metadataKey1", "metadataValue1", "metadataKey2"):
        QTest.keyClicks(line(editor, name), "typed")
    editor.clear()
    assert editor.pairs() == {}
    left = editor.findChildren(QLineEdit)
    assert len(left) == 2
    for field in left:
        field.undo()
        assert field.text() == ""
