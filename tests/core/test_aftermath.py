from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from console.core.aftermath import Aftermath
from console.core.attempt import Attempt, Plan
from console.core.call import CallResult, NewDevice, Reply, Tokens
from console.core.claims import Check, Signature
from console.core.conversation.device import Device
from console.core.conversation.flows import AuthFlow
from console.core.events import EventKind
from console.core.permit import OpenGuard
from console.core.pool_settings import PoolSettings
from console.core.record import Outcome
from console.core.runner import AttemptRunner
from console.core.secret import Secret
from console.core.secret_hash import secret_hash
from tests.core.test_runner import CLASSIFIER
from tests.fakes import (
    FakeClock,
    FakeGateway,
    FakeVerifier,
    MemoryJournal,
    ScriptedAnswerer,
    challenge_reply,
    profile,
    record,
    refusal,
    request,
    tokens_reply,
)
from tests.jwts import tokens

NEW = NewDevice(key=Secret("eu-west-1_k"), group_key=Secret("-g"))
DONE = Reply(record=record())


class Bench:
    """A sign-in that won tokens, and what follows it."""

    def __init__(self, *results: CallResult | None, won: Tokens | None = None) -> None:
        self.won = won or tokens()
        self.gateway = FakeGateway([Reply(record=record(), tokens=self.won), *results])
        self.journal = MemoryJournal()
        self.verifier = FakeVerifier()
        self.runner = AttemptRunner(
            gateways=self.gateway,
            journal=self.journal,
            guard=OpenGuard(),
            verifier=self.verifier,
            classifier=lambda: CLASSIFIER,
            clock=FakeClock(tick=0.01),
            new_id=lambda: "7f3a0000",
            not_kept=lambda _error: None,
        )

    async def sign_in(self, plan: Plan | None = None) -> tuple[Attempt, Aftermath]:
        attempt = self.runner.prepare(plan or Plan(profile=profile(), request=request()))
        await self.runner.run(attempt, ScriptedAnswerer())
        following = self.runner.aftermath(attempt)
        assert following is not None
        return attempt, following

    def kinds(self) -> list[EventKind]:
        return [event.kind for event in self.journal.events["7f3a0000"]]


async def test_nothing_follows_a_refusal() -> None:
    bench = Bench()
    bench.gateway.results = [refusal("NotAuthorizedException", "Incorrect username or password.")]
    attempt = bench.runner.prepare(Plan(profile=profile(), request=request()))
    assert bench.runner.aftermath(attempt) is None
    await bench.runner.run(attempt, ScriptedAnswerer())
    assert bench.runner.aftermath(attempt) is None


async def test_claims_and_signatures_are_checked_and_kept() -> None:
    bench = Bench()
    _, following = await bench.sign_in()
    checked = await following.check()
    assert [each.claims.use for each in checked] == ["access", "id"]
    assert bench.verifier.tokens == [bench.won.access_token, bench.won.id_token]
    assert bench.kinds()[-2:] == [EventKind.TOKEN_CHECKED] * 2
    event = bench.journal.events["7f3a0000"][-1]
    assert event.text("signature") == "ok"
    assert event.text("issuer") == "ok"
    assert event.texts("claims")
    assert "a@b.c" not in str(event.data)


async def test_a_wrong_signature_is_said() -> None:
    bench = Bench()
    bench.verifier.said = Signature(check=Check.WRONG, reason="signed by another key")
    _, following = await bench.sign_in()
    await following.check()
    event = bench.journal.events["7f3a0000"][-1]
    assert event.text("signature") == "wrong"
    assert event.text("signature_reason") == "signed by another key"


async def test_opaque_tokens_have_nothing_to_check() -> None:
    bench = Bench(won=tokens_reply().tokens)
    _, following = await bench.sign_in()
    assert await following.check() == ()
    assert not following.can_revoke


async def test_a_refresh_is_hashed_over_the_real_name_and_keeps_the_refresh_token() -> None:
    fresh = replace(tokens(), refresh_token=None)
    bench = Bench(Reply(record=record(), tokens=fresh))
    secret = Secret("client-secret")
    plan = Plan(
        profile=profile(),
        request=request(username="alias@example.com", client_metadata={"a": "b"}),
        client_secret=secret,
        device=Device(key=NEW.key, group_key=NEW.group_key, password=Secret("p")),
    )
    attempt, following = await bench.sign_in(plan)
    assert (await following.refresh()).failure is None
    call = bench.gateway.calls[-1]
    assert call.operation == "AdminInitiateAuth"
    assert call.params["AuthFlow"] == "REFRESH_TOKEN_AUTH"
    assert call.params["AuthParameters"] == {
        "REFRESH_TOKEN": bench.won.refresh_token,
        "DEVICE_KEY": NEW.key,
        "SECRET_HASH": secret_hash(
            client_secret=secret, username="alice-real", client_id=profile().client_id
        ),
    }
    assert attempt.won[-1].tokens.access_token == fresh.access_token
    assert attempt.won[-1].tokens.refresh_token == bench.won.refresh_token
    made = attempt.record()
    assert made.outcome is Outcome.SIGNED_IN
    assert [step.operation for step in made.steps] == ["AdminInitiateAuth"]
    assert [step.operation for step in made.after] == ["AdminInitiateAuth"]


