"""Challenges come to the wizard with the seed, the outbox and what is known of the password."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from console.core.attempt import Attempt, Plan
from console.core.conversation.challenges import Challenge, Stage, answer_fields
from console.core.errors import UserFacingError
from console.core.ports import Answer, GiveUp
from console.core.profile import ProfileKind
from console.core.record import Outcome
from console.core.secret import Secret
from console.ui.challenge.asking import Asking
from console.ui.challenge.wizard_answerer import WizardAnswerer
from console.ui.keepsakes import Keepsakes
from console.ui.tasks import Tasks
from tests.fakes import FakeClock, FakePractice, MemoryVault, profile, request
from tests.ui.fakes_ui import FakeUser, settled, until

SEED = "JBSWY3DPEHPK3PXP"
KEPT = f"totp/{profile().user_pool_id}/dave"
DAVE = FakeUser(username="dave", password="Dusty-Compass-76!", totp_seed=SEED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the wizard was given."""

    challenge: Challenge
    totp_seed: Secret | None
    outbox: bool
    password_known: bool


class FakeMiddle(QObject):
    """The middle column as far as Asking needs it."""

    answer_given = Signal(object)
    outbox_requested = Signal()
    seed_kept = Signal(object)
    session_expired = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[Shown] = []
        self.running: list[bool] = []
        self.codes: list[Secret] = []

    def set_running(self, running: bool) -> None:
        self.running.append(running)

    def set_code(self, code: Secret) -> None:
        self.codes.append(code)

    def show_challenge(
        self,
        challenge: Challenge,
        *,
        username: str,
        totp_seed: Secret | None,
        outbox: bool,
        password_known: bool,
    ) -> None:
        assert username == "dave"
        self.shown.append(
            Shown(
                challenge=challenge,
                totp_seed=totp_seed,
                outbox=outbox,
                password_known=password_known,
            )
        )


class HangingVault(MemoryVault):
    """A keyring that waits for somebody who does not come."""

    async def get(self, name: str) -> Secret | None:
        await asyncio.Event().wait()
        return await super().get(name)


@dataclass
class Bench:
    """One attempt of dave, asked by the wizard."""

    vault: MemoryVault = field(default_factory=MemoryVault)
    kind: ProfileKind = ProfileKind.PRODUCTION
    user: FakeUser | None = None
    password: bool = True

    def __post_init__(self) -> None:
        self.failed: list[BaseException] = []
        self.tasks = Tasks(lambda error, _name: self.failed.append(error))
        self.middle = FakeMiddle()
        self.practice = FakePractice(code=Secret("493817"))
        self.problems: list[UserFacingError] = []
        self.told: list[str] = []
        keepsakes = Keepsakes(vault=self.vault)
        keepsakes.problem_raised.connect(self.problems.append)
        keepsakes.told.connect(self.told.append)
        self.asking = Asking(
            middle=self.middle,  # type: ignore[arg-type]
            tasks=self.tasks,
            keepsakes=keepsakes,
            codes=self.practice,
            parent=self.middle,
        )
        self.asking.problem_raised.connect(self.problems.append)
        parameters = {"PASSWORD": Secret("correct-horse-1")} if self.password else {}
        asked = request(username="dave", parameters=parameters)
        plan = Plan(profile=profile(kind=self.kind), request=asked)
        self.attempt = Attempt(attempt_id="a1", plan=plan, clock=FakeClock())
        self.answerer: WizardAnswerer = self.asking.begin(self.attempt, self.user)

    def ask(self, challenge: Challenge) -> asyncio.Task[Answer | GiveUp]:
        """As the course does."""
        self.attempt.challenge = challenge
        return self.tasks.start(self.answerer.answer(challenge), name="ask")

    async def asked(self, name: str, **changes: object) -> Shown:
        """What the wizard shows of a challenge, which is then given up."""
        before = len(self.middle.shown)
        waiting = self.ask(challenge(name, **changes))
        await until(lambda: len(self.middle.shown) > before)
        self.answerer.interrupt()
        await waiting
        return self.middle.shown[-1]


