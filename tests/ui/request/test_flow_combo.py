"""Every flow can be chosen and is explained."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QPainter, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from console.core.conversation.flows import AuthFlow
from console.core.pool_settings import PoolSettings
from console.ui.request.flow_combo import ANOTHER, FLOW_LINES, FLOW_TIPS, FlowCombo
from console.ui.theme import Theme

NAMES = [*(str(flow) for flow in AuthFlow), "GetTokensFromRefreshToken", ANOTHER]
SRP_ONLY = PoolSettings(auth_flows=("ALLOW_USER_SRP_AUTH",), rotates_refresh=True)


@pytest.fixture
def combo(qtbot: QtBot, theme: Theme) -> FlowCombo:
    made = FlowCombo(theme=theme)
    qtbot.addWidget(made)
    return made


def test_all_flows_with_their_explanations(combo: FlowCombo) -> None:
    assert [combo.itemText(n) for n in range(combo.count())] == NAMES
    assert set(FLOW_LINES) == set(FLOW_TIPS) == set(NAMES)
    for place, flow in enumerate(NAMES):
        tip = combo.itemData(place, Qt.ItemDataRole.ToolTipRole)
        assert FLOW_LINES[flow] in tip


def test_choosing_by_name_and_by_keyboard(qtbot: QtBot, combo: FlowCombo) -> None:
    assert combo.flow() is AuthFlow.ADMIN_USER_PASSWORD_AUTH
    with qtbot.waitSignal(combo.flow_changed) as told:
        combo.choose("REFRESH_TOKEN")
    assert told.args == [AuthFlow.REFRESH_TOKEN]
    assert FLOW_LINES[AuthFlow.REFRESH_TOKEN] in combo.toolTip()
    QTest.keyClick(combo, Qt.Key.Key_Up)
    assert combo.flow() is AuthFlow.REFRESH_TOKEN_AUTH
    combo.choose("A_FLOW_OF_TOMORROW")
    assert combo.flow() == ANOTHER
    combo.choose("GetTokensFromRefreshToken")
    assert combo.flow() == combo.currentText() == "GetTokensFromRefreshToken"


def test_flows_that_the_client_refuses_are_marked_and_can_be_chosen(combo: FlowCombo) -> None:
    assert not any(combo.mark(n) for n in range(combo.count())), "nothing is known yet"
    combo.show_settings(SRP_ONLY)
    allowed = [name for n, name in enumerate(NAMES) if not combo.mark(n)]
    assert allowed == ["USER_SRP_AUTH", "GetTokensFromRefreshToken", ANOTHER]
    place = NAMES.index("CUSTOM_AUTH")
    assert combo.mark(place) == "– not allowed"
    role = Qt.ItemDataRole.AccessibleTextRole
    assert combo.itemData(place, role) == "CUSTOM_AUTH, not allowed by this app client"
    assert "ALLOW_CUSTOM_AUTH is not" in combo.itemData(place, Qt.ItemDataRole.ToolTipRole)
    combo.choose("CUSTOM_AUTH")
    assert combo.currentText() == "CUSTOM_AUTH"
    combo.show_settings(None)
    assert combo.mark(place) == ""


def test_the_mark_is_drawn_beside_the_name(combo: FlowCombo, theme: Theme) -> None:
    def drawn() -> bytes:
        image = QImage(300, 24, QImage.Format.Format_RGB32)
        image.fill(theme.colour("surface"))
        painter = QPainter(image)
        option = QStyleOptionViewItem()
        option.rect = image.rect()
        option.font = combo.font()
        index = combo.model().index(NAMES.index("CUSTOM_AUTH"), 0)
        combo.itemDelegate().paint(painter, option, index)
        painter.end()
        return bytes(image.constBits())

    before = drawn()
    combo.show_settings(SRP_ONLY)
    assert drawn() != before


def test_the_wheel_changes_nothing(combo: FlowCombo) -> None:
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(combo, event)
    assert combo.flow() is AuthFlow.ADMIN_USER_PASSWORD_AUTH
    assert not event.isAccepted(), "the form around it scrolls"