async def test_a_rotated_refresh_token_takes_the_place_of_the_old() -> None:
    bench = Bench(Reply(record=record(), tokens=replace(tokens(), refresh_token=Secret("next"))))
    attempt, following = await bench.sign_in()
    await following.refresh(rotated=True)
    assert bench.gateway.calls[-1].operation == "GetTokensFromRefreshToken"
    assert attempt.won[-1].tokens.refresh_token == Secret("next")


async def test_a_refused_refresh_is_judged_and_changes_nothing() -> None:
    bench = Bench(refusal("NotAuthorizedException", "Refresh Token has been revoked"))
    attempt, following = await bench.sign_in()
    done = await following.refresh()
    assert done.failure is not None
    assert done.classification is not None
    assert done.classification.id == "NA15"
    assert attempt.outcome is Outcome.SIGNED_IN
    assert attempt.classification is None
    assert attempt.won[-1].tokens == bench.won


async def test_revocation_is_sent_once_and_told() -> None:
    bench = Bench(DONE)
    attempt, following = await bench.sign_in()
    done = await following.revoke(at_close=True)
    assert done.failure is None
    call = bench.gateway.calls[-1]
    assert (call.operation, call.signed) == ("RevokeToken", False)
    assert call.params == {"Token": bench.won.refresh_token, "ClientId": profile().client_id}
    assert (following.revoked, following.can_revoke, following.can_refresh) == (True, False, False)
    left = attempt.record().run_json()
    assert left["tokens_left_valid_until"] is None
    assert left["tokens_revoked_at"] is not None
    assert bench.kinds()[-1] is EventKind.TOKENS_REVOKED
    assert bench.journal.events["7f3a0000"][-1].data["at_close"] is True


async def test_a_refused_revocation_leaves_the_tokens_valid() -> None:
    bench = Bench(refusal("UnsupportedOperationException", "Not enabled"))
    attempt, following = await bench.sign_in()
    assert (await following.revoke()).failure is not None
    assert not following.revoked
    left = attempt.record().run_json()
    assert left["tokens_left_valid_until"] is not None
    assert left["tokens_left_assumed"] is True


@pytest.mark.parametrize(("known", "can"), [(True, True), (False, False)])
async def test_settings_that_were_read_decide_on_revocation(known: bool, can: bool) -> None:
    bench = Bench(won=tokens(origin_jti=None if known else "there"))
    target = profile(known=PoolSettings(token_revocation=known))
    _, following = await bench.sign_in(Plan(profile=target, request=request()))
    assert following.can_revoke is can


class Keeper:
    """Takes a device to keep."""

    def __init__(self) -> None:
        self.kept: list[Device] = []

    async def keep(self, device: Device) -> bool:
        self.kept.append(device)
        return True


@pytest.mark.parametrize("asks_user", [False, True])
async def test_a_device_is_confirmed_and_kept(asks_user: bool) -> None:
    confirmed = Reply(record=record(), confirmation_needed=asks_user)
    bench = Bench(confirmed, DONE, won=replace(tokens(), new_device=NEW))
    _, following = await bench.sign_in()
    keeper = Keeper()
    done = await following.remember_device("Support desk", keeper.keep)
    assert done.failure is None
    operations = [call.operation for call in bench.gateway.calls[1:]]
    assert operations == ["ConfirmDevice", *(["UpdateDeviceStatus"] if asks_user else [])]
    params = bench.gateway.calls[1].params
    assert params["AccessToken"] == bench.won.access_token
    assert params["DeviceKey"] == NEW.key
    assert params["DeviceName"] == "Support desk"
    (device,) = keeper.kept
    assert device.key == NEW.key
    assert not following.can_remember_device
    event = bench.journal.events["7f3a0000"][-1]
    assert event.kind is EventKind.DEVICE_REMEMBERED
    assert event.data == {"confirmation_needed": asks_user, "kept": True}


async def test_a_device_that_was_refused_is_not_kept() -> None:
    bench = Bench(refusal("InvalidParameterException", "no"), won=replace(tokens(), new_device=NEW))
    _, following = await bench.sign_in()
    keeper = Keeper()
    assert (await following.remember_device("", keeper.keep)).failure is not None
    assert keeper.kept == []
    assert following.can_remember_device
    assert "DeviceName" not in bench.gateway.calls[-1].params


async def test_a_call_that_follows_can_be_stopped() -> None:
    bench = Bench(None)
    attempt, following = await bench.sign_in()
    bench.gateway.begun.clear()
    refreshing = asyncio.ensure_future(following.refresh())  # noqa: TID251 - a test's own task
    await bench.gateway.begun.wait()
    attempt.cancel()
    done = await refreshing
    assert done.failure is not None
    assert done.failure.code == "CallCancelled"
    assert attempt.outcome is Outcome.SIGNED_IN
    assert not attempt.cancelled


