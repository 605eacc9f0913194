"""The banner of a lab: its profile's requests go to an address of its own, not to AWS."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout

from console.core.profile import Profile, ProfileKind
from console.core.telling import MARKS, State
from console.core.text import visible
from console.ui.parts.plain_label import PlainLabel
from console.ui.parts.widget_state import set_shown

_SHOWN = 200


def banner_text(profile: Profile | None) -> str:
    """What it says; empty where requests go to AWS, or to the practice pool, which says so."""
    if profile is None or profile.kind is not ProfileKind.LAB or profile.endpoint_url is None:
        return ""
    return f"Requests go to {visible(profile.endpoint_url, _SHOWN)}, not to AWS."


class EndpointBanner(QFrame):
    """Cannot be closed: it goes when another profile comes."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("endpointBanner")
        self.setProperty("banner", "warn")
        self.setProperty("line", "bottom")
        mark = PlainLabel(MARKS[State.WARNING], role="bold", wrap=False)
        self._text = PlainLabel(role="bold", name="endpointBannerText")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 16, 6)
        layout.setSpacing(8)
        layout.addWidget(mark)
        layout.addWidget(self._text, 1)
        self.hide()

    def show_profile(self, profile: Profile | None) -> None:
        """The profile of the current tab."""
        text = banner_text(profile)
        self._text.show_text(text)
        self.setAccessibleName(text)
        set_shown(self, bool(text))
