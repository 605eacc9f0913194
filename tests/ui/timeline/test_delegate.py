"""What is painted in a cell: marks in their colour, dim details, a visible focus."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from console.ui.theme import ROW_PX, Theme
from console.ui.timeline.delegate import TimelineDelegate
from console.ui.timeline.model import Column, TimelineModel
from tests.ui.timelines import HOSTILE, refused_at_once, wrong_code

WIDTH = 320


@pytest.fixture
def model(qtbot: QtBot) -> TimelineModel:
    made = TimelineModel()
    made.load(wrong_code().events)
    return made


def paint(
    theme: Theme, model: TimelineModel, place: int, column: Column, *, selected: bool = False
) -> QImage:
    image = QImage(WIDTH, ROW_PX, QImage.Format.Format_RGB32)
    image.fill(theme.colour("surface"))
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, WIDTH, ROW_PX)
    if selected:
        option.state = QStyle.StateFlag.State_Selected
    painter = QPainter(image)
    TimelineDelegate(theme=theme).paint(painter, option, model.index(place, column))
    painter.end()
    return image


def close_to(image: QImage, colour: QColor, across: range, tolerance: int = 24) -> bool:
    """Whether some pixel of the columns `across` nearly has the colour (text is smoothed)."""
    for x in across:
        for y in range(ROW_PX - 1):
            seen = image.pixelColor(x, y)
            if (
                abs(seen.red() - colour.red()) <= tolerance
                and abs(seen.green() - colour.green()) <= tolerance
                and abs(seen.blue() - colour.blue()) <= tolerance
            ):
                return True
    return False


MARK = range(18, 36)


@pytest.mark.parametrize("dark", [False, True])
def test_marks_have_the_colour_of_their_state(
    theme: Theme, model: TimelineModel, *, dark: bool
) -> None:
    theme.force(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)
    for place, token in ((1, "ok"), (3, "ask"), (5, "bad")):
        image = paint(theme, model, place, Column.EVENT)
        assert close_to(image, theme.colour(token), MARK), token
    theme.force(None)


def test_a_refused_calls_code_is_red_and_a_good_one_is_not(
    theme: Theme, model: TimelineModel
) -> None:
    whole = range(WIDTH)
    assert close_to(paint(theme, model, 5, Column.CODE), theme.colour("bad"), whole)
    assert not close_to(paint(theme, model, 1, Column.CODE), theme.colour("bad"), whole)


def test_details_are_indented_and_quiet(theme: Theme, model: TimelineModel) -> None:
    image = paint(theme, model, 2, Column.EVENT)
    assert not close_to(image, theme.colour("muted"), range(36), tolerance=90)
    assert close_to(image, theme.colour("muted"), range(36, WIDTH))
    assert not close_to(image, theme.colour("text"), range(36, WIDTH))


def test_only_calls_with_details_have_a_fold_mark(theme: Theme, model: TimelineModel) -> None:
    gutter = range(18)
    assert close_to(paint(theme, model, 1, Column.EVENT), theme.colour("muted"), gutter)
    assert not close_to(
        paint(theme, model, 3, Column.EVENT), theme.colour("muted"), gutter, tolerance=90
    )


def test_each_row_ends_in_a_line_and_a_selected_one_has_its_ground(
    theme: Theme, model: TimelineModel
) -> None:
    plain = paint(theme, model, 4, Column.TIME)
    chosen = paint(theme, model, 4, Column.TIME, selected=True)
    assert plain.pixelColor(WIDTH - 1, ROW_PX - 1) == theme.colour("line")
    assert plain.pixelColor(WIDTH - 1, 3) == theme.colour("surface")
    assert chosen.pixelColor(WIDTH - 1, 3) == theme.colour("selection")


def test_a_text_that_is_too_long_is_elided_inside_its_cell(theme: Theme, qtbot: QtBot) -> None:
    model = TimelineModel()
    model.load(refused_at_once(HOSTILE * 5).events)
    image = paint(theme, model, 1, Column.CODE)
    right_edge = range(WIDTH - 8, WIDTH)
    assert close_to(image, theme.colour("bad"), range(WIDTH - 8))
    assert not close_to(image, theme.colour("bad"), right_edge, tolerance=90)
