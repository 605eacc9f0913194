"""Who signs in with what: user name, password or token, and the parameters of an unknown flow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from console.core.conversation.flows import (
    REFRESH_FLOWS,
    ROTATED_REFRESH,
    begins_with_srp,
    rules_of,
)
from console.core.fields import FieldProblem
from console.core.request import SignInRequest
from console.core.secret import Secret
from console.core.secret_hash import secret_hash_line
from console.core.text import visible
from console.ui.parts.field_block import FieldBlock
from console.ui.parts.name_completer import NameCompleter
from console.ui.parts.pairs_editor import PairsEditor
from console.ui.parts.plain_label import PlainLabel
from console.ui.parts.secret_field import SecretField
from console.ui.parts.widget_state import set_shown

NAME_LABEL = "User name, alias or e-mail"
REAL_NAME_LABEL = "Real user name: hashed over, not sent"
_TRIED_LAST = "Users that were tried last with this profile"
PARAMETERS = "parameters"  # the field that problems with typed pairs are about
_MADE_HERE = {
    "USERNAME": "USERNAME has a field of its own above.",
    "SECRET_HASH": "SECRET_HASH is computed here, from the client secret of the profile.",
}


class Credentials(QWidget):
    """Shows what the flow takes; what is hidden stays typed and is not sent."""

    edited = Signal()
    left = Signal(str)  # the name of the field that the operator left

    def __init__(self) -> None:
        super().__init__()
        self._username = QLineEdit()
        self._username.setObjectName("usernameField")
        self._password = SecretField(name="passwordField", accessible_name="Password")
        self._token = SecretField(
            name="refreshTokenField", accessible_name="Refresh token", blanks=False
        )
        self._pairs = PairsEditor(
            name="parameters", noun="parameter", key_word="key", field=PARAMETERS, secret=True
        )
        self._blocks = {
            "username": FieldBlock(label=NAME_LABEL, field=self._username),
            "PASSWORD": FieldBlock(label="Password", field=self._password),
            "REFRESH_TOKEN": FieldBlock(label="Refresh token", field=self._token),
        }
        self._hash_line = PlainLabel(role="hint", name="secretHashLine")
        self._pairs_part = QWidget()
        self._build_ui()
        for line in (self._username, self._password, self._token):
            line.textChanged.connect(self.edited)
        self._pairs.edited.connect(self.edited)
        for name, block in self._blocks.items():
            block.left.connect(lambda name=name: self.left.emit(name))

    def _build_ui(self) -> None:
        pairs = QVBoxLayout(self._pairs_part)
        pairs.setContentsMargins(0, 0, 0, 0)
        pairs.setSpacing(4)
        pairs.addWidget(PlainLabel("AuthParameters, each value a secret", role="label"))
        pairs.addWidget(self._pairs)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self._blocks["username"])
        secrets = QVBoxLayout()
        secrets.setSpacing(4)
        for widget in (
            self._blocks["PASSWORD"],
            self._blocks["REFRESH_TOKEN"],
            self._pairs_part,
            self._hash_line,
        ):
            secrets.addWidget(widget)
        layout.addLayout(secrets)

    def prefill(self, flow: str, username: str, password: str, *, another: bool) -> None:
        """A user's name and password; with a refresh flow, `password` is the token."""
        refresh = flow in REFRESH_FLOWS
        self._username.setText(username)
        self._token.setText(password if refresh else "")
        self._password.setText("" if refresh or another else password)
        self._pairs.clear()
        if another and password:
            self._pairs.put("PASSWORD", password)

    def show_recent_users(self, names: Sequence[str]) -> None:
        """Names to complete what is typed; one that would show itself as another is left out."""
        offered = [name for name in names if name and visible(name) == name]
        completer = None
        if offered:
            completer = NameCompleter(self._username, title=_TRIED_LAST, names=offered)
        self._username.setCompleter(completer)  # type: ignore[arg-type]  # None takes it away

    def use_name(self, username: str) -> None:
        """Another spelling of whom the form is about; what else was typed stays."""
        self._username.setText(username)

    def show_for(
        self, flow: str, *, confidential: bool, wants_password: bool, needs_password: bool
    ) -> None:
        """Follows the flow; `confidential`: the client has a secret."""
        refresh, another = flow in REFRESH_FLOWS, self._is_another(flow)
        name = self._blocks["username"]
        name.set_label(REAL_NAME_LABEL if refresh else NAME_LABEL)
        set_shown(name, self._takes_name(flow, confidential=confidential))
        self._blocks["PASSWORD"].set_label("Password" if needs_password else "Password (optional)")
        set_shown(self._blocks["PASSWORD"], wants_password)
        set_shown(self._blocks["REFRESH_TOKEN"], refresh)
        set_shown(self._pairs_part, another)

    def show_hash_of(self, request: SignInRequest, *, at_hand: bool) -> None:
        """Over which name SECRET_HASH is made; nothing without a client secret `at_hand`."""
        set_shown(self._hash_line, at_hand)
        self._hash_line.show_text(hash_line(request))

    def username(self, flow: str, *, confidential: bool) -> str:
        """The name as typed, where the flow has a use for one."""
        taken = self._takes_name(flow, confidential=confidential)
        return self._username.text() if taken else ""

    def parameters(self, flow: str, *, wants_password: bool) -> dict[str, str | Secret]:
        """What was typed by Cognito's own keys, as far as the flow takes it."""
        if self._is_another(flow):
            return {key: Secret(value) for key, value in self._pairs.pairs().items()}
        found: dict[str, str | Secret] = {}
        if flow in REFRESH_FLOWS and (token := self._token.secret()):
            found["REFRESH_TOKEN"] = token
        if wants_password and (password := self._password.secret()):
            found["PASSWORD"] = password
        return found

    def problems(self, flow: str) -> tuple[FieldProblem, ...]:
        """What is wrong with the typed pairs."""
        if not self._is_another(flow):
            return ()
        made = [_MADE_HERE[key] for key in self._pairs.pairs() if key in _MADE_HERE]
        found = [FieldProblem(field=PARAMETERS, sentence=sentence) for sentence in made]
        return (*self._pairs.problems(), *found)

    def fields(self) -> tuple[str, ...]:
        """The names of the fields that problems can be about; a shown pair is one by its key."""
        pairs = () if self._pairs_part.isHidden() else tuple(self._pairs.pairs())
        return (*self._blocks, PARAMETERS, *pairs)

    def show_problems(self, flow: str, problems: Mapping[str, Sequence[FieldProblem]]) -> None:
        """Shows exactly these, by the name of the field; of a typed pair, below the pairs."""
        mine = {name: list(problems.get(name, ())) for name in self._blocks}
        pairs = list(problems.get(PARAMETERS, ()))
        if self._is_another(flow):
            for key in self._pairs.pairs():
                pairs += mine.pop(key, problems.get(key, ()))
        for name, block in self._blocks.items():
            block.show_problems(mine.get(name, ()))
        self._pairs.show_problems(pairs)

    def focus_field(self, name: str) -> None:
        """Puts the cursor into the field that a problem is about."""
        if name in self._blocks and not self._blocks[name].isHidden():
            self._blocks[name].field.setFocus()
        else:
            self._pairs.focus_first()

    def focus_first(self) -> None:
        """The first empty field that is shown, else the first one."""
        shown = [block.field for block in self._blocks.values() if not block.isHidden()]
        empty = [field for field in shown if isinstance(field, QLineEdit) and not field.text()]
        (empty or shown)[0].setFocus()

    def forget_secrets(self) -> None:
        """Empties what belongs to one customer."""
        self._password.clear()
        self._token.clear()
        self._pairs.forget_values()

    @staticmethod
    def _is_another(flow: str) -> bool:
        return rules_of(flow).any_key

    @staticmethod
    def _takes_name(flow: str, *, confidential: bool) -> bool:
        return flow not in REFRESH_FLOWS or (confidential and flow != ROTATED_REFRESH)


def hash_line(request: SignInRequest) -> str:
    """Over which name the hash is made, now and in the answers."""
    if request.auth_flow == ROTATED_REFRESH:
        return "The client secret itself goes along: this call takes no SECRET_HASH."
    line = secret_hash_line(request.username, on_refresh=request.auth_flow in REFRESH_FLOWS)
    if request.username and begins_with_srp(request.auth_flow, request.parameters):
        line += " With the proof, over the name that Cognito answers with."
    return line
