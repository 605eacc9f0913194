from __future__ import annotations

from dataclasses import asdict

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from console.core.profile import ProfileKind
from console.core.telling import State
from console.ui.theme import (
    BODY_PX,
    DARK,
    KIND_SHAPES,
    KIND_TOKENS,
    KIND_WORDS,
    LIGHT,
    STATE_TOKENS,
    Theme,
    Tokens,
    fixed_font,
    scheme_named,
    ui_font,
)


def luminance(name: str) -> float:
    """Relative luminance of WCAG 2."""
    colour = QColor(name)
    red, green, blue = (
        value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4
        for value in (colour.redF(), colour.greenF(), colour.blueF())
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("text", "surface"),
        ("text", "bg"),
        ("text", "selection"),
        ("muted", "surface"),
        ("muted", "bg"),
        ("accent", "surface"),
        ("on_accent", "accent"),
        ("bad", "bad_weak"),
        ("warn", "warn_weak"),
        ("ok", "ok_weak"),
        ("ask", "ask_weak"),
        ("sim", "sim_weak"),
        ("bad", "surface"),
        ("warn", "surface"),
        ("ok", "surface"),
        ("ask", "surface"),
    ],
)
def test_texts_can_be_read(tokens: Tokens, text: str, ground: str) -> None:
    colours = asdict(tokens)
    assert contrast(colours[text], colours[ground]) >= 4.5


def test_forced_colours_reach_the_whole_application(theme: Theme, qapp: QApplication) -> None:
    changes: list[bool] = []
    theme.changed.connect(lambda: changes.append(theme.dark))
    theme.force(scheme_named("dark"))
    assert theme.dark
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(DARK.bg)
    assert DARK.surface in qapp.styleSheet()
    assert "$" not in qapp.styleSheet().replace("/* The window's style sheet; $names", "")
    theme.force(scheme_named("light"))
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(LIGHT.bg)
    assert changes == [True, False]
    assert theme.choice == "light"
    theme.force(None)
    assert theme.choice == "system"
    assert scheme_named("system") is None
    assert scheme_named("light") is Qt.ColorScheme.Light


def test_every_state_and_kind_has_its_look(theme: Theme) -> None:
    assert set(STATE_TOKENS) == set(State)
    assert set(KIND_TOKENS) == set(KIND_SHAPES) == set(KIND_WORDS) == set(ProfileKind)
    assert len(set(KIND_SHAPES.values())) == len(ProfileKind)
    assert theme.state_colour(State.REFUSED) == theme.colour("bad")
    assert theme.kind_colour(ProfileKind.PRACTICE) == theme.colour("sim")


def test_fonts(theme: Theme) -> None:
    assert theme is not None
    assert fixed_font(20).pixelSize() == 20
    assert ui_font(15, bold=True).bold()


def test_the_font_is_there_before_the_first_widget(qapp: QApplication) -> None:
    font = qapp.font()
    font.setPixelSize(BODY_PX + 7)
    qapp.setFont(font)
    Theme(qapp, "")
    assert qapp.font().pixelSize() == BODY_PX
