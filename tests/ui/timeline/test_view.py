"""The table itself: follows, folds by key and mark, copies, keeps the selection."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from console.core.record import Outcome
from console.ui.theme import ROW_PX, Theme
from console.ui.timeline.filter import parse_filter
from console.ui.timeline.model import Column, TimelineModel
from console.ui.timeline.view import TimelineView
from tests.ui.timelines import Story, long_story, story, wrong_code

MakeView = Callable[[Story], TimelineView]


@pytest.fixture
def make_view(qtbot: QtBot, theme: Theme) -> MakeView:
    """A shown table with the story's lines."""

    def make(told: Story) -> TimelineView:
        model = TimelineModel()
        view = TimelineView(theme=theme, model=model)
        model.setParent(view)
        qtbot.addWidget(view)
        view.resize(856, 300)
        view.show()
        qtbot.waitExposed(view)
        model.append(told.events)
        return view

    return make


def at_the_end(view: TimelineView) -> bool:
    bar = view.verticalScrollBar()
    return bar.maximum() > 0 and bar.value() == bar.maximum()


def test_rows_are_dense_and_have_no_grid(make_view: MakeView) -> None:
    view = make_view(wrong_code())
    assert view.objectName() == "timelineView"
    assert {view.rowHeight(place) for place in range(9)} == {ROW_PX}
    assert not view.showGrid()
    assert not view.wordWrap()
    assert view.verticalHeader().isHidden()


def test_the_columns_fill_the_width(make_view: MakeView) -> None:
    view = make_view(wrong_code())
    width = view.viewport().width()
    assert sum(view.columnWidth(column) for column in Column) == width
    assert view.columnWidth(Column.EVENT) > 300


def test_a_narrow_table_gives_its_place_to_the_events(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view(wrong_code())
    view.resize(600, 300)
    qtbot.waitUntil(lambda: view.isColumnHidden(Column.REQUEST_ID))
    assert view.isColumnHidden(Column.WATERFALL)
    view.resize(856, 300)
    qtbot.waitUntil(lambda: not view.isColumnHidden(Column.REQUEST_ID))


def test_the_newest_line_is_kept_in_view(make_view: MakeView, qtbot: QtBot) -> None:
    told = long_story(20)
    view = make_view(told)
    qtbot.waitUntil(lambda: at_the_end(view))
    told.call().asked()
    view.timeline.append(told.events[-4:])
    qtbot.waitUntil(lambda: at_the_end(view))
    assert view.follow


def test_scrolling_up_ends_the_following(make_view: MakeView, qtbot: QtBot) -> None:
    told = long_story(20)
    view = make_view(told)
    qtbot.waitUntil(lambda: at_the_end(view))
    with qtbot.waitSignal(view.follow_changed) as signal:
        view.verticalScrollBar().setValue(10)
    assert signal.args == [False]
    told.call().asked()
    view.timeline.append(told.events[-4:])
    qtbot.wait(0)
    assert view.verticalScrollBar().value() == 10
    view.set_follow(follow=True)
    assert at_the_end(view)


def test_selecting_a_line_tells_of_it(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view(wrong_code())
    with qtbot.waitSignal(view.row_selected) as signal:
        view.select(5)
    assert signal.args is not None
    assert signal.args[0] is view.timeline.all_rows[5]
    assert view.current is view.timeline.all_rows[5]


def test_selecting_does_not_end_the_following(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view(long_story(20))
    qtbot.waitUntil(lambda: at_the_end(view))
    view.select(1)
    assert view.follow
    assert not at_the_end(view)


def test_keys_move_and_fold(make_view: MakeView) -> None:
    view = make_view(wrong_code())
    view.select(5)
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view.timeline.rowCount() == 7
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.timeline.rowCount() == 9
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.current is view.timeline.all_rows[6]
    QTest.keyClick(view, Qt.Key.Key_Left)  # from a detail to its call
    assert view.current is view.timeline.all_rows[5]
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.current is view.timeline.all_rows[0]
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.current is view.timeline.all_rows[8]


def test_a_click_on_the_fold_mark_folds_and_selects_nothing(make_view: MakeView) -> None:
    view = make_view(wrong_code())
    left = view.columnViewportPosition(Column.EVENT)
    mark = QPoint(left + 8, 5 * ROW_PX + 14)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=mark)
    assert view.timeline.rowCount() == 7
    assert view.selectionModel().selectedRows() == []
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=mark)
    assert view.timeline.rowCount() == 9
    beside = QPoint(left + 60, 5 * ROW_PX + 14)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=beside)
    assert view.current is view.timeline.all_rows[5]


