"""What an answer sends: the operation and its keys, masked, and how many requests it takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from console.core.call import ASSOCIATE_SOFTWARE_TOKEN
from console.core.conversation.challenges import (
    APP,
    DEVICE_SRP_AUTH,
    EMAIL,
    SELECT_CHALLENGE,
    Challenge,
    FieldKind,
    Stage,
)
from console.core.secret import COMPUTED, WITHHELD, Secret
from console.core.text import visible
from console.ui.parts.plain_label import PlainLabel
from console.ui.theme import fixed_font

_NAME_LIMIT = 60
_SRP_A = f"SRP_A {COMPUTED}"
_SRP = "PASSWORD_SRP"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """`requests` counts those that follow by themselves too."""

    operation: str
    keys: str
    requests: int = 1


def sending(
    challenge: Challenge,
    responses: Mapping[str, str | Secret],
    *,
    confidential: bool,
    password_known: bool,
) -> Sending:
    """What the answer sends as it stands; `responses` may still be empty."""
    if challenge.stage is Stage.CHOOSE:
        return _choosing(responses.get("ANSWER", ""))
    if challenge.stage is Stage.APP:
        return _verifying(challenge, responses)
    parts, requests = _parts(challenge, responses, password_known=password_known)
    if "USERNAME" not in responses:
        # Its value may be an id that only Cognito knows: the name that the answer was asked for.
        parts.insert(0, "USERNAME as Cognito named it")
    if confidential:
        parts.append(f"SECRET_HASH {COMPUTED}")
    keys = " · ".join(parts)
    if challenge.name == DEVICE_SRP_AUTH:
        keys += ", then the device’s proof"
    elif requests > 1:
        keys += ", then the password’s proof"
    return Sending(operation=challenge.operation, keys=keys, requests=requests)


def _choosing(choice: str | Secret) -> Sending:
    if choice == EMAIL:
        return Sending(operation="nothing yet", keys="the address is asked for first", requests=0)
    if choice == APP:
        return Sending(operation=ASSOCIATE_SOFTWARE_TOKEN, keys=f"Session {WITHHELD}")
    return Sending(operation="what the choice needs", keys="nothing is chosen yet")


def _verifying(challenge: Challenge, responses: Mapping[str, str | Secret]) -> Sending:
    keys = f"Session {WITHHELD} · UserCode {WITHHELD}"
    if "FRIENDLY_DEVICE_NAME" in responses:
        keys += " · FriendlyDeviceName as typed"
    keys += f", then the answer to {visible(challenge.name, _NAME_LIMIT)}"
    return Sending(operation=challenge.operation, keys=keys, requests=2)


def _parts(
    challenge: Challenge, responses: Mapping[str, str | Secret], *, password_known: bool
) -> tuple[list[str], int]:
    if challenge.name == DEVICE_SRP_AUTH:
        return [f"DEVICE_KEY {WITHHELD}", _SRP_A], 2
    if challenge.name == _SRP:
        return [_SRP_A], 2
    parts: list[str] = []
    for field in challenge.fields:
        if field.kind is FieldKind.PAIRS:
            parts += [f"{visible(key, _NAME_LIMIT)} {WITHHELD}" for key in responses]
        elif field.secret:
            parts.append(f"{visible(field.key, _NAME_LIMIT)} {WITHHELD}")
        else:
            choice = responses.get(field.key)
            chosen = visible(choice, _NAME_LIMIT) if isinstance(choice, str) and choice else ""
            parts.append(f"{visible(field.key, _NAME_LIMIT)} {chosen or 'as chosen'}")
    if challenge.name == SELECT_CHALLENGE and password_known:
        if responses.get("ANSWER") == "PASSWORD":
            return [*parts, f"PASSWORD {WITHHELD}"], 1
        if responses.get("ANSWER") == _SRP:
            return [*parts, _SRP_A], 2
    return parts, 1


_NUMBERS = {0: "no request yet", 1: "one request", 2: "two requests", 4: "four requests"}


def request_words(number: int) -> str:
    """How many requests a button sends, for the bar."""
    return _NUMBERS.get(number, f"{number} requests")


class WillSendBox(QFrame):
    """The operation, then its keys."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("willSendBox")
        self.setProperty("sunken", "true")
        words = PlainLabel("will send", role="muted", wrap=False)
        self._operation = PlainLabel(name="willSendOperation")
        self._keys = PlainLabel(name="willSendKeys")
        for label in (words, self._operation, self._keys):
            label.setFont(fixed_font())
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(words)
        first.addWidget(self._operation, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(4)
        layout.addLayout(first)
        layout.addWidget(self._keys)

    def show_sending(self, shown: Sending) -> None:
        """Shows exactly this."""
        self._operation.show_text(shown.operation)
        self._keys.show_text(shown.keys)
