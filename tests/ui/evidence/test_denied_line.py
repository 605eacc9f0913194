"""Below a denied call: what it lacks, and what somebody else may run or open."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from console.core.diagnosis.evidence import ProbeStatus
from console.core.diagnosis.probe_plan import OPERATIONS
from console.core.diagnosis.ready_queries import ReadyQuery, ready_query
from console.ui.evidence.denied_line import DeniedLine
from console.ui.parts.web_page import is_aws_page
from tests.fakes import profile
from tests.ui.evidence.gateways import probe
from tests.ui.fakes_ui import Browser, child

DENIED = replace(
    probe("FilterLogEvents", ProbeStatus.DENIED, "The identity may not call it."),
    missing_action="logs:FilterLogEvents",
)
QUERY = ReadyQuery(
    command="aws logs filter-log-events",
    link="https://eu-west-1.console.aws.amazon.com/cloudwatch/home",
    query="fields @message",
)


@pytest.fixture
def line(qtbot: QtBot) -> DeniedLine:
    made = DeniedLine("FilterLogEvents")
    qtbot.addWidget(made)
    made.resize(360, 60)
    made.show()
    return made


def button(line: DeniedLine, name: str) -> QPushButton:
    return child(line, QPushButton, f"{name}FilterLogEvents")


def test_it_says_what_is_missing_and_copies_the_query(line: DeniedLine) -> None:
    line.show_denied(DENIED, QUERY)
    label = child(line, QLabel, "missingFilterLogEvents")
    assert label.text() == "logs:FilterLogEvents"
    assert "may not call it" in label.toolTip()
    button(line, "copyQuery").click()
    assert QGuiApplication.clipboard().text() == "aws logs filter-log-events"
    button(line, "copyInsights").click()
    assert QGuiApplication.clipboard().text() == "fields @message"


def test_the_page_is_opened_in_the_browser(line: DeniedLine) -> None:
    with Browser() as browser:
        line.show_denied(DENIED, QUERY)
        button(line, "openPage").click()
        assert browser.opened == [QUERY.link]


def test_a_page_that_is_not_of_aws_is_not_offered(line: DeniedLine) -> None:
    with Browser() as browser:
        for link in (None, "", "http://docs.aws.amazon.com/", "https://example.com/"):
            line.show_denied(DENIED, replace(QUERY, link=link, query=None))
            assert not button(line, "openPage").isVisible()
            assert not button(line, "copyInsights").isVisible()
            assert button(line, "copyQuery").isVisible()
            button(line, "openPage").click()
        assert browser.opened == []


def test_without_a_query_only_the_action_is_said(line: DeniedLine) -> None:
    line.show_denied(DENIED, None)
    assert not any(each.isVisible() for each in line.controls)


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("region", ["eu-west-1", "us-gov-west-1", "cn-north-1", "eusc-de-east-1"])
def test_every_page_that_a_query_names_can_be_opened(operation: str, region: str) -> None:
    at = profile(region=region, user_pool_id=f"{region}_Ab12Cd34E")
    link = ready_query(operation, at).link
    assert link is not None
    assert is_aws_page(link), link
