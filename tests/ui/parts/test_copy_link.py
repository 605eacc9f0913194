"""Copies its text, and says so until there is another."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.ui.parts.copy_link import CopyLink


def test_it_copies_and_says_so(qtbot: QtBot) -> None:
    link = CopyLink("Copy query", name="copyQuery", what="Copy the query for ListUsers")
    qtbot.addWidget(link)
    link.set_text_to_copy("aws <b>one</b>\naws two")
    assert link.toolTip() == "<qt>aws &lt;b&gt;one&lt;/b&gt;<br>aws two</qt>"
    QTest.keyClick(link, Qt.Key.Key_Space)
    assert QGuiApplication.clipboard().text() == "aws <b>one</b>\naws two"
    assert link.text() == "Copied"
    assert link.accessibleName() == "Copy the query for ListUsers"
    link.set_text_to_copy("aws <b>one</b>\naws two")
    assert link.text() == "Copied"
    link.set_text_to_copy("aws three")
    assert link.text() == "Copy query"
