"""The line at the bottom: whose credentials, which region, what is saved, where secrets are."""

from __future__ import annotations

from PySide6.QtWidgets import QStatusBar, QWidget

from console.core.profile import PRACTICE_PROFILE_ID, Profile, ProfileKind
from console.ui.parts.elided_label import ElidedLabel
from console.ui.parts.widget_state import restyle

_HEIGHT_PX, _GAP_PX = 28, 14


class StatusLine(QStatusBar):
    """Facts about the current tab to the left, about the whole window to the right."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("statusLine")
        self.setSizeGripEnabled(False)
        self.setFixedHeight(_HEIGHT_PX)
        self.setContentsMargins(14, 0, 12, 0)
        self._source = ElidedLabel(name="credentialsLabel")
        self._region = ElidedLabel(name="regionLabel")
        self._saved = ElidedLabel(name="savedLabel")
        self._vault = ElidedLabel(name="vaultLabel")
        for label in (self._source, self._region, self._saved, self._vault):
            label.setContentsMargins(0, 0, _GAP_PX, 0)
        self._vault.setContentsMargins(0, 0, 0, 0)
        for label in (self._source, self._region):
            self.addWidget(label)
        gap = QWidget()
        self.addWidget(gap, 1)
        for label in (self._saved, self._vault):
            self.addPermanentWidget(label)
        self.show_profile(None)
        self.set_saved(None, "")
        self.show_vault("")

    def show_profile(self, profile: Profile | None) -> None:
        """Whose credentials sign the calls, and in which region."""
        self._source.show_text(credential_source(profile))
        self._region.show_text("" if profile is None else profile.region)

    def set_saved(self, saved: bool | None, text: str, *, why: str = "") -> None:
        """Whether the attempts are kept; None says nothing about it."""
        state = {None: "", True: "ok", False: "bad"}[saved]
        sign = {None: "", True: "● ", False: "✕ "}[saved]
        self._saved.show_text(f"{sign}{text}", tip=why)
        restyle(self._saved, "mark", state)

    def show_vault(self, text: str) -> None:
        """Where secrets are kept, as the vault says it; its reasons are in the tool tip."""
        self._vault.show_text(text.partition(":")[0].removesuffix("."), tip=text)


def credential_source(profile: Profile | None) -> str:
    """Where the console takes the keys from that sign the calls."""
    if profile is None:
        return ""
    if profile.profile_id == PRACTICE_PROFILE_ID or profile.kind is ProfileKind.PRACTICE:
        return "practice pool’s own keys"
    if profile.aws_profile:
        return f"AWS profile {profile.aws_profile}"
    return "AWS credentials: botocore’s own search"
