"""The QR code as a camera sees it: the very modules, dark on white, with a quiet zone."""

from __future__ import annotations

import pytest
import segno
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from console.core.conversation.app_setup import otpauth_uri
from console.core.secret import Secret
from console.ui.challenge.qr_code import MODULE_PX, QUIET_MODULES, QrCode
from console.ui.theme import Theme
from tests.ui.challenges import KEY

URI = otpauth_uri(KEY, issuer="Contoso shop", account="alice")


@pytest.fixture
def code(qtbot: QtBot) -> QrCode:
    made = QrCode(name="qrCode", accessible_name="QR code")
    qtbot.addWidget(made)
    return made


def picture(code: QrCode) -> QImage:
    code.resize(code.sizeHint())
    return code.grab().toImage()


def modules(image: QImage) -> list[list[bool]]:
    """Whether each module is dark, read at its middle."""
    side = image.width() // MODULE_PX
    middle = MODULE_PX // 2
    return [
        [
            image.pixelColor(x * MODULE_PX + middle, y * MODULE_PX + middle) == QColor("black")
            for x in range(side)
        ]
        for y in range(side)
    ]


@pytest.mark.parametrize("dark", [False, True])
def test_it_is_black_on_white_in_any_theme(code: QrCode, theme: Theme, *, dark: bool) -> None:
    theme.force(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)
    assert code.show_text(URI)
    image = picture(code)
    theme.force(None)
    wanted = segno.make(URI.reveal(), error="l", micro=False).matrix_iter(border=4)
    assert modules(image) == [[bool(dark) for dark in row] for row in wanted]
    colours = {image.pixelColor(x, 8).name() for x in range(image.width())}
    assert colours == {"#ffffff"}, "the quiet zone"


def test_it_fits_the_column(code: QrCode) -> None:
    assert code.show_text(URI)
    assert MODULE_PX >= 4
    assert QUIET_MODULES >= 4
    assert code.sizeHint().width() <= 268
    assert code.sizeHint().width() == code.sizeHint().height()


@pytest.mark.parametrize("length", [300, 10_000])
def test_what_is_too_long_is_not_drawn(code: QrCode, length: int) -> None:
    assert code.show_text(URI)
    assert not code.show_text(Secret("x" * length))
    assert code.sizeHint().isEmpty()


def test_cleared_it_shows_nothing(code: QrCode) -> None:
    code.show_text(URI)
    code.clear()
    assert code.sizeHint().isEmpty()
    assert URI.reveal() not in f"{vars(code)}"


def test_what_is_too_long_is_not_even_begun(code: QrCode, monkeypatch: pytest.MonkeyPatch) -> None:
    def encoded(*_arguments: object, **_options: object) -> None:
        raise AssertionError("a long text takes the window's thread too long")

    monkeypatch.setattr(segno, "make", encoded)
    assert not code.show_text(Secret("otpauth://" + "x" * 262))
    assert not code.show_text(Secret("é" * 136))
