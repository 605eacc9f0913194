"""Asks when told to, shows what comes, stops when the dialog is closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from console.core.call import ApiCall, CallResult, Reply
from console.core.errors import UserFacingError
from console.core.permit import Permit
from console.core.ports import client_secret_name
from console.core.profile import Profile
from console.core.secret import Secret
from console.ui.connection.controller import ConnectionController
from console.ui.connection.dialog import ConnectionDialog
from console.ui.deps import Deps
from console.ui.message_strip import MessageStrip
from console.ui.parts.plain_text import PlainText
from console.ui.profiles.targets import Targets, unopened_practice_profile
from console.ui.strip_tasks import StripTasks
from tests.fakes import FakeGateway, FakePending, MemoryVault, profile, record, refusal
from tests.ui.fakes_ui import child, opened, settled, texts, until

SHOP = profile(has_client_secret=True)
DENIED = refusal(
    "AccessDeniedException",
    "User: arn:aws:iam::1:user/x is not authorized to perform: cognito-idp:ListUserPools",
)


def reply(**details: object) -> Reply:
    return Reply(record=record(), details=details)


ANSWERS: Mapping[str, CallResult | None] = {
    "GetCallerIdentity": reply(Account="123456789012", Arn="arn:aws:iam::123456789012:user/desk"),
    "DescribeUserPool": reply(UserPoolTier="PLUS"),
    "DescribeUserPoolClient": reply(
        ClientSecret=Secret("hush"), ExplicitAuthFlows=("ALLOW_ADMIN_USER_PASSWORD_AUTH",)
    ),
    "GetUserPoolMfaConfig": reply(),
    "ListUserPools": DENIED,
    "ListUserPoolClients": reply(UserPoolClients=()),
}


class Answering(FakeGateway):
    """An answer for each operation; None waits for a stop."""

    def __init__(self, answers: Mapping[str, CallResult | None]) -> None:
        super().__init__()
        self.answers = answers
        self.refuse: UserFacingError | None = None

    def open(self, profile: Profile) -> Answering:
        if self.refuse is not None:
            raise self.refuse
        self.opened.append(profile)
        return self

    def begin(self, call: ApiCall, permit: Permit | None = None) -> FakePending:
        self.calls.append(call)
        pending = FakePending(self.answers[call.operation])
        self.pending.append(pending)
        return pending


class Bench:
    """The controller on answers, and its strip."""

    def __init__(
        self, deps: Deps, window: QWidget, answers: Mapping[str, CallResult | None] = ANSWERS
    ) -> None:
        self.gateway = Answering(answers)
        self.strip = MessageStrip()
        self.strip.setParent(window)
        work = StripTasks(tasks=deps.tasks, strip=self.strip)
        work.open()
        self.controller = ConnectionController(
            targets=Targets(vault=deps.vault, practice=deps.practice),
            gateways=self.gateway,
            clock=deps.clock,
            work=work,
            window=window,
        )

    async def clicked(self, at: Profile = SHOP) -> ConnectionDialog:
        self.controller.test(at)
        dialog = await opened(ConnectionDialog)
        assert self.gateway.calls == [], "nothing is asked before it is wanted"
        button = child(dialog, QPushButton, "testConnectionButton")
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        return dialog


@pytest.fixture
def window(qtbot: QtBot, vault: MemoryVault) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    vault.secrets[client_secret_name("p1")] = Secret("hush")
    return made


def said(dialog: ConnectionDialog) -> str:
    return texts(dialog, "connectionState")[0]


async def test_what_came_is_shown_with_the_policy(deps: Deps, window: QWidget) -> None:
    bench = Bench(deps, window)
    dialog = await bench.clicked()
    await until(lambda: said(dialog) != "Asking…")
    assert said(dialog).startswith("Nothing is at fault, 1 check is to look at. ")
    assert said(dialog).endswith(" were not checked.")
    assert bench.gateway.opened == [SHOP]
    assert {call.operation for call in bench.gateway.calls} == set(ANSWERS)
    assert not any("Username" in call.params for call in bench.gateway.calls)
    assert texts(dialog, "checkDetail0") == ["Account 123456789012, user desk."]
    assert texts(dialog, "checkDetail6") == ["The profile’s secret is the app client’s."]
    policy = child(dialog, PlainText, "missingPolicy").toPlainText()
    assert '"cognito-idp:ListUserPools"' in policy
    assert "hush" not in repr(bench.gateway.calls)
    dialog.reject()
    await settled()


async def test_answers_are_shown_before_the_last_has_come(deps: Deps, window: QWidget) -> None:
    bench = Bench(deps, window, {**ANSWERS, "ListUserPoolClients": None})
    dialog = await bench.clicked()
    await until(lambda: texts(dialog, "checkMark9") == ["✓"])
    assert said(dialog) == "Asking…"
    assert texts(dialog, "checkMark0") == ["…"]
    bench.gateway.pending[-1].stop()
    for pending in bench.gateway.pending:
        pending.stop()
    await until(lambda: said(dialog) != "Asking…")
    dialog.reject()
    await settled()


async def test_closing_stops_every_call(deps: Deps, window: QWidget) -> None:
    bench = Bench(deps, window, dict.fromkeys(ANSWERS, None))
    dialog = await bench.clicked()
    await until(lambda: len(bench.gateway.calls) == len(ANSWERS))
    dialog.reject()
    await settled()
    assert all(pending._stopped.is_set() for pending in bench.gateway.pending)


async def test_it_can_be_asked_again(deps: Deps, window: QWidget) -> None:
    bench = Bench(deps, window)
    dialog = await bench.clicked()
    await until(lambda: said(dialog) != "Asking…")
    bench.gateway.answers = {**ANSWERS, "ListUserPools": reply(UserPools=())}
    child(dialog, QPushButton, "testConnectionButton").click()
    await until(lambda: said(dialog).startswith("Nothing is at fault. "))
    assert not child(dialog, PlainText, "missingPolicy").isVisible()
    dialog.reject()
    await settled()


async def test_a_profile_that_cannot_be_opened_is_said(deps: Deps, window: QWidget) -> None:
    bench = Bench(deps, window)
    bench.gateway.refuse = UserFacingError("The CA file is not there.", "", "Choose one.")
    dialog = await bench.clicked()
    await until(lambda: said(dialog) != "Asking…")
    assert said(dialog) == "The CA file is not there. Choose one."
    dialog.reject()
    await settled()


async def test_a_secret_that_is_gone_is_a_check_at_fault(
    deps: Deps, window: QWidget, vault: MemoryVault
) -> None:
    vault.secrets.clear()
    dialog = await (bench := Bench(deps, window)).clicked()
    await until(lambda: said(dialog) != "Asking…")
    assert "not in the vault" in texts(dialog, "checkDetail6")[0]
    assert bench.strip.messages == ()
    dialog.reject()
    await settled()


async def test_the_practice_pool_can_be_tested_too(deps: Deps, window: QWidget) -> None:
    bench = Bench(deps, window)
    dialog = await bench.clicked(unopened_practice_profile())
    await until(lambda: said(dialog) != "Asking…")
    (at,) = bench.gateway.opened
    assert (at.endpoint_url, at.client_id) == ("http://127.0.0.1:9", "publicclient")
    assert "GetCallerIdentity" not in {call.operation for call in bench.gateway.calls}
    dialog.reject()
    await settled()


async def test_a_practice_pool_that_does_not_open_is_told_on_the_strip(
    deps: Deps, window: QWidget
) -> None:
    class Shut:
        async def open(self) -> None:
            raise UserFacingError("No port is free.")

    bench = Bench(replace(deps, practice=Shut()), window)  # type: ignore[arg-type]
    bench.controller.test(unopened_practice_profile())
    await settled()
    assert [message.title for message in bench.strip.messages] == ["No port is free."]
