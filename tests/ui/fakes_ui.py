"""Small fakes for the window's own seams: a desk that does what tests tell it, practice users."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Self, TypeVar

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QVBoxLayout, QWidget

from console.core.attempt import Attempt, Plan
from console.core.diagnosis.classification import Act, Classification, Matched, Retry, RetryWhen
from console.core.ports import PracticeClient, PracticeDesk, PracticeUser
from console.core.profile import Profile, ProfileKind
from console.core.record import AttemptRecord, Outcome
from console.core.secret import Secret
from console.ui.export.made import Exportable
from tests.fakes import START, FakeClock, profile, request

W = TypeVar("W", bound=QWidget)
D = TypeVar("D", bound=QDialog)


def child(parent: QWidget, kind: type[W], name: str) -> W:
    """The one widget of that kind and name below `parent`."""
    (found,) = parent.findChildren(kind, name)
    return found


async def until(condition: Callable[[], bool]) -> None:
    """Waits for what nothing announces."""
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110  # the screen has no event for it
            await asyncio.sleep(0.001)


async def opened(kind: type[D]) -> D:
    """The dialog of that kind, as soon as it is open."""
    await until(lambda: isinstance(QApplication.activeModalWidget(), kind))
    found = QApplication.activeModalWidget()
    assert isinstance(found, kind)
    return found


async def settled() -> None:
    """Waits until every task that was started has ended."""
    await until(lambda: len(asyncio.all_tasks()) == 1)


def texts(parent: QWidget, name: str) -> list[str]:
    """What the visible labels of that name say."""
    labels = parent.findChildren(QLabel, name)
    return [label.text().replace("\u200b", "") for label in labels if not label.isHidden()]


class FakeDesk(QWidget):
    """Satisfies desk_tabs.TabDesk; `begin` and `end` play an attempt."""

    title_changed = Signal(str)
    attempt_started = Signal(object)
    attempt_finished = Signal(object)
    following_changed = Signal(bool)
    problem_raised = Signal(object)
    told = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.following_up = False
        self.asked: list[str] = []
        self.led_to_form = 0  # how often the cursor was put where typing begins
        self.client_secret: Secret | None = None
        self.user: PracticeUser | None = None
        self._profile: Profile | None = None
        self._ticket: str | None = None
        self._attempt: Attempt | None = None
        self._shown: AttemptRecord | None = None
        self._ended: asyncio.Event | None = None
        self.filter = QLineEdit()
        QVBoxLayout(self).addWidget(self.filter)

    @property
    def title(self) -> str:
        return self._profile.name if self._profile is not None else "New attempt"

    @property
    def running(self) -> bool:
        return self._ended is not None

    @property
    def following(self) -> bool:
        return self.following_up

    @property
    def profile(self) -> Profile | None:
        return self._profile

    @property
    def ticket(self) -> str | None:
        return self._ticket

    def set_profile(self, profile: Profile | None, client_secret: Secret | None) -> None:
        self._profile, self.client_secret, self.user = profile, client_secret, None
        self.title_changed.emit(self.title)

    def set_ticket(self, ticket: str | None) -> None:
        self._ticket = ticket
        if self._attempt is not None:
            self._attempt.ticket = ticket

    def prefill(self, user: PracticeUser) -> None:
        self.user = user

    def use_name(self, username: str) -> None:
        self.asked.append(f"use {username}")

    def show_record(self, record: AttemptRecord) -> None:
        self._attempt, self._shown = None, record

    def record(self) -> AttemptRecord | None:
        return self._attempt.record() if self._attempt is not None else self._shown

    def exportable(self) -> Exportable | None:
        record = self.record()
        return None if record is None else Exportable(record=replace(record, ticket=self._ticket))

    def run(self) -> None:
        self.asked.append("run")

    def cancel(self) -> None:
        self.asked.append("cancel")
        if self._ended is not None:
            self.end(Outcome.CANCELLED)

    def new_request(self) -> None:
        self.asked.append("new request")

    def focus_first(self) -> None:
        self.led_to_form += 1

    def focus_filter(self) -> None:
        self.filter.setFocus()

    async def close_desk(self) -> None:
        self.asked.append("close")
        self.cancel()

    def begin(self, attempt_id: str = "a1", username: str = "alice") -> Attempt:
        """An attempt starts."""
        asked = replace(request(username=username), ticket=self._ticket)
        plan = Plan(profile=self._profile or profile(), request=asked)
        self._attempt = Attempt(attempt_id=attempt_id, plan=plan, clock=FakeClock())
        self._ended = asyncio.Event()
        self.attempt_started.emit(self._attempt)
        return self._attempt

    def end(self, outcome: Outcome = Outcome.SIGNED_IN) -> None:
        """It ends."""
        self._ended = None
        if self._attempt is not None:
            self._attempt.outcome = outcome
            self.attempt_finished.emit(self._attempt.record())

    def follow_up(self, *, under_way: bool) -> None:
        """A call after the outcome begins, or ends."""
        self.following_up = under_way
        self.following_changed.emit(under_way)


def classification(code: str = "NotAuthorizedException") -> Classification:
    """What a refusal was taken for."""
    return Classification(
        id="X1",
        code=code,
        message="Incorrect username or password.",
        matched=Matched.CODE,
        meaning="m",
        causes=(),
        act=(Act.USER,),
        next_steps=(),
        retry=Retry(when=RetryWhen.FIX_FIRST),
        counts_towards_lockout=True,
    )


def header(attempt_id: str, **changes: object) -> AttemptRecord:
    """A row of the history, as the journal gives it."""
    made = AttemptRecord(
        attempt_id=attempt_id,
        started_at=START - timedelta(minutes=10),
        profile_name="Contoso shop",
        profile_kind=ProfileKind.PRODUCTION,
        region="eu-west-1",
        user_pool_id="eu-west-1_Ab12Cd34E",
        client_id="74jdrobmasoi0m2i1je8vhrij6",
        username="alice",
        auth_flow="ADMIN_USER_PASSWORD_AUTH",
        simulated=False,
        outcome=Outcome.SIGNED_IN,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, kw_only=True)
class FakeUser:
    """One row of the practice pool's list."""

    username: str
    password: str
    totp_seed: str | None = None
    client: str = "public"
    auth_flow: str = "ADMIN_USER_PASSWORD_AUTH"
    purpose: str = "signs in with a password alone"
    path: str = "admin"
    parameters: Mapping[str, str] = field(default_factory=dict)
    challenges: tuple[str, ...] = ()


