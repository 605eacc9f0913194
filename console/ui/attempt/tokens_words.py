"""What the panel of tokens says, as plain values made from the events of an attempt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from console.core.claims import GROUPS, SHOWN_CLAIMS
from console.core.events import Event, EventKind
from console.core.pool_settings import REFRESH_TOKEN_DEFAULT_S
from console.core.record import TokensLeft
from console.core.telling import MARKS, State
from console.core.text import visible
from console.ui.parts.facts_table import Fact

_TEXT_LIMIT = 200
_NAMES_LIMIT = 600
_TOKEN_WORDS = {"access": "Access token", "id": "ID token", "refresh": "Refresh token"}
CHECKS = ("signature", "issuer", "client", "use", "expiry")
_CHECK_STATES = {"ok": State.DONE, "wrong": State.REFUSED}
_WITH_VALUES = frozenset({*SHOWN_CLAIMS, GROUPS})
# What a wrong check means; {claim} is the claim of that token that names the client.
_WRONG = {
    "signature": "No key of this pool made the signature: the token was changed, or comes from "
    "elsewhere. An app that checks it turns the user away.",
    "issuer": "iss names another pool than the profile's: the app expects tokens of this pool and "
    "turns the user away.",
    "client": "{claim} names another app client than the profile's: an app that checks it turns "
    "the user away.",
    "use": "token_use says that it is a token of another kind: an API that checks it refuses it.",
    "expiry": "It has expired, or names no end: the clock of this machine is off, or the token was "
    "issued long ago.",
}
_DAYS = REFRESH_TOKEN_DEFAULT_S // 86400


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckShown:
    """One check: its mark's state, and its words."""

    name: str
    state: State

    @property
    def text(self) -> str:
        """Mark and name."""
        return f"{MARKS[self.state]} {self.name}"

    @property
    def spoken(self) -> str:
        """For those who cannot see the mark."""
        words = {State.DONE: "right", State.REFUSED: "wrong"}
        return f"{self.name}: {words.get(self.state, 'not checked')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenShown:
    """One token that was checked. `problems` say what a wrong check means, or why there is none."""

    name: str
    checks: tuple[CheckShown, ...]
    problems: tuple[tuple[State, str], ...]
    facts: tuple[Fact, ...]
    further: str  # names of claims whose values are withheld


@dataclass(frozen=True, slots=True, kw_only=True)
class TokensShown:
    """Everything in the panel but its buttons. `session` is about the session that they are."""

    came: tuple[str, ...]
    session: str
    session_tip: str = ""
    revoked: bool = False
    tokens: tuple[TokenShown, ...] = ()
    notes: tuple[str, ...] = ()


class TokenStory:
    """Takes an attempt's events in their order; `shown` is what they come to."""

    def __init__(self) -> None:
        self._paths: dict[int | None, str] = {}  # of the calls, by step
        self._came: dict[str, str] = {}  # by path, or "refresh"
        self._over = False
        self._both = False
        self._checked: dict[tuple[str, str], TokenShown] = {}  # by path and token
        self._notes: list[str] = []

    def take(self, event: Event) -> None:
        """Adds what the event says."""
        match event.kind:
            case EventKind.ATTEMPT_STARTED:
                self._both = event.text("path") == "both"
            case EventKind.CALL_STARTED:
                self._paths[event.step] = event.text("path")
            case EventKind.TOKENS:
                self._tokens(event)
            case EventKind.ATTEMPT_ENDED:
                self._over = True
            case EventKind.TOKEN_CHECKED:
                self._note_checked(event)
            case EventKind.DEVICE_REMEMBERED:
                self._notes.append(_device_note(event))
            case _:
                pass

    def shown(self, left: TokensLeft | None, *, simulated: bool = False) -> TokensShown | None:
        """What there is to show; None where no tokens came. `left` is the record's own."""
        if not self._came:
            return None
        text, tip = session_words(left, simulated=simulated)
        return TokensShown(
            came=tuple(self._came.values()),
            session=text,
            session_tip=tip,
            revoked=left is not None and left.revoked_at is not None,
            tokens=tuple(self._checked.values()),
            notes=tuple(self._notes),
        )

    def _tokens(self, event: Event) -> None:
        path = visible(self._paths.get(event.step, ""), 20) if self._both else ""
        key = "refresh" if self._over else path
        lead = "Refreshed" if self._over else path.capitalize()
        text = came_words(event)
        self._came[key] = f"{lead}: {text[:1].lower()}{text[1:]}" if lead else text
        self._checked.clear()  # of the tokens before these

    def _note_checked(self, event: Event) -> None:
        path = visible(event.text("path"), 20) if self._both else ""
        self._checked[path, event.text("token")] = token_shown(event, path=path)


