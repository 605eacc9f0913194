"""One attempt into a fault, through the real core and the real gateways."""

from __future__ import annotations

import asyncio
import contextlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from console import resources
from console.core.attempt import Attempt, Plan
from console.core.call import Path, Sent
from console.core.conversation.challenges import Challenge
from console.core.conversation.flows import AuthFlow
from console.core.diagnosis.catalogue import Catalogue
from console.core.diagnosis.classifier import Classifier
from console.core.permit import OpenGuard
from console.core.ports import Answer, GiveUp
from console.core.record import AttemptRecord
from console.core.request import SignInRequest
from console.core.runner import AttemptRunner
from console.core.secret import Secret
from console.services.clock import SystemClock
from console.services.gateways import CognitoGateways
from tests.fakes import FakeVerifier, MemoryJournal
from tests.faults.staging import Scene, Stage, Workshop

NONE: Final = "–"


class OneCode:
    """Answers one question with a code, and gives up at the next."""

    def __init__(self) -> None:
        self._answered = False

    async def answer(self, challenge: Challenge) -> Answer | GiveUp:
        if self._answered or challenge.name != "SMS_MFA":
            return GiveUp(reason="Given up at the challenge.")
        self._answered = True
        return Answer(responses={"SMS_MFA_CODE": Secret("123456")})

    def interrupt(self) -> None:
        return


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """The core over real gateways; the journal is in memory."""

    gateways: CognitoGateways
    runner: AttemptRunner

    def prepare(self, stage: Stage, scene: Scene) -> Attempt:
        public = stage.path is Path.PUBLIC
        request = SignInRequest(
            auth_flow=AuthFlow.USER_PASSWORD_AUTH if public else AuthFlow.ADMIN_USER_PASSWORD_AUTH,
            path=stage.path,
            username="alice",
            parameters={"PASSWORD": Secret(stage.password)},
        )
        return self.runner.prepare(Plan(profile=scene.profile, request=request))

    async def warm(self, scene: Scene) -> None:
        """Makes the client beforehand, so that time limits are spent on the wire."""
        await asyncio.to_thread(lambda: self.gateways.open(scene.profile)._loaded().warm())


@contextlib.contextmanager
def open_bench() -> Iterator[Bench]:
    clock = SystemClock()
    gateways = CognitoGateways(clock)
    classifier = Classifier(Catalogue.parse(resources.read_bytes("catalogue.json")))
    runner = AttemptRunner(
        gateways=gateways,
        journal=MemoryJournal(),
        guard=OpenGuard(),
        verifier=FakeVerifier(),
        classifier=lambda: classifier,
        clock=clock,
        new_id=lambda: uuid.uuid4().hex,
        not_kept=_raise,
    )
    try:
        yield Bench(gateways=gateways, runner=runner)
    finally:
        gateways.close()


def _raise(error: Exception) -> None:
    raise error


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What an attempt into a fault gave: the table's columns, and what has to hold for each."""

    sent: str
    outcome: str
    classification: str
    next_step: str
    requests: int
    connections: int
    record: AttemptRecord

    @property
    def steps_that_left(self) -> int:
        return sum(step.sent is not Sent.NO for step in self.record.steps)


async def attempt_into(bench: Bench, stage: Stage, shop: Workshop) -> Seen:
    """Stages the fault, runs one attempt into it, and takes it down."""
    with stage.opened(shop) as scene:
        await bench.warm(scene)
        record = await bench.runner.run(bench.prepare(stage, scene), OneCode())
        found = record.classification if record.outcome != "signed_in" else None
        return Seen(
            sent=str(record.steps[-1].sent),
            outcome=str(record.outcome),
            classification=NONE if found is None else found.id,
            next_step=NONE if found is None else found.next_steps[0],
            requests=scene.requests(),
            connections=scene.connections(),
            record=record,
        )
