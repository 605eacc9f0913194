"""One error, explained."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from console.core.diagnosis.classifier import Classifier
from console.core.diagnosis.pasted import findings
from console.ui.explain.detail import FindingDetail
from console.ui.parts.plain_text import PlainText
from console.ui.theme import Theme
from tests.ui.fakes_ui import child, texts

LOG = "x\nCodeMismatchException: Invalid code received for user <b>eve</b>\u202e\n"


def test_it_says_meaning_facts_causes_and_steps(
    qtbot: QtBot, theme: Theme, classifier: Classifier
) -> None:
    assert theme is not None
    detail = FindingDetail()
    qtbot.addWidget(detail)
    (found,) = findings(classifier, LOG)
    detail.show_finding(found)
    (title,) = texts(detail, "findingTitle")
    assert detail.accessibleDescription() == title
    assert title in found.classification.meaning
    assert texts(detail, "findingStep") == list(found.classification.next_steps)
    assert texts(detail, "findingCause") == list(found.classification.causes)
    assert "the user" in texts(detail, "findingFact")[0]
    excerpt = child(detail, PlainText, "findingExcerpt")
    assert excerpt.toPlainText().endswith("<b>eve</b>\\u202e")


def test_without_a_finding_one_sentence_stands_there(qtbot: QtBot, classifier: Classifier) -> None:
    detail = FindingDetail()
    qtbot.addWidget(detail)
    detail.show_finding(findings(classifier, LOG)[0])
    detail.show_nothing("Nothing yet.")
    assert texts(detail, "findingEmpty") == ["Nothing yet."]
    assert texts(detail, "findingTitle") == []
