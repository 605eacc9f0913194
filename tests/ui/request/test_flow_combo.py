"""Every flow can be chosen and is explained."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.core.conversation.flows import AuthFlow
from console.ui.request.flow_combo import FLOW_LINES, FLOW_TIPS, FlowCombo


@pytest.fixture
def combo(qtbot: QtBot) -> FlowCombo:
    made = FlowCombo()
    qtbot.addWidget(made)
    return made


def test_all_flows_with_their_explanations(combo: FlowCombo) -> None:
    assert [combo.itemText(n) for n in range(combo.count())] == [str(flow) for flow in AuthFlow]
    assert set(FLOW_LINES) == set(FLOW_TIPS) == set(AuthFlow)
    for place, flow in enumerate(AuthFlow):
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
    assert combo.flow() is AuthFlow.REFRESH_TOKEN_AUTH


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
