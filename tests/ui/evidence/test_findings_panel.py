"""Findings as cards: the first open, one at most, by keys and clicks; nothing is cut or HTML."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from console.core.diagnosis.evidence import Probe, ProbeStatus
from console.core.diagnosis.probe_plan import OPERATIONS
from console.core.diagnosis.ready_queries import ReadyQuery
from console.core.telling import State
from console.ui.evidence.account_logs import AccountLogs, LogRow
from console.ui.evidence.finding_card import FindingCard
from console.ui.evidence.findings_panel import Explained, FindingsPanel
from console.ui.evidence.late_events import LateEvents
from console.ui.evidence.log_rows import LogRows
from console.ui.evidence.lookup import Lookup
from console.ui.theme import Theme
from tests.fakes import START
from tests.ui.evidence.gateways import finding, probe
from tests.ui.fakes_ui import child

FIRST, SECOND, THIRD = (finding(name) for name in ("a", "b", "c"))


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme) -> FindingsPanel:
    assert theme is not None
    made = FindingsPanel(theme=theme)
    qtbot.addWidget(made)
    made.resize(396, 600)
    made.show()
    qtbot.waitExposed(made)
    return made


def card(panel: FindingsPanel, name: str) -> FindingCard:
    found = [c for c in panel.findChildren(FindingCard, f"finding_{name}") if c.isVisible()]
    assert len(found) == 1
    return found[0]


def seen(widget: QWidget) -> list[str]:
    labels = widget.findChildren(QLabel)
    return [label.text().replace("\u200b", "") for label in labels if label.isVisible()]


def test_the_first_is_open_and_says_everything(panel: FindingsPanel) -> None:
    panel.show_explained(Explained(findings=(FIRST, SECOND)))
    shown = seen(card(panel, "a"))
    for text in ("Title of a", "● Not decided · high confidence", "For", "It speaks for it.",
                 "Against", "It speaks against it.", "Not checked", "AdminGetUser was not asked.",
                 "the user, the customer's admin", "Type it by hand.", "AdminGetUser"):  # fmt: skip
        assert text in shown
    remedy = child(card(panel, "a"), QPlainTextEdit, "findingRemedy")
    assert remedy.toPlainText() == FIRST.remedy
    assert seen(card(panel, "b")) == ["Title of b", "● Not decided · high confidence"]
    assert panel.chosen == FIRST


def test_one_at_most_is_open_by_keys_and_by_clicks(panel: FindingsPanel, qtbot: QtBot) -> None:
    panel.show_explained(Explained(findings=(FIRST, SECOND)))
    arrow = child(card(panel, "b"), QToolButton, "findingToggle")
    assert arrow.accessibleName() == "Title of b. ● Not decided · high confidence"
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    arrow.setFocus()
    QTest.keyClick(arrow, Qt.Key.Key_Space)
    assert panel.chosen == SECOND
    assert not card(panel, "a").open
    title = child(card(panel, "a"), QLabel, "findingTitle")
    QTest.mouseClick(title, Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
    assert panel.chosen == FIRST
    QTest.mouseClick(title, Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
    assert panel.chosen is None


def test_with_evidence_the_chosen_one_stays_open_and_keeps_the_keyboard(
    panel: FindingsPanel, qtbot: QtBot
) -> None:
    panel.show_explained(Explained(findings=(FIRST, SECOND)))
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    arrow = child(card(panel, "b"), QToolButton, "findingToggle")
    arrow.setFocus()
    arrow.click()
    assert panel.show_explained(Explained(findings=(THIRD, SECOND)))
    assert panel.chosen == SECOND
    focus = QApplication.focusWidget()
    assert focus is child(card(panel, "b"), QToolButton, "findingToggle")
    assert not panel.show_explained(Explained(findings=(THIRD, SECOND)))


def test_where_nobody_chose_the_likeliest_is_open(panel: FindingsPanel) -> None:
    panel.show_explained(Explained(findings=(FIRST,)))
    panel.show_explained(Explained(findings=(SECOND, FIRST)))
    assert panel.chosen == SECOND
    assert panel.findChildren(QLabel, "findingsEmpty")[0].isHidden()


def test_no_finding_is_said(panel: FindingsPanel) -> None:
    panel.show_explained(Explained())
    (empty,) = panel.findChildren(QLabel, "findingsEmpty")
    before = empty.text()
    assert empty.isVisible()
    panel.show_explained(Explained(lookup=Lookup(probes=(probe("ListUsers"),), at=START)))
    assert empty.text() != before


def test_titles_are_plain_and_never_widen_the_panel(panel: FindingsPanel, qtbot: QtBot) -> None:
    long = finding(title="<b>x</b> " + "y" * 300, next_step="z" * 300, remedy="aws " + "w" * 300)
    panel.show_explained(Explained(findings=(long,)))
    title = child(panel, QLabel, "findingTitle")
    assert title.text().startswith("<b>x</b>")
    assert title.textFormat() is Qt.TextFormat.PlainText
    qtbot.waitUntil(lambda: panel.width() == 396)
    assert all(w.width() <= 396 for w in panel.findChildren(QWidget) if w.isVisible())


def test_each_operation_is_told_as_it_ends(panel: FindingsPanel) -> None:
    fold = child(panel, QWidget, "probesFold")
    denied = probe("ListUsers", ProbeStatus.DENIED, "cognito-idp:ListUsers is missing.")
    panel.show_explained(Explained(lookup=Lookup(under_way=True)))
    assert child(panel, QLabel, "probeListUsers").text() == "…"
    panel.show_explained(Explained(lookup=Lookup(under_way=True, probes=(denied,))))
    word = child(panel, QLabel, "probeListUsers")
    assert (word.text(), word.property("state")) == ("denied", "refused")
    assert "cognito-idp:ListUsers is missing." in seen(panel)
    assert child(panel, QLabel, "probeAdminGetUser").text() == "…"
    panel.show_explained(Explained(lookup=Lookup(probes=(denied,), at=START)))
    assert not word.isVisible()  # it folds again by itself
    QTest.keyClick(fold, Qt.Key.Key_Space)
    assert word.isVisible()
    assert child(panel, QLabel, "probeAdminGetUser").text() == ""


def test_all_operations_are_named_before_one_is_asked(panel: FindingsPanel) -> None:
    panel.show_explained(Explained())
    QTest.keyClick(child(panel, QWidget, "probesFold"), Qt.Key.Key_Space)
    shown = seen(panel)
    for name in ("GetCallerIdentity", "AdminGetUser", "ListUserPoolClients"):
        assert name in shown
    assert any("up to 10 other pools" in text for text in shown)


def test_names_of_operations_are_not_cut_where_there_is_little_room(
    panel: FindingsPanel, qtbot: QtBot
) -> None:
    slow = Probe(
        operation="DescribeUserPoolClient", status=ProbeStatus.TIMEOUT, duration_ms=25000.0
    )
    panel.resize(260, 1000)
    panel.show_explained(Explained(lookup=Lookup(under_way=True, probes=(slow,))))
    listed = child(panel, QWidget, "probeList").findChildren(QLabel)
    (name,) = (x for x in listed if x.text().replace("\u200b", "") == "DescribeUserPoolClient")
    qtbot.waitUntil(lambda: 0 < name.width() < 260)
    qtbot.waitUntil(lambda: name.height() >= name.heightForWidth(name.width()))
    assert "25.0 s" in [label.text() for label in listed]


def test_the_button_stops_what_it_began(panel: FindingsPanel) -> None:
    asked: list[str] = []
    panel.gather_requested.connect(lambda: asked.append("gather"))
    panel.stop_requested.connect(lambda: asked.append("stop"))
    button = child(panel, QWidget, "gatherEvidenceButton")
    panel.show_explained(Explained())
    QTest.keyClick(button, Qt.Key.Key_Space)
    panel.show_explained(Explained(lookup=Lookup(under_way=True)))
    QTest.keyClick(button, Qt.Key.Key_Space)
    panel.show_explained(Explained(lookup=Lookup(refused="Gone.")))
    assert not button.isEnabled()
    assert button.accessibleDescription() == "Gone."
    assert asked == ["gather", "stop"]


OFFER = LateEvents(words="This attempt is not yet in CloudTrail.")
QUERY = ReadyQuery(command="aws cognito-idp list-users", link="https://docs.aws.amazon.com/")


def test_operations_stand_under_their_service(panel: FindingsPanel) -> None:
    panel.show_explained(Explained())
    QTest.keyClick(child(panel, QWidget, "probesFold"), Qt.Key.Key_Space)
    shown = seen(panel)
    order = [
        "Cognito and the account",
        "GetCallerIdentity",
        "CloudTrail: calls on record",
        "LookupEvents",
        "CloudWatch Logs: what the triggers wrote",
        "FilterLogEvents",
        "SNS: text messages",
        "CheckIfPhoneNumberIsOptedOut",
    ]
    places = [shown.index(text) for text in order]
    assert places == sorted(places)


def test_one_reason_for_a_whole_service_is_said_once(panel: FindingsPanel) -> None:
    why = "The pool sends no text messages."
    skipped = [probe(name, ProbeStatus.SKIPPED, why) for name in OPERATIONS if "SMS" in name]
    skipped += [
        probe(name, ProbeStatus.SKIPPED, why)
        for name in ("ListOriginationNumbers", "CheckIfPhoneNumberIsOptedOut")
    ]
    QTest.keyClick(child(panel, QWidget, "probesFold"), Qt.Key.Key_Space)
    panel.show_explained(Explained(lookup=Lookup(probes=tuple(skipped), at=START)))
    assert seen(panel).count(why) == 1
    other = replace(skipped[0], reason="Another one.")
    panel.show_explained(Explained(lookup=Lookup(probes=(other, *skipped[1:]), at=START)))
    assert seen(panel).count(why) == len(skipped) - 1


def test_links_come_and_go_with_the_denial(panel: FindingsPanel) -> None:
    lookup = Lookup(
        probes=(probe("ListUsers", ProbeStatus.DENIED),),
        at=START,
        queries={"ListUsers": QUERY},
        policy="{}",
    )
    QTest.keyClick(child(panel, QWidget, "probesFold"), Qt.Key.Key_Space)
    panel.show_explained(Explained(lookup=lookup))
    copy = child(panel, QPushButton, "copyQueryListUsers")
    policy = child(panel, QPushButton, "copyMissingPolicyLink")
    assert (copy.isVisible(), policy.isVisible()) == (True, True)
    panel.show_explained(Explained(lookup=Lookup(probes=(probe("ListUsers"),), at=START)))
    assert (copy.isVisible(), policy.isVisible()) == (False, False)


def test_the_keyboard_comes_to_everything_as_it_stands(panel: FindingsPanel, qtbot: QtBot) -> None:
    logs = AccountLogs(rows=(LogRow(at=START, source="x", what="error", state=State.REFUSED),))
    lookup = Lookup(
        probes=(probe("ListUsers", ProbeStatus.DENIED),),
        at=START,
        late=OFFER,
        queries={"ListUsers": QUERY},
        policy="{}",
    )
    for name in ("probesFold", "accountLogsFold"):
        child(panel, QPushButton, name).setChecked(True)
    panel.show_explained(Explained(findings=(FIRST,), lookup=lookup, logs=logs))
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    for first, second in pairwise(panel.controls):
        QWidget.setTabOrder(first, second)
    child(panel, QWidget, "gatherEvidenceButton").setFocus()
    came: list[str] = []
    while (focus := QApplication.focusWidget()) is not None and focus.objectName() not in came:
        came.append(focus.objectName())
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert came == [
        "gatherEvidenceButton",
        "probesFold",
        "lookAgainButton",
        "copyMissingPolicyLink",
        "copyQueryListUsers",
        "openPageListUsers",
        "findingToggle",
        "findingRemedy",
        "accountLogsFold",
        "accountLogRows",
    ]


def test_another_look_is_wished_for_and_not_offered_meanwhile(panel: FindingsPanel) -> None:
    asked: list[str] = []
    panel.look_again_requested.connect(lambda: asked.append("again"))
    button = child(panel, QPushButton, "lookAgainButton")
    assert not button.isVisible()
    panel.show_explained(Explained(lookup=Lookup(probes=(probe("x"),), late=OFFER)))
    button.click()
    assert asked == ["again"]
    assert button.accessibleDescription() == OFFER.words
    note = child(panel, QWidget, "lateEvents")
    assert note.property("note") is None
    anew = replace(OFFER, anew=True)
    panel.show_explained(Explained(lookup=Lookup(probes=(probe("x"),), late=anew)))
    assert note.property("note") == "info"
    going_on = Lookup(probes=(probe("x"),), late=anew, under_way=True, again=True)
    panel.show_explained(Explained(lookup=going_on))
    assert not button.isVisible()
    assert child(panel, QPushButton, "gatherEvidenceButton").text() == "Stop"
    assert child(panel, QLabel, "lookupWords").text().startswith("Looking into CloudTrail")


def test_the_logs_are_folded_and_stay_as_they_were_left(panel: FindingsPanel) -> None:
    fold = child(panel, QPushButton, "accountLogsFold")
    panel.show_explained(Explained())
    assert not fold.isVisible()
    row = LogRow(at=START, source="PreSignUp", what="error", state=State.REFUSED, text="boom")
    logs = AccountLogs(rows=(row,), notes=("Note.",), sms=(("Sandbox", "no"),))
    panel.show_explained(Explained(logs=logs))
    assert fold.text() == "▸ From the account’s logs (1 line)"
    assert panel.findChildren(LogRows) == []
    QTest.keyClick(fold, Qt.Key.Key_Space)
    assert {"Note.", "Sandbox", "no", "Text messages, as SNS is set up"} <= set(seen(panel))
    assert [rows.isVisible() for rows in panel.findChildren(LogRows)] == [True]
    more = replace(logs, rows=(row, row))
    panel.show_explained(Explained(logs=more))
    assert fold.text() == "▾ From the account’s logs (2 lines)"
    QTest.keyClick(fold, Qt.Key.Key_Space)
    assert "Note." not in seen(panel)
