"""Only AWS's own pages are opened, by HTTPS."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from console.ui.parts.web_page import is_aws_page, open_page
from tests.ui.fakes_ui import Browser


@pytest.fixture
def browser(qapp: QApplication) -> Iterator[Browser]:
    assert qapp is not None
    with Browser() as made:
        yield made


@pytest.mark.parametrize(
    "link",
    [
        "https://docs.aws.amazon.com/cli/latest/reference/sns/",
        "https://console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:logs-insights",
        "https://eu-west-1.console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/events",
        "https://console.amazonaws-us-gov.com/cognito/v2/home",
        "https://cn-north-1.console.amazonaws.cn/sns/v3/home",
    ],
)
def test_pages_of_aws_are_opened(browser: Browser, link: str) -> None:
    assert open_page(link)
    assert browser.opened == [link]


@pytest.mark.parametrize(
    "link",
    [
        "",
        "docs.aws.amazon.com/",
        "http://docs.aws.amazon.com/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://example.com/docs.aws.amazon.com",
        "https://docs.aws.amazon.com.example.com/",
        "https://fakeconsole.aws.amazon.com.example/",
        "https://notdocs.aws.amazon.com/",
        "https://docs.aws.amazon.com@example.com/",
        "https://x@docs.aws.amazon.com/",
        "https://docs.aws.amazon.com:8443/",
        "https://docs.aws.amazon.com\\@example.com/",
        "https://docs.aws.amazon.com/ /",
    ],
)
def test_nothing_else_is(browser: Browser, link: str) -> None:
    assert not is_aws_page(link)
    assert not open_page(link)
    assert browser.opened == []
