"""The note that says, before anything is sent, where the request goes and what it can do."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout

from console.core.conversation.flows import begins_with_srp
from console.core.profile import Profile, ProfileKind
from console.core.request import REFRESH_FLOWS, SignInRequest
from console.core.text import visible
from console.ui.parts.plain_label import PlainLabel
from console.ui.parts.widget_state import restyle, set_shown
from console.ui.theme import KIND_WORDS

_NOTES = {
    ProfileKind.PRODUCTION: "bad",
    ProfileKind.STAGING: "warn",
    ProfileKind.DEVELOPMENT: "info",
    ProfileKind.LAB: "info",
    ProfileKind.PRACTICE: "sim",
}
_TONES = {ProfileKind.PRODUCTION: "bad", ProfileKind.STAGING: "warn", ProfileKind.PRACTICE: "sim"}
_SHOWN = 80


def sending_sentences(profile: Profile, request: SignInRequest) -> tuple[str, str]:
    """Title and text of the note."""
    if profile.simulated:
        return (
            f"Before you send · {KIND_WORDS[profile.kind]}",
            "Simulated on this machine: nothing reaches AWS.",
        )
    word = KIND_WORDS[profile.kind]
    if profile.kind is ProfileKind.PRODUCTION:
        word = word.upper()
    where = f"Cognito in {visible(profile.region, _SHOWN)}"
    if profile.endpoint_url is not None:
        where = visible(profile.endpoint_url, _SHOWN)
    if begins_with_srp(request.auth_flow, request.parameters):
        sentences = [f"Two requests go to {where}: SRP_A, then the proof of the password."]
    else:
        sentences = [f"Exactly one request goes to {where}."]
    if request.auth_flow in REFRESH_FLOWS:
        sentences.append("The refresh token stands in for the user's password.")
    else:
        sentences.append(
            "A failure counts towards the user's lockout, "
            "and the pool may send the user an SMS or e-mail."
        )
    return f"Before you send · {word}", " ".join(sentences)


class SendingNote(QFrame):
    """Hidden without a profile; the more harm a try can do, the stronger its colour."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sendingNote")
        self._title = PlainLabel(role="bold", name="sendingTitle")
        self._text = PlainLabel(role="small", name="sendingText")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(2)
        layout.addWidget(self._title)
        layout.addWidget(self._text)
        self.hide()

    def show_for(self, profile: Profile | None, request: SignInRequest) -> None:
        """Says it for this profile and request."""
        set_shown(self, profile is not None)
        if profile is None:
            return
        title, text = sending_sentences(profile, request)
        self._title.show_text(title)
        self._text.show_text(text)
        restyle(self, "note", _NOTES[profile.kind])
        restyle(self._title, "tone", _TONES.get(profile.kind))
