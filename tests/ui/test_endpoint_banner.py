"""A lab says plainly that its requests do not go to AWS."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from console.core.profile import Profile, ProfileKind
from console.ui.endpoint_banner import EndpointBanner
from console.ui.profiles.targets import unopened_practice_profile
from console.ui.theme import Theme
from tests.fakes import profile
from tests.ui.fakes_ui import texts

LAB = profile(kind=ProfileKind.LAB, endpoint_url="http://lab.example:5000")


@pytest.fixture
def banner(qtbot: QtBot, theme: Theme) -> EndpointBanner:
    assert theme is not None
    made = EndpointBanner()
    qtbot.addWidget(made)
    return made


def test_it_names_the_endpoint_and_cannot_be_closed(banner: EndpointBanner) -> None:
    banner.show_profile(LAB)
    assert banner.isVisible()
    assert texts(banner, "endpointBannerText") == [
        "Requests go to http://lab.example:5000, not to AWS."
    ]
    assert banner.accessibleName() == "Requests go to http://lab.example:5000, not to AWS."
    assert banner.findChildren(QToolButton) == []


@pytest.mark.parametrize(
    "other", [None, profile(), profile(kind=ProfileKind.LAB), unopened_practice_profile()]
)
def test_it_goes_with_the_profile(banner: EndpointBanner, other: Profile | None) -> None:
    banner.show_profile(LAB)
    banner.show_profile(other)
    assert not banner.isVisible()
    assert banner.accessibleName() == ""


def test_hidden_characters_are_shown_and_long_ones_cut(banner: EndpointBanner) -> None:
    odd = profile(kind=ProfileKind.LAB, endpoint_url="http://lab\u202e.example/" + "a" * 5000)
    banner.show_profile(odd)
    (text,) = texts(banner, "endpointBannerText")
    assert "lab\\u202e.example" in text
    assert len(text) < 300
