from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from console import resources
from console.cases.case import CaseContext
from console.core.attempt import Attempt
from console.core.call import CallResult
from console.core.diagnosis.catalogue import Catalogue
from console.core.diagnosis.classifier import Classifier
from console.core.errors import UserFacingError
from console.core.profile import ProfileKind
from console.core.record import AttemptRecord, Outcome
from console.core.runner import AttemptRunner
from console.core.secret import Secret
from console.practice.users import USERS
from console.ui.deps import Deps
from console.ui.desk import Desk
from console.ui.tasks import Tasks
from console.ui.theme import Theme
from tests.fakes import (
    START,
    FakeClock,
    FakeGateway,
    FakePractice,
    MemoryJournal,
    MemoryProfiles,
    MemoryVault,
    challenge_reply,
    profile,
    refusal,
    tokens_reply,
)

CLASSIFIER = Classifier(Catalogue.parse(resources.read_bytes("catalogue.json")))


class Bench:
    """A desk on fakes, and what it told."""

    def __init__(self, theme: Theme, *results: CallResult | None) -> None:
        self.gateway = FakeGateway(results)
        self.practice = FakePractice(code=Secret("493817"))
        self.failed: list[BaseException] = []
        clock = FakeClock(tick=0.01)
        runner = AttemptRunner(
            gateways=self.gateway,
            journal=MemoryJournal(),
            classifier=lambda: CLASSIFIER,
            clock=clock,
            new_id=lambda: "7f3a0000",
            not_kept=self.failed.append,
        )
        self.deps = Deps(
            clock=clock,
            runner=runner,
            journal=MemoryJournal(),
            profiles=MemoryProfiles(),
            vault=MemoryVault(),
            practice=self.practice,
            tasks=Tasks(lambda error, _name: self.failed.append(error)),
            theme=theme,
            case_context=lambda: CaseContext(
                program_version="0",
                python_version="3",
                platform="x",
                time_zone="UTC",
                exported_at=START,
            ),
            data_dir=Path(),
            version="0",
        )
        self.desk = Desk(deps=self.deps)
        self.started: list[Attempt] = []
        self.finished: list[AttemptRecord] = []
        self.problems: list[UserFacingError] = []
        self.titles: list[str] = []
        self._sent = 1
        self.desk.attempt_started.connect(self.started.append)
        self.desk.attempt_finished.connect(self.finished.append)
        self.desk.problem_raised.connect(self.problems.append)
        self.desk.title_changed.connect(self.titles.append)

    def field(self, name: str) -> QLineEdit:
        (found,) = self.desk.findChildren(QLineEdit, name)
        return found

    def button(self, name: str) -> QAbstractButton:
        (found,) = self.desk.findChildren(QAbstractButton, name)
        return found

    def sees(self, name: str) -> bool:
        return any(w.isVisible() for w in self.desk.findChildren(QWidget, name))

    def has_sent_more(self) -> bool:
        """Whether a call was begun since this was last true."""
        grown = len(self.gateway.calls) > self._sent
        self._sent = len(self.gateway.calls)
        return grown

    def fill(self, username: str = "alice", password: str = "correct-horse-1") -> None:
        self.field("usernameField").setText(username)
        self.field("passwordField").setText(password)


@asynccontextmanager
async def desk_with(theme: Theme, *results: CallResult | None) -> AsyncIterator[Bench]:
    bench = Bench(theme, *results)
    bench.desk.resize(1200, 800)
    bench.desk.set_profile(profile(), None)
    bench.desk.show()
    try:
        yield bench
        assert bench.failed == []
    finally:
        await bench.desk.close_desk()
        bench.desk.close()
        bench.desk.deleteLater()


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110  # the screen has no event for it
            await asyncio.sleep(0.001)


async def test_runs_once_and_shows_the_end(theme: Theme, qapp: QApplication) -> None:
    assert qapp is not None
    async with desk_with(theme, tokens_reply()) as bench:
        bench.fill()
        bench.desk.run()
        assert bench.desk.running
        bench.desk.run()  # a second press while it runs
        await until(lambda: bool(bench.finished))
        (record,) = bench.finished
        assert record.outcome is Outcome.SIGNED_IN
        assert bench.desk.record() == record
        assert len(bench.gateway.calls) == len(bench.started) == 1
        assert bench.desk.title == "alice"
        assert bench.titles[-1] == "alice"