def came_words(event: Event) -> str:
    """Which tokens came, and for how long."""
    names = [_TOKEN_WORDS.get(name, visible(name, 40)) for name in event.texts("names")]
    text = ", ".join([*names[:1], *(_in_sentence(name) for name in names[1:])]) or "No tokens"
    life = event.number("expires_in_s")
    if life is not None:
        text += f"; access and ID for {life_words(life)}"
    if event.data.get("new_device") is True:
        text += "; a new device"
    return text


def _in_sentence(name: str) -> str:
    return name if name.startswith("ID") else name[:1].lower() + name[1:]


def life_words(seconds: float) -> str:
    """A duration in its largest unit that loses nothing."""
    for unit, name in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= unit and seconds % unit == 0:
            return f"{seconds // unit:.0f}\u00a0{name}"
    return f"{seconds:.0f}\u00a0s"


def token_shown(event: Event, *, path: str = "") -> TokenShown:
    """A checked token; `path` is told where both were taken."""
    kind = event.text("token")
    name = _TOKEN_WORDS.get(kind, visible(kind, 40))
    parts = [name, visible(event.text("algorithm"), 40), f"{path} path" if path else ""]
    checks = tuple(
        CheckShown(name=check, state=_CHECK_STATES.get(event.text(check), State.CANCELLED))
        for check in CHECKS
    )
    further = [claim for claim in event.texts("claims") if claim not in _WITH_VALUES]
    return TokenShown(
        name=" · ".join(part for part in parts if part),
        checks=checks,
        problems=tuple(_problems(event, kind)),
        facts=(
            Fact(name="sub", values=(visible(event.text("sub"), _TEXT_LIMIT) or "—",)),
            Fact(name="Scopes", values=(_list(event.texts("scopes")),)),
            Fact(name="Groups", values=(_list(event.texts("groups")),)),
            _time_fact("Issued", event.text("issued_at")),
            _time_fact("Expires", event.text("expires_at")),
            _time_fact("Signed in", event.text("auth_time")),
        ),
        further=visible(", ".join(further), _NAMES_LIMIT),
    )


def _problems(event: Event, kind: str) -> list[tuple[State, str]]:
    claim = "aud" if kind == "id" else "client_id"
    reason = visible(event.text("signature_reason"), _TEXT_LIMIT)
    found = []
    for check in CHECKS:
        if event.text(check) == "wrong":
            meaning = _WRONG[check].format(claim=claim)
            why = f" {reason}" if reason and check == "signature" else ""
            found.append((State.REFUSED, f"Wrong {check}: {meaning}{why}"))
    if event.text("signature") == "not_checked":
        words = "The signature was not checked"
        found.append((State.WARNING, f"{words}: {reason}" if reason else f"{words}."))
    return found


def _list(values: tuple[str, ...]) -> str:
    return visible(", ".join(values), _TEXT_LIMIT) or "none"


def _time_fact(name: str, text: str) -> Fact:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return Fact(name=name, values=("—",))
    return Fact(name=name, values=(local_words(moment),), tip=utc_words(moment))


def local_words(moment: datetime) -> str:
    """Date and time of this machine's zone, to the second."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M:%S}"


def utc_words(moment: datetime) -> str:
    """The same in UTC, and said so."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def session_words(left: TokensLeft | None, *, simulated: bool) -> tuple[str, str]:
    """The sentence about the session that the tokens are, and its times in UTC."""
    what = "Practice session" if simulated else "Real session"
    if left is None:
        return f"{what}: until when it is good was not recorded.", ""
    if left.revoked_at is not None:
        return f"Revoked at {local_words(left.revoked_at)}.", utc_words(left.revoked_at)
    if left.valid_until is None:
        return f"{what}: until when it is good is not known.", ""
    text = f"{what}: valid until {local_words(left.valid_until)}"
    tip = utc_words(left.valid_until)
    if left.assumed:
        text += " (assumed)"
        tip += f"; counted with Cognito's default of {_DAYS} days, since the client's is not known"
    return f"{text}.", tip


def _device_note(event: Event) -> str:
    kept = event.data.get("kept") is True
    where = "its keys are in the keyring" if kept else "its keys are kept until the console closes"
    asked = event.data.get("confirmation_needed") is True
    return f"Device confirmed{' and remembered' if asked else ''}; {where}."
