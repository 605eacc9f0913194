"""A row an error."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from console.core.diagnosis.classifier import Classifier
from console.core.diagnosis.pasted import findings
from console.ui.explain.model import CODE, COLUMNS, LINE, MEANING, FindingsModel


def test_rows_follow_the_findings(qtbot: QtBot, classifier: Classifier) -> None:
    assert qtbot is not None
    model: FindingsModel = FindingsModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert isinstance(tester.model(), QAbstractItemModel)
    log = "x\nUserNotFoundException: User does not exist.\nExpiredCodeException: y\n"
    found = findings(classifier, log)
    model.show_findings(found)
    assert model.rowCount() == 2
    assert model.data(model.index(0, LINE)) == "2"
    assert model.data(model.index(1, CODE)) == "ExpiredCodeException"
    assert model.data(model.index(0, MEANING)) == found[0].classification.meaning
    assert "2" in str(model.data(model.index(0, LINE), Qt.ItemDataRole.ToolTipRole))
    assert model.data(model.index(0, LINE), Qt.ItemDataRole.DecorationRole) is None
    heads = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(3)]
    assert tuple(heads) == COLUMNS
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    assert (model.finding_at(1), model.finding_at(2), model.finding_at(-1)) == (
        found[1],
        None,
        None,
    )
    model.show_findings(())
    assert model.rowCount() == 0