def test_ctrl_c_copies_the_line(make_view: MakeView) -> None:
    view = make_view(wrong_code())
    view.setFocus()
    view.select(5)
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    text = QGuiApplication.clipboard().text()
    assert "AdminRespondToAuthChallenge refused\tCodeMismatch\t268" in text
    view.copy_request_id()
    assert QGuiApplication.clipboard().text() == "1c44e0b2-5a0f-4f0e-8b36-0d7a9be1e4aa"


def test_the_menu_offers_what_the_line_has(make_view: MakeView) -> None:
    view = make_view(wrong_code())

    def offered(menu: QMenu) -> dict[str, bool]:
        return {action.text().replace("&", ""): action.isEnabled() for action in menu.actions()}

    call, challenge = view.timeline.all_rows[5], view.timeline.all_rows[3]
    assert offered(view._menu(call)) == {
        "Copy line": True,
        "Copy request id": True,
        "Fold details": True,
    }
    assert offered(view._menu(challenge)) == {
        "Copy line": True,
        "Copy request id": False,
        "Fold details": False,
    }
    view.timeline.set_folded(5, folded=True)
    assert "Show details" in offered(view._menu(call))


def test_the_menu_opens_at_the_mouse_or_for_a_key_at_the_line(
    make_view: MakeView, monkeypatch: pytest.MonkeyPatch
) -> None:
    places: list[QPoint] = []
    monkeypatch.setattr(QMenu, "popup", lambda _menu, place: places.append(place))
    view = make_view(wrong_code())
    mouse = view.mapToGlobal(QPoint(5, 5))
    view.contextMenuEvent(QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(), mouse))
    assert places == []  # no line is selected
    view.select(5)
    for reason in (QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard):
        view.contextMenuEvent(QContextMenuEvent(reason, QPoint(), mouse))
    at_mouse, at_line = places
    assert at_mouse == mouse
    line = view.viewport().mapFromGlobal(at_line)
    assert view.indexAt(line).row() == 5


def test_a_filter_keeps_the_selected_line(make_view: MakeView) -> None:
    view = make_view(wrong_code())
    view.select(5)
    view.timeline.set_filter(parse_filter("kind:error"))
    assert view.current is view.timeline.all_rows[5]


def test_a_filter_that_hides_the_selected_line_gives_it_back(
    make_view: MakeView, qtbot: QtBot
) -> None:
    view = make_view(wrong_code())
    view.select(5)
    with qtbot.waitSignal(view.row_selected) as signal:
        view.timeline.set_filter(parse_filter("kind:wire"))
    assert signal.args == [None]
    with qtbot.waitSignal(view.row_selected) as signal:
        view.timeline.set_filter(parse_filter(""))
    assert signal.args == [view.timeline.all_rows[5]]


def test_another_attempt_begins_without_a_selection(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view(wrong_code())
    view.select(5)
    with qtbot.waitSignal(view.row_selected):
        view.forget_selection()
    view.timeline.load(story().started().events)
    assert view.current is None


def test_the_selected_line_stays_in_view_when_the_table_shrinks(
    make_view: MakeView, qtbot: QtBot
) -> None:
    view = make_view(wrong_code())
    view.select(8)
    view.resize(856, 120)
    qtbot.waitUntil(lambda: view.viewport().height() < 120)
    rect = view.visualRect(view.currentIndex())
    assert rect.top() >= 0
    assert rect.bottom() <= view.viewport().height()


def test_tab_passes_an_empty_table_by(make_view: MakeView) -> None:
    view = make_view(wrong_code())
    view.timeline.load(())
    assert view.focusPolicy() is Qt.FocusPolicy.NoFocus
    view.timeline.append(wrong_code().events)
    assert view.focusPolicy() is Qt.FocusPolicy.StrongFocus


def test_in_the_smallest_window_the_events_can_be_read(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view(wrong_code())
    view.resize(345, 300)
    qtbot.waitUntil(lambda: view.isColumnHidden(Column.CODE))
    assert view.columnWidth(Column.EVENT) > 200


def test_a_line_with_nothing_beside_its_event_takes_the_whole_width(
    make_view: MakeView, theme: Theme
) -> None:
    told = story().started().call().asked()
    told.end(Outcome.ABANDONED, "Given up at the challenge, since nobody could read the code out.")
    view = make_view(told)
    beside = range(view.columnViewportPosition(Column.CODE), view.viewport().width())

    def inked(place: int) -> bool:
        row = view.visualRect(view.timeline.index(place, Column.TIME))
        image = view.viewport().grab().toImage()
        ground = theme.colour("surface")
        return any(
            abs(image.pixelColor(x, y).lightness() - ground.lightness()) > 60
            for x in beside
            for y in range(row.top() + 2, row.bottom() - 2)
        )

    last = view.timeline.rowCount() - 1
    assert view.timeline.index(last, Column.CODE).data() == ""
    assert inked(last)
    view.setColumnHidden(Column.CODE, True)  # another cell draws its own part alone
    assert inked(last)
