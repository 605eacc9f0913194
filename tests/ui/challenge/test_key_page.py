"""The key of a new app: hidden until asked for, in groups of four, kept unless unticked."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from console.core.secret import Secret
from console.ui.challenge.key_page import KeyPage
from console.ui.challenge.qr_code import QrCode
from tests.ui.challenges import KEY, SEED
from tests.ui.fakes_ui import child

GROUPS = "MFRG GZDF MZTW Q2LK MFRG GZDF MZTW Q2LK MFRG GZDF MZTW Q2LK ABCD"


@pytest.fixture
def page(qtbot: QtBot) -> KeyPage:
    made = KeyPage()
    made.resize(320, 400)
    qtbot.addWidget(made)
    made.show_key(KEY, issuer="Contoso shop", account="alice")
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def typed(page: KeyPage) -> str:
    return child(page, QLabel, "keyText").text()


def show(page: KeyPage) -> None:
    QTest.keyClick(child(page, QPushButton, "showKeyButton"), Qt.Key.Key_Space)


def test_the_key_is_hidden_until_it_is_asked_for(page: KeyPage) -> None:
    assert set(typed(page)) == {"•", " "}
    show(page)
    assert typed(page) == GROUPS
    assert child(page, QPushButton, "showKeyButton").text() == "Hide key"
    show(page)
    assert set(typed(page)) == {"•", " "}


def test_it_cannot_be_selected_and_so_not_copied(page: KeyPage) -> None:
    show(page)
    label = child(page, QLabel, "keyText")
    selectable = (
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    assert not label.textInteractionFlags() & selectable


def test_it_is_hidden_again_when_the_page_goes(page: KeyPage) -> None:
    show(page)
    page.hide()
    assert set(typed(page)) == {"•", " "}


def test_it_is_kept_unless_the_box_is_unticked(page: KeyPage) -> None:
    assert page.kept_key() == KEY
    box = child(page, QCheckBox, "keepKeyBox")
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert page.kept_key() is None
    page.show_key(KEY, issuer="Contoso shop", account="alice")
    assert page.kept_key() is None, "another try with the same key changes nothing"
    page.show_key(SEED, issuer="Contoso shop", account="alice")
    assert page.kept_key() == SEED


@pytest.mark.parametrize("name", ["", "a" * 500, "ä" * 128, "😀" * 128, "a:b&c?d", "\ud800"])
def test_any_name_gives_a_code_that_fits(page: KeyPage, name: str) -> None:
    page.show_key(SEED, issuer=name, account=name)
    size = child(page, QrCode, "qrCode").sizeHint()
    assert 0 < size.width() <= 268


def test_cleared_it_knows_no_key(page: KeyPage) -> None:
    show(page)
    page.clear()
    assert typed(page) == ""
    assert page.kept_key() is None
    assert child(page, QrCode, "qrCode").sizeHint().isEmpty()
    page.show_key(Secret("AAAABBBBCCCCDDDD"), issuer="", account="")
    assert set(typed(page)) == {"•", " "}
