"""The request builder: flow, user, password or token, what goes along, and the masked preview."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.core.allowed_flows import why_refused
from console.core.call import ApiCall, Path
from console.core.conversation.flows import ROTATED_REFRESH, needs_password
from console.core.conversation.machine import Conversation
from console.core.conversation.srp import SrpClient
from console.core.fields import FieldProblem, Severity, errors
from console.core.profile import Profile
from console.core.request import SignInRequest, request_problems
from console.core.secret import Secret
from console.ui.evidence.forecast_lines import Foreseen
from console.ui.evidence.forecast_note import ForecastNote
from console.ui.evidence.lookup import Lookup
from console.ui.parts.field_block import ProblemLines
from console.ui.parts.plain_label import PlainLabel
from console.ui.parts.widget_state import set_shown
from console.ui.request.credentials import Credentials
from console.ui.request.extras import Extras
from console.ui.request.flow_choice import FlowChoice
from console.ui.request.flow_combo import ANOTHER
from console.ui.request.flow_options import FlowOptions
from console.ui.request.preview import Preview, next_call_line
from console.ui.request.sending_note import SendingNote
from console.ui.theme import Theme

_NOT_AT_HAND = (
    "This profile has a client secret, but it could not be read, so SECRET_HASH cannot be made. "
    "Edit the profile and type the secret again."
)
# Said at once: typed elsewhere, or made wrong by a choice of another field.
_AT_ONCE = ("ticket", "path")


class RequestPanel(QWidget):
    """Makes a SignInRequest, or says beside the fields why it cannot be sent."""

    edited = Signal()
    look_up_requested = Signal()
    look_up_stop_requested = Signal()

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._profile: Profile | None = None
        self._client_secret: Secret | None = None
        self._ticket: str | None = None
        self._left: set[str] = set()  # fields whose errors are shown because they were left
        self._tried = False  # all errors are shown since a try to send
        self._choice = FlowChoice(theme=theme)
        self._options = FlowOptions()
        self._credentials = Credentials()
        self._extras = Extras()
        self._head = PlainLabel(role="head", name="requestHead")
        self._note = SendingNote()
        self._forecast = ForecastNote()
        self._preview = Preview(theme=theme)
        self._other_problems = ProblemLines(name="request")
        self._build_ui()
        self._connect()
        self._follow()

    def _build_ui(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(12)
        above: tuple[QWidget, ...] = (self._head, self._choice, self._options)
        below: tuple[QWidget, ...] = (
            self._extras,
            self._note,
            self._forecast,
            self._preview,
        )
        for widget in above:
            layout.addWidget(widget)
        credentials = QVBoxLayout()
        credentials.setSpacing(4)
        credentials.addWidget(self._credentials)
        credentials.addWidget(self._other_problems)
        layout.addLayout(credentials)
        for widget in below:
            layout.addWidget(widget)
        layout.addStretch(1)

    def _connect(self) -> None:
        for part in (self._choice, self._options, self._credentials, self._extras):
            part.edited.connect(self._edited)
        for part in (self._choice, self._credentials, self._extras):
            part.left.connect(self._leave)
        self._forecast.look_up_requested.connect(self.look_up_requested)
        self._forecast.stop_requested.connect(self.look_up_stop_requested)

    # Downward

    def set_profile(self, profile: Profile | None, client_secret: Secret | None) -> None:
        """Where the request will go. Another profile empties everything secret."""
        before = self._profile
        if before is None or profile is None or profile.profile_id != before.profile_id:
            if before is not None:
                self._credentials.forget_secrets()
                self._extras.forget_secrets()
            self._left.clear()  # what is empty for this profile is no mistake yet
            self._tried = False
        self._profile, self._client_secret = profile, client_secret
        self._choice.show_settings(None if profile is None else profile.known)
        self._preview.set_source(self.call if profile is not None else None)
        self._follow()

    def prefill(
        self,
        *,
        auth_flow: str,
        username: str,
        password: str,
        path: str = "admin",
        chosen: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Fills in a user of any flow; with a refresh flow, `password` is the token.

        What was chosen for another user, such as both paths, is not sent with this one.
        """
        self._options.choose(path, chosen)
        self._choice.choose(auth_flow)
        self._credentials.prefill(auth_flow, username, password, another=self._choice.another)
        self._left.clear()
        self._tried = False
        self._follow()

    def use_name(self, username: str) -> None:
        """Puts a user name into the form, and leaves the rest of it."""
        self._credentials.use_name(username)

    def show_recent_users(self, names: Sequence[str]) -> None:
        """Names that were tried last with the profile."""
        self._credentials.show_recent_users(names)

    def set_ticket(self, ticket: str | None) -> None:
        """The ticket that the request carries."""
        self._ticket = ticket or None
        self._follow()

    def show_foreseen(
        self, lookup: Lookup, foreseen: Foreseen | None, failures_seen: int = 0
    ) -> None:
        """How far the look-up is, and what the request as it stands would give."""
        self._forecast.show_foreseen(lookup, foreseen, failures_seen)

    def set_look_up_enabled(self, enabled: bool) -> None:
        """Whether a look-up can begin now."""
        self._forecast.set_enabled(enabled)

    def focus_first(self) -> None:
        """Puts the cursor where typing goes on: the first empty field, else the user name."""
        if self._choice.another and not self._choice.flow():
            self._choice.focus_field()
        else:
            self._credentials.focus_first()

    # Upward

    def request(self) -> SignInRequest:
        """The form as it is, with whatever is wrong in it."""
        shape = self._shape()
        wants_password = self._options.wants_password(shape)
        request = SignInRequest(
            auth_flow=self._choice.flow(),
            path=self._options.path(shape),
            both_paths=self._options.both(shape),
            username=self._credentials.username(shape, confidential=self._confidential()),
            parameters={
                **self._options.parameters(shape),
                **self._credentials.parameters(shape, wants_password=wants_password),
            },
            ticket=self._ticket,
        )
        return self._extras.completed(request, shape)

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
        request, shape = self.request(), self._shape()
        found = [*self._choice.problems()]
        if not found:  # the rules of the typed flow are not those of the form
            found += request_problems(request, confidential=self._confidential())
            found += self._client_warnings(request)
        found += self._credentials.problems(shape)
        found += self._extras.problems(shape)
        if self._confidential() and self._client_secret is None:
            found.append(FieldProblem(field="client_secret", sentence=_NOT_AT_HAND))
        return tuple(found)

    def call(self) -> ApiCall:
        """The first call that the form would make, secrets wrapped."""
        return self._call_of(self.request().legs()[0])

    # Inside

    def _call_of(self, leg: SignInRequest) -> ApiCall:
        profile = self._profile
        return Conversation(
            user_pool_id=profile.user_pool_id if profile is not None else "",
            client_id=profile.client_id if profile is not None else "",
            client_secret=self._client_secret,
            request=leg,
            new_srp=lambda: SrpClient(a=1),  # masked anyway, and typing must cost nothing
        ).start()

    def _shape(self) -> str:
        """The flow whose rules the form follows: while its name is typed, those of no other."""
        return ANOTHER if self._choice.another else self._choice.flow()

    def _confidential(self) -> bool:
        return self._client_secret is not None or (
            self._profile is not None and self._profile.has_client_secret
        )

    def _client_warnings(self, request: SignInRequest) -> list[FieldProblem]:
        """What the client's settings say of the flow, on each path that it takes."""
        known = None if self._profile is None else self._profile.known
        reasons = dict.fromkeys(why_refused(known, leg.auth_flow) for leg in request.legs())
        return [
            FieldProblem(field="auth_flow", severity=Severity.WARNING, sentence=reason)
            for reason in reasons
            if reason
        ]

    def _edited(self) -> None:
        self._follow()
        self.edited.emit()

    def _leave(self, name: str) -> None:
        self._left.add(name)
        self._follow()

    def _follow(self) -> None:
        shape = self._shape()
        self._extras.show_path(self._options.word(shape))
        request = self.request()
        self._head.show_text(f"Request · {_operations(request)}")
        self._choice.follow()
        self._options.show_for(shape)
        self._credentials.show_for(
            shape,
            confidential=self._confidential(),
            wants_password=self._options.wants_password(shape),
            needs_password=needs_password(shape, self._options.parameters(shape)),
        )
        self._credentials.show_hash_of(request, at_hand=self._client_secret is not None)
        self._extras.show_for(request, shape)
        self._note.show_for(self._profile, request)
        set_shown(self._forecast, self._profile is not None)
        self._show_problems()
        self._show_next(request)
        self._preview.schedule()

    def _show_next(self, request: SignInRequest) -> None:
        legs = request.legs()
        two = len(legs) > 1 and self._profile is not None
        self._preview.show_next(next_call_line(*map(self._call_of, legs)) if two else "")

    def _show_problems(self) -> None:
        by_field: defaultdict[str, list[FieldProblem]] = defaultdict(list)
        for problem in self.problems():
            if self._is_shown(problem):
                by_field[problem.field].append(problem)
        self._choice.show_problems(by_field["auth_flow"])
        self._options.show_problems(by_field["path"])
        self._credentials.show_problems(self._shape(), by_field)
        self._extras.show_problems(by_field)
        # What has no field of its own here: the ticket, the client secret.
        parts = (self._choice, self._options, self._credentials, self._extras)
        homes = {name for part in parts for name in part.fields()}
        rest = [problems for name, problems in by_field.items() if name not in homes]
        self._other_problems.show_problems([problem for some in rest for problem in some])

    def _is_shown(self, problem: FieldProblem) -> bool:
        if problem.severity is Severity.WARNING or self._tried or problem.field in _AT_ONCE:
            return True
        return problem.field in self._left and self._profile is not None

    def _focus_problem(self, field: str) -> None:
        if field in self._choice.fields():
            self._choice.focus_field()
        elif field in self._options.fields():
            self._options.focus_field()
        elif field in self._credentials.fields():
            self._credentials.focus_field(field)
        elif field in self._extras.fields():
            self._extras.focus_field(field)


def _operations(request: SignInRequest) -> str:
    """The first call of each path."""
    if request.auth_flow == ROTATED_REFRESH:
        return ROTATED_REFRESH
    paths = tuple(Path) if request.both_paths else (request.path,)
    return ", ".join(path.initiate for path in paths)
