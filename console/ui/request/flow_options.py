"""What a flow leaves open: the path, the preferred challenge, SRP first."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from console.core.call import Path
from console.core.conversation.flows import (
    FLOWS,
    PREFERENCES,
    PREFERRED,
    SRP_FIRST,
    AuthFlow,
    needs_password,
)
from console.ui.parts.arrow_combo import ArrowCombo
from console.ui.parts.field_block import FieldBlock
from console.ui.parts.widget_state import set_shown

_PATH_WORDS = {
    Path.ADMIN: "admin · AdminInitiateAuth, signed",
    Path.PUBLIC: "public · InitiateAuth, as the app calls it",
}
_PATH_HINTS = {
    Path.ADMIN: "Needs your AWS credentials. Not the way that the customer's app takes.",
    Path.PUBLIC: "Unsigned, needs no AWS credentials. The pool's web ACL and devices apply.",
}
_NARROW = ArrowCombo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
_NO_PREFERENCE = "none: Cognito offers a choice"


class FlowOptions(QWidget):
    """Shows just what the flow has a use for."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._path = ArrowCombo(name="pathCombo")
        for path, words in _PATH_WORDS.items():
            self._path.addItem(words, str(path))
        self._preferred = ArrowCombo(name="preferredChallengeCombo")
        self._preferred.addItem(_NO_PREFERENCE, "")
        for name in PREFERENCES:
            if name != "WEB_AUTHN":  # the wizard has no page for it: a recipe can still prefer it
                self._preferred.addItem(name, name)
        self._srp_first = QCheckBox("Begin with SRP")
        self._srp_first.setObjectName("srpFirstCheck")
        self._srp_first.setToolTip("Sends CHALLENGE_NAME = SRP_A: the password is proved first.")
        for combo in (self._path, self._preferred):  # long words must not widen the column
            combo.setSizeAdjustPolicy(_NARROW)
            combo.setMinimumContentsLength(12)
        self._path_block = FieldBlock(label="Path", field=self._path)
        self._preferred_block = FieldBlock(label="Preferred challenge", field=self._preferred)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        for widget in (self._path_block, self._preferred_block, self._srp_first):
            layout.addWidget(widget)
        self._path.currentIndexChanged.connect(lambda _: self.edited.emit())
        self._preferred.currentIndexChanged.connect(lambda _: self.edited.emit())
        self._srp_first.toggled.connect(lambda _: self.edited.emit())

    def show_for(self, flow: AuthFlow) -> None:
        """Follows the choice of the flow."""
        rules = FLOWS[flow]
        self._path_block.show_hint(_PATH_HINTS[self.path()])
        set_shown(self._preferred_block, rules.takes(PREFERRED))
        set_shown(self._srp_first, rules.takes(SRP_FIRST))

    def choose_path(self, path: Path) -> None:
        """Sets the path."""
        self._path.setCurrentIndex(self._path.findData(str(path)))

    def path(self) -> Path:
        """The chosen path."""
        return Path(str(self._path.currentData()))

    def parameters(self, flow: AuthFlow) -> dict[str, str]:
        """The chosen values by Cognito's own keys, as far as the flow takes them."""
        rules = FLOWS[flow]
        found: dict[str, str] = {}
        preferred = str(self._preferred.currentData())
        if rules.takes(PREFERRED) and preferred:
            found[PREFERRED] = preferred
        if rules.takes(SRP_FIRST) and self._srp_first.isChecked():
            found[SRP_FIRST] = "SRP_A"
        return found

    def wants_password(self, flow: AuthFlow) -> bool:
        """Whether a password has a use with what is chosen."""
        chosen = self.parameters(flow)
        return needs_password(flow, chosen) or (flow is AuthFlow.USER_AUTH and not chosen)