def practice_desk() -> PracticeDesk:
    """A pool with two clients and three users."""
    return PracticeDesk(
        endpoint_url="http://127.0.0.1:9",
        users=(
            FakeUser(username="alice", password="Amber-Kettle-41!"),
            FakeUser(
                username="bob",
                password="Brass-Lantern-58!",
                client="confidential",
                purpose="confidential client: every call needs the secret hash",
            ),
            FakeUser(
                username="dave",
                password="Dusty-Compass-76!",
                purpose="TOTP",
                challenges=("SOFTWARE_TOKEN_MFA",),
            ),
        ),
        clients=(
            PracticeClient(name="public", client_id="publicclient", secret=None),
            PracticeClient(
                name="confidential", client_id="confidentialclient", secret=Secret("hush")
            ),
        ),
    )


class Browser(QObject):
    """Takes the place of the operator's browser."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    def __enter__(self) -> Self:
        # The stub wants bytes, and PySide6 itself a text.
        QDesktopServices.setUrlHandler("https", self, "take")  # type: ignore[arg-type]
        return self

    def __exit__(self, *_raised: object) -> None:
        QDesktopServices.unsetUrlHandler("https")

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.opened.append(url.toString())


class FakeAlarm:
    """Rings when a test says so."""

    def __init__(self, _parent: QObject | None = None) -> None:
        self.after_s: float | None = None
        self._action: Callable[[], object] | None = None

    def set(self, after_s: float, action: Callable[[], object]) -> None:
        self.after_s, self._action = after_s, action

    def off(self) -> None:
        self.after_s = self._action = None

    def ring(self) -> None:
        action = self._action
        self.off()
        assert action is not None, "no alarm is set"
        action()
