from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QTableView, QWidget

from console import resources
from console.cases.case import CaseContext
from console.core.attempt import Attempt
from console.core.call import CallResult, NewDevice, Reply
from console.core.conversation.device import Device, device_secret_name
from console.core.conversation.flows import AuthFlow
from console.core.diagnosis.catalogue import Catalogue
from console.core.diagnosis.classifier import Classifier
from console.core.errors import UserFacingError
from console.core.permit import OpenGuard
from console.core.ports import Answer
from console.core.profile import ProfileKind
from console.core.record import AttemptRecord, Outcome
from console.core.remembered import seed_secret_name
from console.core.runner import AttemptRunner
from console.core.secret import Secret
from console.practice.users import USERS
from console.ui.attempt.outcome_banner import OutcomeBanner
from console.ui.attempt.remember_dialog import RememberDialog
from console.ui.deps import Deps
from console.ui.desk import Desk
from console.ui.tasks import Tasks
from console.ui.theme import Theme
from tests.core.doctor.station import Station
from tests.fakes import (
    START,
    FakeClock,
    FakeGateway,
    FakePractice,
    FakeVerifier,
    MemoryJournal,
    MemoryProfiles,
    MemoryVault,
    challenge_reply,
    profile,
    record,
    refusal,
    request,
    tokens_reply,
)
from tests.jwts import tokens
from tests.ui.fakes_ui import FakeUser, header, opened, settled

DONE = Reply(record=record())
REVOCABLE = Reply(record=record(), tokens=tokens())
NEW_DEVICE = NewDevice(key=Secret("eu-west-1_k"), group_key=Secret("-g"))
DEVICE = Device(key=Secret("eu-west-1_k"), group_key=Secret("-g"), password=Secret("p" * 40))
CLASSIFIER = Classifier(Catalogue.parse(resources.read_bytes("catalogue.json")))


