"""Looks up whom the operator asks for, and gives the tab the name."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from console.core.call import READ_ONLY, ApiCall, CallResult, Reply
from console.core.errors import UserFacingError
from console.core.permit import Permit
from console.core.profile import Profile
from console.ui.deps import Deps
from console.ui.message_strip import MessageStrip
from console.ui.person.controller import PersonController
from console.ui.person.dialog import PersonDialog
from console.ui.strip_tasks import StripTasks
from tests.fakes import FakeGateway, FakePending, profile, record, refusal
from tests.ui.fakes_ui import FakeDesk, child, opened, settled, texts, until

SHOP = profile()


class Pool(FakeGateway):
    """Knows alice; everything else is denied. `held`: no call is answered."""

    def __init__(self, *, held: bool = False) -> None:
        super().__init__()
        self.held = held
        self.refuse: UserFacingError | None = None

    def open(self, profile: Profile) -> Pool:
        if self.refuse is not None:
            raise self.refuse
        self.opened.append(profile)
        return self

    def begin(self, call: ApiCall, permit: Permit | None = None) -> FakePending:
        self.calls.append(call)
        pending = FakePending(None if self.held else _answer(call.operation, call.params))
        self.pending.append(pending)
        return pending


def _answer(operation: str, params: Mapping[str, object]) -> CallResult:
    if operation != "AdminGetUser":
        return refusal("AccessDeniedException", "not authorized")
    if params["Username"] not in ("alice", "bob"):
        return refusal("UserNotFoundException", "User does not exist.")
    details = {"Username": params["Username"], "UserStatus": "CONFIRMED", "Enabled": True}
    return Reply(record=record(), details=details)


class Bench:
    """The controller on a pool, with one tab."""

    def __init__(self, deps: Deps, window: QWidget, *, held: bool = False) -> None:
        self.pool = Pool(held=held)
        strip = MessageStrip()
        strip.setParent(window)
        work = StripTasks(tasks=deps.tasks, strip=strip)
        work.open()
        self.desk = FakeDesk()
        self.desk.setParent(window)
        self.desk.set_profile(SHOP, None)
        self.controller = PersonController(
            gateways=self.pool, clock=deps.clock, work=work, window=window
        )

    async def asked(self, name: str, other: str = "") -> PersonDialog:
        self.controller.find(self.desk)
        dialog = await opened(PersonDialog)
        child(dialog, QLineEdit, "personField").setText(name)
        child(dialog, QLineEdit, "compareField").setText(other)
        assert self.pool.calls == [], "nothing is asked before it is wanted"
        child(dialog, QPushButton, "findPersonButton").click()
        return dialog


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def state(dialog: PersonDialog) -> str:
    return texts(dialog, "personState")[0]


async def test_a_name_that_was_found_goes_into_the_request(deps: Deps, window: QWidget) -> None:
    bench = Bench(deps, window)
    dialog = await bench.asked("alice")
    await until(lambda: state(dialog) == "Found.")
    assert bench.pool.opened == [SHOP]
    assert {call.operation for call in bench.pool.calls} <= READ_ONLY
    child(dialog, QPushButton, "useNameButton").click()
    await settled()
    assert bench.desk.asked == ["use alice"]


async def test_two_are_looked_up_together(deps: Deps, window: QWidget) -> None:
    bench = Bench(deps, window)
    dialog = await bench.asked("eve", "bob")
    await until(lambda: state(dialog) == "No such user was found.")
    assert texts(dialog, "cardHead") == ["eve", "bob"]
    dialog.reject()
    await settled()
    assert bench.desk.asked == []


async def test_closing_stops_every_call(deps: Deps, window: QWidget) -> None:
    bench = Bench(deps, window, held=True)
    dialog = await bench.asked("alice")
    await until(lambda: len(bench.pool.calls) > 3)
    dialog.reject()
    await settled()
    assert all(pending._stopped.is_set() for pending in bench.pool.pending)


async def test_a_profile_that_cannot_be_opened_is_said(deps: Deps, window: QWidget) -> None:
    bench = Bench(deps, window)
    bench.pool.refuse = UserFacingError("The CA file is not there.")
    dialog = await bench.asked("alice")
    await until(lambda: state(dialog) == "The CA file is not there.")
    dialog.reject()
    await settled()


async def test_without_a_profile_there_is_nobody_to_ask(deps: Deps, window: QWidget) -> None:
    bench = Bench(deps, window)
    bench.desk.set_profile(None, None)
    bench.controller.find(bench.desk)
    await settled()
    assert window.findChildren(PersonDialog) == []
