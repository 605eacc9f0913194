"""What follows a sign-in: one call at a time, each once, and revocation at the end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from PySide6.QtWidgets import QApplication

from console import resources
from console.core.attempt import Attempt, Plan
from console.core.call import CallResult, NewDevice, Origin, Reply, Sent, Tokens
from console.core.claims import Signature
from console.core.diagnosis.catalogue import Catalogue
from console.core.diagnosis.classifier import Classifier
from console.core.errors import UserFacingError
from console.core.events import EventKind
from console.core.permit import OpenGuard
from console.core.pool_settings import PoolSettings
from console.core.profile import Profile
from console.core.record import Outcome
from console.core.runner import AttemptRunner
from console.core.secret import Secret
from console.ui.attempt import after_sign_in
from console.ui.attempt.after_sign_in import AfterSignIn
from console.ui.attempt.diagnosis_words import Diagnosis
from console.ui.keepsakes import Keepsakes
from console.ui.tasks import Tasks
from tests.fakes import (
    FakeClock,
    FakeGateway,
    FakeVerifier,
    MemoryJournal,
    MemoryVault,
    ScriptedAnswerer,
    failure,
    profile,
    record,
    refusal,
    request,
    tokens_reply,
)
from tests.jwts import tokens
from tests.ui.fakes_ui import settled, until

CLASSIFIER = Classifier(Catalogue.parse(resources.read_bytes("catalogue.json")))
DONE = Reply(record=record())
NEW_TOKENS = Reply(record=record(), tokens=tokens())
DEVICE = NewDevice(key=Secret("eu-west-1_k"), group_key=Secret("-g"))


class HangingVerifier(FakeVerifier):
    """Never comes to an end."""

    async def verify(self, profile: Profile, token: Secret) -> Signature:
        await asyncio.Event().wait()
        return await super().verify(profile, token)


class Bench:
    """Tokens that were won, and what is done with them."""

    def __init__(self, *results: CallResult | None, verifier: FakeVerifier | None = None) -> None:
        self.gateway = FakeGateway(results)
        self.verifier = verifier or FakeVerifier()
        self.journal = MemoryJournal()
        self.vault = MemoryVault()
        self.failed: list[BaseException] = []
        self.tasks = Tasks(lambda error, _name: self.failed.append(error))
        self.runner = AttemptRunner(
            gateways=self.gateway,
            journal=self.journal,
            guard=OpenGuard(),
            verifier=self.verifier,
            classifier=lambda: CLASSIFIER,
            clock=FakeClock(tick=0.01),
            new_id=lambda: "7f3a0000",
            not_kept=self.failed.append,
        )
        self.ended: list[Diagnosis | None] = []
        self.problems: list[UserFacingError] = []
        self.busy: list[str] = []

    async def sign_in(
        self, won: Tokens | None = None, known: PoolSettings | None = None, **asked: object
    ) -> AfterSignIn:
        first = Reply(record=record(), tokens=won or tokens())
        paths = 2 if asked.get("both_paths") else 1
        self.gateway.results[:0] = [first] * paths
        plan = Plan(profile=profile(known=known), request=request(**asked))
        self.attempt: Attempt = self.runner.prepare(plan)
        await self.runner.run(self.attempt, ScriptedAnswerer())
        aftermath = self.runner.aftermath(self.attempt)
        assert aftermath is not None
        after = AfterSignIn(
            attempt=self.attempt,
            aftermath=aftermath,
            tasks=self.tasks,
            keepsakes=Keepsakes(vault=self.vault),
        )
        after.changed.connect(lambda: self.busy.append(after.following.under_way))
        after.call_ended.connect(self.ended.append)
        after.problem_raised.connect(self.problems.append)
        return after

    @property
    def followed(self) -> list[str]:
        return [step.operation for step in self.attempt.after]

    def kinds(self) -> list[EventKind]:
        return [event.kind for event in self.attempt.timeline.events]


@asynccontextmanager
async def bench(*results: CallResult | None, **given: FakeVerifier) -> AsyncIterator[Bench]:
    made = Bench(*results, **given)
    try:
        yield made
    finally:
        await made.tasks.close()
    assert made.failed == []


@pytest.fixture(autouse=True)
def _with_qt(qapp: QApplication) -> None:
    assert qapp is not None


async def test_tokens_are_checked(theme: object) -> None:
    assert theme is not None
    async with bench() as b:
        after = await b.sign_in()
        after.check()
        states = [after.following.checking]
        await settled()
        states.append(after.following.checking)
        assert states == [True, False]
        assert b.kinds().count(EventKind.TOKEN_CHECKED) == 2
        assert not after.under_way, "a check is no call that could be stopped"


async def test_a_refresh_is_sent_once_and_its_tokens_are_checked() -> None:
    async with bench(NEW_TOKENS) as b:
        after = await b.sign_in()
        assert after.following.can_refresh
        after.refresh(rotated=False)
        after.refresh(rotated=False)
        after.revoke()  # one at a time
        assert after.following.under_way == "AdminInitiateAuth"
        await settled()
        assert b.followed == ["AdminInitiateAuth"]
        assert b.kinds()[-3:] == [
            EventKind.TOKENS,
            EventKind.TOKEN_CHECKED,
            EventKind.TOKEN_CHECKED,
        ]
        assert (b.ended, b.busy) == ([None], ["AdminInitiateAuth", "", ""])  # the last: checked
        assert b.attempt.outcome is Outcome.SIGNED_IN


async def test_a_refresh_does_not_wait_for_the_check_of_older_tokens() -> None:
    async with bench(NEW_TOKENS, verifier=HangingVerifier()) as b:
        after = await b.sign_in()
        after.check()
        after.refresh(rotated=True)
        await until(lambda: b.ended == [None])
        assert b.followed == ["GetTokensFromRefreshToken"]


@pytest.mark.parametrize("rotates", [True, False, None])
async def test_what_was_read_of_the_client_says_how_a_refresh_goes(rotates: bool | None) -> None:
    async with bench() as b:
        after = await b.sign_in(known=PoolSettings(rotates_refresh=rotates))
        assert after.following.rotates is (rotates is True)


async def test_a_refusal_is_judged_and_changes_no_outcome() -> None:
    async with bench(refusal("NotAuthorizedException", "Invalid Refresh Token")) as b:
        after = await b.sign_in()
        after.refresh(rotated=False)
        await settled()
        (found,) = b.ended
        assert found is not None
        assert found.said == "Invalid Refresh Token"
        assert b.attempt.outcome is Outcome.SIGNED_IN
        assert after.following.can_refresh


async def test_revocation_ends_everything() -> None:
    async with bench(DONE) as b:
        after = await b.sign_in()
        after.revoke()
        await settled()
        assert b.followed == ["RevokeToken"]
        following = after.following
        assert (following.can_refresh, following.can_revoke) == (False, False)
        await after.leave()
        assert b.followed == ["RevokeToken"], "not once more at the end"


async def test_a_call_can_be_stopped() -> None:
    async with bench(None) as b:
        after = await b.sign_in()
        after.revoke()
        await until(lambda: len(b.gateway.calls) == 2)
        after.cancel()
        await settled()
        (found,) = b.ended
        assert found is not None
        assert found.title == "RevokeToken: cancelled; the request had left."
        after.cancel()  # nothing runs: nothing to stop
        assert not b.attempt.cancelled


async def test_a_call_that_is_stopped_before_it_began_is_not_sent() -> None:
    async with bench() as b:
        after = await b.sign_in()
        after.revoke()
        after.cancel()
        await settled()
        assert (b.followed, b.ended, after.under_way) == ([], [], False)


@pytest.mark.parametrize("needed", [False, True])
async def test_a_device_is_confirmed_and_kept(needed: bool) -> None:
    confirmed = Reply(record=record(), confirmation_needed=needed)
    async with bench(confirmed, *([DONE] if needed else [])) as b:
        won = tokens()
        after = await b.sign_in(Tokens(access_token=won.access_token, new_device=DEVICE))
        offered = after.following
        after.remember("desk 4")
        await settled()
        assert b.followed == ["ConfirmDevice", *(["UpdateDeviceStatus"] if needed else [])]
        assert list(b.vault.secrets) == [f"device/{profile().user_pool_id}/alice"]
        assert (offered.can_remember, after.following.can_remember) == (True, False)
        assert b.kinds()[-1] is EventKind.DEVICE_REMEMBERED


async def test_leaving_revokes_once_whoever_asks() -> None:
    async with bench(DONE) as b:
        after = await b.sign_in()
        await asyncio.gather(after.leave(), after.leave())
        assert b.followed == ["RevokeToken"]
        event = b.attempt.timeline.events[-1]
        assert (event.kind, event.data["at_close"]) == (EventKind.TOKENS_REVOKED, True)
        left = b.journal.headers["7f3a0000"].tokens_left
        assert left is not None
        assert left.revoked_at is not None, "the journal knows it too"
        after.refresh(rotated=False)  # too late
        assert not after.under_way


async def test_both_paths_are_revoked() -> None:
    async with bench(DONE, DONE) as b:
        await (await b.sign_in(both_paths=True)).leave()
        assert b.followed == ["RevokeToken", "RevokeToken"]


async def test_tokens_that_cannot_be_revoked_are_left() -> None:
    async with bench() as b:
        after = await b.sign_in(tokens_reply().tokens)  # opaque: no origin_jti
        await after.leave()
        assert b.followed == []
        left = b.attempt.tokens_left
        assert left is not None
        assert left.valid_until is not None
        assert b.problems == []


async def test_leaving_stops_the_call_and_the_check_that_run() -> None:
    async with bench(None, DONE, verifier=HangingVerifier()) as b:
        after = await b.sign_in()
        after.check()
        after.refresh(rotated=False)
        await until(lambda: len(b.gateway.calls) == 2)
        await after.leave()
        assert b.followed == ["AdminInitiateAuth", "RevokeToken"]


async def test_a_revocation_that_hangs_is_given_up_and_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(after_sign_in, "LEAVE_LIMIT_S", 0.01)
    async with bench(None) as b:
        after = await b.sign_in()
        await after.leave()
        (problem,) = b.problems
        assert problem.title == "The tokens of alice were not revoked."
        assert "CallCancelled" in problem.detail
        assert "They stay good until 2026-12-24" in problem.hint


async def test_a_revocation_without_a_network_is_told() -> None:
    async with bench(failure(Origin.CLIENT, "EndpointConnectionError", Sent.NO)) as b:
        after = await b.sign_in()
        await after.leave()
        assert len(b.problems) == 1
        assert not after.following.under_way
