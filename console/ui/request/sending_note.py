"""The note that says, before anything is sent, where the request goes and what it can do."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout

from console.core.conversation.flows import (
    PREFERRED,
    REFRESH_FLOWS,
    ROTATED_REFRESH,
    AuthFlow,
    begins_with_srp,
    rules_of,
)
from console.core.profile import Profile, ProfileKind
from console.core.request import SignInRequest
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
_PREFERRED_SENDS = {"EMAIL_OTP": "an e-mail", "SMS_OTP": "an SMS"}
_REFRESHES = (
    "The refresh token stands in for the user's password: a failure counts towards no lockout, and "
    "no message goes."
)


def sending_sentences(profile: Profile, request: SignInRequest) -> tuple[str, str]:
    """Title and text of the note."""
    word = KIND_WORDS[profile.kind]
    if profile.kind is ProfileKind.PRODUCTION:
        word = word.upper()
    text = f"{_requests(request, _where(profile))} {_effects(profile, request)}"
    if profile.simulated:
        text = f"Simulated on this machine: nothing reaches AWS. {text}"
    return f"Before you send · {word}", text


def _where(profile: Profile) -> str:
    if profile.simulated:
        return "the practice pool"
    if profile.endpoint_url is not None:
        return visible(profile.endpoint_url, _SHOWN)
    return f"Cognito in {visible(profile.region, _SHOWN)}"


def _requests(request: SignInRequest, where: str) -> str:
    """How many, and which."""
    srp = begins_with_srp(request.auth_flow, request.parameters)
    if request.both_paths:
        each = "SRP_A and the proof of the password" if srp else "one"
        count = "Four" if srp else "Two"
        return f"{count} requests go to {where}: {each} on the admin path, then on the public one."
    if srp:
        return f"Two requests go to {where}: SRP_A, then the proof of the password."
    return f"Exactly one request goes to {where}."


def _effects(profile: Profile, request: SignInRequest) -> str:
    """What may be sent to the user, and what counts."""
    flow, both = request.auth_flow, request.both_paths
    if flow in REFRESH_FLOWS:
        return f"{_REFRESHES} {_rotation(profile)}" if flow == ROTATED_REFRESH else _REFRESHES
    failure = "Each failure" if both else "A failure"
    if rules_of(flow).any_key:
        return (
            "What this flow does is not known here: take it that a failure counts towards the "
            "user's lockout, and that the user gets a message."
        )
    if flow == AuthFlow.CUSTOM_AUTH and not begins_with_srp(flow, request.parameters):
        return (
            "The pool's triggers ask the questions, and may send the user a message. "
            f"{failure} may count towards the user's lockout."
        )
    if flow == AuthFlow.USER_AUTH:
        return _choice_effects(str(request.parameters.get(PREFERRED, "")), both=both)
    return (
        f"{failure} counts towards the user's lockout, and the pool may send the user an SMS or "
        f"e-mail{' for each' if both else ''}."
    )


def _choice_effects(preferred: str, *, both: bool) -> str:
    """Of USER_AUTH: a code is sent as soon as it is the chosen way."""
    failure = "Each failure" if both else "A failure"
    counts = f"{failure} counts towards the user's lockout"
    if preferred in _PREFERRED_SENDS:
        message = _PREFERRED_SENDS[preferred]
        twice = ", once on each path" if both else ""
        return f"Cognito sends the user {message} with a code at once{twice}. {counts}."
    if preferred == "WEB_AUTHN":
        return f"No message goes. {counts}."
    if preferred:
        return f"{counts}, and the pool may send the user an SMS or e-mail."
    return f"Cognito offers a choice; a code is sent when one is chosen. {counts}."


def _rotation(profile: Profile) -> str:
    spent = "Where the client rotates its tokens, this one is spent and a new one comes."
    if not profile.has_client_secret:
        return spent
    return f"{spent} The client secret itself goes along, not a hash."


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