async def test_no_secret_of_what_follows_is_in_an_event() -> None:
    fresh = Reply(record=record(), tokens=replace(tokens(), refresh_token=Secret("next-token")))
    bench = Bench(
        fresh, Reply(record=record(), confirmation_needed=True), DONE, DONE,
        won=replace(tokens(), new_device=NEW),
    )  # fmt: skip
    plan = Plan(
        profile=profile(),
        request=request(auth_flow=AuthFlow.ADMIN_USER_PASSWORD_AUTH),
        client_secret=Secret("client-secret-value"),
    )
    _, following = await bench.sign_in(plan)
    await following.check()
    await following.refresh(rotated=True)
    keeper = Keeper()
    await following.remember_device("Desk", keeper.keep)
    await following.revoke()
    told = str([event.to_json() for event in bench.journal.events["7f3a0000"]])
    secrets = [NEW.key, NEW.group_key, keeper.kept[0].password, Secret("client-secret-value")]
    secrets += [bench.won.access_token or Secret(""), bench.won.id_token or Secret("")]
    secrets += [Secret("next-token"), bench.won.refresh_token or Secret("")]
    assert all(secret.reveal() not in told for secret in secrets)


async def test_a_session_of_the_customers_is_not_revoked_by_itself() -> None:
    bench = Bench(DONE)
    asked = request(
        auth_flow="GetTokensFromRefreshToken", parameters={"REFRESH_TOKEN": Secret("theirs")}
    )
    _, following = await bench.sign_in(Plan(profile=profile(), request=asked))
    assert following.can_revoke  # by the operator's own wish
    assert not following.revokes_at_close


async def test_the_tokens_of_both_paths_are_checked_and_told_apart() -> None:
    bench = Bench(Reply(record=record(), tokens=tokens()))
    plan = Plan(profile=profile(), request=request(both_paths=True))
    _, following = await bench.sign_in(plan)
    assert len(await following.check()) == 4
    told = [event for event in bench.journal.events["7f3a0000"] if event.text("token")]
    assert [event.text("path") for event in told] == ["admin", "admin", "public", "public"]


async def test_a_refresh_that_brings_no_tokens_is_no_success() -> None:
    bench = Bench(challenge_reply("SMS_MFA"))
    attempt, following = await bench.sign_in()
    done = await following.refresh()
    assert done.failure is not None
    assert done.failure.code == "NotCognitoReply"
    assert attempt.won[-1].tokens == bench.won


async def test_a_path_whose_sign_in_brought_no_refresh_token_hides_no_other() -> None:
    second = Reply(record=record(), tokens=Tokens(access_token=Secret("opaque")))
    bench = Bench(second, DONE)
    plan = Plan(profile=profile(), request=request(both_paths=True))
    _, following = await bench.sign_in(plan)
    assert not following.can_refresh
    assert following.revokes_at_close
    await following.revoke(at_close=True)
    assert bench.gateway.calls[-1].params["Token"] == bench.won.refresh_token
    assert following.revoked


async def test_a_revocation_is_not_sent_again_and_a_refusal_stops_no_other() -> None:
    other = replace(tokens(), refresh_token=Secret("of-the-public-path"))
    refused = refusal("TooManyRequestsException", "Rate exceeded")
    bench = Bench(Reply(record=record(), tokens=other), refused, DONE, DONE)
    plan = Plan(profile=profile(), request=request(both_paths=True))
    attempt, following = await bench.sign_in(plan)
    assert (await following.revoke()).failure == refused
    assert following.can_revoke
    assert attempt.record().run_json()["tokens_revoked_at"] is None
    assert (await following.revoke(at_close=True)).failure is None
    assert attempt.record().run_json()["tokens_revoked_at"] is not None
    sent = [call.params["Token"] for call in bench.gateway.calls[2:]]
    assert sent == [bench.won.refresh_token, other.refresh_token, bench.won.refresh_token]


async def test_opaque_tokens_of_a_refresh_leave_the_session_revocable() -> None:
    fresh = Tokens(access_token=Secret("opaque"))
    bench = Bench(Reply(record=record(), tokens=fresh), DONE)
    _, following = await bench.sign_in()
    await following.refresh()
    assert following.revokes_at_close


@pytest.mark.parametrize("flow", ["REFRESH_TOKEN_AUTH", "REFRESH_TOKEN_V2"])
async def test_a_refresh_token_that_was_brought_keeps_no_device_and_no_session(flow: str) -> None:
    bench = Bench(won=replace(tokens(), new_device=NEW))
    asked = request(auth_flow=flow, username="", parameters={"REFRESH_TOKEN": Secret("theirs")})
    _, following = await bench.sign_in(Plan(profile=profile(), request=asked))
    assert not following.can_remember_device
    assert not following.revokes_at_close


async def test_a_device_that_the_user_was_not_asked_about_is_not_remembered() -> None:
    confirmed = Reply(record=record(), confirmation_needed=True)
    refused = refusal("InvalidParameterException", "no")
    bench = Bench(confirmed, refused, won=replace(tokens(), new_device=NEW))
    _, following = await bench.sign_in()
    assert (await following.remember_device("", Keeper().keep)).failure == refused
    event = bench.journal.events["7f3a0000"][-1]
    assert event.data == {"confirmation_needed": False, "kept": True}
