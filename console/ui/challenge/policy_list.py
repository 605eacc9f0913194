"""The pool's password rules, each marked as met or missing while a password is typed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.core.pool_settings import PasswordPolicy
from console.core.secret import Secret
from console.core.telling import MARKS, State
from console.ui.parts.plain_label import PlainLabel
from console.ui.parts.widget_state import restyle

_MISSING = "•"
_NOT_KNOWN = (
    "The pool’s password policy is not known here; Cognito says so when a password breaks it."
)


class PolicyList(QWidget):
    """One line a rule: sign, colour and word. One sentence where no policy is known."""

    def __init__(self, *, policy: PasswordPolicy | None) -> None:
        super().__init__()
        self.setObjectName("policyList")
        self._rules: list[tuple[PlainLabel, str, Callable[[str], bool]]] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        if policy is None:
            layout.addWidget(PlainLabel(_NOT_KNOWN, role="hint", name="policyUnknown"))
            return
        layout.addWidget(PlainLabel("The pool’s password policy", role="hint"))
        for number, (words, keeps) in enumerate(policy.rules(), start=1):
            label = PlainLabel(role="hint", name=f"policyRule{number}")
            layout.addWidget(label)
            self._rules.append((label, words, keeps))
        self.follow(Secret(""))

    def follow(self, password: Secret) -> None:
        """Marks the rules that `password` keeps."""
        for label, words, keeps in self._rules:
            kept = keeps(password.reveal())
            mark, state = (MARKS[State.DONE], "met") if kept else (_MISSING, "missing")
            label.show_text(f"{mark} {words} · {state}")
            restyle(label, "tone", "ok" if kept else None)
