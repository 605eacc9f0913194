"""The key of a new authenticator app: as a QR code, to be typed, and whether it is kept."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from console.core.conversation.app_setup import otpauth_uri
from console.core.secret import Secret
from console.core.text import visible
from console.ui.challenge.qr_code import QrCode
from console.ui.parts.plain_label import PlainLabel
from console.ui.theme import BODY_PX, fixed_font

_GROUP = 4
_ISSUER_LIMIT, _ACCOUNT_LIMIT = 30, 64
_PLAIN_NAMES = ("Cognito", "user")  # where the real ones would make too large a code
_WHY = "No code can be made without this key: whoever loses it locks the user out."


class KeyPage(QWidget):
    """The key is text on the screen only while it is asked for, and never in the clipboard."""

    def __init__(self) -> None:
        super().__init__()
        self._key: Secret | None = None
        self._code = QrCode(name="qrCode", accessible_name="QR code with the key")
        self._text = PlainLabel(name="keyText")
        self._text.setFont(fixed_font(BODY_PX))
        self._show = QPushButton("Show key")
        self._show.setObjectName("showKeyButton")
        self._show.setAccessibleName("Show the key")
        self._show.setProperty("link", "true")
        self._show.setCheckable(True)
        self._keep = QCheckBox("Keep this key in the &keyring")
        self._keep.setObjectName("keepKeyBox")
        self._keep.setAccessibleName("Keep this key in the keyring")
        self._keep.setAccessibleDescription(_WHY)
        self._build_ui()
        self._show.toggled.connect(self._show_key)

    def _build_ui(self) -> None:
        head = QHBoxLayout()
        head.addWidget(PlainLabel("Or type the key into the app", role="label"), 1)
        head.addWidget(self._show)
        typed = QVBoxLayout()
        typed.setSpacing(4)
        typed.addLayout(head)
        typed.addWidget(self._text)
        kept = QVBoxLayout()
        kept.setSpacing(4)
        kept.addWidget(self._keep)
        kept.addWidget(PlainLabel(_WHY, role="hint", name="keepKeyWhy"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self._code, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addLayout(typed)
        layout.addLayout(kept)

    def show_key(self, key: Secret, *, issuer: str, account: str) -> None:
        """A key that is to be set up; the same one again leaves everything as it is."""
        if self._key == key:
            return
        self._key = key
        names = (
            visible(issuer, _ISSUER_LIMIT) or _PLAIN_NAMES[0],
            visible(account, _ACCOUNT_LIMIT) or _PLAIN_NAMES[1],
        )
        for shown_issuer, shown_account in (names, _PLAIN_NAMES):
            uri = otpauth_uri(key, issuer=shown_issuer, account=shown_account)
            if self._code.show_text(uri):
                break
        self._keep.setChecked(True)
        self._show.setChecked(False)
        self._show_key(shown=False)

    def clear(self) -> None:
        """Forgets the key."""
        self._key = None
        self._code.clear()
        self._show.setChecked(False)
        self._show_key(shown=False)

    def kept_key(self) -> Secret | None:
        """The key, when the operator wants it kept."""
        return self._key if self._keep.isChecked() else None

    def _show_key(self, shown: bool) -> None:
        text = "" if self._key is None else self._key.reveal()
        groups = [text[start : start + _GROUP] for start in range(0, len(text), _GROUP)]
        self._text.show_text(" ".join(group if shown else "•" * len(group) for group in groups))
        self._text.setAccessibleName("" if shown else "The key, hidden")
        self._show.setText("Hide key" if shown else "Show key")

    def hideEvent(self, event: QHideEvent) -> None:
        self._show.setChecked(False)
        super().hideEvent(event)
