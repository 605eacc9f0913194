"""What follows a sign-in of `run`."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from console.cli.recipe import AfterRecipe
from console.cli.run_after import Following
from console.core.attempt import Attempt, Plan
from console.core.call import CallResult, NewDevice, Reply, Tokens
from console.core.claims import Signature
from console.core.conversation.device import Device
from console.core.errors import UserFacingError
from console.core.profile import Profile
from console.core.record import Outcome
from console.core.secret import Secret
from tests.core.test_aftermath import DONE, Bench
from tests.fakes import (
    FakeVerifier,
    MemoryVault,
    ScriptedAnswerer,
    profile,
    record,
    refusal,
    request,
    tokens_reply,
)
from tests.jwts import tokens

NEW = NewDevice(key=Secret("eu-west-1_k"), group_key=Secret("-g"))
ALL = AfterRecipe(refresh=True, remember_device=True)
FRESH = Reply(record=record(), tokens=replace(tokens(), refresh_token=None))
NAME = "device/eu-west-1_Ab12Cd34E/alice"


class Followed(Bench):
    """A sign-in, and what the recipe wants after it."""

    def __init__(self, *results: CallResult | None, won: Tokens | None = None) -> None:
        super().__init__(*results, won=won)
        self.vault = MemoryVault()

    async def begin(self, wishes: AfterRecipe) -> tuple[Attempt, Following]:
        attempt, aftermath = await self.sign_in()
        following = Following(attempt=attempt, aftermath=aftermath, wishes=wishes, vault=self.vault)
        return attempt, following

    @property
    def operations(self) -> list[str]:
        return [call.operation for call in self.gateway.calls[1:]]


async def test_everything_in_order() -> None:
    bench = Followed(FRESH, DONE, DONE, won=replace(tokens(), new_device=NEW))
    attempt, following = await bench.begin(ALL)
    await following.follow()
    assert bench.operations == ["AdminInitiateAuth", "ConfirmDevice", "RevokeToken"]
    assert len(bench.verifier.tokens) == 4  # those that came first, and the fresh ones
    device = Device.from_secret(bench.vault.secrets[NAME])
    assert device is not None
    assert device.key == NEW.key
    made = attempt.record()
    assert (made.outcome, len(made.steps), len(made.after)) == (Outcome.SIGNED_IN, 1, 3)
    assert made.tokens_left is not None
    assert made.tokens_left.revoked_at is not None
    assert made.events[-1].data == {"at_close": True}


@pytest.mark.parametrize(
    ("wishes", "operations"),
    [
        (AfterRecipe(), ["RevokeToken"]),
        (AfterRecipe(revoke=False), []),
        (AfterRecipe(refresh=True, rotated=True, revoke=False), ["GetTokensFromRefreshToken"]),
    ],
)
async def test_nothing_but_what_is_wanted(wishes: AfterRecipe, operations: list[str]) -> None:
    bench = Followed(FRESH if wishes.refresh else DONE)
    _, following = await bench.begin(wishes)
    await following.follow()
    assert bench.operations == operations


async def test_what_cannot_be_done_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    opaque = tokens_reply().tokens
    assert opaque is not None
    bench = Followed(won=replace(opaque, refresh_token=None))
    _, following = await bench.begin(ALL)
    await following.follow()
    assert bench.operations == []
    told = capsys.readouterr().err
    assert "nothing is refreshed" in told
    assert "offered no new device" in told


async def test_a_refusal_is_said_and_stops_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    refused = refusal("NotAuthorizedException", "Refresh Token has been revoked")
    bench = Followed(refused, refused, refused, won=replace(tokens(), new_device=NEW))
    attempt, following = await bench.begin(ALL)
    await following.follow()
    assert bench.operations == ["AdminInitiateAuth", "ConfirmDevice", "RevokeToken"]
    assert attempt.record().outcome is Outcome.SIGNED_IN
    told = capsys.readouterr().err
    for words in ("not refreshed", "not confirmed", "not revoked"):
        assert f"{words}: NotAuthorizedException" in told


async def test_a_device_that_the_keyring_refuses_is_not_kept(
    capsys: pytest.CaptureFixture[str],
) -> None:
    bench = Followed(DONE, DONE, won=replace(tokens(), new_device=NEW))
    bench.vault.refuse = UserFacingError("The system keyring is locked.")
    attempt, following = await bench.begin(AfterRecipe(remember_device=True))
    await following.follow()
    assert "The system keyring is locked." in capsys.readouterr().err
    (event,) = [each for each in attempt.timeline.events if each.kind == "device_remembered"]
    assert event.data["kept"] is False


async def test_a_stop_cuts_off_the_call_and_nothing_follows(
    capsys: pytest.CaptureFixture[str],
) -> None:
    bench = Followed(None)
    attempt, following = await bench.begin(AfterRecipe(refresh=True))
    bench.gateway.begun.clear()
    async with asyncio.TaskGroup() as group:
        group.create_task(following.follow())
        await bench.gateway.begun.wait()
        following.stop()
        following.stop()
    made = attempt.record()
    assert (made.outcome, bench.operations) == (Outcome.SIGNED_IN, ["AdminInitiateAuth"])
    assert [step.operation for step in made.after] == ["AdminInitiateAuth"]
    assert "the tokens were not revoked" in capsys.readouterr().err


async def test_tokens_of_the_first_path_are_revoked_after_a_cancel_on_the_second() -> None:
    bench = Followed(None, DONE)
    both = Plan(profile=profile(), request=request(both_paths=True))
    attempt = bench.runner.prepare(both)
    async with asyncio.TaskGroup() as group:
        group.create_task(bench.runner.run(attempt, ScriptedAnswerer()))
        while len(bench.gateway.calls) < 2:
            bench.gateway.begun.clear()
            await bench.gateway.begun.wait()
        attempt.cancel()
    aftermath = bench.runner.aftermath(attempt)
    assert aftermath is not None
    following = Following(attempt=attempt, aftermath=aftermath, wishes=ALL, vault=bench.vault)
    await following.follow()
    assert bench.operations == ["InitiateAuth", "RevokeToken"]
    assert not bench.gateway.pending[-1]._stopped.is_set()
    assert bench.verifier.tokens == []
    made = attempt.record()
    assert made.outcome is Outcome.CANCELLED
    assert made.tokens_left is not None
    assert made.tokens_left.revoked_at is not None


class SilentVerifier(FakeVerifier):
    """Never answers."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = asyncio.Event()

    async def verify(self, _profile: Profile, _token: Secret) -> Signature:
        self.asked.set()
        await asyncio.Event().wait()
        raise AssertionError("nobody sets it")


async def test_a_stop_while_signatures_are_checked_ends_the_wait_alone() -> None:
    bench = Followed()
    bench.runner._verifier = verifier = SilentVerifier()
    attempt, following = await bench.begin(AfterRecipe())

    async def stop() -> None:
        await verifier.asked.wait()
        following.stop()

    async with asyncio.TaskGroup() as group:
        group.create_task(stop())
        await following.follow()
    task = asyncio.current_task()
    assert task is not None
    assert task.cancelling() == 0
    assert bench.operations == []
    assert attempt.record().outcome is Outcome.SIGNED_IN


async def test_a_cancellation_from_elsewhere_is_passed_on() -> None:
    bench = Followed()
    bench.runner._verifier = verifier = SilentVerifier()
    _, following = await bench.begin(AfterRecipe())
    async with asyncio.TaskGroup() as group:
        running = group.create_task(following.follow())
        await verifier.asked.wait()
        running.cancel()
    assert running.cancelled()
    assert not following.stopped