def challenge(name: str, **changes: object) -> Challenge:
    given: dict[str, object] = {"name": name, "fields": answer_fields(name, {}), "number": 1}
    return Challenge(**{**given, **changes})  # type: ignore[arg-type]


Make = Callable[..., Bench]


@pytest.fixture
def make(qapp: QApplication) -> Make:
    assert qapp is not None
    return Bench


async def test_the_seed_is_that_of_the_practice_user(make: Make) -> None:
    bench = make(kind=ProfileKind.PRACTICE, user=DAVE)
    assert (await bench.asked("SOFTWARE_TOKEN_MFA")).totp_seed == Secret(SEED)
    assert (await bench.asked("SMS_MFA")).totp_seed is None


async def test_else_the_one_that_was_kept_of_the_user(make: Make) -> None:
    bench = make()
    assert (await bench.asked("SOFTWARE_TOKEN_MFA")).totp_seed is None
    bench.vault.secrets[KEPT] = Secret("KEPTSEED")
    assert (await bench.asked("SOFTWARE_TOKEN_MFA")).totp_seed == Secret("KEPTSEED")
    assert bench.middle.running == [False, False]


@pytest.mark.parametrize(
    ("kind", "user"),
    [
        (ProfileKind.PRODUCTION, DAVE),
        (ProfileKind.PRACTICE, FakeUser(username="erin", password="x", totp_seed=SEED)),
        (ProfileKind.PRACTICE, FakeUser(username="dave", password="x")),
    ],
)
async def test_another_s_seed_is_never_used(make: Make, kind: ProfileKind, user: FakeUser) -> None:
    assert (await make(kind=kind, user=user).asked("SOFTWARE_TOKEN_MFA")).totp_seed is None


async def test_an_app_that_is_set_up_brings_its_own(make: Make) -> None:
    bench = make()
    bench.vault.secrets[KEPT] = Secret("OLDSEED")
    shown = await bench.asked("MFA_SETUP", stage=Stage.APP)
    assert shown.totp_seed is None


async def test_a_keyring_that_refuses_is_told_and_does_not_stop_the_question(make: Make) -> None:
    bench = make()
    bench.vault.refuse = UserFacingError("The system keyring is locked.")
    assert (await bench.asked("SOFTWARE_TOKEN_MFA")).totp_seed is None
    assert [problem.title for problem in bench.problems] == ["The system keyring is locked."]


async def test_giving_up_does_not_wait_for_the_keyring(make: Make) -> None:
    bench = make(vault=HangingVault())
    waiting = bench.ask(challenge("SOFTWARE_TOKEN_MFA"))
    await until(lambda: bench.asking.waiting)
    bench.answerer.interrupt()
    assert isinstance(await waiting, GiveUp)
    bench.asking.stop()
    await settled()
    assert bench.middle.shown == []


async def test_a_seed_that_comes_too_late_shows_nothing(make: Make) -> None:
    bench = make()
    waiting = bench.ask(challenge("SOFTWARE_TOKEN_MFA"))
    await asyncio.sleep(0)
    bench.answerer.interrupt()
    await waiting
    await settled()
    assert bench.middle.shown == []


async def test_whether_the_password_is_known(make: Make) -> None:
    assert (await make().asked("PASSWORD_SRP")).password_known
    bench = make(password=False)
    assert not (await bench.asked("SELECT_CHALLENGE")).password_known
    waiting = bench.ask(challenge("PASSWORD"))
    await asyncio.sleep(0)
    bench.middle.answer_given.emit(Answer(responses={"PASSWORD": Secret("typed-1")}))
    assert isinstance(await waiting, Answer)
    assert (await bench.asked("NEW_PASSWORD_REQUIRED", number=2)).password_known
    assert not (await bench.asked("PASSWORD")).password_known, "another path, another conversation"


async def test_an_answer_is_given_once(make: Make) -> None:
    bench = make()
    answer = Answer(responses={"SMS_MFA_CODE": Secret("123456")})
    bench.middle.answer_given.emit(answer)  # nothing is open
    assert bench.middle.running == []
    waiting = bench.ask(challenge("SMS_MFA"))
    await asyncio.sleep(0)
    bench.middle.answer_given.emit(answer)
    bench.middle.answer_given.emit(answer)
    assert await waiting is answer
    assert bench.middle.running == [False, True]