async def test_a_wrong_field_sends_nothing(theme: Theme, qapp: QApplication) -> None:
    assert qapp is not None
    async with desk_with(theme) as bench:
        bench.fill(username="")
        bench.desk.run()
        assert not bench.desk.running
        assert bench.gateway.calls == []


async def test_a_code_is_asked_for_and_given(theme: Theme, qapp: QApplication) -> None:
    assert qapp is not None
    asked = challenge_reply(
        "SMS_MFA",
        CODE_DELIVERY_DELIVERY_MEDIUM="SMS",
        CODE_DELIVERY_DESTINATION="+*******1234",
    )
    wrong = refusal("CodeMismatchException", "Invalid code received for user")
    async with desk_with(theme, asked, wrong, tokens_reply()) as bench:
        bench.fill()
        bench.desk.run()
        await until(lambda: bench.sees("codeField"))
        for code in ("000000", "493817"):
            bench.field("codeField").setText(code)
            bench.button("answerButton").click()
            bench.button("answerButton").click()  # a double click sends once
            await until(bench.has_sent_more)
        await until(lambda: bool(bench.finished))
        assert [record.outcome for record in bench.finished] == [Outcome.SIGNED_IN]
        assert len(bench.gateway.calls) == 3
        assert bench.sees("runButton")


async def test_giving_up_a_challenge(theme: Theme, qapp: QApplication) -> None:
    assert qapp is not None
    async with desk_with(theme, challenge_reply("SMS_MFA")) as bench:
        bench.fill()
        bench.desk.run()
        await until(lambda: bench.sees("codeField"))
        bench.button("cancelButton").click()
        await until(lambda: bool(bench.finished))
        assert bench.finished[0].outcome is Outcome.ABANDONED


async def test_closing_cancels_what_is_under_way(theme: Theme, qapp: QApplication) -> None:
    assert qapp is not None
    async with desk_with(theme, None) as bench:
        bench.fill()
        bench.desk.run()
        await bench.gateway.begun.wait()
        await bench.desk.close_desk()
        assert bench.finished[0].outcome is Outcome.CANCELLED


async def test_a_practice_user_brings_seed_and_outbox(theme: Theme, qapp: QApplication) -> None:
    assert qapp is not None
    user = next(row for row in USERS if row.totp_seed is not None)
    practice = profile(kind=ProfileKind.PRACTICE, endpoint_url="http://127.0.0.1:1")
    async with desk_with(theme, challenge_reply("SOFTWARE_TOKEN_MFA")) as bench:
        bench.desk.set_profile(practice, None)
        bench.desk.prefill(user)
        assert bench.field("usernameField").text() == user.username
        bench.desk.run()
        await until(lambda: bench.sees("codeField"))
        assert bench.sees("seedLink")
        bench.desk.cancel()
        await until(lambda: bool(bench.finished))


async def test_the_outbox_fills_the_code_or_says_why_not(theme: Theme, qapp: QApplication) -> None:
    assert qapp is not None
    practice = profile(kind=ProfileKind.PRACTICE, endpoint_url="http://127.0.0.1:1")
    asked = challenge_reply("SMS_MFA", CODE_DELIVERY_DELIVERY_MEDIUM="SMS")
    async with desk_with(theme, asked) as bench:
        bench.desk.set_profile(practice, None)
        bench.fill()
        bench.desk.run()
        await until(lambda: bench.sees("outboxLink"))
        bench.button("outboxLink").click()
        await until(lambda: bench.field("codeField").text() == "493817")
        bench.practice.code = None
        bench.button("outboxLink").click()
        await until(lambda: bool(bench.problems))
        assert "no code" in bench.problems[0].title
        bench.desk.cancel()
        await until(lambda: bool(bench.finished))


async def test_ticket_record_and_a_new_request(theme: Theme, qapp: QApplication) -> None:
    assert qapp is not None
    async with desk_with(theme, tokens_reply(), None) as bench:
        assert bench.desk.record() is None
        assert bench.desk.title == "Contoso shop"
        bench.desk.set_ticket("CS-1")
        bench.fill()
        bench.desk.run()
        await until(lambda: bool(bench.finished))
        bench.desk.set_ticket("CS-2")
        record = bench.desk.record()
        assert record is not None
        assert record.ticket == "CS-2"
        bench.desk.new_request()
        assert bench.desk.record() is None
        bench.desk.show_record(record)
        assert bench.desk.record() is record
        bench.desk.run()
        await bench.gateway.begun.wait()
        bench.desk.show_record(record)  # not while one runs
        bench.desk.new_request()
        shown = bench.desk.record()
        assert shown is not None
        assert shown.outcome is None
