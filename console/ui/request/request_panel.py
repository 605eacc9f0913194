"""The request builder: flow, user, password or token, what goes along, and the masked preview."""

from __future__ import annotations

from collections import defaultdict

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from console.core.call import ApiCall
from console.core.conversation.flows import FLOWS, AuthFlow
from console.core.conversation.machine import Conversation
from console.core.fields import FieldProblem, Severity, errors
from console.core.profile import Profile
from console.core.request import REFRESH_FLOWS, SignInRequest, request_problems
from console.core.secret import Secret
from console.core.secret_hash import secret_hash_line
from console.ui.parts.field_block import FieldBlock, ProblemLines
from console.ui.parts.plain_label import PlainLabel
from console.ui.parts.secret_field import SecretField
from console.ui.parts.widget_state import set_shown
from console.ui.request.context_editor import ContextEditor
from console.ui.request.flow_combo import FLOW_LINES, FlowCombo
from console.ui.request.flow_options import FlowOptions
from console.ui.request.folds import Folds
from console.ui.request.pairs_editor import PairsEditor
from console.ui.request.preview import Preview
from console.ui.request.sending_note import SendingNote
from console.ui.theme import Theme

_NOT_AT_HAND = (
    "This profile has a client secret, but it could not be read, so SECRET_HASH cannot be made. "
    "Edit the profile and type the secret again."
)
_NAME_LABEL = "User name, alias or e-mail"
_REAL_NAME_LABEL = "Real user name (for SECRET_HASH)"