async def test_the_reason_of_giving_up_is_the_newest_attempt_s_alone(make: Make) -> None:
    bench = make()
    waiting = bench.ask(challenge("SMS_MFA"))
    await asyncio.sleep(0)
    bench.asking.give_up_for("Started over.")
    bench.answerer.interrupt()
    assert await waiting == GiveUp(reason="Started over.")
    assert bench.asking.begin(bench.attempt, None).reason == "Given up at the challenge."


async def test_the_outbox_is_offered_where_a_code_was_sent_in_practice(make: Make) -> None:
    bench = make(kind=ProfileKind.PRACTICE)
    assert (await bench.asked("SMS_MFA", medium="SMS")).outbox
    assert not (await bench.asked("CUSTOM_CHALLENGE")).outbox
    assert not (await make().asked("SMS_MFA", medium="SMS")).outbox
    bench.middle.outbox_requested.emit()
    await settled()
    assert bench.middle.codes == [Secret("493817")]
    bench.practice.code = None
    bench.middle.outbox_requested.emit()
    await settled()
    assert "no code" in bench.problems[0].title


async def test_the_seed_of_an_app_that_is_set_up_is_kept_at_once(make: Make) -> None:
    bench = make()
    bench.attempt.challenge = challenge("MFA_SETUP", stage=Stage.APP)
    bench.middle.seed_kept.emit(Secret(SEED))
    await settled()
    assert bench.vault.secrets == {KEPT: Secret(SEED)}
    assert "in memory only" in bench.told[0]


async def test_a_typed_seed_is_kept_when_its_code_was_taken(make: Make) -> None:
    bench = make()
    bench.attempt.challenge = challenge("SOFTWARE_TOKEN_MFA")
    bench.middle.seed_kept.emit(Secret(SEED))
    await settled()
    assert bench.vault.secrets == {}
    bench.attempt.outcome = Outcome.SIGNED_IN
    bench.asking.stop()
    await settled()
    assert bench.vault.secrets == {KEPT: Secret(SEED)}


async def test_a_typed_seed_is_kept_when_something_else_is_asked_next(make: Make) -> None:
    bench = make()
    bench.attempt.challenge = challenge("SOFTWARE_TOKEN_MFA")
    bench.middle.seed_kept.emit(Secret(SEED))
    await bench.asked("CUSTOM_CHALLENGE", number=2)
    await settled()
    assert bench.vault.secrets == {KEPT: Secret(SEED)}


async def test_a_typed_seed_whose_code_was_refused_is_not_kept(make: Make) -> None:
    bench = make()
    bench.attempt.challenge = challenge("SOFTWARE_TOKEN_MFA")
    bench.middle.seed_kept.emit(Secret(SEED))
    await bench.asked("SOFTWARE_TOKEN_MFA", try_number=2)
    bench.attempt.outcome = Outcome.SIGNED_IN
    bench.asking.stop()
    await settled()
    assert bench.vault.secrets == {}


async def test_giving_up_after_the_session_expired_says_so(make: Make) -> None:
    bench = make()
    waiting = bench.ask(challenge("SMS_MFA"))
    await until(lambda: len(bench.middle.shown) == 1)
    bench.middle.session_expired.emit()
    bench.answerer.interrupt()
    given = await waiting
    assert given == GiveUp(reason="The session expired before an answer was sent.")

    waiting = bench.ask(challenge("SMS_MFA"))
    await until(lambda: len(bench.middle.shown) == 2)
    bench.asking.give_up_for("Started over.")
    bench.answerer.interrupt()
    given = await waiting
    assert isinstance(given, GiveUp)
    assert given.reason.endswith("before an answer was sent. Started over.")

    bench.answerer = bench.asking.begin(bench.attempt, None)
    waiting = bench.ask(challenge("SMS_MFA"))
    await until(lambda: len(bench.middle.shown) == 3)
    bench.answerer.interrupt()
    assert await waiting == GiveUp(reason="Given up at the challenge.")
