"""Every flow, challenge and path of the practice pool, through the real core and real HTTP."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from console.core.attempt import Plan
from console.core.call import Path as CallPath
from console.core.conversation.challenges import ANSWERED, APP, Challenge, FieldKind, Stage
from console.core.conversation.flows import AuthFlow, needs_password
from console.core.errors import UserFacingError
from console.core.ports import Answer, GiveUp
from console.core.profile import practice_profile
from console.core.record import AttemptRecord
from console.core.remembered import remembered_device
from console.core.request import ContextData, SignInRequest
from console.core.secret import Secret
from console.core.totp import totp_code
from console.practice.clients import CLIENTS
from console.practice.held_rows import MADE
from console.practice.later_users import LATER_USERS
from console.practice.server import PracticeServer
from console.practice.users import USERS, User
from console.services.clock import SystemClock
from console.wiring import Services, build
from tests.e2e.recipes import NEW_PASSWORD
from tests.fakes import MemoryVault
from tests.practice.authenticator import seeded_authenticator

ALL = (*USERS, *LATER_USERS)


class RowAnswerer:
    """Answers as the row says, else with the outbox, the seed, the password."""

    def __init__(self, user: User, server: PracticeServer) -> None:
        self._user = user
        self._server = server
        self._given = {name: list(rounds) for name, rounds in user.answers.items()}

    async def answer(self, challenge: Challenge) -> Answer | GiveUp:
        if challenge.refusal is not None:
            return GiveUp(reason="The answer was not accepted.")
        rounds = self._given.get(challenge.name)
        responses = self._said(challenge, rounds) if rounds else self._made(challenge)
        return Answer(responses=responses)

    def _said(
        self, challenge: Challenge, rounds: list[Mapping[str, str]]
    ) -> dict[str, str | Secret]:
        said = rounds.pop(0)
        if said == MADE:
            return {"CREDENTIAL": _credential(challenge)}
        if challenge.stage is Stage.CHOOSE:
            rounds.append(said)  # for the question that follows
            return {"ANSWER": "EMAIL_OTP" if "EMAIL" in said else APP}
        choices = {f.key for f in challenge.fields if f.kind is FieldKind.CHOICE}
        return {k: v if k in choices else Secret(v) for k, v in said.items()}

    def _made(self, challenge: Challenge) -> dict[str, str | Secret]:
        if challenge.stage is Stage.CHOOSE:
            return {"ANSWER": APP}
        if challenge.secret_code is not None:
            code = totp_code(challenge.secret_code, SystemClock().now())
            return {"SOFTWARE_TOKEN_MFA_CODE": code}
        return {f.key: self._value(f.key) for f in challenge.fields}

    def interrupt(self) -> None:
        return

    def _value(self, key: str) -> Secret:
        if key == "SOFTWARE_TOKEN_MFA_CODE":
            assert self._user.totp_seed is not None
            return totp_code(Secret(self._user.totp_seed), SystemClock().now())
        if key.endswith("_CODE"):
            mine = [m for m in self._server.pool.outbox() if m["to"] == self._user.username]
            return Secret(mine[-1]["code"])
        return Secret({"PASSWORD": self._user.password}.get(key, NEW_PASSWORD))


def _credential(challenge: Challenge) -> Secret:
    assert challenge.options is not None
    return Secret(seeded_authenticator().answers(challenge.options))


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    def fail(error: UserFacingError) -> None:
        raise error

    made = build(tmp_path, not_kept=fail)
    yield made
    made.close()


def context_of(user: User) -> ContextData | None:
    if not user.context_data:
        return None
    return ContextData(
        ip_address=user.context_data["ip_address"], server_name="app.example", server_path="/"
    )


async def signed_in(services: Services, server: PracticeServer, user: User) -> AttemptRecord:
    client = CLIENTS[user.client]
    parameters: dict[str, str | Secret] = dict(user.parameters)
    if needs_password(AuthFlow(user.auth_flow), parameters):
        parameters["PASSWORD"] = Secret(user.password)
    plan = Plan(
        profile=practice_profile(
            client_id=client.id,
            has_client_secret=client.secret is not None,
            endpoint_url=server.endpoint_url,
        ),
        request=SignInRequest(
            auth_flow=AuthFlow(user.auth_flow),
            path=CallPath(user.path),
            username=user.username,
            parameters=parameters,
            context_data=context_of(user),
        ),
        client_secret=None if client.secret is None else Secret(client.secret),
    )
    plan = replace(plan, device=await remembered_device(plan.profile, plan.request, MemoryVault()))
    attempt = services.runner.prepare(plan)
    return await services.runner.run(attempt, RowAnswerer(user, server))


async def test_every_row_gives_what_the_pool_promises(services: Services) -> None:
    wrong = []
    with PracticeServer() as server:
        for user in ALL:
            record = await signed_in(services, server, user)
            classification = record.classification
            got = (
                str(record.outcome),
                record.challenges,
                None if classification is None else classification.id,
                None if classification is None else classification.code,
            )
            expect = user.expect
            wanted = (expect.outcome, expect.challenges, expect.classification, expect.code)
            if got != wanted:
                wrong.append((user.purpose, got, wanted))
            texts = str([event.to_json() for event in record.events])
            assert user.password not in texts
    assert not wrong
    assert {user.auth_flow for user in ALL} >= set(AuthFlow) - {
        AuthFlow.REFRESH_TOKEN,
        AuthFlow.REFRESH_TOKEN_AUTH,
    }
    assert {user.path for user in ALL} == {"admin", "public"}
    asked = {name for user in ALL for name in user.expect.challenges}
    assert asked >= set(ANSWERED) - {"PASSWORD_SRP", "SMS_OTP"}
