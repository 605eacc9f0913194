"""What a flow leaves open: the path, the preferred challenge, SRP first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from console.core.call import Path
from console.core.conversation.flows import (
    PREFERENCES,
    PREFERRED,
    REFRESH_FLOWS,
    ROTATED_REFRESH,
    SRP_FIRST,
    AuthFlow,
    needs_password,
    on_path,
    rules_of,
)
from console.core.fields import FieldProblem
from console.core.text import visible
from console.ui.parts.arrow_combo import ArrowCombo
from console.ui.parts.field_block import FieldBlock
from console.ui.parts.widget_state import set_shown

BOTH = "both"
_PATH_WORDS = {
    str(Path.ADMIN): "admin · AdminInitiateAuth, signed",
    str(Path.PUBLIC): "public · InitiateAuth, as the app calls it",
    BOTH: "both · admin first, then public",
}
_PATH_HINTS = {
    str(Path.ADMIN): "Needs your AWS credentials. Not the way that the customer's app takes.",
    str(Path.PUBLIC): "Unsigned, needs no AWS credentials. The pool's web ACL and devices apply.",
}
_NARROW = ArrowCombo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
_NO_PREFERENCE = "none: Cognito offers a choice"
_SHOWN = 64


class FlowOptions(QWidget):
    """Shows just what the flow has a use for."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._path = ArrowCombo(name="pathCombo")
        for word, text in _PATH_WORDS.items():
            self._path.addItem(text, word)
        self._preferred = ArrowCombo(name="preferredChallengeCombo")
        self._preferred.addItem(_NO_PREFERENCE, "")
        for name in PREFERENCES:
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

    def show_for(self, flow: str) -> None:
        """Follows the choice of the flow."""
        set_shown(self, flow != ROTATED_REFRESH)  # which leaves nothing open
        self._offer_both(flow not in REFRESH_FLOWS)
        self._path_block.show_hint(self._path_hint(flow))
        set_shown(self._preferred_block, _chooses(flow, PREFERRED))
        set_shown(self._srp_first, _chooses(flow, SRP_FIRST))

    def choose_path(self, word: str) -> None:
        """admin, public or both."""
        self._path.setCurrentIndex(self._path.findData(word))

    def choose(self, path: str, chosen: Mapping[str, str]) -> None:
        """These and no others; `chosen` by Cognito's own keys, what is left out as at first."""
        self.choose_path(path)
        preferred = self._preferred.findData(chosen.get(PREFERRED, ""))
        self._preferred.setCurrentIndex(max(preferred, 0))
        self._srp_first.setChecked(chosen.get(SRP_FIRST) == "SRP_A")

    def path(self, flow: str) -> Path:
        """The chosen path; the first of both. The call of its own is unsigned, so public."""
        if flow == ROTATED_REFRESH:
            return Path.PUBLIC
        word = str(self._path.currentData())
        return Path.ADMIN if word == BOTH else Path(word)

    def both(self, flow: str) -> bool:
        """Whether both paths are chosen."""
        return self._path.currentData() == BOTH and flow != ROTATED_REFRESH

    def word(self, flow: str) -> str:
        """admin, public or both."""
        return BOTH if self.both(flow) else str(self.path(flow))

    def parameters(self, flow: str) -> dict[str, str]:
        """The chosen values by Cognito's own keys, as far as the flow takes them."""
        found: dict[str, str] = {}
        preferred = str(self._preferred.currentData())
        if _chooses(flow, PREFERRED) and preferred:
            found[PREFERRED] = preferred
        if _chooses(flow, SRP_FIRST) and self._srp_first.isChecked():
            found[SRP_FIRST] = "SRP_A"
        return found

    def wants_password(self, flow: str) -> bool:
        """Whether a password has a use with what is chosen."""
        chosen = self.parameters(flow)
        return needs_password(flow, chosen) or (flow == AuthFlow.USER_AUTH and not chosen)

    def fields(self) -> tuple[str, ...]:
        """The names of the fields that problems can be about."""
        return ("path",)

    def show_problems(self, problems: Sequence[FieldProblem]) -> None:
        """Shows exactly these at the path."""
        self._path_block.show_problems(problems)

    def focus_field(self) -> None:
        """Goes to the path."""
        self._path.setFocus()

    def _offer_both(self, offered: bool) -> None:
        model = self._path.model()
        if isinstance(model, QStandardItemModel):
            model.item(self._path.findData(BOTH)).setEnabled(offered)

    def _path_hint(self, flow: str) -> str:
        word = str(self._path.currentData())
        if word != BOTH:
            return _PATH_HINTS[word]
        if flow in REFRESH_FLOWS:
            return ""
        return both_paths_line(flow)


def both_paths_line(flow: str) -> str:
    """What it means to take both paths."""
    admin, public = on_path(flow, Path.ADMIN), on_path(flow, Path.PUBLIC)
    line = (
        "Two sign-ins are sent: each counts towards lockout and may send a message. "
        "No session crosses from one path to the other."
    )
    if admin == public:
        return line
    return f"{line} The flow is {visible(admin, _SHOWN)}, then {visible(public, _SHOWN)}."


def _chooses(flow: str, key: str) -> bool:
    """Whether the flow is known to take `key`; of an unknown one, everything is typed."""
    rules = rules_of(flow)
    return rules.takes(key) and not rules.any_key
