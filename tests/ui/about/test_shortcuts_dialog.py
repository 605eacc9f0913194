"""The page of keys is made from the action table."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from console.ui.about.shortcuts_dialog import ShortcutsDialog, shortcut_rows
from console.ui.actions import ACTIONS


def test_every_key_of_the_table_is_on_the_page(qtbot: QtBot) -> None:
    assert qtbot is not None
    rows = dict(shortcut_rows())
    with_key = [spec for spec in ACTIONS if spec.shortcut]
    assert len(with_key) >= 10
    assert rows["Ctrl+T"] == "New tab"
    assert rows["Esc"] == "Cancel"
    assert all(spec.text.replace("&", "").rstrip("…") in rows.values() for spec in with_key)


def test_the_dialog_shows_them(qtbot: QtBot) -> None:
    dialog = ShortcutsDialog(None)
    qtbot.addWidget(dialog)
    shown = {label.text() for label in dialog.findChildren(QLabel)}
    assert {text for row in shortcut_rows() for text in row} <= shown