class Bench:
    """A desk on fakes, and what it told."""

    def __init__(self, theme: Theme, *results: CallResult | None) -> None:
        self.gateway = FakeGateway(results)
        self.practice = FakePractice(code=Secret("493817"))
        self.vault = MemoryVault()
        self.failed: list[BaseException] = []
        clock = FakeClock(tick=0.01)
        self.journal = MemoryJournal()
        runner = AttemptRunner(
            gateways=self.gateway,
            journal=self.journal,
            guard=OpenGuard(),
            verifier=FakeVerifier(),
            classifier=lambda: CLASSIFIER,
            clock=clock,
            new_id=lambda: "7f3a0000",
            not_kept=self.failed.append,
        )
        self.deps = Deps(
            clock=clock,
            gateways=self.gateway,
            runner=runner,
            journal=MemoryJournal(),
            profiles=MemoryProfiles(),
            vault=self.vault,
            practice=self.practice,
            workstation=Station,
            tasks=Tasks(lambda error, _name: self.failed.append(error)),
            theme=theme,
            classifier=lambda: CLASSIFIER,
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
        self.told: list[str] = []
        self.following: list[bool] = []
        self._sent = 1
        self.desk.attempt_started.connect(self.started.append)
        self.desk.attempt_finished.connect(self.finished.append)
        self.desk.problem_raised.connect(self.problems.append)
        self.desk.title_changed.connect(self.titles.append)
        self.desk.told.connect(self.told.append)
        self.desk.following_changed.connect(self.following.append)

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

    @property
    def sent(self) -> list[str]:
        return [call.operation for call in self.gateway.calls]

    async def sign_in(self, **changes: object) -> AttemptRecord:
        """As the form does, to the end and until nothing is under way any more."""
        before = len(self.finished)
        self.desk._middle.run_requested.emit(request(**changes))
        await until(lambda: len(self.finished) > before)
        await settled()
        return self.finished[-1]

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


class StyleChanges(QObject):
    """Counts how often anything was told of another style."""

    def __init__(self) -> None:
        super().__init__()
        self.seen = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        self.seen += event.type() is QEvent.Type.StyleChange
        return False


def test_a_desk_is_built_from_the_top_down(theme: Theme, qapp: QApplication) -> None:
    # Bottom up, each widget is styled again for every level above it: more than seven times.
    changes = StyleChanges()
    qapp.installEventFilter(changes)
    desk = Bench(theme).desk
    qapp.removeEventFilter(changes)
    assert changes.seen < 4 * len(desk.findChildren(QWidget))
    desk.deleteLater()


async def test_a_profile_is_made_ready_before_the_first_click(
    theme: Theme, qapp: QApplication
) -> None:
    assert qapp is not None
    async with desk_with(theme) as bench:
        assert bench.gateway.warmed == 0, "not while the form is built"
        second = profile(name="Second")
        bench.desk.set_profile(second, None)
        await until(lambda: bench.gateway.warmed > 0)
        assert bench.gateway.opened[-1] == second
        bench.desk.set_profile(None, None)
        bench.desk.set_profile(profile(), None)
        await bench.desk.close_desk()
        assert not bench.desk._warming.isActive()
    assert bench.gateway.warmed == 1, "the profile that was chosen last, and once"


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


async def test_a_name_that_was_looked_up_goes_into_the_form(
    theme: Theme, qapp: QApplication
) -> None:
    assert qapp is not None
    async with desk_with(theme) as bench:
        before = bench.desk._middle.request
        bench.desk.use_name("alice.b")
        after = bench.desk._middle.request
        assert after.username == "alice.b"
        assert after.parameters == before.parameters, "what else was typed stays"
        user = FakeUser(username="dave", password="pw")
        bench.desk.prefill(user)
        bench.desk.use_name("dave")
        assert bench.desk._practice_user is user
        bench.desk.use_name("alice.b")
        assert bench.desk._practice_user is None, "its seed is another user's"


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
        bench.desk.show_record(record)  # not while one runs, or is about to
        await until(lambda: len(bench.gateway.calls) == 2)
        bench.desk.show_record(record)
        bench.desk.new_request()
        shown = bench.desk.record()
        assert shown is not None
        assert shown.outcome is None


class HangingVault(MemoryVault):
    """A keyring that waits for somebody who does not come."""

    async def get(self, name: str) -> Secret | None:
        await asyncio.Event().wait()
        return await super().get(name)


def given_device(bench: Bench) -> list[bool]:
    """Whether the device's key went with each call."""
    keys = []
    for call in bench.gateway.calls:
        parameters = call.params["AuthParameters"]
        assert isinstance(parameters, dict)
        keys.append("DEVICE_KEY" in parameters)
    return keys


async def test_a_remembered_device_goes_along(theme: Theme, qapp: QApplication) -> None:
    assert qapp is not None
    refused = refusal("NotAuthorizedException", "Incorrect username or password.")
    async with desk_with(theme, refused, refused) as bench:
        name = device_secret_name(profile().user_pool_id, "alice")
        bench.vault.secrets[name] = DEVICE.to_secret()
        await bench.sign_in(auth_flow=AuthFlow.USER_SRP_AUTH)
        await bench.sign_in()  # where Cognito does not look at it
        assert given_device(bench) == [True, False]


async def test_a_vault_that_refuses_is_told_and_the_attempt_goes_on(
    theme: Theme, qapp: QApplication
) -> None:
    assert qapp is not None
    refused = refusal("NotAuthorizedException", "Incorrect username or password.")
    async with desk_with(theme, refused) as bench:
        bench.vault.refuse = UserFacingError("The system keyring is locked.")
        await bench.sign_in(auth_flow=AuthFlow.USER_SRP_AUTH)
        assert [problem.title for problem in bench.problems] == ["The system keyring is locked."]
        assert given_device(bench) == [False]


async def test_cancel_does_not_wait_for_the_keyring(theme: Theme, qapp: QApplication) -> None:
    assert qapp is not None
    async with desk_with(theme) as bench:
        bench.vault.get = HangingVault().get  # type: ignore[method-assign]
        bench.desk._middle.run_requested.emit(request(auth_flow=AuthFlow.USER_SRP_AUTH))
        await asyncio.sleep(0)
        assert bench.desk.running
        assert bench.desk.record() is None
        bench.desk.cancel()
        await until(lambda: bool(bench.finished))
        assert bench.finished[0].outcome is Outcome.CANCELLED
        assert bench.sent == []


async def test_a_seed_of_the_vault_helps_with_the_code(theme: Theme, qapp: QApplication) -> None:
    assert qapp is not None
    async with desk_with(theme, challenge_reply("SOFTWARE_TOKEN_MFA"), tokens_reply()) as bench:
        name = seed_secret_name(profile().user_pool_id, "alice")
        bench.vault.secrets[name] = Secret("JBSWY3DPEHPK3PXP")
        bench.fill()
        bench.desk.run()
        await until(lambda: bench.sees("codeField"))
        assert bench.sees("seedLink")
        bench.desk._middle.seed_kept.emit(Secret("KRSXG5CTMVRXEZLU"))
        bench.desk._middle.answer_given.emit(
            Answer(responses={"SOFTWARE_TOKEN_MFA_CODE": Secret("493817")})
        )
        await until(lambda: bool(bench.told))
        assert bench.vault.secrets[name] == Secret("KRSXG5CTMVRXEZLU")
        assert "in memory only" in bench.told[0]
        await until(lambda: bool(bench.finished))


async def test_starting_over_gives_up_and_asks_once_more(theme: Theme, qapp: QApplication) -> None:
    assert qapp is not None
    asked = challenge_reply("SMS_MFA", CODE_DELIVERY_DELIVERY_MEDIUM="SMS")
    async with desk_with(theme, asked, asked) as bench:
        bench.fill()
        bench.desk.run()
        await until(lambda: bench.sees("codeField"))
        bench.desk.set_profile(profile(name="another"), None)  # of the next attempt, not of this
        bench.desk._middle.restart_requested.emit()
        bench.desk._middle.restart_requested.emit()
        await until(lambda: len(bench.started) == 2 and bench.sees("codeField"))
        (first,) = bench.finished
        assert first.outcome is Outcome.ABANDONED
        assert first.reason == "Started over to have another code sent."
        assert bench.told == ["Started over: a new attempt from the first call."]
        assert bench.sent == ["AdminInitiateAuth"] * 2
        assert bench.started[1].plan.request.parameters == first_parameters(bench)
        assert bench.started[1].plan.profile.name == "Contoso shop"
        bench.desk.cancel()
        await until(lambda: len(bench.finished) == 2)
        assert bench.finished[1].reason == "Given up at the challenge."
        assert len(bench.started) == 2


def first_parameters(bench: Bench) -> object:
    return bench.started[0].plan.request.parameters


async def test_starting_over_on_both_paths_does_not_try_the_second(
    theme: Theme, qapp: QApplication
) -> None:
    assert qapp is not None
    asked = challenge_reply("SMS_MFA")
    async with desk_with(theme, asked, None) as bench:
        bench.desk._middle.run_requested.emit(request(both_paths=True))
        await until(lambda: bench.sees("codeField"))
        bench.desk._middle.restart_requested.emit()
        await until(lambda: len(bench.gateway.calls) == 2)
        assert bench.sent == ["AdminInitiateAuth"] * 2


async def test_tokens_are_checked_and_can_be_refreshed_and_revoked(
    theme: Theme, qapp: QApplication
) -> None:
    assert qapp is not None
    async with desk_with(theme, REVOCABLE, REVOCABLE, DONE) as bench:
        await bench.sign_in()
        assert bench.sees("tokensPanel")
        for name in ("refreshButton", "revokeButton"):
            bench.button(name).click()
            bench.button(name).click()  # a double click sends once
            assert bench.desk.following
            await settled()
        assert bench.sent[1:] == ["AdminInitiateAuth", "RevokeToken"]
        assert bench.following == [True, False] * 2
        assert not bench.button("refreshButton").isEnabled()
        shown = bench.desk.record()
        assert shown is not None
        assert shown.outcome is Outcome.SIGNED_IN
        assert [step.operation for step in shown.after] == bench.sent[1:]
        (table,) = bench.desk.findChildren(QTableView, "timelineView")
        model = table.model()
        await until(lambda: "revoked" in str(model.index(model.rowCount() - 1, 1).data()))
    assert len(bench.sent) == 3, "not revoked once more at the end"


async def test_a_call_that_followed_and_was_refused_is_judged(
    theme: Theme, qapp: QApplication
) -> None:
    assert qapp is not None
    refused = refusal("NotAuthorizedException", "Invalid Refresh Token")
    async with desk_with(theme, REVOCABLE, refused, DONE) as bench:
        await bench.sign_in()
        bench.button("refreshButton").click()
        await settled()
        assert bench.sees("diagnosisText")
        (banner,) = bench.desk.findChildren(OutcomeBanner)
        assert banner.text.startswith("✓ Signed in"), "the outcome is what it was"
        bench.desk.cancel()  # nothing runs


async def test_escape_stops_a_call_that_follows(theme: Theme, qapp: QApplication) -> None:
    assert qapp is not None
    async with desk_with(theme, REVOCABLE, None, DONE) as bench:
        await bench.sign_in()
        bench.button("refreshButton").click()
        await until(lambda: len(bench.gateway.calls) == 2)
        bench.desk.cancel()
        await settled()
        assert not bench.desk.following
        shown = bench.desk.record()
        assert shown is not None
        assert shown.outcome is Outcome.SIGNED_IN


async def test_a_device_is_added_after_a_question(theme: Theme, qapp: QApplication) -> None:
    assert qapp is not None
    won = tokens()
    offered = Reply(record=record(), tokens=replace(won, new_device=NEW_DEVICE))
    async with desk_with(theme, offered, DONE, DONE) as bench:
        await bench.sign_in()
        bench.button("rememberDeviceButton").click()
        (await opened(RememberDialog)).reject()
        await settled()
        assert bench.sent == ["AdminInitiateAuth"]
        bench.button("rememberDeviceButton").click()
        (await opened(RememberDialog)).accept()
        await settled()
        assert bench.sent[1:] == ["ConfirmDevice"]
        assert list(bench.vault.secrets) == [device_secret_name(profile().user_pool_id, "alice")]
        assert not bench.sees("rememberDeviceButton")
    assert bench.sent[2:] == ["RevokeToken"]


Replace = Callable[[Bench], object]


@pytest.mark.parametrize(
    "replace_it",
    [
        lambda bench: bench.desk._middle.run_requested.emit(request(username="bert")),
        lambda bench: bench.desk.new_request(),
        lambda bench: bench.desk.show_record(bench.finished[0]),
    ],
    ids=["new run", "new request", "history"],
)
async def test_tokens_are_revoked_when_another_attempt_takes_their_place(
    theme: Theme, qapp: QApplication, replace_it: Replace
) -> None:
    assert qapp is not None
    async with desk_with(theme, REVOCABLE, DONE, None) as bench:
        await bench.sign_in()
        replace_it(bench)
        await until(lambda: "RevokeToken" in bench.sent)
        await until(lambda: bench.journal.headers["7f3a0000"].tokens_left is not None)
        if bench.desk.running:
            bench.desk.cancel()
        await settled()
    assert bench.sent.count("RevokeToken") == 1


async def test_closing_revokes_once(theme: Theme, qapp: QApplication) -> None:
    assert qapp is not None
    async with desk_with(theme, REVOCABLE, DONE) as bench:
        await bench.sign_in()
        await asyncio.gather(bench.desk.close_desk(), bench.desk.close_desk())
        bench.desk.run()  # too late
        assert not bench.desk.running
    assert bench.sent == ["AdminInitiateAuth", "RevokeToken"]
    left = bench.journal.headers["7f3a0000"].tokens_left
    assert left is not None
    assert left.revoked_at is not None


async def test_closing_in_mid_run_revokes_what_was_won(theme: Theme, qapp: QApplication) -> None:
    assert qapp is not None
    async with desk_with(theme, REVOCABLE, None, DONE) as bench:
        bench.desk._middle.run_requested.emit(request(both_paths=True))
        await until(lambda: len(bench.gateway.calls) == 2)
    assert bench.sent == ["AdminInitiateAuth", "InitiateAuth", "RevokeToken"]
    assert bench.finished[0].outcome is Outcome.CANCELLED


async def test_what_cannot_be_revoked_or_is_of_the_history_sends_nothing(
    theme: Theme, qapp: QApplication
) -> None:
    assert qapp is not None
    async with desk_with(theme, tokens_reply()) as bench:
        await bench.sign_in()  # opaque tokens: the client takes no RevokeToken
        assert not bench.button("revokeButton").isEnabled()
        kept = bench.desk.record()
        assert kept is not None
        assert kept.tokens_left is not None
        bench.desk.show_record(kept)
        assert not bench.sees("revokeButton")
    assert bench.sent == ["AdminInitiateAuth"]


async def test_a_revocation_that_fails_at_the_end_is_told(theme: Theme, qapp: QApplication) -> None:
    assert qapp is not None
    refused = refusal("TooManyRequestsException", "Too many requests")
    async with desk_with(theme, REVOCABLE, refused) as bench:
        await bench.sign_in()
        bench.desk.new_request()
        await settled()
        assert [p.title for p in bench.problems] == ["The tokens of alice were not revoked."]


async def test_what_goes_to_a_ticket_has_the_tab_s_ticket_findings_and_secrets_to_look_for(
    theme: Theme, qapp: QApplication
) -> None:
    assert qapp is not None
    wrong = refusal("NotAuthorizedException", "Incorrect username or password.")
    async with desk_with(theme, wrong) as bench:
        assert bench.desk.exportable() is None
        bench.fill()
        bench.desk.run()
        running = bench.desk.exportable()
        assert running is None or running.diagnosis is None
        await until(lambda: bool(bench.finished))
        bench.desk.set_ticket("CS-9")
        source = bench.desk.exportable()
        assert source is not None
        assert source.record.ticket == "CS-9"
        assert source.diagnosis is not None
        assert source.diagnosis.findings[0].id == "wrong_password"
        assert source.live is not None
        assert bench.field("passwordField").text() in source.live.secrets()
        bench.desk.show_record(source.record)
        later = bench.desk.exportable()
        assert later is not None
        assert later.live is None, "nobody has the secrets of an attempt of the history"


async def test_users_of_the_profile_are_offered_and_read_again_after_an_attempt(
    theme: Theme, qapp: QApplication
) -> None:
    assert qapp is not None
    async with desk_with(theme, tokens_reply()) as bench:
        journal = bench.deps.journal
        assert isinstance(journal, MemoryJournal)
        assert bench.field("usernameField").completer() is None
        kept = header("1", username="zoe", profile_name=profile().name)
        journal.headers["1"] = kept
        bench.fill()
        bench.desk.run()
        await until(lambda: bool(bench.finished))
        await until(lambda: bench.field("usernameField").completer() is not None)
        completer = bench.field("usernameField").completer()
        assert completer is not None
        completer.setCompletionPrefix("zo")
        assert completer.currentCompletion() == "zoe"