class RequestPanel(QWidget):
    """Makes a SignInRequest, or says beside the fields why it cannot be sent."""

    edited = Signal()

    def __init__(self, *, theme: Theme) -> None:
        super().__init__()
        self._profile: Profile | None = None
        self._client_secret: Secret | None = None
        self._ticket: str | None = None
        self._left: set[str] = set()  # fields whose errors are shown because they were left
        self._tried = False  # all errors are shown since a try to send
        self._flow = FlowCombo()
        self._options = FlowOptions()
        self._head = PlainLabel(role="head")
        self._username = QLineEdit()
        self._username.setObjectName("usernameField")
        self._password = SecretField(name="passwordField", accessible_name="Password")
        self._token = SecretField(
            name="refreshTokenField", accessible_name="Refresh token", blanks=False
        )
        self._device_key = QLineEdit()
        self._device_key.setObjectName("deviceKeyField")
        self._metadata = PairsEditor(
            name="metadata", noun="pair", key_word="key", field="client_metadata"
        )
        self._context = ContextEditor()
        self._folds = Folds()
        self._note = SendingNote()
        self._preview = Preview(theme=theme)
        self._other_problems = ProblemLines(name="request")
        self._blocks = self._make_blocks()
        self._build_ui()
        self._connect()
        self._follow()

    def _make_blocks(self) -> dict[str, FieldBlock]:
        return {
            "username": FieldBlock(label=_NAME_LABEL, field=self._username),
            "PASSWORD": FieldBlock(label="Password", field=self._password),
            "REFRESH_TOKEN": FieldBlock(label="Refresh token", field=self._token),
            "DEVICE_KEY": FieldBlock(
                label="Device key (DEVICE_KEY)",
                field=self._device_key,
                hint="Of a remembered device; sent only when given.",
            ),
        }

    def _build_ui(self) -> None:
        self._flow_block = FieldBlock(label="Flow", field=self._flow)
        self._hash_line = PlainLabel(role="hint", name="secretHashLine")
        self._folds.add("metadata", "Client metadata", self._metadata)
        self._folds.add("context", "Context data", self._context)
        self._folds.add("advanced", "Advanced", self._blocks["DEVICE_KEY"])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(12)
        layout.addWidget(self._head)
        layout.addWidget(self._flow_block)
        layout.addWidget(self._options)
        layout.addWidget(self._blocks["username"])
        credentials = QVBoxLayout()
        credentials.setSpacing(4)
        for widget in (
            self._blocks["PASSWORD"],
            self._blocks["REFRESH_TOKEN"],
            self._hash_line,
            self._other_problems,
        ):
            credentials.addWidget(widget)
        layout.addLayout(credentials)
        layout.addWidget(self._folds)
        layout.addWidget(self._note)
        layout.addWidget(self._preview)
        layout.addStretch(1)

    def _connect(self) -> None:
        self._flow.flow_changed.connect(lambda _: self._edited())
        self._options.edited.connect(self._edited)
        for line in (self._username, self._password, self._token, self._device_key):
            line.textChanged.connect(self._edited)
        self._metadata.edited.connect(self._edited)
        self._context.edited.connect(self._edited)
        for name, block in self._blocks.items():
            block.left.connect(lambda name=name: self._leave(name))
        self._context.left.connect(self._leave)

    # Downward

    def set_profile(self, profile: Profile | None, client_secret: Secret | None) -> None:
        """Where the request will go. Another profile empties everything secret."""
        before = self._profile
        if before is None or profile is None or profile.profile_id != before.profile_id:
            if before is not None:
                self._forget_secrets()
            self._left.clear()  # what is empty for this profile is no mistake yet
            self._tried = False
        self._profile, self._client_secret = profile, client_secret
        self._preview.set_source(self.call if profile is not None else None)
        self._follow()

    def prefill(self, *, auth_flow: str, username: str, password: str) -> None:
        """Fills in a user; with a refresh flow, `password` is the token."""
        self._flow.choose(auth_flow)
        self._username.setText(username)
        refresh = self._flow.flow() in REFRESH_FLOWS
        self._token.setText(password if refresh else "")
        self._password.setText("" if refresh else password)
        self._left.clear()
        self._tried = False
        self._follow()

    def set_ticket(self, ticket: str | None) -> None:
        """The ticket that the request carries."""
        self._ticket = ticket or None
        self._follow()

    def focus_first(self) -> None:
        """Puts the cursor where typing goes on: the first empty field, else the user name."""
        lines = (self._username, self._password, self._token)
        shown = [line for line in lines if not line.isHidden() and not self._hides(line)]
        empty = [line for line in shown if not line.text()]
        (empty or shown)[0].setFocus()

    # Upward

    def request(self) -> SignInRequest:
        """The form as it is, with whatever is wrong in it."""
        flow, refresh = self._flow.flow(), self._refresh()
        parameters: dict[str, str | Secret] = {**self._options.parameters(flow)}
        if refresh and (token := self._token.secret()):
            parameters["REFRESH_TOKEN"] = token
        if self._options.wants_password(flow) and (password := self._password.secret()):
            parameters["PASSWORD"] = password
        if self._device_key.text() and FLOWS[flow].takes("DEVICE_KEY"):
            parameters["DEVICE_KEY"] = self._device_key.text()
        return SignInRequest(
            auth_flow=flow,
            path=self._options.path(),
            username=self._username.text() if not refresh or self._confidential() else "",
            parameters=parameters,
            client_metadata=self._metadata.pairs(),
            context_data=self._context.value(),
            ticket=self._ticket,
        )

    def checked_request(self) -> SignInRequest | None:
        """The request when it can be sent; else shows every error and goes to the first."""
        wrong = errors(self.problems())
        self._tried = bool(wrong)
        self._follow()
        if wrong:
            self._focus_problem(wrong[0].field)
            return None
        return self.request()

    def problems(self) -> tuple[FieldProblem, ...]:
        """Everything wrong or odd at the moment, by field, in the order of the form."""
        found = [*request_problems(self.request(), confidential=self._confidential())]
        found += self._metadata.problems()
        found += self._context.headers.problems()
        if self._confidential() and self._client_secret is None:
            found.append(FieldProblem(field="client_secret", sentence=_NOT_AT_HAND))
        return tuple(found)

    def call(self) -> ApiCall:
        """The very call that the form would make, secrets wrapped."""
        profile = self._profile
        return Conversation(
            user_pool_id=profile.user_pool_id if profile is not None else "",
            client_id=profile.client_id if profile is not None else "",
            client_secret=self._client_secret,
            request=self.request(),
        ).start()

    # Inside

    def _refresh(self) -> bool:
        return self._flow.flow() in REFRESH_FLOWS

    def _confidential(self) -> bool:
        return self._client_secret is not None or (
            self._profile is not None and self._profile.has_client_secret
        )

    def _hides(self, line: QLineEdit) -> bool:
        return any(block.field is line and block.isHidden() for block in self._blocks.values())

    def _edited(self) -> None:
        self._follow()
        self.edited.emit()

    def _leave(self, name: str) -> None:
        self._left.add(name)
        self._follow()

    def _follow(self) -> None:
        flow = self._flow.flow()
        self._head.show_text(f"Request · {self._options.path().initiate}")
        self._flow_block.show_hint(FLOW_LINES[flow])
        self._options.show_for(flow)
        self._show_fields(flow)
        self._show_hash_line()
        self._folds.set_count("metadata", len(self._metadata.pairs()))
        self._folds.set_count("context", self._context.count())
        self._folds.set_count("advanced", 1 if self._device_key.text() else 0)
        self._note.show_for(self._profile, self.request())
        self._show_problems()
        self._preview.schedule()

    def _show_fields(self, flow: AuthFlow) -> None:
        refresh = flow in REFRESH_FLOWS
        name = self._blocks["username"]
        name.set_label(_REAL_NAME_LABEL if refresh else _NAME_LABEL)
        set_shown(name, not refresh or self._confidential())
        set_shown(self._blocks["PASSWORD"], self._options.wants_password(flow))
        set_shown(self._blocks["REFRESH_TOKEN"], refresh)

    def _show_hash_line(self) -> None:
        set_shown(self._hash_line, self._client_secret is not None)
        self._hash_line.show_text(
            secret_hash_line(self._username.text(), on_refresh=self._refresh())
        )

    def _show_problems(self) -> None:
        by_field: defaultdict[str, list[FieldProblem]] = defaultdict(list)
        for problem in self.problems():
            if self._is_shown(problem):
                by_field[problem.field].append(problem)
        for name, block in self._blocks.items():
            block.show_problems(by_field.pop(name, []))
        self._metadata.show_problems(by_field.pop("client_metadata", []))
        mine = {name: by_field.pop(name, []) for name in self._context.fields()}
        self._context.show_problems(mine)
        self._flow_block.show_problems(by_field.pop("auth_flow", []))
        # What has no field of its own here: the ticket, the client secret.
        self._other_problems.show_problems([p for rest in by_field.values() for p in rest])

    def _is_shown(self, problem: FieldProblem) -> bool:
        if problem.severity is Severity.WARNING or self._tried:
            return True
        # The ticket is typed elsewhere, so what is wrong with it is said at once.
        left = problem.field in self._left and self._profile is not None
        return left or problem.field == "ticket"

    def _focus_problem(self, field: str) -> None:
        target: QWidget | None = None
        if field in self._blocks:
            target = self._blocks[field].field
        elif field == "client_metadata":
            target = self._metadata
        elif field in self._context.fields():
            target = self._context
        if target is None:
            return
        fold = self._folds.holder_of(target)
        if fold is not None:
            self._folds.open(fold)
        if target is self._metadata:
            self._metadata.focus_first()
        elif target is self._context:
            self._context.focus_field(field)
        else:
            target.setFocus()

    def _forget_secrets(self) -> None:
        for line in (self._password, self._token, self._device_key):
            line.clear()
        self._context.forget_secrets()
